// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <QString>

namespace app {

/// Shows a notice of the desktop, outside of the window, where the desktop has such a thing
/// (org.freedesktop.Notifications, by the session bus). Does not wait. GUI thread.
void tellDesktop(const QString& title, const QString& text);

} // namespace app
