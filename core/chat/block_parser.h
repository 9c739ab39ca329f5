// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/chat/markdown_line.h"

namespace core {

enum class BlockKind : std::uint8_t {
    Text, ///< A paragraph, list, quote or other Markdown that is drawn as rich text.
    Heading,
    Table, ///< Pipes and a delimiter row.
    Code,  ///< Fenced; `text` is its content without the fences.
    Rule,  ///< A thematic break; no text.
};

/// A piece of an answer that is drawn by itself.
struct Block {
    BlockKind kind = BlockKind::Text;
    std::string text;     ///< Markdown source (Text, Heading, Table), or code.
    std::string language; ///< Code: first word after the fence, lower case; may be empty.
    bool open = false;    ///< Code: the closing fence has not come yet. Last block only.

    bool operator==(const Block&) const = default;
};

/// Cuts the Markdown of a growing answer into blocks. Text is added in pieces of any size; the
/// blocks depend on the whole text alone, not on how it was cut. All blocks but the last never
/// change again, so a view redraws only blocks()[firstChanged()..]. Adding costs time in proportion
/// to what is added, not to the text so far. The beginning of a line that may yet become something
/// else ("-", "```py") is held back until that is known. Not thread-safe; one per answer.
class BlockParser {
public:
    void add(std::string_view text);
    /// The text has ended: settles what an unfinished last line left undecided, and counts code
    /// whose closing fence never came as closed.
    void finish();
    void clear();

    const std::vector<Block>& blocks() const { return m_blocks; }
    /// Index of the first block that the last add() or finish() changed or appended; their number
    /// when nothing changed.
    std::size_t firstChanged() const { return m_firstChanged; }

    /// All at once.
    static std::vector<Block> parse(std::string_view text);

private:
    /// What the last block is, as long as it can go on.
    enum class Open : std::uint8_t { Nothing, Paragraph, List, Quote, Table, Code };

    std::size_t takeUndecided(std::string_view text);
    void beginLine();
    void beginCodeLine();
    void endLine();
    void beginTextLine(const MarkdownLine& line);
    void beginPlainLine(const MarkdownLine& line);
    bool beginTable(const MarkdownLine& line);
    void closeCode();
    void startBlock(BlockKind kind, Open open, std::string_view text);
    void appendLine(std::string_view text);
    bool inList() const { return m_open == Open::List || m_listAround; }
    void touch(std::size_t index);

    std::vector<Block> m_blocks;
    std::size_t m_firstChanged = 0;
    Open m_open = Open::Nothing;
    Fence m_fence;                // Of open code.
    bool m_codeEmpty = true;      // No line of it has come yet.
    bool m_listAround = false;    // Code within a list ended; what is indented still belongs to it.
    std::size_t m_blankLines = 0; // Seen in a list that may go on after them.
    std::string m_line;           // Beginning of a line that is undecided.
    bool m_inLine = false;        // The line is decided: the rest of it goes to the last block.
    bool m_forced = false;        // The line is too long to be anything but text.
};

} // namespace core
