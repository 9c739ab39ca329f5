// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// Row: chunks × 8 f32.
#include "weights.glsl"
void dequant8(uint row, uint chunk, uint chunks, out vec4 lo, out vec4 hi) {
    uint at = (row >> 2) + 2u * chunk;
    lo = wf4[at];
    hi = wf4[at + 1u];
}
