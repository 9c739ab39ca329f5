// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace inference {

/// Metadata value types by their GGUF id.
enum class GgufType : std::uint32_t {
    U8 = 0,
    I8 = 1,
    U16 = 2,
    I16 = 3,
    U32 = 4,
    I32 = 5,
    F32 = 6,
    Bool = 7,
    String = 8,
    Array = 9,
    U64 = 10,
    I64 = 11,
    F64 = 12,
};

/// One metadata value. Scalars are widened; strings and arrays point into the mapped file, so a
/// value must not outlive its GgufFile.
struct GgufValue {
    GgufType type = GgufType::U8;
    GgufType elementType = GgufType::U8; ///< Of an array.
    std::int64_t integer = 0;            ///< Any integer or bool; a u64 keeps its bits, and
                                         ///< the getters refuse one of 2^63 and more.
    double real = 0;                     ///< F32, F64.
    std::string_view string;             ///< String.
    std::uint64_t count = 0;             ///< Of an array.
    std::span<const std::byte> raw; ///< Array of numbers: elements back to back, little-endian.
    std::vector<std::string_view> strings; ///< Array of strings.

    bool isInteger() const;
    bool isReal() const { return type == GgufType::F32 || type == GgufType::F64; }
    /// Element `index` of a numeric or bool array, widened; index must be below count.
    double arrayNumber(std::uint64_t index) const;
    /// Saturates a large u64; elements that are no integers give 0.
    std::int64_t arrayInteger(std::uint64_t index) const;
};

/// The key-value section in file order, with typed getters that accept any integer width
/// (writers disagree) and yield nothing on a missing key or another type.
class GgufMetadata {
public:
    struct Entry {
        std::string_view key;
        GgufValue value;
    };

    const std::vector<Entry>& entries() const { return m_entries; }
    const GgufValue* find(std::string_view key) const;

    std::optional<std::string_view> string(std::string_view key) const;
    std::optional<std::int64_t> integer(std::string_view key) const;
    std::optional<double> real(std::string_view key) const;  ///< Integers convert.
    std::optional<bool> boolean(std::string_view key) const; ///< Integers 0/1 convert.
    /// An array of any element type, or null.
    const GgufValue* array(std::string_view key) const;

    /// False if the key exists already.
    bool add(std::string_view key, GgufValue value);

private:
    std::vector<Entry> m_entries;
    std::unordered_map<std::string_view, std::size_t> m_index;
};

} // namespace inference
