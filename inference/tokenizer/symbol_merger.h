// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <vector>

namespace inference {

/// Merges neighbouring symbols of one word, always the pair of lowest rank, leftmost on ties, until
/// no pair is left.
///
/// Pieces are what the whole word gives if no merge crosses any border of two neighbours when these
/// are merged alone. So long words are merged in stretches that stay in the processor's cache: the
/// next one begins at a piece of the last, and must find the same piece there. If it does not, what
/// came before is done again in a longer stretch: O(n log n), and O(n) with ordinary vocabularies.
///
/// One object per encoding call: it keeps its memory between words.
class SymbolMerger {
public:
    static constexpr std::uint32_t kNone = 0xffffffffu;
    static constexpr std::uint32_t kRankMax = (1u << 22) - 2; ///< A pair's rank must not be above.

    struct Symbol {
        std::uint32_t start = 0; ///< Byte offset in the word.
        std::int32_t id = 0;     ///< Meaning is the caller's.
        std::uint32_t previous = kNone, next = kNone;
        std::int32_t merged = 0; ///< What it becomes with `next`, if they merge.
    };
    /// What became of bytes [start, end) of the word.
    struct Piece {
        std::uint32_t start = 0, end = 0;
        std::int32_t id = 0;
        bool operator==(const Piece&) const = default;
    };

    /// `symbolAt(start, end)` gives the id of the symbol that begins at a byte, and sets its end.
    /// `findPair(left, right, rightEnd, rank, merged)` says whether two neighbours merge, by
    /// nothing but what they are; `rightEnd` is the offset behind the right one. Calls
    /// `visit(piece)` for what is left, in order.
    template <typename SymbolAt, typename FindPair, typename Visit>
    void merge(std::uint32_t wordBytes, const SymbolAt& symbolAt, const FindPair& findPair,
               const Visit& visit) {
        fill(0, wordBytes, kStretchBytes, symbolAt);
        mergeSymbols(findPair);
        if (m_end == wordBytes) {
            forEach(visit);
            return;
        }
        mergeStretches(wordBytes, symbolAt, findPair);
        for (const Piece& piece : m_pieces) visit(piece);
    }

private:
    static constexpr std::size_t kBlock = 16;
    static constexpr unsigned kIndexBits = 9;
    static constexpr std::size_t kScanMax = 1u << kIndexBits; // symbols; more go into a heap
    static constexpr std::size_t kBlocks = kScanMax / kBlock;
    static constexpr std::int32_t kNoKey = 0x7fffffff;
    static constexpr std::uint32_t kStretchBytes = 512;
    /// Of so many stretches in a row that went well the next may be shorter again.
    static constexpr unsigned kStretchesToTrust = 64;

    /// Where a stretch began, and what the one before found there.
    struct Stretch {
        std::size_t pieces = 0; ///< Of m_pieces that lie before it.
        Piece expected;
    };

    template <typename SymbolAt>
    void fill(std::uint32_t begin, std::uint32_t wordBytes, std::uint32_t bytesMax,
              const SymbolAt& symbolAt) {
        m_symbols.clear();
        const std::uint32_t last = begin + std::min(bytesMax, wordBytes - begin);
        for (m_end = begin; m_end < last;) {
            Symbol symbol;
            symbol.start = m_end;
            symbol.id = symbolAt(m_end, m_end);
            const auto index = static_cast<std::uint32_t>(m_symbols.size());
            symbol.previous = index > 0 ? index - 1 : kNone;
            symbol.next = m_end < last ? index + 1 : kNone;
            m_symbols.push_back(symbol);
        }
    }

    /// Goes on behind a first stretch that did not reach the end.
    template <typename SymbolAt, typename FindPair>
    void mergeStretches(std::uint32_t wordBytes, const SymbolAt& symbolAt,
                        const FindPair& findPair) {
        m_pieces.clear();
        m_stretches.assign(1, {});
        std::uint32_t bytes = kStretchBytes;
        unsigned trusted = 0;
        for (;;) {
            const bool asExpected =
                m_stretches.size() == 1 || pieceOf(m_symbols[0]) == m_stretches.back().expected;
            if (asExpected && m_end == wordBytes)
                return forEach([&](const Piece& piece) { m_pieces.push_back(piece); });
            if (!asExpected) {
                m_stretches.pop_back();
                m_pieces.resize(m_stretches.back().pieces);
            }
            if (!asExpected || !keepMost()) {
                bytes += std::min(bytes, wordBytes - bytes);
                trusted = 0;
            } else if (++trusted >= kStretchesToTrust) {
                bytes = std::max(kStretchBytes, bytes / 2);
                trusted = 0;
            }
            const std::uint32_t begin =
                m_stretches.size() == 1 ? 0 : m_stretches.back().expected.start;
            fill(begin, wordBytes, bytes, symbolAt);
            mergeSymbols(findPair);
        }
    }

    /// Keeps the pieces but those near the end, whose right neighbours are missing; the next
    /// stretch begins at the first of them. False if that is all.
    bool keepMost() {
        const std::uint32_t last = m_end - (m_end - m_symbols[0].start) / 8;
        std::uint32_t index = 0;
        while (m_symbols[index].next != kNone && endOf(m_symbols[index]) <= last) {
            m_pieces.push_back(pieceOf(m_symbols[index]));
            index = m_symbols[index].next;
        }
        if (index == 0) return false;
        m_stretches.push_back({m_pieces.size(), pieceOf(m_symbols[index])});
        return true;
    }

