// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "app/models/hub_result_list.h"

#include <QLocale>
#include <QStringList>

#include <iterator>
#include <utility>

#include "app/base/qt_text.h"
#include "app/models/hub_file_list.h"
#include "app/models/library_list.h"

namespace app {
namespace {

using core::HubModel;

/// 560123 as "560k".
QString roundText(std::uint64_t count) {
    const QLocale locale;
    if (count >= 1'000'000)
        return HubResultList::tr("%1M", "millions")
            .arg(locale.toString(static_cast<double>(count) / 1e6, 'f', 1));
    if (count >= 1000)
        return HubResultList::tr("%1k", "thousands")
            .arg(locale.toString(static_cast<double>(count) / 1e3, 'f', count < 10'000 ? 1 : 0));
    return locale.toString(static_cast<qulonglong>(count));
}

QString detailText(const HubModel& model) {
    QStringList words{toQString(model.publisher())};
    if (model.downloads > 0) words.append(QStringLiteral("↓ %1").arg(roundText(model.downloads)));
    if (model.likes > 0) words.append(QStringLiteral("♥ %1").arg(roundText(model.likes)));
    return words.join(QStringLiteral("   "));
}

QString abilities(const HubModel& model) {
    QStringList words;
    if (model.parameters > 0) words.append(parametersText(model.parameters));
    for (const core::HubCapability capability : model.capabilities)
        if (capability != core::HubCapability::Chat) words.append(capabilityText(capability));
    return words.join(QStringLiteral(" · "));
}

QString warningText(const HubModel& model) {
    if (model.disabled) return HubResultList::tr("taken down");
    if (model.architectureSupported() == false) return HubResultList::tr("not supported");
    if (model.gate != core::HubGate::Open) return HubResultList::tr("needs a token");
    return {};
}

} // namespace

QString capabilityText(core::HubCapability capability) {
    switch (capability) {
    case core::HubCapability::Chat: return HubResultList::tr("Chat");
    case core::HubCapability::Vision: return HubResultList::tr("Vision");
    case core::HubCapability::Audio: return HubResultList::tr("Audio");
    case core::HubCapability::Tools: return HubResultList::tr("Tools");
    case core::HubCapability::Reasoning: return HubResultList::tr("Reasoning");
    case core::HubCapability::Code: return HubResultList::tr("Code");
    case core::HubCapability::Embedding: return HubResultList::tr("Embedding");
    }
    return {};
}

void HubResultList::show(std::vector<HubModel> models, std::vector<ResultFit> fits) {
    beginResetModel();
    m_models = std::move(models);
    m_fits = std::move(fits);
    m_fits.resize(m_models.size());
    endResetModel();
    emit countChanged();
}

void HubResultList::append(std::vector<HubModel> models, std::vector<ResultFit> fits) {
    if (models.empty()) return;
    beginInsertRows({}, count(), count() + static_cast<int>(models.size()) - 1);
    m_models.insert(m_models.end(), std::make_move_iterator(models.begin()),
                    std::make_move_iterator(models.end()));
    m_fits.insert(m_fits.end(), fits.begin(), fits.end());
    m_fits.resize(m_models.size());
    endInsertRows();
    emit countChanged();
}

const HubModel* HubResultList::model(int row) const {
    const auto at = static_cast<std::size_t>(row);
    return row >= 0 && at < m_models.size() ? &m_models[at] : nullptr;
}

int HubResultList::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant HubResultList::data(const QModelIndex& index, int role) const {
    const HubModel* row = index.isValid() ? model(index.row()) : nullptr;
    if (row == nullptr) return {};
    const ResultFit fit = m_fits[static_cast<std::size_t>(index.row())];
    switch (role) {
    case RepositoryRole: return toQString(row->id);
    case NameRole: return toQString(row->name());
    case DetailRole: return detailText(*row);
    case AbilitiesRole: return abilities(*row);
    case WarningRole: return warningText(*row);
    case FitRole: return fit ? static_cast<int>(*fit) : -1;
    case FitTextRole: return fit ? fitsText(*fit) : QString();
    default: return {};
    }
}

QHash<int, QByteArray> HubResultList::roleNames() const {
    return {{RepositoryRole, "repository"}, {NameRole, "name"},       {DetailRole, "detail"},
            {AbilitiesRole, "abilities"},   {WarningRole, "warning"}, {FitRole, "fit"},
            {FitTextRole, "fitText"}};
}

} // namespace app
