// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <string_view>

#include "core/hub/hub_types.h"

namespace core {

/// A README.md of the hub: YAML between two lines of dashes, then Markdown. Of YAML only what cards
/// use is read: `key: value`, lists in both notations, quotes, block texts; everything else is
/// skipped. Never fails: what cannot be read as front matter is shown as text.
HubCard parseModelCard(std::string_view readme);

} // namespace core
