// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "app/cli/interrupt.h"

#include <csignal>
#include <cstdio>
#include <unistd.h>

namespace cli {

namespace {

constexpr int kInterrupted = 130;
Interrupt* g_instance = nullptr; // Set once by main() before anything else runs.

sigset_t watchedSignals() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGUSR1); // Our own: wakes the watcher at the end.
    return set;
}

} // namespace

Interrupt::Interrupt() {
    const sigset_t set = watchedSignals();
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    // A closed pipe is an error of a write, not the end of the program.
    std::signal(SIGPIPE, SIG_IGN);
    // So is a limit on the size of files.
    std::signal(SIGXFSZ, SIG_IGN);
    g_instance = this;
    m_thread = std::jthread([this](const std::stop_token& stop) { wait(stop); });
}

Interrupt::~Interrupt() {
    m_thread.request_stop();
    pthread_kill(m_thread.native_handle(), SIGUSR1);
}

Interrupt& Interrupt::instance() {
    return *g_instance;
}

void Interrupt::wait(const std::stop_token& stop) {
    const sigset_t set = watchedSignals();
    int signal = 0;
    while (sigwait(&set, &signal) == 0 && !stop.stop_requested())
        if (signal != SIGUSR1) onSignal(signal == SIGTERM);
}

void Interrupt::onSignal(bool everything) {
    const std::lock_guard lock(m_mutex);
    std::stop_source& source = m_scope != nullptr ? m_scope->m_source : m_source;
    const bool stopping = !m_idle && source.request_stop();
    if (everything) m_source.request_stop();
    if (stopping) return;
    std::fputc('\n', stderr);
    _exit(kInterrupted);
}

void Interrupt::setIdle(bool idle) {
    const std::lock_guard lock(m_mutex);
    m_idle = idle;
}

Interrupt::Scope::Scope(Interrupt& interrupt) : m_interrupt(interrupt) {
    const std::lock_guard lock(m_interrupt.m_mutex);
    m_interrupt.m_scope = this;
}

Interrupt::Scope::~Scope() {
    const std::lock_guard lock(m_interrupt.m_mutex);
    m_interrupt.m_scope = nullptr;
}

} // namespace cli
