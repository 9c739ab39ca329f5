// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <filesystem>
#include <memory>

#include "core/base/result.h"
#include "core/storage/connection.h"

namespace core {

/// Opens a database of what can be fetched or measured again: it need not survive a power cut, and
/// a damaged one is deleted and begun anew. `schema` creates what is missing ("IF NOT EXISTS").
Result<std::unique_ptr<Connection>> openRenewable(const std::filesystem::path& file,
                                                  const char* schema);

} // namespace core
