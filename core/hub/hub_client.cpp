// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/hub/hub_client.h"

#include <algorithm>
#include <set>
#include <utility>

#include "core/base/json.h"
#include "core/hub/hub_json.h"
#include "core/hub/hub_refusal.h"
#include "core/hub/model_capabilities.h"
#include "core/hub/model_card.h"
#include "core/hub/model_files.h"
#include "core/hub/starter_catalog.h"
#include "core/net/network_gate.h"
#include "core/net/url.h"

namespace core {
namespace {

/// Pages asked for when filters that the hub does not know leave too little.
constexpr int kPagesMax = 5;
constexpr std::size_t kFilteredPageSize = 100;
constexpr int kTreePagesMax = 50;
constexpr std::size_t kBodyBytesMax = std::size_t{32} << 20;

const char* sortName(const HubQuery& query) {
    switch (query.sort) {
    case HubSort::Downloads: return "downloads";
    case HubSort::Likes: return "likes";
    case HubSort::Trending: return "trendingScore";
    case HubSort::Updated: return "lastModified";
    case HubSort::Created: return "createdAt";
    case HubSort::BestMatch: break;
    }
    // The hub knows no relevance: what many took is what most mean by a word.
    return query.text.empty() ? "trendingScore" : "downloads";
}

bool filtersHere(const HubQuery& query) {
    return !query.capabilities.empty() || query.parametersMin > 0 || query.parametersMax > 0;
}

std::string searchPath(const HubQuery& query) {
    std::string path = "/api/models?filter=gguf";
    const auto add = [&](const char* name, const std::string& value) {
        path += "&" + std::string(name) + "=" + percentEncode(value);
    };
    if (!query.licence.empty()) add("filter", "license:" + query.licence);
    if (!query.text.empty()) add("search", query.text);
    if (!query.author.empty()) add("author", query.author);
    if (query.parametersMin > 0 || query.parametersMax > 0) {
        std::string range;
        if (query.parametersMin > 0) range = "min:" + std::to_string(query.parametersMin);
        if (query.parametersMax > 0)
            range.append(range.empty() ? "" : ",")
                .append("max:")
                .append(std::to_string(query.parametersMax));
        add("num_parameters", range);
    }
    add("sort", sortName(query));
    const std::size_t wanted = std::clamp<std::size_t>(query.limit, 1, 1000);
    add("limit", std::to_string(filtersHere(query) ? std::max(wanted, kFilteredPageSize) : wanted));
    for (const char* field :
         {"author", "cardData", "createdAt", "disabled", "downloads", "gated", "gguf",
          "lastModified", "likes", "pipeline_tag", "private", "sha", "tags", "trendingScore"})
        add("expand[]", field);
    return path;
}

/// Failures after which what is kept helps.
bool isUnreachable(const Error& error) {
    return error.code == ErrorCode::Offline || error.code == ErrorCode::Network
           || error.code == ErrorCode::Busy || error.code == ErrorCode::Corrupt;
}

std::string encodedRevision(const std::string& revision) {
    return percentEncode(revision);
}

} // namespace

struct HubClient::Answer {
    std::string body;
    std::string next; ///< Path at the endpoint of the next page, or empty.
    bool offline = false;
    UnixMs fetchedMs = 0;
    std::string notice;
};

std::string HubClient::endpoint() const {
    return m_gate.hubEndpoint();
}

Result<HubClient::Answer> HubClient::get(const std::string& path, const std::string& purpose,
                                         const std::string& repository,
                                         const std::stop_token& stop) {
    HttpRequest request;
    request.url = endpoint() + path;
    request.purpose = purpose;
    request.redirects = Redirects::WithinOrigin;
    request.bodyBytesMax = kBodyBytesMax;
    TRY(auto response, m_gate.fetch(request, stop));
    if (!response.isSuccess()) return hubRefusal(response, endpoint(), repository);
    Answer answer;
    answer.fetchedMs = unixMsNow();
    // Only the path counts: what follows is asked at our own endpoint, whoever wrote the link.
    const std::string next = nextLink(response.header("link"));
    if (const std::size_t at = next.find("/api/models"); at != std::string::npos)
        answer.next = next.substr(at);
    answer.body = std::move(response.body);
    return answer;
}

Result<HubClient::Answer> HubClient::getOrKept(const std::string& path, const std::string& purpose,
                                               const std::string& repository,
                                               const std::stop_token& stop) {
    const std::string key = endpoint() + path;
    auto answer = get(path, purpose, repository, stop);
    if (answer) {
        // Keeping is a convenience: a full disk does not spoil an answer that is here.
        if (m_cache != nullptr && answer->next.empty()) (void)m_cache->put(key, answer->body);
        return answer;
    }
    if (m_cache == nullptr || !isUnreachable(answer.error())) return answer;
    const auto kept = m_cache->get(key);
    if (!kept || !*kept) return answer;
    Answer old;
    old.body = (*kept)->body;
    old.fetchedMs = (*kept)->fetchedMs;
    old.offline = true;
    old.notice = answer.error().detail;
    return old;
}

void HubClient::keepModels(const std::string& body) const {
    if (m_cache == nullptr) return;
    const Json json = Json::parse(body, nullptr, false);
    if (!json.is_array()) return;
    std::vector<std::pair<std::string, std::string>> entries;
    for (const Json& entry : json) {
        if (!entry.is_object()) continue;
        const auto id = jsonText(entry, "id");
        if (id) entries.emplace_back(*id, dumpJson(entry));
    }
    (void)m_cache->putModels(endpoint(), entries); // A convenience, as above.
}

Result<HubPage> HubClient::readPages(const HubQuery& query, std::string path,
                                     const std::stop_token& stop) {
    HubPage page;
    page.asOfMs = unixMsNow();
    for (int i = 0; i < kPagesMax; ++i) {
        TRY(const Answer answer, get(path, "search for models", "", stop));
        TRY(const auto models, parseHubListing(answer.body));
        keepModels(answer.body);
        for (const HubModel& model : models)
            if (!model.disabled && matchesQuery(model, query, Text::Trust))
                page.models.push_back(model);
        page.next = answer.next;
        if (page.next.empty() || !filtersHere(query) || page.models.size() >= query.limit) break;
        path = page.next;
    }
    sortModels(page.models, query);
    return page;
}

Result<HubPage> HubClient::search(const HubQuery& query, const std::stop_token& stop) {
    auto page = readPages(query, searchPath(query), stop);
    if (page || !isUnreachable(page.error())) return page;
    return searchKept(query, page.error().detail);
}

Result<HubPage> HubClient::searchNext(const HubQuery& query, const std::string& next,
                                      const std::stop_token& stop) {
    if (!next.starts_with("/api/models"))
        return Error{ErrorCode::InvalidArgument, "there is no next page: search again"};
    return readPages(query, next, stop);
}

Result<HubPage> HubClient::searchKept(const HubQuery& query, std::string notice) const {
    HubPage page;
    page.offline = true;
    page.notice = std::move(notice);
    page.asOfMs = unixMsNow();
    std::set<std::string> seen;
    const auto add = [&](HubModel model, UnixMs dateMs) {
        if (!matchesQuery(model, query, Text::Check) || !seen.insert(model.id).second) return;
        page.asOfMs = std::min(page.asOfMs, dateMs);
        page.models.push_back(std::move(model));
    };
    if (m_cache != nullptr) {
        if (const auto kept = m_cache->models(endpoint())) {
            for (const CachedAnswer& answer : *kept)
                if (auto models = parseHubListing("[" + answer.body + "]"); models)
                    for (HubModel& model : *models) add(std::move(model), answer.fetchedMs);
        }
    }
    if (m_starter != nullptr)
        for (const StarterModel& starter : m_starter->models())
            add(starter.model, m_starter->dateMs());
    sortModels(page.models, query);
    if (page.models.size() > query.limit) page.models.resize(query.limit);
    return page;
}

Result<std::vector<HubFile>> HubClient::tree(const std::string& repository,
                                             const std::string& revision,
                                             const std::stop_token& stop) {
    std::string path = "/api/models/" + percentEncode(repository, Slashes::Keep) + "/tree/"
                       + encodedRevision(revision) + "?recursive=true";
    std::vector<HubFile> files;
    for (int i = 0; i < kTreePagesMax && !path.empty(); ++i) {
        TRY(const Answer answer, getOrKept(path, "list a model's files", repository, stop));
        TRY(auto some, parseHubTree(answer.body));
        files.insert(files.end(), std::make_move_iterator(some.begin()),
                     std::make_move_iterator(some.end()));
        path = answer.next;
    }
    return files;
}

Result<HubModelPage> HubClient::model(const std::string& repository, const std::string& revision,
                                      const std::stop_token& stop) {
    if (!isRepositoryName(repository))
        return Error{ErrorCode::InvalidArgument,
                     "'" + repository + "' is no repository: give it as publisher/name"};
    const std::string encoded = percentEncode(repository, Slashes::Keep);
    std::string path = "/api/models/" + encoded;
    if (revision != "main") path += "/revision/" + encodedRevision(revision);
    TRY(const Answer answer,
        getOrKept(path + "?blobs=true", "look at a model's page", repository, stop));
    TRY(auto info, parseHubInfo(answer.body));
    HubModelPage page;
    page.offline = answer.offline;
    page.asOfMs = answer.fetchedMs;
    page.notice = answer.notice;
    page.model = std::move(info.model);
    // Everything else of the same commit, so that a push meanwhile mixes nothing.
    const std::string commit = page.model.commit.empty() ? revision : page.model.commit;
    auto files = tree(repository, commit, stop);
    if (!files && files.error().code == ErrorCode::Cancelled) return files.error();
    const bool gated = !files && files.error().code == ErrorCode::AccessDenied;
    if (gated) page.notice = files.error().detail;
    page.files = groupFiles(files && !files->empty() ? std::move(*files) : std::move(info.files));
    const auto readme = getOrKept("/" + encoded + "/raw/" + encodedRevision(commit) + "/README.md",
                                  "read a model's card", repository, stop);
    // Many repositories have no card.
    if (readme) page.card = parseModelCard(readme->body);
    if (page.model.licence.empty()) page.model.licence = page.card.licence;
    return page;
}

Result<RemoteHeader> HubClient::header(const HubReference& reference, const std::stop_token& stop) {
    HubReference file = reference;
    if (file.file.empty()) {
        TRY(const HubModelPage page, model(file.repository, file.revision, stop));
        const HubVariant* variant = chooseVariant(page.files, file.quantization);
        if (variant == nullptr)
            return Error{
                ErrorCode::NotFound,
                file.repository + " has no "
                    + (file.quantization.empty() ? std::string("GGUF file") : file.quantization)
                    + ": `hearth-cli show " + file.repository + "` lists its files"};
        file.file = variant->files.front().path;
        if (!page.model.commit.empty()) file.revision = page.model.commit;
    }
    auto found = header(hubFileUrl(endpoint(), file), stop);
    if (found
        || (found.error().code != ErrorCode::Offline && found.error().code != ErrorCode::Network))
        return found;
    // A model's page reads headers by their commit, and so they are kept.
    const auto page = model(file.repository, file.revision, stop);
    if (!page || page->model.commit.empty() || page->model.commit == file.revision) return found;
    file.revision = page->model.commit;
    auto kept = header(hubFileUrl(endpoint(), file), stop);
    return kept ? std::move(kept) : std::move(found);
}

Result<RemoteHeader> HubClient::header(const std::string& url, const std::stop_token& stop) {
    if (m_cache == nullptr) return readRemoteHeader(gateRangeFetch(m_gate, stop), url);
    KeptHeaders kept(gateRangeFetch(m_gate, stop), *m_cache, m_headerUse);
    auto header = readRemoteHeader([&](const std::string& part, std::uint64_t first,
                                       std::uint64_t end) { return kept.read(part, first, end); },
                                   url);
    if (header) kept.keep();
    return header;
}

} // namespace core
