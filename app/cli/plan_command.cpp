// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "app/cli/command.h"
#include "app/cli/hub.h"
#include "app/cli/model_argument.h"
#include "app/cli/plan_output.h"
#include "app/cli/speeds.h"
#include "core/base/paths.h"
#include "core/hub/model_files.h"
#include "core/planner/hardware_info.h"
#include "core/planner/memory_planner.h"
#include "core/settings/settings.h"

namespace cli {

namespace {

constexpr std::int64_t kBytesMax = std::int64_t{1} << 50;
constexpr std::int64_t kContextMax = 1 << 27;

constexpr std::array<Option, 12> kOptions{{
    {"--context", "N", "tokens of context to plan for; default: as trained, at most 8192"},
    {"--kv", "TYPE", "type of the cache: f32, f16 (default), q8_0 or q4_0; or two: KEYS,VALUES"},
    {"--device", "DEVICE", "cpu, vulkan, vulkan:N or auto (default)"},
    {"--threads", "N", "CPU threads; default: one per physical core"},
    {"--gpu-layers", "N", "layers on the GPU; 0, all or auto (default): what fits"},
    {"--cpu-experts", "N", "layers whose experts stay in RAM; 0, all or auto (default): what must"},
    {"--vram", "BYTES", "plan for a card with so much free memory; 0: without one"},
    {"--ram", "BYTES", "plan for so much free RAM"},
    {"--refresh", "", "read headers of the hub again, also where they are kept"},
    {"--keep-free", "BYTES", "of the graphics device, to leave to others; default: the settings'"},
    {"--keep-free-ram", "BYTES", "the same of RAM"},
    {"--table", "", "also for 4k, 16k, 32k and 128k tokens; so do a repository and several models"},
}};

Result<core::FitRequest> readRequest(const Arguments& arguments) {
    core::FitRequest request;
    TRY(const auto context, arguments.integer("--context", 0, 1, kContextMax));
    request.context = static_cast<std::uint32_t>(context);
    std::optional<inference::KvType> keys;
    std::optional<inference::KvType> values;
    TRY(readCacheTypes(arguments, keys, values));
    request.keyType = keys.value_or(inference::KvType::F16);
    request.valueType = values.value_or(inference::KvType::F16);
    TRY(const auto threads, arguments.integer("--threads", 0, 0, 1024));
    request.threads = static_cast<unsigned>(threads);
    TRY(request.wish, readPlacement(arguments));
    return request;
}

/// What is planned, and what a table shows beside it.
struct Subject {
    std::shared_ptr<const inference::Model> model;
    core::ModelIdentity identity;
    std::vector<core::PlanCandidate> candidates; ///< The model itself and others of its repository.
};

Result<Subject> subjectOf(inference::GgufFile file, std::string sha256, std::string name) {
    Subject subject;
    subject.identity = core::ModelIdentity::of(file.paths().front(), file.fileBytes());
    subject.identity.sha256 = std::move(sha256);
    const std::uint64_t bytes = file.fileBytes();
    TRY(subject.model, inference::Model::describe(std::move(file)));
    if (name.empty()) name = subject.identity.name;
    subject.candidates.push_back({std::move(name), bytes, subject.model});
    return subject;
}

/// A repository: the file that would be pulled, and the others of which only sizes are known.
Result<Subject> describeRepository(const core::HubReference& reference, const Hub& hub,
                                   const Context& context) {
    TRY(const core::HubModelPage page,
        hub.client->model(reference.repository, reference.revision, context.stop));
    const core::HubVariant* chosen = core::chooseVariant(page.files, reference.quantization);
    if (chosen == nullptr)
        return Error{ErrorCode::NotFound, reference.repository
                                              + " has no such GGUF file: "
                                                "`hearth-cli show` lists its files"};
    core::HubReference file = reference;
    file.file = chosen->files.front().path;
    if (!page.model.commit.empty()) file.revision = page.model.commit;
    TRY(core::RemoteHeader header, hub.client->header(file, context.stop));
    TRY(Subject subject,
        subjectOf(std::move(header.file), chosen->files.front().sha256, chosen->label()));
    for (const core::HubVariant& variant : page.files.variants)
        if (&variant != chosen && variant.complete())
            subject.candidates.push_back({variant.label(), variant.bytes, nullptr});
    std::stable_sort(subject.candidates.begin(), subject.candidates.end(),
                     [](const auto& a, const auto& b) { return a.bytes < b.bytes; });
    return subject;
}

/// A model's header, of this machine or of the hub: no weight is read.
Result<Subject> describeModel(const std::string& argument, bool renew, const Context& context) {
    if (!isRemote(argument)) {
        TRY(const auto path, findModel(argument, context));
        TRY(inference::GgufFile file, inference::GgufFile::open(path));
        return subjectOf(std::move(file), {}, {});
    }
    TRY(const Hub hub, openHub(context));
    if (renew) hub.client->renewHeaders();
    const auto reference = core::parseHubReference(argument, hub.client->endpoint());
    if (reference && reference->file.empty()) return describeRepository(*reference, hub, context);
    const bool address = argument.starts_with("http://") || argument.starts_with("https://");
    if (!reference && !address) return reference.error();
    auto header = reference ? hub.client->header(*reference, context.stop)
                            : hub.client->header(argument, context.stop);
    if (!header) return header.error();
    return subjectOf(std::move(header->file), {}, {});
}

/// The device whose memory a plan is for, as the engine would choose it.
std::string deviceFor(const Arguments& arguments, const core::FitRequest& request,
                      const core::HardwareInfo& hardware) {
    std::string device = arguments.text("--device").value_or("auto");
    // Whoever counts layers wants them on a device, be it a slow one.
    const bool counted = request.wish.deviceLayers.value_or(0) > 0;
    if (device == "auto" && counted && hardware.bestGraphics() == nullptr) device = "vulkan";
    return device;
}

Result<core::MachineBudget> readBudget(const Arguments& arguments, const core::FitRequest& request,
                                       const Context& context) {
    TRY(const auto vram, arguments.integer("--vram", 0, 0, kBytesMax));
    TRY(const auto keepFree, arguments.integer("--keep-free", 0, 0, kBytesMax));
    TRY(const auto keepFreeRam, arguments.integer("--keep-free-ram", 0, 0, kBytesMax));
    TRY(const auto ram, arguments.integer("--ram", 0, 0, kBytesMax));
    TRY(const core::Paths paths, core::Paths::create(context.dataDirectory));
    TRY(const core::MachineTable table, core::MachineTable::open(paths.config));
    core::HardwareInfo hardware =
        core::readHardware(table, paths.cache / "bandwidth.json", core::MeasureRam::IfDue);
    if (arguments.has("--ram"))
        hardware.ramTotal = hardware.ramFree = static_cast<std::uint64_t>(ram);
    core::MachineBudget budget;
    if (arguments.has("--vram") && !arguments.has("--device")) {
        budget = core::imaginedBudget(hardware, static_cast<std::uint64_t>(vram), hardware.ramFree);
    } else {
        TRY(budget, core::budgetOf(hardware, deviceFor(arguments, request, hardware)));
        if (arguments.has("--vram") && vram == 0) budget.graphics.reset();
        if (arguments.has("--vram") && budget.graphics) {
            budget.graphics->total = budget.graphics->free = static_cast<std::uint64_t>(vram);
            budget.graphics->shared = false;
        }
    }
    core::keepFree(budget, core::SettingsStore::open(paths.settings())->current().keepFree);
    if (arguments.has("--keep-free") && budget.graphics)
        budget.graphics->keepFree = static_cast<std::uint64_t>(keepFree);
    if (arguments.has("--keep-free-ram"))
        budget.ramKeepFree = static_cast<std::uint64_t>(keepFreeRam);
    return budget;
}

/// Several files: where each fits with how much context.
Result<void> runTable(std::vector<core::PlanCandidate> candidates,
                      const core::MachineBudget& budget, const core::FitRequest& request,
                      const Context& context) {
    TRY(const auto rows, core::planTable(candidates, budget, request));
    if (context.json)
        printJson({{"table", tableJson(rows)}});
    else
        printTable(rows);
    return {};
}

Result<void> run(const Arguments& arguments, const Context& context) {
    TRY(const core::FitRequest request, readRequest(arguments));
    std::vector<Subject> subjects;
    for (const std::string& argument : arguments.positional()) {
        TRY(Subject subject, describeModel(argument, arguments.has("--refresh"), context));
        subjects.push_back(std::move(subject));
    }
    TRY(core::MachineBudget budget, readBudget(arguments, request, context));
    if (subjects.size() > 1) {
        std::vector<core::PlanCandidate> candidates;
        candidates.reserve(subjects.size());
        for (Subject& subject : subjects)
            candidates.push_back({subject.identity.name, subject.identity.bytes, subject.model});
        return runTable(std::move(candidates), budget, request, context);
    }
    const Subject& subject = subjects.front();
    const bool table = subject.candidates.size() > 1 || arguments.has("--table");
    std::vector<core::PlanRow> rows;
    if (table) {
        TRY(rows, core::planTable(subject.candidates, budget, request));
    }
    core::MemoryPlanner planner(subject.model, std::move(budget));
    const auto speeds = openSpeedBook(context);
    if (speeds != nullptr) planner.useSpeeds(*speeds, subject.identity);
    TRY(const core::FitReport report, planner.plan(request));
    if (!context.json) {
        printPlan(report);
        if (table) printTable(rows);
        return {};
    }
    Json json = planJson(report);
    if (table) json["table"] = tableJson(rows);
    printJson(json);
    return {};
}

} // namespace

const Command kPlanCommand{.name = "plan",
                           .arguments = "MODEL...",
                           .summary = "say where a model fits, with how much context, how fast",
                           .positionalMin = 1,
                           .positionalMax = 64,
                           .options = kOptions,
                           .run = run};

} // namespace cli
