// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/jinja/value_bodies.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <functional>

#include "inference/jinja/callable.h"

namespace inference::jinja {

namespace {

// Keys that are tuples are walked, and tuples may share parts: keep that small.
constexpr std::uint64_t kKeyWork = 1000;
constexpr std::size_t kIndexFrom = 12; // entries; below that a scan is faster

std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
    return (a ^ (b + 0x9E3779B97F4A7C15U + (a << 6U) + (a >> 2U))) * 0xFF51AFD7ED558CCDU;
}

std::uint64_t hashText(std::string_view text) {
    return std::hash<std::string_view>{}(text);
}

// 1, 1.0 and true are one key.
std::uint64_t hashNumber(const Value& v) {
    if (!v.is(Kind::Float)) return mix(1, static_cast<std::uint64_t>(v.asInt()));
    const double d = v.asNumber();
    if (std::abs(d) < 9e18 && d == std::floor(d)) {
        return mix(1, static_cast<std::uint64_t>(static_cast<std::int64_t>(d)));
    }
    std::uint64_t bits = 0;
    std::memcpy(&bits, &d, sizeof bits);
    return mix(2, bits);
}

std::uint64_t hashKey(const Value& v, int depth = 0) {
    switch (v.kind()) {
    case Kind::Bool:
    case Kind::Int:
    case Kind::Float: return hashNumber(v);
    case Kind::String: return hashText(v.asString());
    case Kind::Tuple: {
        std::uint64_t h = mix(3, v.items().size());
        const std::size_t n = depth < 3 ? std::min<std::size_t>(v.items().size(), 4) : 0;
        for (std::size_t i = 0; i < n; ++i) h = mix(h, hashKey(v.items()[i], depth + 1));
        return h;
    }
    case Kind::Undefined:
    case Kind::None: return mix(4, static_cast<std::uint64_t>(v.kind()));
    default: return mix(5, reinterpret_cast<std::uintptr_t>(v.identity()));
    }
}

bool equalKeys(const Value& a, const Value& b) {
    Work work(kKeyWork);
    return equal(a, b, work) && !work.exhausted();
}

bool hasBody(const Value& v) {
    return v.is(Kind::List) || v.is(Kind::Tuple) || v.is(Kind::Generator) || v.isMapping()
           || v.is(Kind::Callable);
}

// Moves out the values whose body nobody else holds: destroying those would recurse.
void collectUnique(std::vector<Value>& from, std::vector<Value>& out) {
    for (Value& v : from) {
        if (hasBody(v) && v.shareCount() == 1) out.push_back(std::move(v));
    }
}

} // namespace

// --- Text

bool Text::isUntrusted(std::size_t offset) const {
    const auto it = std::upper_bound(untrusted.begin(), untrusted.end(), offset,
                                     [](std::size_t x, const ByteRange& r) { return x < r.end; });
    return it != untrusted.end() && it->begin <= offset;
}

void Text::appendMarked(std::string_view piece, bool isUntrustedPiece) {
    if (piece.empty()) return;
    const std::size_t begin = bytes.size();
    bytes += piece;
    if (!isUntrustedPiece) return;
    if (!untrusted.empty() && untrusted.back().end == begin)
        untrusted.back().end = bytes.size();
    else
        untrusted.push_back({begin, bytes.size()});
}

void Text::append(const Text& other, std::size_t begin, std::size_t end) {
    if (begin >= end) return;
    const std::size_t base = bytes.size();
    auto it = std::upper_bound(other.untrusted.begin(), other.untrusted.end(), begin,
                               [](std::size_t x, const ByteRange& r) { return x < r.end; });
    for (; it != other.untrusted.end() && it->begin < end; ++it) {
        const ByteRange moved{base + std::max(it->begin, begin) - begin,
                              base + std::min(it->end, end) - begin};
        if (!untrusted.empty() && untrusted.back().end == moved.begin) {
            untrusted.back().end = moved.end;
        } else {
            untrusted.push_back(moved);
        }
    }
    bytes.append(other.bytes, begin, end - begin);
}

// --- Bodies

void releaseDeep(std::vector<Value>&& values) {
    std::vector<Value> pending;
    collectUnique(values, pending);
    while (!pending.empty()) {
        Value v = std::move(pending.back());
        pending.pop_back();
        if (v.shareCount() != 1) continue;
        std::vector<Value> children;
        if (v.is(Kind::Callable)) {
            v.asCallable().drain(children);
        } else if (v.isMapping()) {
            const_cast<Mapping*>(static_cast<const Mapping*>(v.identity()))->drain(children);
        } else {
            children = std::move(v.mutableItems());
            v.mutableItems().clear();
        }
        collectUnique(children, pending);
    }
}

Mapping::~Mapping() {
    std::vector<Value> all;
    for (auto& entry : entries) {
        if (hasBody(entry.first)) all.push_back(std::move(entry.first));
        if (hasBody(entry.second)) all.push_back(std::move(entry.second));
    }
    if (!all.empty()) releaseDeep(std::move(all));
}

void Mapping::drain(std::vector<Value>& out) {
    for (auto& [key, value] : entries) {
        out.push_back(std::move(key));
        out.push_back(std::move(value));
    }
    entries.clear();
    index.clear();
}

std::size_t Mapping::position(const Value& key) const {
    if (key.isString()) return position(key.asString());
    if (entries.size() < kIndexFrom) {
        for (std::size_t i = 0; i < entries.size(); ++i) {
            if (equalKeys(entries[i].first, key)) return i;
        }
        return entries.size();
    }
    const auto [begin, end] = index.equal_range(hashKey(key));
    for (auto it = begin; it != end; ++it) {
        if (equalKeys(entries[it->second].first, key)) return it->second;
    }
    return entries.size();
}

std::size_t Mapping::position(std::string_view key) const {
    const auto matches = [&](const Value& k) { return k.isString() && k.asString() == key; };
    if (entries.size() < kIndexFrom) {
        for (std::size_t i = 0; i < entries.size(); ++i) {
            if (matches(entries[i].first)) return i;
        }
        return entries.size();
    }
    const auto [begin, end] = index.equal_range(hashText(key));
    for (auto it = begin; it != end; ++it) {
        if (matches(entries[it->second].first)) return it->second;
    }
    return entries.size();
}

void Mapping::set(const Value& key, Value value) {
    const std::size_t at = position(key);
    if (at < entries.size()) {
        entries[at].second = std::move(value);
        return;
    }
    entries.emplace_back(key, std::move(value));
    if (entries.size() < kIndexFrom) return;
    if (entries.size() == kIndexFrom) index.clear();
    const std::size_t first = index.empty() ? 0 : entries.size() - 1;
    for (std::size_t i = first; i < entries.size(); ++i) {
        index.emplace(hashKey(entries[i].first), i);
    }
}

bool Mapping::erase(const Value& key) {
    const std::size_t at = position(key);
    if (at == entries.size()) return false;
    entries.erase(entries.begin() + static_cast<std::ptrdiff_t>(at));
    index.clear();
    if (entries.size() >= kIndexFrom) {
        for (std::size_t i = 0; i < entries.size(); ++i) {
            index.emplace(hashKey(entries[i].first), i);
        }
    }
    return true;
}

} // namespace inference::jinja
