// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "app/base/system_appearance.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QGuiApplication>
#include <QPalette>

namespace app {
namespace {

// https://flatpak.github.io/xdg-desktop-portal: org.freedesktop.appearance color-scheme is
// 0 no preference, 1 prefer dark, 2 prefer light.
constexpr uint kPreferDark = 1;
constexpr uint kPreferLight = 2;

const QString kService = QStringLiteral("org.freedesktop.portal.Desktop");
const QString kPath = QStringLiteral("/org/freedesktop/portal/desktop");
const QString kInterface = QStringLiteral("org.freedesktop.portal.Settings");
const QString kGroup = QStringLiteral("org.freedesktop.appearance");
const QString kKey = QStringLiteral("color-scheme");

// Read() wraps its answer in one variant more than ReadOne() does.
QVariant unwrapped(QVariant value) {
    while (value.canConvert<QDBusVariant>()) value = value.value<QDBusVariant>().variant();
    return value;
}

} // namespace

SystemAppearance::SystemAppearance(QObject* parent) : QObject(parent) {
    const QPalette palette = QGuiApplication::palette();
    m_paletteDark = palette.color(QPalette::Window).lightness()
                    < palette.color(QPalette::WindowText).lightness();
    m_dark = m_paletteDark;
    askPortal();
}

void SystemAppearance::askPortal() {
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected()) return;
    bus.connect(kService, kPath, kInterface, QStringLiteral("SettingChanged"), this,
                SLOT(portalChanged(QString, QString, QDBusVariant)));
    QDBusMessage call =
        QDBusMessage::createMethodCall(kService, kPath, kInterface, QStringLiteral("Read"));
    call << kGroup << kKey;
    auto* watcher = new QDBusPendingCallWatcher(bus.asyncCall(call, 2000), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher] {
        const QDBusPendingReply<QDBusVariant> reply = *watcher;
        if (reply.isValid()) portalChanged(kGroup, kKey, reply.value());
        watcher->deleteLater();
    });
}

void SystemAppearance::portalChanged(const QString& group, const QString& key,
                                     const QDBusVariant& value) {
    if (group != kGroup || key != kKey) return;
    const uint scheme = unwrapped(QVariant::fromValue(value)).toUInt();
    if (scheme == kPreferDark || scheme == kPreferLight) {
        setDark(scheme == kPreferDark);
    } else {
        setDark(m_paletteDark);
    }
}

void SystemAppearance::setDark(bool dark) {
    if (dark == m_dark) return;
    m_dark = dark;
    emit changed();
}

} // namespace app
