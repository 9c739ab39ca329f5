// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>

#include "core/chat/message.h"

namespace core {

/// A folder of files that hold what models made of long conversations, so that a chat that is
/// opened again need not be read again: at most one for each chat and way of running a model. A
/// cache: any of them may go at any time, by itself when it is old or when others need the room.
/// Whether a file fits the model is for the engine to say; this class only names files and keeps
/// the folder small.
class PrefixStore {
public:
    struct Limits {
        std::uint64_t fileBytesMax = 1ull << 30;
        std::uint64_t folderBytesMax = 4ull << 30;
        std::chrono::hours age{30 * 24};
    };

    explicit PrefixStore(std::filesystem::path folder);
    PrefixStore(std::filesystem::path folder, Limits limits);

    const Limits& limits() const { return m_limits; }
    /// `running` tells one way of running a model from another: its file and its context.
    std::filesystem::path fileOf(ChatId chat, const std::string& running) const;
    /// A file was used: it is the last to go.
    void touch(const std::filesystem::path& file) const;
    /// Removes what is old, then the longest unused until the rest is small enough.
    void tidy() const;
    /// Removes all files of a chat.
    void forget(ChatId chat) const;

private:
    std::filesystem::path m_folder;
    Limits m_limits;
};

} // namespace core
