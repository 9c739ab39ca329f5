// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <vector>

namespace inference {

/// Merges neighbouring symbols of one word, always the pair of lowest rank, leftmost on ties, until
/// no pair is left. Short words are scanned; long ones use a heap, so that a word of any length
/// takes O(n log n).
///
/// One object per encoding call: it keeps its memory between words.
class SymbolMerger {
public:
    static constexpr std::uint32_t kNone = 0xffffffffu;

    struct Symbol {
        std::uint32_t start = 0; ///< Byte offset in the word.
        std::int32_t id = 0;     ///< Meaning is the caller's.
        std::uint32_t previous = kNone, next = kNone;
        std::uint32_t rank = kNone; ///< Of the pair with `next`; kNone if they do not merge.
        std::int32_t merged = 0;    ///< What the pair becomes.
    };

    void clear() { m_symbols.clear(); }
    void add(std::uint32_t start, std::int32_t id) {
        const auto index = static_cast<std::uint32_t>(m_symbols.size());
        if (index > 0) m_symbols.back().next = index;
        Symbol symbol;
        symbol.start = start;
        symbol.id = id;
        symbol.previous = index > 0 ? index - 1 : kNone;
        m_symbols.push_back(symbol);
    }

    /// `findPair(left, right, rightEnd, rank, merged)` says whether two neighbours merge;
    /// `rightEnd` is the offset behind the right one.
    template <typename FindPair>
    void merge(std::uint32_t wordBytes, const FindPair& findPair) {
        m_wordBytes = wordBytes;
        if (m_symbols.size() < 2) return;
        for (std::uint32_t i = 0; i + 1 < m_symbols.size(); ++i) rate(i, findPair);
        if (m_symbols.size() <= kScanMax) {
            mergeByScan(findPair);
        } else {
            mergeByHeap(findPair);
        }
    }

    /// Calls `visit(symbol, end)` for what is left, in order.
    template <typename Visit>
    void forEach(const Visit& visit) const {
        if (m_symbols.empty()) return;
        for (std::uint32_t i = 0; i != kNone; i = m_symbols[i].next)
            visit(m_symbols[i], endOf(m_symbols[i]));
    }

private:
    static constexpr std::size_t kScanMax = 48;

    std::uint32_t endOf(const Symbol& symbol) const {
        return symbol.next == kNone ? m_wordBytes : m_symbols[symbol.next].start;
    }

    template <typename FindPair>
    void rate(std::uint32_t index, const FindPair& findPair) {
        Symbol& left = m_symbols[index];
        left.rank = kNone;
        if (left.next == kNone) return;
        const Symbol& right = m_symbols[left.next];
        std::uint32_t rank = kNone;
        if (findPair(left, right, endOf(right), rank, left.merged)) left.rank = rank;
    }

    template <typename FindPair>
    void join(std::uint32_t index, const FindPair& findPair) {
        Symbol& left = m_symbols[index];
        Symbol& right = m_symbols[left.next];
        left.id = left.merged;
        left.next = right.next;
        right.rank = kNone;
        if (left.next != kNone) m_symbols[left.next].previous = index;
        rate(index, findPair);
        if (left.previous != kNone) rate(left.previous, findPair);
    }

    template <typename FindPair>
    void mergeByScan(const FindPair& findPair) {
        for (;;) {
            std::uint32_t best = 0;
            for (std::uint32_t i = m_symbols[0].next; i != kNone; i = m_symbols[i].next)
                if (m_symbols[i].rank < m_symbols[best].rank) best = i;
            if (m_symbols[best].rank == kNone) return;
            join(best, findPair);
        }
    }

    void push(std::uint32_t index) {
        if (m_symbols[index].rank == kNone) return;
        m_heap.push_back(std::uint64_t{m_symbols[index].rank} << 32 | index);
        std::push_heap(m_heap.begin(), m_heap.end(), std::greater<>());
    }

    template <typename FindPair>
    void mergeByHeap(const FindPair& findPair) {
        m_heap.clear();
        for (std::uint32_t i = 0; i < m_symbols.size(); ++i)
            if (m_symbols[i].rank != kNone)
                m_heap.push_back(std::uint64_t{m_symbols[i].rank} << 32 | i);
        std::make_heap(m_heap.begin(), m_heap.end(), std::greater<>());
        while (!m_heap.empty()) {
            std::pop_heap(m_heap.begin(), m_heap.end(), std::greater<>());
            const std::uint64_t entry = m_heap.back();
            m_heap.pop_back();
            const auto index = static_cast<std::uint32_t>(entry);
            // Entries are not removed when their pair goes: a rank that changed gives them away.
            if (m_symbols[index].rank != entry >> 32) continue;
            join(index, findPair);
            push(index);
            if (m_symbols[index].previous != kNone) push(m_symbols[index].previous);
        }
    }

    std::vector<Symbol> m_symbols;
    std::vector<std::uint64_t> m_heap;
    std::uint32_t m_wordBytes = 0;
};

} // namespace inference
