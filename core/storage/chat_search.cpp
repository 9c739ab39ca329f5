// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/storage/chat_search.h"

#include <algorithm>
#include <string>
#include <unordered_map>

#include "core/base/utf8.h"
#include "core/storage/message_rows.h"

namespace core {
namespace {

constexpr std::size_t kWordsMax = 16;
/// Bytes of context on either side of a match that was found without the index.
constexpr std::size_t kContextBytes = 80;
// Marks around matches in SQLite's snippets. Control characters: no text is likely to hold them,
// and where one does only the highlighting is off.
constexpr char kMarkBegin = '\x02';
constexpr char kMarkEnd = '\x03';

std::vector<std::string> wordsOf(std::string_view query) {
    std::vector<std::string> words;
    const std::string text = validUtf8(query);
    std::size_t at = 0;
    while (at < text.size() && words.size() < kWordsMax) {
        const std::size_t begin = text.find_first_not_of(" \t\r\n", at);
        if (begin == std::string::npos) break;
        at = std::min(text.find_first_of(" \t\r\n", begin), text.size());
        words.push_back(text.substr(begin, at - begin));
    }
    return words;
}

bool needsScan(const std::vector<std::string>& words) {
    for (const std::string& word : words)
        for (std::size_t at = 0; at < word.size();) {
            const CodePoint point = codePointAt(word, at);
            if (lacksWordGaps(point.value)) return true;
            at += point.bytes;
        }
    return false;
}

/// Every word as a quoted string, so that nothing in it is syntax; the last one is a prefix.
std::string matchExpression(const std::vector<std::string>& words) {
    std::string expression;
    for (const std::string& word : words) {
        expression += expression.empty() ? "\"" : " \"";
        for (const char c : word) {
            if (c == '"') expression += '"';
            if (c != '\0') expression += c;
        }
        expression += '"';
    }
    return expression + " *";
}

void appendFlattened(SearchHit& hit, char c) {
    hit.snippet += c == '\n' || c == '\t' || c == '\r' ? ' ' : c;
}

void takeMarked(SearchHit& hit, std::string_view marked) {
    std::size_t begin = std::string::npos;
    for (const char c : marked) {
        if (c == kMarkBegin) {
            begin = hit.snippet.size();
        } else if (c == kMarkEnd) {
            if (begin != std::string::npos) hit.marks.emplace_back(begin, hit.snippet.size());
            begin = std::string::npos;
        } else {
            appendFlattened(hit, c);
        }
    }
}

/// To the next border between code points.
std::size_t border(std::string_view text, std::size_t at) {
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0u) == 0x80u) ++at;
    return at;
}

