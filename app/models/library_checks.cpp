// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "app/models/library_checks.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <utility>

#include "app/base/error_text.h"
#include "app/base/post_to_gui.h"
#include "app/base/qt_text.h"
#include "app/models/network_services.h"
#include "app/notifications.h"
#include "core/hub/hub_client.h"
#include "core/library/upstream.h"

namespace app {
namespace {

bool originKnown(const core::ModelEntry& entry) {
    return !entry.parts.empty() && !entry.parts.front().provenance.repository.empty();
}

QString sentence(const core::Error& error) {
    const ErrorText text = errorText(error, ErrorScene::Network);
    return LibraryChecks::tr("%1. %2").arg(text.title, text.advice);
}

UpstreamNote noteOf(const core::Result<core::UpstreamState>& state) {
    if (!state) return {UpstreamNote::Unknown, sentence(state.error())};
    switch (state->kind) {
    case core::UpstreamState::Kind::Same:
        return {UpstreamNote::Same, LibraryChecks::tr("The hub has the same file.")};
    case core::UpstreamState::Kind::Gone:
        return {UpstreamNote::Gone,
                LibraryChecks::tr("The hub no longer has this file. Yours stays as it is.")};
    case core::UpstreamState::Kind::Newer: break;
    }
    const QDateTime date = QDateTime::fromMSecsSinceEpoch(state->updatedMs);
    return {UpstreamNote::Newer, LibraryChecks::tr("The hub has a newer file, %1, of %2.")
                                     .arg(fileSizeText(state->bytes),
                                          QLocale().toString(date.date(), QLocale::ShortFormat))};
}

/// Whether losing the network, not one model, ended the questions.
bool endsAll(const core::Error& error) {
    return error.code == core::ErrorCode::Offline || error.code == core::ErrorCode::Network;
}

} // namespace

LibraryChecks::LibraryChecks(std::function<core::ModelLibrary*()> library, LibraryList& list,
                             NetworkServices& network, Notifications& notifications,
                             std::function<void()> removed, QObject* parent)
    : QObject(parent), m_library(std::move(library)), m_list(list), m_network(network),
      m_notifications(notifications), m_removed(std::move(removed)), m_self(this) {}

LibraryChecks::~LibraryChecks() {
    finish();
}

void LibraryChecks::finish() {
    stop();
    m_queue.drain();
}

void LibraryChecks::stop() {
    m_stop.request_stop();
    m_stop = {};
}

void LibraryChecks::dismiss() {
    stop();
    m_duplicates.show({});
    say({});
}

void LibraryChecks::say(const QString& report, bool failed) {
    m_report = report;
    m_failed = failed;
    emit changed();
}

void LibraryChecks::findDuplicates() {
    if (m_comparing) return;
    m_comparing = true;
    m_duplicates.show({});
    say(tr("Comparing the models…"));
    m_queue.post([this, stop = m_stop.get_token()] {
        auto copies = compare(stop);
        postToGui(m_self, [copies = std::move(copies)](LibraryChecks& self) mutable {
            self.take(std::move(copies));
        });
    });
}

// On the queue's thread. What was hashed before is not read again unless it changed.
core::Result<std::vector<ModelCopy>> LibraryChecks::compare(const std::stop_token& stop) {
    core::ModelLibrary* models = m_library();
    if (models == nullptr) return std::vector<ModelCopy>(); // The library says why.
    const auto onReading = [this](const std::string& name) {
        postToGui(m_self, [name](LibraryChecks& self) {
            if (self.m_comparing) self.say(tr("Reading %1, to compare it…").arg(toQString(name)));
        });
    };
    TRY(const auto sets, models->findDuplicates(onReading, stop));
    const auto entries = models->entries();
    std::vector<ModelCopy> copies;
    for (std::size_t set = 0; set < sets.size(); ++set)
        for (const std::string& name : sets[set].names)
            for (const core::ModelEntry& entry : entries)
                if (entry.name == name)
                    copies.push_back(
                        {.entry = entry, .set = set, .copies = sets[set].names.size()});
    return copies;
}

void LibraryChecks::take(core::Result<std::vector<ModelCopy>> copies) {
    m_comparing = false;
    if (!copies) {
        const bool stopped = copies.error().code == core::ErrorCode::Cancelled;
        return say(stopped ? tr("Stopped. What was compared so far need not be read again.")
                           : toQString(copies.error().detail),
                   !stopped);
    }
    std::uint64_t spare = 0;
    for (std::size_t i = 0; i < copies->size(); ++i)
        if (i > 0 && (*copies)[i - 1].set == (*copies)[i].set) spare += (*copies)[i].entry.bytes;
    say(copies->empty() ? tr("No model is here twice.")
                        : tr("With one copy of each, %1 would be free.").arg(fileSizeText(spare)));
    m_duplicates.show(std::move(*copies));
}

void LibraryChecks::removeCopy(const QString& name) {
    if (m_comparing) return;
    m_comparing = true;
    emit changed();
    m_queue.post([this, name = fromQString(name), stop = m_stop.get_token()] {
        // Files may have gone or changed since they were compared: the last copy stays.
        auto copies = compare(stop);
        QString told;
        if (copies) {
            const auto copy = std::find_if(copies->begin(), copies->end(), [&](const auto& each) {
                return each.entry.name == name;
            });
            using Moved = core::Result<std::vector<std::filesystem::path>>;
            const Moved moved = copy != copies->end()
                                    ? m_library()->moveToTrash(name)
                                    : Moved(core::Error{core::ErrorCode::NotFound,
                                                        "that copy is the only one now: it stays"});
            if (moved) {
                told = tr("One copy of %1 is in the trash").arg(toQString(copy->entry.title()));
                copies = compare(stop);
            } else {
                copies = moved.error();
            }
        }
        postToGui(m_self, [copies = std::move(copies), told](LibraryChecks& self) mutable {
            self.take(std::move(copies));
            if (told.isEmpty()) return;
            self.m_notifications.show(told);
            self.m_removed();
        });
    });
}

void LibraryChecks::askForAll() {
    std::vector<core::ModelEntry> known;
    for (const core::ModelEntry& entry : m_list.all())
        if (originKnown(entry)) known.push_back(entry);
    if (known.empty())
        return say(tr("It is not known of any model where it came from: nothing was asked."));
    ask(std::move(known));
}

void LibraryChecks::askFor(int row) {
    const core::ModelEntry* entry = m_list.entry(row);
    if (entry != nullptr && originKnown(*entry)) ask({*entry});
}

void LibraryChecks::ask(std::vector<core::ModelEntry> entries) {
    if (m_asking) return;
    if (m_network.isOffline())
        return say(tr("Hearth is offline: the hub was not asked. Switch to online on the Network "
                      "page first."),
                   true);
    m_asking = true;
    say(tr("Asking the hub about %n models…", nullptr, static_cast<int>(entries.size())));
    m_queue.post(
        [this, entries = std::move(entries), stop = m_stop.get_token()] { askHub(entries, stop); });
}

// On the queue's thread.
void LibraryChecks::askHub(const std::vector<core::ModelEntry>& entries,
                           const std::stop_token& stop) {
    core::HubClient client(m_network.gate(), nullptr);
    int asked = 0;
    int newer = 0;
    QString end;
    for (const core::ModelEntry& entry : entries) {
        const auto state = core::checkUpstream(entry, client, stop);
        if (!state && (endsAll(state.error()) || stop.stop_requested())) {
            end = stop.stop_requested() ? tr("Stopped.") : sentence(state.error());
            break;
        }
        ++asked;
        const UpstreamNote note = noteOf(state);
        if (note.kind == UpstreamNote::Newer) ++newer;
        postToGui(m_self, [note, name = entry.name](LibraryChecks& self) {
            self.m_list.setUpstream(name, note);
        });
    }
    postToGui(m_self, [asked, newer, end](LibraryChecks& self) {
        self.m_asking = false;
        if (!end.isEmpty()) return self.say(end, true);
        const QString found =
            newer == 0 ? tr("nothing is newer there") : tr("%n are newer there", nullptr, newer);
        self.say(tr("The hub was asked about %n models: %1.", nullptr, asked).arg(found));
    });
}

} // namespace app
