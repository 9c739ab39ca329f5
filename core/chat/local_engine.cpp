// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <algorithm>
#include <atomic>
#include <chrono>
#include <utility>

#include "core/base/task_queue.h"
#include "core/chat/prefix_keeper.h"
#include "core/chat/prompt_maker.h"
#include "core/chat/text_engine.h"
#include "core/planner/speed_book.h"
#include "inference/model/model_inspection.h"
#include "inference/sample/sampler_defaults.h"
#include "inference/session/engine.h"

namespace core {
namespace {

MessageTimings timingsOf(const inference::GenerationResult& result) {
    MessageTimings timings;
    timings.promptTokens = result.promptTokens;
    timings.promptTokensReused = result.promptTokensReused;
    timings.generatedTokens = static_cast<std::uint32_t>(result.tokens.size());
    timings.promptSeconds = result.promptSeconds;
    timings.firstTokenSeconds = result.firstTokenSeconds;
    timings.generateSeconds = result.generateSeconds;
    timings.stopReason = inference::stopReasonName(result.reason);
    return timings;
}

constexpr std::chrono::seconds kKeepDelay{10};

AnswerResult failed(Error error) {
    AnswerResult result;
    result.timings.stopReason = error.code == ErrorCode::Cancelled ? "cancelled" : "failed";
    if (error.code != ErrorCode::Cancelled) result.outcome = std::move(error);
    return result;
}

/// A TextEngine that runs a model of this machine. Prompts are made on a thread of its own, so that
/// submitting a very long conversation makes nobody wait.
class LocalEngine : public TextEngine {
public:
    /// `prefixes`: a folder, or nothing.
    LocalEngine(std::unique_ptr<inference::Engine> engine, PromptMaker prompts, ModelInfo info,
                unsigned threads, std::shared_ptr<SpeedBook> speeds,
                const std::filesystem::path& prefixes)
        : m_threads(threads), m_speeds(std::move(speeds)), m_engine(std::move(engine)),
          m_prompts(std::move(prompts)), m_info(std::move(info)) {
        if (!prefixes.empty())
            m_prefixes = std::make_shared<PrefixKeeper>(*m_engine, prefixes, m_info.path);
    }
    ~LocalEngine() override {
        if (m_prefixes && m_prefixes->idle()) m_prefixes->keep();
    }

    ModelInfo info() const override {
        ModelInfo info = m_info;
        info.deviceId = m_engine->device().id;
        info.deviceName = m_engine->device().name;
        info.fallbackReason = m_engine->fallbackReason();
        const inference::MemoryUse memory = m_engine->memoryUse();
        info.memory = m_engine->memoryByDevice();
        info.memoryBytes = memory.weightBytes + memory.kvBytes + memory.computeBytes;
        return info;
    }

    void submit(AnswerRequest request, AnswerCallbacks callbacks, std::stop_token stop) override {
        m_queue.post([this, request = std::move(request), callbacks = std::move(callbacks), stop] {
            start(request, callbacks, stop);
        });
    }

    Result<std::uint32_t> countTokens(const AnswerRequest& request) const override {
        TRY(const Prompt prompt, m_prompts.make(request));
        return static_cast<std::uint32_t>(prompt.tokens.size());
    }

private:
    /// What one answer needs until it is done.
    struct Stream {
        inference::AnswerParser parser;
        AnswerCallbacks callbacks;
        std::uint32_t tokens = 0;
        std::uint32_t messagesDropped = 0;

        void tell(const inference::AnswerParser::Delta& delta) const {
            if (!callbacks.onText) return;
            if (!delta.reasoning.empty())
                callbacks.onText(AnswerPart::Reasoning, delta.reasoning, tokens);
            if (!delta.content.empty())
                callbacks.onText(AnswerPart::Content, delta.content, tokens);
            // Nobody here runs them: they are shown, as code that names the tool.
            for (const inference::ToolCall& call : delta.calls)
                callbacks.onText(AnswerPart::Content,
                                 "\n\n```tool_call\n" + call.name + ' ' + call.argumentsJson
                                     + "\n```\n",
                                 tokens);
        }
    };

