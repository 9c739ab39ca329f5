// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "app/models/hub_file_list.h"

#include <QLocale>

#include <utility>

#include "app/base/qt_text.h"
#include "app/models/library_list.h"
#include "core/hub/model_files.h"

namespace app {
namespace {

QString qualityText(core::QuantizationQuality quality) {
    switch (quality) {
    case core::QuantizationQuality::Original: return HubFileList::tr("as it was trained");
    case core::QuantizationQuality::NearlyOriginal: return HubFileList::tr("nearly the original");
    case core::QuantizationQuality::VeryGood: return HubFileList::tr("very good quality");
    case core::QuantizationQuality::Good: return HubFileList::tr("good quality");
    case core::QuantizationQuality::Fair: return HubFileList::tr("noticeably weaker");
    case core::QuantizationQuality::Poor: return HubFileList::tr("poor quality");
    case core::QuantizationQuality::VeryPoor: return HubFileList::tr("very poor quality");
    }
    return {};
}

QString words(const core::HubVariant& variant) {
    if (!variant.complete()) return HubFileList::tr("parts are missing in the repository");
    if (!variant.quantization) return toQString(variant.name);
    const core::QuantizationName& name = *variant.quantization;
    const QString text =
        HubFileList::tr("%1, about %2 bits")
            .arg(qualityText(name.quality), QLocale().toString(name.bitsPerWeight, 'g', 2));
    if (name.native) return HubFileList::tr("%1, as its makers trained it").arg(text);
    return name.usual ? HubFileList::tr("%1, the usual choice").arg(text) : text;
}

} // namespace

QString fitsText(core::Fits fits) {
    switch (fits) {
    case core::Fits::Gpu: return HubFileList::tr("GPU");
    case core::Fits::Split: return HubFileList::tr("GPU + RAM");
    case core::Fits::Cpu: return HubFileList::tr("RAM");
    case core::Fits::No: return HubFileList::tr("too large");
    }
    return {};
}

void HubFileList::show(const std::string& repository, const core::HubFiles& files,
                       const QStringList& contexts) {
    beginResetModel();
    m_contexts = contexts;
    m_repository = repository;
    m_variants = files.variants;
    m_fits.assign(m_variants.size(), {});
    const core::HubVariant* usual = core::chooseVariant(files);
    m_recommended = usual == nullptr ? std::string() : usual->name;
    endResetModel();
    emit countChanged();
}

void HubFileList::setFits(const std::vector<std::vector<std::optional<core::Fits>>>& fits) {
    if (fits.size() != m_variants.size()) return;
    for (std::size_t row = 0; row < fits.size(); ++row) {
        if (fits[row].empty() || fits[row] == m_fits[row]) continue;
        m_fits[row] = fits[row];
        const QModelIndex changed = index(static_cast<int>(row));
        emit dataChanged(changed, changed, {FitsRole, FitTextsRole, FitLineRole});
    }
}

int HubFileList::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant HubFileList::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const auto at = static_cast<std::size_t>(index.row());
    const core::HubVariant& variant = m_variants[at];
    switch (role) {
    case LabelRole: return toQString(variant.label());
    case WordsRole: return words(variant);
    case SizeRole: return fileSizeText(variant.bytes);
    case FitsRole: {
        QList<int> fits;
        for (const auto& fit : m_fits[at]) fits.append(fit ? static_cast<int>(*fit) : -1);
        return QVariant::fromValue(fits);
    }
    case FitTextsRole: {
        QStringList texts;
        for (const auto& fit : m_fits[at]) texts.append(fit ? fitsText(*fit) : QString());
        return texts;
    }
    case FitLineRole: {
        QStringList texts;
        for (std::size_t i = 0; i < m_fits[at].size(); ++i)
            if (const auto& fit = m_fits[at][i])
                texts.append(tr("%1 %2", "context, place")
                                 .arg(m_contexts.value(static_cast<qsizetype>(i)), fitsText(*fit)));
        return texts.join(QStringLiteral(" · "));
    }
    case RecommendedRole: return variant.name == m_recommended;
    case CompleteRole: return variant.complete() && !variant.files.empty();
    case ReferenceRole:
        return variant.files.empty() ? QString()
                                     : toQString(m_repository + ':' + variant.files.front().path);
    default: return {};
    }
}

QHash<int, QByteArray> HubFileList::roleNames() const {
    return {{LabelRole, "label"},
            {WordsRole, "words"},
            {SizeRole, "size"},
            {FitsRole, "fits"},
            {FitTextsRole, "fitTexts"},
            {FitLineRole, "fitLine"},
            {RecommendedRole, "recommended"},
            {CompleteRole, "complete"},
            {ReferenceRole, "reference"}};
}

} // namespace app
