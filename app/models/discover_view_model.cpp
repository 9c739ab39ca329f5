// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "app/models/discover_view_model.h"

#include <QDateTime>
#include <QDesktopServices>
#include <QLocale>
#include <QRegularExpression>
#include <QUrl>

#include <algorithm>
#include <array>
#include <utility>

#include "app/base/error_text.h"
#include "app/base/post_to_gui.h"
#include "app/base/qt_text.h"
#include "app/models/library_list.h"
#include "app/models/network_services.h"
#include "core/hub/hub_cache.h"
#include "core/hub/model_files.h"
#include "core/hub/size_fit.h"
#include "core/hub/starter_catalog.h"
#include "core/planner/hardware_info.h"

namespace app {
namespace {

constexpr std::array<std::uint32_t, 4> kContexts{4096, 16384, 32768, 131072};
constexpr qsizetype kCardMax = 20000;        // Of a text that is read by people.
constexpr qsizetype kCardShort = 2400;       // Laid out within a frame.
constexpr double kUsualBytesPerWeight = 0.6; // Of Q4_K_M files.

QString errorSentence(const core::Error& error) {
    const ErrorText text = errorText(error, ErrorScene::Network);
    return text.advice.isEmpty() ? text.title
                                 : DiscoverViewModel::tr("%1. %2").arg(text.title, text.advice);
}

/// Pictures would have to be fetched, and HTML is not shown: both go.
QByteArray readableCard(const std::string& markdown) {
    static const QRegularExpression comments(QStringLiteral("<!--.*?-->"),
                                             QRegularExpression::DotMatchesEverythingOption);
    static const QRegularExpression pictures(
        QStringLiteral("\\[?!\\[[^\\]]*\\]\\([^)]*\\)(?:\\]\\([^)]*\\))?"));
    static const QRegularExpression tags(QStringLiteral("</?[A-Za-z][^>\\n]{0,400}>"));
    static const QRegularExpression gaps(QStringLiteral("\\n[ \\t]*\\n(?:[ \\t]*\\n)+"));
    QString text = toQString(markdown);
    text.truncate(kCardMax);
    text.remove(comments).remove(pictures).remove(tags);
    return text.replace(gaps, QStringLiteral("\n\n")).trimmed().toUtf8();
}

/// Up to the last paragraph that ends before the limit.
QByteArray beginning(const QByteArray& text) {
    if (text.size() <= kCardShort * 3 / 2) return text;
    const qsizetype paragraph = text.lastIndexOf("\n\n", kCardShort);
    const qsizetype line = text.lastIndexOf('\n', kCardShort);
    QByteArray first = text.left(paragraph > kCardShort / 3 ? paragraph
                                 : line > 0                 ? line
                                                            : kCardShort);
    if (first.count("\n```") % 2 == 1) first += "\n```"; // A fence that was cut open.
    return first;
}

} // namespace

struct DiscoverViewModel::Hub {
    Hub(core::NetworkGate& gate, const core::Paths& paths)
        : cache(openCache(paths)), client(gate, cache.get(), &starter) {
        const core::HardwareInfo hardware =
            core::readHardware(core::MachineTable::shipped(), paths.cache / "bandwidth.json");
        memory.ram = hardware.ramFree;
        if (const core::HardwareDevice* best = hardware.bestGraphics()) {
            memory.gpu = best->info.memoryFree;
            memory.gpuSharesRam = best->info.kind == inference::DeviceKind::Integrated;
        }
    }

    static std::unique_ptr<core::HubCache> openCache(const core::Paths& paths) {
        auto opened = core::HubCache::open(paths.hubCache());
        return opened ? std::move(*opened) : nullptr;
    }

    /// By the size that a usual quantization of each has: the list knows no more.
    std::vector<ResultFit> fits(const core::Result<core::HubPage>& page) const {
        std::vector<ResultFit> all;
        if (!page) return all;
        const core::FitEstimator estimate = core::sizeFit(memory);
        all.reserve(page->models.size());
        for (const core::HubModel& model : page->models) {
            core::HubVariant usual;
            usual.bytes = static_cast<std::uint64_t>(static_cast<double>(model.parameters)
                                                     * kUsualBytesPerWeight);
            all.push_back(usual.bytes > 0 ? estimate(model, usual) : std::nullopt);
        }
        return all;
    }

