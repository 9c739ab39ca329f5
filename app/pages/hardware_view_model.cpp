// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "app/pages/hardware_view_model.h"

#include <QDate>
#include <QLocale>
#include <QStringList>

#include <utility>

#include "app/base/post_to_gui.h"
#include "app/base/qt_text.h"

namespace app {
namespace {

QString bytesText(std::uint64_t bytes) {
    return QLocale().formattedDataSize(static_cast<qint64>(bytes), 1,
                                       QLocale::DataSizeTraditionalFormat);
}

QString bandwidthText(double bytesPerSecond) {
    return QObject::tr("%1 GB/s").arg(QLocale().toString(bytesPerSecond / 1e9, 'f', 0));
}

QString joined(const std::vector<std::string>& words) {
    QStringList list;
    list.reserve(static_cast<qsizetype>(words.size()));
    for (const std::string& word : words) list.append(toQString(word));
    return list.join(QStringLiteral(" · "));
}

qreal usedShare(std::uint64_t total, std::uint64_t free) {
    if (total == 0 || free >= total) return 0;
    return static_cast<qreal>(total - free) / static_cast<qreal>(total);
}

QString kindText(inference::DeviceKind kind) {
    switch (kind) {
    case inference::DeviceKind::Discrete: return GraphicsList::tr("card with memory of its own");
    case inference::DeviceKind::Integrated: return GraphicsList::tr("shares the RAM");
    case inference::DeviceKind::Software: return GraphicsList::tr("software, slower than the CPU");
    case inference::DeviceKind::Cpu: break;
    }
    return {};
}

} // namespace

void GraphicsList::show(std::vector<core::HardwareDevice> devices) {
    beginResetModel();
    m_devices = std::move(devices);
    endResetModel();
}

int GraphicsList::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_devices.size());
}

QVariant GraphicsList::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const core::HardwareDevice& device = m_devices[static_cast<std::size_t>(index.row())];
    const inference::DeviceInfo& info = device.info;
    switch (role) {
    case NameRole: return toQString(info.name);
    case KindRole: return kindText(info.kind);
    case MemoryRole:
        return tr("%1 of %2 free").arg(bytesText(info.memoryFree), bytesText(info.memoryTotal));
    case UsedRole: return usedShare(info.memoryTotal, info.memoryFree);
    case BandwidthRole: return device.bandwidth > 0 ? bandwidthText(device.bandwidth) : QString();
    case FeaturesRole: {
        std::vector<std::string> words = info.features;
        if (!device.bus.empty()) words.insert(words.begin(), device.bus);
        return joined(words);
    }
    default: return {};
    }
}

QHash<int, QByteArray> GraphicsList::roleNames() const {
    return {{NameRole, "name"}, {KindRole, "kind"},           {MemoryRole, "memory"},
            {UsedRole, "used"}, {BandwidthRole, "bandwidth"}, {FeaturesRole, "features"}};
}

HardwareViewModel::HardwareViewModel(core::Paths paths, QObject* parent)
    : QObject(parent), m_paths(std::move(paths)), m_self(this) {}

void HardwareViewModel::refresh() {
    look(false);
}

void HardwareViewModel::measure() {
    look(true);
}

void HardwareViewModel::look(bool measureAgain) {
    if (m_busy) return;
    m_busy = true;
    emit changed();
    m_queue.post([self = m_self, config = m_paths.config, file = m_paths.cache / "bandwidth.json",
                  measureAgain] {
        const auto opened = core::MachineTable::open(config);
        const QString problem = opened ? QString() : toQString(opened.error().detail);
        core::MachineTable table = opened ? *opened : core::MachineTable::shipped();
        core::HardwareInfo hardware = core::readHardware(
            table, file, measureAgain ? core::MeasureRam::Now : core::MeasureRam::IfDue);
        postToGui(self, [hardware = std::move(hardware), table = std::move(table),
                         problem](HardwareViewModel& model) mutable {
            model.m_tableProblem = problem;
            model.take(std::move(hardware), std::move(table));
        });
    });
}

void HardwareViewModel::take(core::HardwareInfo hardware, core::MachineTable table) {
    m_busy = false;
    m_table = std::move(table);
    m_builds.show(m_table);
    m_hardware = std::move(hardware);
    m_graphics.show(m_hardware.graphics);
    std::vector<core::Advice> advice;
    advice.reserve(m_table.models.size());
    for (const core::ModelFigures& model : m_table.models)
        advice.push_back(core::advise(model, m_hardware.figures()));
    m_advice.show(std::move(advice));
    emit changed();
}

QString HardwareViewModel::cpuName() const {
    return toQString(m_hardware.cpuName);
}

QString HardwareViewModel::cpuDetail() const {
    const QString cores = tr("%n cores", nullptr, static_cast<int>(m_hardware.threads));
    const QString features = joined(m_hardware.cpuFeatures);
    return features.isEmpty() ? cores : tr("%1 · %2").arg(cores, features);
}

QString HardwareViewModel::ramText() const {
    return tr("%1 of %2 free").arg(bytesText(m_hardware.ramFree), bytesText(m_hardware.ramTotal));
}

qreal HardwareViewModel::ramUsed() const {
    return usedShare(m_hardware.ramTotal, m_hardware.ramFree);
}

QString HardwareViewModel::ramBandwidth() const {
    return m_hardware.ramBandwidth > 0 ? bandwidthText(m_hardware.ramBandwidth) : QString();
}

QString HardwareViewModel::graphicsNote() const {
    return toQString(m_hardware.vulkanReason);
}

QString HardwareViewModel::tableDate() const {
    const QDate date = QDate::fromString(toQString(m_table.date), Qt::ISODate);
    return date.isValid() ? QLocale().toString(date, QLocale::LongFormat) : toQString(m_table.date);
}

} // namespace app
