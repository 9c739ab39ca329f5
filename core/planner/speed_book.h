// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "core/base/result.h"
#include "core/storage/connection.h"
#include "inference/kv/kv_type.h"

namespace inference {
class Engine;
}

namespace core {

/// Which file a speed belongs to: by its hash where both sides know it, else by size and name, so
/// that a file of the hub is known again once it is here.
struct ModelIdentity {
    std::string sha256;      ///< Of the first part; empty where it is not known.
    std::uint64_t bytes = 0; ///< All parts.
    std::string name;        ///< Of the first part, without its folder.

    static ModelIdentity of(const std::filesystem::path& file, std::uint64_t bytes);
};

/// How a model was loaded, as far as its speed depends on it.
struct ModelRun {
    ModelIdentity model;
    std::string device; ///< Its name as the driver or the processor gives it.
    std::uint32_t layersOnGpu = 0;
    std::uint32_t expertLayersOnCpu = 0;
    inference::KvType keyType = inference::KvType::F16;
    inference::KvType valueType = inference::KvType::F16;
    unsigned threads = 0; ///< As asked for: 0 is one per core.

    /// How an engine runs its model.
    static ModelRun of(const inference::Engine& engine, unsigned threads);
};

/// How fast models wrote on this machine: a few of the newest measurements of each way to run each
/// file, in a database of its own. Any thread; several processes may have it open.
class SpeedBook {
public:
    /// Runs of fewer tokens say nothing.
    static constexpr std::uint32_t kTokensMin = 16;

    /// A damaged file is begun anew. Fails with Io.
    static Result<std::unique_ptr<SpeedBook>> open(const std::filesystem::path& file);

    /// Notes one answer of `tokens` tokens; passes over what is too short, or no speed at all.
    Result<void> note(const ModelRun& run, double tokensPerSecond, std::uint32_t tokens);
    /// The median of what is noted, tokens per second; nothing where it never ran that way.
    Result<std::optional<double>> find(const ModelRun& run);

private:
    explicit SpeedBook(std::unique_ptr<Connection> connection)
        : m_connection(std::move(connection)) {}
    std::mutex m_mutex;
    std::unique_ptr<Connection> m_connection;
};

} // namespace core
