// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
const uint kSilu = 0;
const uint kGeluTanh = 1;
const uint kSwigluOai = 2;
const uint kSquaredRelu = 3;

// tanh by way of exp, without overflow: some drivers' own tanh returns NaN for large arguments.
float boundedTanh(float x) {
    float e = exp(-2.0 * abs(x));
    return sign(x) * (1.0 - e) / (1.0 + e);
}

float sigmoid(float x) { return 1.0 / (1.0 + exp(-x)); }

float gated(uint kind, float gate, float up) {
    if (kind == kSilu) return gate * sigmoid(gate) * up;
    if (kind == kGeluTanh) {
        float inner = 0.79788456080286535588 * (gate + 0.044715 * gate * gate * gate);
        return 0.5 * gate * (1.0 + boundedTanh(inner)) * up;
    }
    if (kind == kSquaredRelu) return max(gate, 0.0) * max(gate, 0.0) * up;
    float g = min(gate, 7.0);
    float u = clamp(up, -7.0, 7.0);
    return g * sigmoid(1.702 * g) * (u + 1.0);
}
