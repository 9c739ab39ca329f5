// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "app/chat/parameters_view_model.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "app/base/qt_text.h"
#include "app/chat/chat_view_model.h"
#include "core/settings/settings.h"

namespace app {
namespace {

constexpr int kStoreDelayMs = 400;
constexpr std::array<const char*, 5> kEfforts = {"", "off", "low", "medium", "high"};

} // namespace

ParametersViewModel::ParametersViewModel(core::SettingsStore& settings, ChatViewModel& chat,
                                         QObject* parent)
    : QObject(parent), m_settings(settings), m_chat(chat) {
    m_delay.setSingleShot(true);
    m_delay.setInterval(kStoreDelayMs);
    connect(&m_delay, &QTimer::timeout, this, &ParametersViewModel::store);
    connect(&chat, &ChatViewModel::overridesChanged, this, &ParametersViewModel::read);
    connect(&chat, &ChatViewModel::leaving, this, [this] {
        if (m_delay.isActive()) store();
    });
    read();
}

void ParametersViewModel::read() {
    m_delay.stop();
    m_now = core::applyOverrides(m_settings.current().defaults, m_chat.overrides());
    emit changed();
}

void ParametersViewModel::change(const std::function<void(core::GenerationParameters&)>& how) {
    const core::GenerationParameters before = m_now;
    how(m_now);
    m_now = core::sanitized(m_now);
    if (m_now == before) return;
    m_delay.start();
    emit changed();
}

void ParametersViewModel::store() {
    m_delay.stop();
    m_chat.setOverrides(core::differenceFrom(m_settings.current().defaults, m_now));
}

void ParametersViewModel::reset() {
    change([this](core::GenerationParameters& now) { now = m_settings.current().defaults; });
    store();
}

void ParametersViewModel::makeDefault() {
    m_settings.update([this](core::Settings& settings) { settings.defaults = m_now; });
    store();
    emit changed();
}

qreal ParametersViewModel::shown(float value) {
    return std::round(qreal(value) * 1e4) / 1e4;
}

QString ParametersViewModel::systemPrompt() const {
    return toQString(m_now.systemPrompt);
}

qreal ParametersViewModel::seed() const {
    return m_now.sampler.seed ? static_cast<qreal>(*m_now.sampler.seed) : -1;
}

int ParametersViewModel::reasoningEffort() const {
    const auto found = std::find(kEfforts.begin(), kEfforts.end(), m_now.reasoningEffort);
    return found == kEfforts.end() ? 0 : static_cast<int>(found - kEfforts.begin());
}

bool ParametersViewModel::overridden() const {
    return !(m_now == m_settings.current().defaults);
}

void ParametersViewModel::setSystemPrompt(const QString& text) {
    change([&](auto& now) { now.systemPrompt = fromQString(text); });
}
void ParametersViewModel::setTemperature(qreal value) {
    change([&](auto& now) { now.sampler.temperature = static_cast<float>(value); });
}
void ParametersViewModel::setTopK(int value) {
    change([&](auto& now) { now.sampler.topK = value; });
}
void ParametersViewModel::setTopP(qreal value) {
    change([&](auto& now) { now.sampler.topP = static_cast<float>(value); });
}
void ParametersViewModel::setMinP(qreal value) {
    change([&](auto& now) { now.sampler.minP = static_cast<float>(value); });
}
void ParametersViewModel::setRepeatPenalty(qreal value) {
    change([&](auto& now) { now.sampler.repeatPenalty = static_cast<float>(value); });
}
void ParametersViewModel::setPresencePenalty(qreal value) {
    change([&](auto& now) { now.sampler.presencePenalty = static_cast<float>(value); });
}
void ParametersViewModel::setFrequencyPenalty(qreal value) {
    change([&](auto& now) { now.sampler.frequencyPenalty = static_cast<float>(value); });
}
void ParametersViewModel::setSeed(qreal value) {
    change([&](auto& now) {
        if (value < 0 || value > 9.0e15) {
            now.sampler.seed.reset();
        } else {
            now.sampler.seed = static_cast<std::uint64_t>(value);
        }
    });
}
void ParametersViewModel::setMaxTokens(int value) {
    change([&](auto& now) { now.maxTokens = value <= 0 ? -1 : value; });
}
void ParametersViewModel::setReasoningEffort(int value) {
    const auto index = static_cast<std::size_t>(std::clamp(value, 0, 4));
    change([&](auto& now) { now.reasoningEffort = kEfforts[index]; });
}

} // namespace app
