// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <string_view>

#include "inference/base/result.h"
#include "inference/grammar/grammar.h"

namespace inference::grammar {

/// Reads a grammar in GBNF, the notation of llama.cpp: rules `name ::= ...` of which "root" is the
/// whole text, "literals", [classes], `.`, (groups), `|`, the repetitions * + ? {n} {n,} {n,m}, and
/// # comments. Fails with InvalidArgument or LimitExceeded, the detail beginning with line:column.
Result<GrammarPointer> parseGbnf(std::string_view text);

} // namespace inference::grammar
