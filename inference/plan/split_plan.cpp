// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/plan/split_plan.h"

#include <algorithm>
#include <array>

#include "inference/plan/buffer_plan.h"

namespace inference {

namespace {

std::size_t indexOf(Site site) {
    return site == Site::Host ? 0 : 1;
}

void addOnce(std::vector<BufferId>& list, BufferId id) {
    if (std::find(list.begin(), list.end(), id) == list.end()) list.push_back(id);
}

/// Walks the whole plan once and deals its ops out.
class Splitter {
public:
    Splitter(const ForwardPlan& whole, SplitPlan& split)
        : m_split(split), m_valid(whole.buffers.size(), {false, false}) {}

    void add(const Op& op, Site site) {
        ForwardPlan& part = m_split.part(site);
        if (m_split.steps.empty() || m_split.steps.back().site != site) {
            const auto at = static_cast<std::uint32_t>(part.ops.size());
            part.segments.push_back({at, at, {}, {}});
            m_split.steps.push_back({site, static_cast<std::uint32_t>(part.segments.size() - 1)});
        }
        const OpAccess access = opAccess(op);
        for (const BufferId id : access.reads) fetch(id, site);
        for (const BufferId id : access.writes) {
            m_valid[id] = {false, false};
            m_valid[id][indexOf(site)] = true;
        }
        part.ops.push_back(op);
        part.segments.back().end = static_cast<std::uint32_t>(part.ops.size());
    }

private:
    /// The segment before this one is on the other side and has just ended: what is missing here is
    /// handed over between the two.
    void fetch(BufferId id, Site site) {
        if (m_valid[id][indexOf(site)]) return;
        const Site other = site == Site::Host ? Site::Device : Site::Host;
        ASSERT(m_valid[id][indexOf(other)]);
        addOnce(m_split.part(site).segments.back().in, id);
        addOnce(m_split.part(other).segments.back().out, id);
        m_valid[id][indexOf(site)] = true;
    }

    SplitPlan& m_split;
    std::vector<std::array<bool, 2>> m_valid; // [buffers][site] holds the latest values
};

/// Takes away what a side never touches, and lays out the rest.
void shrink(ForwardPlan& part) {
    std::vector<bool> touched(part.buffers.size());
    std::vector<bool> cached(part.kv.layers.size());
    for (const Op& op : part.ops) {
        const OpAccess access = opAccess(op);
        for (const BufferId id : access.reads) touched[id] = true;
        for (const BufferId id : access.writes) touched[id] = true;
        std::visit(
            [&](const auto& one) {
                if constexpr (requires { one.layer; }) cached[one.layer] = true;
            },
            op);
    }
    for (std::size_t i = 0; i < touched.size(); ++i)
        if (!touched[i]) part.buffers[i].width = 0;
    for (std::size_t i = 0; i < cached.size(); ++i)
        if (!cached[i]) part.kv.layers[i].cells = 0;
    for (std::size_t i = 0; i < part.kv.recurrent.size(); ++i)
        if (!cached[i]) part.kv.recurrent[i] = {};
    if (part.logits != kNoBuffer && !touched[part.logits]) part.logits = kNoBuffer;
    part.arenaBytes = placeBuffers(part);
}

} // namespace

SplitPlan splitPlan(const ForwardPlan& whole, const Placement& placement) {
    SplitPlan split;
    split.host = whole;
    split.host.ops.clear();
    split.host.layerStarts.clear();
    split.device = split.host;
    const std::vector<Site> sites = sitesOfOps(whole, placement);
    Splitter splitter(whole, split);
    for (std::size_t i = 0; i < whole.ops.size(); ++i) splitter.add(whole.ops[i], sites[i]);
    shrink(split.host);
    shrink(split.device);
    return split;
}

} // namespace inference
