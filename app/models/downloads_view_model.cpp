// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "app/models/downloads_view_model.h"

#include <QGuiApplication>

#include <algorithm>
#include <utility>

#include "app/base/desktop_notice.h"
#include "app/base/error_text.h"
#include "app/base/post_to_gui.h"
#include "app/base/qt_text.h"
#include "app/models/library_list.h"
#include "app/models/library_view_model.h"
#include "app/models/model_view_model.h"
#include "app/models/network_services.h"
#include "app/notifications.h"
#include "core/settings/settings.h"

namespace app {
namespace {

constexpr std::uint64_t kMegabyte = 1'000'000;

/// What tells downloads of one repository apart, and fits into a line.
QString fileNameOf(const QString& reference) {
    return reference.section(QLatin1Char(':'), -1).section(QLatin1Char('/'), -1);
}

QVariantMap progressOf(const core::DownloadItem& item) {
    const double total = static_cast<double>(item.total);
    return {{QStringLiteral("id"), static_cast<qlonglong>(item.id)},
            {QStringLiteral("fraction"),
             item.total > 0 ? static_cast<double>(item.bytes) / total : 0.0},
            {QStringLiteral("finished"), item.state == core::DownloadState::Finished}};
}

} // namespace

DownloadsViewModel::DownloadsViewModel(core::Paths paths, core::SettingsStore& settings,
                                       NetworkServices& network, LibraryViewModel& library,
                                       ModelViewModel& model, Notifications& notifications,
                                       QObject* parent)
    : QObject(parent), m_paths(std::move(paths)), m_settings(settings), m_network(network),
      m_library(library), m_model(model), m_notifications(notifications), m_self(this) {
    m_network.setRateMax(settings.current().downloads.rateMax);
}

DownloadsViewModel::~DownloadsViewModel() {
    m_queue.post([this] { m_downloads.reset(); });
    m_queue.drain();
}

core::DownloadQueue* DownloadsViewModel::downloads() {
    if (m_downloads) return m_downloads.get();
    core::DownloadQueueOptions options;
    options.database = m_paths.data / "downloads.db";
    options.modelsRoot = m_paths.models;
    auto opened = core::DownloadQueue::open(m_network.gate(), std::move(options));
    if (!opened) {
        postToGui(m_self, [error = opened.error()](DownloadsViewModel& self) { self.tell(error); });
        return nullptr;
    }
    m_downloads = std::move(*opened);
    m_downloads->apply(m_settings.current().downloads);
    m_downloads->onChanged([this] { publish(); });
    m_downloads->onFinished([this](const core::DownloadItem&, const core::FetchedModel& model) {
        m_library.recordDownload(model);
        postToGui(m_self, [label = pathToQString(model.files.front().filename())](
                              DownloadsViewModel& self) {
            self.m_notifications.show(tr("%1 is here and verified").arg(label));
            // Whoever waits for gigabytes looks at something else meanwhile.
            if (QGuiApplication::applicationState() != Qt::ApplicationActive)
                tellDesktop(tr("Download finished"), label);
            self.m_library.refresh();
        });
    });
    return m_downloads.get();
}

// On a thread of core. The destructor of m_downloads ends all calls before the rest goes.
void DownloadsViewModel::publish() {
    postToGui(m_self,
              [items = m_downloads->items(), resting = !m_started](
                  DownloadsViewModel& self) mutable { self.take(std::move(items), resting); });
}

void DownloadsViewModel::take(std::vector<core::DownloadItem> items, bool resting) {
    double rate = 0;
    m_active = 0;
    m_byFile.clear();
    for (const core::DownloadItem& item : items) {
        m_byFile.insert(toQString(item.reference.repository + ':' + item.reference.file),
                        progressOf(item));
        if (item.state == core::DownloadState::Running) rate += item.rate;
        if (item.state != core::DownloadState::Finished) ++m_active;
    }
    m_rate = rate > 0 ? tr("%1/s").arg(fileSizeText(static_cast<std::uint64_t>(rate))) : QString();
    m_list.show(std::move(items), resting);
    emit changed();
}

void DownloadsViewModel::tell(const core::Error& error) {
    m_notifications.showError(errorText(error, ErrorScene::Network));
}

void DownloadsViewModel::command(std::function<void(core::DownloadQueue&)> what) {
    m_queue.post([this, run = std::move(what)] {
        core::DownloadQueue* list = downloads();
        if (list == nullptr) return;
        run(*list);
        publish();
    });
}

void DownloadsViewModel::start(core::DownloadQueue& list) {
    m_started = true;
    list.start();
}

void DownloadsViewModel::refresh() {
    command([](core::DownloadQueue&) {});
}

void DownloadsViewModel::download(const QString& reference) {
    const auto parsed = core::parseHubReference(fromQString(reference));
    if (!parsed) {
        tell(parsed.error());
        return;
    }
    command([this, wanted = *parsed](core::DownloadQueue& list) {
        list.add(wanted);
        start(list);
    });
    m_notifications.show(tr("%1 is on its way").arg(fileNameOf(reference)));
}

void DownloadsViewModel::pause(qlonglong id) {
    command([id](core::DownloadQueue& list) { list.pause(id); });
}

void DownloadsViewModel::resume(qlonglong id) {
    command([this, id](core::DownloadQueue& list) {
        list.resume(id);
        start(list);
    });
}

void DownloadsViewModel::cancel(qlonglong id) {
    command([id](core::DownloadQueue& list) { list.cancel(id); });
}

void DownloadsViewModel::load(qlonglong id) {
    for (int row = 0; row < m_list.count(); ++row) {
        const core::DownloadItem* item = m_list.item(row);
        if (item->id == id && !item->entryPoint.empty()) m_model.open(item->entryPoint);
    }
}

int DownloadsViewModel::rateLimit() const {
    return static_cast<int>(m_settings.current().downloads.rateMax / kMegabyte);
}

int DownloadsViewModel::parallel() const {
    return static_cast<int>(m_settings.current().downloads.parallelMax);
}

bool DownloadsViewModel::hoursLimited() const {
    return m_settings.current().downloads.hours.limited;
}

int DownloadsViewModel::beginMinute() const {
    return m_settings.current().downloads.hours.beginMinute;
}

int DownloadsViewModel::endMinute() const {
    return m_settings.current().downloads.hours.endMinute;
}

// The list itself is told only if it is open: else it reads the settings when it opens.
void DownloadsViewModel::set(const std::function<void(core::DownloadSettings&)>& change) {
    core::DownloadSettings now = m_settings.current().downloads;
    const core::DownloadSettings before = now;
    change(now);
    if (now == before) return;
    m_settings.update([&](core::Settings& settings) { settings.downloads = now; });
    m_network.setRateMax(now.rateMax);
    m_queue.post([this, now] {
        if (m_downloads) m_downloads->apply(now);
    });
    emit settingsChanged();
}

void DownloadsViewModel::setRateLimit(int megabytesPerSecond) {
    set([=](auto& s) {
        s.rateMax = static_cast<std::uint64_t>(std::max(0, megabytesPerSecond)) * kMegabyte;
    });
}

void DownloadsViewModel::setParallel(int count) {
    const int most = static_cast<int>(core::DownloadSettings::kParallelMax);
    set([=](auto& s) { s.parallelMax = static_cast<unsigned>(std::clamp(count, 1, most)); });
}

void DownloadsViewModel::setHoursLimited(bool limited) {
    set([=](auto& s) { s.hours.limited = limited; });
}

void DownloadsViewModel::setBeginMinute(int minute) {
    set([=](auto& s) { s.hours.beginMinute = minute; });
}

void DownloadsViewModel::setEndMinute(int minute) {
    set([=](auto& s) { s.hours.endMinute = minute; });
}

} // namespace app
