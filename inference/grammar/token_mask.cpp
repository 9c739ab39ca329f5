// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/grammar/token_mask.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <utility>

namespace inference::grammar {

namespace {

// 16 KB each at 128k tokens.
constexpr std::size_t kLocalsMax = 512;
constexpr std::size_t kMasksMax = 256;
// Most tokens are shorter: with so many items left of a run, few of them are too long for it.
constexpr std::uint32_t kFewItems = 8;

void set(std::vector<std::uint64_t>& bits, TokenId token) {
    const auto at = static_cast<std::size_t>(token);
    bits[at / 64] |= std::uint64_t{1} << (at % 64);
}

} // namespace

std::size_t TokenMask::NodeHash::operator()(const Matcher::Node& n) const {
    std::uint64_t hash = (std::uint64_t{n.element} << 32) | n.count;
    hash = (hash ^ n.inside) * 0x9e3779b97f4a7c15u;
    return hash ^ (hash >> 32);
}

TokenMask::TokenMask(GrammarPointer grammar, std::shared_ptr<const TokenTrie> trie)
    : m_trie(std::move(trie)), m_matcher(std::move(grammar), m_trie->depthMax()),
      m_state(m_matcher.start()), m_path(m_trie->depthMax() + 1) {}

TokenMask::StateId TokenMask::after(StateId state, std::string_view bytes) {
    for (const char c : bytes) {
        state = m_matcher.next(state, static_cast<std::uint8_t>(c));
        if (state == Matcher::kDead) break;
    }
    return state;
}

bool TokenMask::allows(TokenId token) {
    const std::string_view bytes = m_trie->bytes(token);
    if (!bytes.empty()) return after(m_state, bytes) != Matcher::kDead;
    if (!complete()) return false;
    for (const TokenId end : m_trie->endTokens())
        if (end == token) return true;
    return false;
}

/// Tokens that a state can read among the trie nodes [first, last), which lie one below the place
/// that the state stands for.
void TokenMask::walk(std::uint32_t first, std::uint32_t last, StateId state, Bits& bits,
                     std::vector<std::uint32_t>* exits) {
    if (first == last) return;
    const std::span<const TokenTrie::Node> nodes = m_trie->nodes();
    const std::size_t above = nodes[first].depth - 1u;
    m_path[above] = state;
    for (std::uint32_t i = first; i < last;) {
        const TokenTrie::Node& node = nodes[i];
        const StateId next = m_matcher.next(m_path[node.depth - 1u], node.byte);
        if (next == Matcher::kDead) {
            i = node.end;
            continue;
        }
        for (const TokenId token : m_trie->tokensAt(node)) set(bits, token);
        if (exits != nullptr && m_matcher.reachesHole(next) && node.end > i + 1)
            exits->push_back(i);
        m_path[node.depth] = next;
        ++i;
    }
}

/// From what a run reads without an end to what it reads when few items are left: only tokens and
/// exits of more bytes than that can differ.
void TokenMask::shorten(Local& local, std::uint32_t itemsLeft, StateId state) {
    for (const TokenId token : m_trie->byLength()) {
        const std::string_view bytes = m_trie->bytes(token);
        if (bytes.size() <= itemsLeft) break;
        const auto at = static_cast<std::size_t>(token);
        const std::uint64_t bit = std::uint64_t{1} << (at % 64);
        if ((local.tokens[at / 64] & bit) != 0 && after(state, bytes) == Matcher::kDead)
            local.tokens[at / 64] &= ~bit;
    }
    std::erase_if(local.exits, [&](std::uint32_t exit) {
        if (m_trie->nodes()[exit].depth <= itemsLeft) return false;
        return !m_matcher.reachesHole(after(state, m_trie->path(exit)));
    });
}

const TokenMask::Local& TokenMask::localOf(const Matcher::Node& key) {
    const auto found = m_locals.find(key);
    if (found != m_locals.end()) return found->second;
    if (m_locals.size() >= kLocalsMax) m_locals.clear();
    Local local;
    const std::uint32_t left = m_matcher.itemsLeft(key);
    if (left >= kFewItems && left != kUnlimited) {
        Matcher::Node endless = key;
        endless.count = Matcher::kFree;
        local = localOf(endless);
        shorten(local, left, m_matcher.localState(key));
    } else {
        local.tokens.resize((m_trie->vocabulary() + 63) / 64);
        const auto count = static_cast<std::uint32_t>(m_trie->nodes().size());
        walk(0, count, m_matcher.localState(key), local.tokens, &local.exits);
    }
    return m_locals.insert_or_assign(key, std::move(local)).first->second;
}

void TokenMask::compute(Bits& bits) {
    const std::vector<std::uint32_t> tops = m_matcher.nodes(m_state);
    for (const std::uint32_t top : tops) {
        if (top <= Matcher::kHole) continue;
        const Local& local = localOf(m_matcher.localKey(top));
        for (std::size_t i = 0; i < bits.size(); ++i) bits[i] |= local.tokens[i];
        if (local.exits.empty()) continue;
        const StateId under = m_matcher.stateAfter(m_matcher.node(top).parent);
        for (const std::uint32_t exit : local.exits)
            walk(exit + 1, m_trie->nodes()[exit].end, under, bits, nullptr);
    }
    if (complete())
        for (const TokenId end : m_trie->endTokens()) set(bits, end);
}

std::span<const std::uint64_t> TokenMask::allowed() {
    const auto found = m_masks.find(m_state);
    if (found != m_masks.end()) return found->second;
    if (m_masks.size() >= kMasksMax) m_masks.clear();
    Bits& bits = m_masks[m_state];
    bits.resize((m_trie->vocabulary() + 63) / 64);
    compute(bits);
    return bits;
}

bool TokenMask::apply(std::span<float> logits) {
    const std::span<const std::uint64_t> bits = allowed();
    bool any = false;
    constexpr float kNever = -std::numeric_limits<float>::infinity();
    for (std::size_t begin = 0; begin < logits.size(); begin += 64) {
        // Some models compute more logits than there are tokens.
        const std::uint64_t word = begin / 64 < bits.size() ? bits[begin / 64] : 0;
        any |= word != 0;
        const std::size_t count = std::min<std::size_t>(64, logits.size() - begin);
        if (word == 0) {
            std::fill_n(logits.begin() + static_cast<std::ptrdiff_t>(begin), count, kNever);
            continue;
        }
        for (std::uint64_t rest = ~word; rest != 0; rest &= rest - 1) {
            const auto i = static_cast<std::size_t>(std::countr_zero(rest));
            if (i < count) logits[begin + i] = kNever;
        }
    }
    return any;
}

Result<void> TokenMask::accept(TokenId token) {
    const std::string_view bytes = m_trie->bytes(token);
    const StateId next = after(m_state, bytes);
    if (m_matcher.overflowed())
        return Error{ErrorCode::LimitExceeded,
                     "the grammar can read this answer in too many ways: make it less ambiguous"};
    if (bytes.empty() || next == Matcher::kDead)
        return Error{ErrorCode::InvalidArgument,
                     "token " + std::to_string(token) + " does not fit the grammar"};
    m_state = next;
    m_matcher.beginToken();
    if (m_matcher.crowded()) {
        m_masks.clear(); // Named by state; what tops read is not.
        m_state = m_matcher.forgetAllBut(m_state);
        if (m_matcher.crowded())
            return Error{ErrorCode::LimitExceeded,
                         "the answer is nested too deeply for its grammar: limit its recursion"};
    }
    return {};
}

} // namespace inference::grammar
