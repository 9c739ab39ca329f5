// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <unordered_map>
#include <vector>

#include "inference/jinja/value.h"
#include "inference/jinja/work.h"

namespace inference::jinja {

/// Destroys values without recursion, however deep they are nested.
void releaseDeep(std::vector<Value>&& values);

/// Body of a list, tuple or generator.
struct Sequence {
    std::vector<Value> items;

    Sequence() = default;
    explicit Sequence(std::vector<Value> values) : items(std::move(values)) {}
    Sequence(const Sequence&) = delete;
    Sequence& operator=(const Sequence&) = delete;
    ~Sequence() { releaseDeep(std::move(items)); }
};

/// Body of a dict or namespace: entries in order of insertion, with an index once there are many.
struct Mapping {
    std::vector<Entry> entries;
    std::unordered_multimap<std::uint64_t, std::size_t> index; ///< Key hash -> position.

    Mapping() = default;
    Mapping(const Mapping&) = delete;
    Mapping& operator=(const Mapping&) = delete;
    ~Mapping();

    std::size_t position(const Value& key) const; ///< entries.size() when absent.
    std::size_t position(std::string_view key) const;
    void set(const Value& key, Value value);
    bool erase(const Value& key);
    /// Moves every key and value out.
    void drain(std::vector<Value>& out);
};

/// equal() within a budget.
bool equal(const Value& a, const Value& b, Work& work, int depth = 0);

} // namespace inference::jinja
