// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <string>

#include "core/base/result.h"
#include "core/net/http_types.h"

namespace core {

/// What an answer of the hub that is no success means for `repository` (empty: for the hub as a
/// whole), by its status and X-Error-Code, and what to do: accept a licence, set a token, check the
/// name. The hub answers alike for what is private and for what does not exist.
Error hubRefusal(const HttpResponse& response, const std::string& endpoint,
                 const std::string& repository);

} // namespace core
