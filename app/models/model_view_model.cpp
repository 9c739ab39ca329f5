// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "app/models/model_view_model.h"

#include <QLocale>

#include <algorithm>
#include <utility>

#include "app/base/core_events.h"
#include "app/base/error_text.h"
#include "app/base/post_to_gui.h"
#include "app/base/qt_text.h"
#include "app/models/library_list.h"
#include "app/notifications.h"
#include "core/chat/chat_service.h"
#include "core/settings/settings.h"

namespace app {
namespace {

QString bytesText(std::uint64_t bytes) {
    return QLocale().formattedDataSize(static_cast<qint64>(bytes), bytes < (1u << 30) ? 0 : 1,
                                       QLocale::DataSizeTraditionalFormat);
}

// 8192 as "8k"; what is no whole number of thousands as it stands.
QString contextText(std::uint32_t tokens) {
    return tokens >= 1024 && tokens % 1024 == 0 ? QStringLiteral("%1k").arg(tokens / 1024)
                                                : QLocale().toString(tokens);
}

QString stemOf(const std::filesystem::path& path) {
    return pathToQString(path.stem());
}

} // namespace

ModelViewModel::ModelViewModel(core::ChatService& service, core::SettingsStore& settings,
                               CoreEvents& events, Notifications& notifications, QObject* parent)
    : QObject(parent), m_service(service), m_settings(settings), m_notifications(notifications),
      m_self(this) {
    const core::Settings now = settings.current();
    m_devices.setCurrent(toQString(now.device));
    m_recentPaths = now.recentModels;
    showPicker();
    connect(&events, &CoreEvents::modelChanged, this, &ModelViewModel::setState);
}

void ModelViewModel::setState(const core::ModelState& state) {
    const core::ModelStateKind before = m_state.kind;
    m_state = state;
    if (state.kind == core::ModelStateKind::Loading) {
        m_errorTitle.clear();
        m_errorAdvice.clear();
        m_fallback.clear();
    }
    const bool failed = state.kind != core::ModelStateKind::Loading && !state.error
                        && state.error.error().code != core::ErrorCode::Cancelled;
    if (failed && before == core::ModelStateKind::Loading) {
        const ErrorText text = errorText(state.error.error(), ErrorScene::LoadModel);
        m_errorTitle = text.title;
        m_errorAdvice = text.advice;
    }
    if (state.kind == core::ModelStateKind::Ready) {
        m_fallback = toQString(state.info.fallbackReason);
        m_recentPaths = m_settings.current().recentModels;
        showPicker();
    }
    emit changed();
}

bool ModelViewModel::isModelFile(const QUrl& url) {
    return url.isLocalFile()
           && url.toLocalFile().endsWith(QLatin1String(".gguf"), Qt::CaseInsensitive);
}

void ModelViewModel::openUrl(const QUrl& url) {
    if (!isModelFile(url)) {
        m_notifications.show(tr("That is no GGUF model file."));
        return;
    }
    open(toPath(url.toLocalFile()));
}

void ModelViewModel::showPicker() {
    std::vector<PickedModel> rows;
    rows.reserve(m_recentPaths.size() + m_library.size());
    for (const auto& path : m_recentPaths) {
        const auto known = std::find_if(m_library.begin(), m_library.end(),
                                        [&](const PickedModel& m) { return m.path == path; });
        rows.push_back(known != m_library.end() ? *known : PickedModel{path, stemOf(path), {}});
    }
    for (const PickedModel& model : m_library)
        if (std::find(m_recentPaths.begin(), m_recentPaths.end(), model.path)
            == m_recentPaths.end())
            rows.push_back(model);
    m_recent.show(std::move(rows));
}

void ModelViewModel::showLibrary(const std::vector<core::ModelEntry>& entries) {
    m_library.clear();
    m_library.reserve(entries.size());
    for (const core::ModelEntry& entry : entries) {
        if (!entry.usable()) continue;
        QStringList words;
        if (!entry.facts.quantization.empty()) words.append(toQString(entry.facts.quantization));
        words.append(fileSizeText(entry.bytes));
        m_library.push_back(
            {entry.path(), toQString(entry.title()), words.join(QStringLiteral(" \u00B7 "))});
    }
    showPicker();
}

std::vector<inference::DeviceMemory> ModelViewModel::held() const {
    return state() == State::Ready ? m_state.info.memory : std::vector<inference::DeviceMemory>();
}

int ModelViewModel::contextWished() const {
    return static_cast<int>(m_settings.current().contextLength);
}

// What is kept for a file is looked up in the background; of several wishes the newest counts.
void ModelViewModel::open(const std::filesystem::path& path) {
    const int opening = ++m_opening;
    if (!m_findDefaults) return openWith(path, {});
    m_findDefaults(path, [this, path, opening](const core::LoadDefaults& kept) {
        if (opening == m_opening) openWith(path, kept);
    });
}

void ModelViewModel::openWith(const std::filesystem::path& path,
                              const core::LoadDefaults& parameters) {
    ++m_opening;
    const core::Settings now = m_settings.current();
    core::ModelLoadOptions options;
    options.path = path;
    options.device = parameters.device.value_or(fromQString(device()));
    options.contextLength = parameters.contextLength.value_or(now.contextLength);
    options.threads = parameters.threads.value_or(now.threads);
    options.keyCacheType = parameters.keyCacheType.value_or(std::string());
    options.valueCacheType = parameters.valueCacheType.value_or(std::string());
    if (parameters.gpuLayers.value_or(-1) >= 0)
        options.gpuLayers = static_cast<std::uint32_t>(*parameters.gpuLayers);
    if (parameters.cpuExperts.value_or(-1) >= 0)
        options.cpuExperts = static_cast<std::uint32_t>(*parameters.cpuExperts);
    m_service.loadModel(std::move(options));
}

void ModelViewModel::openRecent(int row) {
    if (const auto path = m_recent.path(row); !path.empty()) open(path);
}

QString ModelViewModel::recentPath(int row) const {
    return pathToQString(m_recent.path(row));
}

void ModelViewModel::cancelLoading() {
    m_service.cancelLoad();
}

void ModelViewModel::eject() {
    m_service.ejectModel();
}

// As it was loaded, but on the device and with the context that were chosen since.
void ModelViewModel::reload() {
    const auto& path = state() == State::Ready ? m_state.info.path : m_state.load.path;
    if (path.empty()) return;
    const core::Settings now = m_settings.current();
    core::ModelLoadOptions options;
    if (m_state.load.path == path) options = m_state.load;
    options.path = path;
    options.device = fromQString(device());
    options.threads = now.threads;
    if (now.contextLength > 0) options.contextLength = now.contextLength;
    m_service.loadModel(std::move(options));
}

void ModelViewModel::findDevices() {
    if (m_findingDevices || m_foundDevices) return;
    m_findingDevices = true;
    emit deviceChanged();
    m_service.devices([self = m_self](auto result) {
        postToGui(self, [result = std::move(result)](ModelViewModel& model) {
            model.m_findingDevices = false;
            model.m_foundDevices = result.ok();
            if (result) {
                model.m_devices.show(result.value());
                model.m_deviceNote = toQString(result.value().vulkanReason);
            }
            emit model.deviceChanged();
        });
    });
}

void ModelViewModel::chooseDevice(const QString& id) {
    if (id == device()) return;
    m_devices.setCurrent(id);
    m_settings.update([&](core::Settings& settings) { settings.device = fromQString(id); });
    emit deviceChanged();
    if (state() != State::None) reload();
}

void ModelViewModel::dismissError() {
    m_errorTitle.clear();
    m_errorAdvice.clear();
    emit changed();
}

void ModelViewModel::dismissFallback() {
    m_fallback.clear();
    emit changed();
}

QString ModelViewModel::name() const {
    switch (state()) {
    case State::Ready: return toQString(m_state.info.name);
    case State::Loading: return stemOf(m_state.load.path);
    case State::None: break;
    }
    return {};
}

QString ModelViewModel::quantization() const {
    return state() == State::Ready ? toQString(m_state.info.quantization) : QString();
}

QString ModelViewModel::plan() const {
    if (state() != State::Ready) return {};
    const QString where = onGpu() ? tr("GPU") : tr("CPU");
    return QStringLiteral("%1 %2 \u00B7 %3")
        .arg(where, memory(), contextText(m_state.info.contextLength));
}

QString ModelViewModel::memory() const {
    return state() == State::Ready ? bytesText(m_state.info.memoryBytes) : QString();
}

QString ModelViewModel::description() const {
    switch (state()) {
    case State::Ready:
        return tr("%1, %2, on %3, %4, %5 tokens of context")
            .arg(name(), quantization(), toQString(m_state.info.deviceName), memory(),
                 QLocale().toString(m_state.info.contextLength));
    case State::Loading: return tr("Loading %1").arg(name());
    case State::None: break;
    }
    return tr("No model is loaded");
}

bool ModelViewModel::onGpu() const {
    return state() == State::Ready && m_state.info.deviceId.rfind("vulkan", 0) == 0;
}

int ModelViewModel::contextTrained() const {
    return state() == State::Ready ? static_cast<int>(m_state.info.contextLengthTrained) : 0;
}

int ModelViewModel::contextLoaded() const {
    return state() == State::Ready ? static_cast<int>(m_state.info.contextLength) : 0;
}

void RecentModelList::show(std::vector<PickedModel> models) {
    if (models == m_models) return;
    beginResetModel();
    m_models = std::move(models);
    endResetModel();
    emit countChanged();
}

std::filesystem::path RecentModelList::path(int row) const {
    return row >= 0 && row < count() ? m_models[static_cast<std::size_t>(row)].path
                                     : std::filesystem::path();
}

int RecentModelList::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant RecentModelList::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const PickedModel& model = m_models[static_cast<std::size_t>(index.row())];
    switch (role) {
    case NameRole: return model.name;
    case PathRole: return pathToQString(model.path);
    case DetailRole: return model.detail;
    default: return {};
    }
}

