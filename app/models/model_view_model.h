// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <QAbstractListModel>
#include <QObject>
#include <QPointer>
#include <QUrl>
#include <QtQml/qqmlregistration.h>

#include <filesystem>
#include <functional>
#include <optional>
#include <vector>

#include "core/chat/chat_listener.h"
#include "core/chat/text_engine.h"
#include "core/library/model_entry.h"

namespace core {
class ChatService;
class SettingsStore;
} // namespace core

namespace app {

class CoreEvents;
class Notifications;

/// A model that can be picked.
struct PickedModel {
    std::filesystem::path path;
    QString name;
    QString detail; ///< Quantization and size; empty for what the library does not know.

    bool operator==(const PickedModel&) const = default;
};

/// Models to pick: those that were open before, newest first, then the rest of the library. GUI
/// thread.
class RecentModelList : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("belongs to the model bar")
    /// Number of rows.
    Q_PROPERTY(int count READ count NOTIFY countChanged)

public:
    enum Role {
        NameRole = Qt::UserRole + 1, ///< What to call it.
        PathRole,                    ///< Where the file is.
        DetailRole,                  ///< Quantization and size, in words; may be empty.
    };
    using QAbstractListModel::QAbstractListModel;

    void show(std::vector<PickedModel> models);
    int count() const { return static_cast<int>(m_models.size()); }
    /// Empty for no such row.
    std::filesystem::path path(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

signals:
    void countChanged();

private:
    std::vector<PickedModel> m_models;
};

/// Devices that a model can run on; the first row leaves the choice to the program. GUI thread.
class DeviceList : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("belongs to the model bar")

public:
    enum Role {
        DeviceIdRole = Qt::UserRole + 1, ///< "auto", "cpu", "vulkan:0", ...
        NameRole,                        ///< What to call it.
        DetailRole,                      ///< Kind and memory, in words.
        CurrentRole,                     ///< It is the chosen one.
    };
    explicit DeviceList(QObject* parent = nullptr);

    void show(const inference::DeviceList& devices);
    void setCurrent(const QString& id);
    QString current() const { return m_current; }
    QString nameOf(const QString& id) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

private:
    struct Row {
        QString id;
        QString name;
        QString detail;
    };
    std::vector<Row> m_rows;
    QString m_current = QStringLiteral("auto");
};

/// The model bar: what is loaded, loading it, and where it runs. Commands return at once. GUI
/// thread.
class ModelViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the application")
    /// What the bar shows.
    Q_PROPERTY(State state READ state NOTIFY changed)
    /// Name of the loaded model, or of the one that is loading.
    Q_PROPERTY(QString name READ name NOTIFY changed)
    /// "Q4_K"; may be empty.
    Q_PROPERTY(QString quantization READ quantization NOTIFY changed)
    /// Where it runs and with how much context: "CPU · 1.2 GB · 8k".
    Q_PROPERTY(QString plan READ plan NOTIFY changed)
    /// Bytes that the model takes, in words; empty without one.
    Q_PROPERTY(QString memory READ memory NOTIFY changed)
    /// Name and plan in one sentence.
    Q_PROPERTY(QString description READ description NOTIFY changed)
    /// It runs on a graphics device.
    Q_PROPERTY(bool onGpu READ onGpu NOTIFY changed)
    /// Share of loading that is done.
    Q_PROPERTY(qreal progress READ progress NOTIFY changed)
    /// Why the last load failed; empty for nothing.
    Q_PROPERTY(QString errorTitle READ errorTitle NOTIFY changed)
    /// What that means and what to do next.
    Q_PROPERTY(QString errorAdvice READ errorAdvice NOTIFY changed)
    /// Why the CPU took over; empty when it did not.
    Q_PROPERTY(QString fallback READ fallback NOTIFY changed)
    /// The model's template knows thoughts.
    Q_PROPERTY(bool reasoning READ reasoning NOTIFY changed)
    /// The longest context that the model was trained for; 0 without one.
    Q_PROPERTY(int contextTrained READ contextTrained NOTIFY changed)
    /// The context that it was loaded with; 0 without one.
    Q_PROPERTY(int contextLoaded READ contextLoaded NOTIFY changed)
    /// Models opened before, and those of the library.
    Q_PROPERTY(app::RecentModelList* recent READ recent CONSTANT)
    /// Devices of this machine.
    Q_PROPERTY(app::DeviceList* devices READ devices CONSTANT)
    /// Id of the chosen device.
    Q_PROPERTY(QString device READ device NOTIFY deviceChanged)
    /// Its name.
    Q_PROPERTY(QString deviceName READ deviceName NOTIFY deviceChanged)
    /// Why there is no Vulkan device; empty when there is one.
    Q_PROPERTY(QString deviceNote READ deviceNote NOTIFY deviceChanged)
    /// The devices are being looked for.
    Q_PROPERTY(bool findingDevices READ findingDevices NOTIFY deviceChanged)

