// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/download/local_copies.h"

#include <algorithm>
#include <fstream>
#include <system_error>

namespace core {
namespace {

namespace fs = std::filesystem;

/// Empty where it cannot be read.
std::string readBlock(const fs::path& file, std::uint64_t begin, std::uint32_t size) {
    std::ifstream stream(file, std::ios::binary);
    std::string bytes(size, '\0');
    stream.seekg(static_cast<std::streamoff>(begin));
    stream.read(bytes.data(), static_cast<std::streamsize>(size));
    return stream ? bytes : std::string();
}

Result<void> put(PartialFile& file, std::size_t block, const std::string& bytes,
                 const Fingerprint& fingerprint) {
    TRY(file.write(file.map().begin(block), bytes));
    BlockRecord& record = file.map().at(block);
    record = {};
    record.filled = static_cast<std::uint32_t>(bytes.size());
    record.fingerprint = fingerprint;
    record.set(BlockRecord::Hashed);
    return file.map().write(block);
}

/// To the end, or as far as it is filled.
Result<bool> hashAll(HashCursor& cursor, const std::stop_token& stop) {
    while (true) {
        if (stop.stop_requested())
            return Error{ErrorCode::Cancelled, "stopped: start it again when you are ready"};
        TRY(const HashCursor::Step step, cursor.step());
        if (step == HashCursor::Step::AtEnd) return true;
        if (step != HashCursor::Step::Hashed) return false;
    }
}

} // namespace

std::vector<BlockCopy> findBlocks(const std::vector<std::size_t>& blocks, const FileRecord& record,
                                  const std::vector<fs::path>& copies,
                                  const std::stop_token& stop) {
    std::vector<BlockCopy> found;
    for (const std::size_t block : blocks) {
        const std::uint64_t begin = std::uint64_t{record.blockBytes} * block;
        const auto size = static_cast<std::uint32_t>(
            std::min<std::uint64_t>(record.blockBytes, record.bytes - begin));
        for (const fs::path& copy : copies) {
            if (stop.stop_requested()) return found;
            const std::string bytes = readBlock(copy, begin, size);
            if (bytes.empty() || fingerprintOf(bytes) != record.fingerprints[block]) continue;
            found.push_back({block, copy});
            break;
        }
    }
    return found;
}

Result<bool> mendFromCopies(const fs::path& target, const FileRecord& record,
                            const std::vector<BlockCopy>& blocks, const std::stop_token& stop) {
    ContentIdentity content;
    content.bytes = record.bytes;
    content.sha256 = record.sha256;
    TRY(PartialFile file, PartialFile::open(target, content, record.blockBytes));
    for (const BlockCopy& copy : blocks) {
        const std::string bytes =
            readBlock(copy.file, file.map().begin(copy.block), file.map().size(copy.block));
        const Fingerprint fingerprint = fingerprintOf(bytes);
        // The copy may have changed since it was looked at.
        if (bytes.empty() || fingerprint != record.fingerprints[copy.block]) continue;
        TRY(put(file, copy.block, bytes, fingerprint));
    }
    if (file.map().filledBytes() != record.bytes) return false;
    std::mutex mutex;
    HashCursor cursor(file, mutex);
    TRY(const bool whole, hashAll(cursor, stop));
    if (!whole || cursor.hex() != record.sha256) return false;
    TRY(file.commit());
    return true;
}

Result<std::size_t> mendFromTwin(PartialFile& file, HashCursor& cursor, std::mutex& mapMutex,
                                 const std::string& sha256, const std::vector<fs::path>& copies,
                                 const std::stop_token& stop) {
    for (const fs::path& copy : copies) {
        auto check = checkFile(copy, file.map().blockBytes(), {}, stop);
        if (!check && check.error().code == ErrorCode::Cancelled) return check.error();
        if (!check || check->sha256 != sha256) continue;
        std::size_t mended = 0;
        std::size_t first = 0;
        for (std::size_t i = 0; i < file.map().count(); ++i) {
            const std::lock_guard lock(mapMutex);
            if (file.map()[i].fingerprint == check->fingerprints[i]) continue;
            const std::string bytes = readBlock(copy, file.map().begin(i), file.map().size(i));
            if (bytes.empty()) continue;
            if (mended++ == 0) first = i;
            TRY(put(file, i, bytes, fingerprintOf(bytes)));
        }
        if (mended == 0) continue;
        cursor.rewind(file.map().begin(first));
        TRY(const bool whole, hashAll(cursor, stop));
        if (whole && cursor.hex() == sha256) return mended;
    }
    return std::size_t{0};
}

} // namespace core
