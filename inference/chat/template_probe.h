// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <string_view>

#include "inference/chat/template_caps.h"
#include "inference/jinja/template.h"

namespace inference {

/// Finds out what a template can do by rendering small conversations with it.
TemplateCaps probeTemplate(const jinja::Template& compiled, std::string_view source,
                           std::string_view bos, std::string_view eos);

} // namespace inference
