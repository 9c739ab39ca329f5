// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/hub/quantization_name.h"

#include <array>
#include <cstdio>

namespace core {
namespace {

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

bool isWord(char c) {
    return isDigit(c) || (c >= 'A' && c <= 'Z');
}

/// "Q4_K_M_imatrix" ends its label where the row does, "Q4_0_4_4" is another format than Q4_0.
bool endsLabel(std::string_view rest) {
    if (rest.empty()) return true;
    if (rest[0] == '_') return rest.size() < 2 || !isDigit(rest[1]);
    return !isWord(rest[0]);
}

std::string upperCase(std::string_view text) {
    std::string upper(text);
    for (char& c : upper)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return upper;
}

/// The longest row that stands at the beginning of `text` as a whole word.
const QuantizationRow* rowAt(std::string_view text) {
    const QuantizationRow* best = nullptr;
    for (const QuantizationRow& row : quantizationRows()) {
        if (!text.starts_with(row.label)) continue;
        if (!endsLabel(text.substr(row.label.size()))) continue;
        if (best == nullptr || row.label.size() > best->label.size()) best = &row;
    }
    return best;
}

const char* qualityWords(QuantizationQuality quality) {
    switch (quality) {
    case QuantizationQuality::Original: return "as it was trained, needs the most memory";
    case QuantizationQuality::NearlyOriginal: return "hardly to be told from the original";
    case QuantizationQuality::VeryGood: return "very good quality";
    case QuantizationQuality::Good: return "good quality";
    case QuantizationQuality::Fair: return "noticeably weaker, for where more does not fit";
    case QuantizationQuality::Poor: return "poor quality, a last resort";
    case QuantizationQuality::VeryPoor: return "very poor quality, for experiments";
    }
    return "";
}

} // namespace

std::string QuantizationName::inWords() const {
    std::array<char, 32> bits{};
    const bool whole = bitsPerWeight >= 16;
    std::snprintf(bits.data(), bits.size(), whole ? "%.0f bits" : "about %.1f bits", bitsPerWeight);
    std::string words = std::string(bits.data()) + ", " + qualityWords(quality);
    if (dynamic) words += ", mixed per tensor by its publisher";
    if (native) words += ", the format gpt-oss was trained for";
    if (usual) words += ", the usual choice";
    return words;
}

std::optional<QuantizationName> findQuantizationName(std::string_view fileName) {
    const std::size_t slash = fileName.rfind('/');
    if (slash != std::string_view::npos) fileName.remove_prefix(slash + 1);
    const std::string name = upperCase(fileName);
    const std::string_view text = name;
    std::optional<QuantizationName> found;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (at > 0 && isWord(text[at - 1])) continue;
        const QuantizationRow* row = rowAt(text.substr(at));
        if (row == nullptr) continue;
        QuantizationName quantization;
        quantization.dynamic = text.substr(0, at).ends_with("UD-");
        quantization.label = (quantization.dynamic ? "UD-" : "") + std::string(row->label);
        quantization.bitsPerWeight = row->bitsPerWeight;
        quantization.quality = row->quality;
        quantization.usual = row->usual;
        quantization.native = row->native;
        found = std::move(quantization);
    }
    return found;
}

} // namespace core
