// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdio>
#include <cstdlib>
#include <optional>
#include <utility>
#include <variant>

#include "inference/base/error.h"

namespace inference {

/// Stops the program on a bug of ours, never on input: input errors are Results.
#define ASSERT(condition)                                                                          \
    do {                                                                                           \
        if (!(condition)) [[unlikely]] {                                                           \
            std::fprintf(stderr, "%s:%d: bug: %s\n", __FILE__, __LINE__, #condition);              \
            std::abort();                                                                          \
        }                                                                                          \
    } while (false)

/// A value or an Error. Every fallible function returns one; none throws.
template <typename T>
class [[nodiscard]] Result {
public:
    Result(T value) : m_state(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : m_state(std::in_place_index<1>, std::move(error)) {}

    explicit operator bool() const { return m_state.index() == 0; }
    bool ok() const { return m_state.index() == 0; }

    T& value() & {
        ASSERT(ok());
        return *std::get_if<0>(&m_state);
    }
    const T& value() const& {
        ASSERT(ok());
        return *std::get_if<0>(&m_state);
    }
    T&& value() && {
        ASSERT(ok());
        return std::move(*std::get_if<0>(&m_state));
    }
    const Error& error() const& {
        ASSERT(!ok());
        return *std::get_if<1>(&m_state);
    }
    Error&& error() && {
        ASSERT(!ok());
        return std::move(*std::get_if<1>(&m_state));
    }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }

private:
    std::variant<T, Error> m_state;
};

/// Success without a value, or an Error. `return {};` means success.
template <>
class [[nodiscard]] Result<void> {
public:
    Result() = default;
    Result(Error error) : m_error(std::move(error)) {}

    explicit operator bool() const { return !m_error; }
    bool ok() const { return !m_error; }
    void value() const { ASSERT(ok()); }
    const Error& error() const& {
        ASSERT(!ok());
        return *m_error;
    }
    Error&& error() && {
        ASSERT(!ok());
        return std::move(*m_error);
    }

private:
    std::optional<Error> m_error;
};

/// `TRY(auto x, f());` binds f's value or returns its error from the enclosing function;
/// `TRY(f());` does the same for a Result<void>.
#define RESULT_CONCAT_(a, b) a##b
#define RESULT_CONCAT(a, b) RESULT_CONCAT_(a, b)
#define RESULT_TRY_1(expression)                                                                   \
    do {                                                                                           \
        auto resultTry = (expression);                                                             \
        if (!resultTry) return std::move(resultTry).error();                                       \
    } while (false)
#define RESULT_TRY_2(declaration, expression)                                                      \
    auto RESULT_CONCAT(resultTry, __LINE__) = (expression);                                        \
    if (!RESULT_CONCAT(resultTry, __LINE__))                                                       \
        return std::move(RESULT_CONCAT(resultTry, __LINE__)).error();                              \
    declaration = std::move(RESULT_CONCAT(resultTry, __LINE__)).value()
#define RESULT_TRY_PICK(a, b, name, ...) name
#define TRY(...) RESULT_TRY_PICK(__VA_ARGS__, RESULT_TRY_2, RESULT_TRY_1)(__VA_ARGS__)

} // namespace inference
