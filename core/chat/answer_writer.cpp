// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/chat/answer_writer.h"

#include <algorithm>
#include <utility>

namespace core {
namespace {

using Clock = std::chrono::steady_clock;

/// A killed process loses at most this much text, and the time of one commit.
constexpr std::chrono::milliseconds kJournalInterval{500};

double secondsSince(Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

/// A continued answer took the time and tokens of all its parts; its prompt is that of the first.
MessageTimings addUp(const MessageTimings& before, const MessageTimings& now) {
    if (before.generatedTokens == 0) return now;
    MessageTimings sum = before;
    sum.generatedTokens += now.generatedTokens;
    sum.promptSeconds += now.promptSeconds;
    sum.generateSeconds += now.generateSeconds;
    sum.stopReason = now.stopReason;
    sum.messagesDropped = std::max(before.messagesDropped, now.messagesDropped);
    return sum;
}

} // namespace

struct AnswerWriter::Answer {
    Message message; // Text as far as it has come. Guarded by the announcer's lock.
    std::uint32_t contextLength = 0;
    std::stop_source stop;
    EndedBy endedBy = EndedBy::Person; // Guarded by AnswerWriter::m_mutex.

    // Guarded by the announcer's lock.
    std::uint32_t promptTokens = 0;
    std::uint32_t tokens = 0; // Of this part of the answer.
    Clock::time_point begun = Clock::now();
    Clock::time_point firstToken;
    bool ended = false;

    // Used on the writer's thread only: how much the journal has.
    std::size_t contentWritten = 0;
    std::size_t reasoningWritten = 0;

