// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
//
// Mixture-of-experts ops of CpuExecutor. Tokens are grouped by expert, so that a batch reads the
// weights of each expert once.
#include <algorithm>
#include <bitset>
#include <cmath>
#include <cstring>
#include <limits>

#include "inference/backend/cpu/cpu_executor.h"
#include "inference/backend/cpu/cpu_limits.h"

namespace inference {
namespace {

constexpr float kLeastWeightSum = 6.1e-5f;
/// As the hyperparameters are checked.
constexpr std::size_t kExpertsMost = 1024;

float known(float logit) {
    return std::isnan(logit) ? -std::numeric_limits<float>::infinity() : logit;
}

/// Probability of an expert before it is chosen.
double gate(ExpertGating gating, double logit, double largest, double total) {
    switch (gating) {
    case ExpertGating::Softmax: return total > 0 ? std::exp(logit - largest) / total : 0;
    case ExpertGating::Sigmoid: return 1.0 / (1.0 + std::exp(-logit));
    case ExpertGating::SoftmaxSelected: return logit;
    }
    return 0;
}

/// Scores by which experts are chosen, for one token.
class ExpertScores {
public:
    ExpertScores(const RouteOp& op, const float* logits, const float* bias)
        : m_op(op), m_logits(logits), m_bias(bias) {
        for (std::size_t e = 0; e < op.experts; ++e)
            m_largest = std::max(m_largest, static_cast<double>(known(logits[e])));
        if (op.gating == ExpertGating::Softmax)
            for (std::size_t e = 0; e < op.experts; ++e)
                m_total += std::exp(static_cast<double>(known(logits[e])) - m_largest);
        if (op.groups <= 1) return;
        const Place last = lastGroup();
        for (std::size_t g = 0; g < op.groups; ++g) m_allowed[g] = !isAfter(place(g), last);
    }

    double probability(std::size_t e) const {
        return gate(m_op.gating, static_cast<double>(known(m_logits[e])), m_largest, m_total);
    }
    double score(std::size_t e) const {
        const double p = probability(e);
        return m_bias == nullptr ? p : p + static_cast<double>(known(m_bias[e]));
    }
    bool allowed(std::size_t e) const { return m_op.groups <= 1 || m_allowed[e / groupSize()]; }

    /// In the order (score down, index up).
    struct Place {
        double score = std::numeric_limits<double>::infinity();
        std::size_t index = 0;
    };
    static bool isAfter(const Place& a, const Place& b) {
        return a.score < b.score || (a.score == b.score && a.index > b.index);
    }

private:
    std::size_t groupSize() const { return m_op.experts / m_op.groups; }
    /// The sum of a group's two best scores.
    Place place(std::size_t group) const {
        double first = -std::numeric_limits<double>::infinity(), second = first;
        for (std::size_t e = group * groupSize(); e < (group + 1) * groupSize(); ++e) {
            const double s = score(e);
            second = std::max(second, std::min(first, s));
            first = std::max(first, s);
        }
        return {first + second, group};
    }
    /// The worst group that may still be used.
    Place lastGroup() const {
        Place last;
        for (std::size_t slot = 0; slot < m_op.groupsUsed; ++slot) {
            Place best;
            bool found = false;
            for (std::size_t g = 0; g < m_op.groups; ++g) {
                const Place own = place(g);
                const bool after = slot == 0 || isAfter(own, last);
                if (after && (!found || isAfter(best, own))) {
                    best = own;
                    found = true;
                }
            }
            if (found) last = best;
        }
        return last;
    }

