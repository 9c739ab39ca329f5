// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/grammar/matcher.h"

#include <algorithm>
#include <utility>

namespace inference::grammar {

namespace {

// Ways that one text may be read in at once, and steps to find them: for one byte, and for all that
// is asked between two tokens. Real grammars have a handful of ways, and take some thousand steps
// for a vocabulary, once; a million take about a tenth of a second.
constexpr std::size_t kWaysMax = 20'000;
constexpr std::size_t kStepsMax = 500'000;
constexpr std::size_t kTokenStepsMax = 1'000'000;

using Kind = Element::Kind;

std::uint64_t mixed(std::uint64_t value) {
    value ^= value >> 31;
    value *= 0x9e3779b97f4a7c15u;
    return value ^ (value >> 29);
}

} // namespace

std::size_t Matcher::NodeHash::operator()(const Node& n) const {
    const std::uint64_t place = (std::uint64_t{n.element} << 32) | n.parent;
    const std::uint64_t progress = (std::uint64_t{n.count} << 32) | n.inside;
    return mixed(mixed(place) ^ progress);
}

Matcher::Matcher(GrammarPointer grammar, std::uint32_t tokenBytesMax)
    : m_grammar(std::move(grammar)), m_tokenBytesMax(tokenBytesMax) {
    reset();
    for (const std::uint32_t first : m_grammar->alternatives(m_grammar->root()))
        enter(first, kDone);
    drain();
    m_start = internState();
}

void Matcher::reset() {
    m_nodes.assign(2, {});
    m_nodeIndex.clear();
    m_states.clear();
    m_states.emplace_back(); // kDead
    m_stateIndex.clear();
}

std::uint32_t Matcher::intern(const Node& node) {
    const auto [at, isNew] =
        m_nodeIndex.try_emplace(node, static_cast<std::uint32_t>(m_nodes.size()));
    if (isNew) m_nodes.push_back(node);
    return at->second;
}

/// Steps are expanded later: grammars may be deeper than our stack.
void Matcher::enter(std::uint32_t element, std::uint32_t parent) {
    const std::uint64_t key = (std::uint64_t{element} << 32) | parent;
    if (m_seen.insert(key).second) m_work.push_back(key);
}

void Matcher::drain() {
    while (!m_work.empty()) {
        const auto at = static_cast<std::uint32_t>(m_work.back() >> 32);
        const auto parent = static_cast<std::uint32_t>(m_work.back());
        m_work.pop_back();
        if (m_seen.size() > kStepsMax || m_found.size() > kWaysMax || ++m_steps > kTokenStepsMax) {
            m_overflowed = true;
            m_work.clear();
            break;
        }
        const Element& e = m_grammar->element(at);
        if (e.kind == Kind::End) {
            if (parent <= kHole)
                m_found.push_back(parent);
            else
                enter(m_nodes[parent].element, m_nodes[parent].parent);
        } else if (e.kind == Kind::Rule) {
            // Nothing is left to do after a last step: it takes the place of its rule.
            const bool last = m_grammar->element(at + 1).kind == Kind::End;
            const std::uint32_t under = last ? parent : intern({at + 1, parent, 0, 0});
            for (const std::uint32_t first : m_grammar->alternatives(e.index)) enter(first, under);
        } else {
            m_found.push_back(intern({at, parent, 0, 0}));
            if (e.kind == Kind::Run && e.min == 0) enter(at + 1, parent);
        }
    }
    m_seen.clear();
}

Matcher::StateId Matcher::internState() {
    std::sort(m_found.begin(), m_found.end());
    m_found.erase(std::unique(m_found.begin(), m_found.end()), m_found.end());
    if (m_found.empty() || m_overflowed) {
        m_found.clear();
        return kDead;
    }
    std::uint64_t hash = m_found.size();
    for (const std::uint32_t node : m_found) hash = mixed(hash ^ node);
    const auto [first, last] = m_stateIndex.equal_range(hash);
    for (auto at = first; at != last; ++at) {
        if (m_states[at->second].nodes != m_found) continue;
        m_found.clear();
        return at->second;
    }
    State state;
    state.nodes = m_found;
    state.done = m_found.front() == kDone;
    state.hole = std::find(m_found.begin(), m_found.end(), kHole) != m_found.end();
    const auto id = static_cast<StateId>(m_states.size());
    m_states.push_back(std::move(state));
    m_stateIndex.emplace(hash, id);
    m_found.clear();
    return id;
}

void Matcher::step(const Node& top, std::uint8_t byte) {
    const Element& e = m_grammar->element(top.element);
    if (e.kind == Kind::Literal) {
        if (m_grammar->literalByte(e.index + top.inside) != byte) return;
        if (top.inside + 1 == e.min)
            enter(top.element + 1, top.parent);
        else
            m_found.push_back(intern({top.element, top.parent, 0, top.inside + 1}));
        return;
    }
    const std::uint16_t inside =
        m_grammar->automaton(e.index).next(static_cast<std::uint16_t>(top.inside), byte);
    if (inside == ByteAutomaton::kDead) return;
    if (inside != ByteAutomaton::kAccept) {
        m_found.push_back(intern({top.element, top.parent, top.count, inside}));
        return;
    }
    const bool fixed = top.count == kFree || top.count == kFar;
    std::uint32_t count = fixed ? top.count : top.count + 1;
    // Past its minimum an unlimited run need not count any more.
    if (!fixed && e.max == kUnlimited) count = std::min(count, e.min);
    if (fixed || count < e.max)
        m_found.push_back(intern({top.element, top.parent, count, ByteAutomaton::kStart}));
    if (count == kFree || (count != kFar && count >= e.min)) enter(top.element + 1, top.parent);
}

Matcher::StateId Matcher::computeNext(StateId state, std::uint8_t byte) {
    const std::size_t ways = m_states[state].nodes.size();
    m_steps += ways;
    for (std::size_t i = 0; i < ways; ++i) {
        const std::uint32_t index = m_states[state].nodes[i];
        if (index <= kHole) continue;
        const Node top = m_nodes[index]; // A copy: interning moves the nodes.
        step(top, byte);
    }
    drain();
    const StateId result = internState();
    auto& table = m_states[state].next;
    if (!table) {
        table = std::make_unique<std::array<StateId, 256>>();
        table->fill(kUnknown);
    }
    (*table)[byte] = result;
    return result;
}

Matcher::Node Matcher::localKey(std::uint32_t node) const {
    Node key = m_nodes[node];
    key.parent = kHole;
    const Element& e = m_grammar->element(key.element);
    if (e.kind != Kind::Run || key.count >= kFar) return key;
    if (key.count >= e.min) {
        if (e.max == kUnlimited || e.max - key.count > m_tokenBytesMax) key.count = kFree;
    } else if (e.min - key.count > m_tokenBytesMax) {
        key.count = kFar;
    }
    return key;
}

std::uint32_t Matcher::itemsLeft(const Node& key) const {
    const Element& e = m_grammar->element(key.element);
    const bool counts = e.kind == Kind::Run && e.max != kUnlimited && key.count < kFar
                        && key.count >= e.min && key.inside == ByteAutomaton::kStart;
    return counts ? e.max - key.count : kUnlimited;
}

Matcher::StateId Matcher::localState(const Node& key) {
    m_found.push_back(intern(key));
    return internState();
}

Matcher::StateId Matcher::stateAfter(std::uint32_t parent) {
    if (parent <= kHole)
        m_found.push_back(parent);
    else
        enter(m_nodes[parent].element, m_nodes[parent].parent);
    drain();
    return internState();
}

Matcher::StateId Matcher::forgetAllBut(StateId state) {
    // From the end of each stack to its top, as parents must be there before their children.
    const std::vector<Node> old = std::exchange(m_nodes, {});
    const std::vector<std::uint32_t> tops = m_states[state].nodes;
    reset();
    std::unordered_map<std::uint32_t, std::uint32_t> renamed{{kDone, kDone}, {kHole, kHole}};
    std::vector<std::uint32_t> chain;
    for (const std::uint32_t top : tops) {
        for (std::uint32_t n = top; !renamed.contains(n); n = old[n].parent) chain.push_back(n);
        for (; !chain.empty(); chain.pop_back()) {
            Node node = old[chain.back()];
            node.parent = renamed.at(node.parent);
            renamed.emplace(chain.back(), intern(node));
        }
        m_found.push_back(renamed.at(top));
    }
    m_start = kDead; // Not asked for again: an answer begins once.
    return internState();
}

} // namespace inference::grammar
