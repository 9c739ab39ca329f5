// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <QObject>
#include <QPointer>
#include <QString>
#include <QtQml/qqmlregistration.h>

#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "app/models/duplicate_list.h"
#include "app/models/library_list.h"
#include "core/base/task_queue.h"
#include "core/library/model_library.h"

namespace app {

class NetworkServices;
class Notifications;

/// What a person may have looked at in the library: which models are here more than once, and of
/// which the hub has newer files. Nothing of it happens unasked. GUI thread.
class LibraryChecks : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("belongs to the library")
    /// Copies are being compared.
    Q_PROPERTY(bool comparing READ comparing NOTIFY changed)
    /// The hub is being asked.
    Q_PROPERTY(bool asking READ asking NOTIFY changed)
    /// What is being done, or what came of it; empty before anything was.
    Q_PROPERTY(QString report READ report NOTIFY changed)
    /// The report is of something that went wrong.
    Q_PROPERTY(bool failed READ failed NOTIFY changed)
    /// Models that are here more than once, after they were looked for.
    Q_PROPERTY(app::DuplicateList* duplicates READ duplicates CONSTANT)

public:
    /// `library` opens the library on the caller's thread, and gives null when that fails; `list`
    /// shows what the hub says of each model; `removed` is called when files have gone.
    LibraryChecks(std::function<core::ModelLibrary*()> library, LibraryList& list,
                  NetworkServices& network, Notifications& notifications,
                  std::function<void()> removed, QObject* parent = nullptr);
    ~LibraryChecks() override;

    /// Compares hashes; reads files of equal size that were never hashed.
    Q_INVOKABLE void findDuplicates();
    /// Moves one copy to the trash, if another one is still there.
    Q_INVOKABLE void removeCopy(const QString& name);
    /// Asks the hub about every model whose origin is known.
    Q_INVOKABLE void askForAll();
    /// The same about one row of the library.
    Q_INVOKABLE void askFor(int row);
    /// Breaks off what runs.
    Q_INVOKABLE void stop();
    /// Puts report and duplicates away.
    Q_INVOKABLE void dismiss();
    /// Stops for good, before the library goes.
    void finish();

    bool comparing() const { return m_comparing; }
    bool asking() const { return m_asking; }
    QString report() const { return m_report; }
    bool failed() const { return m_failed; }
    DuplicateList* duplicates() { return &m_duplicates; }

signals:
    void changed();

private:
    void say(const QString& report, bool failed = false);
    void ask(std::vector<core::ModelEntry> entries);
    void askHub(const std::vector<core::ModelEntry>& entries, const std::stop_token& stop);
    core::Result<std::vector<ModelCopy>> compare(const std::stop_token& stop);
    void take(core::Result<std::vector<ModelCopy>> copies);

    std::function<core::ModelLibrary*()> m_library;
    LibraryList& m_list;
    NetworkServices& m_network;
    Notifications& m_notifications;
    std::function<void()> m_removed;
    DuplicateList m_duplicates;
    bool m_comparing = false;
    bool m_asking = false;
    QString m_report;
    bool m_failed = false;
    std::stop_source m_stop;
    QPointer<LibraryChecks> m_self;
    core::TaskQueue m_queue; // Last: its tasks use the rest.
};

} // namespace app
