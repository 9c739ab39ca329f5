// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/settings/settings_json.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace core {
namespace {

constexpr std::array<std::string_view, 3> kThemes{"system", "light", "dark"};
constexpr std::string_view kStop = "stop";
constexpr std::string_view kDropOldest = "drop_oldest";
constexpr int kWindowSideMin = 200;
constexpr int kWindowSideMax = 32768;
constexpr int kMinutesPerDay = 24 * 60;

ThemeChoice themeNamed(std::string_view name) {
    const auto found = std::find(kThemes.begin(), kThemes.end(), name);
    return found == kThemes.end() ? ThemeChoice::System
                                  : static_cast<ThemeChoice>(found - kThemes.begin());
}

std::vector<std::filesystem::path> pathsOf(const Json& json, const char* name) {
    std::vector<std::filesystem::path> paths;
    for (const std::string& text : jsonTexts(json, name).value_or(std::vector<std::string>()))
        if (!text.empty() && paths.size() < Settings::kRecentModelsMax) paths.emplace_back(text);
    return paths;
}

/// Entries that are no amounts are passed over, and so is a crowd of them.
std::map<std::string, std::uint64_t> keepFreeFrom(const Json& json) {
    constexpr std::size_t kDevicesMax = 64;
    std::map<std::string, std::uint64_t> amounts;
    if (!json.is_object()) return amounts;
    for (const auto& [device, amount] : json.items())
        if (amount.is_number_unsigned() && amounts.size() < kDevicesMax)
            amounts[device] = amount.get<std::uint64_t>();
    return amounts;
}

DownloadSettings downloadsFrom(const Json& json) {
    DownloadSettings downloads;
    downloads.parallelMax =
        std::clamp(jsonInteger<unsigned>(json, "parallel").value_or(downloads.parallelMax), 1U,
                   DownloadSettings::kParallelMax);
    downloads.rateMax = jsonInteger<std::uint64_t>(json, "rate_max").value_or(0);
    DownloadHours& hours = downloads.hours;
    const auto minute = [&](const char* name, int& value) {
        const auto found = jsonInteger<int>(json, name);
        if (found && *found >= 0 && *found < kMinutesPerDay) value = *found;
    };
    hours.limited = jsonBool(json, "only_in_hours").value_or(hours.limited);
    minute("hours_begin", hours.beginMinute);
    minute("hours_end", hours.endMinute);
    return downloads;
}

Json downloadsTo(const DownloadSettings& downloads) {
    return {{"parallel", downloads.parallelMax},
            {"rate_max", downloads.rateMax},
            {"only_in_hours", downloads.hours.limited},
            {"hours_begin", downloads.hours.beginMinute},
            {"hours_end", downloads.hours.endMinute}};
}

} // namespace

Settings settingsFromJson(const Json& json) {
    Settings s;
    s.theme = themeNamed(jsonText(json, "theme").value_or("system"));
    const double scale = jsonNumber(json, "font_scale").value_or(s.fontScale);
    if (std::isfinite(scale)) s.fontScale = std::clamp(scale, 0.5, 3.0);
    s.enterSends = jsonBool(json, "enter_sends").value_or(s.enterSends);
    s.device = jsonText(json, "device").value_or(s.device);
    if (s.device.empty()) s.device = "auto";
    s.contextLength = jsonInteger<std::uint32_t>(json, "context_length").value_or(0);
    s.threads = std::min(jsonInteger<unsigned>(json, "threads").value_or(0), 1024u);
    if (jsonText(json, "context_full").value_or("") == kDropOldest)
        s.contextFull = ContextFull::DropOldest;
    if (const Json* amounts = jsonMember(json, "keep_free")) s.keepFree = keepFreeFrom(*amounts);
    if (const Json* defaults = jsonMember(json, "generation")) {
        if (auto parameters = parametersFromJson(dumpJson(*defaults)))
            s.defaults = std::move(parameters).value();
    }
    s.offline = jsonBool(json, "offline").value_or(s.offline);
    s.lastModel = jsonText(json, "last_model").value_or("");
    s.loadLastModelAtStart =
        jsonBool(json, "load_last_model_at_start").value_or(s.loadLastModelAtStart);
    s.hubTokenKept = jsonBool(json, "hub_token_kept").value_or(s.hubTokenKept);
    s.welcomed = jsonBool(json, "welcomed").value_or(s.welcomed);
    s.recentModels = pathsOf(json, "recent_models");
    s.lastChat =
        std::max<std::int64_t>(0, jsonInteger<std::int64_t>(json, "last_chat").value_or(0));
    s.sidebarVisible = jsonBool(json, "sidebar_visible").value_or(s.sidebarVisible);
    s.parametersVisible = jsonBool(json, "parameters_visible").value_or(s.parametersVisible);
    s.windowWidth = std::clamp(jsonInteger<int>(json, "window_width").value_or(s.windowWidth),
                               kWindowSideMin, kWindowSideMax);
    s.windowHeight = std::clamp(jsonInteger<int>(json, "window_height").value_or(s.windowHeight),
                                kWindowSideMin, kWindowSideMax);
    s.windowMaximized = jsonBool(json, "window_maximized").value_or(s.windowMaximized);
    if (const Json* downloads = jsonMember(json, "downloads"))
        s.downloads = downloadsFrom(*downloads);
    if (const Json* network = jsonMember(json, "network")) {
        s.network.hubEndpoint = jsonText(*network, "hub_endpoint").value_or("");
        if (const auto proxy = jsonText(*network, "proxy")) s.network.proxy = *proxy;
    }
    return s;
}

void writeSettings(const Settings& s, Json& json) {
    if (!json.is_object()) json = Json::object();
    // A newer program's file keeps its number: its members are still in it.
    const int version = jsonInteger<int>(json, "version").value_or(0);
    json["version"] = std::max(version, Settings::kVersion);
    json["theme"] = kThemes[static_cast<std::size_t>(s.theme)];
    json["font_scale"] = s.fontScale;
    json["enter_sends"] = s.enterSends;
    json["device"] = s.device;
    json["context_length"] = s.contextLength;
    json["threads"] = s.threads;
    json["context_full"] = s.contextFull == ContextFull::DropOldest ? kDropOldest : kStop;
    json["keep_free"] = s.keepFree;
    json["generation"] = Json::parse(toJson(s.defaults), nullptr, false);
    json["last_model"] = s.lastModel.string();
    json["offline"] = s.offline;
    json["hub_token_kept"] = s.hubTokenKept;
    json["welcomed"] = s.welcomed;
    json["load_last_model_at_start"] = s.loadLastModelAtStart;
    Json recent = Json::array();
    for (const auto& path : s.recentModels) recent.push_back(path.string());
    json["recent_models"] = std::move(recent);
    json["last_chat"] = s.lastChat;
    json["sidebar_visible"] = s.sidebarVisible;
    json["parameters_visible"] = s.parametersVisible;
    json["window_width"] = s.windowWidth;
    json["window_height"] = s.windowHeight;
    json["window_maximized"] = s.windowMaximized;
    json["downloads"] = downloadsTo(s.downloads);
    json["network"] = {{"hub_endpoint", s.network.hubEndpoint},
                       {"proxy", s.network.proxy ? Json(*s.network.proxy) : Json()}};
}

} // namespace core
