// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <string>
#include <utility>

#include "inference/jinja/evaluator.h"

namespace inference::jinja {

/// Nodes evaluated one inside the other. Some 600 bytes of stack each, several times that under a
/// sanitizer, so this fits into the smallest stacks that threads get.
inline constexpr int kEvaluationDepthMax = 1200;

// A scope that a macro holds on to lives until the end of the rendering: make that cost something.
inline constexpr std::uint64_t kCaptureSteps = 20;

class Evaluator::ScopeGuard {
public:
    ScopeGuard(Evaluator& evaluator, std::shared_ptr<Scope> parent)
        : m_evaluator(evaluator), m_outer(evaluator.m_scope) {
        m_evaluator.m_scope = std::make_shared<Scope>(std::move(parent));
    }
    ScopeGuard(const ScopeGuard&) = delete;
    ScopeGuard& operator=(const ScopeGuard&) = delete;
    ~ScopeGuard() { m_evaluator.m_scope = std::move(m_outer); }

private:
    Evaluator& m_evaluator;
    std::shared_ptr<Scope> m_outer;
};

class Evaluator::DepthGuard {
public:
    explicit DepthGuard(Evaluator& evaluator) : m_depth(evaluator.m_depth) { ++m_depth; }
    DepthGuard(const DepthGuard&) = delete;
    DepthGuard& operator=(const DepthGuard&) = delete;
    ~DepthGuard() { --m_depth; }
    Result<void> check() const {
        if (m_depth <= kEvaluationDepthMax) return {};
        return Error{ErrorCode::LimitExceeded, "the template is nested too deeply"};
    }

private:
    int& m_depth;
};

/// Counts macro calls and recursive loops that are inside one another.
class RecursionGuard {
public:
    explicit RecursionGuard(int& recursion) : m_recursion(recursion) { ++m_recursion; }
    RecursionGuard(const RecursionGuard&) = delete;
    RecursionGuard& operator=(const RecursionGuard&) = delete;
    ~RecursionGuard() { --m_recursion; }
    Result<void> check(int max) const {
        if (m_recursion <= max) return {};
        return Error{ErrorCode::LimitExceeded,
                     "macros call each other more than " + std::to_string(max) + " levels deep"};
    }

private:
    int& m_recursion;
};

} // namespace inference::jinja
