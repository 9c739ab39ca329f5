// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "app/application.h"

#include <QGuiApplication>
#include <QQmlApplicationEngine>
#include <QQuickWindow>

#include <chrono>
#include <cstdio>
#include <fstream>
#include <utility>

#include <unistd.h>

#include "app/base/blocked_network.h"
#include "app/base/core_events.h"
#include "app/base/error_text.h"
#include "app/base/icon_provider.h"
#include "app/base/one_instance.h"
#include "app/base/qt_text.h"
#include "app/chat/chat_list_model.h"
#include "app/chat/chat_view_model.h"
#include "app/chat/parameters_view_model.h"
#include "app/models/discover_view_model.h"
#include "app/models/downloads_view_model.h"
#include "app/models/library_view_model.h"
#include "app/models/load_view_model.h"
#include "app/models/model_view_model.h"
#include "app/models/network_services.h"
#include "app/models/welcome_view_model.h"
#include "app/navigation.h"
#include "app/notifications.h"
#include "app/pages/hardware_view_model.h"
#include "app/pages/network_view_model.h"
#include "app/pages/settings_view_model.h"
#include "core/chat/chat_service.h"
#include "core/chat/text_engine.h"
#include "core/planner/speed_book.h"
#include "core/settings/settings.h"
#include "core/storage/chat_store.h"
#include "core/storage/database.h"