QHash<int, QByteArray> RecentModelList::roleNames() const {
    return {{NameRole, "name"}, {PathRole, "path"}, {DetailRole, "detail"}};
}

DeviceList::DeviceList(QObject* parent) : QAbstractListModel(parent) {
    m_rows.push_back({QStringLiteral("auto"), tr("Automatic"), tr("The fastest device that fits")});
    m_rows.push_back({QStringLiteral("cpu"), tr("CPU"), {}});
}

void DeviceList::show(const inference::DeviceList& devices) {
    beginResetModel();
    m_rows.resize(1);
    for (const inference::DeviceInfo& device : devices.devices) {
        QString kind;
        switch (device.kind) {
        case inference::DeviceKind::Cpu: kind = tr("processor"); break;
        case inference::DeviceKind::Discrete: kind = tr("graphics card"); break;
        case inference::DeviceKind::Integrated: kind = tr("integrated graphics"); break;
        case inference::DeviceKind::Software: kind = tr("software, slow"); break;
        }
        const bool cpu = device.kind == inference::DeviceKind::Cpu;
        Row row;
        row.id = toQString(device.id);
        row.name = cpu ? tr("CPU") : toQString(device.name);
        row.detail = device.memoryTotal > 0
                         ? QStringLiteral("%1 \u00B7 %2").arg(kind, bytesText(device.memoryTotal))
                         : kind;
        m_rows.push_back(std::move(row));
    }
    endResetModel();
}

void DeviceList::setCurrent(const QString& id) {
    m_current = id;
    emit dataChanged(index(0), index(rowCount() - 1), {CurrentRole});
}

QString DeviceList::nameOf(const QString& id) const {
    for (const Row& row : m_rows) {
        if (row.id == id) return row.name;
    }
    return id;
}

int DeviceList::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant DeviceList::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case DeviceIdRole: return row.id;
    case NameRole: return row.name;
    case DetailRole: return row.detail;
    case CurrentRole: return row.id == m_current;
    default: return {};
    }
}

QHash<int, QByteArray> DeviceList::roleNames() const {
    return {{DeviceIdRole, "deviceId"},
            {NameRole, "name"},
            {DetailRole, "detail"},
            {CurrentRole, "current"}};
}

} // namespace app
