// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// matmul_<format>: y = W·x for a batch of tokens, a tile of kTile rows by kTile tokens per workgroup,
// staged through shared memory 32 values deep. Workgroups have (kTile / 4)² invocations, each of which
// keeps 4×4 sums in f32. Workgroup x: rows; y: tokens. The same epilogues as matvec.
#version 450
#extension GL_GOOGLE_include_directive : require
#include "types.glsl"
#include "quant.glsl"
#include "input.glsl"
#include "epilogue.glsl"

const uint kTile = 64;
const uint kDepth = 32;               // Values of the rows staged at a time: four chunks.
const uint kSide = kTile / 4u;        // Invocations along a side of the tile; each loads one chunk.
const uint kPitch = kTile / 4u + 1u;  // In vec4; odd, so that columns fall into different banks.

shared vec4 weightTile[kDepth * kPitch];  // [depth][row]
shared vec4 inputTile[kDepth * kPitch];   // [depth][token]
shared float squareTile[kTile * 4u];      // [token][chunk]

void putChunk(bool isWeight, uint index, uint chunk, vec4 lo, vec4 hi) {
    [[unroll]] for (uint i = 0; i < 8u; ++i) {
        float value = i < 4u ? lo[i] : hi[i - 4u];
        uint at = (8u * chunk + i) * kPitch + (index >> 2);
        if (isWeight) weightTile[at][index & 3u] = value;
        else inputTile[at][index & 3u] = value;
    }
}

void main() {
    uint local = gl_LocalInvocationIndex;
    uint row0 = linearGroup() * kTile;
    uint column0 = gl_WorkGroupID.y * kTile;
    if (row0 >= push.rows) return;
    // Loading: four neighbours take the four chunks of one row and of one token.
    uint loadIndex = local >> 2;
    uint loadChunk = local & 3u;
    uint rowWord = min(row0 + loadIndex, push.rows - 1u) * push.rowWords;
    uint inBase = min(column0 + loadIndex, push.columns - 1u) * push.inStride;
    // Computing: four rows by four tokens.
    uint rowQuad = local % kSide;
    uint tokenQuad = local / kSide;

    vec4 sums[4];  // [token] of four rows.
    [[unroll]] for (uint c = 0; c < 4u; ++c) sums[c] = vec4(0.0);
    float squares = 0.0;
    for (uint chunk0 = 0; chunk0 < push.chunks; chunk0 += kDepth / 8u) {
        uint chunk = chunk0 + loadChunk;
        vec4 wlo = vec4(0.0), whi = vec4(0.0), xlo = vec4(0.0), xhi = vec4(0.0);
        if (chunk < push.chunks) {
            dequant8(rowWord, chunk, push.chunks, wlo, whi);
            loadInput(inBase, chunk, push.inLength, xlo, xhi);
            if (kNorm) {
                squares += dot(xlo, xlo) + dot(xhi, xhi);
                xlo *= normWeights[2u * chunk];
                xhi *= normWeights[2u * chunk + 1u];
            }
        }
        barrier();  // The tile before has been used.
        putChunk(true, loadIndex, loadChunk, wlo, whi);
        putChunk(false, loadIndex, loadChunk, xlo, xhi);
        barrier();
        for (uint k = 0; k < kDepth; ++k) {
            vec4 w = weightTile[k * kPitch + rowQuad];
            vec4 x = inputTile[k * kPitch + tokenQuad];
            [[unroll]] for (uint c = 0; c < 4u; ++c) sums[c] += w * x[c];
        }
    }
    if (kNorm) {
        squareTile[loadIndex * 4u + loadChunk] = squares;
        barrier();
        [[unroll]] for (uint c = 0; c < 4u; ++c) {
            uint at = (tokenQuad * 4u + c) * 4u;
            float total = squareTile[at] + squareTile[at + 1u] + squareTile[at + 2u]
                          + squareTile[at + 3u];
            sums[c] *= inversesqrt(total / float(push.inLength) + push.eps);
        }
    }
    [[unroll]] for (uint c = 0; c < 4u; ++c) {
        uint column = column0 + tokenQuad * 4u + c;
        uint row = row0 + rowQuad * 4u;
        if (column >= push.columns) break;
        [[unroll]] for (uint r = 0; r < 4u; ++r) {
            if (row + r >= push.rows) break;
            if (kEpilogue != kGlu) store(row + r, column, sums[c][r]);
            else if ((r & 1u) == 0u) storeGated(row + r, column, sums[c][r], sums[c][r + 1u]);
        }
    }
}
