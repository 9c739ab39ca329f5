// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

namespace core {

/// Hours of the day in which downloads run, by the local clock; they may lie around midnight.
struct DownloadHours {
    bool limited = false;
    int beginMinute = 23 * 60; ///< After midnight.
    int endMinute = 7 * 60;

    bool contains(int minuteOfDay) const {
        if (!limited || beginMinute == endMinute) return true;
        if (beginMinute < endMinute) return minuteOfDay >= beginMinute && minuteOfDay < endMinute;
        return minuteOfDay >= beginMinute || minuteOfDay < endMinute;
    }
    bool operator==(const DownloadHours&) const = default;
};

} // namespace core
