// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <functional>
#include <map>

#include <QTest>

#include "inference/tokenizer/symbol_merger.h"

using namespace inference;

/// Against a merger that looks at the whole word at each step.
class TestSymbolMerger : public QObject {
    Q_OBJECT

private slots:
    void mergesAnyWordAsIfAtOnce_data();
    void mergesAnyWordAsIfAtOnce();
    void seesWhatTheEndOfALongWordDecides();
    void mergesALongWordToOnePiece();
};

namespace {

using Piece = SymbolMerger::Piece;

/// Rank of a pair and what it becomes; a rank of kNone merges nothing.
struct Merge {
    std::uint32_t rank = SymbolMerger::kNone;
    std::int32_t id = 0;
};
using FindMerge = std::function<Merge(std::int32_t, std::int32_t)>;

std::vector<Piece> mergeNaively(const std::vector<std::int32_t>& ids, const FindMerge& find) {
    std::vector<Piece> pieces;
    std::vector<Merge> merges;
    for (std::uint32_t i = 0; i < ids.size(); ++i) pieces.push_back({i, i + 1, ids[i]});
    const auto mergeAt = [&](std::size_t i) {
        return i + 1 < pieces.size() ? find(pieces[i].id, pieces[i + 1].id) : Merge{};
    };
    for (std::size_t i = 0; i < pieces.size(); ++i) merges.push_back(mergeAt(i));
    for (;;) {
        const auto best = std::min_element(merges.begin(), merges.end(),
                                           [](auto& a, auto& b) { return a.rank < b.rank; });
        if (best == merges.end() || best->rank == SymbolMerger::kNone) return pieces;
        const std::ptrdiff_t at = best - merges.begin();
        const auto index = static_cast<std::size_t>(at);
        pieces[index] = {pieces[index].start, pieces[index + 1].end, best->id};
        pieces.erase(pieces.begin() + at + 1);
        merges.erase(merges.begin() + at + 1);
        merges[index] = mergeAt(index);
        if (index > 0) merges[index - 1] = mergeAt(index - 1);
    }
}

std::vector<Piece> mergeWord(SymbolMerger& merger, const std::vector<std::int32_t>& ids,
                             const FindMerge& find) {
    std::vector<Piece> pieces;
    merger.merge(
        static_cast<std::uint32_t>(ids.size()),
        [&](std::uint32_t start, std::uint32_t& end) {
            end = start + 1;
            return ids[start];
        },
        [&](const SymbolMerger::Symbol& left, const SymbolMerger::Symbol& right, std::uint32_t,
            std::uint32_t& rank, std::int32_t& merged) {
            const Merge merge = find(left.id, right.id);
            rank = merge.rank;
            merged = merge.id;
            return merge.rank != SymbolMerger::kNone;
        },
        [&](const Piece& piece) { pieces.push_back(piece); });
    return pieces;
}

struct Random {
    std::uint32_t state;
    std::uint32_t below(std::uint32_t end) {
        state = state * 1664525 + 1013904223;
        return (state >> 8) % end;
    }
};

} // namespace

void TestSymbolMerger::mergesAnyWordAsIfAtOnce_data() {
    QTest::addColumn<int>("letters");
    QTest::addColumn<int>("merges");
    for (const int letters : {1, 2, 3, 8, 40})
        for (const int merges : {1, 4, 30, 300})
            QTest::addRow("%d letters, %d merges", letters, merges) << letters << merges;
}

void TestSymbolMerger::mergesAnyWordAsIfAtOnce() {
    QFETCH(int, letters);
    QFETCH(int, merges);
    SymbolMerger merger;
    for (std::uint32_t seed = 1; seed <= 3; ++seed) {
        Random random{seed * 7919};
        // Any two symbols may merge, so that ranks rise and fall along what is merged.
        std::map<std::pair<std::int32_t, std::int32_t>, Merge> table;
        auto symbols = static_cast<std::uint32_t>(letters);
        for (int i = 0; i < merges; ++i) {
            const auto left = static_cast<std::int32_t>(random.below(symbols));
            const auto right = static_cast<std::int32_t>(random.below(symbols));
            const Merge merge{random.below(1000), static_cast<std::int32_t>(symbols)};
            if (table.emplace(std::pair(left, right), merge).second) ++symbols;
        }
        const FindMerge find = [&](std::int32_t left, std::int32_t right) {
            const auto found = table.find({left, right});
            return found == table.end() ? Merge{} : found->second;
        };
        for (const std::size_t length : {1u, 2u, 17u, 511u, 512u, 513u, 1400u, 5000u}) {
            std::vector<std::int32_t> ids;
            for (std::size_t i = 0; i < length; ++i)
                ids.push_back(
                    static_cast<std::int32_t>(random.below(static_cast<std::uint32_t>(letters))));
            QVERIFY(mergeWord(merger, ids, find) == mergeNaively(ids, find));
        }
    }
}

void TestSymbolMerger::seesWhatTheEndOfALongWordDecides() {
    // Pairs merge from the right to the left: where they begin depends on the very last symbol.
    SymbolMerger merger;
    for (const std::size_t length : {600u, 4001u, 4002u}) {
        std::vector<std::int32_t> ids;
        for (std::size_t i = 0; i < length; ++i) ids.push_back(static_cast<std::int32_t>(i));
        const FindMerge find = [&](std::int32_t left, std::int32_t right) {
            const bool single = left >= 0 && right == left + 1;
            return single ? Merge{static_cast<std::uint32_t>(10'000 - left), -1} : Merge{};
        };
        const std::vector<Piece> pieces = mergeWord(merger, ids, find);
        QVERIFY(pieces == mergeNaively(ids, find));
        QCOMPARE(pieces.back().end - pieces.back().start, 2u);
        QCOMPARE(pieces.front().end, length % 2 == 0 ? 2u : 1u);
    }
}

void TestSymbolMerger::mergesALongWordToOnePiece() {
    SymbolMerger merger;
    const FindMerge find = [](std::int32_t left, std::int32_t right) {
        return left == right ? Merge{static_cast<std::uint32_t>(left), left + 1} : Merge{};
    };
    const std::vector<Piece> pieces = mergeWord(merger, std::vector<std::int32_t>(65'536), find);
    QCOMPARE(pieces.size(), std::size_t{1});
    QVERIFY(pieces.front() == (Piece{0, 65'536, 16}));
}

QTEST_GUILESS_MAIN(TestSymbolMerger)
#include "test_symbol_merger.moc"
