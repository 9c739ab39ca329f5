// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <array>

#include "app/cli/command.h"
#include "app/cli/model_argument.h"
#include "app/cli/output.h"

namespace cli {

namespace {

constexpr std::array<Option, 4> kOptions{{
    {"--text", "T", "the text; without it standard input is read"},
    {"--batch", "", "standard input is a JSON array of strings, the answer an array of arrays"},
    {"--no-bos", "", "do not add the tokens that begin and end a text"},
    {"--no-special", "", "control tokens written out in the text are plain text"},
}};

std::string commaSeparated(const std::vector<inference::TokenId>& ids) {
    std::string line;
    for (const inference::TokenId id : ids) {
        if (!line.empty()) line += ',';
        line += std::to_string(id);
    }
    return line + '\n';
}

Result<void> runBatch(const inference::Tokenizer& tokenizer,
                      const inference::EncodeOptions& options, const Context& context) {
    TRY(const std::string input, readStandardInput());
    TRY(const Json texts, parseJson(input, "standard input"));
    if (!texts.is_array())
        return Error{ErrorCode::Corrupt, "standard input is not an array: give [\"text\", ...]"};
    Json all = Json::array();
    std::string lines;
    for (const Json& text : texts) {
        if (!text.is_string())
            return Error{ErrorCode::Corrupt, "an entry is not a string: give [\"text\", ...]"};
        const auto ids = tokenizer.encode(text.get_ref<const std::string&>(), options);
        if (context.json)
            all.push_back(ids);
        else
            lines += commaSeparated(ids);
    }
    if (context.json)
        printJson({{"ids", std::move(all)}});
    else
        printText(lines);
    return {};
}

Result<void> run(const Arguments& arguments, const Context& context) {
    if (arguments.has("--batch") && arguments.has("--text"))
        return Error{ErrorCode::InvalidArgument, "--batch reads standard input: leave out --text"};
    TRY(const auto tokenizer, loadTokenizer(arguments.positional().front(), context));
    const inference::EncodeOptions options{.addSpecial = !arguments.has("--no-bos"),
                                           .parseSpecial = !arguments.has("--no-special")};
    if (arguments.has("--batch")) return runBatch(tokenizer, options, context);
    std::string text;
    if (const auto given = arguments.text("--text")) {
        text = *given;
    } else {
        TRY(text, readStandardInput());
    }
    const auto ids = tokenizer.encode(text, options);
    if (context.json)
        printJson({{"ids", ids}});
    else
        printText(commaSeparated(ids));
    return {};
}

} // namespace

const Command kTokenizeCommand{.name = "tokenize",
                               .arguments = "MODEL",
                               .summary = "turn text into token ids",
                               .positionalMin = 1,
                               .positionalMax = 1,
                               .options = kOptions,
                               .run = run};

} // namespace cli
