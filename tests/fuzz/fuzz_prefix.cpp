// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// Any bytes as a file of a saved prefix: as they are, behind a header that is right, or packed as a
// frame behind such a header. What is read must be what the plan asks for.
#include <unistd.h>
#include <zstd.h>

#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "inference/plan/forward_plan.h"
#include "inference/session/prefix_file.h"

namespace {

using namespace inference;

constexpr PrefixIdentity kIdentity{1, 2};

ForwardPlan tinyPlan() {
    ForwardPlan plan;
    plan.vocabulary = 300;
    plan.kv.contextLength = 40;
    KvLayerLayout full;
    full.keyWidth = full.valueWidth = 3;
    full.cells = 40;
    plan.kv.layers = {full, {}};
    plan.kv.recurrent = {{}, {2, 3}};
    return plan;
}

/// FNV-1a of the header before its checksum, as prefix_file.h says.
std::uint64_t checksum(const PrefixHeader& header) {
    std::uint64_t hash = 0xcbf29ce484222325ull;
    unsigned char bytes[offsetof(PrefixHeader, checksum)];
    std::memcpy(bytes, &header, sizeof bytes);
    for (const unsigned char byte : bytes) hash = (hash ^ byte) * 0x100000001b3ull;
    return hash;
}

std::string withHeader(const ForwardPlan& plan, std::uint32_t tokens, const std::string& packed) {
    PrefixHeader header;
    header.tokens = tokens;
    header.identity = kIdentity;
    header.plainBytes =
        tokens * sizeof(TokenId) + snapshotBytes(plan, SnapshotScope::Whole, tokens);
    header.packedBytes = packed.size();
    header.checksum = checksum(header);
    std::string file(sizeof header, '\0');
    std::memcpy(file.data(), &header, sizeof header);
    return file + packed;
}

std::string packed(std::string_view text) {
    std::string frame(ZSTD_compressBound(text.size()), '\0');
    frame.resize(ZSTD_compress(frame.data(), frame.size(), text.data(), text.size(), 1));
    return frame;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) return 0;
    static const ForwardPlan plan = tinyPlan();
    static const std::filesystem::path path =
        std::filesystem::temp_directory_path() / ("fuzz-prefix-" + std::to_string(::getpid()));
    const std::string_view rest(reinterpret_cast<const char*>(data + 2), size - 2);
    const std::uint32_t tokens = data[1] % 48u;
    std::string bytes(rest);
    if (data[0] % 3 == 1) bytes = withHeader(plan, tokens, bytes);
    if (data[0] % 3 == 2) {
        // Of the right length more often than not.
        const std::size_t wanted =
            tokens * sizeof(TokenId) + snapshotBytes(plan, SnapshotScope::Whole, tokens);
        if ((data[0] & 64U) == 0) bytes.resize(wanted);
        bytes = withHeader(plan, tokens, packed(bytes));
    }
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
    const auto prefix = readPrefix(path, kIdentity, plan);
    if (!prefix) {
        if (prefix.error().detail.empty()) __builtin_trap();
        return 0;
    }
    if (prefix->tokens.size() != prefix->snapshot.position) __builtin_trap();
    if (prefix->snapshot.bytes.size()
        != snapshotBytes(plan, SnapshotScope::Whole, prefix->snapshot.position))
        __builtin_trap();
    for (const TokenId token : prefix->tokens)
        if (token < 0 || token >= 300) __builtin_trap();
    return 0;
}
