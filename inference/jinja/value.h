// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "inference/base/result.h"

namespace inference::jinja {

/// A half-open stretch of bytes.
struct ByteRange {
    std::size_t begin = 0;
    std::size_t end = 0;
    bool operator==(const ByteRange&) const = default;
};

/// The body of a string value: UTF-8 bytes, and which of them came from untrusted sources
/// (messages, tools). Every string operation of the interpreter carries the marks along, so that a
/// rendered prompt still knows which bytes a user wrote. Immutable once inside a Value.
struct Text {
    std::string bytes;
    std::vector<ByteRange> untrusted; ///< Sorted, disjoint, not empty, not adjacent.
    bool markup = false;              ///< Result of the `safe` or `escape` filter.

    bool isUntrusted(std::size_t offset) const;
    void append(std::string_view trusted) { bytes += trusted; }
    void append(const Text& other) { append(other, 0, other.bytes.size()); }
    void append(const Text& other, std::size_t begin, std::size_t end);
    void appendMarked(std::string_view piece, bool isUntrustedPiece);
};

enum class Kind : std::uint8_t {
    Undefined,
    None,
    Bool,
    Int,
    Float,
    String,
    List,
    Tuple,
    Dict,
    Namespace,
    Generator, ///< What lazy filters give: can be iterated once, has no length.
    Callable,  ///< Functions, bound methods, macros, `loop`.
};

class Value;
struct Sequence; // list, tuple, generator
struct Mapping;  // dict, namespace
class Callable;  // see inference/jinja/callable.h
using Entry = std::pair<Value, Value>;

/// A value of the template language. Scalars and strings are values; lists, dicts and namespaces
/// are references, as in Python: copies share one body. One thread at a time may use values that
/// share a body unless all of them only read.
class Value {
public:
    Value() = default; ///< Undefined, which is not none.

    static Value undefined(std::string hint); ///< `hint` says what was missing.
    static Value none();
    static Value boolean(bool value);
    static Value integer(std::int64_t value);
    static Value number(double value);
    /// An integer beyond 64 bits, as JSON may hold: a number for all purposes but being shown.
    static Value wideInteger(double value, std::string digits);
    static Value string(std::string utf8);
    static Value untrusted(std::string utf8); ///< A string all of whose bytes carry the mark.
    static Value text(Text text);
    static Value list(std::vector<Value> items = {});
    static Value tuple(std::vector<Value> items);
    static Value generator(std::vector<Value> items);
    static Value dict();
    static Value nameSpace();
    static Value callable(std::shared_ptr<Callable> callable);

    Kind kind() const { return m_kind; }
    bool is(Kind kind) const { return m_kind == kind; }
    bool isUndefined() const { return m_kind == Kind::Undefined; }
    bool isNone() const { return m_kind == Kind::None; }
    bool isString() const { return m_kind == Kind::String; }
    bool isMapping() const { return m_kind == Kind::Dict || m_kind == Kind::Namespace; }
    /// Bool, Int or Float: Python counts booleans among the numbers.
    bool isNumber() const { return m_kind >= Kind::Bool && m_kind <= Kind::Float; }
    bool isSequence() const { return m_kind == Kind::List || m_kind == Kind::Tuple; }

    // Each accessor is for values of that kind only (ASSERT).
    bool asBool() const;
    std::int64_t asInt() const; ///< Int or Bool.
    double asNumber() const;    ///< Bool, Int or Float.
    /// How a wide integer is written; null for all other values.
    const std::string* wideDigits() const;
    const Text& asText() const;
    std::string_view asString() const { return asText().bytes; }
    const std::vector<Value>& items() const; ///< List, Tuple, Generator (what is left of it).
    std::vector<Value>& mutableItems();
    const std::vector<Entry>& entries() const; ///< Dict, Namespace; in order of insertion.
    Callable& asCallable() const;
    std::string_view undefinedHint() const;

    /// Dict, Namespace: adds or replaces. The key must be hashable (see hashable()).
    void set(const Value& key, Value value);
    void set(std::string key, Value value) { set(Value::string(std::move(key)), std::move(value)); }
    const Value* find(const Value& key) const;
    const Value* find(std::string_view key) const;
    bool erase(const Value& key);
    void clear(); ///< List, Dict, Namespace.
    void append(Value value) { mutableItems().push_back(std::move(value)); }

    /// Whether the value may be a key: lists and dicts may not, tuples only if all in them may.
    bool hashable() const;
    /// Whether both are the same object (containers) or equal scalars of one kind: Python's `is`.
    bool isSameAs(const Value& other) const;
    const void* identity() const { return m_body.get(); }
    /// How many values share this one's body.
    long shareCount() const { return m_body.use_count(); }
    /// A weak handle on the body; lets an interpreter break cycles when it is done.
    std::weak_ptr<void> weakBody() const { return m_body; }

private:
    Kind m_kind = Kind::Undefined;
    union {
        bool m_bool;
        std::int64_t m_int = 0;
        double m_double;
    };
    std::shared_ptr<void> m_body;
};

/// Python's `==` for JSON-like values; nesting deeper than 100 counts as unequal.
bool equal(const Value& a, const Value& b);
/// Python's truth: empty, zero, none and undefined are false.
bool truthy(const Value& value);

/// Parses one JSON text (UTF-8). Objects keep their order; nesting deeper than `depthMax`, trailing
/// text and invalid UTF-8 are errors (InvalidArgument). `untrusted` marks every string in it.
Result<Value> parseJson(std::string_view json, bool untrusted = false, int depthMax = 100);

struct JsonStyle {
    bool ensureAscii = false;
    bool sortKeys = false;
    std::optional<int> indent;                ///< Pretty-prints, one element per line.
    std::optional<std::string> itemSeparator; ///< Default ", ", or "," with `indent`.
    std::string keySeparator = ": ";
};
/// JSON as Python's json.dumps writes it. Values that JSON cannot say are errors (TemplateError).
Result<Text> toJsonText(const Value& value, const JsonStyle& style = {});
Result<std::string> toJson(const Value& value, const JsonStyle& style = {});

/// A deep copy; with `markStrings` every string in it, keys included, becomes untrusted.
/// Fails with LimitExceeded when nested deeper than 100.
Result<Value> deepCopy(const Value& value, bool markStrings = false);

} // namespace inference::jinja
