// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/chat/message.h"

namespace core {

enum class ExportFormat : std::uint8_t {
    Markdown, ///< The visible path, for reading.
    Json,     ///< The whole tree with parameters and timings, for programs.
};

/// The visible path as Markdown; thoughts go into collapsed blocks.
std::string exportMarkdown(const Conversation& conversation);
/// The whole tree. `messages` are all of the chat's, parents before children; `conversation` says
/// which path is the visible one.
std::string exportJson(const Conversation& conversation, const std::vector<Message>& messages);

} // namespace core
