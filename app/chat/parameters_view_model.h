// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <QObject>
#include <QString>
#include <QTimer>
#include <QtQml/qqmlregistration.h>

#include <functional>

#include "core/chat/generation_parameters.h"

namespace core {
class SettingsStore;
}

namespace app {

class ChatViewModel;

/// What the open chat's answers are made with: the defaults of the settings, changed for this chat.
/// Changes are stored a moment after the last one. GUI thread.
class ParametersViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the application")
    /// Said to the model before everything else.
    Q_PROPERTY(QString systemPrompt READ systemPrompt WRITE setSystemPrompt NOTIFY changed)
    /// 0 is greedy.
    Q_PROPERTY(qreal temperature READ temperature WRITE setTemperature NOTIFY changed)
    /// 0 is off.
    Q_PROPERTY(int topK READ topK WRITE setTopK NOTIFY changed)
    /// 1 is off.
    Q_PROPERTY(qreal topP READ topP WRITE setTopP NOTIFY changed)
    /// 0 is off.
    Q_PROPERTY(qreal minP READ minP WRITE setMinP NOTIFY changed)
    /// 1 is off.
    Q_PROPERTY(qreal repeatPenalty READ repeatPenalty WRITE setRepeatPenalty NOTIFY changed)
    /// 0 is off.
    Q_PROPERTY(qreal presencePenalty READ presencePenalty WRITE setPresencePenalty NOTIFY changed)
    /// 0 is off.
    Q_PROPERTY(
        qreal frequencyPenalty READ frequencyPenalty WRITE setFrequencyPenalty NOTIFY changed)
    /// Below 0: a fresh one for each answer.
    Q_PROPERTY(qreal seed READ seed WRITE setSeed NOTIFY changed)
    /// 0: until the context is full.
    Q_PROPERTY(int maxTokens READ maxTokens WRITE setMaxTokens NOTIFY changed)
    /// 0 the model's own, 1 off, 2 low, 3 medium, 4 high.
    Q_PROPERTY(int reasoningEffort READ reasoningEffort WRITE setReasoningEffort NOTIFY changed)
    /// This chat sets something other than the defaults.
    Q_PROPERTY(bool overridden READ overridden NOTIFY changed)

public:
    ParametersViewModel(core::SettingsStore& settings, ChatViewModel& chat,
                        QObject* parent = nullptr);

    /// This chat as the defaults say.
    Q_INVOKABLE void reset();
    /// The defaults of new chats as this one.
    Q_INVOKABLE void makeDefault();

    QString systemPrompt() const;
    qreal temperature() const { return shown(m_now.sampler.temperature); }
    int topK() const { return m_now.sampler.topK; }
    qreal topP() const { return shown(m_now.sampler.topP); }
    qreal minP() const { return shown(m_now.sampler.minP); }
    qreal repeatPenalty() const { return shown(m_now.sampler.repeatPenalty); }
    qreal presencePenalty() const { return shown(m_now.sampler.presencePenalty); }
    qreal frequencyPenalty() const { return shown(m_now.sampler.frequencyPenalty); }
    qreal seed() const;
    int maxTokens() const { return m_now.maxTokens < 0 ? 0 : m_now.maxTokens; }
    int reasoningEffort() const;
    bool overridden() const;

    void setSystemPrompt(const QString& text);
    void setTemperature(qreal value);
    void setTopK(int value);
    void setTopP(qreal value);
    void setMinP(qreal value);
    void setRepeatPenalty(qreal value);
    void setPresencePenalty(qreal value);
    void setFrequencyPenalty(qreal value);
    void setSeed(qreal value);
    void setMaxTokens(int value);
    void setReasoningEffort(int value);

signals:
    void changed();

private:
    // Floats as people wrote them: 0.8, not 0.800000012.
    static qreal shown(float value);
    void change(const std::function<void(core::GenerationParameters&)>& how);
    void read();
    void store();

    core::SettingsStore& m_settings;
    ChatViewModel& m_chat;
    core::GenerationParameters m_now;
    QTimer m_delay;
};

} // namespace app