    const RouteOp& m_op;
    const float* m_logits;
    const float* m_bias;
    double m_largest = -std::numeric_limits<double>::max();
    double m_total = 0;
    std::bitset<kExpertsMost> m_allowed; // By group.
};

void routeToken(const RouteOp& op, const float* logits, const float* bias, float* choice,
                float* weights) {
    const ExpertScores scores(op, logits, bias);
    // Experts are few: picking the best one `used` times needs no memory. A pass takes the best of
    // those that come after the last one in the order.
    ExpertScores::Place last;
    for (std::size_t slot = 0; slot < op.used; ++slot) {
        ExpertScores::Place best{0, op.experts};
        for (std::size_t e = 0; e < op.experts; ++e) {
            const ExpertScores::Place own{scores.score(e), e};
            if ((slot > 0 && !ExpertScores::isAfter(own, last)) || !scores.allowed(e)) continue;
            if (best.index == op.experts || own.score > best.score) best = own;
        }
        if (best.index == op.experts) best.index = 0; // Only if more are asked for than there are.
        const auto index = static_cast<std::uint32_t>(best.index);
        std::memcpy(choice + slot, &index, 4);
        weights[slot] = static_cast<float>(scores.probability(best.index));
        last = best;
    }
}

void finishWeights(const RouteOp& op, float* weights) {
    if (op.gating == ExpertGating::SoftmaxSelected) {
        float largest = weights[0];
        for (std::size_t i = 1; i < op.used; ++i) largest = std::max(largest, weights[i]);
        if (std::isinf(largest)) largest = 0;
        double total = 0;
        for (std::size_t i = 0; i < op.used; ++i)
            total += std::exp(static_cast<double>(weights[i]) - static_cast<double>(largest));
        for (std::size_t i = 0; i < op.used; ++i)
            weights[i] = total > 0 ? static_cast<float>(std::exp(static_cast<double>(weights[i])
                                                                 - static_cast<double>(largest))
                                                        / total)
                                   : 0;
    }
    float divisor = 1;
    if (op.normalize) {
        divisor = 0;
        for (std::size_t i = 0; i < op.used; ++i) divisor += weights[i];
        divisor = std::max(divisor, kLeastWeightSum);
    }
    for (std::size_t i = 0; i < op.used; ++i) weights[i] = weights[i] / divisor * op.scale;
}

} // namespace

void CpuExecutor::run(const RouteOp& op, Team& team) {
    const float* bias = vectorOf(op.selectionBias);
    const float* own = vectorOf(op.expertScale);
    const auto [begin, end] = team.share(rowsOf(op.choice));
    for (std::size_t t = begin; t < end; ++t) {
        routeToken(op, row(op.logits, t), bias, row(op.choice, t), row(op.weight, t));
        float* weights = row(op.weight, t);
        finishWeights(op, weights);
        if (own == nullptr) continue;
        for (std::size_t slot = 0; slot < op.used; ++slot) {
            std::uint32_t expert;
            std::memcpy(&expert, row(op.choice, t) + slot, 4);
            weights[slot] *= own[expert];
        }
    }
}

void CpuExecutor::groupByExpert(BufferId choice, std::size_t used, std::size_t experts) {
    const std::size_t tokens = rowsOf(choice);
    const auto chosen = [&](std::size_t entry) {
        std::uint32_t expert;
        std::memcpy(&expert, row(choice, entry / used) + entry % used, 4);
        return std::min<std::size_t>(expert, experts - 1);
    };
    // Counting sort; the starts are moved up while filling and end as the starts of the next.
    std::fill_n(m_expertStart, experts + 1, 0u);
    for (std::size_t entry = 0; entry < tokens * used; ++entry) ++m_expertStart[chosen(entry) + 1];
    m_activeCount = 0;
    for (std::size_t e = 0; e < experts; ++e) {
        if (m_expertStart[e + 1] != 0)
            m_expertActive[m_activeCount++] = static_cast<std::uint32_t>(e);
        m_expertStart[e + 1] += m_expertStart[e];
    }
    for (std::size_t entry = 0; entry < tokens * used; ++entry)
        m_expertEntries[m_expertStart[chosen(entry)]++] = static_cast<std::uint32_t>(entry);
    for (std::size_t e = experts; e > 0; --e) m_expertStart[e] = m_expertStart[e - 1];
    m_expertStart[0] = 0;
}

MatmulInputs CpuExecutor::expertInputs(const std::uint32_t* entries, std::size_t count,
                                       std::size_t entriesPerRow, Scratch& scratch) const {
    for (std::size_t i = 0; i < count; ++i) {
        scratch.records[i] = m_recordPointers[entries[i] / entriesPerRow];
        scratch.rows[i] = m_rowPointers[entries[i] / entriesPerRow];
    }
    return {scratch.records, scratch.rows, count};
}

void CpuExecutor::run(const ExpertsGluOp& op, Team& team) {
    const std::size_t tokens = rowsOf(op.choice);
    const PreparedWeight& gate = prepared(op.gate);
    const bool fused = op.gated && op.up == nullptr;
    const PreparedWeight& up = op.up == nullptr ? gate : prepared(op.up);
    InputNeeds needs = needsOf(op.gate);
    const InputNeeds more = needsOf(op.up);
    needs.records |= more.records;
    const auto [begin, end] = team.share(tokens);
    for (std::size_t t = begin; t < end; ++t)
        prepareInput(row(op.in, t), gate.length, nullptr, 0, t, needs, false);
    if (team.thread == 0) groupByExpert(op.choice, op.used, gate.stack);
    team.sync();

    const std::size_t width = fused ? gate.rows / 2 : gate.rows;
    const std::size_t chunk = chunkRows(tokens);
    const std::size_t stride = tokens <= kDecodeTokens ? kChunkRows : kPanelRowsMax;
    const std::size_t pieces = (width + chunk - 1) / chunk;
    const float* gateBias = vectorOf(op.gateBias);
    const float* upBias = vectorOf(op.upBias);
    Scratch& scratch = m_scratch[team.thread];
    for (std::size_t item = team.claim(); item < m_activeCount * pieces; item = team.claim()) {
        const std::size_t expert = m_expertActive[item / pieces];
        const std::size_t firstRow = item % pieces * chunk;
        const std::size_t count = std::min(chunk, width - firstRow);
        for (std::size_t e = m_expertStart[expert]; e < m_expertStart[expert + 1];
             e += kTokenBlock) {
            const std::uint32_t* entries = m_expertEntries + e;
            const std::size_t some =
                std::min<std::size_t>(kTokenBlock, m_expertStart[expert + 1] - e);
            const MatmulInputs inputs = expertInputs(entries, some, op.used, scratch);
            float* second = scratch.tile + some * stride;
            multiply(gate, expert, firstRow, count, inputs, scratch.tile, stride, scratch);
            if (op.gated)
                multiply(up, expert, fused ? width + firstRow : firstRow, count, inputs, second,
                         stride, scratch);
            for (std::size_t i = 0; i < some; ++i) {
                const float* ownGate =
                    gateBias == nullptr ? nullptr : gateBias + expert * gate.rows + firstRow;
                const float* ownUp =
                    upBias == nullptr ? nullptr : upBias + expert * width + firstRow;
                if (fused && gateBias != nullptr) ownUp = ownGate + width;
                float* ownSecond = op.gated ? second + i * stride : nullptr;
                if (op.weight != kNoBuffer) {
                    // As good as weighing the input, which is the same for all experts.
                    const float w = row(op.weight, entries[i] / op.used)[entries[i] % op.used];
                    float* first = scratch.tile + i * stride;
                    m_kernels.scaleRow(first, nullptr, w, count, first, false);
                    if (op.gated)
                        m_kernels.scaleRow(ownSecond, nullptr, w, count, ownSecond, false);
                }
                glu({scratch.tile + i * stride, ownSecond, count}, ownGate, ownUp, op.activation,
                    row(op.out, entries[i] / op.used) + entries[i] % op.used * width + firstRow);
            }
        }
    }
}

void CpuExecutor::run(const ExpertsDownOp& op, Team& team) {
    const std::size_t tokens = rowsOf(op.choice);
    const PreparedWeight& down = prepared(op.down);
    const auto [begin, end] = team.share(tokens * op.used);
    for (std::size_t entry = begin; entry < end; ++entry)
        prepareInput(row(op.in, entry / op.used) + entry % op.used * down.length, down.length,
                     nullptr, 0, entry, needsOf(op.down), false);
    if (team.thread == 0) groupByExpert(op.choice, op.used, down.stack);
    team.sync();

    const std::size_t chunk = chunkRows(tokens);
    const std::size_t stride = tokens <= kDecodeTokens ? kChunkRows : kPanelRowsMax;
    const float* bias = vectorOf(op.bias);
    Scratch& scratch = m_scratch[team.thread];
    // One piece covers all experts: its rows of `out` belong to one thread, which may add to them.
    for (std::size_t firstRow = team.claim(chunk); firstRow < down.rows;
         firstRow = team.claim(chunk)) {
        const std::size_t count = std::min(chunk, down.rows - firstRow);
        if (!op.accumulate)
            for (std::size_t t = 0; t < tokens; ++t)
                std::memset(row(op.out, t) + firstRow, 0, count * sizeof(float));
        for (std::size_t a = 0; a < m_activeCount; ++a) {
            const std::size_t expert = m_expertActive[a];
            const float* ownBias = bias == nullptr ? nullptr : bias + expert * down.rows + firstRow;
            for (std::size_t e = m_expertStart[expert]; e < m_expertStart[expert + 1];
                 e += kTokenBlock) {
                const std::uint32_t* entries = m_expertEntries + e;
                const std::size_t some =
                    std::min<std::size_t>(kTokenBlock, m_expertStart[expert + 1] - e);
                const MatmulInputs inputs = expertInputs(entries, some, 1, scratch);
                multiply(down, expert, firstRow, count, inputs, scratch.tile, stride, scratch);
                for (std::size_t i = 0; i < some; ++i) {
                    float* y = scratch.tile + i * stride;
                    if (ownBias != nullptr) m_kernels.addRow(y, ownBias, count, y);
                    const std::size_t token = entries[i] / op.used;
                    const float weight = op.weight == kNoBuffer
                                             ? op.scale
                                             : row(op.weight, token)[entries[i] % op.used];
                    m_kernels.scaleRow(y, nullptr, weight, count, row(op.out, token) + firstRow,
                                       true);
                }
            }
        }
    }
}

} // namespace inference
