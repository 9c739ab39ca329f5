// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "app/pages/advice_list.h"

#include <QLocale>

#include "app/base/qt_text.h"

namespace app {
namespace {

/// Files are sold in units of 1000, memory in units of 1024: both are called GB.
QString fileText(std::uint64_t bytes) {
    return QLocale().formattedDataSize(static_cast<qint64>(bytes), 1, QLocale::DataSizeSIFormat);
}

QString memoryText(std::uint64_t bytes) {
    return QLocale().formattedDataSize(static_cast<qint64>(bytes), 0,
                                       QLocale::DataSizeTraditionalFormat);
}

QString fitText(const core::Advice& advice) {
    switch (advice.fits) {
    case core::Fits::Gpu: return AdviceList::tr("fits the GPU");
    case core::Fits::Split:
        return AdviceList::tr("experts of %n layers in RAM", nullptr,
                              static_cast<int>(advice.expertLayersOnCpu));
    case core::Fits::Cpu: return AdviceList::tr("in RAM only");
    case core::Fits::No: return AdviceList::tr("does not fit");
    }
    return {};
}

} // namespace

void AdviceList::show(std::vector<core::Advice> rows) {
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

int AdviceList::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant AdviceList::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const core::Advice& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case NameRole: return tr("%1, %2").arg(toQString(row.model), toQString(row.file));
    case SizeRole: return fileText(row.bytes);
    case FitRole: return static_cast<int>(row.fits);
    case FitTextRole: return fitText(row);
    case SpeedRole:
        return row.speedLimit > 0
                   ? tr("at most %1 tokens/s").arg(QLocale().toString(row.speedLimit, 'f', 0))
                   : QString();
    case ContextRole:
        return row.contextMax > 0
                   ? tr("up to %1 tokens of context").arg(QLocale().toString(row.contextMax))
                   : QString();
    default: return {};
    }
}

QHash<int, QByteArray> AdviceList::roleNames() const {
    return {{NameRole, "name"},       {SizeRole, "size"},   {FitRole, "fit"},
            {FitTextRole, "fitText"}, {SpeedRole, "speed"}, {ContextRole, "context"}};
}

void BuildList::show(const core::MachineTable& table) {
    beginResetModel();
    for (AdviceList* list : m_advice) list->deleteLater();
    m_advice.clear();
    m_rows = core::adviseBuilds(table);
    m_advice.reserve(m_rows.size());
    for (const core::BuildAdvice& row : m_rows) {
        auto* list = new AdviceList(this);
        list->show(row.advice);
        m_advice.push_back(list);
    }
    endResetModel();
}

int BuildList::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant BuildList::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const auto at = static_cast<std::size_t>(index.row());
    const core::BuildAdvice& row = m_rows[at];
    switch (role) {
    case NameRole: return toQString(row.build->name);
    case PartsRole: {
        const QString card =
            row.gpu->integrated
                ? tr("%1 (integrated)").arg(toQString(row.gpu->name))
                : tr("%1 (%2)").arg(toQString(row.gpu->name), memoryText(row.gpu->memoryBytes));
        return tr("%1 · %2 · %3 %4")
            .arg(toQString(row.build->cpu), card, memoryText(row.build->ramBytes),
                 toQString(row.build->memory));
    }
    case GuideRole:
        if (row.guideLow > 0)
            return tr("A buying guide of 2025 expects %1 to %2 tokens/s of gpt-oss-20b at 4 bit.")
                .arg(QLocale().toString(row.guideLow, 'f', 0),
                     QLocale().toString(row.guideHigh, 'f', 0));
        return tr("A buying guide of 2025 expects less than %1 tokens/s of gpt-oss-20b at 4 bit.")
            .arg(QLocale().toString(row.guideHigh, 'f', 0));
    case AdviceRole: return QVariant::fromValue(m_advice[at]);
    default: return {};
    }
}

QHash<int, QByteArray> BuildList::roleNames() const {
    return {{NameRole, "name"}, {PartsRole, "parts"}, {GuideRole, "guide"}, {AdviceRole, "advice"}};
}

} // namespace app
