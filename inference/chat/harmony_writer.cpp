// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <algorithm>

#include "inference/chat/harmony.h"

namespace inference {

namespace {

using jinja::Kind;
using jinja::Text;
using jinja::Value;

constexpr int kSchemaDepthMax = 16;

void untrusted(Text& out, std::string_view text) {
    out.appendMarked(text, true);
}

// Comments of several lines get the slashes on each of them.
void comment(Text& out, std::string_view text) {
    while (true) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        out.append("// ");
        untrusted(out, text.substr(0, end));
        out.append("\n");
        if (end == text.size()) return;
        text.remove_prefix(end + 1);
    }
}

std::string jsonOf(const Value& value) {
    auto text = jinja::toJson(value);
    return text ? std::move(text).value() : std::string("null");
}

const Value* member(const Value& object, std::string_view key) {
    return object.is(Kind::Dict) ? object.find(key) : nullptr;
}

std::string_view stringMember(const Value& object, std::string_view key) {
    const Value* value = member(object, key);
    return value && value->isString() ? value->asString() : std::string_view();
}

/// Declares functions in the TypeScript that gpt-oss was trained on.
class SchemaWriter {
public:
    explicit SchemaWriter(Text& out) : m_out(out) {}

    void function(const Value& declaration) {
        const Value* inner = member(declaration, "function");
        const Value& tool = inner ? *inner : declaration;
        if (const auto description = stringMember(tool, "description"); !description.empty()) {
            comment(m_out, description);
        }
        m_out.append("type ");
        untrusted(m_out, stringMember(tool, "name"));
        const Value* parameters = member(tool, "parameters");
        const Value* properties = parameters ? member(*parameters, "properties") : nullptr;
        if (!properties || !properties->is(Kind::Dict) || properties->entries().empty()) {
            m_out.append(" = () => any;\n\n");
            return;
        }
        m_out.append(" = (_: ");
        if (const auto note = stringMember(*parameters, "description"); !note.empty()) {
            comment(m_out, note);
        }
        object(*parameters, 0);
        m_out.append(") => any;\n\n");
    }

private:
    void object(const Value& schema, int depth) {
        m_out.append("{\n");
        const Value* properties = member(schema, "properties");
        const Value* required = member(schema, "required");
        if (properties && properties->is(Kind::Dict)) {
            for (const jinja::Entry& entry : properties->entries()) {
                const Value& name = entry.first;
                const bool needed =
                    required && required->is(Kind::List)
                    && std::any_of(required->items().begin(), required->items().end(),
                                   [&](const Value& r) { return jinja::equal(r, name); });
                property(name.isString() ? name.asString() : "", entry.second, needed, depth);
            }
        }
        m_out.append("}");
    }

    void notes(const Value& property) {
        if (const auto title = stringMember(property, "title"); !title.empty()) {
            comment(m_out, title);
            m_out.append("//\n");
        }
        if (const auto text = stringMember(property, "description"); !text.empty()) {
            comment(m_out, text);
        }
        const Value* examples = member(property, "examples");
        if (!examples || !examples->is(Kind::List) || examples->items().empty()) return;
        m_out.append("// Examples:\n");
        for (const Value& example : examples->items()) comment(m_out, "- " + jsonOf(example));
    }

    void property(std::string_view name, const Value& schema, bool needed, int depth) {
        const Value* oneOf = member(schema, "oneOf");
        if (!oneOf) oneOf = member(schema, "anyOf");
        notes(schema);
        const Value* fallback = member(schema, "default");
        if (oneOf && oneOf->is(Kind::List)) {
            if (fallback) comment(m_out, "default: " + jsonOf(*fallback));
            untrusted(m_out, name);
            m_out.append(needed ? ":\n" : "?:\n");
            for (const Value& choice : oneOf->items()) {
                m_out.append(" | ");
                type(choice, depth + 1);
                variantNotes(choice);
                m_out.append("\n");
            }
            m_out.append(",\n");
            return;
        }
        untrusted(m_out, name);
        m_out.append(needed ? ": " : "?: ");
        type(schema, depth + 1);
        m_out.append(",");
        if (fallback) {
            // The members of an enumeration stand for themselves; other strings are quoted.
            const bool bare = fallback->isString() && member(schema, "enum");
            m_out.append(" // default: ");
            untrusted(m_out, bare ? std::string(fallback->asString()) : jsonOf(*fallback));
        }
        m_out.append("\n");
    }

