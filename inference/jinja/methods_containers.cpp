// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// Methods of lists, tuples and dicts, as in Python. Those that change their object tell the
// evaluator, which breaks reference cycles when it is done.
#include <algorithm>

#include "inference/jinja/builtins.h"
#include "inference/jinja/operators.h"
#include "inference/jinja/python_text.h"
#include "inference/jinja/value_bodies.h"

namespace inference::jinja {

namespace {

Value& writable(const Value& self, Value& copy) {
    copy = self; // shares the body
    return copy;
}

Result<std::int64_t> indexWithin(const Bound& bound, std::size_t i, std::int64_t fallback,
                                 std::size_t size) {
    TRY(std::int64_t index, bound.integer(i, fallback));
    if (index < 0) index += static_cast<std::int64_t>(size);
    return index;
}

Result<Value> appendMethod(Evaluator& evaluator, const Value& self, CallArgs& args) {
    TRY(const Bound bound, Bound::bind("append", args, {"object"}, 1));
    Value list;
    evaluator.noteChanged(self, bound[0]);
    writable(self, list).append(bound[0]);
    return Value::none();
}

Result<Value> extendMethod(Evaluator& evaluator, const Value& self, CallArgs& args) {
    TRY(const Bound bound, Bound::bind("extend", args, {"iterable"}, 1));
    TRY(const std::vector<Value> items, evaluator.iterate(bound[0]));
    Value list;
    for (const Value& item : items) {
        evaluator.noteChanged(self, item);
        writable(self, list).append(item);
    }
    return Value::none();
}

Result<Value> insertMethod(Evaluator& evaluator, const Value& self, CallArgs& args) {
    TRY(const Bound bound, Bound::bind("insert", args, {"index", "object"}, 2));
    const auto size = static_cast<std::int64_t>(self.items().size());
    TRY(std::int64_t index, indexWithin(bound, 0, 0, self.items().size()));
    index = std::clamp<std::int64_t>(index, 0, size);
    TRY(evaluator.spend(self.items().size() / 8));
    Value list;
    evaluator.noteChanged(self, bound[1]);
    auto& items = writable(self, list).mutableItems();
    items.insert(items.begin() + index, bound[1]);
    return Value::none();
}

Result<Value> popMethod(Evaluator& evaluator, const Value& self, CallArgs& args) {
    TRY(const Bound bound, Bound::bind("pop", args, {"index"}));
    const auto size = static_cast<std::int64_t>(self.items().size());
    if (size == 0) return typeError("pop from empty list");
    TRY(const std::int64_t index, indexWithin(bound, 0, -1, self.items().size()));
    if (index < 0 || index >= size) return typeError("pop index out of range");
    TRY(evaluator.spend(static_cast<std::uint64_t>(size - index) / 8));
    Value list;
    auto& items = writable(self, list).mutableItems();
    Value out = std::move(items[static_cast<std::size_t>(index)]);
    items.erase(items.begin() + index);
    return out;
}

Result<std::size_t> positionOf(Evaluator& evaluator, const Value& self, const Value& wanted) {
    const auto& items = self.items();
    TRY(evaluator.spend(items.size()));
    const auto it = std::find_if(items.begin(), items.end(), [&](const Value& item) {
        return equal(item, wanted, evaluator.work());
    });
    return static_cast<std::size_t>(it - items.begin());
}

Result<Value> removeMethod(Evaluator& evaluator, const Value& self, CallArgs& args) {
    TRY(const Bound bound, Bound::bind("remove", args, {"value"}, 1));
    TRY(const std::size_t at, positionOf(evaluator, self, bound[0]));
    if (at == self.items().size()) return typeError("list.remove(x): x not in list");
    Value list;
    auto& items = writable(self, list).mutableItems();
    const Value removed = std::move(items[at]); // destroyed after the list is whole again
    items.erase(items.begin() + static_cast<std::ptrdiff_t>(at));
    return Value::none();
}

Result<Value> indexMethod(Evaluator& evaluator, const Value& self, CallArgs& args) {
    TRY(const Bound bound, Bound::bind("index", args, {"value"}, 1));
    TRY(const std::size_t at, positionOf(evaluator, self, bound[0]));
    if (at == self.items().size()) return typeError("the value is not in the list");
    return Value::integer(static_cast<std::int64_t>(at));
}

Result<Value> countMethod(Evaluator& evaluator, const Value& self, CallArgs& args) {
    TRY(const Bound bound, Bound::bind("count", args, {"value"}, 1));
    TRY(evaluator.spend(self.items().size()));
    return Value::integer(
        std::count_if(self.items().begin(), self.items().end(),
                      [&](const Value& item) { return equal(item, bound[0], evaluator.work()); }));
}

Result<Value> clearMethod(Evaluator& evaluator, const Value& self, CallArgs& args) {
    TRY(Bound::bind("clear", args, {}));
    TRY(evaluator.spend(workOf(self)));
    Value container;
    writable(self, container).clear();
    return Value::none();
}

Result<Value> copyListMethod(Evaluator& evaluator, const Value& self, CallArgs& args) {
    TRY(Bound::bind("copy", args, {}));
    return evaluator.makeList(self.items());
}

Result<Value> reverseMethod(Evaluator& evaluator, const Value& self, CallArgs& args) {
    TRY(Bound::bind("reverse", args, {}));
    TRY(evaluator.spend(self.items().size()));
    Value list;
    auto& items = writable(self, list).mutableItems();
    std::reverse(items.begin(), items.end());
    return Value::none();
}

Result<Value> sortMethod(Evaluator& evaluator, const Value& self, CallArgs& args) {
    TRY(const Bound bound, Bound::bind("sort", args, {"reverse"}));
    std::vector<Value> items = self.items();
    const std::vector<Value> keys = items;
    TRY(sortValues(evaluator, items, keys, bound.flag(0, false)));
    Value list;
    writable(self, list).mutableItems() = std::move(items);
    return Value::none();
}

// --- dict

Result<void> checkKey(const Value& key) {
    if (key.hashable()) return {};
    return typeError("unhashable type: '" + std::string(typeName(key)) + "'");
}

Result<Value> getMethod(Evaluator& /*evaluator*/, const Value& self, CallArgs& args) {
    TRY(const Bound bound, Bound::bind("get", args, {"key", "default"}, 1));
    TRY(checkKey(bound[0]));
    if (const Value* found = self.find(bound[0])) return *found;
    return bound.has(1) ? bound[1] : Value::none();
}

enum class View { Keys, Values, Items };

template <View view>
Result<Value> viewMethod(Evaluator& evaluator, const Value& self, CallArgs& args) {
    TRY(Bound::bind("items", args, {}));
    std::vector<Value> out;
    out.reserve(self.entries().size());
    for (const auto& [key, value] : self.entries()) {
        if (view == View::Keys)
            out.push_back(key);
        else if (view == View::Values)
            out.push_back(value);
        else
            out.push_back(Value::tuple({key, value}));
    }
    return evaluator.makeList(std::move(out));
}

Result<Value> popKeyMethod(Evaluator& evaluator, const Value& self, CallArgs& args) {
    TRY(const Bound bound, Bound::bind("pop", args, {"key", "default"}, 1));
    TRY(checkKey(bound[0]));
    TRY(evaluator.spend(self.entries().size()));
    const Value* found = self.find(bound[0]);
    if (!found) {
        if (bound.has(1)) return bound[1];
        return typeError("there is no key " + toRepr(bound[0], evaluator.work()).bytes);
    }
    Value out = *found;
    Value dict;
    writable(self, dict).erase(bound[0]);
    return out;
}

Result<Value> popItemMethod(Evaluator& evaluator, const Value& self, CallArgs& args) {
    TRY(Bound::bind("popitem", args, {}));
    if (self.entries().empty()) return typeError("popitem(): dictionary is empty");
    TRY(evaluator.spend(self.entries().size()));
    const Entry last = self.entries().back();
    Value dict;
    writable(self, dict).erase(last.first);
    return Value::tuple({last.first, last.second});
}

Result<Value> setDefaultMethod(Evaluator& evaluator, const Value& self, CallArgs& args) {
    TRY(const Bound bound, Bound::bind("setdefault", args, {"key", "default"}, 1));
    TRY(checkKey(bound[0]));
    if (const Value* found = self.find(bound[0])) return *found;
    Value value = bound.has(1) ? bound[1] : Value::none();
    Value dict;
    evaluator.noteChanged(self, value);
    evaluator.noteChanged(self, bound[0]);
    writable(self, dict).set(bound[0], value);
    return value;
}

Result<Value> updateMethod(Evaluator& evaluator, const Value& self, CallArgs& args) {
    if (args.positional.size() > 1) return typeError("update() takes at most 1 argument");
    Value dict;
    const auto put = [&](const Value& key, const Value& value) {
        evaluator.noteChanged(self, value);
        evaluator.noteChanged(self, key);
        writable(self, dict).set(key, value);
    };
    if (!args.positional.empty()) {
        const Value& other = args.positional[0];
        if (other.is(Kind::Dict)) {
            const std::vector<Entry> entries = other.entries();
            for (const auto& [key, value] : entries) put(key, value);
        } else {
            TRY(const std::vector<Value> pairs, evaluator.iterate(other));
            for (const Value& pair : pairs) {
                TRY(const std::vector<Value> parts, evaluator.iterate(pair));
                if (parts.size() != 2) return typeError("update() needs pairs");
                TRY(checkKey(parts[0]));
                put(parts[0], parts[1]);
            }
        }
    }
    for (const auto& [name, value] : args.named) put(Value::string(name), value);
    return Value::none();
}

Result<Value> copyDictMethod(Evaluator& evaluator, const Value& self, CallArgs& args) {
    TRY(Bound::bind("copy", args, {}));
    TRY(evaluator.spend(self.entries().size()));
    Value out = Value::dict();
    for (const auto& [key, value] : self.entries()) out.set(key, value);
    return out;
}

// The recorded reference (jinja2 3.1.2) lets lists pop and clear, but not grow or reorder.
constexpr MethodRow kListRows[] = {
    {"append", appendMethod, true}, {"clear", clearMethod},
    {"copy", copyListMethod},       {"count", countMethod},
    {"extend", extendMethod, true}, {"index", indexMethod},
    {"insert", insertMethod, true}, {"pop", popMethod},
    {"remove", removeMethod, true}, {"reverse", reverseMethod, true},
    {"sort", sortMethod, true},
};
constexpr MethodRow kTupleRows[] = {
    {"count", countMethod},
    {"index", indexMethod},
};
constexpr MethodRow kDictRows[] = {
    {"clear", clearMethod, true},
    {"copy", copyDictMethod},
    {"get", getMethod},
    {"items", viewMethod<View::Items>},
    {"keys", viewMethod<View::Keys>},
    {"pop", popKeyMethod, true},
    {"popitem", popItemMethod, true},
    {"setdefault", setDefaultMethod, true},
    {"update", updateMethod, true},
    {"values", viewMethod<View::Values>},
};

} // namespace

std::span<const MethodRow> listMethods() {
    return kListRows;
}
std::span<const MethodRow> tupleMethods() {
    return kTupleRows;
}
std::span<const MethodRow> dictMethods() {
    return kDictRows;
}

} // namespace inference::jinja
