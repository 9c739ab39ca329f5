// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/grammar/grammar_builder.h"

#include <algorithm>
#include <utility>

#include "inference/grammar/components.h"

namespace inference::grammar {

namespace {

using Kind = Expression::Kind;

// 512 bytes each.
constexpr std::size_t kAutomatonStatesMax = 100'000;

} // namespace

std::uint32_t GrammarBuilder::declare(std::string name, std::string where) {
    m_rules.push_back({std::move(name), std::move(where), {}});
    ++m_elementCount;
    return static_cast<std::uint32_t>(m_rules.size() - 1);
}

void GrammarBuilder::define(std::uint32_t rule, const Expression& expression) {
    std::vector<Alternative> alternatives;
    if (expression.kind == Kind::Choice) {
        for (const Expression& part : expression.parts) append(part, alternatives.emplace_back());
    } else {
        append(expression, alternatives.emplace_back());
    }
    m_rules[rule].alternatives = std::move(alternatives);
}

std::uint32_t GrammarBuilder::add(const Expression& expression) {
    const std::uint32_t rule = declare({}, {});
    define(rule, expression);
    return rule;
}

void GrammarBuilder::push(Alternative& out, Element element) {
    ++m_elementCount;
    if (!full()) out.push_back(element);
}

void GrammarBuilder::append(const Expression& expression, Alternative& out) {
    if (full()) return;
    switch (expression.kind) {
    case Kind::Literal: {
        if (expression.text.empty()) return;
        const auto [at, isNew] =
            m_textIndex.try_emplace(expression.text, static_cast<std::uint32_t>(m_text.size()));
        if (isNew) m_text += expression.text;
        push(out, {Element::Kind::Literal, at->second,
                   static_cast<std::uint32_t>(expression.text.size()), 0});
        return;
    }
    case Kind::Item:
        if (expression.sequences.empty()) {
            const std::uint32_t never = declare({}, {}); // No alternatives: nothing matches.
            push(out, {Element::Kind::Rule, never, 0, 0});
            return;
        }
        push(out, {Element::Kind::Run, automatonFor(expression.sequences), 1, 1});
        return;
    case Kind::Rule: push(out, {Element::Kind::Rule, expression.rule, 0, 0}); return;
    case Kind::Sequence:
        for (const Expression& part : expression.parts) append(part, out);
        return;
    case Kind::Choice:
        if (expression.parts.size() == 1)
            append(expression.parts.front(), out);
        else
            push(out, {Element::Kind::Rule, add(expression), 0, 0});
        return;
    case Kind::Repeat: appendRepeat(expression, out); return;
    }
}

void GrammarBuilder::appendRepeat(const Expression& expression, Alternative& out) {
    const Expression& part = expression.parts.front();
    const std::uint32_t min = expression.min;
    const std::uint32_t max = expression.max;
    if (max == 0) return;
    if (part.kind == Kind::Item && !part.sequences.empty()) {
        push(out, {Element::Kind::Run, automatonFor(part.sequences), min, max});
        return;
    }
    const Element one{Element::Kind::Rule, add(part), 0, 0};
    for (std::uint32_t i = 0; i < min && !full(); ++i) push(out, one);
    if (max == kUnlimited) {
        const std::uint32_t rest = declare({}, {});
        Alternative again;
        push(again, one);
        push(again, {Element::Kind::Rule, rest, 0, 0});
        m_rules[rest].alternatives = {std::move(again), {}};
        push(out, {Element::Kind::Rule, rest, 0, 0});
        return;
    }
    // rest_n = one rest_(n-1) | nothing
    std::uint32_t rest = 0;
    for (std::uint32_t i = min; i < max && !full(); ++i) {
        Alternative again;
        push(again, one);
        if (i > min) push(again, {Element::Kind::Rule, rest, 0, 0});
        rest = declare({}, {});
        m_rules[rest].alternatives = {std::move(again), {}};
    }
    if (max > min) push(out, {Element::Kind::Rule, rest, 0, 0});
}

std::uint32_t GrammarBuilder::automatonFor(const std::vector<ByteSequence>& sequences) {
    std::string key;
    for (const ByteSequence& sequence : sequences) {
        key += static_cast<char>(sequence.size());
        for (const ByteRange range : sequence) {
            key += static_cast<char>(range.first);
            key += static_cast<char>(range.last);
        }
    }
    const auto found = m_automatonIndex.find(key);
    if (found != m_automatonIndex.end()) return found->second;
    const auto index = static_cast<std::uint32_t>(m_automata.size());
    if (m_automatonStates > kAutomatonStatesMax) {
        m_elementCount = kElementsMax + 1; // build() refuses.
        return 0;
    }
    m_automata.push_back(ByteAutomaton::create(sequences));
    m_automatonStates += m_automata.back().size();
    m_automatonIndex.emplace(std::move(key), index);
    return index;
}

/// Rules with an alternative all of whose steps have the property. Linear in the grammar's size.
std::vector<bool> GrammarBuilder::rulesThatAre(Property property) const {
    struct Pending {
        std::uint32_t rule = 0;
        std::size_t missing = 0;
    };
    std::vector<Pending> alternatives;
    std::vector<std::vector<std::uint32_t>> users(m_rules.size()); // rule -> alternatives
    std::vector<bool> holds(m_rules.size());
    std::vector<std::uint32_t> work;
    const auto settle = [&](std::uint32_t rule) {
        if (holds[rule]) return;
        holds[rule] = true;
        work.push_back(rule);
    };
    for (std::uint32_t r = 0; r < m_rules.size(); ++r) {
        for (const Alternative& alternative : m_rules[r].alternatives) {
            Pending pending{r, 0};
            for (const Element& e : alternative) {
                const bool blocks = property == Property::Nullable
                                    && (e.kind == Element::Kind::Literal
                                        || (e.kind == Element::Kind::Run && e.min > 0));
                if (blocks || e.kind == Element::Kind::Rule) ++pending.missing;
                if (e.kind == Element::Kind::Rule)
                    users[e.index].push_back(static_cast<std::uint32_t>(alternatives.size()));
            }
            alternatives.push_back(pending);
            if (pending.missing == 0) settle(r);
        }
    }
    while (!work.empty()) {
        const std::uint32_t rule = work.back();
        work.pop_back();
        for (const std::uint32_t user : users[rule])
            if (--alternatives[user].missing == 0) settle(alternatives[user].rule);
    }
    return holds;
}

void GrammarBuilder::dropUnproductive() {
    const std::vector<bool> productive = rulesThatAre(Property::Productive);
    for (Rule& rule : m_rules) {
        std::erase_if(rule.alternatives, [&](const Alternative& alternative) {
            return std::any_of(alternative.begin(), alternative.end(), [&](const Element& e) {
                return e.kind == Element::Kind::Rule && !productive[e.index];
            });
        });
    }
}

/// A rule that can come back to itself without reading anything would never end, unless nothing is
/// left to do after it: that loop the matcher sees through.
Result<void> GrammarBuilder::refuseLeftRecursion() const {
    const std::vector<bool> nullable = rulesThatAre(Property::Nullable);
    std::vector<std::vector<std::uint32_t>> begins(m_rules.size());
    std::vector<std::pair<std::uint32_t, std::uint32_t>> withRest;
    for (std::uint32_t r = 0; r < m_rules.size(); ++r) {
        for (const Alternative& alternative : m_rules[r].alternatives) {
            for (std::size_t i = 0; i < alternative.size(); ++i) {
                const Element& e = alternative[i];
                if (e.kind == Element::Kind::Literal) break;
                if (e.kind == Element::Kind::Run) {
                    if (e.min > 0) break;
                    continue;
                }
                begins[r].push_back(e.index);
                if (i + 1 < alternative.size()) withRest.emplace_back(r, e.index);
                if (!nullable[e.index]) break;
            }
        }
    }
    const std::vector<std::uint32_t> component = stronglyConnected(begins);
    for (const auto& [rule, first] : withRest) {
        if (component[rule] != component[first]) continue;
        // Rules made for a group have no name: the named one among those that it loops through.
        std::uint32_t named = rule;
        for (std::uint32_t r = 0; r < m_rules.size() && m_rules[named].name.empty(); ++r)
            if (component[r] == component[rule] && !m_rules[r].name.empty()) named = r;
        const Rule& bad = m_rules[named];
        return Error{ErrorCode::InvalidArgument,
                     (bad.where.empty() ? std::string() : bad.where + ": ") + "rule \"" + bad.name
                         + "\" begins with itself (left recursion): write the repetition with * or "
                           "put something before it"};
    }
    return {};
}

GrammarPointer GrammarBuilder::flatten(std::uint32_t root) {
    auto grammar = std::make_shared<Grammar>();
    for (const Rule& rule : m_rules) {
        grammar->m_rules.push_back(static_cast<std::uint32_t>(grammar->m_alternatives.size()));
        for (const Alternative& alternative : rule.alternatives) {
            grammar->m_alternatives.push_back(
                static_cast<std::uint32_t>(grammar->m_elements.size()));
            grammar->m_elements.insert(grammar->m_elements.end(), alternative.begin(),
                                       alternative.end());
            grammar->m_elements.push_back({});
        }
    }
    grammar->m_rules.push_back(static_cast<std::uint32_t>(grammar->m_alternatives.size()));
    grammar->m_automata = std::move(m_automata);
    grammar->m_text = std::move(m_text);
    grammar->m_root = root;
    return grammar;
}

Result<GrammarPointer> GrammarBuilder::build(std::uint32_t root) {
    if (full()) {
        return Error{ErrorCode::LimitExceeded, "the grammar has more than "
                                                   + std::to_string(kElementsMax)
                                                   + " parts: use smaller repetition counts"};
    }
    dropUnproductive();
    if (m_rules[root].alternatives.empty()) {
        return Error{ErrorCode::InvalidArgument,
                     "no text can ever match: check for a rule that needs itself without an end"};
    }
    TRY(refuseLeftRecursion());
    return flatten(root);
}

} // namespace inference::grammar