public:
    enum class State { None, Loading, Ready };
    Q_ENUM(State)

    ModelViewModel(core::ChatService& service, core::SettingsStore& settings, CoreEvents& events,
                   Notifications& notifications, QObject* parent = nullptr);

    /// A file from a dialog or dropped on the window; says so when it is no model.
    Q_INVOKABLE void openUrl(const QUrl& url);
    Q_INVOKABLE void openRecent(int row);
    /// The file of a row, for the load dialog.
    Q_INVOKABLE QString recentPath(int row) const;
    /// Asks for the library's models: see modelsWanted().
    Q_INVOKABLE void findModels() { emit modelsWanted(); }
    Q_INVOKABLE void cancelLoading();
    Q_INVOKABLE void eject();
    /// Loads the same file again, with what was chosen since.
    Q_INVOKABLE void reload();
    /// Starts drivers in the background, the first time.
    Q_INVOKABLE void findDevices();
    /// Loads again on that device if a model is loaded.
    Q_INVOKABLE void chooseDevice(const QString& id);
    Q_INVOKABLE void dismissError();
    Q_INVOKABLE void dismissFallback();
    /// True for a file that may be dropped on the window.
    Q_INVOKABLE static bool isModelFile(const QUrl& url);

    /// Opens a file with what is kept for it in the library.
    void open(const std::filesystem::path& path);
    /// Opens a file with these parameters; those that are not set are the program's.
    void openWith(const std::filesystem::path& path, const core::LoadDefaults& parameters);
    /// Who knows what is kept for a file; it calls back with nothing where nothing is.
    using FindDefaults = std::function<void(const std::filesystem::path& path,
                                            std::function<void(const core::LoadDefaults&)> found)>;
    void setFindDefaults(FindDefaults find) { m_findDefaults = std::move(find); }
    /// Models of the library, for the picker.
    void showLibrary(const std::vector<core::ModelEntry>& entries);
    /// What the loaded model holds and gives back when another one is loaded.
    std::vector<inference::DeviceMemory> held() const;
    /// Context that is asked for where a model has none of its own; 0: the program's.
    int contextWished() const;

    State state() const { return static_cast<State>(m_state.kind); }
    QString name() const;
    QString quantization() const;
    QString plan() const;
    QString memory() const;
    QString description() const;
    bool onGpu() const;
    qreal progress() const { return m_state.fraction; }
    QString errorTitle() const { return m_errorTitle; }
    QString errorAdvice() const { return m_errorAdvice; }
    QString fallback() const { return m_fallback; }
    bool reasoning() const { return state() == State::Ready && m_state.info.reasoning; }
    int contextTrained() const;
    int contextLoaded() const;
    RecentModelList* recent() { return &m_recent; }
    DeviceList* devices() { return &m_devices; }
    QString device() const { return m_devices.current(); }
    QString deviceName() const { return m_devices.nameOf(m_devices.current()); }
    QString deviceNote() const { return m_deviceNote; }
    bool findingDevices() const { return m_findingDevices; }

signals:
    void changed();
    void deviceChanged();
    /// The picker is opened: showLibrary() may follow.
    void modelsWanted();

private:
    void setState(const core::ModelState& state);
    void showPicker();

    core::ChatService& m_service;
    core::SettingsStore& m_settings;
    Notifications& m_notifications;
    QPointer<ModelViewModel> m_self;
    core::ModelState m_state;
    RecentModelList m_recent;
    DeviceList m_devices;
    FindDefaults m_findDefaults;
    int m_opening = 0; // Number of the newest wish to open something.
    std::vector<std::filesystem::path> m_recentPaths;
    std::vector<PickedModel> m_library;
    QString m_errorTitle;
    QString m_errorAdvice;
    QString m_fallback;
    QString m_deviceNote;
    bool m_findingDevices = false;
    bool m_foundDevices = false;
};

} // namespace app
