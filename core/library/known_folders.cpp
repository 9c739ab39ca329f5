// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/library/known_folders.h"

namespace core {

std::vector<ModelRoot> knownModelFolders(const std::filesystem::path& home,
                                         const std::function<std::string(const char*)>& variable) {
    const auto from = [&](const char* name, const std::filesystem::path& otherwise) {
        const std::string value = variable(name);
        return value.empty() || value.front() != '/' ? otherwise : std::filesystem::path(value);
    };
    const auto data = from("XDG_DATA_HOME", home / ".local/share");
    const auto hub = from("HF_HOME", from("XDG_CACHE_HOME", home / ".cache") / "huggingface");
    return {
        {home / ".lmstudio/models", ModelSource::LmStudio},
        {home / ".cache/lm-studio/models", ModelSource::LmStudio},
        {from("OLLAMA_MODELS", home / ".ollama/models"), ModelSource::Ollama},
        {"/usr/share/ollama/.ollama/models", ModelSource::Ollama},
        {data / "Jan/data/llamacpp/models", ModelSource::Jan},
        {data / "nomic.ai/GPT4All", ModelSource::Gpt4All},
        {from("HF_HUB_CACHE", hub / "hub"), ModelSource::HubCache},
    };
}

} // namespace core
