// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include "core/base/json.h"
#include "core/settings/settings.h"

namespace core {

/// Settings as members of one JSON object, and back. Values out of range and of a wrong type count
/// as missing; missing ones keep their defaults.
Settings settingsFromJson(const Json& json);
/// Sets our members in `json` and leaves the others as they are.
void writeSettings(const Settings& settings, Json& json);

} // namespace core
