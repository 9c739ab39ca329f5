// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <algorithm>
#include <array>
#include <cstdio>
#include <memory>
#include <optional>
#include <utility>

#include "app/cli/command.h"
#include "app/cli/hub.h"
#include "app/cli/plan_output.h"
#include "core/hub/model_files.h"
#include "core/hub/planned_fit.h"
#include "inference/backend/registry.h"

namespace cli {

namespace {

constexpr std::array<Option, 2> kOptions{{
    {"--card", "", "print the model's card too"},
    {"--refresh", "", "read headers of the hub again, also where they are kept"},
}};

Json partJson(const core::HubFile& file) {
    return {{"file", file.path},
            {"size", file.bytes},
            {"sha256", file.sha256.empty() ? Json() : Json(file.sha256)}};
}

/// What is free on this machine now.
core::FreeMemory freeMemory() {
    core::FreeMemory free;
    for (const inference::DeviceInfo& device : inference::listDevices().devices) {
        if (device.kind == inference::DeviceKind::Cpu) free.ram = device.memoryFree;
        const bool graphics = device.kind == inference::DeviceKind::Discrete
                              || device.kind == inference::DeviceKind::Integrated;
        if (!graphics || device.memoryFree <= free.gpu) continue;
        free.gpu = device.memoryFree;
        free.gpuSharesRam = device.kind == inference::DeviceKind::Integrated;
    }
    return free;
}

constexpr std::uint32_t kChipContext = 8192; ///< As long as the engine would choose by itself.

/// By a plan, from the header of the file that would be pulled; by sizes alone where the header
/// cannot be had.
core::FitEstimator fitEstimator(const core::HubModelPage& page, const Hub& hub,
                                const Context& context, bool& planned) {
    core::FitEstimator sizes = core::sizeFit(freeMemory());
    const core::HubVariant* chosen = core::chooseVariant(page.files);
    if (chosen == nullptr || page.offline) return sizes;
    core::HubReference file;
    file.repository = page.model.id;
    file.file = chosen->files.front().path;
    if (!page.model.commit.empty()) file.revision = page.model.commit;
    auto header = hub.client->header(file, context.stop);
    if (!header) return sizes;
    auto model = inference::Model::describe(std::move(header->file));
    if (!model) return sizes;
    const auto hardware = core::readHardware(core::MachineTable::shipped(), {});
    auto machine = core::budgetOf(hardware, "auto");
    if (!machine) return sizes;
    planned = true;
    const core::FitRequest request{.context =
                                       std::min((*model)->spec().contextLength, kChipContext)};
    return core::plannedFit(
        std::make_shared<const core::MemoryPlanner>(std::move(*model), std::move(*machine)),
        chosen->bytes, request, std::move(sizes));
}

/// A split model's size is the sum of its parts; its hashes stand with the parts.
Json variantJson(const core::HubVariant& variant, std::optional<core::Fits> fits) {
    Json parts = Json::array();
    for (const core::HubFile& file : variant.files) parts.push_back(partJson(file));
    const bool whole = variant.partsExpected == 1;
    const std::string& sha256 = variant.files.front().sha256;
    const auto& quantization = variant.quantization;
    Json json{{"file", variant.files.front().path},
              {"size", variant.bytes},
              {"sha256", whole && !sha256.empty() ? Json(sha256) : Json()},
              {"quantization", quantization ? Json(quantization->label) : Json()},
              {"description", quantization ? Json(quantization->inWords()) : Json()},
              {"fits", fits ? Json(fitsName(*fits)) : Json()},
              {"complete", variant.complete()}};
    if (!whole) json["parts"] = std::move(parts);
    return json;
}

Json pageJson(const core::HubModelPage& page, const core::FitEstimator& estimate) {
    Json files = Json::array();
    for (const core::HubVariant& variant : page.files.variants)
        files.push_back(variantJson(variant, estimate(page.model, variant)));
    Json companions = Json::array();
    for (const core::HubCompanion& companion : page.files.companions) {
        Json file = partJson(companion.file);
        file["kind"] = core::companionName(companion.kind);
        companions.push_back(std::move(file));
    }
    const core::HubModel& model = page.model;
    const auto supported = model.architectureSupported();
    return {{"id", model.id},
            {"commit", model.commit},
            {"updated", dateText(model.updatedMs)},
            {"downloads", model.downloads},
            {"likes", model.likes},
            {"licence", model.licence},
            {"gated", model.gate != core::HubGate::Open},
            {"private", model.isPrivate},
            {"base_models", model.baseModels},
            {"architecture", model.architecture},
            {"parameters", model.parameters},
            {"context_length", model.contextLength},
            {"supported", supported ? Json(*supported) : Json()},
            {"files", std::move(files)},
            {"companions", std::move(companions)},
            {"refused", page.files.refused},
            {"offline", page.offline},
            {"as_of", dateText(page.asOfMs)},
            {"notice", page.notice}};
}

void printPage(const core::HubModelPage& page, const core::FitEstimator& estimate, bool card) {
    const core::HubModel& model = page.model;
    const auto line = [](const char* label, const std::string& text) {
        if (!text.empty()) std::printf("%-13s %s\n", label, printable(text).c_str());
    };
    line("model", model.id);
    line("commit", model.commit);
    line("updated", dateText(model.updatedMs));
    line("licence", model.licence);
    line("architecture", model.architecture);
    if (model.parameters > 0) line("parameters", humanCount(model.parameters));
    if (model.gate != core::HubGate::Open) line("gated", "yes: its licence is to be accepted");
    std::printf("\n");
    for (const core::HubVariant& variant : page.files.variants) {
        const std::string parts = variant.partsExpected > 1
                                      ? " in " + std::to_string(variant.partsExpected) + " parts"
                                      : "";
        const auto fits = estimate(page.model, variant);
        std::printf("%-14s %9s%s  fits: %-5s  %s\n", printable(variant.label()).c_str(),
                    humanBytes(variant.bytes).c_str(), parts.c_str(), fits ? fitsName(*fits) : "?",
                    variant.quantization ? variant.quantization->inWords().c_str() : "");
        std::printf("    %s\n", printable(variant.files.front().path).c_str());
        for (const core::HubFile& file : variant.files)
            if (!file.sha256.empty()) std::printf("    sha256 %s\n", file.sha256.c_str());
    }
    for (const core::HubCompanion& companion : page.files.companions)
        std::printf("%-18s %9s  %s\n", core::companionName(companion.kind),
                    humanBytes(companion.file.bytes).c_str(),
                    printable(companion.file.path).c_str());
    if (card) std::printf("\n%s\n", page.card.markdown.c_str());
}

Result<void> run(const Arguments& arguments, const Context& context) {
    TRY(const Hub hub, openHub(context));
    if (arguments.has("--refresh")) hub.client->renewHeaders();
    TRY(const auto reference,
        core::parseHubReference(arguments.positional().front(), hub.client->endpoint()));
    TRY(const core::HubModelPage page,
        hub.client->model(reference.repository, reference.revision, context.stop));
    if (page.offline)
        printRemark(context,
                    "from what is kept here, as of " + dateText(page.asOfMs) + ": " + page.notice);
    else if (!page.notice.empty())
        printRemark(context, page.notice);
    bool planned = false;
    const core::FitEstimator estimate = fitEstimator(page, hub, context, planned);
    if (!context.json) {
        printPage(page, estimate, arguments.has("--card"));
        return {};
    }
    Json json = pageJson(page, estimate);
    json["fits_by"] = planned ? "header" : "size";
    if (arguments.has("--card")) json["card"] = page.card.markdown;
    printJson(json);
    return {};
}

} // namespace

const Command kShowCommand{.name = "show",
                           .arguments = "REPO",
                           .summary = "show a model's files on the hub, with sizes and hashes",
                           .positionalMin = 1,
                           .positionalMax = 1,
                           .options = kOptions,
                           .run = run};

} // namespace cli
