// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/chat/generation_parameters.h"
#include "core/chat/message.h"
#include "inference/backend/registry.h"
#include "inference/base/log.h"

namespace core {

class SpeedBook;

/// What a person chose when loading a model.
struct ModelLoadOptions {
    std::filesystem::path path;
    std::string device = "auto";     ///< "auto", "cpu", "vulkan", "vulkan:N".
    std::uint32_t contextLength = 0; ///< 0: the engine's default for this model.
    unsigned threads = 0;            ///< 0: as many as there are physical cores.
    /// Bytes to leave to others, by a device's name; "cpu" is RAM. loadModel() takes the settings'.
    std::map<std::string, std::uint64_t> keepFree = {};
    /// Types of the cache, "f16", "q8_0" or "q4_0"; empty: the engine's default.
    std::string keyCacheType = {};
    std::string valueCacheType = {};
    std::optional<std::uint32_t> gpuLayers = {}; ///< Not set: as many as fit.
    /// Layers with experts in RAM; not set: as few as fit.
    std::optional<std::uint32_t> cpuExperts = {};
};

/// A loaded model, as shown in the model bar.
struct ModelInfo {
    std::filesystem::path path;
    std::string name;
    std::string architecture;
    std::string quantization; ///< Most used tensor type, e.g. "Q4_K"; may be empty.
    std::string deviceId;
    std::string deviceName;
    std::uint32_t contextLength = 0;
    std::uint32_t contextLengthTrained = 0;
    std::uint64_t memoryBytes = 0;               ///< Weights, cache and scratch together.
    std::vector<inference::DeviceMemory> memory; ///< What each device holds; see countAsFree().
    std::uint64_t fileBytes = 0;
    double loadSeconds = 0;
    std::string fallbackReason; ///< Not empty: the CPU took over from the chosen device, and why.
    bool reasoning = false;     ///< Its template knows thoughts.
};

enum class AnswerPart : std::uint8_t { Content, Reasoning };

/// A conversation to be answered.
struct AnswerRequest {
    std::vector<Message> messages; ///< Path, oldest first; role, content and reasoning count.
    /// The last message is an assistant's that ends in mid-sentence: go on from its exact text.
    bool continueLast = false;
    ContextFull whenFull = ContextFull::Stop;
    GenerationParameters parameters; ///< With the system prompt, if any.
};

struct AnswerResult {
    MessageTimings timings; ///< With the stop reason.
    /// An error when the stop reason is "failed", or "context_full" before a word was written.
    Result<void> outcome;
};

/// Called on the engine's thread.
struct AnswerCallbacks {
    std::function<void(std::uint32_t done, std::uint32_t total)> onPrompt;
    /// More text (whole code points) and the number of tokens generated so far.
    std::function<void(AnswerPart part, std::string_view text, std::uint32_t tokens)> onText;
    std::function<void(const AnswerResult& result)> onDone; ///< Exactly once.
};

/// All that core needs of a loaded model: the narrow side of inference::Engine, so that tests can
/// put an engine of their own in its place. Any thread may call. The destructor cancels what runs,
/// reports it as cancelled, and returns after the last callback.
class TextEngine {
public:
    virtual ~TextEngine() = default;
    /// May change after a device was lost (fallbackReason, deviceId).
    virtual ModelInfo info() const = 0;
    /// Queues; requests are answered one after the other.
    virtual void submit(AnswerRequest request, AnswerCallbacks callbacks, std::stop_token stop) = 0;
    /// Tokens that the conversation takes up as a prompt. Takes time in proportion to its length.
    virtual Result<std::uint32_t> countTokens(const AnswerRequest& request) const = 0;
};

struct ModelLoadCallbacks {
    std::function<void(float fraction)> progress; ///< 0..1
    /// Called once, when the file has proved usable and memory is about to be taken: the time to
    /// let go of the previous model.
    std::function<void()> beforeAllocation;
    std::stop_token stop;
};

/// Makes engines. Any thread may call; both functions block.
class EngineFactory {
public:
    virtual ~EngineFactory() = default;
    virtual Result<std::unique_ptr<TextEngine>> load(const ModelLoadOptions& options,
                                                     const ModelLoadCallbacks& callbacks) = 0;
    virtual inference::DeviceList listDevices() = 0;
    /// Removes what engines have kept of a conversation beyond their own life.
    virtual void forgetChat(ChatId /*chat*/) {}
};

/// Engines of the inference library. (core/chat/local_engine.cpp) How fast they answer is noted in
/// `speeds`, where there is such a book. What they made of long conversations is kept in the folder
/// `prefixes` (see PrefixStore), so that a chat goes on at once after a restart; nothing is kept
/// where it is empty.
std::unique_ptr<EngineFactory> createLocalEngineFactory(inference::LogSink log = {},
                                                        std::shared_ptr<SpeedBook> speeds = nullptr,
                                                        const std::filesystem::path& prefixes = {});

} // namespace core
