// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QSignalSpy>
#include <QtTest>

#include "app/models/download_list.h"

using app::DownloadList;

namespace {

core::DownloadItem item(core::DownloadId id, core::DownloadState state, std::uint64_t bytes) {
    core::DownloadItem item;
    item.id = id;
    item.label = "model";
    item.state = state;
    item.bytes = bytes;
    item.total = 1000;
    return item;
}

int stateOf(const DownloadList& list, int row) {
    return list.data(list.index(row), DownloadList::StateRole).toInt();
}

} // namespace

class TestDownloadList : public QObject {
    Q_OBJECT

private slots:
    void whatWasQueuedTheLastTimeWaitsForAPerson() {
        DownloadList list;
        list.show({item(1, core::DownloadState::Queued, 0)}, true);
        QCOMPARE(stateOf(list, 0), static_cast<int>(DownloadList::Paused));
        list.show({item(1, core::DownloadState::Queued, 0)}, false);
        QCOMPARE(stateOf(list, 0), static_cast<int>(DownloadList::Waiting));
    }

    void progressChangesRowsAndKeepsTheList() {
        DownloadList list;
        list.show(
            {item(1, core::DownloadState::Running, 10), item(2, core::DownloadState::Queued, 0)},
            false);
        QSignalSpy resets(&list, &DownloadList::modelReset);
        QSignalSpy changes(&list, &DownloadList::dataChanged);
        list.show(
            {item(1, core::DownloadState::Running, 500), item(2, core::DownloadState::Queued, 0)},
            false);
        QCOMPARE(resets.count(), 0);
        QCOMPARE(changes.count(), 1);
        QCOMPARE(list.data(list.index(0), DownloadList::FractionRole).toDouble(), 0.5);
        list.show({item(2, core::DownloadState::Queued, 0)}, false);
        QCOMPARE(resets.count(), 1);
        QCOMPARE(list.count(), 1);
    }

    void aSizeThatIsNotKnownIsNoFraction() {
        DownloadList list;
        core::DownloadItem unknown = item(1, core::DownloadState::Running, 10);
        unknown.total = 0;
        list.show({unknown}, false);
        QVERIFY(list.data(list.index(0), DownloadList::FractionRole).toDouble() < 0);
    }

    void aFailureSaysWhatIsWrong() {
        DownloadList list;
        core::DownloadItem failed = item(1, core::DownloadState::Failed, 10);
        failed.error = core::Error{core::ErrorCode::AccessDenied, "accept the licence first"};
        list.show({failed}, false);
        QCOMPARE(stateOf(list, 0), static_cast<int>(DownloadList::Failed));
        QVERIFY(list.data(list.index(0), DownloadList::DetailRole)
                    .toString()
                    .contains(QStringLiteral("Accept the licence first.")));
    }
};

QTEST_GUILESS_MAIN(TestDownloadList)
#include "test_download_list.moc"
