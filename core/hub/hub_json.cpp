// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/hub/hub_json.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "core/base/json.h"
#include "core/base/utf8.h"
#include "core/hub/hub_link.h"
#include "core/hub/model_capabilities.h"

namespace core {
namespace {

constexpr std::size_t kTagsMax = 400;
constexpr std::size_t kTemplateBytesMax = std::size_t{1} << 20;

/// Captive portals answer every question with a page of their own.
Error notJson(std::string_view body) {
    const std::size_t start = body.find_first_not_of(" \t\r\n");
    const char first = start == std::string_view::npos ? '\0' : body[start];
    if (first == '<')
        return {ErrorCode::Corrupt, "a web page came instead of the hub's answer: this network may "
                                    "ask you to log in first; open a browser"};
    if (first == '{' || first == '[')
        return {ErrorCode::Corrupt, "the hub's answer was cut off: try again"};
    return {ErrorCode::Corrupt, "the hub's answer cannot be understood: try again, or check the "
                                "endpoint"};
}

Result<Json> parseAnswer(std::string_view body) {
    Json json = Json::parse(body, nullptr, false);
    if (json.is_discarded()) return notJson(body);
    if (json.is_object()) {
        if (const auto error = jsonText(json, "error"))
            return Error{ErrorCode::NotFound, "the hub says: " + validUtf8(*error)};
    }
    return json;
}

std::string textOr(const Json& object, const char* name) {
    return jsonText(object, name).value_or("");
}

std::uint64_t countOr(const Json& object, const char* name) {
    return jsonInteger<std::uint64_t>(object, name).value_or(0);
}

/// A member that may be one text or a list of them.
std::vector<std::string> oneOrMore(const Json& object, const char* name) {
    if (auto one = jsonText(object, name)) return {std::move(*one)};
    return jsonTexts(object, name).value_or(std::vector<std::string>());
}

HubGate readGate(const Json& object) {
    const Json* gated = jsonMember(object, "gated");
    if (gated == nullptr) return HubGate::Open;
    if (gated->is_string())
        return gated->get<std::string>() == "manual" ? HubGate::Manual : HubGate::Automatic;
    return gated->is_boolean() && gated->get<bool>() ? HubGate::Automatic : HubGate::Open;
}

void readTags(HubModel& model) {
    if (model.tags.size() > kTagsMax) model.tags.resize(kTagsMax);
    for (const std::string& tag : model.tags) {
        const std::string_view text = tag;
        if (text.starts_with("license:") && model.licence.empty())
            model.licence = text.substr(std::string_view("license:").size());
        if (!text.starts_with("base_model:")) continue;
        const std::string_view base = text.substr(text.rfind(':') + 1);
        const bool known = std::find(model.baseModels.begin(), model.baseModels.end(), base)
                           != model.baseModels.end();
        if (isRepositoryName(base) && !known) model.baseModels.emplace_back(base);
    }
}

/// Nothing if the entry has no id that could be asked for.
std::optional<HubModel> readModel(const Json& object) {
    if (!object.is_object()) return std::nullopt;
    HubModel model;
    model.id = textOr(object, "id");
    if (model.id.empty()) model.id = textOr(object, "modelId");
    if (!isRepositoryName(model.id)) return std::nullopt;
    model.author = textOr(object, "author");
    if (model.author.empty()) model.author = model.publisher();
    model.commit = textOr(object, "sha");
    model.createdMs = parseIsoDate(textOr(object, "createdAt"));
    model.updatedMs = parseIsoDate(textOr(object, "lastModified"));
    model.downloads = countOr(object, "downloads");
    model.likes = countOr(object, "likes");
    model.trending = jsonNumber(object, "trendingScore").value_or(0);
    model.gate = readGate(object);
    model.isPrivate = jsonBool(object, "private").value_or(false);
    model.disabled = jsonBool(object, "disabled").value_or(false);
    model.tags = jsonTexts(object, "tags").value_or(std::vector<std::string>());
    model.kind = textOr(object, "pipeline_tag");
    if (const Json* card = jsonMember(object, "cardData"); card != nullptr && card->is_object()) {
        const auto licences = oneOrMore(*card, "license");
        if (!licences.empty()) model.licence = licences.front();
        for (std::string& base : oneOrMore(*card, "base_model"))
            if (isRepositoryName(base)) model.baseModels.push_back(std::move(base));
    }
    readTags(model);
    std::string chatTemplate;
    if (const Json* gguf = jsonMember(object, "gguf"); gguf != nullptr && gguf->is_object()) {
        model.parameters = countOr(*gguf, "total");
        model.architecture = textOr(*gguf, "architecture");
        model.contextLength = countOr(*gguf, "context_length");
        chatTemplate = textOr(*gguf, "chat_template");
        if (chatTemplate.size() > kTemplateBytesMax) chatTemplate.clear();
    }
    if (model.parameters == 0) model.parameters = parametersInName(model.name());
    model.capabilities = findCapabilities(model, chatTemplate);
    return model;
}

std::string lowerHex(std::string text) {
    for (char& c : text)
        if (c >= 'A' && c <= 'F') c = static_cast<char>(c - 'A' + 'a');
    const bool hex = std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    });
    return hex && text.size() == 64 ? text : std::string();
}

