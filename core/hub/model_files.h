// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <string_view>
#include <vector>

#include "core/hub/hub_types.h"

namespace core {

/// Sorts a repository's files into models, split models, companions and the rest. Names that are
/// not safe (see isSafeRepositoryPath) end in `refused`.
HubFiles groupFiles(std::vector<HubFile> files);

/// What a file is beside a model; nothing for a model itself. A name with "mtp" or "draft" alone
/// does not make a drafter: groupFiles() looks at the neighbours' sizes too.
std::optional<CompanionKind> companionKind(std::string_view path);

/// A relative path of plain components: no "..", no backslash, no drive, no control character, no
/// name that other systems reserve, valid UTF-8, no component over 255 bytes.
bool isSafeRepositoryPath(std::string_view path);

/// The variant that "Q4_K_M", "model-Q4_K_M.gguf" or "folder/model-00001-of-00002.gguf" means; with
/// an empty text the one that most people would take. Null where there is none.
const HubVariant* chooseVariant(const HubFiles& files, std::string_view what = {});

} // namespace core
