// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/library/model_scanner.h"

#include <algorithm>
#include <map>
#include <utility>

#include "core/hub/model_files.h"
#include "core/library/folder_walk.h"

namespace core {
namespace {

std::string folderOf(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    return slash == std::string::npos ? std::string() : path.substr(0, slash);
}

/// Files that a download has not finished, as their programs name them.
bool isUnfinished(const ModelSource source, const std::string& relative) {
    const std::string name = relative.substr(relative.rfind('/') + 1);
    if (source == ModelSource::Gpt4All) return name.starts_with("incomplete-");
    return name.starts_with('.');
}

ModelPart partOf(const WalkedFile& file) {
    ModelPart part;
    part.path = file.path;
    part.bytes = file.bytes;
    part.modifiedNs = file.modifiedNs;
    return part;
}

/// "publisher/repo/..." from the folders in front of a file.
void nameOwner(ModelEntry& entry, const std::string& relative) {
    const std::size_t first = relative.find('/');
    if (first == std::string::npos) return;
    const std::size_t second = relative.find('/', first + 1);
    if (second == std::string::npos) {
        entry.repository = relative.substr(0, first);
        return;
    }
    entry.publisher = relative.substr(0, first);
    entry.repository = relative.substr(first + 1, second - first - 1);
}

std::string withoutExtension(const std::string& relative) {
    return relative.substr(0, relative.size() - std::string_view(".gguf").size());
}

/// The models of one folder and what belongs to them.
void groupFolder(const ModelRoot& root, const std::map<std::string, const WalkedFile*>& byPath,
                 const HubFiles& grouped, std::vector<ModelEntry>& entries) {
    std::vector<ModelCompanion> companions;
    for (const HubCompanion& companion : grouped.companions) {
        const auto found = byPath.find(companion.file.path);
        if (found == byPath.end()) continue;
        companions.push_back({companion.kind, partOf(*found->second)});
    }
    for (const HubVariant& variant : grouped.variants) {
        ModelEntry entry;
        const std::string folder = folderOf(variant.files.front().path);
        entry.name = variant.partsExpected > 1
                         ? (folder.empty() ? variant.name : folder + "/" + variant.name)
                         : withoutExtension(variant.files.front().path);
        entry.source = root.source;
        entry.root = root.path;
        entry.partsExpected = variant.partsExpected;
        for (const HubFile& file : variant.files) {
            const auto found = byPath.find(file.path);
            if (found == byPath.end()) continue;
            entry.parts.push_back(partOf(*found->second));
            entry.bytes += found->second->bytes;
        }
        if (entry.parts.empty()) continue;
        nameOwner(entry, variant.files.front().path);
        entry.facts.quantization = variant.quantization ? variant.quantization->label : "";
        entry.companions = companions;
        entries.push_back(std::move(entry));
    }
}

} // namespace

std::vector<ModelEntry> groupWalked(const ModelRoot& root, const std::vector<WalkedFile>& files,
                                    std::vector<std::string>& notes) {
    std::map<std::string, const WalkedFile*> byPath;
    std::map<std::string, std::vector<HubFile>> folders;
    for (const WalkedFile& file : files) {
        if (isUnfinished(root.source, file.relative)) continue;
        byPath.emplace(file.relative, &file);
        HubFile named;
        named.path = file.relative;
        named.bytes = file.bytes;
        folders[folderOf(file.relative)].push_back(std::move(named));
    }
    std::vector<ModelEntry> entries;
    for (auto& [folder, named] : folders) {
        // The disk holds what it holds: names that no repository may have are models all the same.
        std::vector<HubFile> odd;
        const auto safeEnd =
            std::stable_partition(named.begin(), named.end(), [](const HubFile& file) {
                return isSafeRepositoryPath(file.path);
            });
        for (auto it = safeEnd; it != named.end(); ++it)
            notes.push_back(it->path + ": the name holds characters that cannot be shown");
        named.erase(safeEnd, named.end());
        groupFolder(root, byPath, groupFiles(std::move(named)), entries);
    }
    return entries;
}

Result<RootScan> scanRoot(const ModelRoot& root, const std::stop_token& stop) {
    if (root.source == ModelSource::Ollama) return scanOllama(root, stop);
    if (root.source == ModelSource::Jan) return scanJan(root, stop);
    if (root.source == ModelSource::HubCache) return scanHubCache(root, stop);
    TRY(const FolderWalk walk, walkFolder(root.path, {".gguf"}, stop));
    RootScan scan;
    scan.notes = walk.unread;
    scan.entries = groupWalked(root, walk.files, scan.notes);
    return scan;
}

const char* modelSourceName(ModelSource source) {
    switch (source) {
    case ModelSource::Own: return "own";
    case ModelSource::Folder: return "folder";
    case ModelSource::LmStudio: return "lm-studio";
    case ModelSource::Ollama: return "ollama";
    case ModelSource::Jan: return "jan";
    case ModelSource::Gpt4All: return "gpt4all";
    case ModelSource::HubCache: return "hub-cache";
    }
    return "";
}

} // namespace core
