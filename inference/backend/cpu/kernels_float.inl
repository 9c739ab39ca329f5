// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
//
// Float kernels. Included inside an instruction set's namespace.

/// e^x to about one unit in the last place; 0 and the largest power where it would leave f32.
[[gnu::always_inline]] inline Floats exponential(Floats x) {
    x = min(max(x, set(-87.3f)), set(88.3f));
    const Floats n = round(mul(x, set(1.44269504f)));
    Floats r = fma(n, set(-0.693359375f), x);
    r = fma(n, set(2.12194440e-4f), r);
    Floats p = set(1.0f / 5040);
    p = fma(p, r, set(1.0f / 720));
    p = fma(p, r, set(1.0f / 120));
    p = fma(p, r, set(1.0f / 24));
    p = fma(p, r, set(1.0f / 6));
    p = fma(p, r, set(0.5f));
    p = fma(p, r, set(1));
    p = fma(p, r, set(1));
    return scalePower(p, n);
}
[[gnu::always_inline]] inline Floats sigmoid(Floats x) {
    return div(set(1), add(set(1), exponential(sub(zero(), x))));
}
[[gnu::always_inline]] inline Floats hyperbolicTangent(Floats x) {
    return sub(set(1), div(set(2), add(set(1), exponential(add(x, x)))));
}

/// Calls f(i, lanes) over n values: whole vectors, then what is left through a small buffer.
template <typename F>
[[gnu::always_inline]] inline void forVectors(std::size_t n, F&& f) {
    std::size_t i = 0;
    for (; i + kLanes <= n; i += kLanes) f(i, kLanes);
    if (i < n) f(i, n - i);
}
[[gnu::always_inline]] inline Floats loadPart(const float* p, std::size_t count) {
    if (count == kLanes) return load(p);
    alignas(64) float part[kLanes] = {};
    for (std::size_t i = 0; i < count; ++i) part[i] = p[i];
    return load(part);
}
[[gnu::always_inline]] inline void storePart(float* p, Floats v, std::size_t count) {
    if (count == kLanes) return store(p, v);
    alignas(64) float part[kLanes];
    store(part, v);
    for (std::size_t i = 0; i < count; ++i) p[i] = part[i];
}

double sumOfSquares(const float* x, std::size_t n) {
    // f32 within stretches of 512, f64 across them.
    double total = 0;
    for (std::size_t start = 0; start < n; start += 512) {
        Floats sums[2] = {zero(), zero()};
        std::size_t which = 0;
        forVectors(n - start < 512 ? n - start : 512, [&](std::size_t i, std::size_t count) {
            const Floats v = loadPart(x + start + i, count);
            sums[which] = fma(v, v, sums[which]);
            which ^= 1;
        });
        total += static_cast<double>(sum(add(sums[0], sums[1])));
    }
    return total;
}

void scaleRow(const float* x, const float* weight, float factor, std::size_t n, float* out,
              bool accumulate) {
    forVectors(n, [&](std::size_t i, std::size_t count) {
        Floats v = mul(loadPart(x + i, count), set(factor));
        if (weight != nullptr) v = mul(v, loadPart(weight + i, count));
        if (accumulate) v = add(v, loadPart(out + i, count));
        storePart(out + i, v, count);
    });
}

void addRow(const float* a, const float* b, std::size_t n, float* out) {
    forVectors(n, [&](std::size_t i, std::size_t count) {
        storePart(out + i, add(loadPart(a + i, count), loadPart(b + i, count)), count);
    });
}

void multiplyRow(const float* a, const float* b, std::size_t n, float* out) {
    forVectors(n, [&](std::size_t i, std::size_t count) {
        storePart(out + i, mul(loadPart(a + i, count), loadPart(b + i, count)), count);
    });
}

void sigmoidGateRow(float* x, const float* gate, std::size_t n) {
    forVectors(n, [&](std::size_t i, std::size_t count) {
        storePart(x + i, mul(loadPart(x + i, count), sigmoid(loadPart(gate + i, count))), count);
    });
}

void gluRow(const float* gate, const float* up, std::size_t n, GluKind kind, float* out) {
    forVectors(n, [&](std::size_t i, std::size_t count) {
        Floats g = loadPart(gate + i, count);
        Floats u = up == nullptr ? set(1) : loadPart(up + i, count);
        switch (kind) {
        case GluKind::Silu: g = mul(g, sigmoid(g)); break;
        case GluKind::GeluTanh: {
            const Floats cube = mul(mul(g, g), g);
            const Floats inner = mul(set(0.79788456f), fma(set(0.044715f), cube, g));
            g = mul(mul(set(0.5f), g), add(set(1), hyperbolicTangent(inner)));
            break;
        }
        case GluKind::SwigluOai:
            g = min(g, set(7));
            u = add(min(max(u, set(-7)), set(7)), set(1));
            g = mul(g, sigmoid(mul(set(1.702f), g)));
            break;
        case GluKind::SquaredRelu:
            g = max(g, zero());
            g = mul(g, g);
            break;
        }
        storePart(out + i, mul(g, u), count);
    });
}

