// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <QObject>
#include <QPointer>
#include <QString>
#include <QStringList>
#include <QtQml/qqmlregistration.h>

#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <vector>

#include "app/chat/block_list_model.h"
#include "app/models/hub_file_list.h"
#include "app/models/hub_result_list.h"
#include "app/models/plan_view_model.h"
#include "app/models/search_wish.h"
#include "app/text/text_style.h"
#include "core/base/paths.h"
#include "core/base/task_queue.h"
#include "core/hub/hub_client.h"

namespace app {

class NetworkServices;

/// The discover page: searching the hub, one model's page, and where its files would run here,
/// planned from the header of the file itself before anything is downloaded. GUI thread.
class DiscoverViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the application")
    /// What is looked for.
    Q_PROPERTY(app::SearchWish* wish READ wish CONSTANT)
    /// What was found.
    Q_PROPERTY(app::HubResultList* results READ results CONSTANT)
    /// A search is under way.
    Q_PROPERTY(bool searching READ searching NOTIFY changed)
    /// Why there is nothing, or why it is not from the hub; empty when all is well.
    Q_PROPERTY(QString notice READ notice NOTIFY changed)
    /// There are more results.
    Q_PROPERTY(bool more READ more NOTIFY changed)
    /// The model that is shown; empty for none.
    Q_PROPERTY(QString repository READ repository NOTIFY pageChanged)
    /// Its page is being fetched.
    Q_PROPERTY(bool loading READ loading NOTIFY pageChanged)
    /// Its name without the publisher.
    Q_PROPERTY(QString title READ title NOTIFY pageChanged)
    /// Repository, licence, size, context: a line of words.
    Q_PROPERTY(QString facts READ facts NOTIFY pageChanged)
    /// What it can do.
    Q_PROPERTY(QStringList chips READ chips NOTIFY pageChanged)
    /// Whether this version runs it.
    Q_PROPERTY(Support support READ support NOTIFY pageChanged)
    /// Why this version does not run it, and what to do; empty where it does.
    Q_PROPERTY(QString obstacle READ obstacle NOTIFY pageChanged)
    /// Name of its architecture where this version has none of that name; else empty.
    Q_PROPERTY(QString unknownArchitecture READ unknownArchitecture NOTIFY pageChanged)
    /// It asks for a licence to be accepted and a token.
    Q_PROPERTY(bool gated READ gated NOTIFY pageChanged)
    /// The hub keeps its files back: a licence to accept, or a token to set.
    Q_PROPERTY(bool denied READ denied NOTIFY pageChanged)
    /// What its publisher writes, without pictures and HTML.
    Q_PROPERTY(app::BlockListModel* card READ card CONSTANT)
    /// There is a card.
    Q_PROPERTY(bool hasCard READ hasCard NOTIFY pageChanged)
    /// Only the beginning of the card is shown.
    Q_PROPERTY(bool cardCut READ cardCut NOTIFY pageChanged)
    /// Colours of the card.
    Q_PROPERTY(app::TextStyle* style READ style WRITE setStyle NOTIFY styleChanged)
    /// What went wrong with the page; empty for nothing.
    Q_PROPERTY(QString problem READ problem NOTIFY pageChanged)
    /// Its downloads.
    Q_PROPERTY(app::HubFileList* files READ files CONSTANT)
    /// Contexts of the table's columns.
    Q_PROPERTY(QStringList contexts READ contexts CONSTANT)
    /// Row of the file that the plan is for.
    Q_PROPERTY(int planned READ planned NOTIFY planChanged)
    /// The plan for that file.
    Q_PROPERTY(app::PlanViewModel* plan READ plan CONSTANT)

public:
    enum Support { Unknown, Runs, DoesNotRun };
    Q_ENUM(Support)

    DiscoverViewModel(core::Paths paths, const core::SettingsStore& settings,
                      NetworkServices& network, QObject* parent = nullptr);
    ~DiscoverViewModel() override;

    /// Begins a search for what is wished; one that runs is given up.
    Q_INVOKABLE void search();
    Q_INVOKABLE void searchMore();
    /// Shows a model's page.
    Q_INVOKABLE void open(const QString& repository);
    /// No model's page, so that a narrow window shows the results again.
    Q_INVOKABLE void close();
    /// Shows the page that a `hearth://` link names, and asks for the window's discover page; false
    /// for what is no such link.
    bool openLink(const QString& link);
    /// Reads the header of that file and plans for it.
    Q_INVOKABLE void planFor(int row);
    /// Fetches the page of the model again.
    Q_INVOKABLE void reload();
    /// Shows the model's page in the browser.
    Q_INVOKABLE void openInBrowser();
    /// Shows all of the card.
    Q_INVOKABLE void showWholeCard();

    SearchWish* wish() { return &m_wish; }
    HubResultList* results() { return &m_results; }
    bool searching() const { return m_searching; }
    QString notice() const { return m_notice; }
    bool more() const { return !m_next.empty() && !m_searching; }
    QString repository() const { return m_repository; }
    bool loading() const { return m_loading; }
    QString title() const;
    QString facts() const;
    QStringList chips() const;
    Support support() const { return m_support; }
    bool denied() const { return m_denied || m_plan.denied(); }
    QString obstacle() const;
    QString unknownArchitecture() const;
    bool gated() const { return m_model.gate != core::HubGate::Open; }
    BlockListModel* card() { return &m_card; }
    bool hasCard() const { return !m_cardText.isEmpty(); }
    bool cardCut() const { return m_cardCut; }
    TextStyle* style() const { return m_style; }
    void setStyle(TextStyle* style);
    QString problem() const { return m_problem; }
    HubFileList* files() { return &m_files; }
    QStringList contexts() const;
    int planned() const { return m_planned; }
    PlanViewModel* plan() { return &m_plan; }

signals:
    /// A link wants this page to be shown.
    void wanted();
    void changed();
    void pageChanged();
    void planChanged();
    void styleChanged();

private:
    struct Hub; // Client, cache and catalogue: any thread may call.
    Hub& hub();
    void takeResults(core::Result<core::HubPage> page, std::vector<ResultFit> fits, bool append,
                     int generation);
    void takePage(core::Result<core::HubModelPage> page, QByteArray card, int generation);
    void reset(const QString& repository);
    void showCard(bool whole);
    void headerRead(bool ok);

    core::Paths m_paths;
    NetworkServices& m_network;
    SearchWish m_wish;
    HubResultList m_results;
    HubFileList m_files;
    PlanViewModel m_plan;
    BlockListModel m_card{BlockListModel::Source::Markdown};
    QPointer<TextStyle> m_style;
    core::HubQuery m_query;
    std::string m_next;
    QString m_notice;
    bool m_searching = false;
    int m_searchGeneration = 0;
    std::string m_wantedFile; // Of a link, until its page is here.
    core::HubModel m_model;
    QString m_repository;
    QByteArray m_cardText;
    bool m_cardCut = false;
    QString m_problem;
    bool m_denied = false;
    bool m_loading = false;
    Support m_support = Unknown;
    int m_pageGeneration = 0;
    int m_planned = -1;
    std::stop_source m_searchStop;
    std::stop_source m_pageStop;
    QPointer<DiscoverViewModel> m_self;
    std::once_flag m_hubOnce;
    std::unique_ptr<Hub> m_hub;
    // Last: their tasks use the rest. A slow search does not keep a page waiting.
    core::TaskQueue m_searchQueue;
    core::TaskQueue m_pageQueue;
};

} // namespace app
