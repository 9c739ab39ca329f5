// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <algorithm>
#include <cmath>
#include <span>
#include <string>
#include <vector>

#include "inference/arch/rope_scaling.h"
#include "inference/model/model.h"

namespace inference::testing {

/// What the parts of ReferenceForward share: weights decoded by their definition, products, norms
/// and rotations in double precision.
class ReferenceMath {
public:
    using Vector = std::vector<double>;

protected:
    ReferenceMath(const Model& model, std::uint32_t contextLength)
        : m_model(model), m_spec(model.spec()),
          m_rope(buildRopeTables(model.spec(), contextLength)) {}

    const WeightTensor* weight(const std::string& name) const {
        return m_model.weight(m_block + name);
    }

    static Vector decodeRow(const WeightTensor& w, std::size_t row, std::size_t matrix = 0) {
        std::vector<float> values(w.rowLength);
        const DTypeInfo& info = dtypeInfo(w.dtype);
        info.decode(w.row(row, matrix), values.data(), w.rowLength / info.blockElements);
        return {values.begin(), values.end()};
    }

    static Vector multiply(const WeightTensor& w, const Vector& x,
                           const WeightTensor* bias = nullptr, std::size_t matrix = 0) {
        Vector y(w.rows);
        for (std::size_t r = 0; r < w.rows; ++r) {
            const Vector row = decodeRow(w, r, matrix);
            for (std::size_t i = 0; i < x.size(); ++i) y[r] += row[i] * x[i];
        }
        if (bias != nullptr) {
            const Vector b = decodeRow(*bias, matrix);
            for (std::size_t r = 0; r < y.size(); ++r) y[r] += b[r];
        }
        return y;
    }

    static Vector part(const Vector& x, std::size_t first, std::size_t count) {
        const auto begin = x.begin() + static_cast<std::ptrdiff_t>(first);
        return {begin, begin + static_cast<std::ptrdiff_t>(count)};
    }

    Vector unit(const Vector& x) const {
        double sum = 0;
        for (const double value : x) sum += value * value;
        const double scale = 1 / std::sqrt(sum / static_cast<double>(x.size()) + m_spec.normEps);
        Vector y = x;
        for (double& value : y) value *= scale;
        return y;
    }
    Vector norm(const Vector& x, const WeightTensor* w) const {
        Vector y = unit(x);
        const Vector factors = decodeRow(*w, 0);
        for (std::size_t i = 0; i < y.size(); ++i) y[i] *= factors[i];
        return y;
    }

    /// Rotates the beginning of `x`.
    void rotate(const LayerSpec& layer, Vector& x, std::size_t position) const {
        if (!layer.rope || m_spec.pairing == RopePairing::None) return;
        const RopeTable& table = m_rope[layer.ropeTable];
        const std::size_t pairs = table.inverseFrequency.size();
        for (std::size_t i = 0; i < pairs; ++i) {
            const bool halves = m_spec.pairing == RopePairing::Halves;
            double& a = x[halves ? i : 2 * i];
            double& b = x[halves ? i + pairs : 2 * i + 1];
            const double angle = static_cast<double>(position) * table.inverseFrequency[i];
            const double cosine = std::cos(angle) * table.magnitude;
            const double sine = std::sin(angle) * table.magnitude;
            const double rotated = a * cosine - b * sine;
            b = a * sine + b * cosine;
            a = rotated;
        }
    }

    static double logistic(double x) { return 1 / (1 + std::exp(-x)); }

    /// Takes the second half of every head out of a row.
    static Vector takeGates(Vector& row, std::size_t head) {
        Vector first, second;
        for (std::size_t i = 0; i < row.size(); ++i)
            (i / head % 2 == 0 ? first : second).push_back(row[i]);
        row = first;
        return second;
    }

    double activate(double gate, double up) const {
        switch (m_spec.activation) {
        case Activation::Silu: return gate / (1 + std::exp(-gate)) * up;
        case Activation::GeluTanh:
            return 0.5 * gate
                   * (1 + std::tanh(0.79788456080286536 * (gate + 0.044715 * gate * gate * gate)))
                   * up;
        case Activation::SwigluOai:
            gate = std::min(gate, 7.0);
            up = std::clamp(up, -7.0, 7.0);
            return gate / (1 + std::exp(-1.702 * gate)) * (up + 1);
        case Activation::SquaredRelu: return std::max(gate, 0.0) * std::max(gate, 0.0) * up;
        }
        return 0;
    }

    static void addScaled(Vector& to, const Vector& x, double factor = 1) {
        for (std::size_t i = 0; i < to.size(); ++i) to[i] += factor * x[i];
    }

    const Model& m_model;
    const ArchSpec& m_spec;
    std::vector<RopeTable> m_rope;
    std::string m_block;
};

/// Σ(a − b)² / Σb²
template <typename A, typename B>
double normalizedError(const A& a, const B& b) {
    double error = 0, power = 0;
    for (std::size_t i = 0; i < b.size(); ++i) {
        const double difference = static_cast<double>(a[i]) - static_cast<double>(b[i]);
        error += difference * difference;
        power += static_cast<double>(b[i]) * static_cast<double>(b[i]);
    }
    return power > 0 ? error / power : error;
}

} // namespace inference::testing
