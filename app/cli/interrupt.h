// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <mutex>
#include <stop_token>
#include <thread>

namespace cli {

/// Turns Ctrl+C and SIGTERM into a stop request. The first one asks what runs to stop; one that
/// finds nothing to stop, or comes again while something is stopping, ends the program with status
/// 130. Create it before any other thread, so that they all leave the signals to this one.
class Interrupt {
public:
    Interrupt();
    ~Interrupt();

    /// Fires on the first Ctrl+C outside of a Scope, and on SIGTERM anywhere.
    std::stop_token token() const { return m_source.get_token(); }

    /// While it lives, Ctrl+C stops this piece of work only.
    class Scope {
    public:
        explicit Scope(Interrupt& interrupt);
        ~Scope();
        Scope(const Scope&) = delete;
        Scope& operator=(const Scope&) = delete;
        std::stop_token token() const { return m_source.get_token(); }

    private:
        friend class Interrupt;
        Interrupt& m_interrupt;
        std::stop_source m_source;
    };

    /// Nothing but waiting for input happens now: Ctrl+C leaves the program.
    void setIdle(bool idle);

    static Interrupt& instance();

private:
    void wait(const std::stop_token& stop);
    /// `everything`: the program is to end, not only the work of the scope.
    void onSignal(bool everything);

    std::stop_source m_source;
    std::mutex m_mutex;
    Scope* m_scope = nullptr;
    bool m_idle = false;
    std::jthread m_thread;
};

} // namespace cli
