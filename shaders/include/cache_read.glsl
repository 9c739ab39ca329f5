// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// Reads heads of a layer's cache in KEYS and VALUES as f32. The including shader has `push` with the
// widths and lengths. A key is read in runs of four values where kVectorKeys says that it can be.
layout(constant_id = 11) const bool kVectorKeys = false;  // Key heads are multiples of four values.

layout(set = 0, binding = KEYS) CACHE_ACCESS buffer KeysHalf { float16_t keysHalf[]; };
layout(set = 0, binding = KEYS) CACHE_ACCESS buffer KeysHalf4 { uvec2 keysHalf4[]; };
layout(set = 0, binding = KEYS) CACHE_ACCESS buffer Keys { float keys[]; };
layout(set = 0, binding = KEYS) CACHE_ACCESS buffer Keys4 { vec4 keys4[]; };
layout(set = 0, binding = KEYS) CACHE_ACCESS buffer KeyWords { uint keyWords[]; };
layout(set = 0, binding = VALUES) CACHE_ACCESS buffer ValuesHalf { float16_t valuesHalf[]; };
layout(set = 0, binding = VALUES) CACHE_ACCESS buffer Values { float values[]; };
layout(set = 0, binding = VALUES) CACHE_ACCESS buffer ValueWords { uint valueWords[]; };

vec4 signedBytes(uint word) {
    int w = int(word);
    return vec4(bitfieldExtract(w, 0, 8), bitfieldExtract(w, 8, 8), bitfieldExtract(w, 16, 8),
                bitfieldExtract(w, 24, 8));
}

vec4 nibbles(uint word) {
    uvec4 bytes = uvec4(word, word >> 8, word >> 16, word >> 24);
    return vec4(bytes & 15u) - 8.0;
}

float keyAt(uint cell, uint head, uint i) {
    uint at = cell * push.keyWidth + head * push.keyLength + i;
    return kKeyType == kF16 ? float(keysHalf[at]) : keys[at];
}

// Values 4i to 4i + 3 of a key head.
vec4 keyQuad(uint cell, uint head, uint i) {
    uint first = head * push.keyLength;
    if (kKeyType == kF32) return keys4[((cell * push.keyWidth + first) >> 2) + i];
    if (kKeyType == kF16) {
        uvec2 halves = keysHalf4[((cell * push.keyWidth + first) >> 2) + i];
        return vec4(unpackHalf2x16(halves.x), unpackHalf2x16(halves.y));
    }
    uint start = cell * cellWords(kKeyType, push.keyWidth) + quantWords(kKeyType, first);
    float scale = float(keysHalf[scaleIndex(kKeyType, cell, push.keyWidth, first) + (i >> 3)]);
    if (kKeyType == kQ8) return signedBytes(keyWords[start + i]) * scale;
    uint word = keyWords[start + (i >> 3) * 4u + (i & 3u)];
    return nibbles((i & 4u) != 0u ? word >> 4 : word) * scale;
}

// Value i of a value head; lanes ask for neighbours.
float valueAt(uint cell, uint head, uint i) {
    uint first = head * push.valueLength;
    uint at = cell * push.valueWidth + first + i;
    if (kValueType == kF32) return values[at];
    if (kValueType == kF16) return float(valuesHalf[at]);
    uint start = cell * cellWords(kValueType, push.valueWidth) + quantWords(kValueType, first);
    float scale =
        float(valuesHalf[scaleIndex(kValueType, cell, push.valueWidth, first) + (i >> 5)]);
    if (kValueType == kQ8)
        return float(bitfieldExtract(int(valueWords[start + (i >> 2)]), int(8u * (i & 3u)), 8)) * scale;
    uint word = valueWords[start + (i >> 5) * 4u + ((i & 15u) >> 2)];
    uint q = word >> (8u * (i & 3u) + ((i & 16u) >> 2)) & 15u;
    return (float(q) - 8.0) * scale;
}

float capped(float s) {
    s *= push.scale;
    return push.softcap > 0.0 ? push.softcap * boundedTanh(s / push.softcap) : s;
}
