// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/library/upstream.h"

#include <map>

#include "core/hub/hub_client.h"

namespace core {

Result<UpstreamState> checkUpstream(const ModelEntry& entry, HubClient& client,
                                    const std::stop_token& stop) {
    const ModelProvenance& from = entry.parts.front().provenance;
    if (from.repository.empty() || from.file.empty())
        return Error{ErrorCode::Unsupported, "nothing is known of where " + entry.name
                                                 + " came from: look for it on the hub"};
    TRY(const HubModelPage page, client.model(from.repository, "main", stop));
    if (page.offline) return Error{ErrorCode::Offline, "the hub cannot be asked: " + page.notice};
    std::map<std::string, const HubFile*> files;
    for (const HubVariant& variant : page.files.variants)
        for (const HubFile& file : variant.files) files.emplace(file.path, &file);
    UpstreamState state;
    state.commit = page.model.commit;
    state.updatedMs = page.model.updatedMs;
    for (const ModelPart& part : entry.parts) {
        const auto found = files.find(part.provenance.file);
        if (found == files.end()) {
            state.kind = UpstreamState::Kind::Gone;
            return state;
        }
        const HubFile& file = *found->second;
        state.bytes += file.bytes;
        const bool known = !file.sha256.empty() && !part.provenance.sha256.empty();
        const bool same = known ? file.sha256 == part.provenance.sha256 : file.bytes == part.bytes;
        if (!same) state.kind = UpstreamState::Kind::Newer;
    }
    return state;
}

} // namespace core
