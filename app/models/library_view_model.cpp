// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "app/models/library_view_model.h"

#include <QDesktopServices>
#include <QLocale>

#include <cstdlib>
#include <utility>

#include "app/base/error_text.h"
#include "app/base/post_to_gui.h"
#include "app/base/qt_text.h"
#include "app/models/model_view_model.h"
#include "app/notifications.h"
#include "core/download/model_download.h"
#include "core/library/model_library.h"

namespace app {
namespace {

std::string environment(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? std::string() : std::string(value);
}

core::LibraryOptions libraryOptions(const core::Paths& paths) {
    const std::filesystem::path home = environment("HOME");
    std::filesystem::path share = environment("XDG_DATA_HOME");
    if (!share.is_absolute()) share = home / ".local/share";
    return {.database = paths.library(),
            .ownRoot = paths.models,
            .homeTrash = share / "Trash",
            .known = core::knownModelFolders(home, environment)};
}

} // namespace

LibraryViewModel::LibraryViewModel(core::Paths paths, ModelViewModel& model,
                                   NetworkServices& network, Notifications& notifications,
                                   QObject* parent)
    : QObject(parent), m_paths(std::move(paths)), m_model(model), m_notifications(notifications),
      m_self(this), m_checks([this] { return library(); }, m_list, network, notifications,
                             [this] { m_queue.post([this] { publish(); }); }) {}

LibraryViewModel::~LibraryViewModel() {
    m_stop.request_stop();
    m_checks.finish();
    m_queue.drain();
    m_questions.drain();
    m_library.reset();
}

core::ModelLibrary* LibraryViewModel::library() {
    const std::lock_guard lock(m_libraryMutex);
    if (m_library) return m_library.get();
    auto opened = core::ModelLibrary::open(libraryOptions(m_paths));
    if (!opened) {
        postToGui(m_self, [error = opened.error()](LibraryViewModel& self) { self.tell(error); });
        return nullptr;
    }
    m_library = std::move(*opened);
    m_library->onChanged([this] { publish(); });
    return m_library.get();
}

// On a thread of core.
void LibraryViewModel::publish() {
    std::vector<core::ModelEntry> entries = m_library->entries();
    postToGui(m_self, [entries = std::move(entries)](LibraryViewModel& self) mutable {
        self.m_total = entries.size();
        self.m_bytes = 0;
        for (const core::ModelEntry& entry : entries) self.m_bytes += entry.bytes;
        emit self.listed(entries);
        self.m_list.show(std::move(entries));
        emit self.changed();
    });
}

void LibraryViewModel::tell(const core::Error& error) {
    m_scanning = false;
    m_notifications.showError(errorText(error, ErrorScene::Storage));
    emit changed();
}

void LibraryViewModel::refresh() {
    if (m_scanning) return;
    m_scanning = true;
    emit changed();
    m_queue.post([this] {
        core::ModelLibrary* models = library();
        if (models == nullptr) return;
        const auto report = models->scan(core::ScanDepth::Facts, m_stop.get_token());
        if (!report) {
            postToGui(m_self,
                      [error = report.error()](LibraryViewModel& self) { self.tell(error); });
            return;
        }
        publish();
        postToGui(m_self, [](LibraryViewModel& self) {
            self.m_scanning = false;
            self.m_looked = true;
            emit self.changed();
        });
    });
}

void LibraryViewModel::find(
    const std::filesystem::path& path, QObject* context,
    std::function<void(const std::optional<core::ModelEntry>& entry)> found) {
    m_questions.post([this, path, target = QPointer<QObject>(context), found = std::move(found)] {
        std::optional<core::ModelEntry> entry;
        if (core::ModelLibrary* models = library()) {
            // By the path itself: a name that means something else is no answer.
            for (core::ModelEntry& candidate : models->entries())
                if (candidate.path() == path) entry = std::move(candidate);
        }
        postToGui(target, [found, entry = std::move(entry)](QObject&) { found(entry); });
    });
}

void LibraryViewModel::recordDownload(const core::FetchedModel& model) {
    m_questions.post([this, model] {
        // Not known is no reason to bother anyone: the record beside the file says the same.
        if (core::ModelLibrary* models = library())
            static_cast<void>(models->recordDownload(model));
    });
}

void LibraryViewModel::setDefaults(const std::string& name, const core::LoadDefaults& defaults) {
    m_questions.post([this, name, defaults] {
        core::ModelLibrary* models = library();
        if (models == nullptr) return;
        const auto kept = models->setLoadDefaults(name, defaults);
        if (!kept)
            postToGui(m_self, [error = kept.error()](LibraryViewModel& self) { self.tell(error); });
    });
}

void LibraryViewModel::load(int row) {
    const core::ModelEntry* entry = m_list.entry(row);
    if (entry != nullptr && entry->usable()) m_model.open(entry->path());
}

QString LibraryViewModel::path(int row) const {
    const core::ModelEntry* entry = m_list.entry(row);
    return entry == nullptr ? QString() : pathToQString(entry->path());
}

void LibraryViewModel::remove(const QString& name) {
    m_queue.post([this, name = fromQString(name)] {
        core::ModelLibrary* models = library();
        if (models == nullptr) return;
        const auto entry = models->find(name);
        const auto moved = models->moveToTrash(name);
        if (!moved) {
            postToGui(m_self,
                      [error = moved.error()](LibraryViewModel& self) { self.tell(error); });
            return;
        }
        publish();
        postToGui(m_self, [title = entry->title()](LibraryViewModel& self) {
            self.m_notifications.show(tr("%1 is in the trash").arg(toQString(title)));
        });
    });
}

void LibraryViewModel::reveal(int row) {
    const core::ModelEntry* entry = m_list.entry(row);
    if (entry == nullptr) return;
    QDesktopServices::openUrl(QUrl::fromLocalFile(pathToQString(entry->path().parent_path())));
}

void LibraryViewModel::addFolder(const QUrl& folder) {
    if (!folder.isLocalFile()) return;
    m_queue.post([this, path = toPath(folder.toLocalFile())] {
        core::ModelLibrary* models = library();
        if (models == nullptr) return;
        const auto added = models->addRoot(path);
        postToGui(m_self, [added](LibraryViewModel& self) {
            if (added)
                self.refresh();
            else
                self.tell(added.error());
        });
    });
}

QString LibraryViewModel::summary() const {
    if (m_total == 0) return {};
    return tr("%n models, %1", nullptr, static_cast<int>(m_total)).arg(fileSizeText(m_bytes));
}

void LibraryViewModel::setFilter(const QString& text) {
    if (text == m_filter) return;
    m_filter = text;
    m_list.setFilter(text);
    emit changed();
}

QString LibraryViewModel::folder() const {
    return pathToQString(m_paths.models);
}

} // namespace app
