// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/hub/hub_refusal.h"

#include "core/hub/hub_link.h"
#include "core/net/network_gate.h"

namespace core {

Error hubRefusal(const HttpResponse& response, const std::string& endpoint,
                 const std::string& repository) {
    const std::string_view code = response.header("x-error-code");
    const std::string page = hubPageUrl(endpoint, repository);
    const std::string token = "HF_TOKEN or in the window's settings";
    if (code == "GatedRepo" || (response.status == 403 && !repository.empty()))
        return {ErrorCode::AccessDenied, repository + " is gated: accept its licence at " + page
                                             + ", then set a token of your account in " + token};
    if (code == "RepoNotFound" || (response.status == 401 && !repository.empty()))
        return {response.status == 404 ? ErrorCode::NotFound : ErrorCode::AccessDenied,
                "there is no repository " + repository
                    + ", or it is private: check the name, or set a token that may see it in "
                    + token};
    if (code == "RevisionNotFound")
        return {ErrorCode::NotFound, repository + " has no such revision: use main"};
    if (code == "EntryNotFound")
        return {ErrorCode::NotFound, repository + " has no such file: look at its page, " + page};
    return refusal(response, repository.empty() ? "the model hub" : repository);
}

} // namespace core
