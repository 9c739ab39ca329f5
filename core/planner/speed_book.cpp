// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/planner/speed_book.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "core/storage/renewable_database.h"
#include "inference/session/engine.h"

namespace core {
namespace {

constexpr std::int64_t kRunsKept = 9; ///< Of each way to run a file.
constexpr std::int64_t kRowsMax = 20'000;

constexpr const char* kSchema = R"sql(
CREATE TABLE IF NOT EXISTS runs(id INTEGER PRIMARY KEY, sha256 TEXT NOT NULL,
    bytes INTEGER NOT NULL, name TEXT NOT NULL, way TEXT NOT NULL, tokens INTEGER NOT NULL,
    tokens_per_second REAL NOT NULL, noted_ms INTEGER NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS runs_by_way ON runs(way, bytes, name);
)sql";

/// Everything but the file, as one text.
std::string wayOf(const ModelRun& run) {
    std::string way = run.device;
    for (const unsigned part :
         {run.layersOnGpu, run.expertLayersOnCpu, static_cast<unsigned>(run.keyType),
          static_cast<unsigned>(run.valueType), run.threads})
        way += '\n' + std::to_string(part);
    return way;
}

constexpr const char* kSameRun =
    "way=?1 AND ((sha256<>'' AND sha256=?2) OR (bytes=?3 AND name=?4))";

Statement& bindRun(Statement& row, const ModelRun& run) {
    return row.bind(1, wayOf(run))
        .bind(2, run.model.sha256)
        .bind(3, static_cast<std::int64_t>(run.model.bytes))
        .bind(4, run.model.name);
}

} // namespace

ModelIdentity ModelIdentity::of(const std::filesystem::path& file, std::uint64_t bytes) {
    return {.sha256 = {}, .bytes = bytes, .name = file.filename().string()};
}

ModelRun ModelRun::of(const inference::Engine& engine, unsigned threads) {
    const inference::GgufFile& file = engine.model().file();
    const inference::PlacementSummary placement = engine.placement();
    const auto [keys, values] = engine.cacheTypes();
    return {.model = ModelIdentity::of(file.paths().front(), file.fileBytes()),
            .device = engine.device().name,
            .layersOnGpu = placement.layersOnDevice,
            .expertLayersOnCpu = placement.expertLayersOnHost,
            .keyType = keys,
            .valueType = values,
            .threads = threads};
}

Result<std::unique_ptr<SpeedBook>> SpeedBook::open(const std::filesystem::path& file) {
    TRY(auto connection, openRenewable(file, kSchema));
    return std::unique_ptr<SpeedBook>(new SpeedBook(std::move(connection)));
}

Result<void> SpeedBook::note(const ModelRun& run, double tokensPerSecond, std::uint32_t tokens) {
    if (tokens < kTokensMin || !(tokensPerSecond > 0) || !std::isfinite(tokensPerSecond)) return {};
    const std::lock_guard lock(m_mutex);
    return m_connection->transaction([&](Connection& c) -> Result<void> {
        {
            Statement row = c.prepare("INSERT INTO runs(way, sha256, bytes, name, tokens, "
                                      "tokens_per_second, noted_ms) VALUES(?1,?2,?3,?4,?5,?6,?7)");
            TRY(bindRun(row, run)
                    .bind(5, std::int64_t{tokens})
                    .bind(6, tokensPerSecond)
                    .bind(7, unixMsNow())
                    .run());
        }
        {
            Statement old = c.prepare(std::string("DELETE FROM runs WHERE id IN (SELECT id FROM "
                                                  "runs WHERE ")
                                      + kSameRun + " ORDER BY id DESC LIMIT -1 OFFSET ?5)");
            TRY(bindRun(old, run).bind(5, kRunsKept).run());
        }
        Statement rest = c.prepare("DELETE FROM runs WHERE id IN (SELECT id FROM runs "
                                   "ORDER BY id DESC LIMIT -1 OFFSET ?)");
        return rest.bind(1, kRowsMax).run();
    });
}

Result<std::optional<double>> SpeedBook::find(const ModelRun& run) {
    std::vector<double> speeds;
    {
        const std::lock_guard lock(m_mutex);
        Statement row = m_connection->prepare(
            std::string("SELECT tokens_per_second FROM runs WHERE ") + kSameRun);
        bindRun(row, run);
        while (true) {
            TRY(const bool found, row.step());
            if (!found) break;
            speeds.push_back(row.real(0));
        }
    }
    if (speeds.empty()) return std::optional<double>();
    const auto middle = speeds.begin() + static_cast<std::ptrdiff_t>(speeds.size() / 2);
    std::nth_element(speeds.begin(), middle, speeds.end());
    return std::optional(*middle);
}

} // namespace core
