// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <functional>

#include "inference/base/result.h"

namespace core {

using inference::Error;
using inference::ErrorCode;
using inference::Result;

/// How an asynchronous command reports: called exactly once, on a thread of core, never from within
/// the call that started it. It must return quickly. An empty one is allowed.
template <typename T>
using Done = std::function<void(Result<T>)>;

/// Milliseconds since 1970-01-01 UTC.
using UnixMs = std::int64_t;
UnixMs unixMsNow();

} // namespace core
