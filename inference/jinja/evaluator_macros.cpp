// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <algorithm>

#include "inference/jinja/builtins.h"
#include "inference/jinja/evaluator.h"
#include "inference/jinja/evaluator_guards.h"
#include "inference/jinja/operators.h"

namespace inference::jinja {

namespace {

class MacroValue final : public Callable {
public:
    MacroValue(const Macro& macro, std::shared_ptr<Scope> closure)
        : m_macro(macro), m_closure(std::move(closure)) {}

    Result<Value> call(Evaluator& evaluator, CallArgs& args) override {
        return evaluator.callMacro(m_macro, m_closure, args);
    }
    std::string describe() const override { return "<Macro '" + m_macro.name + "'>"; }
    Value attribute(std::string_view name) const override {
        if (name == "name") return Value::string(m_macro.name);
        if (name == "caller") return Value::boolean(m_macro.usesCaller);
        if (name == "catch_kwargs") return Value::boolean(m_macro.usesKwargs);
        if (name == "catch_varargs") return Value::boolean(m_macro.usesVarargs);
        if (name != "arguments") return {};
        std::vector<Value> names;
        for (const Parameter& p : m_macro.parameters) names.push_back(Value::string(p.name));
        return Value::tuple(std::move(names));
    }

private:
    const Macro& m_macro; // in the syntax tree, which outlives the rendering
    std::shared_ptr<Scope> m_closure;
};

} // namespace

Value Evaluator::makeMacro(const Macro& macro) {
    if (m_capturedScopes.empty() || m_capturedScopes.back() != m_scope) {
        m_capturedScopes.push_back(m_scope);
    }
    return Value::callable(std::make_shared<MacroValue>(macro, m_scope));
}

Result<Evaluator::Flow> Evaluator::runCall(const Stmt& stmt) {
    TRY(spend(kCaptureSteps));
    TRY(const Value callee, evaluate(*stmt.expr->items[0]));
    TRY(CallArgs args, evaluateArguments(stmt.expr->arguments));
    args.named.emplace_back("caller", makeMacro(*stmt.macro));
    TRY(const Value result, call(callee, args));
    TRY(print(textOf(result)));
    return Flow::Next;
}

Result<Value> Evaluator::callMacro(const Macro& macro, const std::shared_ptr<Scope>& closure,
                                   CallArgs& args) {
    const RecursionGuard recursion(m_recursion);
    TRY(recursion.check(m_options.limits.recursionMax));
    const Value* blockInput = std::exchange(m_blockInput, nullptr);
    Result<Text> text = Text{};
    {
        const ScopeGuard scope(*this, closure);
        auto bound = bindParameters(macro, args);
        text = bound ? capture(macro.body) : Result<Text>(std::move(bound).error());
    }
    m_blockInput = blockInput;
    if (!text) return std::move(text).error();
    return makeString(std::move(text).value());
}

// Runs in the scope of the call, so that a default may use the parameters before it.
Result<void> Evaluator::bindParameters(const Macro& macro, CallArgs& args) {
    const auto& parameters = macro.parameters;
    std::vector<Value> extra;
    for (std::size_t i = parameters.size(); i < args.positional.size(); ++i) {
        extra.push_back(args.positional[i]);
    }
    if (!extra.empty() && !macro.usesVarargs) {
        return typeError("macro '" + macro.name + "' takes not more than "
                         + std::to_string(parameters.size()) + " argument(s)");
    }
    std::vector<bool> used(args.named.size(), false);
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        const Parameter& parameter = parameters[i];
        const auto named =
            std::find_if(args.named.begin(), args.named.end(),
                         [&](const auto& entry) { return entry.first == parameter.name; });
        Value value = Value::undefined("parameter '" + parameter.name + "' was not provided");
        if (i < args.positional.size()) {
            if (named != args.named.end()) {
                return typeError("macro '" + macro.name + "' got two values for '" + parameter.name
                                 + "'");
            }
            value = args.positional[i];
        } else if (named != args.named.end()) {
            used[static_cast<std::size_t>(named - args.named.begin())] = true;
            value = named->second;
        } else if (parameter.fallback) {
            TRY(value, evaluate(*parameter.fallback));
        }
        m_scope->names[parameter.name] = std::move(value);
    }
    Value rest = Value::dict();
    Value caller = Value::undefined("No caller defined");
    for (std::size_t i = 0; i < args.named.size(); ++i) {
        if (used[i]) continue;
        const auto& [name, value] = args.named[i];
        if (name == "caller" && macro.usesCaller) {
            caller = value;
        } else if (macro.usesKwargs) {
            rest.set(name, value);
        } else {
            return typeError("macro '" + macro.name + "' takes no keyword argument '" + name + "'");
        }
    }
    if (macro.usesCaller && !m_scope->names.contains("caller")) m_scope->names["caller"] = caller;
    if (macro.usesKwargs) m_scope->names["kwargs"] = rest;
    if (macro.usesVarargs) m_scope->names["varargs"] = Value::tuple(std::move(extra));
    return {};
}

} // namespace inference::jinja
