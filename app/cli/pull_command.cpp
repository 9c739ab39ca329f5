// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include <unistd.h>

#include "app/cli/command.h"
#include "app/cli/library.h"
#include "app/cli/network.h"
#include "app/cli/output.h"
#include "core/download/model_download.h"

namespace cli {

namespace {

constexpr std::array<Option, 3> kOptions{{
    {"--limit-rate", "B/S", "at most so many bytes per second; K, M and G may follow"},
    {"--connections", "N", "at most so many connections at once, 1 to 32; default 8"},
    {"--companions", "", "also what belongs to the model: vision projector, drafter"},
}};

/// "500000", "500K", "1.5M".
Result<std::uint64_t> parseRate(const std::optional<std::string>& text) {
    if (!text) return std::uint64_t{0};
    char* end = nullptr;
    double value = std::strtod(text->c_str(), &end);
    const std::string unit = end;
    if (unit == "K" || unit == "k") value *= 1e3;
    if (unit == "M" || unit == "m") value *= 1e6;
    if (unit == "G" || unit == "g") value *= 1e9;
    const bool known = unit.empty() || (unit.size() == 1 && unit.find_first_of("KkMmGg") == 0);
    if (text->empty() || !known || !std::isfinite(value) || value < 1 || value > 1e15)
        return Error{ErrorCode::InvalidArgument,
                     "--limit-rate must be bytes per second such as 500000 or 2M, not '" + *text
                         + '\''};
    return static_cast<std::uint64_t>(value);
}

/// Tells how it goes: JSON lines, or one line that is drawn again and again.
class PullReport {
public:
    explicit PullReport(const Context& context)
        : m_context(context), m_terminal(!context.quiet && isatty(STDERR_FILENO) != 0) {}

    void operator()(const core::ModelProgress& progress) {
        if (progress.file.remark != m_remark) {
            m_remark = progress.file.remark;
            if (!m_remark.empty()) printRemark(m_context, progress.name + ": " + m_remark);
        }
        if (m_context.json) {
            const bool finished = progress.fileFinished;
            Json line{{"event", finished ? "verified" : "progress"},
                      {"file", progress.name},
                      {"bytes", progress.bytes},
                      {"total", progress.total},
                      {"rate", std::llround(progress.file.rate)}};
            if (!finished) line["phase"] = phaseName(progress.file.phase);
            if (!finished) line["connections"] = progress.file.connections;
            printJson(line);
        } else if (m_terminal) {
            draw(progress);
        }
    }
    void clear() const {
        if (m_terminal && !m_context.json) std::fprintf(stderr, "\r\033[K");
    }

private:
    static const char* phaseName(core::FetchPhase phase) {
        switch (phase) {
        case core::FetchPhase::Locating: return "locating";
        case core::FetchPhase::Fetching: return "fetching";
        case core::FetchPhase::Checking: return "checking";
        case core::FetchPhase::Repairing: return "repairing";
        case core::FetchPhase::Done: return "done";
        }
        return "done";
    }
    void draw(const core::ModelProgress& progress) const {
        const double share = progress.total > 0 ? 100.0 * static_cast<double>(progress.bytes)
                                                      / static_cast<double>(progress.total)
                                                : 0;
        const double left =
            progress.file.rate > 0
                ? static_cast<double>(progress.total - progress.bytes) / progress.file.rate
                : 0;
        std::fprintf(stderr, "\r\033[K%s  %5.1f%%  %s of %s  %s/s  %.0f s left",
                     phaseName(progress.file.phase), share, humanBytes(progress.bytes).c_str(),
                     humanBytes(progress.total).c_str(),
                     humanBytes(static_cast<std::uint64_t>(progress.file.rate)).c_str(), left);
    }

    const Context& m_context;
    bool m_terminal;
    std::string m_remark;
};

Result<void> run(const Arguments& arguments, const Context& context) {
    TRY(const std::uint64_t rate, parseRate(arguments.text("--limit-rate")));
    TRY(const std::int64_t connections, arguments.integer("--connections", 8, 1, 32));
    TRY(Network network, openNetwork(context));
    network.gate->setRateMax(rate > 0 ? rate : network.settings.downloads.rateMax);
    const std::string& asked = arguments.positional().front();
    TRY(const core::HubReference reference,
        core::parseHubReference(asked, network.gate->hubEndpoint()));
    const auto companions =
        arguments.has("--companions") ? core::Companions::Take : core::Companions::Leave;
    TRY(const core::ModelPlan plan,
        core::planModel(*network.gate, reference, network.paths.models, companions, context.stop));
    printRemark(context, "fetching " + plan.label + " (" + humanBytes(plan.bytes) + ")");

    core::FetchOptions options;
    options.connectionsMax = static_cast<unsigned>(connections);
    options.copiesOfSize = [&](std::uint64_t bytes) { return findCopies(context, bytes, {}); };
    PullReport report(context);
    const auto fetched =
        core::fetchModel(*network.gate, plan, options, std::ref(report), context.stop);
    report.clear();
    if (!fetched) return fetched.error();
    // The files are whole and carry their records: without the library they are only found slower.
    if (const auto library = openLibrary(context); !library) {
        printRemark(context, library.error().detail);
    } else if (const auto kept = (*library)->recordDownload(*fetched); !kept) {
        printRemark(context, kept.error().detail);
    }
    const bool verified = std::all_of(fetched->records.begin(), fetched->records.end(),
                                      [](const core::FileRecord& r) { return r.verified; });
    if (!context.json) {
        printText(plan.entryPoint().string() + '\n');
        if (!verified) printRemark(context, "the hub publishes no checksum for it");
        return {};
    }
    Json files = Json::array();
    for (std::size_t i = 0; i < fetched->files.size(); ++i)
        files.push_back({{"path", fetched->files[i].string()},
                         {"bytes", fetched->records[i].bytes},
                         {"sha256", fetched->records[i].sha256}});
    printJson({{"event", "done"},
               {"bytes", plan.bytes},
               {"total", plan.bytes},
               {"rate", 0},
               {"path", plan.entryPoint().string()},
               {"verified", verified},
               {"fetched_bytes", fetched->fetchedBytes},
               {"repaired_blocks", fetched->repairedBlocks},
               {"commit", plan.reference.revision},
               {"files", files}});
    return {};
}

} // namespace

const Command kPullCommand{
    "pull",
    "REPO[:QUANT or :FILE]",
    "downloads a model into the library, or the rest of it, and checks it",
    1,
    1,
    kOptions,
    run,
};

} // namespace cli
