// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/download/file_check.h"

#include <algorithm>
#include <cerrno>
#include <memory>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/download/block_map.h"
#include "core/download/partial_file.h"

namespace core {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kReadBytes = std::size_t{1} << 20U;

Error readError(const fs::path& file, int number) {
    const ErrorCode code = number == ENOENT ? ErrorCode::NotFound : ErrorCode::Io;
    return {code, "cannot read " + file.string() + " (" + std::generic_category().message(number)
                      + "): check that its disk is there and that you may read it"};
}

} // namespace

Result<FileCheck> checkFile(const fs::path& file, std::uint32_t blockBytes,
                            const CheckProgress& onProgress, const std::stop_token& stop) {
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return readError(file, errno);
    const std::unique_ptr<const int, void (*)(const int*)> closer(
        &descriptor, [](const int* d) { ::close(*d); });
    struct stat state {};
    ::fstat(descriptor, &state);
    const auto total = static_cast<std::uint64_t>(state.st_size);
    FileCheck check;
    check.blockBytes = blockBytes > 0 ? blockBytes : BlockMap::suitableBlockBytes(total);
    Sha256 whole;
    Fingerprinter block;
    std::uint64_t inBlock = 0;
    std::string buffer(kReadBytes, '\0');
    while (true) {
        if (stop.stop_requested())
            return Error{ErrorCode::Cancelled, "stopped: start it again when you are ready"};
        const auto want = std::min<std::uint64_t>(kReadBytes, check.blockBytes - inBlock);
        const ssize_t got = ::read(descriptor, buffer.data(), want);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return readError(file, errno);
        if (got == 0) break;
        const std::string_view bytes(buffer.data(), static_cast<std::size_t>(got));
        whole.update(bytes);
        block.update(bytes);
        check.bytes += bytes.size();
        inBlock += bytes.size();
        if (inBlock == check.blockBytes) {
            check.fingerprints.push_back(block.finish());
            inBlock = 0;
            if (onProgress) onProgress(check.bytes, std::max(total, check.bytes));
        }
    }
    if (inBlock > 0) check.fingerprints.push_back(block.finish());
    check.sha256 = whole.hex();
    return check;
}

std::vector<std::size_t> damagedBlocks(const FileRecord& record, const FileCheck& check) {
    std::vector<std::size_t> blocks;
    for (std::size_t i = 0; i < record.fingerprints.size(); ++i) {
        const bool same = check.blockBytes == record.blockBytes && i < check.fingerprints.size()
                          && check.fingerprints[i] == record.fingerprints[i];
        if (!same) blocks.push_back(i);
    }
    return blocks;
}

Result<void> prepareRepair(const fs::path& file, const FileRecord& record, const FileCheck& check) {
    const fs::path part = PartialFile::partPath(file);
    const fs::path mapFile = PartialFile::mapPath(file);
    std::error_code failure;
    if (fs::exists(part, failure))
        return Error{ErrorCode::Busy, file.filename().string()
                                          + " is being fetched: let that finish, or pull it again"};
    fs::remove(mapFile, failure);
    {
        ContentIdentity content;
        content.bytes = record.bytes;
        content.sha256 = record.sha256;
        TRY(BlockMap map, BlockMap::open(mapFile, content, record.blockBytes));
        const std::vector<std::size_t> damaged = damagedBlocks(record, check);
        for (std::size_t i = 0; i < map.count(); ++i) {
            if (std::binary_search(damaged.begin(), damaged.end(), i)) continue;
            BlockRecord& block = map.at(i);
            block.filled = map.size(i);
            block.fingerprint = record.fingerprints[i];
            block.set(BlockRecord::Hashed);
            block.set(BlockRecord::Durable);
        }
        TRY(map.writeAll());
        TRY(map.sync());
    }
    fs::rename(file, part, failure);
    if (failure) {
        const Error error{ErrorCode::Io, "cannot rename " + file.string() + " (" + failure.message()
                                             + "): check the folder's permissions"};
        std::error_code ignored;
        fs::remove(mapFile, ignored);
        return error;
    }
    syncFolder(file.parent_path());
    return {};
}

} // namespace core
