// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include "tests/support/reference_attention.h"

namespace inference::testing {

/// Recurrent layers of ReferenceForward, each from its definition: a convolution sums over earlier
/// tokens, a state is carried from token to token, nothing is cut into pieces.
class ReferenceMixers : protected ReferenceAttention {
protected:
    using ReferenceAttention::ReferenceAttention;

    static double silu(double x) { return x * logistic(x); }
    static double softplus(double x) { return x > 20 ? x : std::log1p(std::exp(x)); }

    /// All values of a small tensor, row after row.
    static Vector decodeAll(const WeightTensor& w) {
        Vector values;
        for (std::size_t r = 0; r < w.rows; ++r)
            for (const double value : decodeRow(w, r)) values.push_back(value);
        return values;
    }

    /// Σ_j kernel[c][j] · x_{t - taps + 1 + j}[c] + bias[c], before the first token zeros.
    static std::vector<Vector> convolve(const std::vector<Vector>& x, const WeightTensor& kernel,
                                        const WeightTensor* bias) {
        const std::size_t taps = kernel.rowLength;
        std::vector<Vector> y(x.size(), Vector(kernel.rows));
        for (std::size_t c = 0; c < kernel.rows; ++c) {
            const Vector weights = decodeRow(kernel, c);
            for (std::size_t t = 0; t < x.size(); ++t) {
                if (bias != nullptr) y[t][c] = decodeRow(*bias, 0)[c];
                for (std::size_t j = 0; j < taps; ++j)
                    if (t + j + 1 >= taps) y[t][c] += weights[j] * x[t + j + 1 - taps][c];
            }
        }
        return y;
    }

    /// What the layer's mixer adds to the stream at every position.
    std::vector<Vector> mix(std::size_t index, const std::vector<Vector>& stream) {
        const Mixer mixer = m_spec.layers[index].mixer;
        if (mixer == Mixer::Attention)
            return project(attention(index, stream), "attn_output", "attn_output.bias");
        std::vector<Vector> inputs;
        inputs.reserve(stream.size());
        for (const Vector& row : stream) inputs.push_back(norm(row, weight("attn_norm.weight")));
        if (mixer == Mixer::ShortConv) return project(shortConv(inputs), "shortconv.out_proj", "");
        return project(mixer == Mixer::GatedDelta ? gatedDelta(inputs) : mamba(inputs), "ssm_out",
                       "");
    }

private:
    std::vector<Vector> project(std::vector<Vector> rows, const std::string& name,
                                const std::string& bias) const {
        for (Vector& row : rows) row = multiply(*weight(name + ".weight"), row, weight(bias));
        return rows;
    }

    std::vector<Vector> shortConv(const std::vector<Vector>& inputs) const {
        const std::size_t n = m_spec.embedding;
        std::vector<Vector> gates, products;
        for (const Vector& x : inputs) {
            const Vector row = multiply(*weight("shortconv.in_proj.weight"), x);
            Vector& product = products.emplace_back(n);
            for (std::size_t i = 0; i < n; ++i) product[i] = row[i] * row[2 * n + i];
            gates.emplace_back(row.begin() + static_cast<std::ptrdiff_t>(n),
                               row.begin() + static_cast<std::ptrdiff_t>(2 * n));
        }
        auto mixed = convolve(products, *weight("shortconv.conv.weight"), nullptr);
        for (std::size_t t = 0; t < mixed.size(); ++t)
            for (std::size_t i = 0; i < n; ++i) mixed[t][i] *= gates[t][i];
        return mixed;
    }

    /// Inputs of a Gated DeltaNet layer in the newer layout, whatever the file has.
    struct DeltaInputs {
        Vector qkv, gate, beta, alpha;
    };
    DeltaInputs deltaInputs(const Vector& x) const {
        const RecurrentSpec& s = m_spec.recurrent;
        DeltaInputs in;
        if (weight("ssm_in.weight") == nullptr) {
            in.qkv = multiply(*weight("attn_qkv.weight"), x);
            in.gate = multiply(*weight("attn_gate.weight"), x);
        } else {
            const Vector row = multiply(*weight("ssm_in.weight"), x);
            const std::size_t values = s.innerSize / s.groups;
            const std::size_t lengths[] = {s.stateSize, s.stateSize, values, values};
            for (std::size_t part = 0, start = 0; part < 4; start += lengths[part++])
                for (std::size_t g = 0; g < s.groups; ++g)
                    for (std::size_t i = 0; i < lengths[part]; ++i)
                        (part < 3 ? in.qkv : in.gate)
                            .push_back(row[g * (row.size() / s.groups) + start + i]);
        }
        if (weight("ssm_ba.weight") == nullptr) {
            in.beta = multiply(*weight("ssm_beta.weight"), x);
            in.alpha = multiply(*weight("ssm_alpha.weight"), x);
        } else {
            in.beta = multiply(*weight("ssm_ba.weight"), x);
            in.alpha = takeGates(in.beta, s.heads / s.groups);
        }
        return in;
    }

