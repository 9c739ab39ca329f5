// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "app/cli/chat_messages.h"

#include "app/cli/output.h"

namespace cli {

Result<Conversation> readConversation(const std::string& path) {
    TRY(const std::string text, readFile(path));
    TRY(const Json json, parseJson(text, path));
    const Json* messages = &json;
    Conversation conversation;
    if (json.is_object()) {
        const auto found = json.find("messages");
        messages = found == json.end() ? nullptr : &*found;
        const auto tools = json.find("tools");
        if (tools != json.end() && !tools->is_null()) conversation.toolsJson = tools->dump();
    }
    if (messages == nullptr || !messages->is_array())
        return Error{ErrorCode::Corrupt,
                     path + " holds no messages: give an array of {\"role\", \"content\"}"};
    conversation.messagesJson = messages->dump(-1, ' ', false, Json::error_handler_t::replace);
    return conversation;
}

Result<std::string> readTools(const std::string& path) {
    TRY(const std::string text, readFile(path));
    TRY(const Json json, parseJson(text, path));
    const Json* tools = &json;
    if (const auto found = json.is_object() ? json.find("tools") : json.end(); found != json.end())
        tools = &*found;
    if (tools->is_null()) return std::string();
    if (!tools->is_array())
        return Error{ErrorCode::Corrupt, path + " holds no tools: give an array of declarations"};
    return tools->dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<inference::ChatTemplate> loadChatTemplate(const inference::GgufMetadata& metadata) {
    const auto source = metadata.string("tokenizer.chat_template");
    if (!source || source->empty())
        return Error{ErrorCode::NotFound,
                     "this model has no chat template: give one with --template"};
    TRY(const auto tokenizer, inference::Tokenizer::create(metadata));
    const auto text = [&](inference::TokenId id) {
        return id == inference::kNoToken ? std::string() : std::string(tokenizer.tokenText(id));
    };
    return inference::ChatTemplate::create(*source, text(tokenizer.bos()), text(tokenizer.eos()));
}

Result<inference::ChatTemplate> loadOrChooseTemplate(const inference::Model& model,
                                                     const Context& context) {
    const inference::GgufMetadata& metadata = model.file().metadata();
    if (!metadata.string("tokenizer.chat_template").value_or("").empty())
        return loadChatTemplate(metadata);
    const inference::Tokenizer& tokenizer = model.tokenizer();
    inference::TemplateFacts facts;
    facts.tokenizerModel = tokenizer.modelName();
    facts.description = model.name();
    facts.hasToken = [&](std::string_view text) {
        return tokenizer.find(text) != inference::kNoToken;
    };
    const inference::DefaultTemplate chosen = inference::defaultTemplateFor(facts);
    printRemark(context, "the model brings no chat template: " + chosen.reason);
    const auto text = [&](inference::TokenId id) {
        return id == inference::kNoToken ? std::string() : std::string(tokenizer.tokenText(id));
    };
    return inference::ChatTemplate::create(chosen.source, text(tokenizer.bos()),
                                           text(tokenizer.eos()));
}

Result<std::map<std::string, std::string>> readTemplateVariables(const Arguments& arguments) {
    std::map<std::string, std::string> variables;
    for (const std::string& assignment : arguments.texts("--set")) {
        const std::size_t equals = assignment.find('=');
        if (equals == 0 || equals == std::string::npos)
            return Error{ErrorCode::InvalidArgument,
                         "--set needs KEY=JSON, not '" + assignment + '\''};
        std::string json = assignment.substr(equals + 1);
        if (const auto value = parseJson(json, "--set " + assignment); !value)
            return Error{ErrorCode::InvalidArgument, value.error().detail};
        variables[assignment.substr(0, equals)] = std::move(json);
    }
    return variables;
}

std::vector<inference::TokenId>
encodePrompt(const inference::Tokenizer& tokenizer,
             std::span<const inference::Tokenizer::Segment> segments) {
    std::vector<inference::TokenId> ids = tokenizer.encodeSegments(segments, /*addSpecial=*/true);
    const bool twice = ids.size() > 1 && tokenizer.bos() != inference::kNoToken
                       && ids[0] == tokenizer.bos() && ids[1] == tokenizer.bos();
    if (twice) ids.erase(ids.begin());
    return ids;
}

} // namespace cli
