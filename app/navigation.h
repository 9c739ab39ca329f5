// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <QClipboard>
#include <QGuiApplication>
#include <QObject>
#include <QtQml/qqmlregistration.h>

class QJSEngine;
class QQmlEngine;

namespace app {

/// Where the window is, and wishes that one part of it has for another. GUI thread.
class Navigation : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_SINGLETON
    /// The page that is open.
    Q_PROPERTY(Page page READ page WRITE setPage NOTIFY pageChanged)

public:
    enum class Page { Chats, Discover, Library, Hardware, Network, Settings };
    Q_ENUM(Page)

    static Navigation* create(QQmlEngine*, QJSEngine*) { return new Navigation; }

    /// Any text to the clipboard.
    Q_INVOKABLE static void copy(const QString& text) {
        QGuiApplication::clipboard()->setText(text);
    }

    Page page() const { return m_page; }
    void setPage(Page page) {
        if (page == m_page) return;
        m_page = page;
        emit pageChanged();
    }

signals:
    void pageChanged();
    /// Open the picker of models.
    void modelPickerWanted();
    /// Ask for a model file.
    void modelFileWanted();
    /// Open the load dialog for that file.
    void loadOptionsWanted(const QString& path);
    /// Open the list of downloads.
    void downloadsWanted();
    /// Put the keyboard into the composer.
    void composerWanted();
    /// Put the keyboard into the search field.
    void searchWanted();
    /// Put the keyboard into the settings' field for the hub's token.
    void tokenWanted();
    /// Show the keyboard shortcuts.
    void shortcutsWanted();
    /// A link in an answer was pressed: ask, showing the target.
    void linkPressed(const QString& target);

private:
    Page m_page = Page::Chats;
};

} // namespace app
