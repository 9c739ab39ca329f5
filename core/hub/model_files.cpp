// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/hub/model_files.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "core/base/utf8.h"
#include "inference/gguf/gguf_split.h"

namespace core {
namespace {

constexpr std::size_t kPathBytesMax = 1024;
constexpr std::size_t kComponentBytesMax = 255;
/// A drafter is a fraction of its model; a model that merely has "MTP" in its name is not.
constexpr double kDrafterShareMax = 0.3;

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string lowerCase(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(), lower);
    return result;
}

std::string_view fileNameOf(std::string_view path) {
    const std::size_t slash = path.rfind('/');
    return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::string_view folderOf(std::string_view path) {
    const std::size_t slash = path.rfind('/');
    return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

bool isWord(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/// `word` between separators in a lower-case text.
bool hasWord(std::string_view text, std::string_view word) {
    for (std::size_t at = text.find(word); at != std::string_view::npos;
         at = text.find(word, at + 1)) {
        const std::size_t end = at + word.size();
        if ((at == 0 || !isWord(text[at - 1])) && (end == text.size() || !isWord(text[end])))
            return true;
    }
    return false;
}

bool isReservedName(std::string_view component) {
    constexpr std::array<std::string_view, 6> kNames{"con", "prn", "aux", "nul", "com", "lpt"};
    const std::string stem = lowerCase(component.substr(0, component.find('.')));
    for (const std::string_view name : kNames) {
        if (stem == name && name != "com" && name != "lpt") return true;
        if (stem.size() == 4 && stem.starts_with(name) && stem[3] >= '0' && stem[3] <= '9'
            && (name == "com" || name == "lpt"))
            return true;
    }
    return false;
}

/// Smallest first; what has no size by name.
bool comesBefore(const HubVariant& a, const HubVariant& b) {
    return std::pair(a.bytes, a.name) < std::pair(b.bytes, b.name);
}

void addVariant(std::map<std::string, HubVariant>& variants, HubFile file) {
    const std::string fileName(fileNameOf(file.path));
    const auto split = inference::parseGgufSplitName(fileName);
    const std::string folder(folderOf(file.path));
    std::string key = folder + "/" + fileName;
    std::string name = fileName.substr(0, fileName.size() - std::string_view(".gguf").size());
    if (split) {
        key = folder + "/" + split->prefix + "-of-" + std::to_string(split->count);
        name = split->prefix;
    }
    HubVariant& variant = variants[key];
    if (variant.files.empty()) {
        variant.name = name;
        variant.partsExpected = split ? split->count : 1;
        variant.quantization = findQuantizationName(name);
        if (!variant.quantization) variant.quantization = findQuantizationName(folder);
    }
    variant.bytes += file.bytes;
    variant.files.push_back(std::move(file));
}

/// Drafters by name that have a much larger model beside them leave the variants.
void takeDrafters(HubFiles& files, std::vector<HubVariant>& candidates) {
    std::uint64_t largest = 0;
    for (const HubVariant& variant : files.variants) largest = std::max(largest, variant.bytes);
    for (const HubVariant& candidate : candidates) largest = std::max(largest, candidate.bytes);
    for (HubVariant& candidate : candidates) {
        const bool small =
            static_cast<double>(candidate.bytes) <= kDrafterShareMax * static_cast<double>(largest);
        const bool besideModels = !files.variants.empty() && (candidate.bytes == 0 || small);
        const bool amongItsKind = files.variants.empty() && candidate.bytes > 0 && small
                                  && lowerCase(candidate.name).starts_with("mtp");
        if (!besideModels && !amongItsKind) {
            files.variants.push_back(std::move(candidate));
            continue;
        }
        for (HubFile& file : candidate.files)
            files.companions.push_back({CompanionKind::Drafter, std::move(file)});
    }
}

} // namespace

bool isSafeRepositoryPath(std::string_view path) {
    if (path.empty() || path.size() > kPathBytesMax || validUtf8(path) != path) return false;
    if (path.size() >= 2 && path[1] == ':') return false;
    for (const char c : path) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7f || c == '\\') return false;
    }
    for (std::size_t at = 0; at <= path.size();) {
        const std::size_t end = std::min(path.find('/', at), path.size());
        const std::string_view component = path.substr(at, end - at);
        if (component.empty() || component == "." || component == ".."
            || component.size() > kComponentBytesMax || isReservedName(component))
            return false;
        at = end + 1;
    }
    return true;
}

std::optional<CompanionKind> companionKind(std::string_view path) {
    const std::string name = lowerCase(fileNameOf(path));
    if (name.find("imatrix") != std::string::npos) return CompanionKind::ImportanceMatrix;
    if (!name.ends_with(".gguf")) return std::nullopt;
    if (name.find("mmproj") != std::string::npos) return CompanionKind::VisionProjector;
    if (hasWord(name, "lora")) return CompanionKind::Adapter;
    if (name.ends_with("-vocab.gguf") || name.starts_with("ggml-vocab"))
        return CompanionKind::Vocabulary;
    for (const char* word : {"mtp", "draft", "drafter", "eagle", "eagle3", "assistant"})
        if (hasWord(name, word)) return CompanionKind::Drafter;
    return std::nullopt;
}

HubFiles groupFiles(std::vector<HubFile> files) {
    HubFiles grouped;
    std::map<std::string, HubVariant> models;
    std::map<std::string, HubVariant> maybeDrafters;
    for (HubFile& file : files) {
        if (!isSafeRepositoryPath(file.path)) {
            grouped.refused.push_back(std::move(file.path));
            continue;
        }
        const auto kind = companionKind(file.path);
        if (kind && *kind != CompanionKind::Drafter) {
            grouped.companions.push_back({*kind, std::move(file)});
        } else if (!lowerCase(file.path).ends_with(".gguf")) {
            grouped.others.push_back(std::move(file));
        } else {
            addVariant(kind ? maybeDrafters : models, std::move(file));
        }
    }
    grouped.variants.reserve(models.size() + maybeDrafters.size());
    for (auto& [key, variant] : models) grouped.variants.push_back(std::move(variant));
    std::vector<HubVariant> candidates;
    candidates.reserve(maybeDrafters.size());
    for (auto& [key, variant] : maybeDrafters) candidates.push_back(std::move(variant));
    takeDrafters(grouped, candidates);
    for (HubVariant& variant : grouped.variants) {
        std::sort(variant.files.begin(), variant.files.end(),
                  [](const HubFile& a, const HubFile& b) { return a.path < b.path; });
    }
    std::sort(grouped.variants.begin(), grouped.variants.end(), comesBefore);
    return grouped;
}

const HubVariant* chooseVariant(const HubFiles& files, std::string_view what) {
    if (!what.empty()) {
        const std::string wanted = lowerCase(what);
        for (const HubVariant& variant : files.variants)
            for (const HubFile& file : variant.files)
                if (file.path == what || lowerCase(fileNameOf(file.path)) == wanted)
                    return &variant;
        const HubVariant* loose = nullptr;
        for (const HubVariant& variant : files.variants) {
            const std::string label = lowerCase(variant.label());
            if (label == wanted || lowerCase(variant.name) == wanted) return &variant;
            if (loose == nullptr && label == "ud-" + wanted) loose = &variant;
        }
        return loose;
    }
    constexpr std::array<std::string_view, 9> kPreferred{
        "MXFP4", "Q4_K_M", "UD-Q4_K_XL", "Q4_K_S", "MXFP4_MOE", "IQ4_XS", "Q4_0", "Q5_K_M", "Q8_0"};
    for (const std::string_view label : kPreferred)
        for (const HubVariant& variant : files.variants)
            if (variant.complete() && variant.label() == label) return &variant;
    for (const HubVariant& variant : files.variants)
        if (variant.complete()) return &variant;
    return nullptr;
}

} // namespace core
