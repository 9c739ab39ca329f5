// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "app/models/search_wish.h"

#include <QVariantMap>

#include <algorithm>
#include <array>
#include <cstdint>

#include "app/base/qt_text.h"
#include "app/models/hub_result_list.h"

namespace app {
namespace {

using core::HubCapability;
using core::HubSort;

constexpr std::array kSorts{HubSort::BestMatch, HubSort::Downloads, HubSort::Likes,
                            HubSort::Trending, HubSort::Updated};

constexpr std::uint64_t kBillion = 1'000'000'000;

/// Parameters; 0 for no end. Cut where machines differ in what they run.
struct SizeRange {
    std::uint64_t from = 0;
    std::uint64_t to = 0;
};
constexpr std::array kSizes{SizeRange{},
                            SizeRange{0, 2 * kBillion},
                            SizeRange{2 * kBillion, 5 * kBillion},
                            SizeRange{5 * kBillion, 10 * kBillion},
                            SizeRange{10 * kBillion, 20 * kBillion},
                            SizeRange{20 * kBillion, 40 * kBillion},
                            SizeRange{40 * kBillion, 80 * kBillion},
                            SizeRange{80 * kBillion, 0}};

/// The hub's tag, and the licence's own name.
struct Licence {
    const char* tag;
    const char* name;
};
constexpr std::array kLicences{
    Licence{"apache-2.0", "Apache 2.0"}, Licence{"mit", "MIT"},
    Licence{"gemma", "Gemma"},           Licence{"llama3.1", "Llama 3.1"},
    Licence{"llama3.2", "Llama 3.2"},    Licence{"llama3.3", "Llama 3.3"},
    Licence{"cc-by-4.0", "CC BY 4.0"},   Licence{"cc-by-nc-4.0", "CC BY-NC 4.0"}};

constexpr std::array kAbilities{HubCapability::Tools,  HubCapability::Reasoning,
                                HubCapability::Vision, HubCapability::Code,
                                HubCapability::Audio,  HubCapability::Embedding};

int within(int index, std::size_t count) {
    return std::clamp(index, 0, static_cast<int>(count) - 1);
}

} // namespace

core::HubQuery SearchWish::query() const {
    core::HubQuery query;
    query.text = fromQString(m_text.trimmed());
    query.sort = kSorts[static_cast<std::size_t>(m_sort)];
    query.author = fromQString(m_publisher.trimmed());
    query.parametersMin = kSizes[static_cast<std::size_t>(m_size)].from;
    query.parametersMax = kSizes[static_cast<std::size_t>(m_size)].to;
    if (m_licence > 0) query.licence = kLicences[static_cast<std::size_t>(m_licence - 1)].tag;
    for (const QString& name : m_abilities)
        if (const auto ability = core::findCapability(fromQString(name)))
            query.capabilities.push_back(*ability);
    return query;
}

void SearchWish::setAbility(const QString& name, bool wanted) {
    if (m_abilities.contains(name) == wanted) return;
    if (wanted)
        m_abilities.append(name);
    else
        m_abilities.removeAll(name);
    emit changed();
}

void SearchWish::clearFilters() {
    m_publisher.clear();
    m_size = 0;
    m_licence = 0;
    m_abilities.clear();
    emit changed();
}

int SearchWish::narrowed() const {
    return (m_publisher.trimmed().isEmpty() ? 0 : 1) + (m_size > 0 ? 1 : 0)
           + (m_licence > 0 ? 1 : 0);
}

QStringList SearchWish::sorts() const {
    return {tr("Best match"), tr("Downloads"), tr("Likes"), tr("Trending"), tr("Updated")};
}

QStringList SearchWish::sizes() const {
    QStringList words;
    for (const SizeRange& range : kSizes) {
        const auto from = static_cast<qulonglong>(range.from / kBillion);
        const auto to = static_cast<qulonglong>(range.to / kBillion);
        words.append(from == 0 && to == 0 ? tr("Any size")
                     : from == 0          ? tr("up to %1 B", "billions").arg(to)
                     : to == 0            ? tr("over %1 B", "billions").arg(from)
                                          : tr("%1 to %2 B", "billions").arg(from).arg(to));
    }
    return words;
}

QStringList SearchWish::licences() const {
    QStringList names{tr("Any licence")};
    for (const Licence& licence : kLicences) names.append(QString::fromLatin1(licence.name));
    return names;
}

QVariantList SearchWish::abilityChoices() const {
    QVariantList choices;
    for (const HubCapability ability : kAbilities)
        choices.append(QVariantMap{
            {QStringLiteral("name"), QString::fromLatin1(core::capabilityName(ability))},
            {QStringLiteral("text"), capabilityText(ability)}});
    return choices;
}

void SearchWish::setText(const QString& text) {
    if (text == m_text) return;
    m_text = text;
    emit changed();
}

void SearchWish::setSort(int index) {
    m_sort = within(index, kSorts.size());
    emit changed();
}

void SearchWish::setPublisher(const QString& name) {
    if (name == m_publisher) return;
    m_publisher = name;
    emit changed();
}

void SearchWish::setSize(int index) {
    m_size = within(index, kSizes.size());
    emit changed();
}

void SearchWish::setLicence(int index) {
    m_licence = within(index, kLicences.size() + 1);
    emit changed();
}

} // namespace app
