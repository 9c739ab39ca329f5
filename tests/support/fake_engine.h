// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <sstream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "core/base/task_queue.h"
#include "core/chat/text_engine.h"

namespace testing_support {

/// How fake engines behave. Shared with the factory, so that a test can change it at any time.
struct FakeBehaviour {
    std::mutex mutex;

    /// What is answered to a request; by default words that repeat the last message.
    std::function<std::string(const core::AnswerRequest&)> answer;
    std::string reasoning; ///< Told before the answer.
    std::chrono::milliseconds tokenDelay{0};
    std::chrono::milliseconds loadDelay{0};
    std::optional<core::Error> loadError;   ///< Before memory would be taken.
    std::optional<core::Error> answerError; ///< After `failAfterTokens`.
    std::uint32_t failAfterTokens = 0;
    std::uint32_t contextLength = 4096;

    // What happened.
    std::vector<core::AnswerRequest> requests;
    int enginesAlive = 0;
    int enginesAliveMax = 0;
};

/// Answers word by word, one token each, without a model.
class FakeEngine : public core::TextEngine {
public:
    FakeEngine(std::shared_ptr<FakeBehaviour> behaviour, core::ModelInfo info)
        : m_behaviour(std::move(behaviour)), m_info(std::move(info)) {
        const std::lock_guard lock(m_behaviour->mutex);
        const int alive = ++m_behaviour->enginesAlive;
        m_behaviour->enginesAliveMax = std::max(m_behaviour->enginesAliveMax, alive);
    }
    ~FakeEngine() override {
        m_stop.request_stop();
        m_queue.drain();
        const std::lock_guard lock(m_behaviour->mutex);
        --m_behaviour->enginesAlive;
    }

    core::ModelInfo info() const override { return m_info; }

    void submit(core::AnswerRequest request, core::AnswerCallbacks callbacks,
                std::stop_token stop) override {
        m_queue.post([this, request = std::move(request), callbacks = std::move(callbacks), stop] {
            run(request, callbacks, stop);
        });
    }

    core::Result<std::uint32_t> countTokens(const core::AnswerRequest& request) const override {
        std::uint32_t words = 0;
        for (const core::Message& message : request.messages)
            words += static_cast<std::uint32_t>(wordsOf(message.content).size());
        return words;
    }

    /// Words with the space before them, so that they add up to the text.
    static std::vector<std::string> wordsOf(const std::string& text) {
        std::vector<std::string> words;
        for (const char c : text) {
            if (words.empty() || c == ' ') words.emplace_back();
            words.back() += c;
        }
        return words;
    }

private:
    using Clock = std::chrono::steady_clock;

    void run(const core::AnswerRequest& request, const core::AnswerCallbacks& callbacks,
             const std::stop_token& stop) {
        std::string text;
        std::string reasoning;
        std::optional<core::Error> error;
        std::uint32_t failAfter = 0;
        std::function<std::string(const core::AnswerRequest&)> answer;
        {
            const std::lock_guard lock(m_behaviour->mutex);
            m_behaviour->requests.push_back(request);
            answer = m_behaviour->answer;
            reasoning = m_behaviour->reasoning;
            error = m_behaviour->answerError;
            failAfter = m_behaviour->failAfterTokens;
        }
        const std::string last = request.messages.empty() ? "" : request.messages.back().content;
        text = answer ? answer(request) : "You said: " + last;

        core::AnswerResult result;
        result.timings.promptTokens = countTokens(request).value();
        result.timings.promptSeconds = 0.001;
        if (callbacks.onPrompt)
            callbacks.onPrompt(result.timings.promptTokens, result.timings.promptTokens);
        const auto begun = Clock::now();
        std::uint32_t tokens = 0;
        std::string reason = "stop";
        const auto tell = [&](core::AnswerPart part, const std::string& words) {
            for (const std::string& word : wordsOf(words)) {
                if (!pause(stop)) reason = "cancelled";
                if (error && tokens >= failAfter) reason = "failed";
                if (reason != "stop") return;
                callbacks.onText(part, word, ++tokens);
            }
        };
        tell(core::AnswerPart::Reasoning, reasoning);
        if (reason == "stop") tell(core::AnswerPart::Content, text);
        if (error && reason == "stop") reason = "failed";
        result.timings.generatedTokens = tokens;
        result.timings.firstTokenSeconds = 0.002;
        result.timings.generateSeconds =
            std::chrono::duration<double>(Clock::now() - begun).count();
        result.timings.stopReason = reason;
        if (reason == "failed") result.outcome = *error;
        callbacks.onDone(result);
    }

    /// False: stopped.
    bool pause(const std::stop_token& stop) {
        std::chrono::milliseconds delay{0};
        {
            const std::lock_guard lock(m_behaviour->mutex);
            delay = m_behaviour->tokenDelay;
        }
        const auto until = Clock::now() + delay;
        while (!stop.stop_requested() && !m_stop.stop_requested()) {
            if (Clock::now() >= until) return true;
            std::this_thread::sleep_for(
                std::min<Clock::duration>(until - Clock::now(), std::chrono::milliseconds(2)));
        }
        return false;
    }

    std::shared_ptr<FakeBehaviour> m_behaviour;
    core::ModelInfo m_info;
    std::stop_source m_stop;
    core::TaskQueue m_queue; // Last: it ends before what it uses.
};

class FakeEngineFactory : public core::EngineFactory {
public:
    explicit FakeEngineFactory(std::shared_ptr<FakeBehaviour> behaviour)
        : m_behaviour(std::move(behaviour)) {}

    core::Result<std::unique_ptr<core::TextEngine>>
    load(const core::ModelLoadOptions& options,
         const core::ModelLoadCallbacks& callbacks) override {
        std::chrono::milliseconds delay{0};
        core::ModelInfo info;
        {
            const std::lock_guard lock(m_behaviour->mutex);
            if (m_behaviour->loadError) return *m_behaviour->loadError;
            delay = m_behaviour->loadDelay;
            info.contextLength = m_behaviour->contextLength;
        }
        if (callbacks.beforeAllocation) callbacks.beforeAllocation();
        constexpr int kSteps = 20;
        for (int step = 1; step <= kSteps; ++step) {
            if (callbacks.stop.stop_requested())
                return core::Error{core::ErrorCode::Cancelled, "loading was cancelled"};
            if (delay.count() > 0) std::this_thread::sleep_for(delay / kSteps);
            if (callbacks.progress) callbacks.progress(static_cast<float>(step) / kSteps);
        }
        info.path = options.path;
        info.name = options.path.stem().string();
        info.architecture = "fake";
        info.quantization = "F32";
        info.deviceId = options.device == "auto" ? "cpu" : options.device;
        info.deviceName = "Fake device";
        info.contextLengthTrained = info.contextLength;
        info.loadSeconds = std::chrono::duration<double>(delay).count();
        return std::unique_ptr<core::TextEngine>(
            std::make_unique<FakeEngine>(m_behaviour, std::move(info)));
    }

    inference::DeviceList listDevices() override {
        inference::DeviceList list;
        inference::DeviceInfo& cpu = list.devices.emplace_back();
        cpu.id = "cpu";
        cpu.name = "Fake processor";
        cpu.memoryTotal = 8ull << 30u;
        cpu.memoryFree = 4ull << 30u;
        return list;
    }

private:
    std::shared_ptr<FakeBehaviour> m_behaviour;
};

} // namespace testing_support
