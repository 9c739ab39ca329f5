// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <optional>
#include <vector>

#include "inference/jinja/evaluator.h"

namespace inference::jinja {

/// What filters take as `attribute`: "name", "a.b", "rows.0" or a number.
class AttributePath {
public:
    static Result<AttributePath> parse(const Value& attribute);
    /// Several of them, separated by commas, as `sort` takes.
    static Result<std::vector<AttributePath>> parseAll(const Value& attribute);

    /// What stands in for a part that is undefined.
    void setDefault(Value value) { m_default = std::move(value); }
    Result<Value> get(Evaluator& evaluator, const Value& item) const;

private:
    std::vector<Value> m_parts;
    std::optional<Value> m_default;
};

} // namespace inference::jinja
