// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/session/prefix_file.h"

#include <zstd.h>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstring>
#include <fstream>
#include <memory>
#include <new>
#include <span>
#include <string>
#include <system_error>

namespace inference {

namespace {

static_assert(std::endian::native == std::endian::little, "the file is little-endian");

constexpr std::uint64_t kFnvStart = 0xcbf29ce484222325ull;
constexpr std::uint64_t kFnvPrime = 0x100000001b3ull;
constexpr std::size_t kChunk = std::size_t{1} << 20;
/// Caches hardly shrink: more effort costs time and saves nothing.
constexpr int kLevel = 1;
/// Bytes of each weight that its identity looks at, at the beginning, the
/// middle and the end.
constexpr std::size_t kSample = 256;

class Hash {
public:
    void add(std::span<const std::byte> bytes) {
        for (const std::byte byte : bytes) {
            m_state[0] = (m_state[0] ^ std::to_integer<std::uint64_t>(byte)) * kFnvPrime;
            m_state[1] = std::rotl(m_state[1] + m_state[0], 29) * kFnvPrime;
        }
    }
    template <typename T>
    void value(const T& one) {
        add(std::as_bytes(std::span(&one, 1)));
    }
    const PrefixIdentity& state() const { return m_state; }

private:
    PrefixIdentity m_state{kFnvStart, ~kFnvStart};
};

std::uint64_t headerChecksum(const PrefixHeader& header) {
    Hash hash;
    const auto bytes = std::as_bytes(std::span(&header, 1));
    hash.add(bytes.first(offsetof(PrefixHeader, checksum)));
    return hash.state()[0];
}

Error ioError(const char* what, const std::filesystem::path& path) {
    return {ErrorCode::Io,
            std::string(what) + ' ' + path.string() + ": check the folder and its free space"};
}

Error damaged(const std::filesystem::path& path) {
    return {ErrorCode::Corrupt, path.string() + " is damaged: the text is read again"};
}

/// Packs parts one after the other into one frame.
class Packer {
public:
    Packer(std::ofstream& stream, std::uint64_t plainBytes)
        : m_stream(stream), m_context(ZSTD_createCCtx(), ZSTD_freeCCtx), m_out(kChunk) {
        ZSTD_CCtx_setParameter(m_context.get(), ZSTD_c_compressionLevel, kLevel);
        ZSTD_CCtx_setParameter(m_context.get(), ZSTD_c_checksumFlag, 1);
        ZSTD_CCtx_setPledgedSrcSize(m_context.get(), plainBytes);
    }

    bool add(std::span<const std::byte> bytes, bool last) {
        ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
        for (;;) {
            ZSTD_outBuffer out{m_out.data(), m_out.size(), 0};
            const std::size_t left = ZSTD_compressStream2(m_context.get(), &out, &in,
                                                          last ? ZSTD_e_end : ZSTD_e_continue);
            if (ZSTD_isError(left) != 0) return false;
            m_stream.write(m_out.data(), static_cast<std::streamsize>(out.pos));
            m_written += out.pos;
            if (!m_stream) return false;
            if (last ? left == 0 : in.pos == in.size) return true;
        }
    }
    std::uint64_t written() const { return m_written; }

private:
    std::ofstream& m_stream;
    std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> m_context;
    std::vector<char> m_out;
    std::uint64_t m_written = 0;
};

/// Unpacks one frame into parts of known size; it must end exactly with the
/// last one.
class Unpacker {
public:
    explicit Unpacker(std::ifstream& stream)
        : m_stream(stream), m_context(ZSTD_createDCtx(), ZSTD_freeDCtx), m_buffer(kChunk) {}

    bool take(std::span<std::byte> target, bool last) {
        ZSTD_outBuffer out{target.data(), target.size(), 0};
        while (out.pos < out.size || (last && !m_ended)) {
            if (m_in.pos == m_in.size && !refill()) return false;
            const std::size_t left = ZSTD_decompressStream(m_context.get(), &out, &m_in);
            if (ZSTD_isError(left) != 0) return false;
            m_ended = left == 0;
            if (m_ended) break;
        }
        return out.pos == out.size && (!last || m_ended);
    }

private:
    bool refill() {
        m_stream.read(m_buffer.data(), static_cast<std::streamsize>(m_buffer.size()));
        m_in = {m_buffer.data(), static_cast<std::size_t>(m_stream.gcount()), 0};
        return m_in.size > 0;
    }

