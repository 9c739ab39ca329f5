// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/jinja/template.h"

#include "inference/jinja/evaluator.h"
#include "inference/jinja/parser.h"
#include "inference/jinja/python_text.h"

namespace inference::jinja {

struct Template::State {
    Block block;
};

Template::Template(std::unique_ptr<State> state) : m_state(std::move(state)) {}
Template::Template(Template&&) noexcept = default;
Template& Template::operator=(Template&&) noexcept = default;
Template::~Template() = default;

Result<Template> Template::parse(std::string_view source, const ParseOptions& options) {
    if (source.size() > options.templateBytesMax) {
        return Error{ErrorCode::LimitExceeded, "the template is longer than "
                                                   + std::to_string(options.templateBytesMax)
                                                   + " bytes"};
    }
    TRY(auto tokens, tokenize(source, options));
    auto state = std::make_unique<State>();
    TRY(state->block, Parser(std::move(tokens), options.depthMax).parse());
    return Template(std::move(state));
}

Result<RenderedText> Template::renderMarked(const Value& globals,
                                            const RenderOptions& options) const {
    if (!globals.is(Kind::Dict)) {
        return Error{ErrorCode::InvalidArgument, "the variables of a template must be a dict"};
    }
    // Templates may change lists and dicts: work on a copy.
    Work copying(options.limits.stepsMax);
    TRY(Value copy, deepCopy(globals, false, copying));
    Evaluator evaluator(options, std::move(copy));
    return evaluator.run(m_state->block);
}

Result<std::string> Template::render(const Value& globals, const RenderOptions& options) const {
    TRY(RenderedText text, renderMarked(globals, options));
    return std::move(text.bytes);
}

} // namespace inference::jinja
