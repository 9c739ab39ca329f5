// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/library/library_json.h"

#include "core/base/json.h"
#include "core/download/file_record.h"

namespace core {
namespace {

Json parsed(std::string_view text) {
    auto json = parseJsonObject(text);
    return json ? std::move(json).value() : Json::object();
}

std::string textOf(const Json& json, const char* name) {
    return jsonText(json, name).value_or("");
}

std::uint64_t countOf(const Json& json, const char* name) {
    return jsonInteger<std::uint64_t>(json, name).value_or(0);
}

Json factsJson(const ModelFacts& facts) {
    return {{"known", facts.known},
            {"architecture", facts.architecture},
            {"title", facts.title},
            {"quantization", facts.quantization},
            {"parameters", facts.parameters},
            {"context", facts.contextLength},
            {"layers", facts.layers},
            {"supported", facts.supported},
            {"reasons", facts.unsupportedReasons},
            {"problem", facts.problem}};
}

ModelFacts factsFrom(const Json& json) {
    ModelFacts facts;
    facts.known = jsonBool(json, "known").value_or(false);
    facts.architecture = textOf(json, "architecture");
    facts.title = textOf(json, "title");
    facts.quantization = textOf(json, "quantization");
    facts.parameters = countOf(json, "parameters");
    facts.contextLength = countOf(json, "context");
    facts.layers = countOf(json, "layers");
    facts.supported = jsonBool(json, "supported").value_or(false);
    facts.unsupportedReasons = jsonTexts(json, "reasons").value_or(std::vector<std::string>());
    facts.problem = textOf(json, "problem");
    return facts;
}

Json partJson(const ModelPart& part) {
    return {{"path", part.path.string()}, {"bytes", part.bytes}, {"modified", part.modifiedNs}};
}

ModelPart partFrom(const Json& json) {
    ModelPart part;
    part.path = textOf(json, "path");
    part.bytes = countOf(json, "bytes");
    part.modifiedNs = jsonInteger<std::int64_t>(json, "modified").value_or(0);
    return part;
}

template <typename T>
void put(Json& json, const char* name, const std::optional<T>& value) {
    if (value) json[name] = *value;
}

} // namespace

std::string writeFacts(const ModelFacts& facts) {
    return dumpJson(factsJson(facts));
}

ModelFacts readFacts(std::string_view json) {
    return factsFrom(parsed(json));
}

std::string writeLoadDefaults(const LoadDefaults& defaults) {
    Json json = Json::object();
    put(json, "device", defaults.device);
    put(json, "context", defaults.contextLength);
    put(json, "key_cache", defaults.keyCacheType);
    put(json, "value_cache", defaults.valueCacheType);
    put(json, "gpu_layers", defaults.gpuLayers);
    put(json, "cpu_experts", defaults.cpuExperts);
    put(json, "threads", defaults.threads);
    return dumpJson(json);
}

LoadDefaults readLoadDefaults(std::string_view text) {
    const Json json = parsed(text);
    LoadDefaults defaults;
    defaults.device = jsonText(json, "device");
    defaults.contextLength = jsonInteger<std::uint32_t>(json, "context");
    defaults.keyCacheType = jsonText(json, "key_cache");
    defaults.valueCacheType = jsonText(json, "value_cache");
    defaults.gpuLayers = jsonInteger<std::int32_t>(json, "gpu_layers");
    defaults.cpuExperts = jsonInteger<std::int32_t>(json, "cpu_experts");
    defaults.threads = jsonInteger<std::uint32_t>(json, "threads");
    return defaults;
}

std::string writeEntry(const ModelEntry& entry) {
    Json json{{"name", entry.name},
              {"publisher", entry.publisher},
              {"repository", entry.repository},
              {"expected", entry.partsExpected},
              {"facts", factsJson(entry.facts)},
              {"parts", Json::array()},
              {"companions", Json::array()}};
    for (const ModelPart& part : entry.parts) json["parts"].push_back(partJson(part));
    for (const ModelCompanion& companion : entry.companions) {
        Json file = partJson(companion.file);
        file["kind"] = static_cast<int>(companion.kind);
        json["companions"].push_back(std::move(file));
    }
    return dumpJson(json);
}

ModelEntry readEntry(std::string_view text) {
    const Json json = parsed(text);
    ModelEntry entry;
    entry.name = textOf(json, "name");
    entry.publisher = textOf(json, "publisher");
    entry.repository = textOf(json, "repository");
    entry.partsExpected = jsonInteger<std::uint32_t>(json, "expected").value_or(1);
    if (const Json* facts = jsonMember(json, "facts"); facts != nullptr && facts->is_object())
        entry.facts = factsFrom(*facts);
    const Json* parts = jsonMember(json, "parts");
    if (parts != nullptr && parts->is_array()) {
        for (const Json& part : *parts)
            if (part.is_object()) entry.parts.push_back(partFrom(part));
    }
    const Json* companions = jsonMember(json, "companions");
    if (companions != nullptr && companions->is_array()) {
        for (const Json& file : *companions) {
            if (!file.is_object()) continue;
            const int kind = jsonInteger<int>(file, "kind").value_or(0);
            if (kind < 0 || kind > static_cast<int>(CompanionKind::Vocabulary)) continue;
            entry.companions.push_back({static_cast<CompanionKind>(kind), partFrom(file)});
        }
    }
    for (const ModelPart& part : entry.parts) entry.bytes += part.bytes;
    return entry;
}

ModelProvenance readDownloadRecord(std::string_view text) {
    const Json json = parsed(text);
    ModelProvenance from;
    from.repository = textOf(json, "repository");
    from.file = textOf(json, "file");
    from.commit = textOf(json, "commit");
    from.licence = textOf(json, "licence");
    from.sha256 = textOf(json, "sha256");
    from.fetchedMs = jsonInteger<UnixMs>(json, "fetched_ms").value_or(0);
    return from;
}

ModelProvenance provenanceOf(const FileRecord& record) {
    ModelProvenance from;
    from.repository = record.repository;
    from.file = record.path;
    from.commit = record.commit;
    from.sha256 = record.sha256;
    from.licence = record.licence;
    from.fetchedMs = record.fetchedMs;
    return from;
}

} // namespace core
