// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <QObject>
#include <QPointer>
#include <QString>
#include <QVariantMap>
#include <QtQml/qqmlregistration.h>

#include <atomic>
#include <functional>
#include <memory>

#include "app/models/download_list.h"
#include "core/base/paths.h"
#include "core/base/task_queue.h"

namespace core {
class SettingsStore;
struct DownloadSettings;
} // namespace core

namespace app {

class LibraryViewModel;
class ModelViewModel;
class NetworkServices;
class Notifications;

/// Downloads: the list, and what people do with it. The list is opened when first looked at;
/// nothing is fetched before a person asks. GUI thread.
class DownloadsViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the application")
    /// The rows.
    Q_PROPERTY(app::DownloadList* list READ list CONSTANT)
    /// Downloads that are not finished.
    Q_PROPERTY(int active READ active NOTIFY changed)
    /// Of all together, in words; empty when nothing comes.
    Q_PROPERTY(QString rate READ rate NOTIFY changed)
    /// By reference, as download() takes it with a file: `id`, `fraction` (0..1) and `finished`.
    Q_PROPERTY(QVariantMap byFile READ byFile NOTIFY changed)
    /// Megabytes per second; 0: no limit.
    Q_PROPERTY(int rateLimit READ rateLimit WRITE setRateLimit NOTIFY settingsChanged)
    /// Downloads at the same time.
    Q_PROPERTY(int parallel READ parallel WRITE setParallel NOTIFY settingsChanged)
    /// They run in certain hours alone.
    Q_PROPERTY(bool hoursLimited READ hoursLimited WRITE setHoursLimited NOTIFY settingsChanged)
    /// Minute of the day at which those begin.
    Q_PROPERTY(int beginMinute READ beginMinute WRITE setBeginMinute NOTIFY settingsChanged)
    /// Minute of the day at which they end.
    Q_PROPERTY(int endMinute READ endMinute WRITE setEndMinute NOTIFY settingsChanged)

public:
    DownloadsViewModel(core::Paths paths, core::SettingsStore& settings, NetworkServices& network,
                       LibraryViewModel& library, ModelViewModel& model,
                       Notifications& notifications, QObject* parent = nullptr);
    ~DownloadsViewModel() override;

    /// Reads the list, in the background.
    Q_INVOKABLE void refresh();
    /// "publisher/repo:QUANT" or "publisher/repo:file.gguf".
    Q_INVOKABLE void download(const QString& reference);
    Q_INVOKABLE void pause(qlonglong id);
    Q_INVOKABLE void resume(qlonglong id);
    /// Takes it off the list; what is unfinished of it is deleted.
    Q_INVOKABLE void cancel(qlonglong id);
    /// Opens a finished one.
    Q_INVOKABLE void load(qlonglong id);

    DownloadList* list() { return &m_list; }
    int active() const { return m_active; }
    QString rate() const { return m_rate; }
    QVariantMap byFile() const { return m_byFile; }
    int rateLimit() const;
    int parallel() const;
    bool hoursLimited() const;
    int beginMinute() const;
    int endMinute() const;
    void setRateLimit(int megabytesPerSecond);
    void setParallel(int count);
    void setHoursLimited(bool limited);
    void setBeginMinute(int minute);
    void setEndMinute(int minute);

signals:
    void changed();
    void settingsChanged();

private:
    /// On the queue's thread: opened at the first call, null when that failed.
    core::DownloadQueue* downloads();
    void publish();
    /// On the queue's thread: from here on downloads run.
    void start(core::DownloadQueue& list);
    void take(std::vector<core::DownloadItem> items, bool resting);
    void set(const std::function<void(core::DownloadSettings&)>& change);
    void command(std::function<void(core::DownloadQueue&)> what);
    void tell(const core::Error& error);

    core::Paths m_paths;
    core::SettingsStore& m_settings;
    NetworkServices& m_network;
    LibraryViewModel& m_library;
    ModelViewModel& m_model;
    Notifications& m_notifications;
    DownloadList m_list;
    int m_active = 0;
    QString m_rate;
    QVariantMap m_byFile;
    std::atomic<bool> m_started = false;
    QPointer<DownloadsViewModel> m_self;
    std::unique_ptr<core::DownloadQueue> m_downloads; // The queue's.
    core::TaskQueue m_queue;                          // Last: its tasks use the rest.
};

} // namespace app
