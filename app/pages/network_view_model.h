// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <QAbstractListModel>
#include <QObject>
#include <QPointer>
#include <QString>
#include <QtQml/qqmlregistration.h>

#include <vector>

#include "core/base/task_queue.h"
#include "core/net/network_ledger.h"

namespace core {
class SettingsStore;
} // namespace core

namespace app {

class NetworkServices;

/// Every connection that was made. GUI thread.
class LedgerList : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("belongs to the network page")
    /// Number of rows.
    Q_PROPERTY(int count READ count NOTIFY countChanged)

public:
    enum Role {
        TimeRole = Qt::UserRole + 1, ///< When, in words.
        HostRole,                    ///< With whom.
        PurposeRole,                 ///< What for.
        BytesRole,                   ///< Sent and received, in words.
        OutcomeRole,                 ///< How it ended; empty while it runs.
        FineRole,                    ///< It ended well, or has not ended.
    };
    explicit LedgerList(QObject* parent = nullptr) : QAbstractListModel(parent) {}

    void show(std::vector<core::LedgerEntry> entries);
    int count() const { return static_cast<int>(m_entries.size()); }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

signals:
    void countChanged();

private:
    std::vector<core::LedgerEntry> m_entries;
};

/// The switch that cuts the program off, and the list of what went through. GUI thread.
class NetworkViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the application")
    /// No connection is made.
    Q_PROPERTY(bool offline READ offline WRITE setOffline NOTIFY changed)
    /// It was started with --offline, which holds until it ends.
    Q_PROPERTY(bool locked READ locked CONSTANT)
    /// A token for the hub is kept here.
    Q_PROPERTY(bool tokenKept READ tokenKept NOTIFY changed)
    /// Why it could not be kept; empty for nothing.
    Q_PROPERTY(QString tokenProblem READ tokenProblem NOTIFY changed)
    /// The newest connections.
    Q_PROPERTY(app::LedgerList* ledger READ ledger CONSTANT)

public:
    NetworkViewModel(NetworkServices& network, core::SettingsStore& settings, bool locked,
                     QObject* parent = nullptr);

    /// Reads the list, in the background.
    Q_INVOKABLE void refresh();
    /// Empties the list.
    Q_INVOKABLE void clear();

    /// Looks whether there is a token.
    Q_INVOKABLE void findToken();
    /// Keeps it where this program alone reads it; an empty one forgets the one that is kept.
    Q_INVOKABLE void keepToken(const QString& token);

    bool tokenKept() const { return m_tokenKept; }
    QString tokenProblem() const { return m_tokenProblem; }
    bool offline() const;
    void setOffline(bool offline);
    bool locked() const { return m_locked; }
    LedgerList* ledger() { return &m_list; }

signals:
    void changed();

private:
    NetworkServices& m_network;
    core::SettingsStore& m_settings;
    bool m_locked;
    bool m_tokenKept = false;
    QString m_tokenProblem;
    LedgerList m_list;
    QPointer<NetworkViewModel> m_self;
    core::TaskQueue m_queue; // Last: its tasks use the rest.
};

} // namespace app
