// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <QAbstractListModel>
#include <QtQml/qqmlregistration.h>

#include <string_view>

#include "app/text/markdown_document.h"

namespace app {

/// One message as the blocks it is drawn from. While an answer grows only its last rows change.
/// GUI thread.
class BlockListModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("belongs to a message")

public:
    enum Role {
        KindRole =
            Qt::UserRole + 1, ///< "text", "quote", "table", "code", "rule", "plain", "reasoning"
        HtmlRole,             ///< Rich text of text, quote and table.
        CodeRole,             ///< Plain text of code, plain and reasoning.
        LanguageRole,         ///< Of code; may be empty.
        ColumnsRole,          ///< Of a table.
        ActiveRole,           ///< The reasoning is going on.
    };

    /// Markdown for answers; what people wrote is shown as it stands.
    enum class Source { Markdown, Plain };

    explicit BlockListModel(Source source, QObject* parent = nullptr);

    void setStyle(const MarkdownStyle& style);
    void setContent(std::string_view content);
    void appendContent(std::string_view more);
    void setReasoning(std::string_view reasoning);
    void appendReasoning(std::string_view more);
    /// Whether the model is thinking at this moment.
    void setThinking(bool thinking);

    /// Bytes shown so far.
    std::size_t contentBytes() const;
    std::size_t reasoningBytes() const { return static_cast<std::size_t>(m_reasoning.size()); }
    /// The content as it was written.
    QString contentText() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

private:
    void refresh();
    QVector<TextBlock> wanted() const;
    int firstRow() const { return m_reasoning.isEmpty() ? 0 : 1; }

    Source m_source;
    MarkdownDocument m_document;
    QByteArray m_plain;
    QByteArray m_reasoning;
    QVector<TextBlock> m_shown; // Rows after the reasoning.
    bool m_thinking = false;
};

} // namespace app
