// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/session/engine.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <thread>
#include <utility>

#include "inference/session/generation_run.h"
#include "inference/session/prefix_file.h"
#include "inference/session/running_model.h"
#include "inference/session/session.h"

namespace inference {

namespace {

using Clock = GenerationRun::Clock;

// One person asks one thing at a time; a server queues before it gets here.
constexpr std::size_t kQueueMax = 256;

} // namespace

struct Engine::State {
    /// Runs on the engine's thread; the token fires when the engine shuts down.
    using Job = std::function<void(const std::stop_token&)>;

    State(std::shared_ptr<const Model> loaded, EngineOptions asked, RunningModel running)
        : model(std::move(loaded)), options(std::move(asked)) {
        options.progress = nullptr; // Both belong to loading, which is over.
        options.stop = {};
        adopt(std::move(running));
        thread = std::jthread([this](const std::stop_token& stop) { work(stop); });
    }

    ~State() {
        thread.request_stop();
        thread.join();
    }

    void adopt(RunningModel running) {
        const std::lock_guard lock(mutex);
        devices.push_back(running.backend->device());
        memory = running.memory;
        placement = running.placement;
        cacheTypes = {running.plan->kv.keyType, running.plan->kv.valueType};
        if (!running.fallbackReason.empty()) fallbackReason = running.fallbackReason;
        session = std::make_unique<Session>(std::move(running), options.parkedBytesMax);
    }

    bool enqueue(Job job) {
        {
            const std::lock_guard lock(mutex);
            if (queue.size() >= kQueueMax) return false;
            queue.push_back(std::move(job));
        }
        wake.notify_one();
        return true;
    }

    void work(const std::stop_token& stop) {
        for (;;) {
            Job job;
            {
                std::unique_lock lock(mutex);
                // After a stop the rest of the queue still runs, to tell everyone that it was
                // cancelled.
                wake.wait(lock, stop, [this] { return !queue.empty(); });
                if (queue.empty()) return;
                job = std::move(queue.front());
                queue.pop_front();
            }
            job(stop);
        }
    }

    /// The device is gone: everything on it is dropped and the CPU goes on.
    Result<Session*> moveToCpu() {
        const std::string lost = session->running().backend->device().name;
        if (session->running().backend->device().kind == DeviceKind::Cpu)
            return Error{ErrorCode::Internal, "the CPU backend reported a lost device"};
        if (options.log) options.log(LogLevel::Warning, lost + " stopped answering: using the CPU");
        options.device = "cpu";
        options.placement = {};
        options.contextLength = session->contextLength();
        session.reset();
        auto running = startModel(*model, options);
        if (!running) {
            broken = running.error();
            return running.error();
        }
        running->fallbackReason = lost + " stopped answering";
        adopt(std::move(running).value());
        return session.get();
    }

    GenerationResult run(GenerationRequest request, GenerationCallbacks callbacks,
                         Clock::time_point submitted, const std::stop_token& stop) {
        if (session == nullptr) {
            GenerationResult result;
            result.reason = StopReason::Failed;
            result.error = broken;
            return result;
        }
        // Takes a moment for a large vocabulary, and most answers do without.
        if (request.constraint.grammar && !trie)
            trie = grammar::TokenTrie::create(model->tokenizer());
        GenerationRun generation(
            *model, *session, std::move(request), std::move(callbacks), submitted,
            [this] { return moveToCpu(); }, trie);
        return generation.run(stop);
    }

    std::shared_ptr<const Model> model;
    EngineOptions options;
    double loadSeconds = 0;
    std::uint32_t contextLength = 0;

    // The engine's thread alone touches these.
    std::unique_ptr<Session> session;
    std::shared_ptr<const grammar::TokenTrie> trie; // For answers that a grammar binds.
    Error broken;

    mutable std::mutex mutex; // Guards what follows.
    std::condition_variable_any wake;
    std::deque<Job> queue;
    std::deque<DeviceInfo> devices; // The last one is in use; references to others stay valid.
    std::vector<DeviceMemory> memory;
    PlacementSummary placement;
    std::pair<KvType, KvType> cacheTypes;
    std::string fallbackReason;

