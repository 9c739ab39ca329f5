// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <string>
#include <string_view>

#include "core/library/model_entry.h"

namespace core {

struct FileRecord;

// How entries and their pieces lie in the library's database. Reading never fails: what is missing
// or of a wrong type takes its default.

std::string writeFacts(const ModelFacts& facts);
ModelFacts readFacts(std::string_view json);
std::string writeLoadDefaults(const LoadDefaults& defaults);
LoadDefaults readLoadDefaults(std::string_view json);
/// Parts, companions and facts; provenance and defaults have tables of their own.
std::string writeEntry(const ModelEntry& entry);
ModelEntry readEntry(std::string_view json);

/// The record that the downloader leaves beside a file it fetched.
ModelProvenance readDownloadRecord(std::string_view json);
ModelProvenance provenanceOf(const FileRecord& record);

} // namespace core