    void start(const AnswerRequest& request, const AnswerCallbacks& callbacks,
               const std::stop_token& stop) {
        if (stop.stop_requested())
            return callbacks.onDone(failed({ErrorCode::Cancelled, "the answer was stopped"}));
        auto prompt = m_prompts.make(request);
        if (!prompt) return callbacks.onDone(failed(std::move(prompt).error()));
        std::uint32_t dropped = 0;
        if (request.whenFull == ContextFull::DropOldest) dropped = makeRoom(request, *prompt);
        const auto total = static_cast<std::uint32_t>(prompt->tokens.size());
        if (total > m_engine->contextLength())
            return callbacks.onDone(contextFull(total, request.continueLast));
        if (callbacks.onPrompt) callbacks.onPrompt(0, total);
        const ChatId chat = request.messages.empty() ? kNoId : request.messages.back().chat;
        if (m_prefixes) {
            m_prefixes->fetch(chat, total);
            m_prefixes->asked();
        }

        inference::GenerationRequest generation;
        generation.prompt = std::move(prompt->tokens);
        generation.sampler = inference::withDefaults(
            request.parameters.sampler,
            inference::samplerDefaults(m_engine->model().file().metadata()));
        generation.maxTokens = request.parameters.maxTokens;
        generation.stopStrings = request.parameters.stopStrings;
        for (const std::string& text : m_prompts.stopTexts())
            generation.stopStrings.push_back(text);
        // Markers of thoughts and calls are control tokens in many vocabularies.
        generation.renderSpecial = m_prompts.knowsMarkers();

        const auto stream =
            std::make_shared<Stream>(Stream{std::move(prompt->parser), callbacks, 0, dropped});
        inference::GenerationCallbacks events;
        events.onPrompt = callbacks.onPrompt;
        events.onText = [stream](std::string_view text, std::uint32_t tokens) {
            stream->tokens = tokens;
            stream->tell(stream->parser.add(text));
        };
        events.onDone = [this, stream, chat, prefixes = m_prefixes](const auto& result) {
            noteSpeed(result);
            if (prefixes) prefixes->answered(chat, result);
            stream->tell(stream->parser.finish());
            AnswerResult answer;
            answer.timings = timingsOf(result);
            answer.timings.messagesDropped = stream->messagesDropped;
            if (result.reason == inference::StopReason::Failed) answer.outcome = result.error;
            stream->callbacks.onDone(answer);
        };
        m_engine->submit(std::move(generation), std::move(events), stop);
        if (m_prefixes) keepLater();
    }

    /// A book that cannot be written is no reason to fail: the next plan estimates.
    void noteSpeed(const inference::GenerationResult& result) const {
        if (m_speeds == nullptr) return;
        static_cast<void>(m_speeds->note(ModelRun::of(*m_engine, m_threads),
                                         result.generateTokensPerSecond(),
                                         static_cast<std::uint32_t>(result.tokens.size())));
    }

    /// Once nobody has asked anything for a while.
    void keepLater() {
        const std::uint64_t asked = ++m_asked;
        m_later.postAfter(kKeepDelay, [this, asked] {
            if (asked != m_asked) return; // A later answer looks after it.
            if (m_prefixes->idle()) return m_prefixes->keep();
            keepLater();
        });
    }

    /// Where little room is left for the answer the oldest turns go, so many that the next turns
    /// need not drop again: whatever changes at the beginning makes the model read all of it anew.
    /// Gives the number of messages that went.
    std::uint32_t makeRoom(const AnswerRequest& request, Prompt& prompt) const {
        const std::uint32_t context = m_engine->contextLength();
        std::uint32_t room = context / 8;
        if (request.parameters.maxTokens >= 0)
            room = std::min(room, static_cast<std::uint32_t>(request.parameters.maxTokens));
        if (prompt.tokens.size() + room <= context) return 0;
        for (const std::uint32_t most : {context / 8 * 5, context - room, context}) {
            AnswerRequest shorter = request;
            const auto dropped = m_prompts.dropOldest(shorter, most);
            if (!dropped) continue; // The last turn alone is longer: perhaps not than the next.
            auto made = m_prompts.make(shorter);
            if (!made) return 0;
            prompt = std::move(made).value();
            return static_cast<std::uint32_t>(*dropped);
        }
        return 0;
    }

