// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "core/base/file_io.h"
#include "core/download/download_queue.h"
#include "core/storage/connection.h"

namespace core {

/// The list of downloads on disk. One thread at a time, one process at a time.
class DownloadStore {
public:
    static Result<std::unique_ptr<DownloadStore>> open(const std::filesystem::path& file);

    /// In their order. What ran when the program ended is Queued.
    Result<std::vector<DownloadItem>> load();
    Result<void> save(const DownloadItem& item, std::size_t position);
    Result<void> remove(DownloadId id);

private:
    DownloadStore(FileLock lock, std::unique_ptr<Connection> connection)
        : m_lock(std::move(lock)), m_connection(std::move(connection)) {}
    FileLock m_lock;
    std::unique_ptr<Connection> m_connection;
};

} // namespace core
