// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "app/pages/settings_view_model.h"

#include <QCoreApplication>
#include <QDesktopServices>
#include <QFont>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QPalette>
#include <QQmlEngine>
#include <QUrl>

#include <algorithm>
#include <thread>
#include <utility>

#include "app/base/qt_text.h"

namespace app {
namespace {

constexpr double kGigabyte = 1024.0 * 1024.0 * 1024.0; // As memory is sold.

SettingsViewModel* s_instance = nullptr; // Set once by the application, before QML starts.

QString chooseMonospace() {
    QString ours = QStringLiteral("JetBrains Mono");
    if (QFontDatabase::hasFamily(ours)) return ours;
    return QFontDatabase::systemFont(QFontDatabase::FixedFont).family();
}

} // namespace

SettingsViewModel::SettingsViewModel(core::SettingsStore* store, QString dataFolder,
                                     QObject* parent)
    : QObject(parent), m_store(store), m_dataFolder(std::move(dataFolder)),
      m_monospace(chooseMonospace()) {
    if (store != nullptr) m_settings = store->current();
    m_wasDark = dark();
    connect(&m_system, &SystemAppearance::changed, this, [this] { tellDark(); });
}

void SettingsViewModel::setInstance(SettingsViewModel* instance) {
    s_instance = instance;
}

SettingsViewModel* SettingsViewModel::create(QQmlEngine* engine, QJSEngine*) {
    if (s_instance == nullptr)
        s_instance = new SettingsViewModel(nullptr, {}, QCoreApplication::instance());
    QQmlEngine::setObjectOwnership(s_instance, QQmlEngine::CppOwnership);
    Q_UNUSED(engine);
    return s_instance;
}

bool SettingsViewModel::dark() const {
    switch (m_settings.theme) {
    case core::ThemeChoice::Light: return false;
    case core::ThemeChoice::Dark: return true;
    case core::ThemeChoice::System: break;
    }
    return m_system.dark();
}

int SettingsViewModel::threadsMax() const {
    return static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
}

QString SettingsViewModel::family() const {
    return QGuiApplication::font().family();
}

bool SettingsViewModel::mirrored() const {
    return QGuiApplication::isRightToLeft();
}

QString SettingsViewModel::version() const {
    return QCoreApplication::applicationVersion();
}

void SettingsViewModel::nextTheme() {
    setTheme(static_cast<ThemeChoice>((static_cast<int>(theme()) + 1) % 3));
}

void SettingsViewModel::rememberWindow(int width, int height, bool maximized) {
    update([&](core::Settings& settings) {
        settings.windowMaximized = maximized;
        if (maximized) return;
        settings.windowWidth = width;
        settings.windowHeight = height;
    });
}

void SettingsViewModel::openDataFolder() const {
    QDesktopServices::openUrl(QUrl::fromLocalFile(m_dataFolder));
}

void SettingsViewModel::tint(const QColor& ground, const QColor& surface, const QColor& control,
                             const QColor& text, const QColor& accent) {
    QPalette palette(text, control, surface, control, control, text, text, surface, ground);
    palette.setColor(QPalette::Highlight, accent);
    palette.setColor(QPalette::HighlightedText, ground);
    QGuiApplication::setPalette(palette);
}

void SettingsViewModel::setTheme(ThemeChoice theme) {
    update(
        [&](core::Settings& settings) { settings.theme = static_cast<core::ThemeChoice>(theme); });
}

void SettingsViewModel::setFontScale(qreal scale) {
    update([&](core::Settings& settings) { settings.fontScale = std::clamp(scale, 0.5, 3.0); });
}

void SettingsViewModel::setEnterSends(bool on) {
    update([&](core::Settings& settings) { settings.enterSends = on; });
}

void SettingsViewModel::setThreads(int threads) {
    const int kept = std::clamp(threads, 0, 1024);
    update([&](core::Settings& settings) { settings.threads = static_cast<unsigned>(kept); });
}

void SettingsViewModel::setContextLength(int tokens) {
    const int kept = std::max(tokens, 0);
    update([&](core::Settings& settings) { settings.contextLength = static_cast<unsigned>(kept); });
}

void SettingsViewModel::setDropOldest(bool on) {
    update([&](core::Settings& settings) {
        settings.contextFull = on ? core::ContextFull::DropOldest : core::ContextFull::Stop;
    });
}

QVariantMap SettingsViewModel::keepFree() const {
    QVariantMap amounts;
    for (const auto& [device, bytes] : m_settings.keepFree)
        amounts.insert(toQString(device), static_cast<double>(bytes) / kGigabyte);
    return amounts;
}

void SettingsViewModel::setKeepFree(const QString& device, qreal gigabytes) {
    const auto bytes = static_cast<std::uint64_t>(std::max(0.0, gigabytes) * kGigabyte);
    update([&](core::Settings& settings) {
        if (bytes > 0)
            settings.keepFree[fromQString(device)] = bytes;
        else
            settings.keepFree.erase(fromQString(device));
    });
}

void SettingsViewModel::setLoadLastModel(bool on) {
    update([&](core::Settings& settings) { settings.loadLastModelAtStart = on; });
}

void SettingsViewModel::setListVisible(bool on) {
    update([&](core::Settings& settings) { settings.sidebarVisible = on; });
}

void SettingsViewModel::setSideVisible(bool on) {
    update([&](core::Settings& settings) { settings.parametersVisible = on; });
}

void SettingsViewModel::update(const std::function<void(core::Settings&)>& change) {
    const core::Settings before = m_settings;
    change(m_settings);
    if (m_settings == before) return;
    if (m_store != nullptr) m_store->update(change);
    emit changed();
    tellDark();
}

void SettingsViewModel::tellDark() {
    if (dark() == m_wasDark) return;
    m_wasDark = dark();
    emit darkChanged();
}

} // namespace app
