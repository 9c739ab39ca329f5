// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "app/models/fit_view_model.h"

#include <QLocale>

#include <algorithm>
#include <utility>

#include "app/base/qt_text.h"

namespace app {
namespace {

QString bytesText(std::uint64_t bytes) {
    return QLocale().formattedDataSize(static_cast<qint64>(bytes), bytes < (1U << 30) ? 0 : 1,
                                       QLocale::DataSizeTraditionalFormat);
}

QString numberText(std::uint64_t number) {
    return QLocale().toString(static_cast<qulonglong>(number));
}

qreal share(std::uint64_t bytes, const core::DeviceUse& use) {
    const std::uint64_t whole = std::max({use.budget, use.total(), std::uint64_t{1}});
    return static_cast<qreal>(bytes) / static_cast<qreal>(whole);
}

QString reasonText(const core::FitReason& reason) {
    using Kind = core::FitReason::Kind;
    const auto count = static_cast<int>(std::min<std::uint64_t>(reason.amount, 1 << 30));
    switch (reason.kind) {
    case Kind::WholeOnGpu:
        return FitViewModel::tr("Everything fits the graphics device, with %1 to spare.")
            .arg(bytesText(reason.amount));
    case Kind::ExpertsInRam:
        return FitViewModel::tr("The experts of %n layers are read from RAM.", nullptr, count);
    case Kind::LayersInRam: return FitViewModel::tr("%n layers run on the CPU.", nullptr, count);
    case Kind::NoGraphicsDevice: return FitViewModel::tr("It runs on the CPU.");
    case Kind::GpuTooSmall:
        return FitViewModel::tr("The graphics device lacks %1 for all of it.")
            .arg(bytesText(reason.amount));
    case Kind::RamTooSmall: return FitViewModel::tr("RAM lacks %1.").arg(bytesText(reason.amount));
    case Kind::ShorterContext:
        return FitViewModel::tr("With a context of %1 tokens it would fit better.")
            .arg(numberText(reason.amount));
    case Kind::SmallerCache:
        return FitViewModel::tr("With a cache of type %1 it would fit better.")
            .arg(reason.amount == 4 ? QStringLiteral("q4_0") : QStringLiteral("q8_0"));
    case Kind::SmallerFile:
        return FitViewModel::tr("A file with at most %1 of weights would fit.")
            .arg(bytesText(reason.amount));
    case Kind::FewerLayers:
        return FitViewModel::tr("With %n layers on the GPU it would fit.", nullptr, count);
    case Kind::FreeGpuMemory:
        return FitViewModel::tr("Freeing %1 on the graphics device would let all of it run there.")
            .arg(bytesText(reason.amount));
    case Kind::FreeRam:
        return FitViewModel::tr("Freeing %1 of RAM would let it run.")
            .arg(bytesText(reason.amount));
    case Kind::LargerGpu:
        return FitViewModel::tr("A graphics device with %1 free would hold all of it.")
            .arg(bytesText(reason.amount));
    case Kind::MoreRam:
        return FitViewModel::tr("It would run with %1 of RAM free.").arg(bytesText(reason.amount));
    case Kind::BeyondTrained:
        return FitViewModel::tr("It was trained for %1 tokens of context only.")
            .arg(numberText(reason.amount));
    case Kind::AssumedBandwidth:
        return FitViewModel::tr("The speed is a guess: nobody told how fast this device reads.");
    }
    return {};
}

} // namespace

void DeviceUseList::show(std::vector<core::DeviceUse> devices) {
    if (devices.size() == m_devices.size()) {
        m_devices = std::move(devices);
        if (!m_devices.empty())
            emit dataChanged(index(0), index(static_cast<int>(m_devices.size()) - 1));
        return;
    }
    beginResetModel();
    m_devices = std::move(devices);
    endResetModel();
}

int DeviceUseList::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_devices.size());
}

QVariant DeviceUseList::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const core::DeviceUse& use = m_devices[static_cast<std::size_t>(index.row())];
    switch (role) {
    case NameRole: return use.id == "cpu" ? tr("RAM") : toQString(use.name);
    case TotalTextRole:
        return tr("%1 of %2 free").arg(bytesText(use.total()), bytesText(use.budget));
    case DetailRole:
        return tr("weights %1 · cache %2 · buffers %3")
            .arg(bytesText(use.weights), bytesText(use.kvCache), bytesText(use.compute));
    case WeightsRole: return share(use.weights, use);
    case CacheRole: return share(use.kvCache, use);
    case ComputeRole: return share(use.compute, use);
    case FitsRole: return use.total() <= use.budget;
    default: return {};
    }
}

QHash<int, QByteArray> DeviceUseList::roleNames() const {
    return {{NameRole, "name"},       {TotalTextRole, "totalText"}, {DetailRole, "detail"},
            {WeightsRole, "weights"}, {CacheRole, "cache"},         {ComputeRole, "compute"},
            {FitsRole, "fits"}};
}

void FitViewModel::show(std::optional<core::FitReport> report) {
    m_report = std::move(report);
    m_devices.show(m_report ? m_report->devices : std::vector<core::DeviceUse>());
    emit changed();
}

QStringList FitViewModel::reasons() const {
    QStringList sentences;
    if (!m_report) return sentences;
    for (const core::FitReason& reason : m_report->reasons) sentences.append(reasonText(reason));
    return sentences;
}

QString FitViewModel::speed() const {
    if (!m_report || !m_report->speed.known()) return {};
    const core::SpeedBand& speed = m_report->speed;
    const int decimals = speed.high < 10 ? 1 : 0;
    if (speed.measured)
        return tr("%1 tokens/s, measured here").arg(QLocale().toString(speed.high, 'f', decimals));
    return tr("%1 to %2 tokens/s expected")
        .arg(QLocale().toString(speed.low, 'f', decimals),
             QLocale().toString(speed.high, 'f', decimals));
}

QString FitViewModel::largest() const {
    if (!m_report || m_report->contextMax == 0) return {};
    return tr("Largest context that fits: %1.").arg(numberText(m_report->contextMax));
}

} // namespace app
