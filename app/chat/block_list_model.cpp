// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "app/chat/block_list_model.h"

#include <algorithm>

namespace app {
namespace {

QString kindName(TextBlock::Kind kind) {
    switch (kind) {
    case TextBlock::Kind::Text: return QStringLiteral("text");
    case TextBlock::Kind::Quote: return QStringLiteral("quote");
    case TextBlock::Kind::Table: return QStringLiteral("table");
    case TextBlock::Kind::Code: return QStringLiteral("code");
    case TextBlock::Kind::Rule: return QStringLiteral("rule");
    case TextBlock::Kind::Plain: break;
    }
    return QStringLiteral("plain");
}

QByteArray toBytes(std::string_view text) {
    return QByteArray(text.data(), static_cast<qsizetype>(text.size()));
}

} // namespace

BlockListModel::BlockListModel(Source source, QObject* parent)
    : QAbstractListModel(parent), m_source(source) {}

void BlockListModel::setStyle(const MarkdownStyle& style) {
    m_document.setStyle(style);
    refresh();
}

void BlockListModel::setContent(std::string_view content) {
    if (m_source == Source::Plain) {
        m_plain = toBytes(content);
    } else {
        m_document.setText(toBytes(content));
    }
    refresh();
}

void BlockListModel::appendContent(std::string_view more) {
    if (m_source == Source::Plain) {
        m_plain += toBytes(more);
    } else {
        m_document.append(more);
    }
    refresh();
}

void BlockListModel::setReasoning(std::string_view reasoning) {
    const bool had = !m_reasoning.isEmpty();
    const bool has = !reasoning.empty();
    if (had && !has) {
        beginRemoveRows({}, 0, 0);
        m_reasoning.clear();
        endRemoveRows();
    } else if (!had && has) {
        beginInsertRows({}, 0, 0);
        m_reasoning = toBytes(reasoning);
        endInsertRows();
    } else if (has) {
        m_reasoning = toBytes(reasoning);
        emit dataChanged(index(0), index(0), {CodeRole});
    }
}

void BlockListModel::appendReasoning(std::string_view more) {
    setReasoning((m_reasoning + toBytes(more)).toStdString());
}

void BlockListModel::setThinking(bool thinking) {
    if (thinking == m_thinking) return;
    m_thinking = thinking;
    if (!m_reasoning.isEmpty()) emit dataChanged(index(0), index(0), {ActiveRole});
}

std::size_t BlockListModel::contentBytes() const {
    return static_cast<std::size_t>(m_source == Source::Plain ? m_plain.size()
                                                              : m_document.text().size());
}

QString BlockListModel::contentText() const {
    return QString::fromUtf8(m_source == Source::Plain ? m_plain : m_document.text());
}

QVector<TextBlock> BlockListModel::wanted() const {
    if (m_source == Source::Markdown) return m_document.blocks();
    TextBlock block;
    block.kind = TextBlock::Kind::Plain;
    block.code = QString::fromUtf8(m_plain);
    return {block};
}

// Rows that are equal stay untouched. A row of another kind is replaced, since the view chose its
// delegate by the kind.
void BlockListModel::refresh() {
    const QVector<TextBlock> next = wanted();
    qsizetype same = 0;
    const qsizetype common = std::min(m_shown.size(), next.size());
    while (same < common && m_shown[same] == next[same]) ++same;

    qsizetype kept = same;
    while (kept < common && m_shown[kept].kind == next[kept].kind) ++kept;
    for (qsizetype row = same; row < kept; ++row) m_shown[row] = next[row];
    const int first = firstRow();
    if (kept > same) {
        emit dataChanged(index(first + static_cast<int>(same)),
                         index(first + static_cast<int>(kept) - 1),
                         {HtmlRole, CodeRole, LanguageRole, ColumnsRole});
    }
    if (kept < m_shown.size()) {
        beginRemoveRows({}, first + static_cast<int>(kept),
                        first + static_cast<int>(m_shown.size()) - 1);
        m_shown.resize(kept);
        endRemoveRows();
    }
    if (kept < next.size()) {
        beginInsertRows({}, first + static_cast<int>(kept),
                        first + static_cast<int>(next.size()) - 1);
        m_shown = next;
        endInsertRows();
    }
}

int BlockListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : firstRow() + static_cast<int>(m_shown.size());
}

QVariant BlockListModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    if (index.row() < firstRow()) {
        switch (role) {
        case KindRole: return QStringLiteral("reasoning");
        case CodeRole: return QString::fromUtf8(m_reasoning).trimmed();
        case ActiveRole: return m_thinking;
        case ColumnsRole: return 0;
        default: return QString();
        }
    }
    const TextBlock& block = m_shown[index.row() - firstRow()];
    switch (role) {
    case KindRole: return kindName(block.kind);
    case HtmlRole: return block.html;
    case CodeRole: return block.code;
    case LanguageRole: return block.language;
    case ColumnsRole: return block.columns;
    case ActiveRole: return false;
    default: return {};
    }
}

QHash<int, QByteArray> BlockListModel::roleNames() const {
    return {{KindRole, "kind"},         {HtmlRole, "html"},       {CodeRole, "code"},
            {LanguageRole, "language"}, {ColumnsRole, "columns"}, {ActiveRole, "active"}};
}

} // namespace app
