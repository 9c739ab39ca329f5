// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "app/chat/message_list_model.h"

#include <QAccessible>
#include <QLocale>
#include <QQmlEngine>

#include <iterator>
#include <utility>

#include "app/base/error_text.h"
#include "app/base/qt_text.h"

namespace app {
namespace {

bool isWriting(const core::Message& message) {
    return message.status == core::MessageStatus::Partial;
}

QString statisticsText(double rate, double firstToken, std::uint32_t tokens,
                       const QString& reason) {
    const QLocale locale;
    QStringList parts;
    if (rate > 0) {
        parts +=
            MessageListModel::tr("%1 tokens/s").arg(locale.toString(rate, 'f', rate < 100 ? 1 : 0));
    }
    if (firstToken > 0) {
        parts +=
            MessageListModel::tr("%1 s to first token").arg(locale.toString(firstToken, 'f', 2));
    }
    parts += MessageListModel::tr("%1 tokens").arg(locale.toString(tokens));
    if (!reason.isEmpty()) parts += reason;
    return parts.join(QStringLiteral(" \u00B7 "));
}

} // namespace

MessageListModel::Row MessageListModel::makeRow(const core::Turn& turn) const {
    const bool plain = turn.message.role != core::Role::Assistant;
    Row row;
    row.turn = turn;
    row.blocks = std::make_unique<BlockListModel>(plain ? BlockListModel::Source::Plain
                                                        : BlockListModel::Source::Markdown);
    QQmlEngine::setObjectOwnership(row.blocks.get(), QQmlEngine::CppOwnership);
    row.blocks->setStyle(markdownStyle());
    row.blocks->setReasoning(turn.message.reasoning);
    row.blocks->setContent(turn.message.content);
    row.blocks->setThinking(isWriting(turn.message) && turn.message.content.empty());
    return row;
}

// Rows that stay the same message keep their place, so that the view does not jump when only the
// end of a path changed.
void MessageListModel::show(const core::Conversation& conversation) {
    const auto& turns = conversation.turns;
    std::size_t same = 0;
    while (same < m_rows.size() && same < turns.size()
           && m_rows[same].turn.message.id == turns[same].message.id) {
        replace(static_cast<int>(same), turns[same]);
        ++same;
    }
    std::vector<Row> gone;
    if (same < m_rows.size()) {
        beginRemoveRows({}, static_cast<int>(same), count() - 1);
        const auto first = m_rows.begin() + static_cast<std::ptrdiff_t>(same);
        gone.assign(std::make_move_iterator(first), std::make_move_iterator(m_rows.end()));
        m_rows.erase(first, m_rows.end());
        endRemoveRows();
    }
    if (same < turns.size()) {
        beginInsertRows({}, static_cast<int>(same), static_cast<int>(turns.size()) - 1);
        for (std::size_t i = same; i < turns.size(); ++i) m_rows.push_back(makeRow(turns[i]));
        endInsertRows();
    }
    // What came in while the conversation was read may be ahead of it.
    for (const Row& old : gone) {
        const int row = find(old.turn.message.id);
        if (row < 0 || !isWriting(m_rows[static_cast<std::size_t>(row)].turn.message)) continue;
        BlockListModel& blocks = *m_rows[static_cast<std::size_t>(row)].blocks;
        if (old.blocks->contentBytes() <= blocks.contentBytes()) continue;
        blocks.setContent(fromQString(old.blocks->contentText()));
        blocks.setThinking(false);
    }
    emit countChanged();
}

void MessageListModel::replace(int row, const core::Turn& turn) {
    Row& shown = m_rows[static_cast<std::size_t>(row)];
    const core::Message& before = shown.turn.message;
    const bool grownHere = isWriting(before) && isWriting(turn.message)
                           && shown.blocks->contentBytes() > turn.message.content.size();
    if (!grownHere && shown.blocks->contentText() != toQString(turn.message.content)) {
        shown.blocks->setContent(turn.message.content);
    }
    if (!grownHere && before.reasoning != turn.message.reasoning) {
        shown.blocks->setReasoning(turn.message.reasoning);
    }
    shown.turn = turn;
    shown.blocks->setThinking(isWriting(turn.message) && shown.blocks->contentBytes() == 0);
    emit dataChanged(index(row), index(row));
}

void MessageListModel::clear() {
    if (m_rows.empty()) return;
    beginResetModel();
    m_rows.clear();
    endResetModel();
    emit countChanged();
}

void MessageListModel::append(const core::Turn& turn) {
    if (find(turn.message.id) >= 0) return;
    beginInsertRows({}, count(), count());
    m_rows.push_back(makeRow(turn));
    endInsertRows();
    emit countChanged();
}

void MessageListModel::resume(const core::Message& message) {
    const int at = find(message.id);
    if (at < 0) return;
    core::Turn turn = m_rows[static_cast<std::size_t>(at)].turn;
    turn.message = message;
    replace(at, turn);
}

bool MessageListModel::grow(const AnswerGrowth& growth) {
    const int at = find(growth.message);
    if (at < 0) return false;
    Row& row = m_rows[static_cast<std::size_t>(at)];
    const bool isContent = growth.part == core::AnswerPart::Content;
    const std::size_t have = isContent ? row.blocks->contentBytes() : row.blocks->reasoningBytes();
    if (growth.offset > have) return false;
    if (growth.offset + growth.text.size() <= have) return true;
    const std::string_view fresh = std::string_view(growth.text).substr(have - growth.offset);
    if (isContent) {
        row.blocks->setThinking(false);
        row.blocks->appendContent(fresh);
    } else {
        row.blocks->appendReasoning(fresh);
    }
    const bool starts = row.live.tokens == 0;
    row.live = growth;
    row.live.text.clear();
    QVector<int> roles{StatisticsRole};
    if (starts || QAccessible::isActive()) roles += TextRole;
    emit dataChanged(index(at), index(at), roles);
    return true;
}

void MessageListModel::finish(const core::Message& message) {
    const int at = find(message.id);
    if (at < 0) return;
    Row& row = m_rows[static_cast<std::size_t>(at)];
    row.live = {};
    core::Turn turn = row.turn;
    turn.message = message;
    replace(at, turn);
}

const core::Turn* MessageListModel::turn(int row) const {
    return row >= 0 && row < count() ? &m_rows[static_cast<std::size_t>(row)].turn : nullptr;
}

QString MessageListModel::text(int row) const {
    return row >= 0 && row < count() ? m_rows[static_cast<std::size_t>(row)].blocks->contentText()
                                     : QString();
}

void MessageListModel::setStyle(TextStyle* style) {
    if (style == m_style) return;
    if (m_style) m_style->disconnect(this);
    m_style = style;
    if (style != nullptr) connect(style, &TextStyle::changed, this, &MessageListModel::restyle);
    restyle();
    emit styleChanged();
}

void MessageListModel::restyle() {
    for (const Row& row : m_rows) row.blocks->setStyle(markdownStyle());
}

MarkdownStyle MessageListModel::markdownStyle() const {
    return m_style ? app::markdownStyle(*m_style) : MarkdownStyle();
}

int MessageListModel::find(core::MessageId id) const {
    for (int row = count() - 1; row >= 0; --row) {
        if (m_rows[static_cast<std::size_t>(row)].turn.message.id == id) return row;
    }
    return -1;
}

QString MessageListModel::statistics(const Row& row) const {
    const core::Message& message = row.turn.message;
    if (message.role != core::Role::Assistant) return {};
    if (isWriting(message)) {
        if (row.live.tokens == 0) return {};
        const double rate = row.live.seconds > 0.2 ? (row.live.tokens - 1) / row.live.seconds : 0;
        return statisticsText(rate, row.live.firstTokenSeconds, row.live.tokens, {});
    }
    const core::MessageTimings& timings = message.timings;
    if (timings.generatedTokens == 0 && timings.stopReason.empty()) return {};
    return statisticsText(timings.generateTokensPerSecond(), timings.firstTokenSeconds,
                          timings.generatedTokens, stopReasonText(timings.stopReason));
}

int MessageListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant MessageListModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    const core::Message& message = row.turn.message;
    const bool failed = message.status == core::MessageStatus::Failed;
    const auto error = [&] {
        return errorText({message.errorCode, message.error}, ErrorScene::Answer);
    };
    switch (role) {
    case FromUserRole: return message.role == core::Role::User;
    case BlocksRole: return QVariant::fromValue(row.blocks.get());
    case TextRole: return row.blocks->contentText();
    case WritingRole: return isWriting(message);
    case StatisticsRole: return statistics(row);
    case VersionRole: return row.turn.version;
    case VersionCountRole: return row.turn.versionCount;
    case ErrorTitleRole: return failed ? error().title : QString();
    case ErrorAdviceRole: return failed ? error().advice : QString();
    case CanContinueRole: return message.role == core::Role::Assistant && message.canContinue();
    case ModelNameRole: return toQString(message.modelName);
    case NoteRole:
        if (message.status == core::MessageStatus::Interrupted)
            return tr("Interrupted. What was written is kept; Continue goes on from here.");
        if (message.timings.messagesDropped > 0)
            return tr("For want of room the model did not read the %n oldest message(s).", nullptr,
                      static_cast<int>(message.timings.messagesDropped));
        return {};
    case ContextFullRole: return message.stoppedByContext();
    default: return {};
    }
}

QHash<int, QByteArray> MessageListModel::roleNames() const {
    return {{FromUserRole, "fromUser"},
            {BlocksRole, "blocks"},
            {TextRole, "text"},
            {WritingRole, "writing"},
            {StatisticsRole, "statistics"},
            {VersionRole, "version"},
            {VersionCountRole, "versionCount"},
            {ErrorTitleRole, "errorTitle"},
            {ErrorAdviceRole, "errorAdvice"},
            {CanContinueRole, "canContinue"},
            {ModelNameRole, "modelName"},
            {NoteRole, "note"},
            {ContextFullRole, "contextFull"}};
}

} // namespace app
