// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "app/models/library_list.h"

#include <QLocale>
#include <QStringList>

#include <utility>

#include "app/base/qt_text.h"

namespace app {
namespace {

using core::ModelEntry;
using core::ModelSource;

LibraryList::Status statusOf(const ModelEntry& entry) {
    if (!entry.online) return LibraryList::Offline;
    if (!entry.complete()) return LibraryList::Incomplete;
    if (!entry.facts.problem.empty()) return LibraryList::Damaged;
    if (entry.facts.known && !entry.facts.supported) return LibraryList::Unsupported;
    return LibraryList::Ready;
}

QString statusText(const ModelEntry& entry) {
    switch (statusOf(entry)) {
    case LibraryList::Ready: return {};
    case LibraryList::Offline:
        return LibraryList::tr("Its disk is not there now: connect it, then look again.");
    case LibraryList::Incomplete:
        return LibraryList::tr("%1 of %2 parts are there: download the others.")
            .arg(entry.parts.size())
            .arg(entry.partsExpected);
    case LibraryList::Unsupported:
        return entry.facts.unsupportedReasons.empty()
                   ? LibraryList::tr("This version cannot run it.")
                   : asSentence(toQString(entry.facts.unsupportedReasons.front()));
    case LibraryList::Damaged: return asSentence(toQString(entry.facts.problem));
    }
    return {};
}

QString detailText(const ModelEntry& entry) {
    QStringList words;
    if (!entry.publisher.empty()) words.append(toQString(entry.publisher));
    if (!entry.facts.architecture.empty()) words.append(toQString(entry.facts.architecture));
    if (entry.facts.parameters > 0) words.append(parametersText(entry.facts.parameters));
    if (entry.facts.contextLength > 0)
        words.append(
            LibraryList::tr("%1 tokens of context")
                .arg(QLocale().toString(static_cast<qulonglong>(entry.facts.contextLength))));
    return words.join(QStringLiteral(" · "));
}

QString referenceOf(const ModelEntry& entry) {
    const core::ModelProvenance& from = entry.parts.front().provenance;
    return from.repository.empty() ? QString() : toQString(from.repository + ':' + from.file);
}

bool matches(const ModelEntry& entry, const QStringList& words) {
    const QString text = toQString(entry.title()) + u' ' + toQString(entry.name) + u' '
                         + toQString(entry.facts.quantization) + u' '
                         + toQString(entry.facts.architecture);
    for (const QString& word : words)
        if (!text.contains(word, Qt::CaseInsensitive)) return false;
    return true;
}

} // namespace

QString sourceText(ModelSource source) {
    switch (source) {
    case ModelSource::Own: return {};
    case ModelSource::Folder: return LibraryList::tr("your folder");
    case ModelSource::LmStudio: return QStringLiteral("LM Studio");
    case ModelSource::Ollama: return QStringLiteral("Ollama");
    case ModelSource::Jan: return QStringLiteral("Jan");
    case ModelSource::Gpt4All: return QStringLiteral("GPT4All");
    case ModelSource::HubCache: return LibraryList::tr("hub cache");
    }
    return {};
}

// Ollama and the hub's cache keep blobs that several names share: taking one breaks others.
bool mayRemove(const ModelEntry& entry) {
    return entry.online && entry.source != ModelSource::Ollama
           && entry.source != ModelSource::HubCache;
}

QString removalCaution(const ModelEntry& entry) {
    switch (entry.source) {
    case ModelSource::Own:
    case ModelSource::Folder: return {};
    case ModelSource::Ollama:
    case ModelSource::HubCache:
        return LibraryList::tr("It lies in the store of %1, whose files belong together: remove it "
                               "there.")
            .arg(sourceText(entry.source));
    default:
        return LibraryList::tr("It lies in the folder of %1, which will not find it any more.")
            .arg(sourceText(entry.source));
    }
}

QString fileSizeText(std::uint64_t bytes) {
    return QLocale().formattedDataSize(static_cast<qint64>(bytes), bytes < 1'000'000'000 ? 0 : 1,
                                       QLocale::DataSizeSIFormat);
}

QString parametersText(std::uint64_t parameters) {
    const auto count = static_cast<double>(parameters);
    if (parameters >= 1'000'000'000)
        return LibraryList::tr("%1 B", "billions").arg(QLocale().toString(count / 1e9, 'f', 1));
    return LibraryList::tr("%1 M", "millions").arg(QLocale().toString(count / 1e6, 'f', 0));
}

void LibraryList::show(std::vector<ModelEntry> entries) {
    m_all = std::move(entries);
    apply();
}

void LibraryList::setFilter(const QString& text) {
    if (text == m_filter) return;
    m_filter = text;
    apply();
}

// While a scan reads headers most rows stay what they are: only those that differ are told of, so
// that the view keeps its place.
void LibraryList::apply() {
    const QStringList words = m_filter.split(u' ', Qt::SkipEmptyParts);
    std::vector<ModelEntry> rows;
    rows.reserve(m_all.size());
    for (const ModelEntry& entry : m_all)
        if (matches(entry, words)) rows.push_back(entry);
    bool sameOrder = rows.size() == m_rows.size();
    for (std::size_t i = 0; sameOrder && i < rows.size(); ++i)
        sameOrder = rows[i].name == m_rows[i].name;
    if (sameOrder) {
        m_rows = std::move(rows);
        if (!m_rows.empty()) emit dataChanged(index(0), index(count() - 1));
        return;
    }
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
    emit countChanged();
}

const ModelEntry* LibraryList::entry(int row) const {
    const auto at = static_cast<std::size_t>(row);
    return row >= 0 && at < m_rows.size() ? &m_rows[at] : nullptr;
}

void LibraryList::setUpstream(const std::string& name, const UpstreamNote& note) {
    m_upstream[name] = note;
    for (int row = 0; row < count(); ++row)
        if (entry(row)->name == name)
            emit dataChanged(index(row), index(row), {NewerRole, UpstreamRole});
}

UpstreamNote LibraryList::upstream(const std::string& name) const {
    const auto found = m_upstream.find(name);
    return found == m_upstream.end() ? UpstreamNote() : found->second;
}

int LibraryList::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant LibraryList::data(const QModelIndex& index, int role) const {
    const ModelEntry* row = index.isValid() ? entry(index.row()) : nullptr;
    if (row == nullptr) return {};
    switch (role) {
    case NameRole: return toQString(row->name);
    case TitleRole: return toQString(row->title());
    case DetailRole: return detailText(*row);
    case SizeRole: return fileSizeText(row->bytes);
    case QuantizationRole: return toQString(row->facts.quantization);
    case SourceRole: return sourceText(row->source);
    case StatusRole: return statusOf(*row);
    case StatusTextRole: return statusText(*row);
    case RemovableRole: return mayRemove(*row);
    case CautionRole: return removalCaution(*row);
    case ReferenceRole: return referenceOf(*row);
    case NewerRole: return upstream(row->name).kind == UpstreamNote::Newer;
    case UpstreamRole: return upstream(row->name).text;
    case CustomRole: return row->defaults != core::LoadDefaults();
    case PathRole: return pathToQString(row->path());
    default: return {};
    }
}

QHash<int, QByteArray> LibraryList::roleNames() const {
    return {{NameRole, "name"},
            {TitleRole, "title"},
            {DetailRole, "detail"},
            {SizeRole, "size"},
            {QuantizationRole, "quantization"},
            {SourceRole, "source"},
            {StatusRole, "status"},
            {StatusTextRole, "statusText"},
            {RemovableRole, "removable"},
            {CautionRole, "caution"},
            {ReferenceRole, "reference"},
            {NewerRole, "newer"},
            {UpstreamRole, "upstream"},
            {CustomRole, "custom"},
            {PathRole, "path"}};
}

} // namespace app
