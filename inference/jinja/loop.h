// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "inference/jinja/evaluator.h"

namespace inference::jinja {

/// The `loop` variable of one running loop; it moves on with the loop, as in jinja2.
class LoopValue final : public Callable, public std::enable_shared_from_this<LoopValue> {
public:
    /// `closure` is the scope around the loop if it is a recursive one, else null.
    LoopValue(std::vector<Value> items, int depth, const Stmt& stmt, std::shared_ptr<Scope> closure)
        : m_items(std::move(items)), m_depth(depth), m_stmt(stmt), m_closure(std::move(closure)) {}

    bool atEnd() const { return m_index >= m_items.size(); }
    void advance() { ++m_index; }
    const Value& item() const { return m_items[m_index]; }

    /// loop(children): runs the loop again over `children`; only for recursive loops.
    Result<Value> call(Evaluator& evaluator, CallArgs& args) override;
    std::string describe() const override;
    Value attribute(std::string_view name) const override;
    void drain(std::vector<Value>& out) override;

    /// Whether the arguments differ from those of the call before.
    bool changed(const std::string& arguments);

private:
    std::vector<Value> m_items;
    std::size_t m_index = 0;
    int m_depth;
    const Stmt& m_stmt;
    std::shared_ptr<Scope> m_closure;
    /// Arguments of the last changed(), as they print: keeping the values could close a circle.
    std::string m_last;
};

} // namespace inference::jinja
