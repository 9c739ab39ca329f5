// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <stop_token>
#include <string>

#include "core/hub/hub_cache.h"
#include "core/hub/hub_link.h"
#include "core/hub/hub_types.h"
#include "core/hub/kept_headers.h"
#include "core/hub/remote_header.h"

namespace core {

class NetworkGate;
struct HttpResponse;
class StarterCatalog;

/// The model hub, or a mirror of it, as the gate's endpoint says. Everything goes through the
/// network gate, which holds the token, honours the hub's wish for pauses and writes the ledger.
/// What is fetched is kept, and given back with its date when the network cannot be used.
///
/// Calls wait for the network: any thread but the GUI's and the gate's. Fails with AccessDenied (a
/// licence to accept, a token to set; the detail says where), NotFound, Offline, Network, Busy or
/// Cancelled.
class HubClient {
public:
    /// `cache` and `starter` may be null; all must outlive the client.
    HubClient(NetworkGate& gate, HubCache* cache, const StarterCatalog* starter = nullptr)
        : m_gate(gate), m_cache(cache), m_starter(starter) {}

    /// The first page. Where the network cannot be used: what is kept, searched here.
    Result<HubPage> search(const HubQuery& query, const std::stop_token& stop = {});
    /// The page behind HubPage::next of the same query.
    Result<HubPage> searchNext(const HubQuery& query, const std::string& next,
                               const std::stop_token& stop = {});

    /// Facts, files with sizes and hashes, and the card. All of them are of one commit, which
    /// `model.commit` names.
    Result<HubModelPage> model(const std::string& repository, const std::string& revision = "main",
                               const std::stop_token& stop = {});

    /// The header of a file of the hub (`reference.file`, or the file that its quantization names),
    /// or of any address that serves ranges. Headers are kept, and opened offline too; see
    /// KeptHeaders.
    Result<RemoteHeader> header(const HubReference& reference, const std::stop_token& stop = {});
    Result<RemoteHeader> header(const std::string& url, const std::stop_token& stop = {});

    /// Headers are fetched from now on, whatever is kept of them.
    void renewHeaders() { m_headerUse = KeptHeaders::Use::Renew; }

    std::string endpoint() const;

private:
    struct Answer;
    Result<Answer> get(const std::string& path, const std::string& purpose,
                       const std::string& repository, const std::stop_token& stop);
    Result<Answer> getOrKept(const std::string& path, const std::string& purpose,
                             const std::string& repository, const std::stop_token& stop);
    Result<HubPage> readPages(const HubQuery& query, std::string path, const std::stop_token& stop);
    Result<HubPage> searchKept(const HubQuery& query, std::string notice) const;
    Result<std::vector<HubFile>> tree(const std::string& repository, const std::string& revision,
                                      const std::stop_token& stop);
    void keepModels(const std::string& body) const;

    NetworkGate& m_gate;
    HubCache* m_cache;
    const StarterCatalog* m_starter;
    KeptHeaders::Use m_headerUse = KeptHeaders::Use::WhereTrue;
};

/// Reads ranges through the gate. A redirect of the hub to its storage is followed by hand, once
/// for many ranges, so that the hash and the commit that only the hub knows are not lost.
RangeFetch gateRangeFetch(NetworkGate& gate, const std::stop_token& stop);

} // namespace core
