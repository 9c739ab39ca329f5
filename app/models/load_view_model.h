// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <QObject>
#include <QString>
#include <QtQml/qqmlregistration.h>

#include <filesystem>
#include <string>

#include "app/models/plan_view_model.h"
#include "core/library/model_entry.h"

namespace app {

class LibraryViewModel;
class ModelViewModel;

/// The load dialog: where a model of this machine goes with parameters of one's choice, which are
/// kept for it when asked. GUI thread.
class LoadViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the application")
    /// Where it would go.
    Q_PROPERTY(app::PlanViewModel* plan READ plan CONSTANT)
    /// Name of the model.
    Q_PROPERTY(QString title READ title NOTIFY changed)
    /// It is in the library, which keeps its parameters.
    Q_PROPERTY(bool inLibrary READ inLibrary NOTIFY changed)
    /// Parameters are kept for it.
    Q_PROPERTY(bool remembered READ remembered NOTIFY changed)

public:
    LoadViewModel(core::Paths paths, const core::SettingsStore& settings, LibraryViewModel& library,
                  ModelViewModel& model, QObject* parent = nullptr);

    /// Begins with a file: reads its header and what is kept for it.
    Q_INVOKABLE void open(const QString& path);
    /// Loads it as planned; `remember` keeps the parameters for the next time, else what was kept
    /// is forgotten.
    Q_INVOKABLE void load(bool remember);
    /// The dialog is gone.
    Q_INVOKABLE void close();

    PlanViewModel* plan() { return &m_plan; }
    QString title() const { return m_title; }
    bool inLibrary() const { return !m_name.empty(); }
    bool remembered() const { return m_remembered; }

signals:
    void changed();

private:
    void begin(const core::LoadDefaults& kept);
    core::LoadDefaults chosen() const;

    LibraryViewModel& m_library;
    ModelViewModel& m_model;
    PlanViewModel m_plan;
    std::filesystem::path m_path;
    std::string m_name; // Of the entry in the library.
    QString m_title;
    bool m_remembered = false;
    int m_generation = 0;
};

} // namespace app
