// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <array>
#include <cstdio>
#include <utility>

#include "app/cli/command.h"
#include "app/cli/hub.h"
#include "app/cli/library.h"
#include "app/cli/output.h"
#include "core/library/upstream.h"

namespace cli {

namespace {

constexpr std::array<Option, 2> kOptions{{
    {"--duplicates", "", "which models are here more than once; reads files of equal size"},
    {"--updates", "", "asks the hub whether it has newer files"},
}};

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

/// Which models are here more than once.
Result<Json> duplicates(core::ModelLibrary& library, const Context& context) {
    const auto onReading = [&](const std::string& name) {
        printRemark(context, "reading " + name + ", to compare it");
    };
    TRY(const auto found, library.findDuplicates(onReading, context.stop));
    Json rows = Json::array();
    for (const core::DuplicateModels& same : found) {
        rows.push_back({{"sha256", same.sha256}, {"size", same.bytes}, {"names", same.names}});
        if (context.json) continue;
        std::printf("the same %s each:\n", humanBytes(same.bytes).c_str());
        for (const std::string& name : same.names) std::printf("  %s\n", printable(name).c_str());
    }
    if (found.empty() && !context.json) std::printf("no model is here twice\n");
    return rows;
}

const char* stateName(core::UpstreamState::Kind kind) {
    switch (kind) {
    case core::UpstreamState::Kind::Same: return "same";
    case core::UpstreamState::Kind::Newer: return "newer";
    case core::UpstreamState::Kind::Gone: return "gone";
    }
    return "same";
}

/// How the models of known origin compare with the hub now.
Result<Json> updates(const std::vector<core::ModelEntry>& entries, const Context& context) {
    TRY(const Hub hub, openHub(context));
    if (hub.network.gate->isOffline())
        return Error{ErrorCode::Offline, "the hub cannot be asked offline: leave out --offline"};
    Json rows = Json::array();
    for (const core::ModelEntry& entry : entries) {
        if (entry.parts.front().provenance.repository.empty()) continue;
        const auto state = core::checkUpstream(entry, *hub.client, context.stop);
        if (!state && state.error().code == ErrorCode::Cancelled) return state.error();
        const std::string word = state ? stateName(state->kind) : "unknown";
        Json row{{"name", entry.name}, {"state", word}};
        if (state) {
            row["commit"] = state->commit;
            row["size"] = state->bytes;
        } else {
            row["problem"] = state.error().detail;
        }
        rows.push_back(std::move(row));
        if (context.json) continue;
        std::printf("%-8s %s\n", word.c_str(), printable(entry.name).c_str());
        if (!state) printRemark(context, state.error().detail);
    }
    return rows;
}

Result<void> run(const Arguments& arguments, const Context& context) {
    TRY(const auto library, openLibrary(context));
    TRY(const core::ScanReport report, library->scan(core::ScanDepth::Facts, context.stop));
    for (const std::string& note : report.notes) printRemark(context, note);
    const auto entries = library->entries();
    Json answer = Json::object();
    if (arguments.has("--duplicates")) {
        TRY(answer["duplicates"], duplicates(*library, context));
    }
    if (arguments.has("--updates")) {
        TRY(answer["updates"], updates(entries, context));
    }
    const bool asked = !answer.empty();
    if (context.json) {
        Json models = Json::array();
        for (const core::ModelEntry& entry : entries) models.push_back(entryJson(entry));
        answer["models"] = std::move(models);
        printJson(answer);
        return {};
    }
    if (asked) return {};
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
                           .options = kOptions,
                           .run = run};

} // namespace cli
