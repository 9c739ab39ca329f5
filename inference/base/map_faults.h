// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstddef>

namespace inference {

/// Reading a mapped page that its file no longer has, or that its disk cannot deliver, raises
/// SIGBUS, which ends the program. For maps that are watched here the signal's handler puts a page
/// of zeros in the place of the lost one and remembers it; who reads then asks lost() before it
/// believes what it computed. The handler is the process's own, set with the first map that is
/// watched; signals that concern no such map go to the handler that was there before.
///
/// Any thread may call. A number of maps that no program has at once can be watched; further ones
/// are not, and are told apart by kNone.
class MapFaults {
public:
    static constexpr int kNone = -1;

    /// `descriptor` is the file's and stays open for as long as the map is watched.
    static int watch(const void* data, std::size_t size, int descriptor);
    /// Before the map goes.
    static void release(int slot);
    static bool lost(int slot);
};

} // namespace inference
