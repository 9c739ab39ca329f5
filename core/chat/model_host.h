// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <stop_token>

#include "core/base/task_queue.h"
#include "core/chat/announcer.h"
#include "core/chat/text_engine.h"

namespace core {

/// The one loaded model: loads it on a thread of its own, lends it out, lets it go. Commands return
/// at once and may come from any thread.
class ModelHost {
public:
    struct Hooks {
        /// The engine is about to go: end all answers. On the loading thread.
        std::function<void()> beforeEject;
        /// A load has ended, whichever way: state() is None or Ready. With the new model's path if
        /// it succeeded. On the loading thread.
        std::function<void(const std::optional<std::filesystem::path>&)> settled;
    };
    ModelHost(std::unique_ptr<EngineFactory> factory, Announcer& announcer, Hooks hooks);
    /// Cancels a load, lets go of the model, and joins.
    ~ModelHost();

    void load(ModelLoadOptions options);
    void cancelLoad();
    void eject();
    /// As the destructor, but the object can still be asked: nothing is loaded any more.
    void close();

    ModelState state() const;
    /// Tells the listener the state as it is now.
    void announce();

    /// Looks whether the engine has moved to another device, and tells if so.
    void refresh();

    /// Lends the engine to `use`; false when there is none. The engine stays for so long.
    bool withEngine(const std::function<void(TextEngine&)>& use);
    inference::DeviceList listDevices() { return m_factory->listDevices(); }
    void forgetChat(ChatId chat) { m_factory->forgetChat(chat); }

private:
    void runLoad(const ModelLoadOptions& options, const std::stop_token& stop);
    void release();
    void change(const std::function<void(ModelState&)>& edit);

    std::unique_ptr<EngineFactory> m_factory;
    Announcer& m_announcer;
    Hooks m_hooks;

    std::shared_mutex
        m_engineMutex; // Shared by those who use the engine, owned by who replaces it.
    std::unique_ptr<TextEngine> m_engine;

    mutable std::mutex m_mutex; // Guards the rest; held for moments only.
    ModelState m_state;
    std::optional<ModelInfo> m_current; // Of the engine that is there.
    std::stop_source m_loadStop{std::nostopstate};
    bool m_closed = false;

    TaskQueue m_queue; // Last: it ends before what it uses.
};

} // namespace core
