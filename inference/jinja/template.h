// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "inference/base/result.h"
#include "inference/jinja/value.h"

namespace inference::jinja {

/// How a template is read. The defaults are those that chat templates are written for.
struct ParseOptions {
    bool trimBlocks = true;           ///< Drop the newline after a block tag.
    bool lstripBlocks = true;         ///< Drop blanks before a block tag that starts a line.
    bool keepTrailingNewline = false; ///< Keep the last newline of the template.
    std::size_t templateBytesMax = std::size_t{1} << 20;
    int depthMax = 200; ///< Nesting of expressions and blocks.
};

/// What one rendering may use. Templates come out of files that nobody vouches for.
struct Limits {
    std::uint64_t stepsMax = 10'000'000; ///< Nodes evaluated, plus work on long strings and lists.
    std::size_t outputBytesMax = std::size_t{16} << 20; ///< Of the output and of any one string.
    int recursionMax = 90; ///< Macro calls and recursive loops inside one another.
    std::size_t rangeItemsMax = 100'000;
};

struct RenderOptions {
    /// Seconds since 1970 that strftime_now shows; absent: the clock at the time of the call.
    std::optional<std::int64_t> nowUnix;
    /// Show `nowUnix` in UTC instead of the time zone of this machine.
    bool utc = false;
    /// Behave exactly as the reference environment (transformers' immutable sandbox): methods that
    /// change a list or dict are refused and `from_json` does not exist. Off, both work, because
    /// some published templates (Kimi K2, DeepSeek V3.2) rely on them.
    bool strict = false;
    Limits limits;
};

/// Output of a rendering that still knows which bytes came from untrusted values.
using RenderedText = Text;

/// A parsed Jinja template: immutable, any number of threads may render it at once.
///
/// The language is that of Python's jinja2 as the `transformers` library sets it up: loop controls,
/// `{% generation %}`, `raise_exception`, `strftime_now`, a `tojson` that keeps key order; no
/// access to files, no inheritance or imports. Errors are TemplateError "line L, column C:
/// message", or LimitExceeded with the same form when a limit was hit.
class Template {
public:
    static Result<Template> parse(std::string_view source, const ParseOptions& options = {});
    Template(Template&&) noexcept;
    Template& operator=(Template&&) noexcept;
    ~Template();

    /// `globals` is a dict of the variables the template sees. It is not changed, even where the
    /// template changes lists in it.
    Result<std::string> render(const Value& globals, const RenderOptions& options = {}) const;
    Result<RenderedText> renderMarked(const Value& globals,
                                      const RenderOptions& options = {}) const;

private:
    struct State;
    explicit Template(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

} // namespace inference::jinja
