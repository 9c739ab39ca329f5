// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "inference/gguf/gguf_metadata.h"
#include "inference/quant/dtype.h"

namespace inference::testing {

/// Builds a GGUF file in memory for tests: add metadata and tensors in any order, then ask for the
/// bytes. It writes whatever it is told, so it can also make wrong files.
class GgufWriter {
public:
    std::uint32_t version = 3;
    std::uint64_t alignment = 32; ///< Used for placing data; add "general.alignment" yourself.

    void string(std::string_view key, std::string_view value) {
        begin(key, GgufType::String);
        text(m_entries, value);
    }
    void u32(std::string_view key, std::uint32_t value) { scalar(key, GgufType::U32, value); }
    void i32(std::string_view key, std::int32_t value) { scalar(key, GgufType::I32, value); }
    void u16(std::string_view key, std::uint16_t value) { scalar(key, GgufType::U16, value); }
    void u64(std::string_view key, std::uint64_t value) { scalar(key, GgufType::U64, value); }
    void f32(std::string_view key, float value) { scalar(key, GgufType::F32, value); }
    void boolean(std::string_view key, bool value) {
        scalar(key, GgufType::Bool, static_cast<std::uint8_t>(value));
    }
    void strings(std::string_view key, const std::vector<std::string>& values) {
        beginArray(key, GgufType::String, values.size());
        for (const std::string& value : values) text(m_entries, value);
    }
    void floats(std::string_view key, const std::vector<float>& values) {
        beginArray(key, GgufType::F32, values.size());
        for (const float value : values) number(m_entries, value);
    }
    void ints(std::string_view key, const std::vector<std::int32_t>& values) {
        beginArray(key, GgufType::I32, values.size());
        for (const std::int32_t value : values) number(m_entries, value);
    }
    void bools(std::string_view key, const std::vector<bool>& values) {
        beginArray(key, GgufType::Bool, values.size());
        for (const bool value : values) number(m_entries, static_cast<std::uint8_t>(value));
    }
    /// Any entry: the bytes of the value as they stand.
    void raw(std::string_view key, std::uint32_t type, std::string_view valueBytes) {
        begin(key, static_cast<GgufType>(type));
        m_entries.append(valueBytes);
    }

    /// Data is placed after the tensors added so far, padded to the alignment.
    void tensor(std::string_view name, const std::vector<std::uint64_t>& shape, DType dtype,
                std::string_view data) {
        m_data.resize((m_data.size() + alignment - 1) / alignment * alignment, '\0');
        tensorAt(name, shape, static_cast<std::uint32_t>(dtype), m_data.size());
        m_data.append(data);
    }
    void tensor(std::string_view name, const std::vector<std::uint64_t>& shape,
                const std::vector<float>& data) {
        tensor(name, shape, DType::F32,
               {reinterpret_cast<const char*>(data.data()), data.size() * sizeof(float)});
    }
    /// Only the entry, with the offset that is given.
    void tensorAt(std::string_view name, const std::vector<std::uint64_t>& shape,
                  std::uint32_t dtype, std::uint64_t offset) {
        text(m_tensors, name);
        number(m_tensors, static_cast<std::uint32_t>(shape.size()));
        for (const std::uint64_t size : shape) number(m_tensors, size);
        number(m_tensors, dtype);
        number(m_tensors, offset);
        ++m_tensorCount;
    }

    std::string bytes() const {
        std::string file = "GGUF";
        number(file, version);
        number(file, m_tensorCount);
        number(file, m_entryCount);
        file += m_entries;
        file += m_tensors;
        file.resize((file.size() + alignment - 1) / alignment * alignment, '\0');
        file += m_data;
        file.resize((file.size() + alignment - 1) / alignment * alignment, '\0');
        return file;
    }
    bool save(const std::filesystem::path& path) const {
        const std::string file = bytes();
        std::ofstream out(path, std::ios::binary);
        out.write(file.data(), static_cast<std::streamsize>(file.size()));
        return out.good();
    }

private:
    template <typename T>
    static void number(std::string& target, T value) {
        char raw[sizeof(T)];
        std::memcpy(raw, &value, sizeof(T));
        target.append(raw, sizeof(T));
    }
    static void text(std::string& target, std::string_view value) {
        number(target, static_cast<std::uint64_t>(value.size()));
        target.append(value);
    }
    void begin(std::string_view key, GgufType type) {
        text(m_entries, key);
        number(m_entries, static_cast<std::uint32_t>(type));
        ++m_entryCount;
    }
    void beginArray(std::string_view key, GgufType element, std::uint64_t count) {
        begin(key, GgufType::Array);
        number(m_entries, static_cast<std::uint32_t>(element));
        number(m_entries, count);
    }
    template <typename T>
    void scalar(std::string_view key, GgufType type, T value) {
        begin(key, type);
        number(m_entries, value);
    }

    std::string m_entries, m_tensors, m_data;
    std::uint64_t m_entryCount = 0, m_tensorCount = 0;
};

/// The bytes of a string, as the reader takes them.
inline std::span<const std::byte> asBytes(std::string_view text) {
    return std::as_bytes(std::span(text.data(), text.size()));
}

} // namespace inference::testing