    void variantNotes(const Value& choice) {
        const auto text = stringMember(choice, "description");
        const Value* fallback = member(choice, "default");
        if (text.empty() && !fallback) return;
        m_out.append(" // ");
        std::string line(text.substr(0, text.find('\n')));
        if (fallback) (line += line.empty() ? "" : " ") += "default: " + jsonOf(*fallback);
        untrusted(m_out, line);
    }

    void type(const Value& schema, int depth) {
        if (depth > kSchemaDepthMax || !schema.is(Kind::Dict)) {
            m_out.append("any");
            return;
        }
        const Value* kind = member(schema, "type");
        if (kind && kind->is(Kind::List)) {
            bool first = true;
            for (const Value& one : kind->items()) {
                if (!first) m_out.append(" | ");
                first = false;
                named(one.isString() ? one.asString() : "", schema, depth);
            }
        } else {
            named(stringMember(schema, "type"), schema, depth);
        }
        if (const Value* nullable = member(schema, "nullable"); nullable && truthy(*nullable)) {
            m_out.append(" | null");
        }
    }

    void named(std::string_view name, const Value& schema, int depth) {
        const Value* choices = member(schema, "enum");
        if (choices && choices->is(Kind::List) && !choices->items().empty()) {
            bool first = true;
            for (const Value& choice : choices->items()) {
                if (!first) m_out.append(" | ");
                first = false;
                untrusted(m_out, jsonOf(choice));
            }
        } else if (name == "string" || name == "number" || name == "boolean" || name == "null") {
            m_out.append(name);
        } else if (name == "integer") {
            m_out.append("number");
        } else if (name == "array") {
            const Value* items = member(schema, "items");
            if (items)
                type(*items, depth + 1);
            else
                m_out.append("any");
            m_out.append("[]");
        } else if (name == "object" && member(schema, "properties")) {
            object(schema, depth + 1);
        } else {
            m_out.append(name == "object" ? "object" : "any");
        }
    }

    Text& m_out;
};

bool hasTools(const Value& tools) {
    return tools.is(Kind::List) && !tools.items().empty();
}

} // namespace

void HarmonyWriter::system(const HarmonySystem& system, bool functions) {
    m_out.append("<|start|>system<|message|>");
    m_out.append(system.identity);
    m_out.append("\nKnowledge cutoff: " + system.knowledgeCutoff);
    if (!system.currentDate.empty()) m_out.append("\nCurrent date: " + system.currentDate);
    m_out.append("\n\nReasoning: " + system.reasoningEffort);
    m_out.append(system.tools.empty() ? "\n\n" : "\n\n# Tools\n\n");
    for (const HarmonyTool tool : system.tools) m_out.append(harmonyToolText(tool));
    m_out.append("# Valid channels: ");
    for (std::size_t i = 0; i < system.channels.size(); ++i) {
        m_out.append((i > 0 ? ", " : "") + system.channels[i]);
    }
    m_out.append(". Channel must be included for every message.");
    if (functions) {
        m_out.append("\nCalls to these tools must go to the commentary channel: 'functions'.");
    }
    m_out.append("<|end|>");
}

void HarmonyWriter::developer(std::string_view instructions, const Value& tools) {
    if (instructions.empty() && !hasTools(tools)) return;
    m_out.append("<|start|>developer<|message|>");
    if (!instructions.empty()) {
        m_out.append("# Instructions\n\n");
        untrusted(m_out, instructions);
    }
    if (hasTools(tools)) {
        if (!instructions.empty()) m_out.append("\n\n");
        m_out.append("# Tools\n\n## functions\n\nnamespace functions {\n\n");
        SchemaWriter writer(m_out);
        for (const Value& tool : tools.items()) writer.function(tool);
        m_out.append("} // namespace functions");
    }
    m_out.append("<|end|>");
}

void HarmonyWriter::message(const HarmonyMessage& message) {
    m_out.append("<|start|>");
    if (message.name.empty())
        m_out.append(message.role);
    else
        untrusted(m_out, message.name);
    if (!message.recipient.empty()) {
        m_out.append(" to=");
        untrusted(m_out, message.recipient);
    }
    if (!message.channel.empty()) m_out.append("<|channel|>" + message.channel);
    if (!message.contentType.empty()) m_out.append(" " + message.contentType);
    m_out.append("<|message|>");
    untrusted(m_out, message.content);
    const bool isCall = message.role == "assistant" && !message.recipient.empty();
    m_out.append(isCall ? "<|call|>" : "<|end|>");
}

