// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <cstdio>
#include <utility>

#include "app/cli/command.h"
#include "app/cli/library.h"
#include "app/cli/output.h"

namespace cli {

namespace {

Json text(const std::string& value) {
    return value.empty() ? Json() : Json(value);
}

Json entryJson(const core::ModelEntry& entry) {
    Json files = Json::array();
    for (const core::ModelPart& part : entry.parts) files.push_back(part.path.string());
    Json companions = Json::array();
    for (const core::ModelCompanion& companion : entry.companions)
        companions.push_back({{"kind", core::companionName(companion.kind)},
                              {"file", companion.file.path.string()}});
    const core::ModelFacts& facts = entry.facts;
    const core::ModelProvenance& from = entry.parts.front().provenance;
    return {{"name", entry.name},
            {"path", entry.path().string()},
            {"files", std::move(files)},
            {"size", entry.bytes},
            {"source", core::modelSourceName(entry.source)},
            {"architecture", facts.architecture},
            {"title", facts.title},
            {"quantization", facts.quantization},
            {"parameters", facts.parameters},
            {"context_length", facts.contextLength},
            {"supported", facts.supported},
            {"unsupported_reasons", facts.unsupportedReasons},
            {"problem", text(facts.problem)},
            {"online", entry.online},
            {"complete", entry.complete()},
            {"companions", std::move(companions)},
            {"repository", text(from.repository)},
            {"commit", text(from.commit)},
            {"sha256", text(from.sha256)},
            {"licence", text(from.licence)}};
}

void printEntry(const core::ModelEntry& entry) {
    std::string remark;
    if (!entry.online)
        remark = "offline: its disk is not there";
    else if (!entry.facts.problem.empty())
        remark = entry.facts.problem;
    else if (!entry.facts.supported && !entry.facts.unsupportedReasons.empty())
        remark = entry.facts.unsupportedReasons.front();
    std::printf("%-60s %9s  %-10s %-10s %s\n", printable(entry.name).c_str(),
                humanBytes(entry.bytes).c_str(), printable(entry.facts.quantization).c_str(),
                core::modelSourceName(entry.source), printable(remark).c_str());
}

Result<void> run(const Arguments& /*arguments*/, const Context& context) {
    TRY(const auto library, openLibrary(context));
    TRY(const core::ScanReport report, library->scan(core::ScanDepth::Facts, context.stop));
    for (const std::string& note : report.notes) printRemark(context, note);
    const auto entries = library->entries();
    if (context.json) {
        Json models = Json::array();
        for (const core::ModelEntry& entry : entries) models.push_back(entryJson(entry));
        printJson({{"models", std::move(models)}});
        return {};
    }
    if (entries.empty())
        std::printf("no model is here yet: `hearth-cli search` finds some, `pull` fetches one\n");
    for (const core::ModelEntry& entry : entries) printEntry(entry);
    return {};
}

} // namespace

const Command kListCommand{.name = "list",
                           .arguments = "",
                           .summary = "show the models on this machine",
                           .positionalMin = 0,
                           .positionalMax = 0,
                           .options = {},
                           .run = run};

} // namespace cli
