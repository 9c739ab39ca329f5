// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstddef>

/// The scalar decoders of the type table. Each is the definition of its type: `blocks` blocks at
/// `source` (any alignment) become floats at `target`, and everything faster is tested against it.
namespace inference::decode {

void f32(const std::byte* source, float* target, std::size_t blocks);
void f16(const std::byte* source, float* target, std::size_t blocks);
void bf16(const std::byte* source, float* target, std::size_t blocks);
void q4_0(const std::byte* source, float* target, std::size_t blocks);
void q4_1(const std::byte* source, float* target, std::size_t blocks);
void q5_0(const std::byte* source, float* target, std::size_t blocks);
void q5_1(const std::byte* source, float* target, std::size_t blocks);
void q8_0(const std::byte* source, float* target, std::size_t blocks);
void q1_0(const std::byte* source, float* target, std::size_t blocks);
void q2_0(const std::byte* source, float* target, std::size_t blocks);

void q2_K(const std::byte* source, float* target, std::size_t blocks);
void q3_K(const std::byte* source, float* target, std::size_t blocks);
void q4_K(const std::byte* source, float* target, std::size_t blocks);
void q5_K(const std::byte* source, float* target, std::size_t blocks);
void q6_K(const std::byte* source, float* target, std::size_t blocks);

void iq4_nl(const std::byte* source, float* target, std::size_t blocks);
void iq4_xs(const std::byte* source, float* target, std::size_t blocks);
void iq2_xxs(const std::byte* source, float* target, std::size_t blocks);
void iq2_xs(const std::byte* source, float* target, std::size_t blocks);
void iq2_s(const std::byte* source, float* target, std::size_t blocks);
void iq3_xxs(const std::byte* source, float* target, std::size_t blocks);
void iq3_s(const std::byte* source, float* target, std::size_t blocks);
void iq1_s(const std::byte* source, float* target, std::size_t blocks);
void iq1_m(const std::byte* source, float* target, std::size_t blocks);
void tq1_0(const std::byte* source, float* target, std::size_t blocks);
void tq2_0(const std::byte* source, float* target, std::size_t blocks);

void mxfp4(const std::byte* source, float* target, std::size_t blocks);
void nvfp4(const std::byte* source, float* target, std::size_t blocks);

} // namespace inference::decode
