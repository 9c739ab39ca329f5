// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QTemporaryDir>
#include <QtTest>

#include <map>

#include "core/hub/keyring_secret_store.h"

using namespace core;
using Kind = KeyringAnswer::Kind;

namespace {

/// A keyring in memory that can be absent or refuse.
struct State {
    Kind mood = Kind::Done;
    std::map<std::string, std::string, std::less<>> secrets;
};

class MemoryKeyring final : public Keyring {
public:
    explicit MemoryKeyring(State& state) : m_state(state) {}
    KeyringAnswer read(std::string_view name) override {
        if (m_state.mood != Kind::Done) return {m_state.mood, {}};
        const auto found = m_state.secrets.find(name);
        if (found == m_state.secrets.end()) return {Kind::NotFound, {}};
        return {Kind::Done, found->second};
    }
    KeyringAnswer write(std::string_view name, std::string_view secret) override {
        if (m_state.mood == Kind::Done) m_state.secrets[std::string(name)] = secret;
        return {m_state.mood, {}};
    }
    KeyringAnswer remove(std::string_view name) override {
        if (m_state.mood != Kind::Done) return {m_state.mood, {}};
        const auto found = m_state.secrets.find(name);
        if (found == m_state.secrets.end()) return {Kind::NotFound, {}};
        m_state.secrets.erase(found);
        return {Kind::Done, {}};
    }

private:
    State& m_state;
};

} // namespace

class TestKeyringSecretStore : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    State m_state;
    std::unique_ptr<KeyringSecretStore> m_store;

    QString file() const { return m_folder->filePath("hub-token"); }
    std::string token() const {
        const auto read = m_store->read(kHubTokenName);
        if (!read) return "error: " + read.error().detail;
        return read->value_or("nothing");
    }

private slots:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_state = {};
        m_store = std::make_unique<KeyringSecretStore>(std::make_unique<MemoryKeyring>(m_state),
                                                       m_folder->path().toStdString());
    }

    void keepsSecretsInTheKeyringAlone() {
        QCOMPARE(token(), "nothing");
        QVERIFY(m_store->write(kHubTokenName, "hf_a").ok());
        QCOMPARE(token(), "hf_a");
        QVERIFY(!QFile::exists(file()));
        QVERIFY(m_store->remove(kHubTokenName).ok());
        QCOMPARE(token(), "nothing");
        QVERIFY(m_store->remove(kHubTokenName).ok());
    }

    void keepsThemInAFileOfTheirOwnerWhereThereIsNoKeyring() {
        m_state.mood = Kind::Absent;
        QVERIFY(m_store->write(kHubTokenName, "hf_b").ok());
        QCOMPARE(token(), "hf_b");
        const auto others = QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup
                            | QFile::WriteOther | QFile::ExeOther;
        QVERIFY(!(QFile::permissions(file()) & others));
        m_state.mood = Kind::Done; // A keyring came: the file still counts, until the next write.
        QCOMPARE(token(), "hf_b");
        QVERIFY(m_store->write(kHubTokenName, "hf_c").ok());
        QVERIFY(!QFile::exists(file()));
        QCOMPARE(token(), "hf_c");
    }

    void aRefusalSendsNothingToAFile() {
        m_state.mood = Kind::Refused;
        const auto written = m_store->write(kHubTokenName, "hf_d");
        QVERIFY(!written && written.error().code == ErrorCode::AccessDenied);
        QVERIFY(written.error().detail.find("unlock") != std::string::npos);
        QVERIFY(written.error().detail.find("hf_d") == std::string::npos);
        QVERIFY(!QFile::exists(file()));
        QCOMPARE(m_store->read(kHubTokenName).error().code, ErrorCode::AccessDenied);
    }
};

QTEST_GUILESS_MAIN(TestKeyringSecretStore)
#include "test_keyring_secret_store.moc"
