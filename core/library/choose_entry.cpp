// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <algorithm>
#include <array>

#include "core/hub/quantization_name.h"
#include "core/library/model_library.h"

namespace core {
namespace {

constexpr std::size_t kCandidatesShown = 5;

std::string lowerCase(std::string_view text) {
    std::string result(text);
    for (char& c : result)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return result;
}

std::string owner(const ModelEntry& entry) {
    return entry.publisher.empty() ? entry.repository : entry.publisher + "/" + entry.repository;
}

std::string label(const ModelEntry& entry) {
    const auto named = findQuantizationName(entry.path().filename().string());
    return named ? named->label : entry.facts.quantization;
}

/// Ways to name an entry, the strictest first. Each is tried on all entries before the next.
using Names = std::array<std::string, 5>;
Names namesOf(const ModelEntry& entry, std::size_t strictness) {
    const std::string file = entry.path().filename().string();
    switch (strictness) {
    case 0: return {entry.name, entry.name + ".gguf", entry.path().string()};
    case 1:
        return {file, entry.path().stem().string(), entry.name.substr(entry.name.rfind('/') + 1)};
    case 2: return {owner(entry) + ":" + label(entry), entry.repository + ":" + label(entry)};
    default: return {owner(entry), entry.repository, entry.facts.title};
    }
}

} // namespace

Result<ModelEntry> chooseEntry(const std::vector<ModelEntry>& entries, std::string_view name) {
    const std::string wanted = lowerCase(name);
    for (std::size_t strictness = 0; strictness < 4 && !wanted.empty(); ++strictness) {
        std::vector<const ModelEntry*> found;
        for (const ModelEntry& entry : entries) {
            const Names names = namesOf(entry, strictness);
            const bool fits = std::any_of(names.begin(), names.end(), [&](const std::string& n) {
                return !n.empty() && lowerCase(n) == wanted;
            });
            if (fits) found.push_back(&entry);
        }
        if (found.size() > 1) {
            // The case of letters may tell two files apart after all.
            const auto exact = std::find_if(found.begin(), found.end(),
                                            [&](const ModelEntry* e) { return e->name == name; });
            if (exact != found.end()) found = {*exact};
        }
        if (found.size() == 1) return *found.front();
        if (found.empty()) continue;
        std::string list;
        for (std::size_t i = 0; i < std::min(found.size(), kCandidatesShown); ++i)
            list += (i == 0 ? "" : ", ") + found[i]->name;
        if (found.size() > kCandidatesShown) list += ", ...";
        return Error{ErrorCode::InvalidArgument,
                     "'" + std::string(name) + "' may mean several models: name one of " + list};
    }
    return Error{ErrorCode::NotFound, "there is no model '" + std::string(name)
                                          + "': `hearth-cli list` shows those that are here"};
}

} // namespace core