char lowered(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::size_t findIgnoringCase(std::string_view text, std::string_view word) {
    const auto found = std::search(text.begin(), text.end(), word.begin(), word.end(),
                                   [](char a, char b) { return lowered(a) == lowered(b); });
    return found == text.end() ? std::string_view::npos
                               : static_cast<std::size_t>(found - text.begin());
}

/// A snippet around the first match of the first word.
void cutAround(SearchHit& hit, std::string_view text, const std::vector<std::string>& words) {
    const std::size_t found = findIgnoringCase(text, words.front());
    if (found == std::string_view::npos) return;
    const std::size_t begin = border(text, found > kContextBytes ? found - kContextBytes : 0);
    const std::size_t matchEnd = found + words.front().size();
    const std::size_t end = border(text, std::min(text.size(), matchEnd + kContextBytes));
    if (begin > 0) hit.snippet = "…";
    const std::size_t shift = hit.snippet.size();
    for (const char c : text.substr(begin, end - begin)) appendFlattened(hit, c);
    if (end < text.size()) hit.snippet += "…";
    hit.marks.emplace_back(shift + found - begin, shift + matchEnd - begin);
}

std::string likePattern(std::string_view word) {
    std::string pattern = "%";
    for (const char c : word) {
        if (c == '%' || c == '_' || c == '\\') pattern += '\\';
        pattern += c;
    }
    return pattern + "%";
}

SearchHit hitOf(const Statement& row) {
    SearchHit hit;
    hit.chat = row.integer(0);
    hit.message = row.integer(1);
    hit.chatTitle = row.text(2);
    hit.updatedMs = row.integer(3);
    return hit;
}

Result<void> collectIndexed(Connection& connection, const char* sql, std::string_view expression,
                            std::size_t limit, std::vector<SearchHit>& hits) {
    Statement rows = connection.prepare(sql);
    rows.bind(1, expression).bind(2, static_cast<std::int64_t>(limit));
    while (hits.size() < limit) {
        TRY(const bool more, rows.step());
        if (!more) break;
        hits.push_back(hitOf(rows));
        takeMarked(hits.back(), rows.text(4));
    }
    return {};
}

Result<void> collectScanned(Connection& connection, std::string sql, const char* column,
                            const char* order, const std::vector<std::string>& words,
                            std::size_t limit, std::vector<SearchHit>& hits) {
    for (std::size_t i = 0; i < words.size(); ++i) {
        sql += std::string(" AND ") + column + " LIKE ?" + std::to_string(i + 1) + " ESCAPE '\\'";
    }
    Statement rows = connection.prepare(sql + order);
    for (std::size_t i = 0; i < words.size(); ++i)
        rows.bind(static_cast<int>(i + 1), likePattern(words[i]));
    while (hits.size() < limit) {
        TRY(const bool more, rows.step());
        if (!more) break;
        hits.push_back(hitOf(rows));
        cutAround(hits.back(), rows.text(4), words);
    }
    return {};
}

/// A message below a deleted one is hidden, too, which only its tree knows.
Result<void> dropHidden(Connection& connection, std::vector<SearchHit>& hits) {
    std::unordered_map<ChatId, MessageTree> trees;
    std::vector<SearchHit> kept;
    for (SearchHit& hit : hits) {
        if (hit.message != kNoId) {
            auto tree = trees.find(hit.chat);
            if (tree == trees.end()) {
                TRY(MessageTree read, MessageTree::read(connection, hit.chat));
                tree = trees.emplace(hit.chat, std::move(read)).first;
            }
            const TreeNode* node = tree->second.find(hit.message);
            if (node == nullptr || !node->visible) continue;
        }
        kept.push_back(std::move(hit));
    }
    hits = std::move(kept);
    return {};
}

} // namespace

Result<std::vector<SearchHit>> searchChats(Connection& connection, std::string_view query,
                                           std::size_t limit) {
    std::vector<SearchHit> hits;
    const std::vector<std::string> words = wordsOf(query);
    if (words.empty() || limit == 0) return hits;
    if (needsScan(words)) {
        TRY(collectScanned(connection,
                           "SELECT id, 0, title, updated_ms, title FROM chats WHERE deleted_ms=0",
                           "title", " ORDER BY updated_ms DESC", words, limit, hits));
        TRY(collectScanned(connection,
                           "SELECT c.id, m.id, c.title, c.updated_ms, m.content FROM messages m "
                           "JOIN chats c ON c.id=m.chat_id WHERE c.deleted_ms=0 AND "
                           "m.deleted_ms=0",
                           "m.content", " ORDER BY m.id DESC", words, limit, hits));
    } else {
        const std::string expression = matchExpression(words);
        TRY(collectIndexed(connection,
                           "SELECT c.id, 0, c.title, c.updated_ms, "
                           "highlight(chats_fts, 0, char(2), char(3)) FROM chats_fts "
                           "JOIN chats c ON c.id=chats_fts.rowid "
                           "WHERE chats_fts MATCH ?1 AND c.deleted_ms=0 "
                           "ORDER BY chats_fts.rank LIMIT ?2",
                           expression, limit, hits));
        TRY(collectIndexed(connection,
                           "SELECT c.id, m.id, c.title, c.updated_ms, "
                           "snippet(messages_fts, 0, char(2), char(3), '…', 24) "
                           "FROM messages_fts JOIN messages m ON m.id=messages_fts.rowid "
                           "JOIN chats c ON c.id=m.chat_id WHERE messages_fts MATCH ?1 "
                           "AND c.deleted_ms=0 AND m.deleted_ms=0 "
                           "ORDER BY messages_fts.rank LIMIT ?2",
                           expression, limit, hits));
    }
    TRY(dropHidden(connection, hits));
    return hits;
}

} // namespace core
