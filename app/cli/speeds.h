// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <memory>

#include "app/cli/command.h"
#include "core/planner/speed_book.h"
#include "inference/session/engine.h"

namespace cli {

/// The book of speeds that were measured here; null, with a remark, where it cannot be opened.
std::unique_ptr<core::SpeedBook> openSpeedBook(const Context& context);

/// Notes how fast an engine wrote, for later plans. Nothing depends on it: a book that cannot be
/// written earns a remark. Runs with `exact` are passed over: nobody chats that way.
void noteSpeed(const Context& context, const inference::Engine& engine,
               const inference::EngineOptions& options, double tokensPerSecond,
               std::uint32_t tokens);

} // namespace cli
