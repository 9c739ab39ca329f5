// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <vector>

#include "inference/arch/arch_spec.h"
#include "inference/plan/op.h"

namespace inference {

/// The rotation tables of a model for a context of this length: table 0 for most layers, table 1
/// for sliding-window layers where these have a base of their own. Linear, YaRN and LongRope
/// scaling and per-pair factors are folded in; LongRope chooses its factors by the configured
/// context.
std::vector<RopeTable> buildRopeTables(const ArchSpec& spec, std::uint32_t contextLength);

} // namespace inference
