// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/chat/message.h"
#include "core/storage/database.h"

namespace core {

/// A place where searched words occur.
struct SearchHit {
    ChatId chat = kNoId;
    MessageId message = kNoId; ///< kNoId: the chat's title.
    std::string chatTitle;
    UnixMs updatedMs = 0; ///< Of the chat.
    std::string snippet;  ///< Plain text around the words, one line.
    std::vector<std::pair<std::size_t, std::size_t>> marks; ///< [begin, end) bytes in `snippet`.
};

enum class ChatListKind : std::uint8_t { Alive, Trash };

/// Chats as trees of messages in the database. Every function blocks until it is read or durably
/// written and may be called from any thread but those of the database; ChatService offers the same
/// to those who must not wait. Functions fail with NotFound for unknown ids and with Io (full disk,
/// ...).
class ChatStore {
public:
    /// Marks answers that a killed process left partial as interrupted, with all text the journal
    /// has.
    static Result<std::unique_ptr<ChatStore>> open(Database& database);

    /// Pinned first, then by date, newest first.
    Result<std::vector<ChatSummary>> chats(ChatListKind kind = ChatListKind::Alive);
    Result<ChatSummary> chat(ChatId id);
    /// The visible path.
    Result<Conversation> conversation(ChatId id);
    Result<Message> message(MessageId id);
    /// A message and its place among its versions.
    Result<Turn> turn(MessageId id);
    /// The last message of the visible path; kNoId for an empty chat.
    Result<MessageId> visibleLeaf(ChatId id);
    Result<ParameterOverrides> overrides(ChatId id);
    /// From the first turn to this message.
    Result<std::vector<Message>> pathTo(MessageId id);
    /// Every message of a chat that is not deleted, parents before children.
    Result<std::vector<Message>> allMessages(ChatId id);
    /// Words, the last as a prefix; text without word gaps (Chinese, Japanese, Thai, ...) is found
    /// anywhere. Best first; chats in the trash are left out.
    Result<std::vector<SearchHit>> search(std::string_view query, std::size_t limit = 100);

    Result<ChatSummary> createChat(std::string_view title, const ParameterOverrides& overrides);
    Result<void> renameChat(ChatId id, std::string_view title);
    Result<void> setPinned(ChatId id, bool pinned);
    Result<void> setOverrides(ChatId id, const ParameterOverrides& overrides);
    Result<void> setModel(ChatId id, std::string_view path, std::string_view name);
    Result<void> moveToTrash(ChatId id);
    Result<void> restoreFromTrash(ChatId id);
    /// Gone for good, with all its messages.
    Result<void> purge(ChatId id);
    /// Purges chats that went to the trash, and messages that were deleted, before then; gives the
    /// ids of the chats.
    Result<std::vector<ChatId>> purgeTrashedBefore(UnixMs time);

    /// Rewrites the search index without the words of what was purged, in steps between which
    /// others may write, as long as `goOn` says so.
    Result<void> compactIndex(const std::function<bool()>& goOn);

    /// Adds below `message.parent` (kNoId: a first turn), makes it and its ancestors the visible
    /// path, and dates the chat. Fills in id and time. A chat without a title gets one from its
    /// first user message. The parent must belong to the same chat.
    Result<Message> addMessage(Message message);
    /// Everything but id, chat, parent, role and time; removes the message's journal.
    Result<void> finishMessage(const Message& message);
    /// More text of a Partial message: appended to a journal, so that its cost is that of the new
    /// text.
    Result<void> appendToJournal(MessageId id, std::string_view content,
                                 std::string_view reasoning);
    /// A finished message is about to grow again: status Partial.
    Result<void> reopenMessage(MessageId id);
    /// Shows this version (and, below it, what was last shown there).
    Result<void> selectVersion(MessageId id);
    /// Hides the message and all below it; if it was visible, the nearest version takes its place.
    Result<void> deleteMessage(MessageId id);
    Result<void> restoreMessage(MessageId id);
    /// A new chat that holds copies of the path to this message.
    Result<ChatSummary> branch(MessageId id);

private:
    explicit ChatStore(Database& database);
    Result<void> recover();
    template <typename T>
    Result<T> reading(const std::function<Result<T>(Connection&)>& work);
    template <typename T>
    Result<T> writing(const std::function<Result<T>(Connection&)>& work);
    /// One statement that must change one row.
    Result<void> changeChat(ChatId id, const char* sql,
                            const std::function<void(Statement&)>& bind);

    Database& m_database;
};

} // namespace core
