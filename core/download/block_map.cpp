// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/download/block_map.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <type_traits>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/file_io.h"

namespace core {
namespace {

constexpr std::uint64_t kMegabyte = std::uint64_t{1} << 20U;
constexpr std::uint64_t kMapBytesMax = 64 * kMegabyte;
constexpr std::uint64_t kBlocksMax = 2'000'000; // Their records fit into kMapBytesMax.

/// The first bytes of a map file; records follow.
struct Header {
    std::array<char, 8> magic{};
    std::uint32_t version = 0;
    std::uint32_t blockBytes = 0;
    std::uint64_t fileBytes = 0;
    std::array<char, 64> sha256{}; // Hex, or zeros.
    std::array<char, 128> etag{};  // Ends with a zero.
    std::array<char, 40> boot{};   // Which run of the system wrote it.
};
static_assert(sizeof(Header) == 256);
static_assert(std::is_trivially_copyable_v<Header> && std::is_trivially_copyable_v<BlockRecord>);

constexpr std::array<char, 8> kMagic{'H', 'R', 'T', 'H', 'M', 'A', 'P', '1'};
constexpr std::uint32_t kVersion = 1;

template <std::size_t N>
void put(std::array<char, N>& field, const std::string& text) {
    std::copy_n(text.begin(), std::min(text.size(), N - 1), field.begin());
}

template <std::size_t N>
std::string take(const std::array<char, N>& field) {
    return {field.data(), ::strnlen(field.data(), N)};
}

std::string bootId() {
    const auto id = readFile("/proc/sys/kernel/random/boot_id", 64);
    return id ? id->substr(0, 36) : std::string();
}

Error mapError(const char* action, const std::filesystem::path& file) {
    const ErrorCode code = errno == ENOSPC || errno == EDQUOT ? ErrorCode::DiskFull : ErrorCode::Io;
    return {code, std::string("cannot ") + action + ' ' + file.string() + " ("
                      + std::generic_category().message(errno)
                      + "): check the folder's permissions and free space"};
}

bool isHeader(const Header& header) {
    return header.magic == kMagic && header.version == kVersion && header.blockBytes >= 4096
           && header.blockBytes <= 64 * kMegabyte;
}

ContentIdentity identityOf(const Header& header) {
    ContentIdentity content;
    content.bytes = header.fileBytes;
    content.sha256 = std::string(header.sha256.data(), ::strnlen(header.sha256.data(), 64));
    content.etag = take(header.etag);
    return content;
}

std::size_t blocksOf(std::uint64_t bytes, std::uint32_t blockBytes) {
    return static_cast<std::size_t>((bytes + blockBytes - 1) / blockBytes);
}

Result<void> writeAt(int descriptor, const void* data, std::size_t bytes, std::uint64_t offset,
                     const std::filesystem::path& file) {
    const auto* from = static_cast<const char*>(data);
    while (bytes > 0) {
        const ssize_t written = ::pwrite(descriptor, from, bytes, static_cast<off_t>(offset));
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return mapError("write", file);
        from += written;
        offset += static_cast<std::uint64_t>(written);
        bytes -= static_cast<std::size_t>(written);
    }
    return {};
}

} // namespace

std::uint32_t BlockMap::suitableBlockBytes(std::uint64_t fileBytes) {
    if (fileBytes <= 8192 * kMegabyte) return 4 * kMegabyte;
    return static_cast<std::uint32_t>(fileBytes <= 32768 * kMegabyte ? 8 * kMegabyte
                                                                     : 16 * kMegabyte);
}

Result<BlockMap> BlockMap::open(const std::filesystem::path& file, const ContentIdentity& content,
                                std::uint32_t blockBytes) {
    if (content.bytes / blockBytes >= kBlocksMax)
        return Error{ErrorCode::LimitExceeded, "a file of " + std::to_string(content.bytes)
                                                   + " bytes is more than Hearth fetches: choose "
                                                     "another one"};
    BlockMap map;
    map.m_file = file;
    map.m_descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (map.m_descriptor < 0) return mapError("open", file);
    map.m_reused = map.readExisting(content);
    if (!map.m_reused) {
        map.m_content = content;
        map.m_blockBytes = blockBytes;
        map.m_records.assign(blocksOf(content.bytes, blockBytes), {});
        if (::ftruncate(map.m_descriptor, 0) != 0) return mapError("empty", file);
    }
    TRY(map.writeHeader());
    TRY(map.writeAll());
    return map;
}

BlockMap::BlockMap(BlockMap&& other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1)), m_file(std::move(other.m_file)),
      m_content(std::move(other.m_content)), m_blockBytes(other.m_blockBytes),
      m_reused(other.m_reused), m_records(std::move(other.m_records)) {}

