// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <QAbstractListModel>
#include <QObject>
#include <QPointer>
#include <QString>
#include <QtQml/qqmlregistration.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/paths.h"
#include "core/base/task_queue.h"
#include "core/hub/size_fit.h"
#include "core/hub/starter_catalog.h"

namespace core {
class SettingsStore;
} // namespace core

namespace app {

/// A model to begin with, and the file of it that fits.
struct Suggestion {
    std::string title;
    std::string summary;
    std::string reference; ///< "publisher/repo:QUANT"
    std::uint64_t bytes = 0;
    core::Fits fits = core::Fits::No;
};

/// The best `count` of a catalogue that run well with what is free, of different families: of each
/// the largest file with the best place. Models that do not chat are left out.
std::vector<Suggestion> suggestModels(const std::vector<core::StarterModel>& models,
                                      const core::FitEstimator& estimate, std::size_t count);

/// Models to begin with. GUI thread.
class SuggestionList : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("belongs to the first steps")

public:
    enum Role {
        TitleRole = Qt::UserRole + 1, ///< What to call it.
        SummaryRole,                  ///< What it is good for.
        SizeRole,                     ///< Of the download, in words.
        FitRole,                      ///< One of HubFileList.Fit.
        FitTextRole,                  ///< The same in words.
        ReferenceRole,                ///< For DownloadsViewModel::download().
    };
    explicit SuggestionList(QObject* parent = nullptr) : QAbstractListModel(parent) {}

    void show(std::vector<Suggestion> rows);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

private:
    std::vector<Suggestion> m_rows;
};

/// The first steps: what this machine is, models to begin with, what may leave it. Each can be
/// skipped; nothing is contacted. GUI thread.
class WelcomeViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the application")
    /// They were neither taken nor skipped yet.
    Q_PROPERTY(bool wanted READ wanted NOTIFY changed)
    /// What this machine can run, in a sentence; empty while it is being looked at.
    Q_PROPERTY(QString machine READ machine NOTIFY changed)
    /// Models to begin with.
    Q_PROPERTY(app::SuggestionList* suggestions READ suggestions CONSTANT)

public:
    /// `skip`: not this time, as when the program is started with a model.
    WelcomeViewModel(core::Paths paths, core::SettingsStore& settings, bool skip,
                     QObject* parent = nullptr);

    /// Looks at the machine, in the background, the first time.
    Q_INVOKABLE void begin();
    /// They are over, for good.
    Q_INVOKABLE void finish();

    bool wanted() const { return m_wanted; }
    QString machine() const { return m_machine; }
    SuggestionList* suggestions() { return &m_suggestions; }

signals:
    void changed();

private:
    core::Paths m_paths;
    core::SettingsStore& m_settings;
    SuggestionList m_suggestions;
    QString m_machine;
    bool m_wanted;
    bool m_begun = false;
    QPointer<WelcomeViewModel> m_self;
    core::TaskQueue m_queue; // Last: its tasks use the rest.
};

} // namespace app
