// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <mutex>

#include "core/chat/chat_listener.h"

namespace core {

/// Tells the listener what happens, one thing at a time, from whichever thread it happens on. What
/// must not change between two announcements is changed under the same lock.
///
/// Locks are taken in this order: the engine's (ModelHost), then this one, then the small ones that
/// guard single values.
class Announcer {
public:
    explicit Announcer(ChatListener& listener) : m_listener(listener) {}

    template <typename Tell>
    void tell(const Tell& what) {
        const std::lock_guard lock(m_mutex);
        what(m_listener);
    }

private:
    ChatListener& m_listener;
    std::mutex m_mutex;
};

} // namespace core