BlockMap::~BlockMap() {
    if (m_descriptor >= 0) ::close(m_descriptor);
}

bool BlockMap::readExisting(const ContentIdentity& content) {
    const auto bytes = readFile(m_file, kMapBytesMax);
    if (!bytes || bytes->size() < sizeof(Header)) return false;
    Header header;
    std::memcpy(&header, bytes->data(), sizeof header);
    if (!isHeader(header)) return false;
    m_content = identityOf(header);
    m_blockBytes = header.blockBytes;
    const std::size_t blocks = blocksOf(m_content.bytes, m_blockBytes);
    if (!m_content.sameContent(content)
        || bytes->size() != sizeof(Header) + blocks * sizeof(BlockRecord))
        return false;
    m_records.resize(blocks);
    std::memcpy(m_records.data(), bytes->data() + sizeof header, blocks * sizeof(BlockRecord));
    const std::string boot = bootId();
    const bool sameRun = !boot.empty() && boot == take(header.boot);
    for (std::size_t i = 0; i < blocks; ++i) {
        BlockRecord& record = m_records[i];
        const bool durable = record.has(BlockRecord::Durable) && record.has(BlockRecord::Hashed);
        if ((!sameRun && !durable) || record.filled > size(i)) record = {};
    }
    m_content.etag = content.etag;
    return true;
}

Result<void> BlockMap::writeHeader() {
    Header header;
    header.magic = kMagic;
    header.version = kVersion;
    header.blockBytes = m_blockBytes;
    header.fileBytes = m_content.bytes;
    std::copy_n(m_content.sha256.begin(), std::min<std::size_t>(m_content.sha256.size(), 64),
                header.sha256.begin());
    put(header.etag, m_content.etag);
    put(header.boot, bootId());
    return writeAt(m_descriptor, &header, sizeof header, 0, m_file);
}

std::uint32_t BlockMap::size(std::size_t block) const {
    return static_cast<std::uint32_t>(
        std::min<std::uint64_t>(m_blockBytes, m_content.bytes - begin(block)));
}

std::uint64_t BlockMap::filledBytes() const {
    std::uint64_t bytes = 0;
    for (const BlockRecord& record : m_records) bytes += record.filled;
    return bytes;
}

Result<void> BlockMap::write(std::size_t block) {
    return writeAt(m_descriptor, &m_records[block], sizeof(BlockRecord),
                   sizeof(Header) + block * sizeof(BlockRecord), m_file);
}

Result<void> BlockMap::writeAll() {
    return writeAt(m_descriptor, m_records.data(), m_records.size() * sizeof(BlockRecord),
                   sizeof(Header), m_file);
}

Result<void> BlockMap::sync() {
    if (::fdatasync(m_descriptor) != 0) return mapError("write", m_file);
    return {};
}

std::optional<ContentIdentity> readMapIdentity(const std::filesystem::path& file) {
    const auto bytes = readFile(file, kMapBytesMax);
    if (!bytes || bytes->size() < sizeof(Header)) return std::nullopt;
    Header header;
    std::memcpy(&header, bytes->data(), sizeof header);
    if (!isHeader(header)) return std::nullopt;
    return identityOf(header);
}

} // namespace core
