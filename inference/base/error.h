// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <string>
#include <string_view>

namespace inference {

/// What went wrong, coarse enough for a caller to act on. `Error::detail` says the rest.
enum class ErrorCode {
    InvalidArgument, ///< The caller asked for something that makes no sense; its own input is to
                     ///< blame.
    NotFound,        ///< A file, device, tensor or key that was named does not exist.
    Io,              ///< The operating system refused to open, read, write or map a file.
    Corrupt,     ///< Bytes from outside break their format: truncated, overflowing, out of bounds.
    Unsupported, ///< Well-formed, but this engine has no row for it (architecture, type, version).
    OutOfMemory, ///< Host or device memory does not suffice; the detail says how much was missing.
    DeviceUnavailable, ///< No Vulkan loader, no driver or no usable device.
    DeviceLost,        ///< The device stopped answering; everything on it is gone.
    LimitExceeded,     ///< A stated limit (steps, depth, size, context) was reached.
    TemplateError,     ///< A chat template failed; the detail holds line and column.
    Cancelled,         ///< The caller's stop token fired.
    Busy,              ///< Another process or operation holds what is needed; try again later.
    Offline,           ///< The offline switch is on; nothing was sent.
    Network,           ///< A server cannot be reached, broke off, or answers against the rules.
    AccessDenied,      ///< A server wants a token, or a licence accepted, first.
    DiskFull,          ///< Too little free space; the detail says how much is missing.
    Internal,          ///< A bug of ours, met at run time where going on would be wrong.
};

/// A failure as a value. `detail` is English, one line, without a trailing full stop:
/// what happened and, where it helps, what to do ("file ends after 120 of 4,096 bytes: download it
/// again").
struct Error {
    ErrorCode code = ErrorCode::Internal;
    std::string detail;
};

/// Stable identifier for logs and JSON ("corrupt", "out_of_memory", ...).
std::string_view errorCodeName(ErrorCode code);

} // namespace inference
