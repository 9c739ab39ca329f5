// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/chat/generation_parameters.h"
#include "core/download/download_hours.h"

namespace core {

enum class ThemeChoice : std::uint8_t { System, Light, Dark };

/// How downloads may use the line; see DownloadQueue::apply().
struct DownloadSettings {
    unsigned parallelMax = 2;  ///< Models at a time, 1..8.
    std::uint64_t rateMax = 0; ///< Bytes per second of all together; 0: no cap.
    DownloadHours hours;

    static constexpr unsigned kParallelMax = 8;
    bool operator==(const DownloadSettings&) const = default;
};

/// How the network is reached, unless the command line or the environment says otherwise.
struct NetworkSettings {
    std::string hubEndpoint;          ///< A mirror's address; empty: the hub itself.
    std::optional<std::string> proxy; ///< Not set: the system's. Empty: none.

    bool operator==(const NetworkSettings&) const = default;
};

/// What a person set, with the defaults of a fresh start.
struct Settings {
    static constexpr int kVersion = 1;

    ThemeChoice theme = ThemeChoice::System;
    double fontScale = 1.0; ///< 0.5..3
    bool enterSends = true; ///< Else Ctrl+Enter sends and Enter breaks the line.
    std::string device = "auto";
    std::uint32_t contextLength = 0; ///< 0: the engine's default.
    unsigned threads = 0;            ///< 0: as many as physical cores.
    ContextFull contextFull = ContextFull::Stop;
    /// Bytes of each device that models leave to others, by its name; "cpu" is RAM.
    std::map<std::string, std::uint64_t> keepFree;
    GenerationParameters defaults; ///< Default system prompt included.
    std::filesystem::path lastModel;
    bool offline = false; ///< No connection is made.
    bool loadLastModelAtStart = true;
    bool hubTokenKept = false;                       ///< In the window's secrets.
    bool welcomed = false;                           ///< The first steps were taken or skipped.
    std::vector<std::filesystem::path> recentModels; ///< Newest first, at most kRecentModelsMax.
    std::int64_t lastChat = 0;                       ///< Shown at the next start; 0: a new one.
    bool sidebarVisible = true;
    bool parametersVisible = false;
    int windowWidth = 1280;
    int windowHeight = 800;
    bool windowMaximized = false;
    DownloadSettings downloads;
    NetworkSettings network;

    static constexpr std::size_t kRecentModelsMax = 12;
    /// Puts a path first among the recent models and makes it the last one.
    void rememberModel(const std::filesystem::path& model);

    bool operator==(const Settings&) const = default;
};

/// Settings in one JSON file. Reading them gives a copy of what is in memory; changes are written a
/// moment later by a thread of its own, whole, to a new file that then takes the old one's place.
/// Members of the file that this version does not know stay in it. Any thread may call.
class SettingsStore {
public:
    /// Never fails: an unreadable file gives the defaults and a damaged one is moved aside first;
    /// see report().
    static std::unique_ptr<SettingsStore> open(const std::filesystem::path& file);
    /// Writes what is not written yet.
    ~SettingsStore();

    Settings current() const;
    void update(const std::function<void(Settings&)>& change);
    /// Waits until everything is on disk.
    Result<void> flush();
    /// Empty, or what was wrong with the file at the start.
    const std::string& report() const;
    /// Called on the thread that changed them, after each change. One listener; set it before
    /// sharing.
    void onChanged(std::function<void(const Settings&)> listener);

private:
    struct State;
    explicit SettingsStore(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

} // namespace core
