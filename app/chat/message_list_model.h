// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <QAbstractListModel>
#include <QPointer>
#include <QtQml/qqmlregistration.h>

#include <memory>
#include <vector>

#include "app/base/core_events.h"
#include "app/chat/block_list_model.h"
#include "app/text/text_style.h"
#include "core/chat/message.h"

namespace app {

/// The visible path of one chat. Rows are changed, added and removed; the list is reset only when
/// another conversation is shown. GUI thread.
class MessageListModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("belongs to a conversation")
    /// Number of messages.
    Q_PROPERTY(int count READ count NOTIFY countChanged)
    /// Colours of what is drawn as rich text.
    Q_PROPERTY(app::TextStyle* style READ style WRITE setStyle NOTIFY styleChanged)

public:
    enum Role {
        FromUserRole = Qt::UserRole + 1, ///< A person wrote it.
        BlocksRole,                      ///< BlockListModel to draw.
        TextRole,         ///< As it was written; for the accessible name and editing.
        WritingRole,      ///< The answer is being written.
        StatisticsRole,   ///< "41.2 tokens/s · ..."; empty while unknown.
        VersionRole,      ///< From 1.
        VersionCountRole, ///< How many versions there are.
        ErrorTitleRole,   ///< What failed; empty for nothing.
        ErrorAdviceRole,  ///< What to do about it.
        CanContinueRole,  ///< It was cut off.
        ModelNameRole,    ///< Who wrote it.
        NoteRole,         ///< Why it ends early, if that is not an error; may be empty.
        ContextFullRole,  ///< The context was full: the oldest turns may make room.
    };

    using QAbstractListModel::QAbstractListModel;

    void show(const core::Conversation& conversation);
    void clear();
    void append(const core::Turn& turn);
    void resume(const core::Message& message);
    /// False when text before it is missing: the conversation has to be read again.
    bool grow(const AnswerGrowth& growth);
    void finish(const core::Message& message);

    int count() const { return static_cast<int>(m_rows.size()); }
    /// Null when there is no such row.
    const core::Turn* turn(int row) const;
    QString text(int row) const;
    TextStyle* style() const { return m_style; }
    void setStyle(TextStyle* style);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

signals:
    void countChanged();
    void styleChanged();

private:
    struct Row {
        core::Turn turn;
        std::unique_ptr<BlockListModel> blocks;
        AnswerGrowth live; // While it is being written.
    };

    Row makeRow(const core::Turn& turn) const;
    int find(core::MessageId id) const;
    void restyle();
    void replace(int row, const core::Turn& turn);
    QString statistics(const Row& row) const;
    MarkdownStyle markdownStyle() const;

    std::vector<Row> m_rows;
    QPointer<TextStyle> m_style;
};

} // namespace app
