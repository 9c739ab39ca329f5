// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include "inference/base/thread_pool.h"

namespace inference {

/// Bytes per second that the pool's threads together can read from memory: the best of a few passes
/// over a buffer far larger than the caches. Takes about a second. 0 where memory does not suffice.
double measureReadBandwidth(ThreadPool& pool);

} // namespace inference
