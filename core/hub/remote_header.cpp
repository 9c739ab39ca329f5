// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/hub/remote_header.h"

#include <algorithm>
#include <utility>

#include "core/hub/hub_link.h"
#include "inference/gguf/gguf_split.h"

namespace core {
namespace {

using inference::GgufFile;
using inference::GgufHeader;

/// An address cut at its file name.
struct Address {
    std::string folder; ///< With the slash at its end.
    std::string name;   ///< Still percent-encoded.
    std::string query;  ///< With its mark.
};

Address split(const std::string& url) {
    const std::size_t end = std::min(url.find_first_of("?#"), url.size());
    const std::size_t slash = url.rfind('/', end);
    const std::size_t begin = slash == std::string::npos ? 0 : slash + 1;
    return {url.substr(0, begin), url.substr(begin, end - begin), url.substr(end)};
}

class HeaderReader {
public:
    HeaderReader(const RangeFetch& fetch, const RemoteHeaderOptions& options)
        : m_fetch(fetch), m_options(options) {}

    Result<RemoteHeader> read(const std::string& url) {
        const Address address = split(url);
        // "-00002-of-00003.gguf" holds nothing that an address would encode.
        const auto name = inference::parseGgufSplitName(address.name);
        const auto partUrl = [&](std::uint32_t part) {
            return address.folder + (name ? name->partName(part) : address.name) + address.query;
        };
        TRY(auto first, readPart(partUrl(1), m_options.firstBytes));
        TRY(const std::uint32_t count, GgufFile::partCount(first));
        if (count > m_options.partsMax)
            return Error{ErrorCode::LimitExceeded, "the model says it has " + std::to_string(count)
                                                       + " parts: choose another file"};
        if (count > 1 && (!name || name->count != count))
            return Error{ErrorCode::Corrupt,
                         "the file is one of " + std::to_string(count)
                             + " parts, but its name says otherwise: choose another file"};
        std::vector<GgufHeader> headers;
        headers.push_back(std::move(first));
        for (std::uint32_t part = 2; part <= count; ++part) {
            TRY(auto next, readPart(partUrl(part), m_options.laterFirstBytes));
            headers.push_back(std::move(next));
        }
        TRY(m_result.file, GgufFile::fromHeaders(std::move(headers)));
        return std::move(m_result);
    }

private:
    Result<GgufHeader> readPart(const std::string& url, std::uint64_t firstBytes) {
        m_changed = false;
        auto header = growHeader(url, firstBytes);
        if (!header && m_changed) header = growHeader(url, firstBytes);
        return header;
    }

    Result<GgufHeader> growHeader(const std::string& url, std::uint64_t firstBytes) {
        const std::string encoded = split(url).name;
        const auto decoded = percentDecode(encoded);
        GgufHeader header;
        header.name = decoded ? *decoded : encoded;
        RemotePart part;
        part.url = url;
        std::uint64_t end = std::min(firstBytes, m_options.bytesMax);
        while (true) {
            TRY(append(header, part, end));
            const auto whole = GgufFile::checkHeader(header);
            if (whole) break;
            if (whole.error().code != ErrorCode::LimitExceeded) return whole.error();
            if (end >= m_options.bytesMax)
                return Error{ErrorCode::LimitExceeded,
                             header.name.string() + ": its header is longer than "
                                 + std::to_string(m_options.bytesMax >> 20U)
                                 + " MB: download the file to look at it"};
            end = std::min(end * 2, m_options.bytesMax);
        }
        m_result.parts.push_back(std::move(part));
        return header;
    }

    /// Extends the header to `end` bytes, or to the end of the file.
    Result<void> append(GgufHeader& header, RemotePart& part, std::uint64_t end) {
        const std::uint64_t have = header.bytes.size();
        TRY(const RemotePiece piece, m_fetch(part.url, have, end));
        if (!piece.kept) {
            ++m_result.requests;
            m_result.fetchedBytes += piece.bytes.size();
        }
        const bool known = have > 0;
        if (known && (piece.etag != part.etag || piece.fileBytes != part.fileBytes)) {
            m_changed = true;
            return Error{ErrorCode::Busy, header.name.string()
                                              + ": the file changes on the server while it is "
                                                "read: try again later"};
        }
        part.etag = piece.etag;
        part.fileBytes = piece.fileBytes;
        header.fileBytes = piece.fileBytes;
        if (m_result.commit.empty()) m_result.commit = piece.commit;
        if (piece.bytes.empty() && have < piece.fileBytes)
            return Error{ErrorCode::Io,
                         header.name.string() + ": the server sent nothing: try again"};
        const auto room = std::min<std::uint64_t>(piece.bytes.size(), piece.fileBytes - have);
        const auto* bytes = reinterpret_cast<const std::byte*>(piece.bytes.data());
        header.bytes.insert(header.bytes.end(), bytes, bytes + room);
        return {};
    }

    const RangeFetch& m_fetch;
    const RemoteHeaderOptions& m_options;
    RemoteHeader m_result;
    bool m_changed = false;
};

} // namespace

Result<RemoteHeader> readRemoteHeader(const RangeFetch& fetch, const std::string& url,
                                      const RemoteHeaderOptions& options) {
    return HeaderReader(fetch, options).read(url);
}

} // namespace core
