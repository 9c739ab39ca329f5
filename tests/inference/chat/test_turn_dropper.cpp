// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QtTest>

#include "inference/chat/turn_dropper.h"

using namespace inference;

namespace {

ChatMessage message(const char* role, std::size_t length) {
    ChatMessage one;
    one.role = role;
    one.content = std::string(length, 'x');
    return one;
}

/// One token per letter.
Result<std::uint32_t> letters(std::span<const ChatMessage> messages) {
    std::uint32_t total = 0;
    for (const ChatMessage& one : messages) total += static_cast<std::uint32_t>(one.content.size());
    return total;
}

std::vector<ChatMessage> conversation() {
    return {message("system", 10), message("user", 20), message("assistant", 30),
            message("user", 5),    message("tool", 7),  message("assistant", 40),
            message("user", 8)};
}

} // namespace

class TestTurnDropper : public QObject {
    Q_OBJECT

private slots:
    void whatFitsStaysWhole() {
        auto messages = conversation();
        const auto dropped = dropOldestTurns(messages, 120, letters);
        QVERIFY(dropped.ok());
        QCOMPARE(*dropped, std::size_t{0});
        QCOMPARE(messages.size(), std::size_t{7});
    }

    void asFewOfTheOldestTurnsGoAsSuffice() {
        auto messages = conversation();
        const auto dropped = dropOldestTurns(messages, 119, letters);
        QVERIFY(dropped.ok());
        QCOMPARE(*dropped, std::size_t{2});
        QCOMPARE(messages[0].role, std::string("system"));
        QCOMPARE(messages[1].content.size(), std::size_t{5});
        QCOMPARE(*letters(messages), 70u);
    }

    void aTurnGoesWithAllThatAnsweredIt() {
        auto messages = conversation();
        const auto dropped = dropOldestTurns(messages, 69, letters);
        QVERIFY(dropped.ok());
        QCOMPARE(*dropped, std::size_t{5});
        QCOMPARE(messages.size(), std::size_t{2});
        QCOMPARE(messages[1].content.size(), std::size_t{8});
    }

    void theLastMessageAndTheSystemStay() {
        auto messages = conversation();
        const auto dropped = dropOldestTurns(messages, 17, letters);
        QVERIFY(!dropped.ok());
        QCOMPARE(dropped.error().code, ErrorCode::LimitExceeded);
        QCOMPARE(messages.size(), std::size_t{7});
        std::vector<ChatMessage> single{message("user", 30)};
        QCOMPARE(dropOldestTurns(single, 20, letters).error().code, ErrorCode::LimitExceeded);
        std::vector<ChatMessage> none;
        QVERIFY(dropOldestTurns(none, 20, letters).ok());
    }
};

QTEST_GUILESS_MAIN(TestTurnDropper)
#include "test_turn_dropper.moc"
