// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <QByteArray>
#include <QVector>

#include <cstddef>
#include <string_view>

#include "app/text/markdown_blocks.h"

namespace app {

/// An answer that grows. Blocks before the last paragraph or two are converted once only, so that
/// the cost of a token does not depend on the length of the answer.
class MarkdownDocument {
public:
    /// Converts all again.
    void setStyle(const MarkdownStyle& style);
    void setText(QByteArray markdown);
    void append(std::string_view markdown);

    const QByteArray& text() const { return m_text; }
    const QVector<TextBlock>& blocks() const { return m_blocks; }

private:
    void convertTail();

    MarkdownStyle m_style;
    QByteArray m_text;
    QVector<TextBlock> m_blocks;
    std::size_t m_stableBytes = 0; // Of m_text, converted for good.
    qsizetype m_stableBlocks = 0;  // Of m_blocks, from those bytes.
};

/// Where the next piece of `markdown` ends that can be converted by itself: at a blank line outside
/// of fences and lists once it is long enough, or within a line that never ends. 0: not yet.
std::size_t nextPieceEnd(std::string_view markdown);

} // namespace app
