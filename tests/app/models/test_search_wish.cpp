// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QSignalSpy>
#include <QtTest>

#include "app/models/search_wish.h"

using app::SearchWish;

class TestSearchWish : public QObject {
    Q_OBJECT

private slots:
    void nothingWishedIsNothingAskedFor() {
        const core::HubQuery query = SearchWish().query();
        QVERIFY(query.text.empty() && query.author.empty() && query.licence.empty());
        QVERIFY(query.parametersMin == 0 && query.parametersMax == 0);
        QVERIFY(query.capabilities.empty());
        QVERIFY(query.sort == core::HubSort::BestMatch);
    }

    void everyOrderIsOffered() {
        SearchWish wish;
        const QList<core::HubSort> orders{core::HubSort::BestMatch, core::HubSort::Downloads,
                                          core::HubSort::Likes, core::HubSort::Trending,
                                          core::HubSort::Updated};
        QCOMPARE(wish.sorts().size(), orders.size());
        for (int i = 0; i < static_cast<int>(orders.size()); ++i) {
            wish.setSort(i);
            QVERIFY(wish.query().sort == orders[i]);
        }
    }

    void everySizeIsInOneRange() {
        SearchWish wish;
        for (const std::uint64_t billions : {1, 4, 8, 14, 32, 70, 235}) {
            int ranges = 0;
            for (int i = 1; i < static_cast<int>(wish.sizes().size()); ++i) {
                wish.setSize(i);
                const core::HubQuery query = wish.query();
                const std::uint64_t parameters = billions * 1'000'000'000;
                if (parameters >= query.parametersMin
                    && (query.parametersMax == 0 || parameters < query.parametersMax))
                    ++ranges;
            }
            QCOMPARE(ranges, 1);
        }
    }

    void aLicenceIsAskedForByItsTag() {
        SearchWish wish;
        wish.setLicence(static_cast<int>(wish.licences().indexOf(QStringLiteral("Apache 2.0"))));
        QCOMPARE(wish.query().licence, std::string("apache-2.0"));
        wish.setLicence(0);
        QCOMPARE(wish.query().licence, std::string());
    }

    void everyAbilityOfTheListIsOneThatTheHubKnows() {
        SearchWish wish;
        for (const QVariant& choice : wish.abilityChoices())
            wish.setAbility(choice.toMap().value(QStringLiteral("name")).toString(), true);
        QCOMPARE(wish.query().capabilities.size(), std::size_t(wish.abilityChoices().size()));
        wish.setAbility(QStringLiteral("vision"), false);
        QCOMPARE(wish.query().capabilities.size(), std::size_t(wish.abilityChoices().size() - 1));
    }

    void filtersAreClearedAtOnceAndTheWordsStay() {
        SearchWish wish;
        wish.setText(QStringLiteral("coder"));
        wish.setPublisher(QStringLiteral("someone"));
        wish.setSize(2);
        wish.setLicence(1);
        wish.setAbility(QStringLiteral("tools"), true);
        QCOMPARE(wish.narrowed(), 3);
        QCOMPARE(wish.query().author, std::string("someone"));
        QSignalSpy changes(&wish, &SearchWish::changed);
        wish.clearFilters();
        QCOMPARE(changes.count(), 1);
        QCOMPARE(wish.narrowed(), 0);
        QCOMPARE(wish.query().text, std::string("coder"));
        QVERIFY(wish.query().capabilities.empty());
    }
};

QTEST_GUILESS_MAIN(TestSearchWish)
#include "test_search_wish.moc"
