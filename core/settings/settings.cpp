// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/settings/settings.h"

#include <algorithm>
#include <mutex>
#include <optional>

#include "core/base/file_io.h"
#include "core/base/task_queue.h"
#include "core/settings/settings_json.h"

namespace core {
namespace {

constexpr std::uint64_t kFileBytesMax = 4u << 20u;
/// Changes that follow each other (a slider, a window being resized) are written together.
constexpr std::chrono::milliseconds kWriteDelay{250};

} // namespace

void Settings::rememberModel(const std::filesystem::path& model) {
    lastModel = model;
    std::erase(recentModels, model);
    recentModels.insert(recentModels.begin(), model);
    if (recentModels.size() > kRecentModelsMax) recentModels.resize(kRecentModelsMax);
}

struct SettingsStore::State {
    std::filesystem::path file;
    std::string report;
    std::mutex mutex;
    Settings settings;
    Json json = Json::object(); // As in the file, members that we do not know included.
    std::function<void(const Settings&)> listener;
    bool writePlanned = false;
    std::uint64_t revision = 0;
    std::uint64_t written = 0; // Revision that is on disk.
    TaskQueue queue;           // Last: it ends before what it uses.

    Result<void> save() {
        std::string text;
        std::uint64_t saved = 0;
        {
            const std::lock_guard lock(mutex);
            writePlanned = false;
            if (revision == written) return {};
            writeSettings(settings, json);
            text = dumpJson(json, 2) + "\n";
            saved = revision;
        }
        TRY(replaceFile(file, text));
        const std::lock_guard lock(mutex);
        written = saved;
        return {};
    }
};

SettingsStore::SettingsStore(std::unique_ptr<State> state) : m_state(std::move(state)) {}

std::unique_ptr<SettingsStore> SettingsStore::open(const std::filesystem::path& file) {
    auto state = std::make_unique<State>();
    state->file = file;
    const Result<std::string> text = readFile(file, kFileBytesMax);
    if (text) {
        Result<Json> json = parseJsonObject(*text);
        if (json) {
            state->json = std::move(json).value();
            state->settings = settingsFromJson(state->json);
        } else {
            state->report = "the settings file was damaged";
            if (const auto aside = moveAside(file))
                state->report += " and is kept as " + aside->string();
        }
    } else if (text.error().code != ErrorCode::NotFound) {
        state->report = text.error().detail;
    }
    return std::unique_ptr<SettingsStore>(new SettingsStore(std::move(state)));
}

SettingsStore::~SettingsStore() {
    // At this point nobody is left to be told of a full disk.
    static_cast<void>(flush());
}

Settings SettingsStore::current() const {
    const std::lock_guard lock(m_state->mutex);
    return m_state->settings;
}

void SettingsStore::update(const std::function<void(Settings&)>& change) {
    Settings now;
    std::function<void(const Settings&)> listener;
    {
        const std::lock_guard lock(m_state->mutex);
        Settings changed = m_state->settings;
        change(changed);
        changed.defaults = sanitized(std::move(changed.defaults));
        if (changed == m_state->settings) return;
        m_state->settings = now = std::move(changed);
        ++m_state->revision;
        listener = m_state->listener;
        if (!m_state->writePlanned) {
            m_state->writePlanned = true;
            m_state->queue.postAfter(kWriteDelay, [state = m_state.get()] {
                // A failed write is tried again with the next change and at the end.
                static_cast<void>(state->save());
            });
        }
    }
    if (listener) listener(now);
}

Result<void> SettingsStore::flush() {
    Result<void> outcome;
    m_state->queue.post([&] { outcome = m_state->save(); });
    m_state->queue.drain();
    return outcome;
}

const std::string& SettingsStore::report() const {
    return m_state->report;
}

void SettingsStore::onChanged(std::function<void(const Settings&)> listener) {
    const std::lock_guard lock(m_state->mutex);
    m_state->listener = std::move(listener);
}

} // namespace core
