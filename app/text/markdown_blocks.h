// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <QString>
#include <QVector>

#include <string_view>

namespace app {

/// One thing to draw in an answer.
struct TextBlock {
    enum class Kind {
        Text,  ///< Paragraphs, headings, lists: `html`.
        Quote, ///< `html`, drawn with a bar beside it.
        Table, ///< `html` of one table with `columns`.
        Code,  ///< `code` in `language`.
        Rule,  ///< A line across.
        Plain, ///< `code` as it stands; what people wrote.
    };

    Kind kind = Kind::Text;
    QString html;     ///< Restricted rich text: no images, no scripts, nothing that loads.
    QString code;     ///< Without the last line end.
    QString language; ///< Lower case, may be empty.
    int columns = 0;

    bool operator==(const TextBlock&) const = default;
};

/// What the HTML needs to know of the theme.
struct MarkdownStyle {
    QString link = QStringLiteral("#c2500f");
    QString codeBackground = QStringLiteral("#f3efe9");
    QString line = QStringLiteral("#e4ddd3");
    QString monospace = QStringLiteral("monospace");
    int size = 14;

    bool operator==(const MarkdownStyle&) const = default;
};

/// Markdown to blocks. The text may be hostile: HTML in it is shown, not interpreted; images become
/// links; only http, https and mailto links stay links. Never fails: what is no Markdown is text.
QVector<TextBlock> convertMarkdown(std::string_view markdown, const MarkdownStyle& style);

/// True for targets that a click may hand to the system after asking.
bool isOpenableLink(const QString& target);

} // namespace app
