// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "app/base/error_text.h"

#include <QCoreApplication>

#include "app/base/qt_text.h"

namespace app {
namespace {

using inference::ErrorCode;

QString say(const char* text) {
    return QCoreApplication::translate("ErrorText", text);
}

ErrorText loadText(ErrorCode code) {
    switch (code) {
    case ErrorCode::NotFound:
        return {say(QT_TRANSLATE_NOOP("ErrorText", "The model file is not there")),
                say(QT_TRANSLATE_NOOP("ErrorText",
                                      "It was moved or deleted. Open it from where it is now."))};
    case ErrorCode::Io:
        return {
            say(QT_TRANSLATE_NOOP("ErrorText", "The model file could not be read")),
            say(QT_TRANSLATE_NOOP(
                "ErrorText", "Check that the disk is connected and that you may read the file."))};
    case ErrorCode::Corrupt:
        return {say(QT_TRANSLATE_NOOP("ErrorText", "This model file is damaged")),
                say(QT_TRANSLATE_NOOP(
                    "ErrorText",
                    "Nothing was loaded. Download the file again, or choose another one."))};
    case ErrorCode::Unsupported:
        return {say(QT_TRANSLATE_NOOP("ErrorText", "Hearth cannot run this model")),
                say(QT_TRANSLATE_NOOP(
                    "ErrorText", "The file is fine, but it needs something that is not built in. "
                                 "Choose another model or quantization."))};
    case ErrorCode::OutOfMemory:
        return {say(QT_TRANSLATE_NOOP("ErrorText", "The model does not fit into memory")),
                say(QT_TRANSLATE_NOOP(
                    "ErrorText", "Choose a smaller quantization, a shorter context, or another "
                                 "device; closing other programs may help."))};
    case ErrorCode::DeviceUnavailable:
        return {say(QT_TRANSLATE_NOOP("ErrorText", "The chosen device is not available")),
                say(QT_TRANSLATE_NOOP("ErrorText", "Choose another device, for example CPU."))};
    case ErrorCode::DeviceLost:
        return {say(QT_TRANSLATE_NOOP("ErrorText", "The graphics device stopped answering")),
                say(QT_TRANSLATE_NOOP("ErrorText",
                                      "Load the model again; if it happens again, choose CPU."))};
    case ErrorCode::LimitExceeded:
        return {
            say(QT_TRANSLATE_NOOP("ErrorText", "The model asks for more than Hearth allows")),
            say(QT_TRANSLATE_NOOP("ErrorText", "Try a shorter context, or choose another file."))};
    default:
        return {say(QT_TRANSLATE_NOOP("ErrorText", "The model could not be loaded")),
                say(QT_TRANSLATE_NOOP(
                    "ErrorText", "Your chats are untouched. Try again, or choose another model."))};
    }
}

ErrorText answerText(ErrorCode code) {
    switch (code) {
    case ErrorCode::OutOfMemory:
        return {
            say(QT_TRANSLATE_NOOP("ErrorText", "Memory ran out while answering")),
            say(QT_TRANSLATE_NOOP(
                "ErrorText", "What was written is kept. Load the model with a shorter context."))};
    case ErrorCode::DeviceLost:
    case ErrorCode::DeviceUnavailable:
        return {say(QT_TRANSLATE_NOOP("ErrorText", "The graphics device stopped answering")),
                say(QT_TRANSLATE_NOOP(
                    "ErrorText", "What was written is kept. Load the model again, or on CPU, and "
                                 "continue."))};
    case ErrorCode::TemplateError:
        return {say(QT_TRANSLATE_NOOP("ErrorText", "The model's chat template failed")),
                say(QT_TRANSLATE_NOOP(
                    "ErrorText", "Your message is kept. The file's template cannot express this "
                                 "conversation; another build of the model may help."))};
    case ErrorCode::LimitExceeded:
        return {say(QT_TRANSLATE_NOOP("ErrorText", "The conversation is longer than the context")),
                say(QT_TRANSLATE_NOOP(
                    "ErrorText", "Nothing is lost. Load the model with a longer context, delete "
                                 "earlier messages, or start a new chat."))};
    default:
        return {
            say(QT_TRANSLATE_NOOP("ErrorText", "The answer failed")),
            say(QT_TRANSLATE_NOOP("ErrorText", "What was written is kept. Try to regenerate it."))};
    }
}

ErrorText storageText(ErrorCode code) {
    switch (code) {
    case ErrorCode::Io:
        return {say(QT_TRANSLATE_NOOP("ErrorText", "Changes could not be saved")),
                say(QT_TRANSLATE_NOOP(
                    "ErrorText", "The text is still in memory and saving is tried again. Free some "
                                 "space on the disk and leave the window open."))};
    case ErrorCode::NotFound:
        return {say(QT_TRANSLATE_NOOP("ErrorText", "That chat or message is gone")),
                say(QT_TRANSLATE_NOOP("ErrorText", "It was deleted in the meantime."))};
    default:
        return {say(QT_TRANSLATE_NOOP("ErrorText", "The chat could not be read or changed")),
                say(QT_TRANSLATE_NOOP("ErrorText", "Nothing was deleted. Try again."))};
    }
}

ErrorText networkText(ErrorCode code) {
    switch (code) {
    case ErrorCode::Offline:
        return {say(QT_TRANSLATE_NOOP("ErrorText", "Hearth is offline")),
                say(QT_TRANSLATE_NOOP("ErrorText",
                                      "Nothing was sent. Switch to online on the Network page."))};
    case ErrorCode::AccessDenied:
        return {
            say(QT_TRANSLATE_NOOP("ErrorText", "The hub wants permission first")),
            say(QT_TRANSLATE_NOOP(
                "ErrorText",
                "Accept the model's licence on its page and give your token in the settings."))};
    case ErrorCode::NotFound:
        return {say(QT_TRANSLATE_NOOP("ErrorText", "The hub does not have that")),
                say(QT_TRANSLATE_NOOP("ErrorText", "It was moved, renamed or deleted there."))};
    case ErrorCode::Busy:
        return {say(QT_TRANSLATE_NOOP("ErrorText", "Busy just now")),
                say(QT_TRANSLATE_NOOP("ErrorText", "Try again in a moment."))};
    case ErrorCode::DiskFull:
        return {say(QT_TRANSLATE_NOOP("ErrorText", "The disk is too full")),
                say(QT_TRANSLATE_NOOP("ErrorText",
                                      "Free some space and resume: what was fetched is kept."))};
    case ErrorCode::Network:
        return {say(QT_TRANSLATE_NOOP("ErrorText", "The hub could not be reached")),
                say(QT_TRANSLATE_NOOP("ErrorText", "Check the connection and try again."))};
    default:
        return {say(QT_TRANSLATE_NOOP("ErrorText", "That did not work")),
                say(QT_TRANSLATE_NOOP("ErrorText", "Nothing was lost. Try again."))};
    }
}

} // namespace

ErrorText errorText(const inference::Error& error, ErrorScene scene) {
    ErrorText text;
    switch (scene) {
    case ErrorScene::LoadModel: text = loadText(error.code); break;
    case ErrorScene::Answer: text = answerText(error.code); break;
    case ErrorScene::Storage: text = storageText(error.code); break;
    case ErrorScene::Network: text = networkText(error.code); break;
    case ErrorScene::Start:
        text = {say(QT_TRANSLATE_NOOP("ErrorText", "Hearth could not open its data folder")),
                say(QT_TRANSLATE_NOOP(
                    "ErrorText", "Check the folder's permissions and free space, or name another "
                                 "one with --data-dir."))};
        break;
    }
    if (!error.detail.empty()) {
        text.advice +=
            u'\n' + say(QT_TRANSLATE_NOOP("ErrorText", "Details: %1")).arg(toQString(error.detail));
    }
    return text;
}

QString stopReasonText(const std::string& reason) {
    struct Row {
        const char* reason;
        const char* text;
    };
    static constexpr Row kRows[] = {
        {"stop", QT_TRANSLATE_NOOP("ErrorText", "stop")},
        {"stop_string", QT_TRANSLATE_NOOP("ErrorText", "stop text")},
        {"length", QT_TRANSLATE_NOOP("ErrorText", "token limit")},
        {"context_full", QT_TRANSLATE_NOOP("ErrorText", "context full")},
        {"cancelled", QT_TRANSLATE_NOOP("ErrorText", "stopped")},
        {"failed", QT_TRANSLATE_NOOP("ErrorText", "failed")},
    };
    for (const Row& row : kRows) {
        if (reason == row.reason) return say(row.text);
    }
    return toQString(reason);
}

} // namespace app
