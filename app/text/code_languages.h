// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <QString>
#include <QStringView>

#include <span>

namespace app {

/// What the highlighter needs to know of a language; a new language is a new row.
struct CodeLanguage {
    const char* names;       ///< Lower case, separated by spaces; the first is the one shown.
    const char* keywords;    ///< Separated by spaces; null: none.
    const char* lineComment; ///< Null: none. Two may be separated by a space.
    const char* commentOpen; ///< Null: no comments over several lines.
    const char* commentClose;
    const char* quotes;   ///< Characters that begin and end a string.
    bool tripleQuotes;    ///< """ and ''' over several lines.
    bool spanningQuotes;  ///< The last of `quotes` may span lines.
    bool caseInsensitive; ///< Keywords.
    bool markup;          ///< Tags in angle brackets.
};

/// All rows.
std::span<const CodeLanguage> codeLanguages();

/// The row for what a code fence says ("py", "c++"), or null.
const CodeLanguage* findCodeLanguage(const QString& name);

} // namespace app
