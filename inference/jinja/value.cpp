// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/jinja/value.h"

#include <algorithm>

#include "inference/jinja/callable.h"
#include "inference/jinja/value_bodies.h"

namespace inference::jinja {

namespace {

// Keys that are tuples are walked, and tuples may share parts: keep that small.
constexpr std::uint64_t kKeyWork = 1000;

bool hashableWithin(const Value& v, Work& work, int depth) {
    if (v.is(Kind::List) || v.is(Kind::Dict)) return false;
    if (!v.is(Kind::Tuple)) return true;
    if (depth > 20 || !work.spend(v.items().size() + 1)) return false;
    return std::all_of(v.items().begin(), v.items().end(),
                       [&](const Value& item) { return hashableWithin(item, work, depth + 1); });
}

bool equalSequences(const Value& a, const Value& b, Work& work, int depth) {
    if (a.identity() == b.identity()) return true;
    if (a.items().size() != b.items().size()) return false;
    for (std::size_t i = 0; i < a.items().size(); ++i) {
        if (!equal(a.items()[i], b.items()[i], work, depth + 1)) return false;
    }
    return true;
}

bool equalDicts(const Value& a, const Value& b, Work& work, int depth) {
    if (a.identity() == b.identity()) return true;
    if (a.entries().size() != b.entries().size()) return false;
    for (const auto& [key, value] : a.entries()) {
        const Value* other = b.find(key);
        if (!other || !equal(value, *other, work, depth + 1)) return false;
    }
    return true;
}

} // namespace

// --- Value: making

Value Value::undefined(std::string hint) {
    Value v;
    v.m_body = std::make_shared<Text>(Text{std::move(hint), {}, false});
    return v;
}
Value Value::none() {
    Value v;
    v.m_kind = Kind::None;
    return v;
}
Value Value::boolean(bool value) {
    Value v;
    v.m_kind = Kind::Bool;
    v.m_bool = value;
    return v;
}
Value Value::integer(std::int64_t value) {
    Value v;
    v.m_kind = Kind::Int;
    v.m_int = value;
    return v;
}
Value Value::number(double value) {
    Value v;
    v.m_kind = Kind::Float;
    v.m_double = value;
    return v;
}
Value Value::wideInteger(double value, std::string digits) {
    Value v = number(value);
    v.m_body = std::make_shared<std::string>(std::move(digits));
    return v;
}
const std::string* Value::wideDigits() const {
    return m_kind == Kind::Float ? static_cast<const std::string*>(m_body.get()) : nullptr;
}
Value Value::string(std::string utf8) {
    return text(Text{std::move(utf8), {}, false});
}
Value Value::untrusted(std::string utf8) {
    Text t{std::move(utf8), {}, false};
    if (!t.bytes.empty()) t.untrusted.push_back({0, t.bytes.size()});
    return text(std::move(t));
}
Value Value::text(Text text) {
    Value v;
    v.m_kind = Kind::String;
    v.m_body = std::make_shared<Text>(std::move(text));
    return v;
}
Value Value::list(std::vector<Value> items) {
    Value v;
    v.m_kind = Kind::List;
    v.m_body = std::make_shared<Sequence>(std::move(items));
    return v;
}
Value Value::tuple(std::vector<Value> items) {
    Value v = list(std::move(items));
    v.m_kind = Kind::Tuple;
    return v;
}
Value Value::generator(std::vector<Value> items) {
    Value v = list(std::move(items));
    v.m_kind = Kind::Generator;
    return v;
}
Value Value::dict() {
    Value v;
    v.m_kind = Kind::Dict;
    v.m_body = std::make_shared<Mapping>();
    return v;
}
Value Value::nameSpace() {
    Value v = dict();
    v.m_kind = Kind::Namespace;
    return v;
}
Value Value::callable(std::shared_ptr<Callable> callable) {
    Value v;
    v.m_kind = Kind::Callable;
    v.m_body = std::move(callable);
    return v;
}

// --- Value: reading

bool Value::asBool() const {
    ASSERT(m_kind == Kind::Bool);
    return m_bool;
}
std::int64_t Value::asInt() const {
    ASSERT(m_kind == Kind::Int || m_kind == Kind::Bool);
    return m_kind == Kind::Bool ? static_cast<std::int64_t>(m_bool) : m_int;
}
double Value::asNumber() const {
    return m_kind == Kind::Float ? m_double : static_cast<double>(asInt());
}
const Text& Value::asText() const {
    ASSERT(m_kind == Kind::String);
    return *static_cast<const Text*>(m_body.get());
}
const std::vector<Value>& Value::items() const {
    ASSERT(isSequence() || m_kind == Kind::Generator);
    return static_cast<const Sequence*>(m_body.get())->items;
}
std::vector<Value>& Value::mutableItems() {
    ASSERT(isSequence() || m_kind == Kind::Generator);
    return static_cast<Sequence*>(m_body.get())->items;
}
const std::vector<Entry>& Value::entries() const {
    ASSERT(isMapping());
    return static_cast<const Mapping*>(m_body.get())->entries;
}
Callable& Value::asCallable() const {
    ASSERT(m_kind == Kind::Callable);
    return *static_cast<Callable*>(m_body.get());
}
std::string_view Value::undefinedHint() const {
    ASSERT(m_kind == Kind::Undefined);
    return m_body ? std::string_view(static_cast<const Text*>(m_body.get())->bytes)
                  : std::string_view("a value is undefined");
}

void Value::set(const Value& key, Value value) {
    ASSERT(isMapping());
    static_cast<Mapping*>(m_body.get())->set(key, std::move(value));
}
const Value* Value::find(const Value& key) const {
    ASSERT(isMapping());
    const auto* mapping = static_cast<const Mapping*>(m_body.get());
    const std::size_t at = mapping->position(key);
    return at < mapping->entries.size() ? &mapping->entries[at].second : nullptr;
}
const Value* Value::find(std::string_view key) const {
    ASSERT(isMapping());
    const auto* mapping = static_cast<const Mapping*>(m_body.get());
    const std::size_t at = mapping->position(key);
    return at < mapping->entries.size() ? &mapping->entries[at].second : nullptr;
}
bool Value::erase(const Value& key) {
    ASSERT(isMapping());
    return static_cast<Mapping*>(m_body.get())->erase(key);
}

void Value::clear() {
    std::vector<Value> removed; // destroyed when the container is whole again
    if (isMapping())
        static_cast<Mapping*>(m_body.get())->drain(removed);
    else
        removed = std::exchange(mutableItems(), {});
    releaseDeep(std::move(removed));
}

bool Value::hashable() const {
    Work work(kKeyWork);
    return hashableWithin(*this, work, 0);
}

bool Value::isSameAs(const Value& other) const {
    if (m_kind != other.m_kind) return false;
    if (isNone() || isUndefined()) return true;
    if (isNumber() || isString()) return equal(*this, other);
    return identity() == other.identity();
}

// --- Comparing

bool equal(const Value& a, const Value& b, Work& work, int depth) {
    if (!work.spend() || depth > kValueDepthMax) return false;
    if (a.isNumber() && b.isNumber()) {
        if (a.is(Kind::Float) || b.is(Kind::Float)) return a.asNumber() == b.asNumber();
        return a.asInt() == b.asInt();
    }
    if (a.kind() != b.kind()) return false;
    switch (a.kind()) {
    case Kind::Undefined:
    case Kind::None: return true;
    case Kind::String: return a.asString() == b.asString();
    case Kind::List:
    case Kind::Tuple: return equalSequences(a, b, work, depth);
    case Kind::Dict: return equalDicts(a, b, work, depth);
    default: return a.identity() == b.identity();
    }
}

bool equal(const Value& a, const Value& b) {
    Work work(100'000'000);
    return equal(a, b, work);
}

bool truthy(const Value& v) {
    switch (v.kind()) {
    case Kind::Undefined:
    case Kind::None: return false;
    case Kind::Bool: return v.asBool();
    case Kind::Int: return v.asInt() != 0;
    case Kind::Float: return v.asNumber() != 0;
    case Kind::String: return !v.asString().empty();
    case Kind::List:
    case Kind::Tuple: return !v.items().empty();
    case Kind::Dict: return !v.entries().empty();
    default: return true;
    }
}

} // namespace inference::jinja
