// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// The functions that every template sees.
#include <ctime>

#include "inference/jinja/builtins.h"
#include "inference/jinja/operators.h"
#include "inference/jinja/python_text.h"

namespace inference::jinja {

namespace {

Result<Value> rangeFunction(Evaluator& evaluator, CallArgs& args) {
    TRY(const Bound bound, Bound::bind("range", args, {"start", "stop", "step"}, 1));
    std::int64_t start = 0;
    TRY(std::int64_t stop, bound.integer(0, 0));
    if (bound.has(1)) {
        start = stop;
        TRY(stop, bound.integer(1, 0));
    }
    TRY(const std::int64_t step, bound.integer(2, 1));
    if (step == 0) return typeError("range() arg 3 must not be zero");
    // In unsigned arithmetic the distance cannot overflow.
    const bool up = step > 0;
    if (up ? start >= stop : start <= stop) return Value::list();
    const std::uint64_t distance =
        up ? static_cast<std::uint64_t>(stop) - static_cast<std::uint64_t>(start)
           : static_cast<std::uint64_t>(start) - static_cast<std::uint64_t>(stop);
    const std::uint64_t stride =
        up ? static_cast<std::uint64_t>(step) : 0 - static_cast<std::uint64_t>(step);
    const std::uint64_t count = (distance - 1) / stride + 1;
    const std::size_t max = evaluator.options().limits.rangeItemsMax;
    if (count > max) {
        return Error{ErrorCode::LimitExceeded,
                     "range() of more than " + std::to_string(max) + " items"};
    }
    TRY(evaluator.spend(count));
    std::vector<Value> items;
    items.reserve(count);
    for (std::uint64_t i = 0; i < count; ++i) {
        items.push_back(Value::integer(start + static_cast<std::int64_t>(i) * step));
    }
    return Value::list(std::move(items));
}

// dict(pairs or dict, name=value ...), also what namespace() takes.
Result<void> fill(Evaluator& evaluator, Value& target, CallArgs& args) {
    if (args.positional.size() > 1) return typeError("dict() takes at most 1 argument");
    if (!args.positional.empty() && args.positional[0].isMapping()) {
        const Value& source = args.positional[0];
        TRY(evaluator.spend(source.entries().size()));
        for (const auto& [key, value] : source.entries()) target.set(key, value);
    } else if (!args.positional.empty()) {
        TRY(const std::vector<Value> pairs, evaluator.iterate(args.positional[0]));
        for (const Value& pair : pairs) {
            TRY(const std::vector<Value> parts, evaluator.iterate(pair));
            if (parts.size() != 2) return typeError("dict() needs pairs");
            if (!parts[0].hashable()) return typeError("unhashable key");
            target.set(parts[0], parts[1]);
        }
    }
    for (const auto& [name, value] : args.named) target.set(name, value);
    return {};
}

Result<Value> dictFunction(Evaluator& evaluator, CallArgs& args) {
    Value out = Value::dict();
    TRY(fill(evaluator, out, args));
    return out;
}

Result<Value> namespaceFunction(Evaluator& evaluator, CallArgs& args) {
    Value out = Value::nameSpace();
    TRY(fill(evaluator, out, args));
    return out;
}

Result<Value> raiseFunction(Evaluator& evaluator, CallArgs& args) {
    TRY(const Bound bound, Bound::bind("raise_exception", args, {"message"}, 1));
    return Error{ErrorCode::TemplateError, evaluator.textOf(bound[0]).bytes};
}

Result<Value> strftimeFunction(Evaluator& evaluator, CallArgs& args) {
    TRY(const Bound bound, Bound::bind("strftime_now", args, {"format"}, 1));
    TRY(const Text* format, bound.text(0));
    const auto& options = evaluator.options();
    const std::int64_t now =
        options.nowUnix ? *options.nowUnix : static_cast<std::int64_t>(std::time(nullptr));
    return evaluator.makeString(Text{formatTime(format->bytes, now, options.utc), {}, false});
}

// joiner(", ")() gives nothing the first time and the separator from then on.
class Joiner final : public Callable {
public:
    explicit Joiner(Value separator) : m_separator(std::move(separator)) {}
    Result<Value> call(Evaluator& /*evaluator*/, CallArgs& /*args*/) override {
        return std::exchange(m_used, true) ? m_separator : Value::string("");
    }
    std::string describe() const override { return "<joiner>"; }

private:
    Value m_separator; // a string
    bool m_used = false;
};

Result<Value> joinerFunction(Evaluator& evaluator, CallArgs& args) {
    TRY(const Bound bound, Bound::bind("joiner", args, {"sep"}));
    Value separator = bound.has(0) ? Value::text(evaluator.textOf(bound[0])) : Value::string(", ");
    return Value::callable(std::make_shared<Joiner>(std::move(separator)));
}

class Cycler final : public Callable, public std::enable_shared_from_this<Cycler> {
public:
    explicit Cycler(std::vector<Value> items) : m_items(std::move(items)) {}
    Result<Value> call(Evaluator& /*evaluator*/, CallArgs& /*args*/) override {
        return typeError("'Cycler' object is not callable");
    }
    std::string describe() const override { return "<cycler>"; }
    Value attribute(std::string_view name) const override {
        if (name == "current") return m_items[m_index];
        auto self = std::const_pointer_cast<Cycler>(shared_from_this());
        if (name == "next") return method("next", next, std::move(self));
        if (name == "reset") return method("reset", reset, std::move(self));
        return {};
    }
    void drain(std::vector<Value>& out) override {
        for (Value& item : m_items) out.push_back(std::move(item));
    }

private:
    static Value method(std::string_view name, BoundMethod::Body body,
                        std::shared_ptr<Cycler> self) {
        return Value::callable(
            std::make_shared<BoundMethod>(name, body, Value::callable(std::move(self))));
    }
    static Result<Value> next(Evaluator& /*evaluator*/, const Value& self, CallArgs& /*args*/) {
        auto& cycler = static_cast<Cycler&>(self.asCallable());
        const Value out = cycler.m_items[cycler.m_index];
        cycler.m_index = (cycler.m_index + 1) % cycler.m_items.size();
        return out;
    }
    static Result<Value> reset(Evaluator& /*evaluator*/, const Value& self, CallArgs& /*args*/) {
        static_cast<Cycler&>(self.asCallable()).m_index = 0;
        return Value::none();
    }

    std::vector<Value> m_items; // never empty
    std::size_t m_index = 0;
};

Result<Value> cyclerFunction(Evaluator& /*evaluator*/, CallArgs& args) {
    if (args.positional.empty()) return typeError("at least one item has to be provided");
    return Value::callable(std::make_shared<Cycler>(args.positional));
}

struct FunctionRow {
    std::string_view name;
    Function::Body body;
};
constexpr FunctionRow kRows[] = {
    {"cycler", cyclerFunction},         {"dict", dictFunction},
    {"joiner", joinerFunction},         {"namespace", namespaceFunction},
    {"raise_exception", raiseFunction}, {"range", rangeFunction},
    {"strftime_now", strftimeFunction},
};

} // namespace

Value builtinFunction(std::string_view name) {
    for (const FunctionRow& row : kRows) {
        if (row.name == name)
            return Value::callable(std::make_shared<Function>(row.name, row.body));
    }
    return {};
}

} // namespace inference::jinja
