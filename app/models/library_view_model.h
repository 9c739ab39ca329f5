// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <QObject>
#include <QPointer>
#include <QString>
#include <QUrl>
#include <QtQml/qqmlregistration.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "app/models/library_checks.h"
#include "app/models/library_list.h"
#include "core/base/paths.h"
#include "core/base/task_queue.h"

namespace core {
class ModelLibrary;
struct FetchedModel;
} // namespace core

namespace app {

class ModelViewModel;
class NetworkServices;
class Notifications;

/// The library: models of this machine, wherever they lie. Opened and scanned when first looked at,
/// on threads of its own. GUI thread.
class LibraryViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the application")
    /// The rows.
    Q_PROPERTY(app::LibraryList* models READ models CONSTANT)
    /// Duplicates, and newer files at the hub.
    Q_PROPERTY(app::LibraryChecks* checks READ checks CONSTANT)
    /// Disks are being looked at.
    Q_PROPERTY(bool scanning READ scanning NOTIFY changed)
    /// Nothing was found, and everything was looked at.
    Q_PROPERTY(bool empty READ empty NOTIFY changed)
    /// Number of models and their size, in words.
    Q_PROPERTY(QString summary READ summary NOTIFY changed)
    /// Words that rows must contain.
    Q_PROPERTY(QString filter READ filter WRITE setFilter NOTIFY changed)
    /// Folder that downloads go to.
    Q_PROPERTY(QString folder READ folder CONSTANT)

public:
    LibraryViewModel(core::Paths paths, ModelViewModel& model, NetworkServices& network,
                     Notifications& notifications, QObject* parent = nullptr);
    ~LibraryViewModel() override;

    /// Looks again, in the background.
    Q_INVOKABLE void refresh();
    /// Opens a model.
    Q_INVOKABLE void load(int row);
    /// The file of a row, for the load dialog.
    Q_INVOKABLE QString path(int row) const;
    /// Moves its files to the trash.
    Q_INVOKABLE void remove(const QString& name);
    /// Shows its folder in the file manager.
    Q_INVOKABLE void reveal(int row);
    /// Looks in a folder from now on.
    Q_INVOKABLE void addFolder(const QUrl& folder);

    /// Looks a file up; `found` is called on the GUI thread, with nothing for one that is in no
    /// folder of the library, and not at all once `context` is gone. Does not wait for a scan.
    void find(const std::filesystem::path& path, QObject* context,
              std::function<void(const std::optional<core::ModelEntry>& entry)> found);
    /// Where the files of a finished download came from, and their hashes. Any thread.
    void recordDownload(const core::FetchedModel& model);
    /// Keeps parameters for a model, by its name.
    void setDefaults(const std::string& name, const core::LoadDefaults& defaults);

    LibraryList* models() { return &m_list; }
    LibraryChecks* checks() { return &m_checks; }
    bool scanning() const { return m_scanning; }
    bool empty() const { return m_looked && !m_scanning && m_total == 0; }
    QString summary() const;
    QString filter() const { return m_filter; }
    void setFilter(const QString& text);
    QString folder() const;

signals:
    void changed();
    /// What it holds, after a look.
    void listed(const std::vector<core::ModelEntry>& entries);

private:
    /// On a queue's thread: opened at the first call, null when that failed.
    core::ModelLibrary* library();
    void publish();
    void tell(const core::Error& error);

    core::Paths m_paths;
    ModelViewModel& m_model;
    Notifications& m_notifications;
    LibraryList m_list;
    QString m_filter;
    bool m_scanning = false;
    bool m_looked = false;
    std::size_t m_total = 0;
    std::uint64_t m_bytes = 0;
    std::stop_source m_stop;
    QPointer<LibraryViewModel> m_self;
    std::mutex m_libraryMutex; // Guards the opening of what follows.
    std::unique_ptr<core::ModelLibrary> m_library;
    // Last: their tasks use the rest. A scan does not keep a question waiting.
    core::TaskQueue m_queue;
    core::TaskQueue m_questions;
    LibraryChecks m_checks;
};

} // namespace app
