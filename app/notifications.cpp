// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "app/notifications.h"

#include <utility>

namespace app {

void Notifications::show(const QString& text, std::function<void()> undo) {
    m_undo = std::move(undo);
    emit noticed(text, static_cast<bool>(m_undo));
}

void Notifications::showError(const ErrorText& error) {
    m_error = error;
    emit errorChanged();
}

void Notifications::undo() {
    if (const auto undo = std::exchange(m_undo, {})) undo();
}

void Notifications::dismissError() {
    showError({});
}

} // namespace app
