// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>

#include "inference/backend/backend.h"
#include "inference/backend/placement_memory.h"
#include "inference/model/model.h"
#include "inference/session/generation.h"

namespace inference {

class Session;

struct EngineOptions {
    std::string device = "auto"; ///< As openDevice() reads it.
    unsigned threads = 0;
    std::uint32_t contextLength = 0; ///< 0: the trained maximum, at most 8192.
    std::uint32_t batchMax = 512;
    std::optional<KvType> keyType; ///< Of the cache; default F16, with `exact` F32.
    std::optional<KvType> valueType;
    /// Layers on the device and experts in RAM; what is left open is chosen so that it fits.
    PlacementWish placement;
    std::uint64_t deviceBytesMax = 0; ///< Use no more of the device; 0: all that is free now.
    /// Bytes to leave to others, by a device's name or id; "cpu" is RAM.
    std::map<std::string, std::uint64_t> keepFree;
    std::uint64_t parkedBytesMax = 256ull << 20; ///< RAM for conversations that were left.
    bool exact = false;                          ///< f32 activations and f32 cache.
    bool allLogits = false;                      ///< Room for Engine::logits() at every position.
    /// "auto" alone: go to the CPU when the device cannot be used, with the reason in
    /// fallbackReason().
    bool fallBackToCpu = true;
    ProgressCallback progress;
    std::stop_token stop;
    LogSink log;
};

/// A loaded model with the thread that alone runs it. Requests queue up and run one after the
/// other; the cache keeps the last sequence, so a request that shares its beginning reads only the
/// rest. Public functions may be called from any thread. The destructor cancels what runs and
/// joins.
class Engine {
public:
    /// Blocks while the model is loaded (call it off the GUI thread); progress and stop as in
    /// options.
    static Result<std::unique_ptr<Engine>> load(const std::filesystem::path& model,
                                                const EngineOptions& options);
    static Result<std::unique_ptr<Engine>> load(std::shared_ptr<const Model> model,
                                                const EngineOptions& options);
    ~Engine();

    const Model& model() const;
    const DeviceInfo& device() const;
    std::uint32_t contextLength() const;
    MemoryUse memoryUse() const; ///< Of all devices together.
    /// What each device holds: the CPU alone, a device alone, or a device and the CPU.
    std::vector<DeviceMemory> memoryByDevice() const;
    PlacementSummary placement() const;
    /// Of keys and of values, as asked for; single layers may keep another.
    std::pair<KvType, KvType> cacheTypes() const;
    double loadSeconds() const;
    /// Not empty when another device was asked for and the CPU took over: why, for people.
    std::string fallbackReason() const;

    /// Queues a request. Cancel it through `stop`: it ends between two tokens with Cancelled.
    /// When the device is lost mid-way the engine moves to the CPU, reads the prompt again and goes
    /// on; fallbackReason() says so.
    void submit(GenerationRequest request, GenerationCallbacks callbacks, std::stop_token stop);

    /// Blocking convenience over submit() for command lines and tests.
    GenerationResult generate(GenerationRequest request, GenerationCallbacks callbacks = {},
                              std::stop_token stop = {});

    /// Logits of a sequence from an empty cache: [tokens][vocabulary], or the last row only.
    /// Blocking.
    Result<std::vector<float>> logits(std::span<const TokenId> tokens, bool lastOnly);

    /// Writes what the cache holds to a file, after the requests that are queued: a request that
    /// begins with the same tokens then need not read them, in this program or a later one. Gives
    /// the number of tokens; 0 (and no file) when the cache is empty. Blocking, but the engine's
    /// thread only copies: the file is written by the caller's. See prefix_file.h.
    struct PrefixSaving {
        bool forReopening = false;  ///< As Session::reopeningPosition() says; else at the end.
        std::uint64_t bytesMax = 0; ///< LimitExceeded where it takes more; 0: whatever it takes.
    };
    Result<std::uint32_t> savePrefix(const std::filesystem::path& file,
                                     const PrefixSaving& saving = {false, 0});
    /// Puts such a file into the cache and gives its number of tokens. Refuses a damaged file and
    /// one of another model or cache; then the cache is as it was. What was there is parked.
    /// Blocking.
    Result<std::uint32_t> loadPrefix(const std::filesystem::path& file);

private:
    struct State;
    explicit Engine(std::unique_ptr<State> state);
    Result<std::uint32_t>
    onThread(const std::function<Result<std::uint32_t>(Session& session)>& work);
    std::unique_ptr<State> m_state;
};

} // namespace inference
