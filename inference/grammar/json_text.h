// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "inference/grammar/expression.h"

namespace inference::grammar {

// What stands between the quotes of a JSON string (RFC 8259, section 7), and around values.

/// One character of a string, escapes included. Surrogates are never escaped: halves of pairs are
/// no text.
Expression jsonCharacter();
/// One character out of a set, escaped where JSON wants it.
Expression jsonCharacter(const CodePoints& set);
/// Exactly this text, escaped where JSON wants it, without quotes.
std::string jsonEscaped(std::string_view utf8);
/// Any text but these, without escapes and without quotes: names of further properties.
Expression jsonTextOtherThan(std::span<const std::string> texts);

/// Room for people between values: nothing, a space, or a new line with an indent. Bounded, as
/// models may get lost in it.
Expression jsonSpace();

} // namespace inference::grammar
