// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/session/generation.h"

namespace inference {

std::string_view stopReasonName(StopReason reason) {
    switch (reason) {
    case StopReason::EndOfGeneration: return "stop";
    case StopReason::StopString: return "stop_string";
    case StopReason::MaxTokens: return "length";
    case StopReason::ContextFull: return "context_full";
    case StopReason::Cancelled: return "cancelled";
    case StopReason::Failed: return "failed";
    }
    return "failed";
}

double GenerationResult::promptTokensPerSecond() const {
    const std::uint32_t read = promptTokens - promptTokensReused;
    return promptSeconds > 0 ? read / promptSeconds : 0;
}

double GenerationResult::generateTokensPerSecond() const {
    // The first token comes out of the prompt's pass; the clock runs from there.
    if (generateSeconds <= 0 || tokens.size() < 2) return 0;
    return static_cast<double>(tokens.size() - 1) / generateSeconds;
}

} // namespace inference
