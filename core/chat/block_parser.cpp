// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/chat/block_parser.h"

#include <algorithm>

namespace core {
namespace {

/// A line that is undecided for longer than this is text. Fences and table rows are far shorter.
constexpr std::size_t kUndecidedBytesMax = 4096;
/// A line with this much white space in front belongs to the list above it, even after a blank
/// line.
constexpr std::size_t kListContinuationIndent = 2;

} // namespace

void BlockParser::add(std::string_view text) {
    m_firstChanged = m_blocks.size();
    while (!text.empty()) {
        if (!m_inLine) {
            text.remove_prefix(takeUndecided(text));
            continue;
        }
        const std::size_t end = text.find('\n');
        if (end != 0) {
            m_blocks.back().text += text.substr(0, end);
            touch(m_blocks.size() - 1);
        }
        if (end == std::string_view::npos) return;
        endLine();
        text.remove_prefix(end + 1);
    }
}

void BlockParser::finish() {
    m_firstChanged = m_blocks.size();
    if (!m_inLine && !m_line.empty()) {
        beginLine();
        if (m_inLine) endLine();
    }
    m_inLine = false;
    if (m_open == Open::Code) closeCode();
    m_open = Open::Nothing;
}

void BlockParser::clear() {
    *this = BlockParser();
}

std::vector<Block> BlockParser::parse(std::string_view text) {
    BlockParser parser;
    parser.add(text);
    parser.finish();
    return std::move(parser.m_blocks);
}

// Takes what belongs to the beginning of a line, as much as is needed to decide about it.
std::size_t BlockParser::takeUndecided(std::string_view text) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::size_t room = kUndecidedBytesMax + 1 - m_line.size();
    const std::size_t taken = std::min(end, room);
    m_line += text.substr(0, taken);
    const bool undecided =
        m_open == Open::Code ? mayCloseFence(m_line, m_fence) : isUndecided(m_line, inList());
    m_forced = undecided && m_line.size() > kUndecidedBytesMax;
    if (taken == end && end < text.size()) { // The whole line is here.
        beginLine();
        if (m_inLine) endLine();
        return end + 1;
    }
    if (!undecided || m_forced) beginLine();
    return taken;
}

// Does what the decided line in m_line asks for; if it goes on, m_inLine is set.
void BlockParser::beginLine() {
    m_inLine = false;
    if (m_open == Open::Code) {
        beginCodeLine();
    } else {
        MarkdownLine line = MarkdownLine::read(m_line, inList());
        if (m_forced) line.kind = LineKind::Plain;
        beginTextLine(line);
    }
    m_line.clear();
    m_forced = false;
}

void BlockParser::beginCodeLine() {
    if (!m_forced && closesFence(m_line, m_fence)) return closeCode();
    std::string_view line = m_line;
    line.remove_prefix(indentBytes(line, m_fence.indent));
    Block& code = m_blocks.back();
    if (!m_codeEmpty) code.text += '\n';
    m_codeEmpty = false;
    code.text += line;
    m_inLine = true;
    touch(m_blocks.size() - 1);
}

void BlockParser::closeCode() {
    m_blocks.back().open = false;
    m_open = Open::Nothing;
    touch(m_blocks.size() - 1);
}

void BlockParser::endLine() {
    m_inLine = false;
    Block& block = m_blocks.back();
    if (!block.text.ends_with('\r')) return;
    block.text.pop_back();
    touch(m_blocks.size() - 1);
}

void BlockParser::beginTextLine(const MarkdownLine& line) {
    const std::string_view text = std::string_view(m_line).substr(line.begin);
    switch (line.kind) {
    case LineKind::Blank:
        if (m_open == Open::List)
            ++m_blankLines;
        else
            m_open = Open::Nothing;
        return;
    case LineKind::Fence: {
        const bool within = inList() && line.indent >= kListContinuationIndent;
        startBlock(BlockKind::Code, Open::Code, {});
        m_blocks.back().language = line.fence.language;
        m_blocks.back().open = true;
        m_fence = line.fence;
        m_codeEmpty = true;
        m_listAround = within;
        return;
    }
    case LineKind::Heading:
        startBlock(BlockKind::Heading, Open::Nothing, text);
        m_inLine = true;
        return;
    case LineKind::Underline:
        if (m_open == Open::Paragraph) {
            appendLine(m_line);
            m_blocks.back().kind = BlockKind::Heading;
            m_open = Open::Nothing;
            m_inLine = true;
            return;
        }
        if (text[0] == '-' && text.starts_with("---")) break;
        return beginPlainLine(line);
    case LineKind::Rule: break;
    case LineKind::Delimiter:
        if (!beginTable(line)) beginPlainLine(line);
        return;
    case LineKind::ListItem:
        // Behind code within a list the indentation has lost its anchor.
        if (m_open == Open::List || (m_open == Open::Paragraph && !line.startsList))
            appendLine(m_line);
        else
            startBlock(BlockKind::Text, Open::List, m_listAround ? text : m_line);
        m_inLine = true;
        return;
    case LineKind::Quote:
        if (m_open == Open::Quote || (m_open == Open::List && line.indent > 0))
            appendLine(m_line);
        else
            startBlock(BlockKind::Text, Open::Quote, text);
        m_inLine = true;
        return;
    case LineKind::Plain: return beginPlainLine(line);
    }
    startBlock(BlockKind::Rule, Open::Nothing, {});
}

void BlockParser::beginPlainLine(const MarkdownLine& line) {
    m_inLine = true;
    const bool indented = line.indent >= kListContinuationIndent;
    if (m_open == Open::List && m_blankLines > 0 && !indented) m_open = Open::Nothing;
    if (m_open != Open::Nothing) return appendLine(m_line);
    const std::string_view text = m_line;
    // Indentation by four or more columns is code, but not where it only follows a list.
    const bool strip = line.indent < 4 || m_listAround;
    const bool around = m_listAround && indented;
    startBlock(BlockKind::Text, Open::Paragraph, strip ? text.substr(line.begin) : text);
    m_listAround = around;
}

// The last line of a paragraph turns out to be the head of a table.
bool BlockParser::beginTable(const MarkdownLine& line) {
    if (m_open != Open::Paragraph) return false;
    Block& paragraph = m_blocks.back();
    const std::size_t lineBreak = paragraph.text.rfind('\n');
    const std::size_t begin = lineBreak == std::string::npos ? 0 : lineBreak + 1;
    const std::string_view head = std::string_view(paragraph.text).substr(begin);
    if (head.find('|') == std::string_view::npos || countCells(head) != line.cells) return false;
    touch(m_blocks.size() - 1);
    if (begin == 0) {
        paragraph.kind = BlockKind::Table;
    } else {
        const std::string row(head);
        paragraph.text.resize(lineBreak);
        startBlock(BlockKind::Table, Open::Table, row);
    }
    m_open = Open::Table;
    appendLine(m_line);
    m_inLine = true;
    return true;
}

void BlockParser::startBlock(BlockKind kind, Open open, std::string_view text) {
    m_blocks.push_back({kind, std::string(text), {}, false});
    m_open = open;
    m_blankLines = 0;
    m_listAround = false;
    touch(m_blocks.size() - 1);
}

void BlockParser::appendLine(std::string_view text) {
    std::string& whole = m_blocks.back().text;
    whole.append(m_blankLines + 1, '\n');
    whole += text;
    m_blankLines = 0;
    touch(m_blocks.size() - 1);
}

void BlockParser::touch(std::size_t index) {
    m_firstChanged = std::min(m_firstChanged, index);
}

} // namespace core
