// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "app/pages/network_view_model.h"

#include <QDateTime>
#include <QLocale>

#include <map>
#include <string_view>
#include <utility>

#include "app/base/post_to_gui.h"
#include "app/base/qt_text.h"
#include "app/models/library_list.h"
#include "app/models/network_services.h"
#include "core/settings/settings.h"

namespace app {
namespace {

constexpr std::size_t kShown = 1000;

/// What core's reasons are called in the user's language; others are shown as they stand.
QString purposeText(const std::string& purpose) {
    static const std::map<std::string_view, const char*> kKnown{
        {"search for models", QT_TRANSLATE_NOOP("app::LedgerList", "search for models")},
        {"list a model's files", QT_TRANSLATE_NOOP("app::LedgerList", "list a model's files")},
        {"read a model's card", QT_TRANSLATE_NOOP("app::LedgerList", "read a model's card")},
        {"look at a model's page", QT_TRANSLATE_NOOP("app::LedgerList", "look at a model's page")},
        {"look at a model's header",
         QT_TRANSLATE_NOOP("app::LedgerList", "look at a model's header")},
    };
    if (const auto found = kKnown.find(purpose); found != kKnown.end())
        return LedgerList::tr(found->second);
    constexpr std::string_view kDownload = "download: ";
    if (purpose.rfind(kDownload, 0) == 0)
        return LedgerList::tr("download: %1").arg(toQString(purpose.substr(kDownload.size())));
    return toQString(purpose);
}

} // namespace

void LedgerList::show(std::vector<core::LedgerEntry> entries) {
    beginResetModel();
    m_entries = std::move(entries);
    endResetModel();
    emit countChanged();
}

int LedgerList::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant LedgerList::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const core::LedgerEntry& entry = m_entries[static_cast<std::size_t>(index.row())];
    switch (role) {
    case TimeRole:
        return QLocale().toString(QDateTime::fromMSecsSinceEpoch(entry.time), QLocale::ShortFormat);
    case HostRole: return toQString(entry.host);
    case PurposeRole: return purposeText(entry.purpose);
    case BytesRole:
        return tr("%1 sent, %2 received")
            .arg(fileSizeText(entry.bytesUp), fileSizeText(entry.bytesDown));
    case OutcomeRole: return entry.outcome == "ok" ? tr("done") : toQString(entry.outcome);
    case FineRole: return entry.outcome.empty() || entry.outcome == "ok";
    default: return {};
    }
}

QHash<int, QByteArray> LedgerList::roleNames() const {
    return {{TimeRole, "time"},   {HostRole, "host"},       {PurposeRole, "purpose"},
            {BytesRole, "bytes"}, {OutcomeRole, "outcome"}, {FineRole, "fine"}};
}

NetworkViewModel::NetworkViewModel(NetworkServices& network, core::SettingsStore& settings,
                                   bool locked, QObject* parent)
    : QObject(parent), m_network(network), m_settings(settings), m_locked(locked), m_self(this) {}

bool NetworkViewModel::offline() const {
    return m_network.isOffline();
}

void NetworkViewModel::setOffline(bool offline) {
    if (m_locked || offline == m_network.isOffline()) return;
    m_network.setOffline(offline);
    m_settings.update([offline](core::Settings& settings) { settings.offline = offline; });
    emit changed();
    m_queue.post([this] { m_network.renewHub(); }); // Offline the token is not looked for.
}

void NetworkViewModel::findToken() {
    m_queue.post([this] {
        postToGui(m_self, [kept = m_network.hasToken()](NetworkViewModel& self) {
            self.m_tokenKept = kept;
            emit self.changed();
        });
    });
}

void NetworkViewModel::keepToken(const QString& token) {
    m_queue.post([this, text = fromQString(token.trimmed())] {
        const auto done = m_network.keepToken(text);
        const QString problem = done ? QString() : toQString(done.error().detail);
        postToGui(m_self, [kept = m_network.hasToken(), problem](NetworkViewModel& self) {
            self.m_tokenKept = kept;
            self.m_tokenProblem = problem;
            emit self.changed();
        });
    });
}

void NetworkViewModel::refresh() {
    m_queue.post([this] {
        core::NetworkLedger* ledger = m_network.ledger();
        if (ledger == nullptr) return;
        auto entries = ledger->read(kShown);
        if (!entries) return;
        postToGui(m_self, [entries = std::move(*entries)](NetworkViewModel& self) mutable {
            self.m_list.show(std::move(entries));
        });
    });
}

void NetworkViewModel::clear() {
    m_queue.post([this] {
        if (core::NetworkLedger* ledger = m_network.ledger()) static_cast<void>(ledger->clear());
    });
    refresh();
}

} // namespace app
