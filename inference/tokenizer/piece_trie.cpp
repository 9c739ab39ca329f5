// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/tokenizer/piece_trie.h"

#include <algorithm>

namespace inference {

PieceTrie::PieceTrie(const Vocab& vocab, std::span<const TokenId> ids, std::size_t bytesMax) {
    struct Entry {
        std::string_view text;
        TokenId id;
    };
    std::vector<Entry> sorted;
    sorted.reserve(ids.size());
    for (const TokenId id : ids) {
        const std::string_view text = vocab.text(id);
        if (!text.empty() && text.size() <= bytesMax) sorted.push_back({text, id});
    }
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const Entry& a, const Entry& b) { return a.text < b.text; });

    // Level by level: what lies below a node is a range of the sorted texts.
    struct Range {
        std::size_t first, last;
    };
    std::vector<Range> level{{0, sorted.size()}}, next;
    m_bytes.push_back(0);
    m_tokens.push_back(kNoToken);
    for (std::size_t depth = 0; !level.empty(); ++depth, level.swap(next)) {
        next.clear();
        for (Range range : level) {
            m_firstChild.push_back(static_cast<std::uint32_t>(m_bytes.size()));
            // What is nothing more than the node itself comes first, and was its token.
            while (range.first < range.last && sorted[range.first].text.size() == depth)
                ++range.first;
            while (range.first < range.last) {
                const char byte = sorted[range.first].text[depth];
                std::size_t end = range.first + 1;
                while (end < range.last && sorted[end].text[depth] == byte) ++end;
                const Entry& shortest = sorted[range.first];
                m_bytes.push_back(static_cast<unsigned char>(byte));
                m_tokens.push_back(shortest.text.size() == depth + 1 ? shortest.id : kNoToken);
                next.push_back({range.first, end});
                range.first = end;
            }
        }
    }
    m_firstChild.push_back(static_cast<std::uint32_t>(m_bytes.size()));
    for (std::uint32_t node = m_firstChild[0]; node < m_firstChild[1]; ++node)
        m_roots[m_bytes[node]] = node;
}

} // namespace inference
