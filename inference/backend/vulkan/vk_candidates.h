// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <span>

#include "inference/backend/backend.h"

namespace inference {

/// The best.size() largest logits, best first; the lower id first among equals; NaN counts as −∞.
/// Where there are fewer logits, the rest stays kNoToken.
void selectCandidates(std::span<const float> logits, std::span<Candidate> best);

/// The same from (id, bits of the logit) pairs that a device has preselected; an id of 0xffffffff
/// is an empty pair.
void joinCandidates(std::span<const std::uint32_t> pairs, std::span<Candidate> best);

} // namespace inference