/// LFS facts: `oid` in a tree, `sha256` among siblings.
void readLfs(const Json& entry, HubFile& file) {
    const Json* lfs = jsonMember(entry, "lfs");
    if (lfs == nullptr || !lfs->is_object()) return;
    file.sha256 = lowerHex(textOr(*lfs, "oid"));
    if (file.sha256.empty()) file.sha256 = lowerHex(textOr(*lfs, "sha256"));
    if (const auto bytes = jsonInteger<std::uint64_t>(*lfs, "size")) file.bytes = *bytes;
}

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

} // namespace

Result<std::vector<HubModel>> parseHubListing(std::string_view body) {
    TRY(const Json json, parseAnswer(body));
    if (!json.is_array()) return notJson("");
    std::vector<HubModel> models;
    models.reserve(json.size());
    for (const Json& entry : json)
        if (auto model = readModel(entry)) models.push_back(std::move(*model));
    return models;
}

Result<HubInfo> parseHubInfo(std::string_view body) {
    TRY(const Json json, parseAnswer(body));
    auto model = readModel(json);
    if (!model) return notJson("");
    HubInfo info;
    info.model = std::move(*model);
    const Json* siblings = jsonMember(json, "siblings");
    if (siblings == nullptr || !siblings->is_array()) return info;
    for (const Json& entry : *siblings) {
        if (!entry.is_object()) continue;
        HubFile file;
        file.path = textOr(entry, "rfilename");
        file.bytes = countOr(entry, "size");
        file.blob = textOr(entry, "blobId");
        readLfs(entry, file);
        if (!file.path.empty()) info.files.push_back(std::move(file));
    }
    return info;
}

Result<std::vector<HubFile>> parseHubTree(std::string_view body) {
    TRY(const Json json, parseAnswer(body));
    if (!json.is_array()) return notJson("");
    std::vector<HubFile> files;
    for (const Json& entry : json) {
        if (!entry.is_object() || textOr(entry, "type") == "directory") continue;
        HubFile file;
        file.path = textOr(entry, "path");
        file.bytes = countOr(entry, "size");
        file.blob = textOr(entry, "oid");
        readLfs(entry, file);
        if (!file.path.empty()) files.push_back(std::move(file));
    }
    return files;
}

std::string nextLink(std::string_view header) {
    while (!header.empty()) {
        const std::size_t open = header.find('<');
        const std::size_t close = header.find('>', open == std::string_view::npos ? 0 : open);
        if (open == std::string_view::npos || close == std::string_view::npos) return {};
        const std::string_view address = header.substr(open + 1, close - open - 1);
        header.remove_prefix(close + 1);
        // Parameters go on to the comma before the next address.
        const std::size_t end = header.find(',');
        const std::string_view parameters = header.substr(0, end);
        if (parameters.find("rel=\"next\"") != std::string_view::npos
            || parameters.find("rel=next") != std::string_view::npos)
            return std::string(address);
        if (end == std::string_view::npos) return {};
        header.remove_prefix(end + 1);
    }
    return {};
}

UnixMs parseIsoDate(std::string_view text) {
    const auto number = [&](std::size_t at, std::size_t digits) -> int {
        int value = 0;
        if (at + digits > text.size()) return -1;
        const char* first = text.data() + at;
        const auto [end, error] = std::from_chars(first, first + digits, value);
        return error == std::errc() && end == first + digits ? value : -1;
    };
    const int year = number(0, 4), month = number(5, 2), day = number(8, 2);
    if (year < 1970 || month < 1 || month > 12 || day < 1 || day > 31) return 0;
    // Days since 1970 in the proleptic Gregorian calendar, counted from March.
    const int y = month <= 2 ? year - 1 : year;
    const int dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    const std::int64_t days =
        std::int64_t{365} * y + y / 4 - y / 100 + y / 400 + dayOfYear - 719468;
    const int hour = std::max(number(11, 2), 0), minute = std::max(number(14, 2), 0),
              second = std::max(number(17, 2), 0);
    return ((days * 24 + hour) * 60 + minute) * 60'000 + second * 1000;
}

std::uint64_t parametersInName(std::string_view name) {
    std::uint64_t best = 0;
    for (std::size_t i = 0; i < name.size(); ++i) {
        // A number at the beginning of a word; "A3B" (active parameters) does not begin with one.
        const bool starts =
            i == 0 || name[i - 1] == '-' || name[i - 1] == '_' || name[i - 1] == 'x';
        if (!isDigit(name[i]) || !starts) continue;
        std::size_t end = i;
        while (end < name.size() && (isDigit(name[end]) || name[end] == '.')) ++end;
        if (end == name.size()) break;
        const char unit = name[end];
        const bool ends = end + 1 == name.size() || name[end + 1] == '-' || name[end + 1] == '_'
                          || name[end + 1] == '.';
        const bool million = unit == 'm' || unit == 'M';
        if (!ends || (unit != 'b' && unit != 'B' && !million)) continue;
        double value = 0;
        const auto parsed = std::from_chars(name.data() + i, name.data() + end, value);
        if (parsed.ec != std::errc() || !(value > 0) || value > 100'000) continue;
        // "8x7B": the experts share their attention, so the product says a little too much.
        if (i > 1 && name[i - 1] == 'x' && isDigit(name[i - 2])) value *= name[i - 2] - '0';
        best = std::max(best, static_cast<std::uint64_t>(value * (million ? 1e6 : 1e9)));
    }
    return best;
}

} // namespace core
