// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <QCoreApplication>
#include <QMetaObject>
#include <QPointer>

#include <utility>

namespace app {

/// The only hop to the GUI thread. `function` is called there, with the target, some time later;
/// not at all if the target is gone by then. Any thread may call, while the application object
/// lives.
template <typename Target, typename Function>
void postToGui(const QPointer<Target>& target, Function&& function) {
    QMetaObject::invokeMethod(
        QCoreApplication::instance(),
        [target, call = std::forward<Function>(function)]() mutable {
            if (target) call(*target);
        },
        Qt::QueuedConnection);
}

} // namespace app