void softcapRow(float* x, std::size_t n, float cap) {
    forVectors(n, [&](std::size_t i, std::size_t count) {
        const Floats v = mul(loadPart(x + i, count), set(1 / cap));
        storePart(x + i, mul(set(cap), hyperbolicTangent(v)), count);
    });
}

template <FloatFormat kFormat>
[[gnu::always_inline]] inline Floats loadAs(const std::byte* p) {
    if constexpr (kFormat == FloatFormat::F16) return loadHalf(p);
    if constexpr (kFormat == FloatFormat::BF16) return loadBf16(p);
    if constexpr (kFormat == FloatFormat::F32) {
        // Weights may stand at any address.
        return load(reinterpret_cast<const float*>(p));
    }
}
template <FloatFormat kFormat>
inline constexpr std::size_t kFloatBytes = kFormat == FloatFormat::F32 ? 4 : 2;

/// The last `count` < kLanes values, zeros behind them.
template <FloatFormat kFormat>
inline Floats loadTail(const std::byte* p, std::size_t count) {
    alignas(64) std::byte part[kLanes * 4] = {};
    for (std::size_t i = 0; i < count * kFloatBytes<kFormat>; ++i) part[i] = p[i];
    return loadAs<kFormat>(part);
}

template <FloatFormat kFormat>
void toFloatAs(const std::byte* source, std::size_t n, float* out) {
    std::size_t i = 0;
    for (; i + kLanes <= n; i += kLanes)
        store(out + i, loadAs<kFormat>(source + i * kFloatBytes<kFormat>));
    if (i < n)
        storePart(out + i, loadTail<kFormat>(source + i * kFloatBytes<kFormat>, n - i), n - i);
}

void toFloat(const std::byte* source, FloatFormat format, std::size_t n, float* out) {
    if (format == FloatFormat::F32) toFloatAs<FloatFormat::F32>(source, n, out);
    if (format == FloatFormat::F16) toFloatAs<FloatFormat::F16>(source, n, out);
    if (format == FloatFormat::BF16) toFloatAs<FloatFormat::BF16>(source, n, out);
}

void toHalf(const float* source, std::size_t n, std::byte* out) {
    std::size_t i = 0;
    for (; i + kLanes <= n; i += kLanes) storeHalf(out + 2 * i, load(source + i));
    for (; i < n; ++i) {
        const std::uint16_t half = floatToHalf(source[i]);
        __builtin_memcpy(out + 2 * i, &half, 2);
    }
}

template <FloatFormat kFormat>
void floatRowDotsAs(const std::byte* rows, std::size_t rowBytes, std::size_t count,
                    std::size_t length, const float* x, float* out) {
    constexpr std::size_t kBytes = kFloatBytes<kFormat>;
    for (std::size_t r = 0; r < count; ++r) {
        const std::byte* row = rows + r * rowBytes;
        Floats sums[4] = {zero(), zero(), zero(), zero()};
        std::size_t i = 0;
        for (; i + 4 * kLanes <= length; i += 4 * kLanes) {
            for (std::size_t b = 0; b < 4 * kLanes * kBytes; b += 64)
                prefetch(row + i * kBytes + b + 2048);
#pragma GCC unroll 4
            for (std::size_t v = 0; v < 4; ++v)
                sums[v] = fma(loadAs<kFormat>(row + (i + v * kLanes) * kBytes),
                              load(x + i + v * kLanes), sums[v]);
        }
        for (; i + kLanes <= length; i += kLanes)
            sums[0] = fma(loadAs<kFormat>(row + i * kBytes), load(x + i), sums[0]);
        if (i < length)
            sums[1] = fma(loadTail<kFormat>(row + i * kBytes, length - i),
                          loadPart(x + i, length - i), sums[1]);
        out[r] = sum(add(add(sums[0], sums[1]), add(sums[2], sums[3])));
    }
}

