// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <bitset>

#include "inference/grammar/grammar.h"
#include "inference/grammar/token_trie.h"

namespace inference::grammar {

/// The grammar of those of its texts that consist of the given bytes only; none if there are none.
GrammarPointer restrictedTo(const GrammarPointer& grammar, const std::bitset<256>& bytes);

/// The grammar without the ways that a vocabulary cannot go to their end, so that no mask leads
/// into one: small vocabularies may lack a brace. Characters of several bytes count as there if
/// their bytes are. Fails with Unsupported when no text of the grammar can be written at all.
Result<GrammarPointer> fittingGrammar(const GrammarPointer& grammar, const TokenTrie& trie);

} // namespace inference::grammar