    std::vector<Vector> gatedDelta(const std::vector<Vector>& inputs) const {
        const RecurrentSpec& s = m_spec.recurrent;
        const std::size_t n = s.stateSize, m = s.headLength(), keys = s.groupWidth();
        std::vector<DeltaInputs> in;
        std::vector<Vector> raw;
        raw.reserve(inputs.size());
        for (const Vector& x : inputs) raw.push_back(in.emplace_back(deltaInputs(x)).qkv);
        const auto convolved = convolve(raw, *weight("ssm_conv1d.weight"), nullptr);
        const Vector decay = decodeAll(*weight("ssm_a"));
        const Vector bias = decodeAll(*weight("ssm_dt.bias"));
        std::vector<Vector> mixed(inputs.size(), Vector(s.innerSize));
        for (std::size_t h = 0; h < s.heads; ++h) {
            const std::size_t key = s.tiledKeys ? h % s.groups : h / (s.heads / s.groups);
            std::vector<Vector> state(n, Vector(m));
            for (std::size_t t = 0; t < inputs.size(); ++t) {
                Vector q(n), k(n), v(m), out(m);
                double qq = m_spec.normEps, kk = m_spec.normEps;
                for (std::size_t i = 0; i < n; ++i) {
                    q[i] = silu(convolved[t][key * n + i]);
                    k[i] = silu(convolved[t][keys + key * n + i]);
                    qq += q[i] * q[i];
                    kk += k[i] * k[i];
                }
                const double kept = std::exp(decay[h] * softplus(in[t].alpha[h] + bias[h]));
                for (std::size_t c = 0; c < m; ++c) {
                    double held = 0;
                    for (std::size_t i = 0; i < n; ++i) {
                        state[i][c] *= kept;
                        held += state[i][c] * k[i] / std::sqrt(kk);
                    }
                    const double value = silu(convolved[t][2 * keys + h * m + c]);
                    const double change = logistic(in[t].beta[h]) * (value - held);
                    for (std::size_t i = 0; i < n; ++i) {
                        state[i][c] += k[i] / std::sqrt(kk) * change;
                        out[c] += state[i][c] * q[i] / std::sqrt(qq * static_cast<double>(n));
                    }
                }
                out = norm(out, weight("ssm_norm.weight"));
                for (std::size_t c = 0; c < m; ++c)
                    mixed[t][h * m + c] = out[c] * silu(in[t].gate[h * m + c]);
            }
        }
        return mixed;
    }

    std::vector<Vector> mamba(const std::vector<Vector>& inputs) const {
        const RecurrentSpec& s = m_spec.recurrent;
        const std::size_t n = s.stateSize, m = s.headLength(), inner = s.innerSize;
        std::vector<Vector> raw;
        raw.reserve(inputs.size());
        for (const Vector& x : inputs) raw.push_back(multiply(*weight("ssm_in_conv.weight"), x));
        const auto u = convolve(raw, *weight("ssm_conv1d.weight"), weight("ssm_conv1d.bias"));
        const Vector decay = decodeAll(*weight("ssm_a")), skip = decodeAll(*weight("ssm_d"));
        const Vector bias = decodeAll(*weight("ssm_dt.bias"));
        const Vector scale = decodeAll(*weight("ssm_norm.weight"));
        std::vector<Vector> states(s.heads * n, Vector(m)), mixed;
        for (std::size_t t = 0; t < inputs.size(); ++t) {
            const Vector time = multiply(*weight("ssm_in_time.weight"), inputs[t]);
            const Vector gate = multiply(*weight("ssm_in_gate.weight"), inputs[t]);
            Vector& y = mixed.emplace_back(inner);
            for (std::size_t h = 0; h < s.heads; ++h) {
                const std::size_t group = inner + h / (s.heads / s.groups) * n;
                const double step = softplus(time[h] + bias[h]);
                for (std::size_t c = 0; c < m; ++c) {
                    const double x = silu(u[t][h * m + c]);
                    y[h * m + c] = skip[h] * x;
                    for (std::size_t i = 0; i < n; ++i) {
                        double& cell = states[h * n + i][c];
                        cell = cell * std::exp(step * decay[h]) + silu(u[t][group + i]) * step * x;
                        y[h * m + c] += cell * silu(u[t][group + s.groups * n + i]);
                    }
                    y[h * m + c] *= silu(gate[h * m + c]);
                }
            }
            const std::size_t stretch = inner / s.groups;
            for (std::size_t g = 0; g < s.groups; ++g) {
                double squares = 0;
                for (std::size_t i = g * stretch; i < (g + 1) * stretch; ++i)
                    squares += y[i] * y[i];
                const double rms =
                    std::sqrt(squares / static_cast<double>(stretch) + m_spec.normEps);
                for (std::size_t i = g * stretch; i < (g + 1) * stretch; ++i)
                    y[i] *= scale[i] / rms;
            }
        }
        return mixed;
    }
};

} // namespace inference::testing