bool isHarmonyTemplate(std::string_view source) {
    const auto has = [&](std::string_view text) {
        return source.find(text) != std::string_view::npos;
    };
    return has("<|start|>") && has("<|channel|>") && has("<|message|>") && has("analysis")
           && has("commentary");
}

namespace {

void appendAssistant(const Value& message, bool keepThought, std::vector<HarmonyMessage>& out) {
    HarmonyMessage base;
    base.role = "assistant";
    std::string_view thought = stringMember(message, "reasoning_content");
    if (thought.empty()) thought = stringMember(message, "thinking");
    if (keepThought && !thought.empty()) {
        out.push_back(base);
        out.back().channel = "analysis";
        out.back().content = thought;
    }
    const std::string_view content = stringMember(message, "content");
    const Value* calls = member(message, "tool_calls");
    const bool hasCalls = calls && calls->is(Kind::List) && !calls->items().empty();
    if (!content.empty() || (!hasCalls && thought.empty())) {
        out.push_back(base);
        out.back().channel = hasCalls ? "commentary" : "final";
        out.back().content = content;
    }
    if (!hasCalls) return;
    for (const Value& call : calls->items()) {
        const Value* function = member(call, "function");
        if (!function) continue;
        const Value* arguments = member(*function, "arguments");
        out.push_back(base);
        out.back().channel = "commentary";
        out.back().recipient = "functions." + std::string(stringMember(*function, "name"));
        out.back().contentType = "<|constrain|>json";
        if (arguments) {
            out.back().content =
                arguments->isString() ? std::string(arguments->asString()) : jsonOf(*arguments);
        }
    }
}

// Text of a content that is a string or a list of parts.
std::string textOf(const Value& message) {
    const Value* content = member(message, "content");
    if (!content || !content->is(Kind::List)) return std::string(stringMember(message, "content"));
    std::string out;
    for (const Value& part : content->items()) out += stringMember(part, "text");
    return out;
}

} // namespace

std::vector<HarmonyMessage> harmonyMessages(std::span<const Value> conversation) {
    std::size_t lastUser = 0;
    for (std::size_t i = 0; i < conversation.size(); ++i) {
        if (stringMember(conversation[i], "role") == "user") lastUser = i;
    }
    std::vector<HarmonyMessage> out;
    std::string lastTool;
    for (std::size_t i = 0; i < conversation.size(); ++i) {
        const Value& message = conversation[i];
        const std::string_view role = stringMember(message, "role");
        if (role == "assistant") {
            appendAssistant(message, i > lastUser, out);
            for (const HarmonyMessage& m : out) {
                if (!m.recipient.empty() && m.role == "assistant") lastTool = m.recipient;
            }
        } else if (role == "tool") {
            HarmonyMessage reply;
            reply.role = "tool";
            const std::string_view name = stringMember(message, "name");
            reply.name = name.empty() ? lastTool : "functions." + std::string(name);
            reply.recipient = "assistant";
            reply.channel = "commentary";
            reply.content = textOf(message);
            out.push_back(std::move(reply));
        } else if (role != "system" && role != "developer") {
            HarmonyMessage user;
            user.role = "user";
            user.content = textOf(message);
            out.push_back(std::move(user));
        }
    }
    return out;
}

Text renderHarmony(std::span<const Value> conversation, const Value& tools,
                   const HarmonySystem& system, bool addGenerationPrompt) {
    std::string instructions;
    for (const Value& message : conversation) {
        const std::string_view role = stringMember(message, "role");
        if (role != "system" && role != "developer") continue;
        if (!instructions.empty()) instructions += "\n\n";
        instructions += textOf(message);
    }
    HarmonyWriter writer;
    writer.system(system, hasTools(tools));
    writer.developer(instructions, tools);
    for (const HarmonyMessage& message : harmonyMessages(conversation)) writer.message(message);
    if (addGenerationPrompt) writer.beginAnswer();
    return writer.take();
}

} // namespace inference
