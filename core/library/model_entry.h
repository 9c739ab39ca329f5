// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/hub/hub_types.h"

namespace core {

/// Whose folder a model lies in. Only Own and Folder are ours to write to.
enum class ModelSource : std::uint8_t {
    Own,    ///< Our store: publisher/repo/file.gguf.
    Folder, ///< A folder that a person added.
    LmStudio,
    Ollama,
    Jan,
    Gpt4All,
    HubCache, ///< The cache that the hub's own tools and llama.cpp share.
};

/// Where a file came from, as it was when it was fetched (or as its place on the disk tells).
struct ModelProvenance {
    std::string repository; ///< "publisher/repo"
    std::string file;       ///< Path in the repository.
    std::string commit;
    std::string sha256; ///< What the publisher says the file's hash is.
    std::string etag;
    std::string licence;
    std::string url;
    UnixMs fetchedMs = 0;

    bool operator==(const ModelProvenance&) const = default;
};

/// One file on a disk, or where it was when its disk was there.
struct ModelPart {
    std::filesystem::path path;
    std::uint64_t bytes = 0;
    std::int64_t modifiedNs = 0;
    ModelProvenance provenance; ///< Empty where nothing is known.
};

struct ModelCompanion {
    CompanionKind kind = CompanionKind::VisionProjector;
    ModelPart file;
};

/// What the header says, kept until the file changes.
struct ModelFacts {
    bool known = false; ///< False until the header was read.
    std::string architecture;
    std::string title; ///< general.name
    std::string quantization;
    std::uint64_t parameters = 0;
    std::uint64_t contextLength = 0;
    std::uint64_t layers = 0;
    bool supported = false;
    std::vector<std::string> unsupportedReasons;
    std::string problem; ///< Not empty: the file cannot be read, and why.
};

/// How to load a model unless a person says otherwise this time. Unset: the program's default.
struct LoadDefaults {
    std::optional<std::string> device;
    std::optional<std::uint32_t> contextLength;
    std::optional<std::string> keyCacheType;
    std::optional<std::string> valueCacheType;
    std::optional<std::int32_t> gpuLayers;
    std::optional<std::int32_t> cpuExperts;
    std::optional<std::uint32_t> threads;

    bool operator==(const LoadDefaults&) const = default;
};

/// One model: a file, or the parts of a split one, with what belongs to it.
struct ModelEntry {
    std::string name; ///< Unique in the library; what commands take.
    std::string publisher;
    std::string repository; ///< Without the publisher.
    ModelSource source = ModelSource::Own;
    std::filesystem::path root;
    std::vector<ModelPart> parts; ///< In order; the first is what is opened.
    std::uint32_t partsExpected = 1;
    std::vector<ModelCompanion> companions;
    std::uint64_t bytes = 0;
    bool online = true; ///< False: the disk that it lies on is not there now.
    ModelFacts facts;
    LoadDefaults defaults;

    const std::filesystem::path& path() const { return parts.front().path; }
    bool complete() const { return parts.size() == partsExpected; }
    /// May be opened: there, whole, readable, and supported by this engine.
    bool usable() const {
        return online && complete() && facts.problem.empty() && (!facts.known || facts.supported);
    }
    std::string title() const { return facts.title.empty() ? name : facts.title; }
};

/// "own", "folder", "lm-studio", ...
const char* modelSourceName(ModelSource source);

} // namespace core
