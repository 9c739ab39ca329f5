// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "core/chat/prefix_store.h"
#include "inference/session/engine.h"

namespace core {

/// Decides when it pays to keep what a model made of a conversation, and to fetch it again: reading
/// it anew would have to take seconds. One engine's. That something could not be kept or fetched is
/// no failure, the text is read again then. Any thread may call, fetch() one at a time.
class PrefixKeeper {
public:
    /// Shorter conversations, and those that are read sooner, are read again.
    struct Worth {
        std::uint32_t tokensMin = 512;
        double secondsMin = 2;
    };

    PrefixKeeper(inference::Engine& engine, const std::filesystem::path& folder,
                 const std::filesystem::path& model);
    PrefixKeeper(inference::Engine& engine, PrefixStore store, const std::filesystem::path& model,
                 Worth worth);

    /// An answer was asked for.
    void asked();
    /// Before a chat is answered for the first time by this engine: fetches what was kept.
    void fetch(ChatId chat, std::size_t promptTokens);
    /// It has ended: notes down how long reading takes, and that the cache holds this chat. Quick.
    void answered(ChatId chat, const inference::GenerationResult& result);
    bool idle() const; ///< Nothing is being answered.
    /// When idle: keeps the chat that the cache holds, if that pays and is not
    /// done yet.
    void keep();

private:
    inference::Engine& m_engine;
    PrefixStore m_store;
    std::string m_running; // The file and how it is run.
    Worth m_worth;
    std::set<ChatId> m_known; // Chats that this engine has answered in.

    mutable std::mutex m_mutex; // Guards the rest; held for moments only.
    std::uint32_t m_answers = 0;
    std::optional<ChatId> m_due; // Its last answer is not in a file.
    std::uint32_t m_tokens = 0;  // Of that chat.
    double m_secondsPerToken = 0;
};

} // namespace core
