// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <QString>

#include "inference/base/error.h"

namespace app {

/// An error in the user's language: what happened, and what it means or what to do next.
struct ErrorText {
    QString title;
    QString advice;
};

/// What a person was about to do when it failed.
enum class ErrorScene {
    LoadModel,
    Answer,
    Storage,
    Network,
    Start,
};

/// The only place where error codes become sentences. The detail of the error, which is English, is
/// appended to the advice. GUI thread.
ErrorText errorText(const inference::Error& error, ErrorScene scene);

/// Why an answer ended, in a word or two; empty for the ordinary end is never used.
QString stopReasonText(const std::string& reason);

} // namespace app
