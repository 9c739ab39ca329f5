// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <QObject>
#include <QTranslator>

#include <filesystem>
#include <memory>
#include <string>

#include "core/base/paths.h"
#include "core/base/result.h"

class QGuiApplication;
class QQmlApplicationEngine;
class QQuickWindow;

namespace core {
class ChatService;
class ChatStore;
class Database;
class SettingsStore;
} // namespace core

namespace app {

class ChatListModel;
class ChatViewModel;
class CoreEvents;
class DiscoverViewModel;
class DownloadsViewModel;
class HardwareViewModel;
class LibraryViewModel;
class LoadViewModel;
class ModelViewModel;
class NetworkServices;
class NetworkViewModel;
class Notifications;
class OneInstance;
class ParametersViewModel;
class SettingsViewModel;
class WelcomeViewModel;
struct OpenRequest;

/// What the command line asked for.
struct StartOptions {
    std::filesystem::path model;
    std::string link; ///< "hearth://…"; empty for none.
    std::filesystem::path dataDir;
    std::string device;
    std::string endpoint; ///< Of the hub; empty: the usual.
    bool offline = false;
    bool softwareRendering = false;
    bool measureStartup = false; ///< Print the milliseconds to the first frame, and quit.
};

/// What lies on disk, opened. Made on any thread while the window toolkit starts on another.
struct Storage {
    core::Paths paths;
    std::unique_ptr<core::SettingsStore> settings;
    std::unique_ptr<core::Database> database;
    std::unique_ptr<core::ChatStore> chats;

    static core::Result<Storage> open(const std::filesystem::path& dataDir);
    Storage();
    ~Storage();
    Storage(Storage&&) noexcept;
    Storage& operator=(Storage&&) noexcept;
};

/// The composition root: makes core and the view-models, hands them to QML, and takes all down in
/// order. GUI thread.
class Application {
public:
    Application(Storage storage, const StartOptions& options);
    ~Application();

    /// Loads the window. False when its QML is broken.
    bool start();

private:
    void makeNetwork();
    void openFirst();
    void serveLaterStarts();
    void openLink(const QString& link);
    void openRequested(const OpenRequest& request);
    void showWindow(const QString& activation);
    void measureStartup(QQuickWindow* window);

    StartOptions m_options;
    Storage m_storage;
    std::unique_ptr<CoreEvents> m_events;
    std::unique_ptr<core::ChatService> m_service;
    std::unique_ptr<Notifications> m_notifications;
    std::unique_ptr<SettingsViewModel> m_settings;
    std::unique_ptr<ChatListModel> m_chats;
    std::unique_ptr<ChatViewModel> m_chat;
    std::unique_ptr<ParametersViewModel> m_parameters;
    std::unique_ptr<ModelViewModel> m_model;
    std::unique_ptr<HardwareViewModel> m_hardware;
    std::unique_ptr<NetworkServices> m_services;
    std::unique_ptr<NetworkViewModel> m_network;
    std::unique_ptr<LibraryViewModel> m_library;
    std::unique_ptr<DownloadsViewModel> m_downloads;
    std::unique_ptr<DiscoverViewModel> m_discover;
    std::unique_ptr<LoadViewModel> m_loader;
    std::unique_ptr<WelcomeViewModel> m_welcome;
    std::unique_ptr<OneInstance> m_instance;
    std::unique_ptr<QQmlApplicationEngine> m_engine;
};

} // namespace app
