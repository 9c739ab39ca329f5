// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/base/error.h"

namespace inference {

std::string_view errorCodeName(ErrorCode code) {
    switch (code) {
    case ErrorCode::InvalidArgument: return "invalid_argument";
    case ErrorCode::NotFound: return "not_found";
    case ErrorCode::Io: return "io";
    case ErrorCode::Corrupt: return "corrupt";
    case ErrorCode::Unsupported: return "unsupported";
    case ErrorCode::OutOfMemory: return "out_of_memory";
    case ErrorCode::DeviceUnavailable: return "device_unavailable";
    case ErrorCode::DeviceLost: return "device_lost";
    case ErrorCode::LimitExceeded: return "limit_exceeded";
    case ErrorCode::TemplateError: return "template_error";
    case ErrorCode::Cancelled: return "cancelled";
    case ErrorCode::Busy: return "busy";
    case ErrorCode::Offline: return "offline";
    case ErrorCode::Network: return "network";
    case ErrorCode::AccessDenied: return "access_denied";
    case ErrorCode::DiskFull: return "disk_full";
    case ErrorCode::Internal: return "internal";
    }
    return "internal";
}

} // namespace inference
