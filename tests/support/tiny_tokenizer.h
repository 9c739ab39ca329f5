// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <QStringList>

#include <string>
#include <utility>
#include <vector>

#include "inference/gguf/gguf_reader.h"
#include "inference/tokenizer/tokenizer.h"
#include "tests/support/gguf_writer.h"

namespace inference::testing {

inline Result<Tokenizer> tryCreate(const GgufWriter& writer) {
    // The bytes go before the tokenizer is used: it must have copied what it needs.
    const std::string bytes = writer.bytes();
    auto file = GgufFile::parse(asBytes(bytes));
    if (!file) return file.error();
    return Tokenizer::create(file->metadata());
}

inline Tokenizer create(const GgufWriter& writer) {
    auto tokenizer = tryCreate(writer);
    if (!tokenizer) qFatal("%s", tokenizer.error().detail.c_str());
    return std::move(tokenizer).value();
}

/// Why there is no tokenizer; Internal if there is one.
inline ErrorCode codeOf(const GgufWriter& writer) {
    const auto tokenizer = tryCreate(writer);
    return tokenizer ? ErrorCode::Internal : tokenizer.error().code;
}

/// The tokens' texts with a bar between them.
inline QString texts(const Tokenizer& tokenizer, const std::vector<TokenId>& ids) {
    QStringList list;
    for (const TokenId id : ids)
        list.append(QString::fromStdString(std::string(tokenizer.tokenText(id))));
    return list.join(u'|');
}

} // namespace inference::testing
