// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// rope_store: per head q/k norm, rotation of q (in place) and k, and storing of k and v in the cache.
// One subgroup per head: q heads, then k heads, then v heads. Workgroup x: heads; y: token.
#version 450
#extension GL_GOOGLE_include_directive : require
#include "types.glsl"
#include "cache.glsl"

layout(push_constant) uniform Push { RopePush push; };

#define ROPE_Q_ACCESS
#include "rope.glsl"

layout(set = 0, binding = 4) writeonly buffer KeysHalf { float16_t keysHalf[]; };
layout(set = 0, binding = 4) writeonly buffer Keys { float keys[]; };
layout(set = 0, binding = 4) writeonly buffer KeyWords { uint keyWords[]; };
layout(set = 0, binding = 5) writeonly buffer ValuesHalf { float16_t valuesHalf[]; };
layout(set = 0, binding = 5) writeonly buffer Values { float values[]; };
layout(set = 0, binding = 5) writeonly buffer ValueWords { uint valueWords[]; };

layout(constant_id = 8) const uint kHeadMax = 1;  // Values of the longest head that is quantized.

shared float row[kHeadMax];  // A head on its way into blocks.

void storeKey(uint at, uint i, float value) {
    if (isQuantized(kKeyType)) row[i] = value;
    else if (kKeyType == kF16) keysHalf[at] = float16_t(value);
    else keys[at] = value;
}

void storeValue(uint at, uint i, float value) {
    if (isQuantized(kValueType)) row[i] = value;
    else if (kValueType == kF16) valuesHalf[at] = float16_t(value);
    else values[at] = value;
}

void storeHead(bool isKey, uint base, uint cacheBase, uint i, float value) {
    if (isKey) storeKey(cacheBase + i, i, value);
    else q[base + i] = value;
}

// The value of the largest magnitude in a block of the row; of two the first.
float extreme(uint block) {
    float found = 0.0;
    for (uint i = 32u * block; i < 32u * block + 32u; ++i)
        if (abs(row[i]) > abs(found)) found = row[i];
    return found;
}

// As it is worth once it is stored.
float halfScale(float scale) {
    return unpackHalf2x16(packHalf2x16(vec2(clamp(scale, -65504.0, 65504.0), 0.0))).x;
}

// One word of q, which one lane makes: values i to i + 3 of the row, for Q4 16 further ones in the high bits.
uint quantWord(uint type, uint i, float scale) {
    float inverse = scale != 0.0 ? 1.0 / scale : 0.0;
    uint word = 0u;
    for (uint j = 0; j < 4u; ++j) {
        if (type == kQ8) {
            int q = int(roundEven(clamp(row[i + j] * inverse, -127.0, 127.0)));
            word |= (uint(q) & 255u) << (8u * j);
        } else {
            uint low = uint(roundEven(clamp(row[i + j] * inverse + 8.0, 0.0, 15.0)));
            uint high = uint(roundEven(clamp(row[i + j + 16u] * inverse + 8.0, 0.0, 15.0)));
            word |= (low | high << 4) << (8u * j);
        }
    }
    return word;
}

// Writes the row as a head of a quantized cell.
void storeRow(bool isKey, uint cell, uint head) {
    subgroupMemoryBarrierShared();
    subgroupBarrier();
    uint type = isKey ? kKeyType : kValueType;
    uint width = isKey ? push.keyWidth : push.valueWidth;
    uint length = isKey ? push.keyLength : push.valueLength;
    uint start = cell * cellWords(type, width) + quantWords(type, head * length);
    uint scales = scaleIndex(type, cell, width, head * length);
    uint perBlock = quantWords(type, 32u);
    for (uint at = gl_SubgroupInvocationID; at < quantWords(type, length); at += kSubgroup) {
        uint block = at / perBlock;
        float most = extreme(block);
        float scale = halfScale(type == kQ8 ? abs(most) / 127.0 : most / -8.0);
        uint word = quantWord(type, 32u * block + 4u * (at % perBlock), scale);
        if (isKey) keyWords[start + at] = word;
        else valueWords[start + at] = word;
        if (at % perBlock != 0u) continue;
        if (isKey) keysHalf[scales + block] = float16_t(scale);
        else valuesHalf[scales + block] = float16_t(scale);
    }
    subgroupMemoryBarrierShared();
    subgroupBarrier();  // Before the next head takes the row.
}

void doHead(uint slot, uint token) {
    uint table = 4u + token * push.paramStride + push.ropeOffset;
    if (slot < push.heads) {
        rotateHead(false, token * push.qStride + slot * push.keyLength, 0u, table);
        return;
    }
    uint cell = (parameters[0] + token) % push.cells - push.cellFirst;
    if (cell >= push.cellCount) return;  // Of another binding; also if the difference was negative.
    slot -= push.heads;
    if (slot < push.kvHeads) {
        rotateHead(true, token * push.kStride + slot * push.keyLength,
                   cell * push.keyWidth + slot * push.keyLength, table);
        if (isQuantized(kKeyType)) storeRow(true, cell, slot);
        return;
    }
    slot -= push.kvHeads;
    uint base = token * push.vStride + slot * push.valueLength;
    uint cacheBase = cell * push.valueWidth + slot * push.valueLength;
    float factor = 1.0;
    if (push.unitValues != 0u) {
        float squares = 0.0;
        for (uint i = gl_SubgroupInvocationID; i < push.valueLength; i += kSubgroup)
            squares += v[base + i] * v[base + i];
        factor = inversesqrt(subgroupAdd(squares) / float(push.valueLength) + push.eps);
    }
    for (uint i = gl_SubgroupInvocationID; i < push.valueLength; i += kSubgroup)
        storeValue(cacheBase + i, i, v[base + i] * factor);
    if (isQuantized(kValueType)) storeRow(false, cell, slot);
}

void main() {
    for (uint slot = firstUnit() + push.slotFirst; slot < push.slots; slot += unitStride())
        doHead(slot, gl_WorkGroupID.y);
}
