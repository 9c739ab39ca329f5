// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "app/cli/command.h"
#include "app/cli/hub.h"
#include "app/cli/output.h"

namespace cli {

namespace {

constexpr std::array<Option, 7> kOptions{{
    {"--sort", "S", "match (default), downloads, likes, trending, updated or created"},
    {"--limit", "N", "at most so many models; default 20"},
    {"--author", "NAME", "only of this publisher"},
    {"--licence", "TAG", "only under this licence, e.g. apache-2.0"},
    {"--min-params", "N", "at least so many parameters, e.g. 7B"},
    {"--max-params", "N", "at most so many, e.g. 14B"},
    {"--capability", "C", "chat, vision, audio, tools, reasoning, code or embedding", true},
}};

/// "7B", "500M", "7000000000".
Result<std::uint64_t> readParameters(const Arguments& arguments, const char* option) {
    const auto text = arguments.text(option);
    if (!text) return std::uint64_t{0};
    char* end = nullptr;
    double value = std::strtod(text->c_str(), &end);
    const std::string unit = end;
    if (unit == "B" || unit == "b") value *= 1e9;
    if (unit == "M" || unit == "m") value *= 1e6;
    const bool known = unit.empty() || (unit.size() == 1 && unit.find_first_of("BbMm") == 0);
    if (text->empty() || !known || !std::isfinite(value) || value < 1 || value > 1e15)
        return Error{ErrorCode::InvalidArgument, std::string(option)
                                                     + " must be a number such as 7B or 500M, not '"
                                                     + *text + '\''};
    return static_cast<std::uint64_t>(value);
}

Result<core::HubQuery> readQuery(const Arguments& arguments) {
    core::HubQuery query;
    query.limit = 20;
    if (!arguments.positional().empty()) query.text = arguments.positional().front();
    if (const auto sort = arguments.text("--sort")) {
        const auto known = core::findSort(*sort);
        if (!known)
            return Error{ErrorCode::InvalidArgument,
                         "--sort is one of match, downloads, likes, trending, updated, created, "
                         "not '"
                             + *sort + '\''};
        query.sort = *known;
    }
    TRY(const auto limit, arguments.integer("--limit", 20, 1, 1000));
    query.limit = static_cast<std::size_t>(limit);
    query.author = arguments.text("--author").value_or("");
    query.licence = arguments.text("--licence").value_or("");
    TRY(query.parametersMin, readParameters(arguments, "--min-params"));
    TRY(query.parametersMax, readParameters(arguments, "--max-params"));
    for (const std::string& name : arguments.texts("--capability")) {
        const auto known = core::findCapability(name);
        if (!known) return Error{ErrorCode::InvalidArgument, "'" + name + "' is no capability"};
        query.capabilities.push_back(*known);
    }
    return query;
}

const char* gateName(core::HubGate gate) {
    switch (gate) {
    case core::HubGate::Open: return "no";
    case core::HubGate::Automatic: return "auto";
    case core::HubGate::Manual: return "manual";
    }
    return "no";
}

Json modelJson(const core::HubModel& model) {
    Json capabilities = Json::array();
    for (const core::HubCapability capability : model.capabilities)
        capabilities.push_back(core::capabilityName(capability));
    const auto supported = model.architectureSupported();
    return {{"id", model.id},
            {"author", model.author},
            {"downloads", model.downloads},
            {"likes", model.likes},
            {"trending", model.trending},
            {"updated", dateText(model.updatedMs)},
            {"licence", model.licence},
            {"gated", gateName(model.gate)},
            {"parameters", model.parameters},
            {"architecture", model.architecture},
            {"context_length", model.contextLength},
            {"capabilities", std::move(capabilities)},
            {"supported", supported ? Json(*supported) : Json()},
            {"summary", model.summary}};
}

/// Pages are asked for until there is enough.
Result<core::HubPage> searchAll(core::HubClient& client, const core::HubQuery& query,
                                const Context& context) {
    TRY(auto page, client.search(query, context.stop));
    while (page.models.size() < query.limit && !page.next.empty()) {
        TRY(auto more, client.searchNext(query, page.next, context.stop));
        page.models.insert(page.models.end(), more.models.begin(), more.models.end());
        page.next = more.next;
    }
    if (page.models.size() > query.limit) page.models.resize(query.limit);
    return page;
}

Result<void> run(const Arguments& arguments, const Context& context) {
    TRY(const core::HubQuery query, readQuery(arguments));
    TRY(const Hub hub, openHub(context));
    TRY(const core::HubPage page, searchAll(*hub.client, query, context));
    if (page.offline)
        printRemark(context,
                    "from what is kept here, as of " + dateText(page.asOfMs) + ": " + page.notice);
    if (context.json) {
        Json models = Json::array();
        for (const core::HubModel& model : page.models) models.push_back(modelJson(model));
        printJson({{"models", std::move(models)},
                   {"offline", page.offline},
                   {"as_of", dateText(page.asOfMs)}});
        return {};
    }
    if (page.models.empty()) std::printf("no model found: try fewer words\n");
    for (const core::HubModel& model : page.models) {
        const std::string parameters = model.parameters > 0 ? humanCount(model.parameters) : "";
        const std::string downloads = model.downloads > 0 ? humanCount(model.downloads) : "";
        std::printf("%-56s %7s %8s  %s\n", printable(model.id).c_str(), parameters.c_str(),
                    downloads.c_str(), printable(model.licence).c_str());
    }
    return {};
}

} // namespace

const Command kSearchCommand{.name = "search",
                             .arguments = "[QUERY]",
                             .summary = "find models on the hub, or offline in what is kept of it",
                             .positionalMin = 0,
                             .positionalMax = 1,
                             .options = kOptions,
                             .run = run};

} // namespace cli
