// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/hub/model_card.h"

#include <map>
#include <utility>

#include "core/base/utf8.h"

namespace core {
namespace {

constexpr std::size_t kFrontMatterMax = std::size_t{1} << 20;
constexpr std::size_t kValuesMax = 1000;

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::string_view takeLine(std::string_view& text) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

/// A scalar without its quotes and without a comment behind it.
std::string scalar(std::string_view text) {
    text = trimmed(text);
    if (text.size() >= 2 && (text.front() == '"' || text.front() == '\'')) {
        const std::size_t end = text.find(text.front(), 1);
        if (end != std::string_view::npos) return std::string(text.substr(1, end - 1));
    }
    if (const std::size_t comment = text.find(" #"); comment != std::string_view::npos)
        text = trimmed(text.substr(0, comment));
    if (text == "null" || text == "~" || text.starts_with('#')) return {};
    return std::string(text);
}

using FrontMatter = std::map<std::string, std::vector<std::string>, std::less<>>;

/// `[a, b]` or one scalar.
std::vector<std::string> values(std::string_view text) {
    text = trimmed(text);
    if (!text.starts_with('[')) {
        std::string one = scalar(text);
        return one.empty() ? std::vector<std::string>() : std::vector{std::move(one)};
    }
    text.remove_prefix(1);
    text = text.substr(0, text.rfind(']'));
    std::vector<std::string> list;
    while (!text.empty() && list.size() < kValuesMax) {
        const std::size_t end = text.find(',');
        if (std::string value = scalar(text.substr(0, end)); !value.empty())
            list.push_back(std::move(value));
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    }
    return list;
}

/// Top-level keys and the lists directly below them; deeper mappings are skipped.
FrontMatter readFrontMatter(std::string_view yaml) {
    FrontMatter matter;
    std::vector<std::string>* current = nullptr;
    while (!yaml.empty()) {
        const std::string_view line = takeLine(yaml);
        const std::string_view content = trimmed(line);
        if (content.empty() || content.starts_with('#')) continue;
        const bool indented = line.front() == ' ' || line.front() == '\t';
        if (content.starts_with("- ")) {
            if (current == nullptr || current->size() >= kValuesMax) continue;
            if (std::string item = scalar(content.substr(2)); !item.empty())
                current->push_back(std::move(item));
            continue;
        }
        if (indented) continue;
        const std::size_t colon = content.find(':');
        current = nullptr;
        if (colon == std::string_view::npos || matter.size() >= kValuesMax) continue;
        current = &matter[std::string(trimmed(content.substr(0, colon)))];
        const std::string_view value = trimmed(content.substr(colon + 1));
        // The lines of a block text are indented, and skipped.
        if (!value.starts_with('|') && !value.starts_with('>')) *current = values(value);
    }
    return matter;
}

std::string first(const FrontMatter& matter, std::string_view key) {
    const auto found = matter.find(key);
    return found == matter.end() || found->second.empty() ? "" : found->second.front();
}

std::vector<std::string> all(const FrontMatter& matter, std::string_view key) {
    const auto found = matter.find(key);
    return found == matter.end() ? std::vector<std::string>() : found->second;
}

} // namespace

HubCard parseModelCard(std::string_view readme) {
    HubCard card;
    if (readme.starts_with("\xef\xbb\xbf")) readme.remove_prefix(3);
    std::string_view rest = readme;
    if (trimmed(takeLine(rest)) != "---") {
        card.markdown = validUtf8(readme);
        return card;
    }
    const std::string_view begin = rest;
    while (!rest.empty()) {
        const std::string_view before = rest;
        const std::string_view line = takeLine(rest);
        const auto length = static_cast<std::size_t>(before.data() - begin.data());
        if (length > kFrontMatterMax) break;
        if (trimmed(line) != "---" || line.front() != '-') continue;
        const FrontMatter matter = readFrontMatter(begin.substr(0, length));
        card.licence = validUtf8(first(matter, "license"));
        card.licenceName = validUtf8(first(matter, "license_name"));
        card.licenceLink = validUtf8(first(matter, "license_link"));
        card.baseModels = all(matter, "base_model");
        card.languages = all(matter, "language");
        card.tags = all(matter, "tags");
        card.kind = validUtf8(first(matter, "pipeline_tag"));
        card.markdown = validUtf8(rest);
        return card;
    }
    // The front matter never ends: it is a text that begins with a line.
    card.markdown = validUtf8(readme);
    return card;
}

} // namespace core
