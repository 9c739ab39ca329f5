// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <variant>

#include "inference/kv/kv_layout.h"
#include "inference/plan/op_attention.h"
#include "inference/plan/op_experts.h"
#include "inference/plan/op_matmul.h"
#include "inference/plan/op_recurrent.h"

namespace inference {

/// Copies the rows whose logits are wanted: out[j] = in[row of j-th wanted logit].
struct GatherRowsOp {
    BufferId in = kNoBuffer;
    BufferId out = kNoBuffer;
};

using Op =
    std::variant<EmbedRowsOp, NormOp, MatmulOp, HeadMatmulOp, GatedProductOp, RopeStoreOp,
                 LatentStoreOp, AttentionOp, GatherRowsOp, RouteOp, ExpertsGluOp, ExpertsDownOp,
                 SplitOp, SigmoidGateOp, GatedNormOp, ShortConvOp, GatedDeltaOp, SelectiveScanOp>;

} // namespace inference
