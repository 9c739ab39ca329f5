// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#ifndef HEARTH_PUSH_CONSTANTS_H
#define HEARTH_PUSH_CONSTANTS_H

// Read by C++ and by GLSL. Members are 32 bits wide, so both lay them out alike; a struct has at
// most 128 bytes. Lengths and offsets count values (f32 or u32 words) unless named otherwise.
#ifdef __cplusplus
#include <cstdint>
namespace inference::push {
using uint = std::uint32_t;
#endif

struct EmbedPush {
    uint rowWords; // Words of a packed row.
    uint chunks;   // Runs of eight values in a row.
    uint width;    // Of the output.
    uint rowFirst; // First row of the table in this binding.
    uint rowCount;
    uint tokens;
    uint paramStride; // Words per token in the parameter buffer.
    float scale;
};

struct NormPush {
    uint width;   // Of a part.
    uint inWidth; // From one row to the next.
    uint outWidth;
    float eps;
    float scale;
    float after;
};

struct GatedPush {
    uint width;
    uint gateStride;
    uint upStride;
    uint upFirst;
    uint outStride;
};

// Used by matvec, matmul and the expert shaders alike.
struct MatmulPush {
    uint rows; // Of the matrix in this binding (of one matrix, for experts).
    uint rowWords;
    uint chunks;
    uint inLength; // Values of a row that count.
    uint inStride; // From one row of the input to the next.
    uint columns;  // Rows of the input: tokens.
    uint rowFirst; // This binding's first row within the whole matrix.
    uint end0;     // Rows before end0 go to out 0, before end1 to out 1, the rest to out 2.
    uint end1;
    uint stride0; // From one row of output i to the next.
    uint stride1;
    uint stride2;
    float eps;
    float scale;
    float softcap;
    uint used;        // Experts per token.
    uint expertFirst; // First expert in this binding.
    uint expertCount;
    uint choiceStride;
    uint weightStride;
};

struct RopePush {
    uint heads;
    uint kvHeads;
    uint keyLength;
    uint valueLength;
    uint pairs;
    uint qStride;
    uint kStride;
    uint vStride;
    uint keyWidth; // Values of a cell.
    uint valueWidth;
    uint cells;
    uint paramStride;
    uint ropeOffset; // Words from a token's parameters to its cosines and sines.
    uint slotFirst;  // Heads that need no work are skipped: q (without rotation or norm).
    uint slots;
    float eps;
    uint cellFirst; // The cells that this binding holds.
    uint cellCount;
    uint temperature; // Queries are multiplied by their token's factor.
    uint unitValues;
};

struct LatentPush {
    uint heads;
    uint plain;
    uint latent;
    uint pairs;
    uint qStride;
    uint queryStride;
    uint kvStride;
    uint keyWidth;
    uint cells;
    uint paramStride;
    uint ropeOffset;
    float eps;
    uint temperature;
    uint slotFirst; // Queries are done once, with the first binding.
    uint cellFirst; // The cells that this binding holds.
    uint cellCount;
};

struct HeadPush {
    uint rows; // Of one matrix.
    uint rowWords;
    uint chunks;
    uint inLength;
    uint inStride; // From one token to the next, then from one head to the next.
    uint headIn;
    uint outStride;
    uint headOut;
    uint headFirst; // First head in this binding.
    uint headCount;
};

struct AttentionPush {
    uint tokens;
    uint heads;
    uint group; // Heads per kv head.
    uint keyLength;
    uint valueLength;
    uint qStride;
    uint outStride;
    uint keyWidth;
    uint valueWidth;
    uint cells;
    uint cellFirst; // The cells that this binding holds.
    uint cellCount;
    uint window; // 0 = all.
    uint chunk;  // 0 = none.
    uint splits; // Parts of the keys in this binding.
    uint parts;  // Of all bindings; the first one here.
    uint partFirst;
    float scale;
    float softcap;
};

// Of a single token.
struct StepPush {
    uint heads;
    uint group;
    uint keyLength;
    uint valueLength;
    uint pairs;
    uint keyWidth;
    uint valueWidth;
    uint cells;
    uint cellFirst; // The cells that this binding holds.
    uint cellCount;
    uint window;
    uint chunk;
    uint ropeOffset;
    uint splits; // Parts of the keys in this binding.
    uint parts;  // Of all bindings; the first one here.
    uint partFirst;
    float eps;
    float scale;
    float softcap;
    uint temperature;
};

struct GatherPush {
    uint width;
    uint inStride;
    uint outStride;
    uint rowFirst;
    uint rows;
};

struct RoutePush {
    uint experts;
    uint used;
    uint logitStride;
    uint choiceStride;
    uint weightStride;
    float scale;
    uint groupsUsed;
};

struct SplitPush {
    uint groups;
    uint groupLength;
    uint inStride;
    uint length0; // Of each part; the last one gets what is left of a group.
    uint length1;
    uint length2;
    uint length3;
    uint start0; // Where a part begins in a row of its output.
    uint start1;
    uint start2;
    uint start3;
    uint stride0;
    uint stride1;
    uint stride2;
    uint stride3;
};

struct GatePush {
    uint width;
    uint gateStride;
    uint stretch; // Values that one gate covers.
};

struct GatedNormPush {
    uint width;
    uint stretch; // Values that are normalised together.
    uint inStride;
    uint gateStride;
    uint outStride;
    uint weightLength;
    float eps;
};

struct ConvPush {
    uint channels;
    uint tokens;
    uint inStride;
    uint outStride;
};

struct StatePush {
    uint heads;
    uint keyHeads;
    uint columns; // Values of a head.
    uint tokens;
    uint inStride;
    uint scalarStride; // From one token's scalars per head to the next.
    uint outStride;
    float eps;
};

struct TopPush {
    uint count;  // Logits.
    uint offset; // Of the row.
    uint wanted; // Candidates per workgroup.
};

#ifdef __cplusplus
static_assert(sizeof(MatmulPush) <= 128);
static_assert(sizeof(RopePush) <= 128);
static_assert(sizeof(AttentionPush) <= 128);
} // namespace inference::push
#endif

#endif
