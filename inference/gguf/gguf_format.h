// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstddef>
#include <cstdint>

/// Numbers of the GGUF layout, and the limits this reader puts on top of it.
///
/// Layout: magic, u32 version, u64 tensor count, u64 metadata count; the metadata entries (key, u32
/// type, value); the tensor entries (name, u32 dimensions, u64 each, u32 type, u64 offset); zeros
/// up to the alignment; tensor data. A string is a u64 length and its bytes, an array a u32 element
/// type, a u64 count and its elements. Everything is little-endian and unpadded.
namespace inference::gguf {

inline constexpr std::uint32_t kMagic = 0x46554747; // "GGUF"
inline constexpr std::size_t kHeaderBytes = 24;
/// Smallest metadata entry: a key of one byte and a value of one byte.
inline constexpr std::uint64_t kEntryBytesMin = 8 + 1 + 4 + 1;
/// Smallest tensor entry: a name of one byte and one dimension.
inline constexpr std::uint64_t kTensorBytesMin = 8 + 1 + 4 + 8 + 4 + 8;

inline constexpr std::uint64_t kEntriesMax = 1u << 17;
inline constexpr std::uint64_t kTensorsMax = 1u << 20;
inline constexpr std::uint64_t kKeyBytesMax = 65535;
inline constexpr std::uint64_t kTensorNameBytesMax = 63;
inline constexpr std::uint64_t kStringBytesMax = 64u << 20;
/// The largest vocabularies have a quarter of a million tokens and half a million merges.
inline constexpr std::uint64_t kStringArrayMax = 1u << 22;
inline constexpr std::uint32_t kDimensionsMax = 4;
inline constexpr std::uint32_t kAlignmentDefault = 32;
inline constexpr std::uint32_t kAlignmentMax = 1u << 20;

} // namespace inference::gguf
