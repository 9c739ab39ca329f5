// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/download/file_record.h"

#include <algorithm>
#include <system_error>

#include "core/base/file_io.h"
#include "core/base/json.h"

namespace core {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kRecordBytesMax = std::uint64_t{16} << 20U;
constexpr int kVersion = 1;

std::vector<Fingerprint> parseBlocks(const std::string& hex) {
    std::vector<Fingerprint> blocks;
    const std::size_t digits = 2 * sizeof(Fingerprint);
    for (std::size_t at = 0; at + digits <= hex.size(); at += digits) {
        Fingerprint fingerprint{};
        if (!parseFingerprint(std::string_view(hex).substr(at, digits), fingerprint)) return {};
        blocks.push_back(fingerprint);
    }
    return blocks;
}

} // namespace

fs::path fileRecordPath(const fs::path& file) {
    return file.parent_path() / ".hearth" / (file.filename().string() + ".json");
}

Result<void> writeFileRecord(const fs::path& file, const FileRecord& record) {
    std::string blocks;
    for (const Fingerprint& fingerprint : record.fingerprints) blocks += hexOf(fingerprint);
    const Json json{{"version", kVersion},
                    {"repository", record.repository},
                    {"commit", record.commit},
                    {"file", record.path},
                    {"licence", record.licence},
                    {"bytes", record.bytes},
                    {"sha256", record.sha256},
                    {"verified", record.verified},
                    {"fetched_ms", record.fetchedMs},
                    {"block_bytes", record.blockBytes},
                    {"block_gmac", blocks}};
    const fs::path path = fileRecordPath(file);
    std::error_code failure;
    fs::create_directories(path.parent_path(), failure);
    if (failure)
        return Error{ErrorCode::Io, "cannot create " + path.parent_path().string() + " ("
                                        + failure.message() + "): check the folder's permissions"};
    return replaceFile(path, dumpJson(json, 1) + '\n');
}

Result<FileRecord> readFileRecord(const fs::path& file) {
    TRY(const std::string text, readFile(fileRecordPath(file), kRecordBytesMax));
    TRY(const Json json, parseJsonObject(text));
    FileRecord record;
    record.repository = jsonText(json, "repository").value_or("");
    record.commit = jsonText(json, "commit").value_or("");
    record.path = jsonText(json, "file").value_or("");
    record.licence = jsonText(json, "licence").value_or("");
    record.bytes = jsonInteger<std::uint64_t>(json, "bytes").value_or(0);
    record.sha256 = sha256Of(jsonText(json, "sha256").value_or(""));
    record.verified = jsonBool(json, "verified").value_or(false);
    record.fetchedMs = jsonInteger<UnixMs>(json, "fetched_ms").value_or(0);
    record.blockBytes = jsonInteger<std::uint32_t>(json, "block_bytes").value_or(0);
    record.fingerprints = parseBlocks(jsonText(json, "block_gmac").value_or(""));
    const bool counted =
        record.blockBytes > 0
        && record.fingerprints.size() == (record.bytes + record.blockBytes - 1) / record.blockBytes;
    if (record.bytes == 0 || record.sha256.empty() || !counted)
        return Error{ErrorCode::Corrupt,
                     fileRecordPath(file).string() + " makes no sense: pull the model again"};
    return record;
}

void removeFileRecord(const fs::path& file) {
    std::error_code ignored;
    fs::remove(fileRecordPath(file), ignored);
    fs::remove(fileRecordPath(file).parent_path(), ignored); // Only when it is empty.
}

std::vector<fs::path> recordedFiles(const fs::path& root) {
    std::vector<fs::path> files;
    std::error_code failure;
    auto walk = fs::recursive_directory_iterator(
        root, fs::directory_options::skip_permission_denied, failure);
    for (; !failure && walk != fs::recursive_directory_iterator(); walk.increment(failure)) {
        const fs::path& path = walk->path();
        if (path.extension() == ".json" && path.parent_path().filename() == ".hearth")
            files.push_back(path.parent_path().parent_path() / path.stem());
    }
    std::sort(files.begin(), files.end());
    return files;
}

} // namespace core
