// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/library/folder_walk.h"

#include <algorithm>
#include <cerrno>
#include <memory>
#include <set>
#include <system_error>
#include <utility>

#include <dirent.h>
#include <sys/stat.h>

namespace core {
namespace {

namespace fs = std::filesystem;

class Walker {
public:
    Walker(const std::vector<std::string>& extensions, const std::stop_token& stop)
        : m_extensions(extensions), m_stop(stop) {}

    Result<FolderWalk> walk(const fs::path& root) {
        struct stat status {};
        if (::stat(root.c_str(), &status) != 0)
            return Error{errno == ENOENT ? ErrorCode::NotFound : ErrorCode::Io,
                         "cannot read " + root.string() + ": "
                             + std::generic_category().message(errno)};
        m_entered.emplace(status.st_dev, status.st_ino);
        enter(root, "", 0);
        if (m_stop.stop_requested()) return Error{ErrorCode::Cancelled, "scan stopped"};
        std::sort(m_walk.files.begin(), m_walk.files.end(),
                  [](const WalkedFile& a, const WalkedFile& b) { return a.relative < b.relative; });
        return std::move(m_walk);
    }

private:
    bool wanted(std::string_view name) const {
        if (m_extensions.empty()) return true;
        return std::any_of(m_extensions.begin(), m_extensions.end(), [&](const std::string& end) {
            if (name.size() < end.size()) return false;
            const std::string_view tail = name.substr(name.size() - end.size());
            return std::equal(tail.begin(), tail.end(), end.begin(), [](char a, char b) {
                return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
            });
        });
    }

    void enter(const fs::path& folder, const std::string& relative, int depth) {
        const std::unique_ptr<DIR, int (*)(DIR*)> stream(::opendir(folder.c_str()), ::closedir);
        if (!stream) {
            m_walk.unread.push_back(folder.string() + ": "
                                    + std::generic_category().message(errno));
            return;
        }
        while (const dirent* entry = ::readdir(stream.get())) {
            if (m_stop.stop_requested()) return;
            const std::string name = entry->d_name;
            if (name == "." || name == "..") continue;
            look(folder / name, relative.empty() ? name : relative + "/" + name, name, depth);
        }
    }

    void look(const fs::path& path, const std::string& relative, const std::string& name,
              int depth) {
        struct stat status {};
        // A link that leads nowhere is not there.
        if (::stat(path.c_str(), &status) != 0) return;
        if (S_ISDIR(status.st_mode)) {
            if (depth + 1 >= kWalkDepthMax) {
                m_walk.cut = true;
            } else if (m_entered.emplace(status.st_dev, status.st_ino).second) {
                enter(path, relative, depth + 1);
            }
            return;
        }
        if (!S_ISREG(status.st_mode) || !wanted(name)) return;
        if (m_walk.files.size() >= kWalkFilesMax) {
            m_walk.cut = true;
            return;
        }
        const std::int64_t modified =
            std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec;
        m_walk.files.push_back({path, relative, static_cast<std::uint64_t>(status.st_size),
                                modified, status.st_dev, status.st_ino});
    }

    const std::vector<std::string>& m_extensions;
    const std::stop_token& m_stop;
    std::set<std::pair<dev_t, ino_t>> m_entered;
    FolderWalk m_walk;
};

} // namespace

Result<FolderWalk> walkFolder(const fs::path& root, const std::vector<std::string>& extensions,
                              const std::stop_token& stop) {
    return Walker(extensions, stop).walk(root);
}

} // namespace core
