// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <deque>
#include <functional>
#include <future>
#include <map>
#include <mutex>
#include <stop_token>
#include <string>
#include <vector>

#include "core/download/hash_cursor.h"
#include "core/download/partial_file.h"
#include "core/net/network_gate.h"

namespace core {

/// Finds the wrong blocks of a file that is complete but has the wrong SHA-256, when nothing else
/// than that hash is known, and no file on this machine has it: blocks are fetched again one after
/// the other and compared with what is there. The newer answer takes the place of one that differs,
/// and the hash is computed again; the search ends as soon as it is right. If it never is, blocks
/// that differed are fetched once more, until two answers agree. A block that came back the same is
/// marked, also on disk, and is not fetched a third time.
///
/// A hash of the whole says nothing of where the damage is, so the order decides what it costs:
/// first blocks of answers that misbehaved, then the last block of each answer, then all others.
/// An answer that is wrong to its end (shifted, cut and filled up) costs one block for each other
/// answer beside its own; a single wrong byte somewhere costs half of the file on average, and the
/// whole of it once at worst. Files that were verified before have a fingerprint of each block,
/// and prepareRepair() needs none of this.
class BlockRepair {
public:
    /// Gives the current address of the content.
    using Locate = std::function<Result<std::string>()>;

    BlockRepair(NetworkGate& gate, PartialFile& file, HashCursor& cursor, std::mutex& mutex,
                Locate locate, std::string name, std::stop_token stop);

    /// True: the file now has `sha256`. False: every block was compared, and it still has not.
    Result<bool> run(const std::string& sha256, const std::function<void()>& onProgress);
    std::size_t repaired() const { return m_repaired; }
    std::uint64_t fetchedBytes() const { return m_fetchedBytes; }

private:
    using Answer = Result<HttpResponse>;
    struct Pending {
        std::size_t block;
        std::future<Answer> answer;
    };

    std::vector<std::size_t> candidates() const;
    void preferSource(std::uint16_t source, std::vector<std::size_t>::iterator begin,
                      std::vector<std::size_t>::iterator end) const;
    std::future<Answer> request(std::size_t block);
    /// The block's bytes by this answer, or by new ones until one is good.
    Result<std::string> bytesOf(std::size_t block, Answer answer);
    Result<bool> compare(std::size_t block, Answer answer);
    Result<void> confirm(std::size_t block);
    Result<bool> search(std::vector<std::size_t> order, const std::string& sha256,
                        const std::function<void()>& onProgress);
    Result<void> replace(std::size_t block, const std::string& bytes);
    Result<std::string> hashAgain(std::uint64_t from);

    NetworkGate& m_gate;
    PartialFile& m_file;
    HashCursor& m_cursor;
    std::mutex& m_mutex;
    Locate m_locate;
    std::string m_location;
    std::string m_name;
    std::stop_token m_stop;
    std::map<std::size_t, std::vector<Fingerprint>> m_seen; // Former contents of blocks.
    std::size_t m_repaired = 0;
    std::uint64_t m_fetchedBytes = 0;
};

} // namespace core
