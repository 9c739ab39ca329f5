// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <memory>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "inference/jinja/ast.h"
#include "inference/jinja/callable.h"
#include "inference/jinja/template.h"
#include "inference/jinja/work.h"

namespace inference::jinja {

/// Names bound in one block. `if` has none of its own; loops, macros, calls and filters do.
struct Scope {
    std::shared_ptr<Scope> parent;
    std::unordered_map<std::string_view, Value> names; ///< Keys live in the syntax tree.

    explicit Scope(std::shared_ptr<Scope> outer) : parent(std::move(outer)) {}
};

/// Runs a syntax tree once. Every step and every byte it makes is charged to a budget, the depth of
/// its own recursion is bounded, and what it leaves behind has no reference cycles.
/// One per rendering, one thread.
class Evaluator {
public:
    /// `globals` is a dict nobody else changes meanwhile.
    Evaluator(const RenderOptions& options, Value globals);
    Evaluator(const Evaluator&) = delete;
    Evaluator& operator=(const Evaluator&) = delete;
    ~Evaluator();

    Result<Text> run(const Block& block);

    // --- For filters, tests, methods and functions.
    Work& work() { return m_work; }
    const RenderOptions& options() const { return m_options; }
    /// Charges `steps`; LimitExceeded when the budget is used up.
    Result<void> spend(std::uint64_t steps);
    /// A string value; LimitExceeded when it is too long.
    Result<Value> makeString(Text text);
    Result<Value> makeList(std::vector<Value> items);
    /// What printing the value gives.
    Text textOf(const Value& value);
    /// The items that `for` would visit; uses a generator up.
    Result<std::vector<Value>> iterate(const Value& value);
    Result<Value> call(const Value& callee, CallArgs& args);
    Result<Value> applyFilter(std::string_view name, const Value& input, CallArgs& args);
    Result<bool> applyTest(std::string_view name, const Value& input, CallArgs& args);
    Result<Value> attributeOf(const Value& object, std::string_view name);
    Result<Value> itemOf(const Value& object, const Value& key);
    /// To be called when something is put into a container that exists already: only such a
    /// container can be part of a reference cycle.
    void noteChanged(const Value& container, const Value& added);

    // --- For macros and loops.
    Result<Value> callMacro(const Macro& macro, const std::shared_ptr<Scope>& closure,
                            CallArgs& args);
    Result<Value> renderLoop(const Stmt& loop, const std::shared_ptr<Scope>& closure,
                             const Value& iterable, int depth);

private:
    enum class Flow { Next, Break, Continue };

    // evaluator.cpp: statements
    Result<Flow> runBlock(const Block& block);
    Result<Flow> runStatement(const Stmt& stmt);
    Result<Flow> dispatch(const Stmt& stmt);
    Result<Flow> runIf(const Stmt& stmt);
    Result<Flow> runFor(const Stmt& stmt, const Value& iterable, int depth);
    Result<std::vector<Value>> loopItems(const Stmt& stmt, const Value& iterable);
    Result<Flow> runCall(const Stmt& stmt);
    Result<Flow> runWith(const Stmt& stmt);
    Result<Flow> runFilterBlock(const Stmt& stmt);
    Result<Text> capture(const Block& block);
    Result<void> print(const Text& text);
    Result<void> checkOutput(std::size_t added);
    Result<void> assign(const Target& target, Value value);
    Result<void> bindParameters(const Macro& macro, CallArgs& args);
    Value makeMacro(const Macro& macro);

    // evaluator_expressions.cpp
    Result<Value> evaluate(const Expr& expr);
    Result<Value> evaluateNode(const Expr& expr);
    Result<Value> evaluateName(const Expr& expr);
    Result<Value> evaluateItems(const Expr& expr);
    Result<Value> evaluateDict(const Expr& expr);
    Result<Value> evaluateSlice(const Expr& expr);
    Result<Value> evaluateCall(const Expr& expr);
    Result<Value> evaluateFilter(const Expr& expr);
    Result<Value> evaluateTest(const Expr& expr);
    Result<Value> evaluateUnary(const Expr& expr);
    Result<Value> evaluateArithmetic(const Expr& expr);
    Result<Value> evaluateConcat(const Expr& expr);
    Result<Value> evaluateCompare(const Expr& expr);
    Result<Value> evaluateLogic(const Expr& expr);
    Result<Value> evaluateConditional(const Expr& expr);
    Result<CallArgs> evaluateArguments(const std::vector<Argument>& arguments);

    Error locate(Position position, const Error& error);
    Value lookUp(std::string_view name);

    /// Enters a new scope for as long as it lives.
    class ScopeGuard;
    /// Counts one level of recursion for as long as it lives.
    class DepthGuard;

    const RenderOptions& m_options;
    Value m_globals;
    Work m_work;
    std::shared_ptr<Scope> m_scope;
    Text* m_out = nullptr;
    int m_depth = 0;     // nodes being evaluated, one inside the other
    int m_recursion = 0; // macros and recursive loops being run, one inside the other
    bool m_located = false;
    const Value* m_blockInput = nullptr; // what the innermost filter block applies to
    std::vector<std::weak_ptr<void>> m_changedSequences;
    std::vector<std::weak_ptr<void>> m_changedMappings;
    std::vector<std::shared_ptr<Scope>> m_capturedScopes;
};

} // namespace inference::jinja