    AnswerDelta delta() const {
        AnswerDelta delta;
        delta.chat = message.chat;
        delta.message = message.id;
        const MessageTimings& before = message.timings;
        delta.tokens = before.generatedTokens + tokens;
        delta.seconds = before.generateSeconds + secondsSince(firstToken);
        delta.firstTokenSeconds = before.generatedTokens > 0
                                      ? before.firstTokenSeconds
                                      : std::chrono::duration<double>(firstToken - begun).count();
        return delta;
    }
};

AnswerWriter::AnswerWriter(ChatStore& store, Announcer& announcer,
                           std::function<void(ChatId)> finished)
    : m_store(store), m_announcer(announcer), m_finished(std::move(finished)) {}

AnswerWriter::~AnswerWriter() {
    m_queue.post([this] { saveAgain(); });
    m_queue.drain();
    ASSERT(!isWriting());
}

AnswerWriter::Begun AnswerWriter::begin(const Message& message, std::uint32_t contextLength) {
    auto answer = std::make_shared<Answer>();
    answer->message = message;
    answer->contextLength = contextLength;
    answer->contentWritten = message.content.size();
    answer->reasoningWritten = message.reasoning.size();
    {
        const std::lock_guard lock(m_mutex);
        m_answers.push_back(answer);
    }
    m_queue.post([this] { planTick(); });

    AnswerCallbacks callbacks;
    callbacks.onPrompt = [this, answer](std::uint32_t done, std::uint32_t total) {
        m_announcer.tell([&](ChatListener& listener) {
            answer->promptTokens = total;
            listener.promptProgress(answer->message.chat, answer->message.id, done, total);
        });
    };
    callbacks.onText = [this, answer](AnswerPart part, std::string_view text,
                                      std::uint32_t tokens) { grow(*answer, part, text, tokens); };
    callbacks.onDone = [this, answer](const AnswerResult& result) {
        m_queue.post([this, answer, result] { finish(answer, result); });
    };
    return {std::move(callbacks), answer->stop.get_token()};
}

void AnswerWriter::grow(Answer& answer, AnswerPart part, std::string_view text,
                        std::uint32_t tokens) {
    m_announcer.tell([&](ChatListener& listener) {
        if (answer.tokens == 0) answer.firstToken = Clock::now();
        answer.tokens = tokens;
        std::string& whole =
            part == AnswerPart::Content ? answer.message.content : answer.message.reasoning;
        AnswerDelta delta = answer.delta();
        delta.part = part;
        delta.offset = whole.size();
        delta.text = text;
        whole += text;
        listener.answerGrew(delta);
    });
}

void AnswerWriter::stop(ChatId chat, EndedBy by) {
    for (const auto& answer : running()) {
        if (answer->message.chat != chat) continue;
        {
            const std::lock_guard lock(m_mutex);
            answer->endedBy = by;
        }
        answer->stop.request_stop();
    }
}

void AnswerWriter::stopAll(EndedBy by) {
    for (const auto& answer : running()) stop(answer->message.chat, by);
}

bool AnswerWriter::isWriting(ChatId chat) const {
    const std::lock_guard lock(m_mutex);
    return std::any_of(m_answers.begin(), m_answers.end(),
                       [chat](const auto& answer) { return answer->message.chat == chat; });
}

bool AnswerWriter::isWriting() const {
    const std::lock_guard lock(m_mutex);
    return !m_answers.empty();
}

void AnswerWriter::drain() {
    m_queue.drain();
}

AnswerWriter::Answers AnswerWriter::running() const {
    const std::lock_guard lock(m_mutex);
    return m_answers;
}

void AnswerWriter::snapshot(ChatId chat, const Done<Conversation>& done) {
    while (true) {
        std::uint64_t endings = 0;
        {
            const std::lock_guard lock(m_mutex);
            endings = m_endings;
        }
        Result<Conversation> read = m_store.conversation(chat);
        bool stale = false;
        m_announcer.tell([&](ChatListener&) {
            {
                // An answer that ended while we read may be told of already: read it again, whole.
                const std::lock_guard lock(m_mutex);
                stale = m_endings != endings;
            }
            if (stale) return;
            if (read) overlay(*read);
            if (done) done(std::move(read));
        });
        if (!stale) return;
    }
}

void AnswerWriter::overlay(Conversation& conversation) const {
    const std::lock_guard lock(m_mutex);
    for (Turn& turn : conversation.turns) {
        for (const auto& answer : m_answers)
            if (turn.message.id == answer->message.id) turn.message = answer->message;
        if (const auto unsaved = m_unsaved.find(turn.message.id); unsaved != m_unsaved.end())
            turn.message = unsaved->second;
    }
}

void AnswerWriter::planTick() {
    if (m_tickPlanned) return;
    m_tickPlanned = true;
    m_queue.postAfter(kJournalInterval, [this] { tick(); });
}

void AnswerWriter::tick() {
    m_tickPlanned = false;
    const Answers answers = running();
    for (const auto& answer : answers) journal(*answer);
    saveAgain();
    if (!answers.empty()) planTick();
}

void AnswerWriter::journal(Answer& answer) {
    std::string content;
    std::string reasoning;
    m_announcer.tell([&](ChatListener& listener) {
        content = answer.message.content.substr(answer.contentWritten);
        reasoning = answer.message.reasoning.substr(answer.reasoningWritten);
        if (answer.promptTokens > 0)
            listener.contextUsed(answer.message.chat,
                                 {answer.promptTokens + answer.tokens, answer.contextLength});
    });
    if (content.empty() && reasoning.empty()) return;
    const Result<void> written = m_store.appendToJournal(answer.message.id, content, reasoning);
    if (!written) return storageFailed(written.error());
    m_storageBroken = false;
    answer.contentWritten += content.size();
    answer.reasoningWritten += reasoning.size();
}

void AnswerWriter::finish(const std::shared_ptr<Answer>& answer, const AnswerResult& result) {
    Message message;
    EndedBy by = EndedBy::Person;
    {
        const std::lock_guard lock(m_mutex);
        by = answer->endedBy;
    }
    m_announcer.tell([&](ChatListener&) { message = answer->message; });
    message.timings = addUp(message.timings, result.timings);
    if (!result.outcome) {
        message.status = MessageStatus::Failed;
        message.error = result.outcome.error().detail;
        message.errorCode = result.outcome.error().code;
    } else {
        const bool interrupted =
            message.timings.stopReason == "cancelled" && by == EndedBy::Program;
        message.status = interrupted ? MessageStatus::Interrupted : MessageStatus::Complete;
        message.error.clear();
    }
    save(message);
    m_announcer.tell([&](ChatListener& listener) {
        {
            const std::lock_guard lock(m_mutex);
            std::erase(m_answers, answer);
            ++m_endings;
        }
        if (result.timings.promptTokens > 0) {
            listener.contextUsed(message.chat,
                                 {result.timings.promptTokens + result.timings.generatedTokens,
                                  answer->contextLength});
        }
        listener.answerFinished(message);
    });
    m_finished(message.chat);
}

void AnswerWriter::save(const Message& message) {
    const Result<void> saved = m_store.finishMessage(message);
    if (saved || saved.error().code == ErrorCode::NotFound) { // Its chat may be gone by now.
        m_storageBroken = false;
        const std::lock_guard lock(m_mutex);
        m_unsaved.erase(message.id);
    } else {
        {
            const std::lock_guard lock(m_mutex);
            m_unsaved[message.id] = message;
        }
        storageFailed(saved.error());
        planTick();
    }
}

void AnswerWriter::saveAgain() {
    std::map<MessageId, Message> unsaved;
    {
        const std::lock_guard lock(m_mutex);
        unsaved = m_unsaved;
    }
    for (const auto& [id, message] : unsaved) save(message);
}

void AnswerWriter::storageFailed(const Error& error) {
    if (std::exchange(m_storageBroken, true)) return;
    m_announcer.tell([&](ChatListener& listener) { listener.storageFailed(error); });
}

} // namespace core
