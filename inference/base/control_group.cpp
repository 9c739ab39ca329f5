// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/base/control_group.h"

#include <fstream>

namespace inference {

std::vector<ControlGroup> controlGroups(std::string_view controller) {
    std::vector<ControlGroup> groups;
    std::ifstream file("/proc/self/cgroup"); // Lines of id:controllers:path.
    for (std::string line; std::getline(file, line);) {
        const std::size_t first = line.find(':');
        const std::size_t second = line.find(':', first + 1);
        if (first == std::string::npos || second == std::string::npos) continue;
        const std::string controllers = line.substr(first + 1, second - first - 1);
        const bool unified = controllers.empty();
        if (!unified && controllers.find(controller) == std::string::npos) continue;
        // Where controllers share a hierarchy, it is mounted under all their names, and each has a
        // link of its own.
        std::string root = "/sys/fs/cgroup";
        if (!unified) root.append("/").append(controller);
        for (std::string path = line.substr(second + 1);;) {
            groups.push_back({root + path, unified});
            if (path.empty() || path == "/") break;
            path.erase(path.find_last_of('/'));
        }
    }
    return groups;
}

} // namespace inference
