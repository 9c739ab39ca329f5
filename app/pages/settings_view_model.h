// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <QColor>
#include <QObject>
#include <QString>
#include <QVariantMap>
#include <QtQml/qqmlregistration.h>

#include <functional>

#include "app/base/system_appearance.h"
#include "core/settings/settings.h"

class QJSEngine;
class QQmlEngine;

namespace app {

/// What a person set, for QML: the singleton `Settings`. Reads and changes core's settings; without
/// core (tests of components) it keeps defaults of its own. GUI thread.
class SettingsViewModel : public QObject {
    Q_OBJECT
    QML_NAMED_ELEMENT(Settings)
    QML_SINGLETON
    /// Light, dark, or as the system has it.
    Q_PROPERTY(ThemeChoice theme READ theme WRITE setTheme NOTIFY changed)
    /// True when the dark colours apply.
    Q_PROPERTY(bool dark READ dark NOTIFY darkChanged)
    /// Factor on every font size.
    Q_PROPERTY(qreal fontScale READ fontScale WRITE setFontScale NOTIFY changed)
    /// Nothing moves.
    Q_PROPERTY(bool reducedMotion READ reducedMotion CONSTANT)
    /// The fixed-width family.
    Q_PROPERTY(QString monospaceFamily READ monospaceFamily CONSTANT)
    /// The family that everything else is written in.
    Q_PROPERTY(QString family READ family CONSTANT)
    /// Enter sends and Shift+Enter breaks the line; else Ctrl+Enter sends.
    Q_PROPERTY(bool enterSends READ enterSends WRITE setEnterSends NOTIFY changed)
    /// Threads for the CPU; 0 leaves it to the program.
    Q_PROPERTY(int threads READ threads WRITE setThreads NOTIFY changed)
    /// Threads that this machine can run at once.
    Q_PROPERTY(int threadsMax READ threadsMax CONSTANT)
    /// Tokens of context for the next load; 0 leaves it to the program.
    Q_PROPERTY(int contextLength READ contextLength WRITE setContextLength NOTIFY changed)
    /// When the context is full the oldest turns are left out; else the answer ends there.
    Q_PROPERTY(bool dropOldest READ dropOldest WRITE setDropOldest NOTIFY changed)
    /// Gigabytes that models leave to others, by a device's name; "cpu" is RAM.
    Q_PROPERTY(QVariantMap keepFree READ keepFree NOTIFY changed)
    /// Load the last model when the program starts.
    Q_PROPERTY(bool loadLastModel READ loadLastModel WRITE setLoadLastModel NOTIFY changed)
    /// The column of lists is open.
    Q_PROPERTY(bool listVisible READ listVisible WRITE setListVisible NOTIFY changed)
    /// The side panel is open.
    Q_PROPERTY(bool sideVisible READ sideVisible WRITE setSideVisible NOTIFY changed)
    /// Where chats and settings lie.
    Q_PROPERTY(QString dataFolder READ dataFolder CONSTANT)
    /// The language is written from right to left.
    Q_PROPERTY(bool mirrored READ mirrored CONSTANT)
    /// Version of the program.
    Q_PROPERTY(QString version READ version CONSTANT)
    /// Size of the window at the start.
    Q_PROPERTY(int windowWidth READ windowWidth CONSTANT)
    /// Size of the window at the start.
    Q_PROPERTY(int windowHeight READ windowHeight CONSTANT)
    /// The window fills the screen at the start.
    Q_PROPERTY(bool windowMaximized READ windowMaximized CONSTANT)

public:
    enum class ThemeChoice { System, Light, Dark };
    Q_ENUM(ThemeChoice)

    /// `store` may be null.
    SettingsViewModel(core::SettingsStore* store, QString dataFolder, QObject* parent = nullptr);

    /// What create() hands to QML; the application sets it before QML starts.
    static void setInstance(SettingsViewModel* instance);
    static SettingsViewModel* create(QQmlEngine* engine, QJSEngine*);

    /// System, light, dark in turn.
    Q_INVOKABLE void nextTheme();
    /// Remembers the window's size.
    Q_INVOKABLE void rememberWindow(int width, int height, bool maximized);
    /// Leaves so many gigabytes of a device to others; counts from the next load on.
    Q_INVOKABLE void setKeepFree(const QString& device, qreal gigabytes);
    /// Opens the folder with chats and settings.
    Q_INVOKABLE void openDataFolder() const;

    /// Colours of what the toolkit draws itself: its file dialog where the desktop has none.
    Q_INVOKABLE void tint(const QColor& ground, const QColor& surface, const QColor& control,
                          const QColor& text, const QColor& accent);

    ThemeChoice theme() const { return static_cast<ThemeChoice>(m_settings.theme); }
    bool dark() const;
    qreal fontScale() const { return m_settings.fontScale; }
    bool reducedMotion() const { return m_reducedMotion; }
    QString monospaceFamily() const { return m_monospace; }
    QString family() const;
    bool enterSends() const { return m_settings.enterSends; }
    int threads() const { return static_cast<int>(m_settings.threads); }
    int threadsMax() const;
    int contextLength() const { return static_cast<int>(m_settings.contextLength); }
    bool dropOldest() const { return m_settings.contextFull == core::ContextFull::DropOldest; }
    QVariantMap keepFree() const;
    bool loadLastModel() const { return m_settings.loadLastModelAtStart; }
    bool listVisible() const { return m_settings.sidebarVisible; }
    bool sideVisible() const { return m_settings.parametersVisible; }
    QString dataFolder() const { return m_dataFolder; }
    bool mirrored() const;
    QString version() const;
    int windowWidth() const { return m_settings.windowWidth; }
    int windowHeight() const { return m_settings.windowHeight; }
    bool windowMaximized() const { return m_settings.windowMaximized; }

    void setTheme(ThemeChoice theme);
    void setFontScale(qreal scale);
    void setEnterSends(bool on);
    void setThreads(int threads);
    void setContextLength(int tokens);
    void setDropOldest(bool on);
    void setLoadLastModel(bool on);
    void setListVisible(bool on);
    void setSideVisible(bool on);

signals:
    void changed();
    void darkChanged();

private:
    void tellDark();
    void update(const std::function<void(core::Settings&)>& change);

    core::SettingsStore* m_store;
    core::Settings m_settings;
    QString m_dataFolder;
    SystemAppearance m_system;
    QString m_monospace;
    bool m_reducedMotion = false;
    bool m_wasDark = false;
};

} // namespace app