void floatRowDots(const std::byte* rows, FloatFormat format, std::size_t rowBytes,
                  std::size_t count, std::size_t length, const float* x, float* out) {
    if (format == FloatFormat::F32)
        floatRowDotsAs<FloatFormat::F32>(rows, rowBytes, count, length, x, out);
    if (format == FloatFormat::F16)
        floatRowDotsAs<FloatFormat::F16>(rows, rowBytes, count, length, x, out);
    if (format == FloatFormat::BF16)
        floatRowDotsAs<FloatFormat::BF16>(rows, rowBytes, count, length, x, out);
}

/// Transposes up to `lanes` rows of any length into a panel whose rows are panelStride apart.
inline void packLanes(const float* rows, std::size_t rowStride, std::size_t count,
                      std::size_t depth, float* panel, std::size_t panelStride) {
    std::size_t k = 0;
    if (count >= kLanes) {
        for (; k + kLanes <= depth; k += kLanes)
            transposeWords(rows + k, rowStride * 4, panel + k * panelStride, panelStride * 4);
    }
    for (; k < depth; ++k)
        for (std::size_t r = 0; r < kLanes; ++r)
            panel[k * panelStride + r] = r < count ? rows[r * rowStride + k] : 0.0f;
}

void packFloats(const float* rows, std::size_t rowStride, std::size_t count, std::size_t depth,
                float* panel) {
    const std::size_t second = count > kLanes ? count - kLanes : 0;
    packLanes(rows, rowStride, count, depth, panel, kPanelRows);
    packLanes(rows + kLanes * rowStride, rowStride, second, depth, panel + kLanes, kPanelRows);
}

template <int kTokens>
[[gnu::always_inline]] inline void multiplyFloatTile(const float* panel, std::size_t panelStride,
                                                     const float* const* a, std::size_t k0,
                                                     std::size_t depth, float* c,
                                                     std::size_t cStride, bool accumulate) {
    Floats sums[kTokens][2];
    const float* row[kTokens];
#pragma GCC unroll 8
    for (int t = 0; t < kTokens; ++t) {
        row[t] = a[t] + k0;
        float* target = c + static_cast<std::size_t>(t) * cStride;
        sums[t][0] = accumulate ? load(target) : zero();
        sums[t][1] = accumulate ? load(target + kLanes) : zero();
    }
    for (std::size_t k = 0; k < depth; ++k) {
        const Floats w0 = load(panel + k * panelStride);
        const Floats w1 = load(panel + k * panelStride + kLanes);
#pragma GCC unroll 8
        for (int t = 0; t < kTokens; ++t) {
            const Floats x = set(row[t][k]);
            sums[t][0] = fma(w0, x, sums[t][0]);
            sums[t][1] = fma(w1, x, sums[t][1]);
        }
    }
#pragma GCC unroll 8
    for (int t = 0; t < kTokens; ++t) {
        float* target = c + static_cast<std::size_t>(t) * cStride;
        store(target, sums[t][0]);
        store(target + kLanes, sums[t][1]);
    }
}

template <int kTokens>
void multiplyFloatRest(const float* panel, std::size_t panelStride, const float* const* a,
                       std::size_t k0, std::size_t depth, std::size_t tokens, float* c,
                       std::size_t cStride, bool accumulate) {
    if constexpr (kTokens > 0) {
        if (tokens == static_cast<std::size_t>(kTokens))
            multiplyFloatTile<kTokens>(panel, panelStride, a, k0, depth, c, cStride, accumulate);
        else
            multiplyFloatRest<kTokens - 1>(panel, panelStride, a, k0, depth, tokens, c, cStride,
                                           accumulate);
    }
}

void multiplyFloats(const float* panel, std::size_t panelStride, const float* const* a,
                    std::size_t k0, std::size_t depth, std::size_t tokens, float* c,
                    std::size_t cStride, bool accumulate) {
    std::size_t t = 0;
    for (; t + kFloatTokens <= tokens; t += kFloatTokens)
        multiplyFloatTile<kFloatTokens>(panel, panelStride, a + t, k0, depth, c + t * cStride,
                                        cStride, accumulate);
    multiplyFloatRest<kFloatTokens - 1>(panel, panelStride, a + t, k0, depth, tokens - t,
                                        c + t * cStride, cStride, accumulate);
}

std::uint64_t readAll(const std::byte* data, std::size_t bytes) {
    std::uint64_t total[8] = {};
    for (std::size_t i = 0; i + 64 <= bytes; i += 64) {
        std::uint64_t words[8];
        __builtin_memcpy(words, data + i, 64);
        for (std::size_t w = 0; w < 8; ++w) total[w] += words[w];
    }
    std::uint64_t result = 0;
    for (std::uint64_t t : total) result += t;
    return result;
}
