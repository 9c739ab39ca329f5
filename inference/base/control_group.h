// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace inference {

/// A folder below /sys/fs/cgroup whose files limit this process.
struct ControlGroup {
    std::string folder;
    bool unified = false; ///< Version 2, whose files have other names than version 1's.
};

/// The control groups that bound this process for a controller ("memory", "cpu"), from its own up
/// to the root: the limits of parents hold as well. Inside a container a folder may not be visible.
/// Empty where the system has none. Linux: cgroups(7).
std::vector<ControlGroup> controlGroups(std::string_view controller);

} // namespace inference
