// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace core {

/// An opening code fence.
struct Fence {
    char character = '`';
    std::size_t length = 0;
    std::size_t indent = 0; ///< Taken off the lines inside, too.
    std::string language;
};

enum class LineKind {
    Blank,
    Plain,
    Heading,
    Fence,
    Rule,      ///< Also what underlines a heading, if that comes first.
    Underline, ///< Only '=' or only '-'.
    ListItem,
    Quote,
    Delimiter, ///< The row below a table's head.
};

/// What one line of Markdown is by itself. After CommonMark 0.30 and GitHub's tables, for the
/// blocks that we tell apart.
struct MarkdownLine {
    LineKind kind = LineKind::Plain;
    std::size_t indent = 0; ///< Columns of white space in front.
    std::size_t begin = 0;  ///< Bytes of it.
    bool startsList = true; ///< ListItem: may interrupt a paragraph (a bullet or number 1).
    std::size_t cells = 0;  ///< Delimiter.
    Fence fence;            ///< Fence.

    /// `anyIndent`: within a list, where blocks may be indented at will.
    static MarkdownLine read(std::string_view line, bool anyIndent);
};

/// Whether more characters could still make something else of an unfinished line. As long as they
/// could it is not shown, so that nothing flickers between, say, a paragraph and a list.
bool isUndecided(std::string_view line, bool anyIndent);
/// The same within code: could it be the closing fence?
bool mayCloseFence(std::string_view line, const Fence& fence);
bool closesFence(std::string_view line, const Fence& fence);

/// Cells of a table row.
std::size_t countCells(std::string_view row);
/// Bytes of white space to take off a line to move it `columns` to the left.
std::size_t indentBytes(std::string_view line, std::size_t columns);

} // namespace core
