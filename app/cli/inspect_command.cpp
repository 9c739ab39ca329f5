// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <array>
#include <cstdio>

#include "app/cli/command.h"
#include "app/cli/hub.h"
#include "app/cli/model_argument.h"
#include "app/cli/output.h"
#include "inference/model/model_inspection.h"

namespace cli {

namespace {

constexpr std::uint64_t kArrayShown = 16;
constexpr std::array<Option, 2> kOptions{{
    {"--tensors", "", "list every tensor too"},
    {"--refresh", "", "read headers of the hub again, also where they are kept"},
}};

Json arrayEntry(const inference::GgufValue& array, std::uint64_t index) {
    if (array.elementType == inference::GgufType::String) return array.strings[index];
    if (array.elementType == inference::GgufType::Bool) return array.arrayInteger(index) != 0;
    const bool real = array.elementType == inference::GgufType::F32
                      || array.elementType == inference::GgufType::F64;
    if (real) return array.arrayNumber(index);
    return array.arrayInteger(index);
}

/// One entry; a long array is cut, and `KEY_count` says how long it is.
void addMetadata(Json& target, const inference::GgufMetadata::Entry& entry) {
    const std::string key(entry.key);
    const inference::GgufValue& value = entry.value;
    switch (value.type) {
    case inference::GgufType::String: target[key] = value.string; return;
    case inference::GgufType::Bool: target[key] = value.integer != 0; return;
    case inference::GgufType::Array: break;
    default:
        if (value.isReal())
            target[key] = value.real;
        else
            target[key] = value.integer;
        return;
    }
    Json shown = Json::array();
    for (std::uint64_t i = 0; i < std::min(value.count, kArrayShown); ++i)
        shown.push_back(arrayEntry(value, i));
    target[key] = std::move(shown);
    if (value.count > kArrayShown) target[key + "_count"] = value.count;
}

Json tensorList(const inference::GgufFile& file) {
    Json tensors = Json::array();
    for (const inference::GgufTensor& tensor : file.tensors()) {
        Json shape = Json::array();
        for (std::uint32_t i = 0; i < tensor.dimensions; ++i) shape.push_back(tensor.shape[i]);
        tensors.push_back({{"name", tensor.name},
                           {"type", inference::dtypeInfo(tensor.dtype).name},
                           {"shape", std::move(shape)},
                           {"bytes", tensor.bytes}});
    }
    return tensors;
}

void printSummary(const inference::ModelInspection& info, const Json& json, bool tensors) {
    const auto line = [](const char* label, const std::string& text) {
        std::printf("%-14s %s\n", label, printable(text).c_str());
    };
    line("name", info.name);
    line("architecture", info.architecture);
    line("parameters", humanCount(info.parameters));
    line("size", humanBytes(info.fileBytes));
    line("quantization", info.quantization);
    line("layers", std::to_string(info.layers));
    line("context", std::to_string(info.contextLength));
    std::string types;
    for (const auto& [type, count] : info.tensorTypes)
        types += (types.empty() ? "" : ", ") + type + " x " + std::to_string(count);
    line("tensor types", types);
    line("chat template", info.chatTemplate.empty() ? "none" : "yes");
    line("runs here", info.supported ? "yes" : "no");
    for (const std::string& reason : info.unsupportedReasons) line("", reason);
    std::printf("\n");
    for (const auto& [key, value] : json["metadata"].items()) {
        std::string text = value.dump(-1, ' ', false, Json::error_handler_t::replace);
        if (text.size() > 100) text = text.substr(0, 97) + "...";
        std::printf("%s = %s\n", printable(key).c_str(), printable(text).c_str());
    }
    if (!tensors) return;
    std::printf("\n");
    for (const Json& tensor : json["tensors"])
        std::printf("%-40s %-8s %s\n", printable(tensor["name"].get<std::string>()).c_str(),
                    tensor["type"].get<std::string>().c_str(), tensor["shape"].dump().c_str());
}

Result<inference::GgufFile> openHeader(const Arguments& arguments, const Context& context) {
    const std::string& argument = arguments.positional().front();
    if (isRemote(argument)) {
        TRY(auto header, readRemoteHeader(argument, context, arguments.has("--refresh")));
        return std::move(header.file);
    }
    TRY(const auto path, findModel(argument, context));
    return inference::GgufFile::open(path);
}

Result<void> run(const Arguments& arguments, const Context& context) {
    TRY(const auto file, openHeader(arguments, context));
    const inference::ModelInspection info = inference::inspectModel(file);
    const bool tensors = arguments.has("--tensors");
    Json json{{"architecture", info.architecture},    {"name", info.name},
              {"parameters", info.parameters},        {"file_bytes", info.fileBytes},
              {"context_length", info.contextLength}, {"layers", info.layers},
              {"quantization", info.quantization},    {"tensor_types", info.tensorTypes}};
    if (tensors) json["tensors"] = tensorList(file);
    Json metadata = Json::object();
    for (const auto& entry : file.metadata().entries()) addMetadata(metadata, entry);
    json["metadata"] = std::move(metadata);
    json["supported"] = info.supported;
    json["unsupported_reasons"] = info.unsupportedReasons;
    json["chat_template"] = info.chatTemplate.empty() ? Json() : Json(info.chatTemplate);
    if (context.json)
        printJson(json);
    else
        printSummary(info, json, tensors);
    return {};
}

} // namespace

const Command kInspectCommand{.name = "inspect",
                              .arguments = "MODEL or URL",
                              .summary = "show what a model file holds and whether it runs here",
                              .positionalMin = 1,
                              .positionalMax = 1,
                              .options = kOptions,
                              .run = run};

} // namespace cli
