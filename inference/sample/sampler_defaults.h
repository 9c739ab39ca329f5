// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include "inference/gguf/gguf_metadata.h"
#include "inference/sample/sampler_parameters.h"

namespace inference {

/// What the author of a file recommends (`general.sampling.*`), on top of the usual defaults.
/// Values that make no sense are passed over.
SamplerParameters samplerDefaults(const GgufMetadata& metadata);

/// `chosen`, with the author's value wherever it is the usual default and so nobody's choice.
SamplerParameters withDefaults(SamplerParameters chosen, const SamplerParameters& author);

} // namespace inference
