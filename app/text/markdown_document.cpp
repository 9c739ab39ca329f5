// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "app/text/markdown_document.h"

#include <utility>

namespace app {
namespace {

constexpr std::size_t kPieceMin = 1500;      // Bytes before a blank line may end a piece.
constexpr std::size_t kPieceMax = 16 * 1024; // A paragraph longer than this is cut.

std::string_view trimmedLeft(std::string_view line) {
    const std::size_t begin = line.find_first_not_of(' ');
    return begin == std::string_view::npos ? std::string_view() : line.substr(begin);
}

bool startsFence(std::string_view line) {
    const std::string_view bare = trimmedLeft(line);
    return bare.starts_with("```") || bare.starts_with("~~~");
}

// Whether a line after a blank one may belong to the list or quote above it.
bool continuesBlock(std::string_view line) {
    if (line.empty() || line[0] == ' ' || line[0] == '\t') return true;
    if (line[0] == '>') return true;
    const bool marker = line[0] == '-' || line[0] == '*' || line[0] == '+';
    if (marker) return line.size() == 1 || line[1] == ' ' || line[1] == '\t';
    return line[0] >= '0' && line[0] <= '9';
}

// Where to cut a paragraph without end: after a space if there is one, else between two characters.
std::size_t cutWithin(std::string_view text, std::size_t limit) {
    const std::size_t space = text.substr(0, limit).find_last_of(" \n");
    if (space != std::string_view::npos && space > limit / 2) return space + 1;
    std::size_t cut = limit;
    while (cut > 1 && (static_cast<unsigned char>(text[cut]) & 0xC0u) == 0x80u) --cut;
    return cut;
}

} // namespace

std::size_t nextPieceEnd(std::string_view markdown) {
    bool inFence = false;
    std::size_t begin = 0;
    while (begin < markdown.size()) {
        const std::size_t end = markdown.find('\n', begin);
        const std::string_view line = markdown.substr(
            begin, end == std::string_view::npos ? std::string_view::npos : end - begin);
        if (startsFence(line)) inFence = !inFence;
        if (end == std::string_view::npos) break;
        const std::size_t next = end + 1;
        const bool blank = trimmedLeft(line).empty();
        if (!inFence && blank && next >= kPieceMin && next < markdown.size()) {
            const std::size_t nextEnd = markdown.find('\n', next);
            if (!continuesBlock(markdown.substr(next, nextEnd - next))) return next;
        }
        begin = next;
    }
    if (!inFence && markdown.size() > kPieceMax) return cutWithin(markdown, kPieceMax);
    return 0;
}

void MarkdownDocument::setStyle(const MarkdownStyle& style) {
    if (style == m_style) return;
    m_style = style;
    setText(std::move(m_text));
}

void MarkdownDocument::setText(QByteArray markdown) {
    m_text = std::move(markdown);
    m_blocks.clear();
    m_stableBytes = 0;
    m_stableBlocks = 0;
    convertTail();
}

void MarkdownDocument::append(std::string_view markdown) {
    m_text.append(markdown.data(), static_cast<qsizetype>(markdown.size()));
    convertTail();
}

void MarkdownDocument::convertTail() {
    m_blocks.resize(m_stableBlocks);
    const std::string_view all(m_text.constData(), static_cast<std::size_t>(m_text.size()));
    for (;;) {
        const std::string_view tail = all.substr(m_stableBytes);
        const std::size_t end = nextPieceEnd(tail);
        m_blocks += convertMarkdown(end == 0 ? tail : tail.substr(0, end), m_style);
        if (end == 0) return;
        m_stableBytes += end;
        m_stableBlocks = m_blocks.size();
    }
}

} // namespace app
