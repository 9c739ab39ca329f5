// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/library/duplicates.h"

#include <algorithm>
#include <map>
#include <set>
#include <system_error>
#include <utility>

#include <sys/stat.h>

namespace core {
namespace {

using Sizes = std::vector<std::uint64_t>; // [parts]
using Group = std::vector<const ModelEntry*>;

/// Of those that are the same file under two names (links), the first only.
Group apartOnDisk(const Group& group) {
    Group apart;
    std::set<std::pair<dev_t, ino_t>> seen;
    for (const ModelEntry* entry : group) {
        struct stat status {};
        if (::stat(entry->path().c_str(), &status) != 0) continue;
        if (seen.emplace(status.st_dev, status.st_ino).second) apart.push_back(entry);
    }
    return apart;
}

/// Splits a group by the hash of the part at `index`.
Result<std::map<std::string, Group>> byHash(const Group& group, std::size_t index,
                                            const HashOfPart& hashOf) {
    std::map<std::string, Group> groups;
    for (const ModelEntry* entry : group) {
        auto hash = hashOf(entry->parts[index]);
        if (!hash && hash.error().code == ErrorCode::Cancelled) return hash.error();
        if (hash) groups[*hash].push_back(entry);
    }
    return groups;
}

Result<void> collect(const Group& group, std::size_t index, const std::string& first,
                     const HashOfPart& hashOf, std::vector<DuplicateModels>& found) {
    if (group.size() < 2) return {};
    if (index == group.front()->parts.size()) {
        DuplicateModels same{first, group.front()->bytes, {}};
        for (const ModelEntry* entry : group) same.names.push_back(entry->name);
        found.push_back(std::move(same));
        return {};
    }
    TRY(const auto groups, byHash(group, index, hashOf));
    for (const auto& [hash, members] : groups)
        TRY(collect(members, index + 1, index == 0 ? hash : first, hashOf, found));
    return {};
}

} // namespace

Result<std::vector<DuplicateModels>> duplicatesAmong(const std::vector<ModelEntry>& entries,
                                                     const HashOfPart& hashOf) {
    std::map<Sizes, Group> bySize;
    for (const ModelEntry& entry : entries) {
        if (!entry.online || !entry.complete()) continue;
        Sizes sizes;
        for (const ModelPart& part : entry.parts) sizes.push_back(part.bytes);
        bySize[sizes].push_back(&entry);
    }
    std::vector<DuplicateModels> found;
    for (const auto& [sizes, group] : bySize)
        TRY(collect(apartOnDisk(group), 0, {}, hashOf, found));
    // What frees most comes first.
    std::stable_sort(found.begin(), found.end(),
                     [](const DuplicateModels& a, const DuplicateModels& b) {
                         return a.bytes * (a.names.size() - 1) > b.bytes * (b.names.size() - 1);
                     });
    return found;
}

std::vector<std::filesystem::path> filesOfSize(const std::vector<ModelEntry>& entries,
                                               std::uint64_t bytes,
                                               const std::filesystem::path& except) {
    std::vector<std::filesystem::path> files;
    for (const ModelEntry& entry : entries) {
        for (const ModelPart& part : entry.parts) {
            std::error_code failure;
            if (part.bytes != bytes || !entry.online) continue;
            if (std::filesystem::equivalent(part.path, except, failure) && !failure) continue;
            files.push_back(part.path);
        }
    }
    return files;
}

ModelPart partOf(const std::filesystem::path& file) {
    ModelPart part;
    part.path = file;
    struct stat status {};
    if (::stat(file.c_str(), &status) != 0) return part;
    part.bytes = static_cast<std::uint64_t>(status.st_size);
    part.modifiedNs = status.st_mtim.tv_sec * 1'000'000'000 + status.st_mtim.tv_nsec;
    return part;
}

} // namespace core
