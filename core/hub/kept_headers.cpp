// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/hub/kept_headers.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace core {
namespace {

constexpr std::size_t kCommitDigits = 40;

/// ".../resolve/<commit>/..."
bool hasCommit(std::string_view url) {
    constexpr std::string_view kMark = "/resolve/";
    const std::size_t at = url.find(kMark);
    if (at == std::string_view::npos) return false;
    const std::string_view rest = url.substr(at + kMark.size());
    return rest.find('/') == kCommitDigits
           && rest.find_first_not_of("0123456789abcdef") == kCommitDigits;
}

bool isUnreachable(const Error& error) {
    return error.code == ErrorCode::Offline || error.code == ErrorCode::Network
           || error.code == ErrorCode::Busy;
}

RemotePiece pieceOf(const KeptHeader& kept, std::uint64_t first, std::uint64_t end) {
    RemotePiece piece;
    piece.kept = true;
    piece.etag = kept.etag;
    piece.commit = kept.commit;
    piece.fileBytes = kept.fileBytes;
    piece.bytes =
        kept.bytes.substr(static_cast<std::size_t>(first), static_cast<std::size_t>(end - first));
    return piece;
}

} // namespace

Result<RemotePiece> KeptHeaders::read(const std::string& url, std::uint64_t first,
                                      std::uint64_t end) {
    if (end <= first) return Error{ErrorCode::InvalidArgument, "an empty range was asked for"};
    const bool again = m_files.contains(url);
    File& file = m_files[url];
    if (first == 0 && !again && m_use == Use::WhereTrue) {
        // A cache that cannot be read is one that holds nothing.
        if (auto kept = m_cache.header(url); kept && *kept) {
            TRY(const bool same, isTrue(url, **kept));
            if (same) file.header = std::move(**kept);
        }
    } else if (first == 0) {
        file = {}; // It changed while it was read.
    }
    if (first < file.header.bytes.size()) return pieceOf(file.header, first, end);
    return fetchMore(file, url, first, end);
}

Result<bool> KeptHeaders::isTrue(const std::string& url, const KeptHeader& kept) {
    if (hasCommit(url)) return true;
    const auto now = m_fetch(url, 0, 1);
    if (now)
        return !kept.etag.empty() && now->etag == kept.etag && now->fileBytes == kept.fileBytes;
    if (isUnreachable(now.error())) return true;
    return now.error();
}

Result<RemotePiece> KeptHeaders::fetchMore(File& file, const std::string& url, std::uint64_t first,
                                           std::uint64_t end) {
    TRY(RemotePiece piece, m_fetch(url, first, end));
    KeptHeader& header = file.header;
    const bool goesOn =
        first == header.bytes.size()
        && (first == 0 || (piece.etag == header.etag && piece.fileBytes == header.fileBytes));
    file.fetched = goesOn;
    if (!goesOn) return piece;
    header.etag = piece.etag;
    header.fileBytes = piece.fileBytes;
    if (header.commit.empty()) header.commit = piece.commit;
    header.bytes += piece.bytes;
    return piece;
}

void KeptHeaders::keep() {
    for (auto& [url, file] : m_files) {
        const bool checkable = !file.header.etag.empty() || hasCommit(url);
        // Keeping is a convenience: a full disk does not spoil an answer that is here.
        if (file.fetched && checkable) (void)m_cache.putHeader(url, file.header);
    }
}

} // namespace core
