// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <map>
#include <string>

#include "app/cli/command.h"
#include "inference/chat/chat_template.h"
#include "inference/gguf/gguf_metadata.h"
#include "inference/model/model.h"

namespace cli {

/// A conversation as files hold it: an array of messages, or an object with `messages` and perhaps
/// `tools`.
struct Conversation {
    std::string messagesJson;
    std::string toolsJson; ///< Empty if there are none.
};
Result<Conversation> readConversation(const std::string& path);

/// The functions declared in a file: a JSON array, or an object with `tools`. Null: none.
Result<std::string> readTools(const std::string& path);

/// The template inside a model file, with the texts of its begin and end tokens.
Result<inference::ChatTemplate> loadChatTemplate(const inference::GgufMetadata& metadata);

/// The same, or where the file holds none the one that fits its vocabulary, with a remark on
/// stderr.
Result<inference::ChatTemplate> loadOrChooseTemplate(const inference::Model& model,
                                                     const Context& context);

/// The `--set KEY=JSON` options as template variables.
Result<std::map<std::string, std::string>> readTemplateVariables(const Arguments& arguments);

/// A rendered prompt as tokens. Where the template wrote the begin token itself, no second one is
/// put in front.
std::vector<inference::TokenId>
encodePrompt(const inference::Tokenizer& tokenizer,
             std::span<const inference::Tokenizer::Segment> segments);

} // namespace cli