    std::jthread thread; // Last: it uses everything above.
};

Result<std::unique_ptr<Engine>> Engine::load(const std::filesystem::path& path,
                                             const EngineOptions& options) {
    const auto begin = Clock::now();
    TRY(auto model, Model::load(path));
    TRY(auto engine, load(std::move(model), options));
    engine->m_state->loadSeconds = std::chrono::duration<double>(Clock::now() - begin).count();
    return engine;
}

Result<std::unique_ptr<Engine>> Engine::load(std::shared_ptr<const Model> model,
                                             const EngineOptions& options) {
    const auto begin = Clock::now();
    if (options.stop.stop_requested()) return Error{ErrorCode::Cancelled, "loading was cancelled"};
    TRY(RunningModel running, startModel(*model, options));
    TRY(model->file().checkWhole()); // Weights may have been copied to a device.
    const std::uint32_t context = running.plan->kv.contextLength;
    auto state = std::make_unique<State>(std::move(model), options, std::move(running));
    state->contextLength = context;
    state->loadSeconds = std::chrono::duration<double>(Clock::now() - begin).count();
    return std::unique_ptr<Engine>(new Engine(std::move(state)));
}

Engine::Engine(std::unique_ptr<State> state) : m_state(std::move(state)) {}
Engine::~Engine() = default;

const Model& Engine::model() const {
    return *m_state->model;
}
std::uint32_t Engine::contextLength() const {
    return m_state->contextLength;
}
double Engine::loadSeconds() const {
    return m_state->loadSeconds;
}

const DeviceInfo& Engine::device() const {
    const std::lock_guard lock(m_state->mutex);
    return m_state->devices.back();
}

MemoryUse Engine::memoryUse() const {
    const std::lock_guard lock(m_state->mutex);
    MemoryUse total;
    for (const DeviceMemory& device : m_state->memory) {
        total.weightBytes += device.use.weightBytes;
        total.mappedBytes += device.use.mappedBytes;
        total.kvBytes += device.use.kvBytes;
        total.computeBytes += device.use.computeBytes;
        total.stagingBytes += device.use.stagingBytes;
    }
    return total;
}

std::vector<DeviceMemory> Engine::memoryByDevice() const {
    const std::lock_guard lock(m_state->mutex);
    return m_state->memory;
}

PlacementSummary Engine::placement() const {
    const std::lock_guard lock(m_state->mutex);
    return m_state->placement;
}

std::pair<KvType, KvType> Engine::cacheTypes() const {
    const std::lock_guard lock(m_state->mutex);
    return m_state->cacheTypes;
}

std::string Engine::fallbackReason() const {
    const std::lock_guard lock(m_state->mutex);
    return m_state->fallbackReason;
}

void Engine::submit(GenerationRequest request, GenerationCallbacks callbacks,
                    std::stop_token stop) {
    const auto submitted = Clock::now();
    const auto onDone = callbacks.onDone;
    State* state = m_state.get();
    auto job = [=, request = std::move(request), callbacks = std::move(callbacks),
                stop = std::move(stop)](const std::stop_token& shutdown) mutable {
        // Either the caller or the end of the engine stops the run.
        std::stop_source either;
        const auto pass = [&either] { either.request_stop(); };
        const std::stop_callback byCaller(stop, pass);
        const std::stop_callback byShutdown(shutdown, pass);
        auto done = std::move(callbacks.onDone);
        const GenerationResult result =
            state->run(std::move(request), std::move(callbacks), submitted, either.get_token());
        if (done) done(result);
    };
    if (m_state->enqueue(std::move(job)) || !onDone) return;
    GenerationResult refused;
    refused.reason = StopReason::Failed;
    refused.error = {ErrorCode::LimitExceeded,
                     "too many requests wait for this model: try again later"};
    onDone(refused);
}

GenerationResult Engine::generate(GenerationRequest request, GenerationCallbacks callbacks,
                                  std::stop_token stop) {
    std::promise<GenerationResult> promise;
    auto future = promise.get_future();
    callbacks.onDone = [&promise,
                        inner = std::move(callbacks.onDone)](const GenerationResult& result) {
        if (inner) inner(result);
        promise.set_value(result);
    };
    submit(std::move(request), std::move(callbacks), std::move(stop));
    return future.get();
}

Result<std::vector<float>> Engine::logits(std::span<const TokenId> tokens, bool lastOnly) {
    if (tokens.empty()) return Error{ErrorCode::InvalidArgument, "no tokens were given"};
    if (tokens.size() > contextLength())
        return Error{ErrorCode::InvalidArgument,
                     std::to_string(tokens.size()) + " tokens do not fit a context of "
                         + std::to_string(contextLength()) + ": ask for a longer context"};
    const auto vocabulary = static_cast<std::int64_t>(model().spec().vocabulary);
    for (const TokenId token : tokens)
        if (token < 0 || token >= vocabulary)
            return Error{ErrorCode::InvalidArgument, "token " + std::to_string(token)
                                                         + " is outside the vocabulary of "
                                                         + std::to_string(vocabulary)};
    std::promise<Result<std::vector<float>>> promise;
    auto future = promise.get_future();
    State* state = m_state.get();
    const bool queued = state->enqueue([&, state](const std::stop_token& stop) {
        if (state->session == nullptr) return promise.set_value(state->broken);
        Session& session = *state->session;
        session.clear();
        if (!lastOnly) return promise.set_value(session.evaluateAll(tokens, stop));
        Session::Outcome outcome;
        if (auto done = session.evaluate(tokens, outcome, stop); !done)
            return promise.set_value(done.error());
        promise.set_value(std::vector<float>(outcome.logits.begin(), outcome.logits.end()));
    });
    if (!queued) return Error{ErrorCode::LimitExceeded, "too many requests wait for this model"};
    return future.get();
}

/// Runs something on the engine's thread and waits for what it gives.
Result<std::uint32_t>
Engine::onThread(const std::function<Result<std::uint32_t>(Session& session)>& work) {
    std::promise<Result<std::uint32_t>> promise;
    auto future = promise.get_future();
    State* state = m_state.get();
    const bool queued = state->enqueue([&, state](const std::stop_token&) {
        if (state->session == nullptr) return promise.set_value(state->broken);
        promise.set_value(work(*state->session));
    });
    if (!queued) return Error{ErrorCode::LimitExceeded, "too many requests wait for this model"};
    return future.get();
}

Result<std::uint32_t> Engine::savePrefix(const std::filesystem::path& file,
                                         const PrefixSaving& saving) {
    SavedPrefix prefix;
    PrefixIdentity identity{};
    TRY(const std::uint32_t position, onThread([&](Session& session) -> Result<std::uint32_t> {
            const ForwardPlan& plan = *session.running().plan;
            const auto tokens = session.cached();
            const auto end = saving.forReopening ? session.reopeningPosition()
                                                 : static_cast<std::uint32_t>(tokens.size());
            if (end == 0) return 0u;
            const std::uint64_t bytes = snapshotBytes(plan, SnapshotScope::Whole, end);
            if (saving.bytesMax > 0 && bytes > saving.bytesMax)
                return Error{ErrorCode::LimitExceeded,
                             "the cache has " + std::to_string(bytes) + " bytes: too many to save"};
            TRY(prefix.snapshot, session.saveAt(end));
            prefix.tokens.assign(tokens.begin(), tokens.begin() + end);
            identity = prefixIdentity(model(), plan, m_state->options.exact);
            return end;
        }));
    if (position > 0) TRY(writePrefix(file, identity, prefix));
    return position;
}

Result<std::uint32_t> Engine::loadPrefix(const std::filesystem::path& file) {
    return onThread([&](Session& session) -> Result<std::uint32_t> {
        const ForwardPlan& plan = *session.running().plan;
        TRY(SavedPrefix prefix,
            readPrefix(file, prefixIdentity(model(), plan, m_state->options.exact), plan));
        const std::uint32_t position = prefix.snapshot.position;
        TRY(session.exchange(std::move(prefix.tokens), prefix.snapshot));
        return position;
    });
}

} // namespace inference
