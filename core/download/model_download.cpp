// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/download/model_download.h"

#include <algorithm>
#include <system_error>
#include <utility>

#include "core/download/file_check.h"
#include "core/download/partial_file.h"
#include "core/hub/hub_json.h"
#include "core/hub/hub_refusal.h"
#include "core/hub/model_files.h"
#include "core/net/url.h"

namespace core {
namespace {

namespace fs = std::filesystem;

constexpr int kTreePagesMax = 200;

Result<HttpResponse> ask(NetworkGate& gate, const std::string& url, const std::string& repository,
                         const std::stop_token& stop) {
    HttpRequest question;
    question.url = url;
    question.purpose = "list the files of " + repository;
    TRY(HttpResponse answer, gate.fetch(question, stop));
    if (!answer.isSuccess()) return hubRefusal(answer, gate.hubEndpoint(), repository);
    return answer;
}

std::string offered(const HubFiles& files) {
    std::string names;
    for (const HubVariant& variant : files.variants) {
        if (!names.empty()) names += ", ";
        names += variant.label();
    }
    return names;
}

Result<std::vector<HubFile>> chooseFiles(const HubFiles& grouped, const HubReference& reference,
                                         Companions companions) {
    const std::string& wanted = reference.file.empty() ? reference.quantization : reference.file;
    const HubVariant* variant = chooseVariant(grouped, wanted);
    std::vector<HubFile> files;
    if (variant != nullptr) {
        if (!variant->complete())
            return Error{ErrorCode::NotFound,
                         reference.repository + " has only " + std::to_string(variant->files.size())
                             + " of " + std::to_string(variant->partsExpected) + " parts of "
                             + variant->name + ": choose another one"};
        files = variant->files;
    } else {
        for (const HubCompanion& companion : grouped.companions)
            if (!wanted.empty() && companion.file.path == wanted) files.push_back(companion.file);
    }
    if (files.empty() && grouped.variants.empty())
        return Error{ErrorCode::NotFound, reference.repository
                                              + " holds no GGUF model: look for a "
                                                "repository with GGUF in its name"};
    if (files.empty())
        return Error{ErrorCode::NotFound, reference.repository + " has no " + wanted
                                              + ": choose one of " + offered(grouped)};
    if (companions == Companions::Take)
        for (const HubCompanion& companion : grouped.companions)
            if (companion.kind == CompanionKind::VisionProjector
                || companion.kind == CompanionKind::Drafter)
                files.push_back(companion.file);
    return files;
}

FileRecord recordOf(const ModelPlan& plan, const HubFile& file, const FetchedFile& fetched) {
    FileRecord record;
    record.repository = plan.reference.repository;
    record.commit = fetched.commit.empty() ? plan.reference.revision : fetched.commit;
    record.path = file.path;
    record.licence = plan.licence;
    record.bytes = fetched.bytes;
    record.sha256 = fetched.sha256;
    record.verified = fetched.verified;
    record.fetchedMs = unixMsNow();
    record.blockBytes = fetched.blockBytes;
    record.fingerprints = fetched.fingerprints;
    return record;
}

/// A record of what is there already, if it is the file that is wanted. One that lies there without
/// a record (copied by hand, or the program was killed after the last step but one) is read
/// through.
std::optional<FileRecord> presentFile(const ModelPlan& plan, const ModelPlan::Item& item,
                                      const std::stop_token& stop) {
    const HubFile& file = item.file;
    std::error_code failure;
    if (fs::file_size(item.target, failure) != file.bytes || failure) return std::nullopt;
    auto record = readFileRecord(item.target);
    if (record) {
        const bool same =
            record->bytes == file.bytes && (file.sha256.empty() || record->sha256 == file.sha256);
        return same ? std::optional(std::move(record).value()) : std::nullopt;
    }
    if (file.sha256.empty()) return std::nullopt;
    const auto check = checkFile(item.target, 0, {}, stop);
    if (!check || check->sha256 != file.sha256) return std::nullopt;
    FetchedFile found;
    found.bytes = check->bytes;
    found.sha256 = check->sha256;
    found.verified = true;
    found.blockBytes = check->blockBytes;
    found.fingerprints = check->fingerprints;
    FileRecord made = recordOf(plan, file, found);
    (void)writeFileRecord(item.target, made); // Only saves reading it again.
    return made;
}

/// Before the first byte of a model of many parts: room for all of them.
Result<void> checkSpace(const ModelPlan& plan) {
    std::uint64_t missing = 0;
    for (const ModelPlan::Item& item : plan.items) {
        std::error_code failure;
        if (item.present || fs::exists(PartialFile::partPath(item.target), failure)) continue;
        missing += item.file.bytes;
    }
    fs::path folder = plan.items.front().target.parent_path();
    std::error_code failure;
    while (!fs::exists(folder, failure) && folder.has_relative_path())
        folder = folder.parent_path();
    const fs::space_info space = fs::space(folder, failure);
    if (failure || space.available >= missing) return {};
    return Error{ErrorCode::DiskFull,
                 plan.label + " needs " + bytesText(missing) + ", and " + folder.string() + " has "
                     + bytesText(space.available) + " free: free at least "
                     + bytesText(missing - space.available) + ", or choose another folder"};
}

/// Asks the listing whether the file is still the same.
Result<ListedFile> listAgain(NetworkGate& gate, const ModelPlan& plan, const HubFile& file,
                             const std::stop_token& stop) {
    TRY(const RepositoryListing now,
        listRepository(gate, plan.reference.repository, plan.branch, stop));
    const auto found = std::find_if(now.files.begin(), now.files.end(),
                                    [&](const HubFile& f) { return f.path == file.path; });
    if (found == now.files.end())
        return Error{ErrorCode::NotFound, file.path + " was taken away from "
                                              + plan.reference.repository
                                              + ": choose another file"};
    HubReference reference = plan.reference;
    reference.file = file.path;
    reference.revision = now.commit;
    return ListedFile{hubFileUrl(gate.hubEndpoint(), reference), found->bytes, found->sha256};
}

} // namespace

Result<RepositoryListing> listRepository(NetworkGate& gate, const std::string& repository,
                                         const std::string& revision, const std::stop_token& stop) {
    const std::string base =
        gate.hubEndpoint() + "/api/models/" + percentEncode(repository, Slashes::Keep);
    TRY(const HttpResponse info,
        ask(gate, base + "/revision/" + percentEncode(revision), repository, stop));
    TRY(HubInfo parsed, parseHubInfo(info.body));
    RepositoryListing listing;
    listing.commit = parsed.model.commit.empty() ? revision : parsed.model.commit;
    listing.licence = parsed.model.licence;
    std::string page = base + "/tree/" + percentEncode(listing.commit) + "?recursive=true";
    for (int i = 0; i < kTreePagesMax && !page.empty(); ++i) {
        TRY(const HttpResponse tree, ask(gate, page, repository, stop));
        TRY(std::vector<HubFile> files, parseHubTree(tree.body));
        listing.files.insert(listing.files.end(), std::make_move_iterator(files.begin()),
                             std::make_move_iterator(files.end()));
        const std::string next = nextLink(tree.header("link"));
        const auto here = Url::parse(page);
        const auto there = Url::parse(next);
        page = here && there && here->sameOrigin(*there) ? next : std::string();
    }
    return listing;
}

Result<ModelPlan> planModel(NetworkGate& gate, const HubReference& reference,
                            const fs::path& modelsRoot, Companions companions,
                            const std::stop_token& stop) {
    TRY(RepositoryListing listing,
        listRepository(gate, reference.repository, reference.revision, stop));
    const HubFiles grouped = groupFiles(std::move(listing.files));
    TRY(std::vector<HubFile> files, chooseFiles(grouped, reference, companions));
    ModelPlan plan;
    plan.reference = reference;
    plan.branch = reference.revision;
    plan.reference.revision = listing.commit;
    plan.licence = listing.licence;
    plan.label = reference.repository + ", " + files.front().path;
    for (HubFile& file : files) {
        ModelPlan::Item item;
        item.target = modelsRoot / fs::path(reference.repository) / fs::path(file.path);
        item.file = std::move(file);
        item.present = presentFile(plan, item, stop);
        plan.bytes += item.file.bytes;
        plan.items.push_back(std::move(item));
    }
    return plan;
}

Result<FetchedModel> fetchModel(NetworkGate& gate, const ModelPlan& plan,
                                const FetchOptions& options,
                                const std::function<void(const ModelProgress&)>& onProgress,
                                const std::stop_token& stop) {
    TRY(checkSpace(plan));
    FetchedModel model;
    ModelProgress progress;
    progress.total = plan.bytes;
    std::uint64_t before = 0; // Bytes of the files that are finished.
    for (const ModelPlan::Item& item : plan.items) {
        progress.name = item.file.path;
        progress.fileFinished = false;
        FileRecord record;
        if (item.present) {
            record = *item.present;
            progress.file = {};
            progress.file.phase = FetchPhase::Done;
        } else {
            FileRequest request;
            HubReference reference = plan.reference;
            reference.file = item.file.path;
            request.file = {hubFileUrl(gate.hubEndpoint(), reference), item.file.bytes,
                            item.file.sha256};
            request.target = item.target;
            request.name = item.file.path;
            request.refresh = [&] { return listAgain(gate, plan, item.file, stop); };
            FetchOptions own = options;
            own.onProgress = [&](const FileProgress& now) {
                progress.file = now;
                progress.bytes = before + now.bytes;
                if (onProgress) onProgress(progress);
            };
            TRY(const FetchedFile fetched, fetchFile(gate, request, own, stop));
            record = recordOf(plan, item.file, fetched);
            TRY(writeFileRecord(item.target, record));
            model.fetchedBytes += fetched.fetchedBytes;
            model.repairedBlocks += fetched.repairedBlocks;
        }
        before += record.bytes;
        progress.bytes = before;
        progress.fileFinished = true;
        if (onProgress) onProgress(progress);
        model.files.push_back(item.target);
        model.records.push_back(std::move(record));
    }
    return model;
}

} // namespace core
