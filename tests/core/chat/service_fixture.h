// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <QTemporaryDir>

#include <functional>
#include <future>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/chat/chat_service.h"
#include "tests/core/chat/recording_listener.h"
#include "tests/support/fake_engine.h"

namespace testing_support {

using namespace core;

/// A service with a fake engine, in a folder of its own.
struct ServiceFixture {
    QTemporaryDir folder;
    std::shared_ptr<FakeBehaviour> behaviour = std::make_shared<FakeBehaviour>();
    RecordingListener listener;
    std::unique_ptr<Database> database;
    std::unique_ptr<ChatStore> store;
    std::unique_ptr<SettingsStore> settings;
    std::unique_ptr<ChatService> service;

    ServiceFixture() { open(); }
    void open() {
        const std::filesystem::path path = folder.path().toStdString();
        auto opened = Database::open(path / "hearth.db");
        if (!opened) qFatal("%s", opened.error().detail.c_str());
        database = std::move(opened).value();
        store = ChatStore::open(*database).value();
        settings = SettingsStore::open(path / "settings.json");
        service = std::make_unique<ChatService>(
            *store, *settings, std::make_unique<FakeEngineFactory>(behaviour), listener);
    }
    void close() {
        service.reset();
        settings.reset();
        store.reset();
        database.reset();
    }
    void loadModel(const char* path = "/models/fake.gguf") {
        service->loadModel({path});
        if (!listener.waitForModel(ModelStateKind::Ready)) qFatal("the fake model did not load");
    }
    Message send(const std::string& text, ChatId chat = kNoId) const {
        return wait<Message>([&](Done<Message> done) {
                   SendRequest request;
                   request.chat = chat;
                   request.text = text;
                   service->sendMessage(request, std::move(done));
               })
            .value();
    }
    template <typename T>
    static Result<T> wait(const std::function<void(Done<T>)>& command) {
        std::promise<Result<T>> promise;
        auto outcome = promise.get_future();
        command([&promise](Result<T> result) { promise.set_value(std::move(result)); });
        return outcome.get();
    }
    Conversation conversation(ChatId chat) const {
        return wait<Conversation>(
                   [&](Done<Conversation> done) { service->conversation(chat, std::move(done)); })
            .value();
    }
    std::vector<std::string> visible(ChatId chat) const {
        std::vector<std::string> texts;
        const Conversation shown = conversation(chat);
        for (const Turn& turn : shown.turns) texts.push_back(turn.message.content);
        return texts;
    }
};
using Texts = std::vector<std::string>;

} // namespace testing_support
