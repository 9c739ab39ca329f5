// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/planner/machine_table.h"

#include <cstddef>

#include "core/base/file_io.h"
#include "core/base/json.h"
#include "core/planner/shipped_machines.h"

namespace core {
namespace {

constexpr double kGigabyte = 1e9;                      // Of bandwidth and model files.
constexpr double kGibibyte = 1024.0 * 1024.0 * 1024.0; // Of memory as sold.
constexpr double kAmountMax = 1e6;                     // Of any of these: a typing error else.
constexpr std::uint64_t kTableBytesMax = 4 << 20;

Error badRow(const char* list, std::size_t row, const std::string& what) {
    return {ErrorCode::Corrupt, std::string("machines.json: ") + list + '[' + std::to_string(row)
                                    + "]: " + what + ": mend the file or delete it"};
}

/// A number from 0 to kAmountMax of the given unit.
Result<double> amount(const Json& row, const char* name, double unit) {
    const auto value = jsonNumber(row, name);
    if (!value || !(*value >= 0) || *value > kAmountMax)
        return Error{ErrorCode::Corrupt, std::string(name) + " is missing or no sensible number"};
    return *value * unit;
}

Result<std::string> text(const Json& row, const char* name) {
    const auto value = jsonText(row, name);
    if (!value || value->empty())
        return Error{ErrorCode::Corrupt, std::string(name) + " is missing"};
    return *value;
}

Result<GpuModel> readGpu(const Json& row) {
    GpuModel gpu;
    TRY(gpu.name, text(row, "name"));
    gpu.match = jsonText(row, "match").value_or(gpu.name);
    TRY(const double memory, amount(row, "memory_gb", kGibibyte));
    gpu.memoryBytes = static_cast<std::uint64_t>(memory);
    TRY(gpu.bandwidth, amount(row, "bandwidth_gbs", kGigabyte));
    gpu.integrated = jsonBool(row, "integrated").value_or(false);
    return gpu;
}

Result<MemoryModel> readMemory(const Json& row) {
    MemoryModel memory;
    TRY(memory.name, text(row, "name"));
    TRY(memory.bandwidth, amount(row, "bandwidth_gbs", kGigabyte));
    return memory;
}

Result<Build> readBuild(const Json& row) {
    Build build;
    TRY(build.name, text(row, "name"));
    build.cpu = jsonText(row, "cpu").value_or("");
    build.gpus = jsonTexts(row, "gpus").value_or(std::vector<std::string>());
    TRY(const double ram, amount(row, "ram_gb", kGibibyte));
    build.ramBytes = static_cast<std::uint64_t>(ram);
    TRY(build.memory, text(row, "memory"));
    if (const Json* guide = jsonMember(row, "guide_tps"); guide != nullptr && guide->is_array()) {
        for (const Json& range : *guide)
            if (range.is_array() && range.size() == 2 && range[0].is_number()
                && range[1].is_number())
                build.guide.emplace_back(range[0].get<double>(), range[1].get<double>());
    }
    return build;
}

Result<ModelFigures> readModel(const Json& row) {
    ModelFigures model;
    TRY(model.name, text(row, "name"));
    TRY(model.file, text(row, "file"));
    const auto count = [&row](const char* name) {
        return jsonInteger<std::uint64_t>(row, name).value_or(0);
    };
    model.bytes = count("bytes");
    model.expertBytes = count("expert_bytes");
    model.expertLayers = static_cast<std::uint32_t>(count("expert_layers"));
    model.activeBytes = count("active_bytes");
    model.activeExpertBytes = count("active_expert_bytes");
    model.kvBytesPerToken = count("kv_bytes_per_token");
    model.kvWindowBytes = count("kv_window_bytes");
    model.contextMax = static_cast<std::uint32_t>(count("context"));
    if (model.bytes == 0 || model.activeBytes == 0 || model.expertBytes > model.bytes
        || model.activeExpertBytes > model.activeBytes)
        return Error{ErrorCode::Corrupt, "the sizes contradict each other"};
    return model;
}

template <typename Row>
Result<std::vector<Row>> readRows(const Json& json, const char* name,
                                  Result<Row> (*read)(const Json&)) {
    std::vector<Row> rows;
    const Json* list = jsonMember(json, name);
    if (list == nullptr || !list->is_array()) return rows;
    for (std::size_t i = 0; i < list->size(); ++i) {
        if (!(*list)[i].is_object()) return badRow(name, i, "not an object");
        auto row = read((*list)[i]);
        if (!row) return badRow(name, i, row.error().detail);
        rows.push_back(std::move(*row));
    }
    return rows;
}

} // namespace

Result<MachineTable> MachineTable::parse(std::string_view json) {
    TRY(const Json root, parseJsonObject(json));
    MachineTable table;
    table.date = jsonText(root, "date").value_or("");
    TRY(table.gpus, readRows<GpuModel>(root, "gpus", readGpu));
    TRY(table.memories, readRows<MemoryModel>(root, "memory", readMemory));
    TRY(table.builds, readRows<Build>(root, "builds", readBuild));
    TRY(table.models, readRows<ModelFigures>(root, "models", readModel));
    for (std::size_t i = 0; i < table.builds.size(); ++i) {
        const Build& build = table.builds[i];
        if (table.findMemory(build.memory) == nullptr)
            return badRow("builds", i, "no row of \"memory\" is named " + build.memory);
        for (const std::string& gpu : build.gpus)
            if (table.findGpu(gpu) == nullptr)
                return badRow("builds", i, "no row of \"gpus\" is named " + gpu);
    }
    return table;
}

const MachineTable& MachineTable::shipped() {
    static const MachineTable table = [] {
        auto parsed = parse(kShippedMachines);
        return parsed ? std::move(*parsed) : MachineTable();
    }();
    return table;
}

Result<MachineTable> MachineTable::open(const std::filesystem::path& configFolder) {
    const std::filesystem::path file = configFolder / "machines.json";
    std::error_code unreadable;
    if (!std::filesystem::exists(file, unreadable)) return shipped();
    TRY(const std::string json, readFile(file, kTableBytesMax));
    return parse(json);
}

const GpuModel* MachineTable::findGpu(std::string_view deviceName) const {
    const GpuModel* best = nullptr;
    for (const GpuModel& gpu : gpus)
        if (deviceName.find(gpu.match) != std::string_view::npos
            && (best == nullptr || gpu.match.size() > best->match.size()))
            best = &gpu;
    return best;
}

const MemoryModel* MachineTable::findMemory(std::string_view name) const {
    for (const MemoryModel& memory : memories)
        if (memory.name == name) return &memory;
    return nullptr;
}

} // namespace core
