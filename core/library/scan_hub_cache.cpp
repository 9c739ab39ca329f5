// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "core/base/file_io.h"
#include "core/hub/hub_link.h"
#include "core/library/folder_walk.h"
#include "core/library/model_scanner.h"

namespace core {
namespace {

namespace fs = std::filesystem;

// Layout: models--<owner>--<name>/ with refs/<revision> (a file that holds a commit),
// snapshots/<commit>/<path> (links to ../../blobs/<etag>); the blob of a large file is named by its
// SHA-256.

constexpr std::string_view kPrefix = "models--";

std::string repositoryOf(const std::string& folder) {
    if (!folder.starts_with(kPrefix)) return {};
    const std::string rest = folder.substr(kPrefix.size());
    const std::size_t mark = rest.find("--");
    if (mark == std::string::npos) return {};
    const std::string repository = rest.substr(0, mark) + "/" + rest.substr(mark + 2);
    return isRepositoryName(repository) ? repository : std::string();
}

std::string mainCommit(const fs::path& folder) {
    const auto text = readFile(folder / "refs" / "main", 1024);
    if (!text) return {};
    return text->substr(0, text->find_first_of(" \r\n"));
}

/// The hash in a blob's name, if the snapshot's file is a link to one.
std::string blobHash(const fs::path& path) {
    std::error_code failure;
    const fs::path target = fs::read_symlink(path, failure);
    const std::string name = failure ? "" : target.filename().string();
    const bool hash =
        name.size() == 64 && name.find_first_not_of("0123456789abcdef") == std::string::npos;
    return hash ? name : std::string();
}

/// Files of one repository, each content once, of the main commit where several have it.
std::vector<WalkedFile> chooseSnapshots(std::vector<WalkedFile> files, const std::string& main) {
    std::stable_sort(files.begin(), files.end(), [&](const WalkedFile& a, const WalkedFile& b) {
        return a.relative.starts_with(main) > b.relative.starts_with(main);
    });
    std::set<std::string> seen;
    std::vector<WalkedFile> chosen;
    for (WalkedFile& file : files) {
        const std::size_t slash = file.relative.find('/');
        if (slash == std::string::npos) continue;
        // An older commit's file of the same name is an older version of it: left out.
        if (seen.insert(file.relative.substr(slash + 1)).second) chosen.push_back(std::move(file));
    }
    return chosen;
}

} // namespace

Result<RootScan> scanHubCache(const ModelRoot& root, const std::stop_token& stop) {
    std::error_code failure;
    fs::directory_iterator folders(root.path, failure);
    if (failure)
        return Error{failure == std::errc::no_such_file_or_directory ? ErrorCode::NotFound
                                                                     : ErrorCode::Io,
                     "cannot read " + root.path.string() + ": " + failure.message()};
    RootScan scan;
    for (; folders != fs::directory_iterator(); folders.increment(failure)) {
        if (failure) break;
        const fs::path folder = folders->path();
        const std::string repository = repositoryOf(folder.filename().string());
        if (repository.empty()) continue;
        auto walk = walkFolder(folder / "snapshots", {".gguf"}, stop);
        if (!walk) {
            if (walk.error().code == ErrorCode::Cancelled) return walk.error();
            continue;
        }
        auto files = chooseSnapshots(std::move(walk->files), mainCommit(folder));
        std::map<fs::path, std::string> commits;
        for (WalkedFile& file : files) {
            const std::size_t slash = file.relative.find('/');
            commits[file.path] = file.relative.substr(0, slash);
            file.relative = repository + file.relative.substr(slash);
        }
        for (ModelEntry& entry : groupWalked(root, files, scan.notes)) {
            for (ModelPart& part : entry.parts) {
                const std::string commit = commits[part.path];
                part.provenance.repository = repository;
                part.provenance.commit = commit;
                // By name: the path itself is a link that leads elsewhere.
                part.provenance.file =
                    part.path.lexically_relative(folder / "snapshots" / commit).string();
                part.provenance.sha256 = blobHash(part.path);
            }
            scan.entries.push_back(std::move(entry));
        }
    }
    return scan;
}

} // namespace core