    std::unique_ptr<core::HubCache> cache;
    core::StarterCatalog starter;
    core::HubClient client;
    core::FreeMemory memory; // When the page was first used.
};

DiscoverViewModel::DiscoverViewModel(core::Paths paths, const core::SettingsStore& settings,
                                     NetworkServices& network, QObject* parent)
    : QObject(parent), m_paths(std::move(paths)), m_network(network), m_plan(m_paths, settings),
      m_self(this) {
    connect(&m_plan, &PlanViewModel::opened, this, &DiscoverViewModel::headerRead);
    connect(&m_plan, &PlanViewModel::tablePlanned, &m_files, &HubFileList::setFits);
    connect(&m_plan, &PlanViewModel::changed, this, &DiscoverViewModel::pageChanged);
}

DiscoverViewModel::~DiscoverViewModel() {
    m_searchStop.request_stop();
    m_pageStop.request_stop();
    m_plan.clear(); // Its header is read with our client.
    m_plan.wait();
}

DiscoverViewModel::Hub& DiscoverViewModel::hub() {
    std::call_once(m_hubOnce, [this] { m_hub = std::make_unique<Hub>(m_network.gate(), m_paths); });
    return *m_hub;
}

void DiscoverViewModel::setStyle(TextStyle* style) {
    if (style == m_style) return;
    if (m_style) disconnect(m_style, nullptr, this, nullptr);
    m_style = style;
    const auto restyle = [this] {
        if (m_style) m_card.setStyle(markdownStyle(*m_style));
    };
    if (m_style) connect(m_style, &TextStyle::changed, this, restyle);
    restyle();
    emit styleChanged();
}

void DiscoverViewModel::search() {
    m_query = m_wish.query();
    m_searchStop.request_stop();
    m_searchStop = {};
    m_searching = true;
    m_notice.clear();
    m_next.clear();
    emit changed();
    const int generation = ++m_searchGeneration;
    m_searchQueue.post([this, query = m_query, stop = m_searchStop.get_token(), generation] {
        if (stop.stop_requested()) return;
        auto page = hub().client.search(query, stop);
        auto fits = hub().fits(page);
        postToGui(m_self, [page = std::move(page), fits = std::move(fits),
                           generation](DiscoverViewModel& self) mutable {
            self.takeResults(std::move(page), std::move(fits), false, generation);
        });
    });
}

void DiscoverViewModel::searchMore() {
    if (!more()) return;
    m_searching = true;
    emit changed();
    m_searchQueue.post([this, query = m_query, next = m_next, stop = m_searchStop.get_token(),
                        generation = m_searchGeneration] {
        if (stop.stop_requested()) return;
        auto page = hub().client.searchNext(query, next, stop);
        auto fits = hub().fits(page);
        postToGui(m_self, [page = std::move(page), fits = std::move(fits),
                           generation](DiscoverViewModel& self) mutable {
            self.takeResults(std::move(page), std::move(fits), true, generation);
        });
    });
}

void DiscoverViewModel::takeResults(core::Result<core::HubPage> page, std::vector<ResultFit> fits,
                                    bool append, int generation) {
    if (generation != m_searchGeneration) return;
    m_searching = false;
    m_next.clear();
    if (!page) {
        m_notice = errorSentence(page.error());
        if (!append) m_results.show({}, {});
    } else {
        m_next = page->next;
        if (page->offline) {
            const QDateTime date = QDateTime::fromMSecsSinceEpoch(page->asOfMs);
            m_notice = tr("Not from the hub now, but as it was on %1. %2")
                           .arg(QLocale().toString(date.date(), QLocale::ShortFormat),
                                asSentence(toQString(page->notice)));
        }
        if (append)
            m_results.append(std::move(page->models), std::move(fits));
        else
            m_results.show(std::move(page->models), std::move(fits));
    }
    emit changed();
}

// Empties the page for another model.
void DiscoverViewModel::reset(const QString& repository) {
    m_pageStop.request_stop();
    m_pageStop = {};
    ++m_pageGeneration;
    m_repository = repository;
    m_loading = !repository.isEmpty();
    m_problem.clear();
    m_denied = false;
    m_cardText.clear();
    m_cardCut = false;
    m_card.setContent({});
    m_model = {};
    m_model.id = fromQString(repository);
    m_support = Unknown;
    m_planned = -1;
    m_files.show(m_model.id, {}, {});
    m_plan.clear();
    emit pageChanged();
    emit planChanged();
}

void DiscoverViewModel::close() {
    reset({});
}

void DiscoverViewModel::open(const QString& repository) {
    reset(repository);
    m_pageQueue.post(
        [this, id = m_model.id, stop = m_pageStop.get_token(), generation = m_pageGeneration] {
            if (stop.stop_requested()) return;
            auto page = hub().client.model(id, "main", stop);
            QByteArray card = page ? readableCard(page->card.markdown) : QByteArray();
            postToGui(m_self, [page = std::move(page), card = std::move(card),
                               generation](DiscoverViewModel& self) mutable {
                self.takePage(std::move(page), std::move(card), generation);
            });
        });
}

void DiscoverViewModel::reload() {
    if (!m_repository.isEmpty()) open(m_repository);
}

void DiscoverViewModel::openInBrowser() {
    if (m_hub) // Else no page was ever shown.
        QDesktopServices::openUrl(QUrl(toQString(m_hub->client.endpoint() + '/') + m_repository));
}

bool DiscoverViewModel::openLink(const QString& link) {
    const auto reference = core::parseDeepLink(fromQString(link));
    if (!reference) return false;
    open(toQString(reference->repository));
    m_wantedFile = reference->file;
    emit wanted();
    return true;
}

void DiscoverViewModel::takePage(core::Result<core::HubModelPage> page, QByteArray card,
                                 int generation) {
    if (generation != m_pageGeneration) return;
    m_loading = false;
    if (!page) {
        m_problem = errorSentence(page.error());
        m_denied = page.error().code == core::ErrorCode::AccessDenied;
        emit pageChanged();
        return;
    }
    m_model = page->model;
    m_cardText = std::move(card);
    showCard(false);
    if (const auto supported = m_model.architectureSupported())
        m_support = *supported ? Runs : DoesNotRun;
    if (page->offline) m_problem = asSentence(toQString(page->notice));
    m_files.show(m_model.id, page->files, contexts());
    emit pageChanged();
    const core::HubVariant* usual =
        m_wantedFile.empty() ? nullptr : core::chooseVariant(page->files, m_wantedFile);
    if (usual == nullptr) usual = core::chooseVariant(page->files);
    m_wantedFile.clear();
    const auto& variants = m_files.variants();
    for (std::size_t i = 0; usual != nullptr && i < variants.size(); ++i)
        if (variants[i].name == usual->name) planFor(static_cast<int>(i));
}

void DiscoverViewModel::showCard(bool whole) {
    const QByteArray text = whole ? m_cardText : beginning(m_cardText);
    m_cardCut = text.size() < m_cardText.size();
    m_card.setContent({text.constData(), static_cast<std::size_t>(text.size())});
}

void DiscoverViewModel::showWholeCard() {
    showCard(true);
    emit pageChanged();
}

void DiscoverViewModel::planFor(int row) {
    if (row < 0 || row >= m_files.count() || row == m_planned) return;
    const core::HubVariant& variant = m_files.variants()[static_cast<std::size_t>(row)];
    if (variant.files.empty()) return;
    m_planned = row;
    emit planChanged();
    core::HubReference reference;
    reference.repository = m_model.id;
    if (!m_model.commit.empty()) reference.revision = m_model.commit;
    reference.file = variant.files.front().path;
    core::ModelIdentity identity = core::ModelIdentity::of(reference.file, variant.bytes);
    identity.sha256 = variant.files.front().sha256;
    m_plan.open(
        [this, reference, identity](const std::stop_token& stop) -> core::Result<DescribedModel> {
            TRY(core::RemoteHeader header, hub().client.header(reference, stop));
            TRY(DescribedModel described, describeHeader(std::move(header.file)));
            described.identity = identity;
            described.fetchedBytes = header.fetchedBytes;
            return described;
        },
        "auto");
}

void DiscoverViewModel::headerRead(bool ok) {
    if (ok) {
        m_support = Runs;
        std::vector<std::uint64_t> bytes;
        bytes.reserve(m_files.variants().size());
        for (const core::HubVariant& variant : m_files.variants()) bytes.push_back(variant.bytes);
        m_plan.planTable(std::move(bytes), static_cast<std::size_t>(std::max(0, m_planned)),
                         {kContexts.begin(), kContexts.end()});
    } else if (m_plan.unsupported()) {
        m_support = DoesNotRun;
    }
    emit pageChanged();
}

// The header is what counts; before it is here, or where it cannot be read, what the hub says.
QString DiscoverViewModel::unknownArchitecture() const {
    const QString name =
        m_plan.architecture().isEmpty() ? toQString(m_model.architecture) : m_plan.architecture();
    core::HubModel named;
    named.architecture = fromQString(name);
    return named.architectureSupported() == false ? name : QString();
}

QString DiscoverViewModel::obstacle() const {
    if (m_support != DoesNotRun) return {};
    if (const QString name = unknownArchitecture(); !name.isEmpty())
        return tr("Its architecture is called %1, and this version of Hearth has no code for it. "
                  "None of its files would run: choose another model, or come back after an "
                  "update.")
            .arg(name);
    return tr("The file that was looked at cannot run: %1. Another file of this model may, as may "
              "another model.")
        .arg(m_plan.obstacles());
}

QString DiscoverViewModel::title() const {
    return toQString(m_model.name());
}

QString DiscoverViewModel::facts() const {
    QStringList words{m_repository};
    if (!m_model.licence.empty()) words.append(toQString(m_model.licence));
    if (m_model.parameters > 0)
        words.append(tr("%1 parameters").arg(parametersText(m_model.parameters)));
    const auto trained = m_plan.contextTrained() > 0
                             ? static_cast<std::uint64_t>(m_plan.contextTrained())
                             : m_model.contextLength;
    if (trained > 0)
        words.append(tr("%1 context").arg(QLocale().toString(static_cast<qulonglong>(trained))));
    for (QString& word : words) word.replace(u' ', QChar::Nbsp); // Lines break between facts.
    return words.join(QStringLiteral("   "));
}

QStringList DiscoverViewModel::chips() const {
    QStringList words;
    for (const core::HubCapability capability : m_model.capabilities)
        words.append(capabilityText(capability));
    if (m_plan.experts()) words.append(tr("Mixture of experts"));
    return words;
}

QStringList DiscoverViewModel::contexts() const {
    QStringList words;
    words.reserve(kContexts.size());
    for (const std::uint32_t context : kContexts)
        words.append(QStringLiteral("%1k").arg(context / 1024));
    return words;
}

} // namespace app
