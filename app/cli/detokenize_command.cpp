// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <array>

#include "app/cli/command.h"
#include "app/cli/model_argument.h"
#include "app/cli/output.h"

namespace cli {

namespace {

constexpr std::array<Option, 1> kOptions{{
    {"--tokens", "1,2,3", "the token ids"},
}};

Result<void> run(const Arguments& arguments, const Context& context) {
    TRY(const std::string list, arguments.required("--tokens"));
    TRY(auto ids, parseTokens(list));
    TRY(const auto tokenizer, loadTokenizer(arguments.positional().front(), context));
    for (const inference::TokenId id : ids)
        if (static_cast<std::size_t>(id) >= tokenizer.size())
            return Error{ErrorCode::InvalidArgument,
                         "token " + std::to_string(id) + " is outside the vocabulary of "
                             + std::to_string(tokenizer.size()) + ": check the ids"};
    // The inverse of tokenize: what that put in front goes, control tokens of the text stay.
    if (tokenizer.addsBos() && !ids.empty() && ids.front() == tokenizer.bos())
        ids.erase(ids.begin());
    const std::string text = tokenizer.decode(ids, /*renderSpecial=*/true);
    if (context.json)
        printJson({{"text", text}});
    else
        printText(text);
    return {};
}

} // namespace

const Command kDetokenizeCommand{.name = "detokenize",
                                 .arguments = "MODEL",
                                 .summary = "turn token ids into text",
                                 .positionalMin = 1,
                                 .positionalMax = 1,
                                 .options = kOptions,
                                 .run = run};

} // namespace cli