    std::uint32_t endOf(const Symbol& symbol) const {
        return symbol.next == kNone ? m_end : m_symbols[symbol.next].start;
    }
    Piece pieceOf(const Symbol& symbol) const { return {symbol.start, endOf(symbol), symbol.id}; }

    template <typename Visit>
    void forEach(const Visit& visit) const {
        if (m_symbols.empty()) return;
        for (std::uint32_t i = 0; i != kNone; i = m_symbols[i].next) visit(pieceOf(m_symbols[i]));
    }

    template <typename FindPair>
    void mergeSymbols(const FindPair& findPair) {
        if (m_symbols.size() <= kScanMax) {
            mergeByScan(findPair);
        } else {
            mergeByHeap(findPair);
        }
    }

    /// Of the pair of a symbol and the next one; kNone if they do not merge.
    template <typename FindPair>
    std::uint32_t rankOf(std::uint32_t index, const FindPair& findPair) {
        Symbol& left = m_symbols[index];
        if (left.next == kNone) return kNone;
        const Symbol& right = m_symbols[left.next];
        std::uint32_t rank = kNone;
        return findPair(left, right, endOf(right), rank, left.merged) ? rank : kNone;
    }

    /// The next symbol becomes part of this one; gives its index.
    std::uint32_t join(std::uint32_t index) {
        Symbol& left = m_symbols[index];
        const std::uint32_t joined = left.next;
        left.id = left.merged;
        left.next = m_symbols[joined].next;
        if (left.next != kNone) m_symbols[left.next].previous = index;
        return joined;
    }

    template <std::size_t Size>
    static std::int32_t lowestOf(const std::int32_t* keys) {
        std::int32_t lowest = keys[0];
        for (std::size_t i = 1; i < Size; ++i) lowest = std::min(lowest, keys[i]);
        return lowest;
    }

    /// Of every pair a key, its rank and below that its index; of every block of keys the lowest.
    /// There are no branches to predict: at each step these are searched as a whole.
    template <typename FindPair>
    void mergeByScan(const FindPair& findPair) {
        const std::size_t blocks = (m_symbols.size() + kBlock - 1) / kBlock;
        std::fill_n(m_keys.begin(), blocks * kBlock, kNoKey);
        m_lowest.fill(kNoKey);
        const auto rate = [&](std::uint32_t index) {
            const std::uint32_t rank = rankOf(index, findPair);
            m_keys[index] =
                rank == kNone ? kNoKey : static_cast<std::int32_t>(rank << kIndexBits | index);
        };
        const auto searchBlock = [&](std::size_t block) {
            m_lowest[block] = lowestOf<kBlock>(&m_keys[block * kBlock]);
        };
        for (std::uint32_t i = 0; i < m_symbols.size(); ++i) rate(i);
        for (std::size_t block = 0; block < blocks; ++block) searchBlock(block);
        for (;;) {
            const std::int32_t key = blocks <= kBlock ? lowestOf<kBlock>(m_lowest.data())
                                                      : lowestOf<kBlocks>(m_lowest.data());
            if (key == kNoKey) return;
            const std::uint32_t index = static_cast<std::uint32_t>(key) % kScanMax;
            const std::uint32_t previous = m_symbols[index].previous;
            const std::uint32_t joined = join(index);
            m_keys[joined] = kNoKey;
            rate(index);
            searchBlock(index / kBlock);
            if (joined / kBlock != index / kBlock) searchBlock(joined / kBlock);
            if (previous == kNone) continue;
            rate(previous);
            searchBlock(previous / kBlock);
        }
    }

    template <typename FindPair>
    void mergeByHeap(const FindPair& findPair) {
        m_ranks.assign(m_symbols.size(), kNone);
        m_heap.clear();
        const auto rate = [&](std::uint32_t index) {
            m_ranks[index] = rankOf(index, findPair);
            if (m_ranks[index] == kNone) return;
            m_heap.push_back(std::uint64_t{m_ranks[index]} << 32 | index);
            std::push_heap(m_heap.begin(), m_heap.end(), std::greater<>());
        };
        for (std::uint32_t i = 0; i < m_symbols.size(); ++i) rate(i);
        while (!m_heap.empty()) {
            std::pop_heap(m_heap.begin(), m_heap.end(), std::greater<>());
            const std::uint64_t entry = m_heap.back();
            m_heap.pop_back();
            const auto index = static_cast<std::uint32_t>(entry);
            // Entries are not removed when their pair goes: a rank that changed gives them away.
            if (m_ranks[index] != entry >> 32) continue;
            m_ranks[join(index)] = kNone;
            rate(index);
            if (m_symbols[index].previous != kNone) rate(m_symbols[index].previous);
        }
    }

    std::vector<Symbol> m_symbols; // of the stretch at hand
    std::uint32_t m_end = 0;       // of the stretch
    std::array<std::int32_t, kScanMax> m_keys;
    std::array<std::int32_t, kBlocks> m_lowest;
    std::vector<std::uint32_t> m_ranks; // [symbols] of the pairs in the heap
    std::vector<std::uint64_t> m_heap;
    std::vector<Piece> m_pieces; // of long words: all that the stretches so far keep
    std::vector<Stretch> m_stretches;
};

} // namespace inference
