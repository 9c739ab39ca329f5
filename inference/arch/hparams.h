// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include "inference/arch/arch_spec.h"
#include "inference/arch/arch_tables.h"
#include "inference/base/result.h"
#include "inference/gguf/gguf_metadata.h"

namespace inference {

/// Turns the hyperparameters of a file into behaviours. Everything is checked against stated limits
/// and against each other, since kernels divide by these numbers and index with them.
/// Fails with Corrupt (missing, contradicting or absurd values) or Unsupported (by name).
/// `vocabulary` and the rotation factors are left to whoever reads the tensors.
Result<ArchSpec> readArchSpec(const GgufMetadata& metadata);

/// `general.architecture` where this engine has a row for it; else Unsupported, naming it.
Result<const ArchRow*> requireArch(const GgufMetadata& metadata);

} // namespace inference
