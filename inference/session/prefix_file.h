// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <vector>

#include "inference/kv/kv_snapshot.h"
#include "inference/model/model.h"
#include "inference/tokenizer/tokenizer.h"

namespace inference {

/// A sequence that was read, and what the model made of it.
struct SavedPrefix {
    std::vector<TokenId> tokens;
    KvSnapshot snapshot; // Whole, of as many positions.
};

/// Tells apart what a saved prefix depends on: the weights (their names,
/// shapes, types and samples of each), how the cache is laid out, the
/// rotations, and whether activations are exact.
using PrefixIdentity = std::array<std::uint64_t, 2>;
PrefixIdentity prefixIdentity(const Model& model, const ForwardPlan& plan, bool exact);

/// File of a saved prefix, little-endian: the header below, then one zstd frame
/// (RFC 8878) with a checksum that holds the tokens, four bytes each, and the
/// snapshot's bytes.
struct PrefixHeader {
    static constexpr std::array<char, 8> kMagic{'H', 'R', 'T', 'H', 'P', 'R', 'E', 'F'};
    static constexpr std::uint32_t kVersion = 1;

    std::array<char, 8> magic = kMagic;
    std::uint32_t version = kVersion;
    std::uint32_t tokens = 0;
    PrefixIdentity identity{};
    std::uint64_t plainBytes = 0;
    std::uint64_t packedBytes = 0;
    std::uint64_t checksum = 0; ///< FNV-1a of all bytes before it.
};
static_assert(sizeof(PrefixHeader) == 56);

/// Writes the file whole or not at all: under another name first. Fails with
/// Io.
Result<void> writePrefix(const std::filesystem::path& path, const PrefixIdentity& identity,
                         const SavedPrefix& prefix);

/// Fails with NotFound, Io, Unsupported (another version, model, cache or
/// exactness) or Corrupt; then the text is read again. Sizes are checked
/// against the plan before memory is taken.
Result<SavedPrefix> readPrefix(const std::filesystem::path& path, const PrefixIdentity& identity,
                               const ForwardPlan& plan);

} // namespace inference
