// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/jinja/evaluator.h"

#include <algorithm>

#include "inference/jinja/builtins.h"
#include "inference/jinja/evaluator_guards.h"
#include "inference/jinja/loop.h"
#include "inference/jinja/operators.h"
#include "inference/jinja/python_text.h"
#include "inference/jinja/value_bodies.h"

namespace inference::jinja {

Evaluator::Evaluator(const RenderOptions& options, Value globals)
    : m_options(options), m_globals(std::move(globals)), m_work(options.limits.stepsMax),
      m_scope(std::make_shared<Scope>(nullptr)) {}

// Lists, dicts and scopes that refer to each other in a circle would never be freed: empty them,
// while all of them are held, so that nothing is destroyed recursively.
Evaluator::~Evaluator() {
    std::vector<std::shared_ptr<void>> held;
    std::vector<Value> contents;
    for (const auto& weak : m_changedSequences) {
        if (auto body = weak.lock()) {
            auto& items = static_cast<Sequence*>(body.get())->items;
            std::move(items.begin(), items.end(), std::back_inserter(contents));
            items.clear();
            held.push_back(std::move(body));
        }
    }
    for (const auto& weak : m_changedMappings) {
        if (auto body = weak.lock()) {
            static_cast<Mapping*>(body.get())->drain(contents);
            held.push_back(std::move(body));
        }
    }
    m_capturedScopes.push_back(m_scope);
    for (const auto& scope : m_capturedScopes) {
        for (auto& [name, value] : scope->names) contents.push_back(std::move(value));
        scope->names.clear();
    }
    releaseDeep(std::move(contents));
}

Result<Text> Evaluator::run(const Block& block) {
    auto text = capture(block);
    if (!text && m_work.exhausted() && !m_located) {
        return Error{ErrorCode::LimitExceeded, text.error().detail};
    }
    return text;
}

Result<void> Evaluator::spend(std::uint64_t steps) {
    if (m_work.spend(steps)) return {};
    return Error{ErrorCode::LimitExceeded, "the template takes more than "
                                               + std::to_string(m_options.limits.stepsMax)
                                               + " steps"};
}

Result<Value> Evaluator::makeString(Text text) {
    if (text.bytes.size() > m_options.limits.outputBytesMax) {
        return Error{ErrorCode::LimitExceeded, "a text is longer than "
                                                   + std::to_string(m_options.limits.outputBytesMax)
                                                   + " bytes"};
    }
    TRY(spend(text.bytes.size() / 16));
    return Value::text(std::move(text));
}

Result<Value> Evaluator::makeList(std::vector<Value> items) {
    TRY(spend(items.size()));
    return Value::list(std::move(items));
}

Text Evaluator::textOf(const Value& value) {
    return toText(value, m_work);
}

void Evaluator::noteChanged(const Value& container, const Value& added) {
    if (added.isString() || added.isNumber() || added.isNone() || added.isUndefined()) return;
    if (container.is(Kind::List))
        m_changedSequences.push_back(container.weakBody());
    else
        m_changedMappings.push_back(container.weakBody());
}

Error Evaluator::locate(Position position, const Error& error) {
    if (m_located) return error;
    m_located = true;
    // Whatever was being built when the budget ran out is meaningless, and so is its complaint.
    if (m_work.exhausted() && error.code != ErrorCode::LimitExceeded) {
        return errorAt(position, spend(1).error().detail, ErrorCode::LimitExceeded);
    }
    return errorAt(position, error.detail, error.code);
}

// --- Statements

Result<Evaluator::Flow> Evaluator::runBlock(const Block& block) {
    for (const auto& stmt : block) {
        TRY(const Flow flow, runStatement(*stmt));
        if (flow != Flow::Next) return flow;
    }
    return Flow::Next;
}

Result<Evaluator::Flow> Evaluator::runStatement(const Stmt& stmt) {
    const DepthGuard depth(*this);
    auto result = depth.check();
    if (result) result = spend(1);
    if (!result) return locate(stmt.position, result.error());
    auto flow = dispatch(stmt);
    if (!flow) return locate(stmt.position, flow.error());
    return flow;
}

Result<Evaluator::Flow> Evaluator::dispatch(const Stmt& stmt) {
    switch (stmt.kind) {
    case StmtKind::Text: {
        m_out->append(stmt.text);
        TRY(checkOutput(stmt.text.size()));
        return Flow::Next;
    }
    case StmtKind::Print: {
        TRY(const Value value, evaluate(*stmt.expr));
        TRY(value.isString() ? print(value.asText()) : print(textOf(value)));
        return Flow::Next;
    }
    case StmtKind::If: return runIf(stmt);
    case StmtKind::For: {
        TRY(const Value iterable, evaluate(*stmt.expr));
        return runFor(stmt, iterable, 0);
    }
    case StmtKind::Set: {
        TRY(Value value, evaluate(*stmt.expr));
        TRY(assign(stmt.target, std::move(value)));
        return Flow::Next;
    }
    case StmtKind::SetBlock:
    case StmtKind::Filter: return runFilterBlock(stmt);
    case StmtKind::Macro: {
        TRY(spend(kCaptureSteps));
        m_scope->names[stmt.macro->name] = makeMacro(*stmt.macro);
        return Flow::Next;
    }
    case StmtKind::Call: return runCall(stmt);
    case StmtKind::With: return runWith(stmt);
    case StmtKind::Scope: {
        const ScopeGuard scope(*this, m_scope);
        return runBlock(stmt.body);
    }
    case StmtKind::Break: return Flow::Break;
    case StmtKind::Continue: return Flow::Continue;
    }
    return Flow::Next;
}

Result<void> Evaluator::print(const Text& text) {
    m_out->append(text);
    return checkOutput(text.bytes.size());
}

Result<void> Evaluator::checkOutput(std::size_t added) {
    if (m_out->bytes.size() > m_options.limits.outputBytesMax) {
        return Error{ErrorCode::LimitExceeded, "the output is longer than "
                                                   + std::to_string(m_options.limits.outputBytesMax)
                                                   + " bytes"};
    }
    return spend(added / 16);
}

Result<Text> Evaluator::capture(const Block& block) {
    Text text;
    Text* outer = std::exchange(m_out, &text);
    auto flow = runBlock(block);
    m_out = outer;
    if (!flow) return std::move(flow).error();
    return text;
}

Result<Evaluator::Flow> Evaluator::runIf(const Stmt& stmt) {
    for (const Branch& branch : stmt.branches) {
        if (branch.condition) {
            TRY(const Value condition, evaluate(*branch.condition));
            if (!truthy(condition)) continue;
        }
        return runBlock(branch.body);
    }
    return Flow::Next;
}

Result<std::vector<Value>> Evaluator::loopItems(const Stmt& stmt, const Value& iterable) {
    TRY(std::vector<Value> all, iterate(iterable));
    if (!stmt.condition) return all;
    std::vector<Value> chosen;
    for (Value& item : all) {
        const ScopeGuard scope(*this, m_scope);
        TRY(assign(stmt.target, item));
        TRY(const Value keep, evaluate(*stmt.condition));
        if (truthy(keep)) chosen.push_back(std::move(item));
    }
    return chosen;
}

Result<Evaluator::Flow> Evaluator::runFor(const Stmt& stmt, const Value& iterable, int depth) {
    TRY(std::vector<Value> items, loopItems(stmt, iterable));
    if (items.empty()) {
        const ScopeGuard scope(*this, m_scope);
        return runBlock(stmt.otherwise);
    }
    if (stmt.recursive) {
        TRY(spend(kCaptureSteps));
        m_capturedScopes.push_back(m_scope);
    }
    const auto loop = std::make_shared<LoopValue>(std::move(items), depth, stmt,
                                                  stmt.recursive ? m_scope : nullptr);
    const Value loopValue = Value::callable(loop);
    for (; !loop->atEnd(); loop->advance()) {
        const ScopeGuard scope(*this, m_scope);
        TRY(spend(1));
        m_scope->names["loop"] = loopValue;
        TRY(assign(stmt.target, loop->item()));
        TRY(const Flow flow, runBlock(stmt.body));
        if (flow == Flow::Break) break;
    }
    return Flow::Next;
}

Result<Value> Evaluator::renderLoop(const Stmt& stmt, const std::shared_ptr<Scope>& closure,
                                    const Value& iterable, int depth) {
    const RecursionGuard recursion(m_recursion);
    TRY(recursion.check(m_options.limits.recursionMax));
    Text text;
    Text* outer = std::exchange(m_out, &text);
    Result<Flow> flow = Flow::Next;
    {
        const ScopeGuard scope(*this, closure);
        flow = runFor(stmt, iterable, depth);
    }
    m_out = outer;
    if (!flow) return std::move(flow).error();
    return makeString(std::move(text));
}

Result<Evaluator::Flow> Evaluator::runFilterBlock(const Stmt& stmt) {
    Value result;
    {
        const ScopeGuard scope(*this, m_scope);
        TRY(Text text, capture(stmt.body));
        TRY(result, makeString(std::move(text)));
        if (stmt.expr) {
            const Value input = result;
            const Value* outer = std::exchange(m_blockInput, &input);
            auto filtered = evaluate(*stmt.expr);
            m_blockInput = outer;
            if (!filtered) return std::move(filtered).error();
            result = std::move(filtered).value();
        }
    }
    if (stmt.kind == StmtKind::SetBlock) {
        TRY(assign(stmt.target, std::move(result)));
    } else {
        TRY(print(textOf(result)));
    }
    return Flow::Next;
}

Result<Evaluator::Flow> Evaluator::runWith(const Stmt& stmt) {
    std::vector<Value> values;
    for (const Assignment& assignment : stmt.assignments) {
        TRY(Value value, evaluate(*assignment.value));
        values.push_back(std::move(value));
    }
    const ScopeGuard scope(*this, m_scope);
    for (std::size_t i = 0; i < values.size(); ++i) {
        TRY(assign(stmt.assignments[i].target, std::move(values[i])));
    }
    return runBlock(stmt.body);
}

Result<void> Evaluator::assign(const Target& target, Value value) {
    if (!target.parts.empty()) {
        TRY(const std::vector<Value> items, iterate(value));
        if (items.size() != target.parts.size()) {
            return locate(target.position,
                          typeError("cannot unpack " + std::to_string(items.size())
                                    + " values into " + std::to_string(target.parts.size())));
        }
        for (std::size_t i = 0; i < items.size(); ++i) TRY(assign(target.parts[i], items[i]));
        return {};
    }
    if (target.attribute.empty()) {
        m_scope->names[target.name] = std::move(value);
        return {};
    }
    Value object = lookUp(target.name);
    if (!object.is(Kind::Namespace)) {
        return locate(target.position,
                      typeError("only a namespace has attributes that can be set, '" + target.name
                                + "' is " + std::string(typeName(object))));
    }
    TRY(spend(object.entries().size() / 16));
    noteChanged(object, value);
    object.set(target.attribute, std::move(value));
    return {};
}

} // namespace inference::jinja
