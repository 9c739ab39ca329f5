// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QTemporaryDir>
#include <QtTest>

#include <fstream>

#include "core/settings/settings.h"

using namespace core;
namespace fs = std::filesystem;

class TestSettings : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    fs::path m_file;

    void write(const std::string& text) const { std::ofstream(m_file, std::ios::binary) << text; }
    std::string read() const {
        std::ifstream stream(m_file, std::ios::binary);
        return {std::istreambuf_iterator<char>(stream), {}};
    }

private slots:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_file = m_folder->filePath("settings.json").toStdString();
    }

    void beginsWithTheDefaults() {
        const auto store = SettingsStore::open(m_file);
        QVERIFY(store->current() == Settings());
        QVERIFY(store->report().empty());
    }

    void remembersEverything() {
        Settings wanted;
        wanted.theme = ThemeChoice::Dark;
        wanted.fontScale = 1.25;
        wanted.enterSends = false;
        wanted.device = "vulkan:1";
        wanted.contextLength = 16384;
        wanted.threads = 6;
        wanted.contextFull = ContextFull::DropOldest;
        wanted.defaults.systemPrompt = "Be \"brief\" — 簡潔に";
        wanted.defaults.sampler.temperature = 0.7f;
        wanted.defaults.sampler.seed = 1234567890123;
        wanted.defaults.stopStrings = {"\n"};
        wanted.defaults.reasoningEffort = "low";
        wanted.loadLastModelAtStart = false;
        wanted.rememberModel("/models/a.gguf");
        wanted.rememberModel("/models/b é.gguf");
        wanted.lastChat = 42;
        wanted.sidebarVisible = false;
        wanted.parametersVisible = true;
        wanted.windowWidth = 900;
        wanted.windowHeight = 700;
        wanted.windowMaximized = true;
        wanted.offline = true;
        wanted.keepFree = {{"cpu", 4'000'000'000}, {"a \"card\"", 1}};
        wanted.downloads.parallelMax = 3;
        wanted.downloads.rateMax = 2'500'000;
        wanted.downloads.hours = {true, 22 * 60 + 30, 6 * 60};
        wanted.network.hubEndpoint = "https://mirror.example";
        wanted.network.proxy = "";
        SettingsStore::open(m_file)->update([&](Settings& s) { s = wanted; });
        const auto store = SettingsStore::open(m_file);
        QVERIFY(store->current() == wanted);
        QCOMPARE(store->current().recentModels.front().string(), std::string("/models/b é.gguf"));
        // A person can read it.
        QVERIFY(read().find("\"temperature\": 0.7,") != std::string::npos);
    }

    void bringsDownloadLimitsIntoTheirRange() {
        write(R"({"downloads": {"parallel": 0, "rate_max": -5, "hours_begin": 9999,
                  "hours_end": "?", "only_in_hours": true}, "network": [1]})");
        const Settings read = SettingsStore::open(m_file)->current();
        QCOMPARE(read.downloads.parallelMax, 1U);
        QCOMPARE(read.downloads.rateMax, std::uint64_t{0});
        const DownloadHours night{true};
        QVERIFY(read.downloads.hours == night);
        QVERIFY(!read.network.proxy && read.network.hubEndpoint.empty());
        write(R"({"downloads": {"parallel": 500}})");
        QCOMPARE(SettingsStore::open(m_file)->current().downloads.parallelMax,
                 DownloadSettings::kParallelMax);
    }

    void keepsMembersOfOtherVersions() {
        write(
            R"({"version": 7, "theme": "light", "from_the_future": {"x": [1]}, "font_scale": "?"})");
        {
            const auto store = SettingsStore::open(m_file);
            QVERIFY(store->current().theme == ThemeChoice::Light);
            QCOMPARE(store->current().fontScale, 1.0);
            store->update([](Settings& s) { s.lastChat = 5; });
        }
        QVERIFY(read().find("from_the_future") != std::string::npos);
        QVERIFY(read().find("\"version\": 7") != std::string::npos);
        QCOMPARE(SettingsStore::open(m_file)->current().lastChat, 5);
    }

    void movesADamagedFileAside() {
        for (const char* text : {"", "{", "[1,2]", "\x00\xff nonsense", "{\"theme\": \"dark\""}) {
            write(text);
            const auto store = SettingsStore::open(m_file);
            QVERIFY(store->current() == Settings());
            QVERIFY(store->report().find("damaged") != std::string::npos);
            QVERIFY(!fs::exists(m_file));
        }
    }

    void valuesOutOfRangeBecomeUsable() {
        write(R"({"font_scale": 1e9, "window_width": -5, "threads": 99999999999, "last_chat": -3,
                 "device": "", "recent_models": [1, "", "/m.gguf"],
                 "generation": {"temperature": 1e30, "top_k": 1e300, "top_p": -2, "max_tokens": 0,
                                "reasoning_effort": "huge", "stop": ["", "x", 3]}})");
        const Settings s = SettingsStore::open(m_file)->current();
        QCOMPARE(s.fontScale, 3.0);
        QVERIFY(s.windowWidth >= 200);
        QCOMPARE(s.threads, 0u);
        QCOMPARE(s.lastChat, 0);
        QCOMPARE(s.device, std::string("auto"));
        QCOMPARE(s.recentModels.size(), std::size_t{1});
        QCOMPARE(s.defaults.sampler.temperature, 5.0f);
        QCOMPARE(s.defaults.sampler.topK, 40);
        QCOMPARE(s.defaults.sampler.topP, 0.0f);
        QCOMPARE(s.defaults.maxTokens, -1);
        QCOMPARE(s.defaults.reasoningEffort, std::string());
        QCOMPARE(s.defaults.stopStrings, std::vector<std::string>{"x"});
    }

    void tellsOfChangesAndWritesThemSoon() {
        const auto store = SettingsStore::open(m_file);
        int told = 0;
        store->onChanged([&](const Settings& s) { told += s.theme == ThemeChoice::Dark ? 1 : 10; });
        store->update([](Settings& s) { s.theme = ThemeChoice::Dark; });
        store->update([](Settings& s) { s.theme = ThemeChoice::Dark; });
        QCOMPARE(told, 1);
        QTRY_VERIFY_WITH_TIMEOUT(read().find("dark") != std::string::npos, 3000);
        QVERIFY(store->flush().ok());
    }

    void aFolderThatIsGoneIsAnErrorNotACrash() {
        const auto store = SettingsStore::open(m_folder->filePath("no/such/x.json").toStdString());
        store->update([](Settings& s) { s.lastChat = 1; });
        QVERIFY(!store->flush().ok());
    }

    void overridesAreTheDifference() {
        GenerationParameters defaults;
        defaults.sampler.seed = 7;
        GenerationParameters wanted = defaults;
        QVERIFY(differenceFrom(defaults, wanted) == ParameterOverrides());
        wanted.sampler.topK = 3;
        wanted.sampler.seed.reset();
        wanted.systemPrompt = "x";
        const ParameterOverrides overrides = differenceFrom(defaults, wanted);
        QVERIFY(overrides.topK == 3 && overrides.seed == -1 && !overrides.temperature);
        QVERIFY(applyOverrides(defaults, overrides) == wanted);
        QVERIFY(overridesFromJson(toJson(overrides)).value() == overrides);
        QVERIFY(parametersFromJson(toJson(wanted)).value() == wanted);
        QVERIFY(!overridesFromJson("[]").ok());
    }
};

QTEST_GUILESS_MAIN(TestSettings)
#include "test_settings.moc"
