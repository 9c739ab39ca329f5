// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "core/hub/hub_types.h"

namespace core {

/// One download of a model as the catalogue knows it.
struct StarterFile {
    std::string quantization;
    std::uint64_t bytes = 0;
    bool approximate = true; ///< From parameters or a rounded figure, not from a file list.
};

/// A model that people really use.
struct StarterModel {
    HubModel model; ///< With `summary`; downloads and dates are left to the hub.
    std::string title;
    std::string family;
    std::uint64_t activeParameters = 0; ///< Of a mixture of experts; 0: all of them.
    std::vector<StarterFile> files;
};

/// The models that the program knows before it ever asked the hub: resources/catalog, compressed
/// into the program. Unpacked when it is first asked for. Any thread may call.
class StarterCatalog {
public:
    /// In the catalogue's order, the most useful first. Empty only if the program was built wrong.
    const std::vector<StarterModel>& models() const;
    UnixMs dateMs() const; ///< Of its facts.
    /// The JSON text inside.
    static Result<std::string> unpack();

private:
    void load() const;
    mutable std::once_flag m_once;
    mutable std::vector<StarterModel> m_models;
    mutable UnixMs m_dateMs = 0;
};

} // namespace core