    /// What was written before stays as it is; without a word of it the error says what to do.
    AnswerResult contextFull(std::uint32_t tokens, bool written) const {
        AnswerResult result;
        result.timings.stopReason = "context_full";
        if (!written)
            result.outcome =
                Error{ErrorCode::LimitExceeded,
                      "the conversation has " + std::to_string(tokens) + " tokens, the context "
                          + std::to_string(m_engine->contextLength())
                          + ": load the model with a longer context, leave out the oldest turns, "
                            "or begin a new chat"};
        return result;
    }

    unsigned m_threads; // These two are used until the engine has ended.
    std::shared_ptr<SpeedBook> m_speeds;
    std::unique_ptr<inference::Engine> m_engine;
    PromptMaker m_prompts;
    ModelInfo m_info;
    std::shared_ptr<PrefixKeeper> m_prefixes; // Shared with answers that are being written.
    std::atomic<std::uint64_t> m_asked = 0;
    TaskQueue m_later; // Keeping takes seconds: nobody waits for it.
    TaskQueue m_queue; // Last: it ends before the engine, which then cancels what is left.
};

ModelInfo describe(const inference::Model& model, const inference::Engine& engine,
                   const ModelLoadOptions& options, bool reasoning) {
    const inference::ModelInspection inspection = inference::inspectModel(model.file());
    ModelInfo info;
    info.path = options.path;
    info.name = model.name();
    info.architecture = inspection.architecture;
    info.quantization = inspection.quantization;
    info.contextLength = engine.contextLength();
    info.contextLengthTrained = model.spec().contextLength;
    info.fileBytes = model.file().fileBytes();
    info.loadSeconds = engine.loadSeconds();
    info.reasoning = reasoning;
    return info;
}

class LocalEngineFactory : public EngineFactory {
public:
    LocalEngineFactory(inference::LogSink log, std::shared_ptr<SpeedBook> speeds,
                       std::filesystem::path prefixes)
        : m_log(std::move(log)), m_speeds(std::move(speeds)), m_prefixes(std::move(prefixes)) {}

    Result<std::unique_ptr<TextEngine>> load(const ModelLoadOptions& options,
                                             const ModelLoadCallbacks& callbacks) override {
        const auto begun = TaskQueue::Clock::now();
        TRY(auto model, inference::Model::load(options.path));
        TRY(PromptMaker prompts, PromptMaker::create(model, m_log));
        if (callbacks.stop.stop_requested())
            return Error{ErrorCode::Cancelled, "loading was cancelled"};
        if (callbacks.beforeAllocation) callbacks.beforeAllocation();

        inference::EngineOptions engineOptions;
        engineOptions.device = options.device.empty() ? "auto" : options.device;
        engineOptions.threads = options.threads;
        engineOptions.contextLength = options.contextLength;
        engineOptions.keepFree = options.keepFree;
        engineOptions.keyType = inference::parseKvType(options.keyCacheType);
        engineOptions.valueType = inference::parseKvType(options.valueCacheType);
        engineOptions.placement.deviceLayers = options.gpuLayers;
        engineOptions.placement.hostExperts = options.cpuExperts;
        engineOptions.progress = callbacks.progress;
        engineOptions.stop = callbacks.stop;
        engineOptions.log = m_log;
        TRY(auto engine, inference::Engine::load(model, engineOptions));
        ModelInfo info = describe(*model, *engine, options, prompts.knowsThoughts());
        info.loadSeconds = std::chrono::duration<double>(TaskQueue::Clock::now() - begun).count();
        return std::unique_ptr<TextEngine>(
            std::make_unique<LocalEngine>(std::move(engine), std::move(prompts), std::move(info),
                                          options.threads, m_speeds, m_prefixes));
    }

    inference::DeviceList listDevices() override { return inference::listDevices(); }

    void forgetChat(ChatId chat) override {
        if (!m_prefixes.empty()) PrefixStore(m_prefixes).forget(chat);
    }

private:
    inference::LogSink m_log;
    std::shared_ptr<SpeedBook> m_speeds;
    std::filesystem::path m_prefixes;
};

} // namespace

std::unique_ptr<EngineFactory> createLocalEngineFactory(inference::LogSink log,
                                                        std::shared_ptr<SpeedBook> speeds,
                                                        const std::filesystem::path& prefixes) {
    return std::make_unique<LocalEngineFactory>(std::move(log), std::move(speeds), prefixes);
}

} // namespace core
