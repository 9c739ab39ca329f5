// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <vector>

#include "inference/base/result.h"
#include "inference/plan/op.h"

namespace inference {

class Model;

struct PlanOptions {
    std::uint32_t contextLength = 4096;
    std::uint32_t batchMax = 512; ///< Most tokens one forward pass takes.
    KvType keyType = KvType::F16;
    KvType valueType = KvType::F16;
    bool allLogits = false; ///< Room for logits at every token instead of one.
};

/// Ops [begin, end) of a plan that run without a break, and the buffers that change devices before
/// and after them.
struct PlanSegment {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    std::vector<BufferId> in;
    std::vector<BufferId> out;
};

/// The forward pass of one model as a flat list of ops with bindings, the buffers they use and the
/// cache they write. Built once; every executor runs the same list. Borrows the model's tensors.
struct ForwardPlan {
    std::vector<BufferSpec> buffers;
    std::vector<Op> ops;
    std::vector<RopeTable> ropeTables;
    QueryTemperature temperature; ///< Of the ops that ask for it.
    KvLayout kv;
    /// First op of each layer, then of the output (last norm, logits). Ops before the first layer
    /// embed the tokens. [layers + 1]
    std::vector<std::uint32_t> layerStarts;
    /// Empty in a whole plan; in the part of a plan that one of several devices runs, the stretches
    /// between two borders (see split_plan.h).
    std::vector<PlanSegment> segments;
    BufferId logits = kNoBuffer; ///< [logit rows][vocabulary]
    std::uint32_t vocabulary = 0;
    std::uint32_t batchMax = 0;
    std::uint32_t logitRowsMax = 1;
    std::uint64_t arenaBytes =
        0; ///< Activations of the largest batch; buffers whose lives do not overlap share.

    /// Fails with InvalidArgument (context of 0) or Unsupported.
    static Result<ForwardPlan> build(const Model& model, const PlanOptions& options);
};

} // namespace inference
