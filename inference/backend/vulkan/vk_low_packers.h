// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstddef>
#include <cstdint>

/// Packers of the ternary, one and two-bit and codebook types for the table of
/// vk_weight_layout.cpp; see WeightLayout::pack. The planes are described in
/// shaders/include/quant_<suffix>.glsl.
namespace inference {

void packNvfp4(const std::byte* source, std::uint32_t* target, std::uint32_t rowLength);
void packQ1_0(const std::byte* source, std::uint32_t* target, std::uint32_t rowLength);
void packQ2_0(const std::byte* source, std::uint32_t* target, std::uint32_t rowLength);
void packTQ1_0(const std::byte* source, std::uint32_t* target, std::uint32_t rowLength);
void packTQ2_0(const std::byte* source, std::uint32_t* target, std::uint32_t rowLength);
void packIQ1_S(const std::byte* source, std::uint32_t* target, std::uint32_t rowLength);
void packIQ1_M(const std::byte* source, std::uint32_t* target, std::uint32_t rowLength);
void packIQ2_XXS(const std::byte* source, std::uint32_t* target, std::uint32_t rowLength);
void packIQ2_XS(const std::byte* source, std::uint32_t* target, std::uint32_t rowLength);
void packIQ2_S(const std::byte* source, std::uint32_t* target, std::uint32_t rowLength);
void packIQ3_XXS(const std::byte* source, std::uint32_t* target, std::uint32_t rowLength);
void packIQ3_S(const std::byte* source, std::uint32_t* target, std::uint32_t rowLength);

} // namespace inference
