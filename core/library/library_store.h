// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/library/known_folders.h"
#include "core/library/model_entry.h"
#include "core/storage/connection.h"

namespace core {

/// What the library remembers, in a database of its own beside the chats: unlike them it is shared
/// by a window and a terminal that run at once (SQLite's own locks keep them apart). What is kept
/// of a file counts only while its size and time are the same. One thread at a time.
class LibraryStore {
public:
    /// A damaged file is moved aside and begun anew: all but provenance and defaults can be found
    /// out again.
    static Result<std::unique_ptr<LibraryStore>> open(const std::filesystem::path& file);

    /// Runs `work` as one transaction.
    Result<void> transaction(const std::function<Result<void>()>& work);

    Result<std::optional<ModelFacts>> facts(const ModelPart& part);
    Result<void> setFacts(const ModelPart& part, const ModelFacts& facts);

    Result<std::optional<std::string>> hash(const ModelPart& part);
    Result<void> setHash(const ModelPart& part, const std::string& sha256);

    Result<std::optional<ModelProvenance>> provenance(const std::filesystem::path& path);
    Result<void> setProvenance(const std::filesystem::path& path, const ModelProvenance& from);

    Result<LoadDefaults> defaults(const std::string& name);
    Result<void> setDefaults(const std::string& name, const LoadDefaults& defaults);

    Result<std::vector<ModelRoot>> roots();
    Result<void> addRoot(const ModelRoot& root);
    Result<void> removeRoot(const std::filesystem::path& path);

    /// What a root held when it was last there, and which device it was on.
    Result<void> setSeen(const ModelRoot& root, std::uint64_t device,
                         const std::vector<ModelEntry>& entries);
    Result<std::vector<ModelEntry>> seen(const ModelRoot& root);
    Result<std::uint64_t> seenDevice(const ModelRoot& root);
    /// A file that went on purpose.
    Result<void> forget(const std::filesystem::path& path);

private:
    explicit LibraryStore(std::unique_ptr<Connection> connection)
        : m_connection(std::move(connection)) {}
    std::unique_ptr<Connection> m_connection;
};

} // namespace core
