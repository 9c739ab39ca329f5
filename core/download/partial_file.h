// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "core/base/result.h"
#include "core/download/block_map.h"
#include "core/download/file_window.h"
#include "core/download/write_back.h"

namespace core {

/// A file on its way: `NAME.part` with its map `NAME.part.map`, which become `NAME` in one step.
/// One process at a time has it open: a second one is refused with Busy. The space for all of it is
/// reserved when it is opened; DiskFull says how much is missing. Reading and writing are safe from
/// several threads; the map is guarded by its user.
class PartialFile {
public:
    static Result<PartialFile> open(const std::filesystem::path& target,
                                    const ContentIdentity& content, std::uint32_t blockBytes);
    PartialFile(PartialFile&& other) noexcept;
    PartialFile& operator=(PartialFile&&) = delete;
    ~PartialFile();

    BlockMap& map() { return *m_map; }
    Result<void> write(std::uint64_t offset, std::string_view bytes) const;
    /// Fills `bytes`, all of it.
    Result<void> read(std::uint64_t offset, std::span<char> bytes) const;
    /// Lets the window look at a part of it; false where that cannot be.
    bool show(FileWindow& window, std::uint64_t offset, std::uint64_t bytes) const;
    /// Has the system begin to write this to the disk, so that sync() finds little left to do.
    void beginWriteBack(std::uint64_t offset, std::uint64_t bytes);
    /// To the disk itself.
    Result<void> sync() const;
    /// Durably takes the target's place (and replaces what is there).
    Result<void> commit();
    /// Deletes what there is.
    void discard();

    static std::filesystem::path partPath(const std::filesystem::path& target);
    static std::filesystem::path mapPath(const std::filesystem::path& target);

private:
    explicit PartialFile(std::filesystem::path target) : m_target(std::move(target)) {}
    Result<void> lock();
    Result<void> checkFree(std::uint64_t bytes) const;
    Result<void> reserve(std::uint64_t bytes) const;

    std::filesystem::path m_target;
    int m_descriptor = -1;
    std::optional<BlockMap> m_map;
    std::unique_ptr<WriteBack> m_writeBack; // From its first use on.
};

/// Makes a rename or a new file in this folder durable.
void syncFolder(const std::filesystem::path& folder);

/// "12.3 GB", for messages.
std::string bytesText(std::uint64_t bytes);

} // namespace core
