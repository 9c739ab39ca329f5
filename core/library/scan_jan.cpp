// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <algorithm>
#include <utility>

#include <sys/stat.h>

#include "core/base/file_io.h"
#include "core/download/digest.h"
#include "core/library/duplicates.h"
#include "core/library/folder_walk.h"
#include "core/library/model_scanner.h"

namespace core {
namespace {

namespace fs = std::filesystem;

// Layout: <data>/llamacpp/models/<org>/<repo>/ holds model.gguf and model.yml. The latter says
// where the weights lie, by a path from <data> or an absolute one: a model that a person brought
// along stays where it was.

constexpr std::uint64_t kModelYmlBytesMax = std::uint64_t{64} << 10;

/// The value of a plain `key: value` line, without quotes; all that these files have.
std::string valueOf(const std::string& text, std::string_view key) {
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        std::string_view line = std::string_view(text).substr(at, end - at);
        at = end + 1;
        if (!line.starts_with(key) || line.substr(key.size(), 1) != ":") continue;
        line.remove_prefix(key.size() + 1);
        const std::size_t first = line.find_first_not_of(" \t\"'");
        if (first == std::string_view::npos) return {};
        return std::string(line.substr(first, line.find_last_not_of(" \t\r\"'") - first + 1));
    }
    return {};
}

bool isFile(const fs::path& path) {
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode);
}

} // namespace

Result<RootScan> scanJan(const ModelRoot& root, const std::stop_token& stop) {
    TRY(const FolderWalk walk, walkFolder(root.path, {".gguf", "model.yml"}, stop));
    const fs::path data = root.path.parent_path().parent_path();
    std::vector<WalkedFile> weights;
    std::vector<const WalkedFile*> descriptions;
    for (const WalkedFile& file : walk.files) {
        if (file.path.filename() == "model.yml")
            descriptions.push_back(&file);
        else
            weights.push_back(file);
    }
    RootScan scan;
    scan.notes = walk.unread;
    scan.entries = groupWalked(root, weights, scan.notes);
    for (const WalkedFile* description : descriptions) {
        const auto text = readFile(description->path, kModelYmlBytesMax);
        const std::string named = text ? valueOf(*text, "model_path") : std::string();
        if (named.empty()) {
            scan.notes.push_back(description->relative + ": does not say where its model lies");
            continue;
        }
        const fs::path path = (data / named).lexically_normal(); // An absolute one stays as it is.
        const std::string sha256 = sha256Of(valueOf(*text, "model_sha256"));
        bool here = false;
        for (ModelEntry& entry : scan.entries) {
            if (entry.path() != path) continue;
            here = true;
            entry.parts.front().provenance.sha256 = sha256;
        }
        if (here) continue;
        const std::string extension = path.extension().string();
        if ((extension != ".gguf" && extension != ".GGUF") || !isFile(path)) {
            scan.notes.push_back(description->relative + ": its model is not there");
            continue;
        }
        ModelEntry entry;
        entry.name = fs::path(description->relative).parent_path().generic_string();
        entry.source = root.source;
        entry.root = root.path;
        entry.parts.push_back(partOf(path));
        entry.parts.front().provenance.sha256 = sha256;
        entry.bytes = entry.parts.front().bytes;
        const fs::path owner = fs::path(entry.name);
        entry.repository = owner.filename().string();
        entry.publisher = owner.parent_path().generic_string();
        scan.entries.push_back(std::move(entry));
    }
    return scan;
}

} // namespace core
