// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace bench {

inline constexpr std::uint64_t kAlignment = 32;
inline constexpr std::uint32_t kMagic = 0x46554747; // "GGUF"

/// Buffered file that remembers whether anything failed.
class Writer {
public:
    explicit Writer(const char* path) : m_file(std::fopen(path, "wb"), &std::fclose) {}
    bool ok() const { return m_file && !m_failed; }
    std::uint64_t position() const { return m_position; }
    void raw(const void* data, std::size_t size) {
        m_failed = m_failed || !m_file || std::fwrite(data, 1, size, m_file.get()) != size;
        m_position += size;
    }
    template <typename T>
    void number(T value) {
        raw(&value, sizeof value);
    }
    void text(std::string_view value) {
        number<std::uint64_t>(value.size());
        raw(value.data(), value.size());
    }
    /// Leaves a hole of so many bytes, which read as zeros and take no room on most file systems.
    void skip(std::uint64_t size) {
        if (size == 0) return;
        m_failed = m_failed || !m_file
                   || ::fseeko(m_file.get(), static_cast<off_t>(size) - 1, SEEK_CUR) != 0;
        const std::byte last{};
        m_position += size - 1;
        raw(&last, 1);
    }
    void align() {
        const std::byte zeros[kAlignment] = {};
        raw(zeros, (kAlignment - m_position % kAlignment) % kAlignment);
    }
    bool close() {
        std::FILE* file = m_file.release();
        return file != nullptr && std::fclose(file) == 0 && !m_failed;
    }

private:
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> m_file;
    std::uint64_t m_position = 0;
    bool m_failed = false;
};

/// Types of metadata values by their number in the file.
enum class ValueType : std::uint32_t { U32 = 4, I32 = 5, F32 = 6, String = 8, Array = 9 };

/// Metadata entries, written in the order they were added.
class Metadata {
public:
    void add(std::string key, std::uint64_t value) {
        m_entries.push_back([key = std::move(key), value](Writer& out) {
            out.text(key), out.number(ValueType::U32);
            out.number(static_cast<std::uint32_t>(value));
        });
    }
    void add(std::string key, float value) {
        m_entries.push_back([key = std::move(key), value](Writer& out) {
            out.text(key), out.number(ValueType::F32), out.number(value);
        });
    }
    void add(std::string key, std::string_view value) {
        m_entries.push_back([key = std::move(key), value = std::string(value)](Writer& out) {
            out.text(key), out.number(ValueType::String), out.text(value);
        });
    }
    template <typename T>
    void addArray(std::string key, ValueType type, std::vector<T> values) {
        m_entries.push_back([key = std::move(key), type, values = std::move(values)](Writer& out) {
            out.text(key), out.number(ValueType::Array), out.number(type);
            out.number<std::uint64_t>(values.size());
            for (const T& value : values) {
                if constexpr (std::is_same_v<T, std::string>) {
                    out.text(value);
                } else {
                    out.number(value);
                }
            }
        });
    }
    std::uint64_t count() const { return m_entries.size(); }
    void write(Writer& out) const {
        for (const auto& entry : m_entries) {
            entry(out);
        }
    }

private:
    std::vector<std::function<void(Writer&)>> m_entries;
};

} // namespace bench