    std::ifstream& m_stream;
    std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> m_context;
    std::vector<char> m_buffer;
    ZSTD_inBuffer m_in{};
    bool m_ended = false;
};

Result<PrefixHeader> readHeader(std::ifstream& stream, const std::filesystem::path& path,
                                const PrefixIdentity& identity, const ForwardPlan& plan) {
    PrefixHeader header;
    stream.read(reinterpret_cast<char*>(&header), sizeof header);
    if (!stream || header.magic != PrefixHeader::kMagic)
        return Error{ErrorCode::Corrupt, path.string() + " is no saved prefix: give another file"};
    if (header.version != PrefixHeader::kVersion)
        return Error{ErrorCode::Unsupported, path.string()
                                                 + " was written by another version of this "
                                                   "program: the text is read again"};
    if (header.checksum != headerChecksum(header)) return damaged(path);
    if (header.identity != identity)
        return Error{ErrorCode::Unsupported, path.string()
                                                 + " belongs to another model or another kind of "
                                                   "cache: the text is read again"};
    std::error_code error;
    const std::uint64_t size = std::filesystem::file_size(path, error);
    if (error || size != sizeof header + header.packedBytes) return damaged(path);
    if (header.tokens == 0 || header.tokens > plan.kv.contextLength)
        return Error{ErrorCode::LimitExceeded,
                     path.string() + " holds " + std::to_string(header.tokens)
                         + " tokens, the context " + std::to_string(plan.kv.contextLength)
                         + ": load the model with a longer context"};
    if (header.plainBytes
        != header.tokens * sizeof(TokenId)
               + snapshotBytes(plan, SnapshotScope::Whole, header.tokens))
        return damaged(path);
    return header;
}

} // namespace

PrefixIdentity prefixIdentity(const Model& model, const ForwardPlan& plan, bool exact) {
    Hash hash;
    for (const WeightTensor& weight : model.weights()) {
        hash.add(std::as_bytes(std::span(weight.name)));
        hash.value(weight.dtype);
        for (const std::uint32_t size : {weight.rowLength, weight.rows, weight.stack})
            hash.value(size);
        const std::size_t sample = std::min(kSample, weight.data.size());
        const std::size_t last = weight.data.size() - sample;
        for (const std::size_t at : {std::size_t{0}, last / 2, last})
            hash.add(weight.data.subspan(at, sample));
    }
    for (std::size_t i = 0; i < plan.kv.layers.size(); ++i) {
        const KvLayerLayout& layer = plan.kv.layers[i];
        hash.value(layer.keyWidth);
        hash.value(layer.valueWidth);
        hash.value(layer.keyType);
        hash.value(layer.valueType);
        // Whether it is a ring, and of what length.
        hash.value(oldestVisible(plan, i, plan.kv.contextLength));
    }
    hash.value(plan.kv.recurrentBytes());
    for (const RopeTable& table : plan.ropeTables) {
        hash.add(std::as_bytes(std::span(table.inverseFrequency)));
        hash.value(table.magnitude);
    }
    hash.value(exact);
    return hash.state();
}

Result<void> writePrefix(const std::filesystem::path& path, const PrefixIdentity& identity,
                         const SavedPrefix& prefix) {
    std::filesystem::path partial = path;
    partial += ".part";
    PrefixHeader header;
    header.tokens = static_cast<std::uint32_t>(prefix.tokens.size());
    header.identity = identity;
    const auto tokens = std::as_bytes(std::span(prefix.tokens));
    header.plainBytes = tokens.size() + prefix.snapshot.bytes.size();
    std::error_code error;
    {
        std::ofstream stream(partial, std::ios::binary | std::ios::trunc);
        const auto writeHeader = [&] {
            stream.write(reinterpret_cast<const char*>(&header), sizeof header);
        };
        writeHeader();
        Packer packer(stream, header.plainBytes);
        const bool packed =
            stream && packer.add(tokens, false) && packer.add(prefix.snapshot.bytes, true);
        header.packedBytes = packer.written();
        header.checksum = headerChecksum(header);
        stream.seekp(0);
        writeHeader();
        stream.close();
        if (!packed || !stream) {
            std::filesystem::remove(partial, error);
            return ioError("cannot write", path);
        }
    }
    std::filesystem::rename(partial, path, error);
    if (!error) return {};
    std::error_code ignored;
    std::filesystem::remove(partial, ignored);
    return ioError("cannot write", path);
}

Result<SavedPrefix> readPrefix(const std::filesystem::path& path, const PrefixIdentity& identity,
                               const ForwardPlan& plan) {
    std::error_code error;
    if (!std::filesystem::is_regular_file(path, error))
        return Error{ErrorCode::NotFound, "there is no file " + path.string()};
    std::ifstream stream(path, std::ios::binary);
    if (!stream) return ioError("cannot read", path);
    TRY(const PrefixHeader header, readHeader(stream, path, identity, plan));
    SavedPrefix prefix;
    try {
        prefix.tokens.resize(header.tokens);
        prefix.snapshot.bytes.resize(header.plainBytes - header.tokens * sizeof(TokenId));
    } catch (const std::bad_alloc&) {
        return Error{ErrorCode::OutOfMemory,
                     "there is no room for " + std::to_string(header.plainBytes) + " bytes"};
    }
    prefix.snapshot.position = header.tokens;
    Unpacker unpacker(stream);
    if (!unpacker.take(std::as_writable_bytes(std::span(prefix.tokens)), false)
        || !unpacker.take(prefix.snapshot.bytes, true))
        return damaged(path);
    const auto known = [&](TokenId token) {
        return token >= 0 && static_cast<std::uint32_t>(token) < plan.vocabulary;
    };
    if (!std::all_of(prefix.tokens.begin(), prefix.tokens.end(), known)) return damaged(path);
    return prefix;
}

} // namespace inference
