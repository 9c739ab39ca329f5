// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <utility>

#include "core/base/file_io.h"
#include "core/base/json.h"
#include "core/library/folder_walk.h"
#include "core/library/model_scanner.h"

#include <sys/stat.h>

namespace core {
namespace {

// Layout: manifests/<host>/<namespace>/<model>/<tag> are JSON files that list layers by digest;
// blobs/sha256-<hex> hold them. A model layer is a plain GGUF file whose name is its hash.

constexpr std::uint64_t kManifestBytesMax = std::uint64_t{1} << 20;
constexpr std::string_view kMedia = "application/vnd.ollama.image.";

/// "sha256:<64 hex>" as the hex alone, or empty.
std::string digestHex(const std::string& digest) {
    constexpr std::string_view kPrefix = "sha256:";
    if (!digest.starts_with(kPrefix)) return {};
    const std::string hex = digest.substr(kPrefix.size());
    const bool plain =
        hex.size() == 64 && hex.find_first_not_of("0123456789abcdef") == std::string::npos;
    return plain ? hex : std::string();
}

bool readBlob(const ModelRoot& root, const Json& layer, ModelPart& part) {
    const std::string hex = digestHex(jsonText(layer, "digest").value_or(""));
    if (hex.empty()) return false;
    part.path = root.path / "blobs" / ("sha256-" + hex);
    struct stat status {};
    if (::stat(part.path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return false;
    part.bytes = static_cast<std::uint64_t>(status.st_size);
    part.modifiedNs = std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec;
    part.provenance.sha256 = hex;
    return true;
}

/// "registry.ollama.ai/library/gpt-oss/20b" is known to people as "gpt-oss:20b".
bool nameManifest(const std::string& relative, ModelEntry& entry) {
    const std::size_t tag = relative.rfind('/');
    if (tag == std::string::npos || tag == 0) return false;
    std::string model = relative.substr(0, tag);
    const std::size_t host = model.find('/');
    if (host == std::string::npos) return false;
    const std::string hostName = model.substr(0, host);
    if (hostName == "registry.ollama.ai") model.erase(0, host + 1);
    if (model.starts_with("library/")) model.erase(0, std::string_view("library/").size());
    entry.name = model + ":" + relative.substr(tag + 1);
    const std::size_t slash = model.rfind('/');
    entry.repository = slash == std::string::npos ? model : model.substr(slash + 1);
    if (slash != std::string::npos) entry.publisher = model.substr(0, slash);
    if (hostName == "hf.co" || hostName == "huggingface.co") {
        entry.publisher = entry.publisher.substr(entry.publisher.find('/') + 1);
        for (ModelPart& part : entry.parts)
            part.provenance.repository = entry.publisher + "/" + entry.repository;
    }
    return true;
}

/// Empty, or why the manifest gives no model.
std::string readManifest(const ModelRoot& root, const WalkedFile& file, ModelEntry& entry) {
    const auto text = readFile(file.path, kManifestBytesMax);
    if (!text) return text.error().detail;
    const auto json = parseJsonObject(*text);
    if (!json) return "is no manifest";
    const Json* layers = jsonMember(*json, "layers");
    if (layers == nullptr || !layers->is_array()) return "is no manifest";
    bool foreign = false;
    for (const Json& layer : *layers) {
        if (!layer.is_object()) continue;
        const std::string media = jsonText(layer, "mediaType").value_or("");
        ModelPart part;
        if (media == std::string(kMedia) + "model") {
            if (!readBlob(root, layer, part)) return "its weights are not there";
            entry.bytes += part.bytes;
            entry.parts.push_back(std::move(part));
        } else if (media == std::string(kMedia) + "projector") {
            if (readBlob(root, layer, part))
                entry.companions.push_back({CompanionKind::VisionProjector, std::move(part)});
        } else if (media == std::string(kMedia) + "adapter") {
            if (readBlob(root, layer, part))
                entry.companions.push_back({CompanionKind::Adapter, std::move(part)});
        } else if (media == std::string(kMedia) + "draft") {
            if (readBlob(root, layer, part))
                entry.companions.push_back({CompanionKind::Drafter, std::move(part)});
        } else if (media == std::string(kMedia) + "tensor") {
            foreign = true;
        }
    }
    if (entry.parts.empty())
        return foreign ? "its weights are not in a GGUF file" : "it holds no weights";
    // More than one model layer is not known to happen; the first is what runs.
    entry.parts.resize(1);
    entry.bytes = entry.parts.front().bytes;
    return nameManifest(file.relative, entry) ? "" : "lies in an unknown place";
}

} // namespace

Result<RootScan> scanOllama(const ModelRoot& root, const std::stop_token& stop) {
    const ModelRoot manifests{root.path / "manifests", root.source};
    TRY(const FolderWalk walk, walkFolder(manifests.path, {}, stop));
    RootScan scan;
    scan.notes = walk.unread;
    for (const WalkedFile& file : walk.files) {
        ModelEntry entry;
        entry.source = root.source;
        entry.root = root.path;
        const std::string reason = readManifest(root, file, entry);
        if (reason.empty())
            scan.entries.push_back(std::move(entry));
        else
            scan.notes.push_back(file.relative + ": " + reason);
    }
    return scan;
}

} // namespace core
