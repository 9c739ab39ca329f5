// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "inference/base/result.h"
#include "inference/jinja/value.h"

namespace inference::jinja {

class Evaluator;

/// What a call passes: positional arguments, then named ones in the order written.
struct CallArgs {
    std::vector<Value> positional;
    std::vector<std::pair<std::string, Value>> named;

    bool empty() const { return positional.empty() && named.empty(); }
};

/// Something a template can call. Errors carry no position; the evaluator adds it.
class Callable {
public:
    Callable() = default;
    Callable(const Callable&) = delete;
    Callable& operator=(const Callable&) = delete;
    virtual ~Callable() = default;

    virtual Result<Value> call(Evaluator& evaluator, CallArgs& args) = 0;
    /// How it prints, e.g. "<function range>".
    virtual std::string describe() const = 0;
    /// `x.name` on it; undefined when there is no such attribute.
    virtual Value attribute(std::string_view /*name*/) const { return {}; }
    /// `for i in x`, where that makes sense: the items, else null.
    virtual const std::vector<Value>* iterable() const { return nullptr; }
    /// Moves the values it holds out, so that they can be destroyed without recursion.
    virtual void drain(std::vector<Value>& /*out*/) {}
};

/// A plain function with a name.
class Function final : public Callable {
public:
    using Body = Result<Value> (*)(Evaluator& evaluator, CallArgs& args);
    Function(std::string_view name, Body body) : m_name(name), m_body(body) {}
    Result<Value> call(Evaluator& evaluator, CallArgs& args) override {
        return m_body(evaluator, args);
    }
    std::string describe() const override { return "<function " + std::string(m_name) + ">"; }

private:
    std::string_view m_name; // a literal
    Body m_body;
};

/// A method together with the value it was taken from.
class BoundMethod final : public Callable {
public:
    using Body = Result<Value> (*)(Evaluator& evaluator, const Value& self, CallArgs& args);
    BoundMethod(std::string_view name, Body body, Value self)
        : m_name(name), m_body(body), m_self(std::move(self)) {}
    Result<Value> call(Evaluator& evaluator, CallArgs& args) override {
        return m_body(evaluator, m_self, args);
    }
    std::string describe() const override { return "<method " + std::string(m_name) + ">"; }
    void drain(std::vector<Value>& out) override { out.push_back(std::move(m_self)); }

private:
    std::string_view m_name; // a literal
    Body m_body;
    Value m_self;
};

} // namespace inference::jinja
