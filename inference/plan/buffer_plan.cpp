// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/plan/buffer_plan.h"

#include <algorithm>
#include <numeric>

namespace inference {

namespace {

constexpr std::uint64_t kAlignment = 256; // Vulkan's largest minimum offset alignment in practice.

template <typename... Fs>
struct Overloaded : Fs... {
    using Fs::operator()...;
};
template <typename... Fs>
Overloaded(Fs...) -> Overloaded<Fs...>;

/// What happens to buffers in the order in which it happens: every op, and where the plan is in
/// segments, what comes in before and goes out after each.
std::vector<OpAccess> findAccesses(const ForwardPlan& plan) {
    std::vector<OpAccess> accesses;
    if (plan.segments.empty())
        for (const Op& op : plan.ops) accesses.push_back(opAccess(op));
    for (const PlanSegment& segment : plan.segments) {
        accesses.push_back({{}, segment.in});
        for (std::uint32_t i = segment.begin; i < segment.end; ++i)
            accesses.push_back(opAccess(plan.ops[i]));
        accesses.push_back({segment.out, {}});
    }
    return accesses;
}

/// For each access, which buffers hold something needed while it happens.
std::vector<std::vector<bool>> findLifetimes(const ForwardPlan& plan) {
    const std::size_t buffers = plan.buffers.size();
    const std::vector<OpAccess> accesses = findAccesses(plan);
    std::vector<std::vector<bool>> alive(accesses.size(), std::vector<bool>(buffers));
    std::vector<bool> needed(buffers); // After the access at hand.
    if (plan.logits != kNoBuffer) needed[plan.logits] = true;
    for (std::size_t i = accesses.size(); i-- > 0;) {
        const OpAccess& access = accesses[i];
        alive[i] = needed;
        for (const BufferId id : access.writes) {
            alive[i][id] = true;
            needed[id] = false;
        }
        for (const BufferId id : access.reads) {
            alive[i][id] = true;
            needed[id] = true;
        }
    }
    return alive;
}

OpAccess accessOf(const ExpertsGluOp& op) {
    OpAccess access{{op.in, op.choice}, {op.out}};
    if (op.weight != kNoBuffer) access.reads.push_back(op.weight);
    return access;
}

OpAccess accessOf(const ExpertsDownOp& op) {
    OpAccess access{{op.in, op.choice}, {op.out}};
    if (op.weight != kNoBuffer) access.reads.push_back(op.weight);
    if (op.accumulate) access.reads.push_back(op.out);
    return access;
}

bool meet(const std::vector<std::vector<bool>>& alive, std::size_t a, std::size_t b) {
    return std::any_of(alive.begin(), alive.end(),
                       [&](const std::vector<bool>& op) { return op[a] && op[b]; });
}

} // namespace

OpAccess opAccess(const Op& op) {
    return std::visit(Overloaded{
                          [](const EmbedRowsOp& o) {
                              return OpAccess{{}, {o.out}};
                          },
                          [](const NormOp& o) {
                              OpAccess access{{o.in}, {o.out}};
                              if (o.accumulate) access.reads.push_back(o.out);
                              return access;
                          },
                          [](const MatmulOp& o) {
                              OpAccess access{{o.in}, {}};
                              for (const BufferId out : o.outs)
                                  if (out != kNoBuffer) access.writes.push_back(out);
                              if (o.epilogue == MatmulEpilogue::Residual)
                                  access.reads.push_back(o.outs[0]);
                              return access;
                          },
                          [](const HeadMatmulOp& o) {
                              return OpAccess{{o.in}, {o.out}};
                          },
                          [](const GatedProductOp& o) {
                              return OpAccess{{o.gate, o.up}, {o.out}};
                          },
                          [](const RopeStoreOp& o) {
                              if (o.k == kNoBuffer) return OpAccess{{o.q}, {o.q}};
                              return OpAccess{{o.q, o.k, o.v}, {o.q}};
                          },
                          [](const LatentStoreOp& o) {
                              return OpAccess{{o.q, o.query, o.kv}, {o.query}};
                          },
                          [](const AttentionOp& o) {
                              return OpAccess{{o.q}, {o.out}};
                          },
                          [](const GatherRowsOp& o) {
                              return OpAccess{{o.in}, {o.out}};
                          },
                          [](const RouteOp& o) {
                              return OpAccess{{o.logits}, {o.choice, o.weight}};
                          },
                          [](const ExpertsGluOp& o) { return accessOf(o); },
                          [](const ExpertsDownOp& o) { return accessOf(o); },
                          [](const SplitOp& o) {
                              return OpAccess{{o.in}, {o.outs.begin(), o.outs.begin() + o.count}};
                          },
                          [](const SigmoidGateOp& o) {
                              return OpAccess{{o.values, o.gate}, {o.values}};
                          },
                          [](const GatedNormOp& o) {
                              return OpAccess{{o.in, o.gate}, {o.out}};
                          },
                          [](const ShortConvOp& o) {
                              return OpAccess{{o.in}, {o.out}};
                          },
                          [](const GatedDeltaOp& o) {
                              return OpAccess{{o.qkv, o.alpha, o.beta}, {o.out}};
                          },
                          [](const SelectiveScanOp& o) {
                              return OpAccess{{o.xbc, o.time}, {o.out}};
                          },
                      },
                      op);
}

std::uint64_t bufferBytes(const ForwardPlan& plan, const BufferSpec& buffer) {
    const std::uint64_t rows =
        buffer.scope == RowScope::LogitRows ? plan.logitRowsMax : plan.batchMax;
    return rows * buffer.width * sizeof(float);
}

std::uint64_t placeBuffers(ForwardPlan& plan) {
    const auto alive = findLifetimes(plan);
    std::vector<std::size_t> order(plan.buffers.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return bufferBytes(plan, plan.buffers[a]) > bufferBytes(plan, plan.buffers[b]);
    });

    // Largest first, each at the lowest gap between those it must not touch.
    struct Placed {
        std::size_t buffer;
        std::uint64_t begin, end;
    };
    std::vector<Placed> placed;
    std::uint64_t total = 0;
    for (const std::size_t id : order) {
        const std::uint64_t bytes = bufferBytes(plan, plan.buffers[id]);
        std::uint64_t offset = 0;
        for (const Placed& other : placed) { // Sorted by begin.
            if (!meet(alive, id, other.buffer)) continue;
            if (offset + bytes <= other.begin) break;
            offset = std::max(offset, (other.end + kAlignment - 1) / kAlignment * kAlignment);
        }
        plan.buffers[id].offset = offset;
        const Placed entry{id, offset, offset + bytes};
        placed.insert(
            std::upper_bound(placed.begin(), placed.end(), entry,
                             [](const Placed& a, const Placed& b) { return a.begin < b.begin; }),
            entry);
        total = std::max(total, entry.end);
    }
    return (total + kAlignment - 1) / kAlignment * kAlignment;
}

} // namespace inference
