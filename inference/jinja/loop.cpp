// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/jinja/loop.h"

#include "inference/jinja/operators.h"
#include "inference/jinja/python_text.h"

namespace inference::jinja {

namespace {

Result<Value> cycle(Evaluator& /*evaluator*/, const Value& self, CallArgs& args) {
    if (args.positional.empty()) return typeError("no items for cycling given");
    const Value index = self.asCallable().attribute("index0");
    return args.positional[static_cast<std::size_t>(index.asInt()) % args.positional.size()];
}

Result<Value> changed(Evaluator& evaluator, const Value& self, CallArgs& args) {
    auto& loop = static_cast<LoopValue&>(self.asCallable());
    const Text shown = toRepr(Value::tuple(args.positional), evaluator.work());
    return Value::boolean(loop.changed(shown.bytes));
}

} // namespace

Result<Value> LoopValue::call(Evaluator& evaluator, CallArgs& args) {
    if (!m_closure) {
        return typeError("the loop must have the 'recursive' marker to be called");
    }
    if (args.positional.size() != 1 || !args.named.empty()) {
        return typeError("loop() takes one argument");
    }
    return evaluator.renderLoop(m_stmt, m_closure, args.positional[0], m_depth + 1);
}

std::string LoopValue::describe() const {
    return "<LoopContext " + std::to_string(m_index + 1) + "/" + std::to_string(m_items.size())
           + ">";
}

Value LoopValue::attribute(std::string_view name) const {
    const auto count = static_cast<std::int64_t>(m_items.size());
    const auto index = static_cast<std::int64_t>(m_index);
    if (name == "index0") return Value::integer(index);
    if (name == "index") return Value::integer(index + 1);
    if (name == "first") return Value::boolean(index == 0);
    if (name == "last") return Value::boolean(index + 1 == count);
    if (name == "length") return Value::integer(count);
    if (name == "revindex") return Value::integer(count - index);
    if (name == "revindex0") return Value::integer(count - index - 1);
    if (name == "depth") return Value::integer(m_depth + 1);
    if (name == "depth0") return Value::integer(m_depth);
    if (name == "previtem") {
        return index == 0 ? Value::undefined("there is no previous item") : m_items[m_index - 1];
    }
    if (name == "nextitem") {
        return index + 1 >= count ? Value::undefined("there is no next item")
                                  : m_items[m_index + 1];
    }
    if (name != "cycle" && name != "changed") {
        return Value::undefined("'loop' has no attribute '" + std::string(name) + "'");
    }
    auto self = std::const_pointer_cast<LoopValue>(shared_from_this());
    const bool isCycle = name == "cycle";
    return Value::callable(std::make_shared<BoundMethod>(
        isCycle ? "cycle" : "changed", isCycle ? cycle : jinja::changed, Value::callable(self)));
}

void LoopValue::drain(std::vector<Value>& out) {
    for (Value& item : m_items) out.push_back(std::move(item));
    m_items.clear();
}

bool LoopValue::changed(const std::string& arguments) {
    const bool isChanged = m_last != arguments;
    m_last = arguments;
    return isChanged;
}

} // namespace inference::jinja
