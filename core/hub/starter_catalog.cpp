// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/hub/starter_catalog.h"

#include <utility>

#include <zstd.h>

#include "core/base/json.h"
#include "core/hub/hub_json.h"
#include "core/hub/hub_link.h"
#include "core/hub/starter_catalog_data.h"

namespace core {
namespace {

constexpr unsigned long long kTextBytesMax = 4ULL << 20U;

std::uint64_t countOf(const Json& json, const char* name) {
    return jsonInteger<std::uint64_t>(json, name).value_or(0);
}

StarterModel readModel(const Json& json) {
    StarterModel starter;
    HubModel& model = starter.model;
    model.id = jsonText(json, "repository").value_or("");
    model.author = model.publisher();
    model.architecture = jsonText(json, "architecture").value_or("");
    model.parameters = countOf(json, "parameters");
    model.contextLength = countOf(json, "context");
    model.licence = jsonText(json, "licence").value_or("");
    model.summary = jsonText(json, "summary").value_or("");
    for (const std::string& name :
         jsonTexts(json, "capabilities").value_or(std::vector<std::string>())) {
        if (const auto capability = findCapability(name)) model.capabilities.push_back(*capability);
    }
    starter.title = jsonText(json, "title").value_or(model.id);
    starter.family = jsonText(json, "family").value_or("");
    starter.activeParameters = countOf(json, "active_parameters");
    const Json* files = jsonMember(json, "files");
    if (files == nullptr || !files->is_array()) return starter;
    for (const Json& file : *files) {
        if (!file.is_object()) continue;
        starter.files.push_back({jsonText(file, "quantization").value_or(""),
                                 countOf(file, "bytes"),
                                 jsonBool(file, "approximate").value_or(true)});
    }
    return starter;
}

} // namespace

Result<std::string> StarterCatalog::unpack() {
    const auto packed = starterCatalogBytes();
    const unsigned long long bytes = ZSTD_getFrameContentSize(packed.data(), packed.size());
    const bool known = bytes != ZSTD_CONTENTSIZE_ERROR && bytes != ZSTD_CONTENTSIZE_UNKNOWN;
    if (known && bytes > kTextBytesMax)
        return Error{ErrorCode::Internal, "the starter catalogue is too large"};
    // A writer that streams does not know the size beforehand.
    std::string text(static_cast<std::size_t>(known ? bytes : kTextBytesMax), '\0');
    const std::size_t size =
        ZSTD_decompress(text.data(), text.size(), packed.data(), packed.size());
    if (ZSTD_isError(size) != 0)
        return Error{ErrorCode::Internal, "the starter catalogue cannot be unpacked"};
    text.resize(size);
    return text;
}

void StarterCatalog::load() const {
    const auto text = unpack();
    const auto json = text ? parseJsonObject(*text) : text.error();
    if (!json) return;
    m_dateMs = parseIsoDate(jsonText(*json, "date").value_or(""));
    const Json* models = jsonMember(*json, "models");
    if (models == nullptr || !models->is_array()) return;
    for (const Json& entry : *models) {
        if (!entry.is_object()) continue;
        StarterModel starter = readModel(entry);
        if (isRepositoryName(starter.model.id)) m_models.push_back(std::move(starter));
    }
}

const std::vector<StarterModel>& StarterCatalog::models() const {
    std::call_once(m_once, [this] { load(); });
    return m_models;
}

UnixMs StarterCatalog::dateMs() const {
    std::call_once(m_once, [this] { load(); });
    return m_dateMs;
}

} // namespace core