namespace app {
namespace {

// Milliseconds since the kernel started this process: field 22 of /proc/self/stat against the time
// since boot (proc(5)). Its clock ticks every 10 ms.
double millisecondsSinceExec() {
    std::ifstream stat("/proc/self/stat");
    std::string text((std::istreambuf_iterator<char>(stat)), std::istreambuf_iterator<char>());
    const std::size_t name = text.rfind(')'); // The second field may hold spaces.
    if (name == std::string::npos) return -1;
    const QStringList fields =
        QString::fromStdString(text.substr(name + 2)).split(u' ', Qt::SkipEmptyParts);
    if (fields.size() < 20) return -1;
    const double started = fields[19].toDouble() / static_cast<double>(sysconf(_SC_CLK_TCK));
    timespec now{};
    clock_gettime(CLOCK_BOOTTIME, &now);
    return (static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9 - started)
           * 1e3;
}

} // namespace

Storage::Storage() = default;
Storage::~Storage() = default;
Storage::Storage(Storage&&) noexcept = default;
Storage& Storage::operator=(Storage&&) noexcept = default;

core::Result<Storage> Storage::open(const std::filesystem::path& dataDir) {
    Storage storage;
    TRY(storage.paths, core::Paths::create(dataDir));
    storage.settings = core::SettingsStore::open(storage.paths.settings());
    TRY(storage.database, core::Database::open(storage.paths.database()));
    TRY(storage.chats, core::ChatStore::open(*storage.database));
    return storage;
}

namespace {

/// Without the book plans estimate: no reason not to start.
std::shared_ptr<core::SpeedBook> openSpeeds(const core::Paths& paths) {
    auto book = core::SpeedBook::open(paths.speeds());
    return book ? std::shared_ptr<core::SpeedBook>(std::move(*book)) : nullptr;
}

} // namespace

Application::Application(Storage storage, const StartOptions& options)
    : m_options(options), m_storage(std::move(storage)) {
    if (!options.device.empty()) {
        m_storage.settings->update(
            [&](core::Settings& settings) { settings.device = options.device; });
    }
    m_events = std::make_unique<CoreEvents>();
    m_service = std::make_unique<core::ChatService>(
        *m_storage.chats, *m_storage.settings,
        core::createLocalEngineFactory({}, openSpeeds(m_storage.paths), m_storage.paths.prefixes()),
        *m_events);
    m_notifications = std::make_unique<Notifications>();
    m_settings = std::make_unique<SettingsViewModel>(m_storage.settings.get(),
                                                     pathToQString(m_storage.paths.data));
    SettingsViewModel::setInstance(m_settings.get());
    m_chats = std::make_unique<ChatListModel>(*m_service, *m_events, *m_notifications);
    m_chat = std::make_unique<ChatViewModel>(*m_service, *m_storage.settings, *m_events,
                                             *m_notifications);
    m_parameters = std::make_unique<ParametersViewModel>(*m_storage.settings, *m_chat);
    m_model = std::make_unique<ModelViewModel>(*m_service, *m_storage.settings, *m_events,
                                               *m_notifications);
    m_hardware = std::make_unique<HardwareViewModel>(m_storage.paths);
    makeNetwork();

    QObject::connect(m_chats.get(), &ChatListModel::removed, m_chat.get(), [this](qint64 chat) {
        if (chat == m_chat->chatId()) m_chat->newChat();
    });
    QObject::connect(m_events.get(), &CoreEvents::storageProblem, m_notifications.get(),
                     [this](const core::Error& error) {
                         m_notifications->showError(errorText(error, ErrorScene::Storage));
                     });
}

// Nothing of this opens a file or a socket before a page asks for it.
void Application::makeNetwork() {
    const core::Paths& paths = m_storage.paths;
    const bool offline = m_options.offline || m_storage.settings->current().offline;
    m_services =
        std::make_unique<NetworkServices>(paths, *m_storage.settings, m_options.endpoint, offline);
    m_network =
        std::make_unique<NetworkViewModel>(*m_services, *m_storage.settings, m_options.offline);
    m_library = std::make_unique<LibraryViewModel>(paths, *m_model, *m_services, *m_notifications);
    m_downloads = std::make_unique<DownloadsViewModel>(paths, *m_storage.settings, *m_services,
                                                       *m_library, *m_model, *m_notifications);
    m_discover = std::make_unique<DiscoverViewModel>(paths, *m_storage.settings, *m_services);
    m_loader = std::make_unique<LoadViewModel>(paths, *m_storage.settings, *m_library, *m_model);
    m_welcome =
        std::make_unique<WelcomeViewModel>(paths, *m_storage.settings, !m_options.model.empty());
    m_model->setFindDefaults([this](const auto& path, auto found) {
        m_library->find(path, m_model.get(), [found](const auto& entry) {
            found(entry ? entry->defaults : core::LoadDefaults());
        });
    });
    QObject::connect(m_model.get(), &ModelViewModel::modelsWanted, m_library.get(),
                     &LibraryViewModel::refresh);
    QObject::connect(m_library.get(), &LibraryViewModel::listed, m_model.get(),
                     &ModelViewModel::showLibrary);
}

Application::~Application() {
    // The window lets go of the view-models, then core stops its threads, which may still post to
    // them; what arrives for someone gone is dropped.
    m_engine.reset();
    m_service.reset();
}

bool Application::start() {
    m_engine = std::make_unique<QQmlApplicationEngine>();
    m_engine->addImageProvider(QStringLiteral("icon"), new IconProvider);
    static BlockedNetworkFactory blocked;
    m_engine->setNetworkAccessManagerFactory(&blocked);
    m_engine->addImportPath(QStringLiteral("qrc:/qt/qml"));
    m_engine->setInitialProperties(
        {{QStringLiteral("chats"), QVariant::fromValue(m_chats.get())},
         {QStringLiteral("chat"), QVariant::fromValue(m_chat.get())},
         {QStringLiteral("parameters"), QVariant::fromValue(m_parameters.get())},
         {QStringLiteral("model"), QVariant::fromValue(m_model.get())},
         {QStringLiteral("library"), QVariant::fromValue(m_library.get())},
         {QStringLiteral("discover"), QVariant::fromValue(m_discover.get())},
         {QStringLiteral("downloads"), QVariant::fromValue(m_downloads.get())},
         {QStringLiteral("loader"), QVariant::fromValue(m_loader.get())},
         {QStringLiteral("welcome"), QVariant::fromValue(m_welcome.get())},
         {QStringLiteral("network"), QVariant::fromValue(m_network.get())},
         {QStringLiteral("hardware"), QVariant::fromValue(m_hardware.get())},
         {QStringLiteral("notifications"), QVariant::fromValue(m_notifications.get())}});
    m_engine->load(QUrl(QStringLiteral("qrc:/qt/qml/Hearth/Main.qml")));
    if (m_engine->rootObjects().isEmpty()) return false;
    auto* window = qobject_cast<QQuickWindow*>(m_engine->rootObjects().first());
    if (m_options.measureStartup && window != nullptr) measureStartup(window);
    openFirst();
    serveLaterStarts();
    return true;
}

// The chat and the model of the last time, or what the command line names.
void Application::openFirst() {
    const core::Settings settings = m_storage.settings->current();
    m_chats->reload();
    if (settings.lastChat != core::kNoId) m_chat->openChat(settings.lastChat);
    if (!m_options.model.empty()) {
        m_model->open(std::filesystem::absolute(m_options.model));
    } else if (settings.loadLastModelAtStart && !settings.lastModel.empty()) {
        std::error_code ignored;
        if (std::filesystem::exists(settings.lastModel, ignored)) m_model->open(settings.lastModel);
    }
    if (!m_options.link.empty()) openLink(toQString(m_options.link));
    if (const std::string& report = m_storage.settings->report(); !report.empty()) {
        m_notifications->show(toQString(report));
    }
    if (const core::DatabaseReport& report = m_storage.database->report(); !report.damage.empty()) {
        m_notifications->showError(
            {QCoreApplication::translate("ErrorText", "The chats' database was damaged"),
             QCoreApplication::translate("ErrorText",
                                         "A new one was begun. The old file was kept: %1")
                 .arg(pathToQString(report.movedAside))});
    }
}

void Application::openLink(const QString& link) {
    if (!m_discover->openLink(link))
        m_notifications->show(
            QCoreApplication::translate("Application", "That link names no model"));
}

// Without a socket a later start says that the program is open: no reason to bother anyone now.
void Application::serveLaterStarts() {
    m_instance = std::make_unique<OneInstance>(m_storage.paths.data);
    QObject::connect(m_instance.get(), &OneInstance::requested, m_engine.get(),
                     [this](const OpenRequest& request) { openRequested(request); });
    m_instance->listen();
}

// What a second start of the program was to open, with this window's data folder.
void Application::openRequested(const OpenRequest& request) {
    if (request.offline) m_network->setOffline(true); // First: what follows may ask the hub.
    if (!request.link.isEmpty()) {
        openLink(request.link);
    } else if (!request.model.isEmpty()) {
        const int type = qmlTypeId("Hearth.App", 1, 0, "Navigation");
        if (auto* navigation = m_engine->singletonInstance<Navigation*>(type))
            navigation->setPage(Navigation::Page::Chats);
        m_model->open(toPath(request.model));
    }
    showWindow(request.activation);
}

void Application::showWindow(const QString& activation) {
    auto* window = qobject_cast<QQuickWindow*>(m_engine->rootObjects().first());
    if (window == nullptr) return;
    // Wayland compositors let only him come to the front who shows what the desktop gave out.
    if (!activation.isEmpty()) qputenv("XDG_ACTIVATION_TOKEN", activation.toUtf8());
    window->setWindowStates(window->windowStates() & ~Qt::WindowMinimized);
    window->show();
    window->raise();
    window->requestActivate();
}

void Application::measureStartup(QQuickWindow* window) {
    const auto report = [] {
        std::printf("first frame after %.0f ms\n", millisecondsSinceExec());
        std::fflush(stdout);
        QMetaObject::invokeMethod(qGuiApp, &QCoreApplication::quit, Qt::QueuedConnection);
    };
    QObject::connect(
        window, &QQuickWindow::frameSwapped, window, report,
        static_cast<Qt::ConnectionType>(Qt::DirectConnection | Qt::SingleShotConnection));
}

} // namespace app
