// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/hub/quantization_name.h"

namespace core {

/// What a model can be used for, as far as its tags, its kind and its chat template tell.
enum class HubCapability : std::uint8_t {
    Chat,
    Vision,
    Audio,
    Tools,
    Reasoning,
    Code,
    Embedding,
};

enum class HubSort : std::uint8_t { BestMatch, Downloads, Likes, Trending, Updated, Created };

/// What a person looks for. Everything empty: the models that most people look at now.
struct HubQuery {
    std::string text;
    std::string author;
    std::uint64_t parametersMin = 0; ///< 0: any. A model that does not say its size passes neither.
    std::uint64_t parametersMax = 0; ///< 0: any.
    std::vector<HubCapability> capabilities; ///< All of them.
    std::string licence;                     ///< A tag such as "apache-2.0".
    HubSort sort = HubSort::BestMatch;
    std::size_t limit = 30; ///< Of one page.
};

/// Who may download: everybody, everybody who accepted the licence, or whom the owner lets in.
enum class HubGate : std::uint8_t { Open, Automatic, Manual };

/// One line of a listing. What the hub did not say is empty or 0.
struct HubModel {
    std::string id; ///< "publisher/repo"
    std::string author;
    std::string commit;
    UnixMs createdMs = 0;
    UnixMs updatedMs = 0;
    std::uint64_t downloads = 0; ///< In the last 30 days.
    std::uint64_t likes = 0;
    double trending = 0;
    HubGate gate = HubGate::Open;
    bool isPrivate = false;
    bool disabled = false; ///< Taken down by the hub.
    std::vector<std::string> tags;
    std::string kind; ///< pipeline_tag, e.g. "text-generation".
    std::string licence;
    std::vector<std::string> baseModels;
    std::uint64_t parameters = 0;
    std::string architecture; ///< As in GGUF files.
    std::uint64_t contextLength = 0;
    std::vector<HubCapability> capabilities; ///< In the order of the enum.
    std::string summary;                     ///< One sentence of the starter catalogue.

    std::string publisher() const { return id.substr(0, id.find('/')); }
    std::string name() const { return id.substr(id.find('/') + 1); }
    bool can(HubCapability capability) const;
    /// Whether this engine has a row for the architecture; nothing where it is not known.
    std::optional<bool> architectureSupported() const;
};

/// One page of a search.
struct HubPage {
    std::vector<HubModel> models;
    std::string next;     ///< For HubClient::searchNext; empty at the end.
    bool offline = false; ///< Not from the hub now, but from what is kept here.
    UnixMs asOfMs = 0;    ///< When the oldest part of it was fetched (or the catalogue made).
    std::string notice;   ///< Why it is offline, for people.
};

/// One file of a repository.
struct HubFile {
    std::string path; ///< In the repository, with `/`; safe to join to a folder.
    std::uint64_t bytes = 0;
    std::string sha256; ///< Lower case hex; empty for small files, which are not in LFS.
    std::string blob;   ///< The hub's own id (SHA-1 of a git blob).
};

/// One download that makes a model: a file, or the parts of a split one.
struct HubVariant {
    std::string name; ///< Of the file without ".gguf" and the part's number.
    std::optional<QuantizationName> quantization;
    std::vector<HubFile> files; ///< Parts in order; the first is what is opened.
    std::uint64_t bytes = 0;
    std::uint32_t partsExpected = 1;

    bool complete() const { return files.size() == partsExpected; }
    std::string label() const { return quantization ? quantization->label : name; }
};

enum class CompanionKind : std::uint8_t {
    VisionProjector,  ///< mmproj: images (and sound) for the model.
    Drafter,          ///< A small model that guesses tokens ahead (MTP, EAGLE, draft).
    ImportanceMatrix, ///< What the quantization was made with; not needed to run.
    Adapter,          ///< LoRA
    Vocabulary,       ///< No weights.
};

/// A file that belongs to a model without being one.
struct HubCompanion {
    CompanionKind kind = CompanionKind::VisionProjector;
    HubFile file;
};

/// A repository's files as people think of them.
struct HubFiles {
    std::vector<HubVariant> variants; ///< Smallest first.
    std::vector<HubCompanion> companions;
    std::vector<HubFile> others;
    std::vector<std::string> refused; ///< Paths that no folder should ever be asked to hold.
};

/// A model card: what its front matter says, and its text.
struct HubCard {
    std::string licence;
    std::string licenceName;
    std::string licenceLink;
    std::vector<std::string> baseModels;
    std::vector<std::string> languages;
    std::vector<std::string> tags;
    std::string kind;
    std::string markdown; ///< Without the front matter. Untrusted.
};

/// Everything about one repository.
struct HubModelPage {
    HubModel model;
    HubFiles files;
    HubCard card;
    bool offline = false;
    UnixMs asOfMs = 0;
    std::string notice;
};

/// "vision", "tools", ...
const char* capabilityName(HubCapability capability);
std::optional<HubCapability> findCapability(std::string_view name);
/// "match", "downloads", "likes", "trending", "updated", "created".
std::optional<HubSort> findSort(std::string_view name);
const char* companionName(CompanionKind kind);

} // namespace core
