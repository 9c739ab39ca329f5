// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/storage/chat_store.h"
#include "core/storage/connection.h"

namespace core {

/// ChatStore::search() within a read. Titles come before messages.
Result<std::vector<SearchHit>> searchChats(Connection& connection, std::string_view query,
                                           std::size_t limit);

} // namespace core
