// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <vector>

#include "core/chat/message.h"

namespace core {

/// What a model is to read of a path through a chat: answers without text are left out, and
/// questions that then follow each other become one, as many templates insist on turns that
/// alternate.
std::vector<Message> promptMessages(std::vector<Message> path);

} // namespace core
