// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/chat/model_host.h"

#include <algorithm>
#include <atomic>
#include <utility>

namespace core {
namespace {

/// Progress is told in steps of this size.
constexpr float kProgressStep = 0.005f;

} // namespace

ModelHost::ModelHost(std::unique_ptr<EngineFactory> factory, Announcer& announcer, Hooks hooks)
    : m_factory(std::move(factory)), m_announcer(announcer), m_hooks(std::move(hooks)) {}

ModelHost::~ModelHost() {
    close();
}

void ModelHost::load(ModelLoadOptions options) {
    std::stop_source stop;
    {
        const std::lock_guard lock(m_mutex);
        if (m_closed) return;
        m_loadStop.request_stop();
        m_loadStop = stop;
        m_state.kind = ModelStateKind::Loading;
        m_state.load = options;
        m_state.fraction = 0;
        m_state.error = {};
    }
    m_queue.post([this, options = std::move(options), token = stop.get_token()] {
        runLoad(options, token);
    });
}

void ModelHost::cancelLoad() {
    const std::lock_guard lock(m_mutex);
    m_loadStop.request_stop();
}

void ModelHost::eject() {
    {
        const std::lock_guard lock(m_mutex);
        m_loadStop.request_stop();
        if (m_state.kind == ModelStateKind::Ready) m_state.kind = ModelStateKind::None;
    }
    m_queue.post([this] {
        release();
        change([](ModelState& state) { state.error = {}; });
    });
}

void ModelHost::close() {
    {
        const std::lock_guard lock(m_mutex);
        m_closed = true;
        m_loadStop.request_stop();
    }
    m_queue.post([this] { release(); });
    m_queue.drain();
}

ModelState ModelHost::state() const {
    const std::lock_guard lock(m_mutex);
    return m_state;
}

void ModelHost::announce() {
    m_announcer.tell([this](ChatListener& listener) { listener.modelStateChanged(state()); });
}

void ModelHost::refresh() {
    ModelInfo info;
    if (!withEngine([&info](TextEngine& engine) { info = engine.info(); })) return;
    {
        const std::lock_guard lock(m_mutex);
        const ModelInfo& known = m_state.info;
        if (m_state.kind != ModelStateKind::Ready || info.path != known.path
            || (info.deviceId == known.deviceId && info.fallbackReason == known.fallbackReason)) {
            return;
        }
        m_current = info;
        m_state.info = std::move(info);
    }
    announce();
}

bool ModelHost::withEngine(const std::function<void(TextEngine&)>& use) {
    const std::shared_lock lock(m_engineMutex);
    if (!m_engine) return false;
    use(*m_engine);
    return true;
}

void ModelHost::runLoad(const ModelLoadOptions& options, const std::stop_token& stop) {
    std::atomic<float> told = 0;
    ModelLoadCallbacks callbacks;
    callbacks.stop = stop;
    callbacks.beforeAllocation = [this] { release(); };
    callbacks.progress = [this, &told, &stop](float fraction) {
        // A superseded load must not speak for the one that follows it.
        if (stop.stop_requested() || fraction < told + kProgressStep) return;
        const float share = std::clamp(fraction, 0.0f, 1.0f);
        told = share;
        change([share](ModelState& state) { state.fraction = share; });
    };
    change([](ModelState&) {});
    auto loaded = stop.stop_requested() ? Result<std::unique_ptr<TextEngine>>(
                      Error{ErrorCode::Cancelled, "loading was cancelled"})
                                        : m_factory->load(options, callbacks);
    if (loaded && stop.stop_requested())
        loaded = Error{ErrorCode::Cancelled, "loading was cancelled"};
    std::optional<ModelInfo> info;
    Result<void> outcome;
    if (!loaded) {
        outcome = std::move(loaded).error();
    } else {
        release(); // If the factory did not ask for it.
        info = loaded.value()->info();
        const std::unique_lock lock(m_engineMutex);
        m_engine = std::move(loaded).value();
    }
    {
        const std::lock_guard lock(m_mutex);
        if (info) m_current = info;
        // When another load follows, the state is its own already.
        if (m_loadStop.get_token() != stop) return;
        m_loadStop = std::stop_source(std::nostopstate);
        m_state.kind = m_current ? ModelStateKind::Ready : ModelStateKind::None;
        m_state.info = m_current.value_or(ModelInfo());
        m_state.error = std::move(outcome);
    }
    announce();
    m_hooks.settled(info ? std::optional(info->path) : std::nullopt);
}

void ModelHost::release() {
    bool any = false;
    {
        const std::shared_lock lock(m_engineMutex);
        any = m_engine != nullptr;
    }
    if (!any) return;
    m_hooks.beforeEject();
    {
        const std::unique_lock lock(m_engineMutex);
        m_engine.reset();
    }
    change([this](ModelState& state) {
        m_current.reset();
        if (state.kind == ModelStateKind::Ready) state.kind = ModelStateKind::None;
        state.info = {};
    });
}

void ModelHost::change(const std::function<void(ModelState&)>& edit) {
    {
        const std::lock_guard lock(m_mutex);
        edit(m_state);
    }
    announce();
}

} // namespace core
