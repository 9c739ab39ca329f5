// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/hub/model_capabilities.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <set>
#include <utility>

namespace core {
namespace {

std::string lowerCase(std::string_view text) {
    std::string result(text);
    for (char& c : result)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return result;
}

/// Words of a query or a name: what stands between everything that is no letter, digit or dot.
std::vector<std::string> words(std::string_view text) {
    std::vector<std::string> result;
    std::string word;
    for (const char c : lowerCase(text)) {
        const auto byte = static_cast<unsigned char>(c);
        const bool inside =
            (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || byte >= 0x80;
        if (inside) word += c;
        if (!inside && !word.empty()) result.push_back(std::exchange(word, {}));
    }
    if (!word.empty()) result.push_back(std::move(word));
    return result;
}

bool containsAny(std::string_view text, std::initializer_list<std::string_view> parts) {
    return std::any_of(parts.begin(), parts.end(), [&](std::string_view part) {
        return text.find(part) != std::string_view::npos;
    });
}

/// One hint: a word among tags, kind, architecture or the name's words.
struct Hint {
    std::string_view word;
    HubCapability capability;
};
using C = HubCapability;
constexpr std::array<Hint, 42> kHints{{
    {"conversational", C::Chat},
    {"chat", C::Chat},
    {"instruct", C::Chat},
    {"it", C::Chat},
    {"gpt-oss", C::Chat},
    {"gpt-oss", C::Tools},
    {"gpt-oss", C::Reasoning},
    {"image-text-to-text", C::Vision},
    {"image-text-to-text", C::Chat},
    {"any-to-any", C::Vision},
    {"any-to-any", C::Audio},
    {"any-to-any", C::Chat},
    {"vision", C::Vision},
    {"multimodal", C::Vision},
    {"vl", C::Vision},
    {"vlm", C::Vision},
    {"llava", C::Vision},
    {"audio-text-to-text", C::Audio},
    {"automatic-speech-recognition", C::Audio},
    {"tool-use", C::Tools},
    {"tool-calling", C::Tools},
    {"tools", C::Tools},
    {"function-calling", C::Tools},
    {"agent", C::Tools},
    {"agentic", C::Tools},
    {"reasoning", C::Reasoning},
    {"reasoner", C::Reasoning},
    {"thinking", C::Reasoning},
    {"chain-of-thought", C::Reasoning},
    {"r1", C::Reasoning},
    {"qwq", C::Reasoning},
    {"code", C::Code},
    {"coding", C::Code},
    {"coder", C::Code},
    {"codestral", C::Code},
    {"devstral", C::Code},
    {"starcoder2", C::Code},
    {"feature-extraction", C::Embedding},
    {"sentence-similarity", C::Embedding},
    {"sentence-transformers", C::Embedding},
    {"embedding", C::Embedding},
    {"embed", C::Embedding},
}};

/// How well the name answers the words: every word whole, at its beginning, inside, or not at all.
int matchScore(const HubModel& model, const std::vector<std::string>& wanted) {
    const std::string name = lowerCase(model.name());
    const std::vector<std::string> parts = words(model.id);
    int score = 0;
    for (const std::string& word : wanted) {
        const bool whole = std::find(parts.begin(), parts.end(), word) != parts.end();
        const bool begins = std::any_of(parts.begin(), parts.end(), [&](const std::string& part) {
            return part.starts_with(word);
        });
        score += whole ? 3 : begins ? 2 : name.find(word) != std::string::npos ? 1 : 0;
    }
    return score;
}

} // namespace

std::vector<HubCapability> findCapabilities(const HubModel& model, std::string_view chatTemplate) {
    std::set<std::string, std::less<>> hints{lowerCase(model.kind), lowerCase(model.architecture)};
    for (const std::string& tag : model.tags) hints.insert(lowerCase(tag));
    for (const std::string& word : words(model.name())) hints.insert(word);
    std::set<HubCapability> found;
    for (const Hint& hint : kHints)
        if (hints.contains(hint.word)) found.insert(hint.capability);
    if (!chatTemplate.empty()) {
        found.insert(HubCapability::Chat);
        if (containsAny(chatTemplate, {"tools", "tool_calls"})) found.insert(HubCapability::Tools);
        if (containsAny(chatTemplate,
                        {"<think>", "reasoning_content", "enable_thinking", "<|channel|>"}))
            found.insert(HubCapability::Reasoning);
    }
    // Words such as "it" stand in the names of embedding models too, but those do not chat.
    if (found.contains(HubCapability::Embedding)) found.erase(HubCapability::Chat);
    return {found.begin(), found.end()};
}

bool matchesQuery(const HubModel& model, const HubQuery& query, Text text) {
    if (!query.author.empty() && lowerCase(model.publisher()) != lowerCase(query.author))
        return false;
    if (!query.licence.empty() && lowerCase(model.licence) != lowerCase(query.licence))
        return false;
    const bool sized = query.parametersMin > 0 || query.parametersMax > 0;
    if (sized && model.parameters == 0) return false;
    if (model.parameters < query.parametersMin) return false;
    if (query.parametersMax > 0 && model.parameters > query.parametersMax) return false;
    for (const HubCapability capability : query.capabilities)
        if (!model.can(capability)) return false;
    if (text == Text::Trust) return true;
    std::string all = lowerCase(model.id + " " + model.summary + " " + model.architecture);
    for (const std::string& tag : model.tags) all += " " + lowerCase(tag);
    const auto wanted = words(query.text);
    return std::all_of(wanted.begin(), wanted.end(), [&](const std::string& word) {
        return all.find(word) != std::string::npos;
    });
}

void sortModels(std::vector<HubModel>& models, const HubQuery& query) {
    const auto descending = [&](auto value) {
        std::stable_sort(models.begin(), models.end(),
                         [&](const HubModel& a, const HubModel& b) { return value(a) > value(b); });
    };
    switch (query.sort) {
    case HubSort::Downloads: descending([](const HubModel& m) { return m.downloads; }); return;
    case HubSort::Likes: descending([](const HubModel& m) { return m.likes; }); return;
    case HubSort::Trending: descending([](const HubModel& m) { return m.trending; }); return;
    case HubSort::Updated: descending([](const HubModel& m) { return m.updatedMs; }); return;
    case HubSort::Created: descending([](const HubModel& m) { return m.createdMs; }); return;
    case HubSort::BestMatch: break;
    }
    const auto wanted = words(query.text);
    if (wanted.empty()) return;
    descending([&](const HubModel& m) { return std::pair(matchScore(m, wanted), m.downloads); });
}

} // namespace core
