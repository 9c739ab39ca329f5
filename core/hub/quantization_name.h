// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace core {

/// How much of the original a quantization keeps, in steps that people can tell apart.
enum class QuantizationQuality : std::uint8_t {
    Original,       ///< 16 or 32 bits: as trained.
    NearlyOriginal, ///< Differences are hard to measure.
    VeryGood,
    Good,
    Fair, ///< Noticeably weaker; for models that would not fit otherwise.
    Poor,
    VeryPoor,
};

/// What a label such as "Q4_K_M" in a file name means.
struct QuantizationName {
    std::string label;        ///< Upper case, with "UD-" where the mix is a dynamic one.
    double bitsPerWeight = 0; ///< Of a typical file, all its tensors together; an estimate.
    QuantizationQuality quality = QuantizationQuality::Good;
    bool dynamic = false; ///< Chosen per tensor by its publisher ("UD-").
    bool usual = false;   ///< What most people take of a model.
    bool native = false;  ///< The format the model was trained for where it is used (MXFP4).

    /// "about 4.8 bits, good quality, the usual choice". English; a window says it in its own
    /// words.
    std::string inWords() const;
};

/// One row of the table of labels.
struct QuantizationRow {
    std::string_view label;
    double bitsPerWeight;
    QuantizationQuality quality;
    bool usual = false;
    bool native = false;
};
std::span<const QuantizationRow> quantizationRows(); ///< quantization_tables.cpp

/// The last label in a file's name (folders do not count), in any case; nothing where there is
/// none.
std::optional<QuantizationName> findQuantizationName(std::string_view fileName);

} // namespace core
