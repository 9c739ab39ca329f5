// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "app/base/blocked_network.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>

namespace app {
namespace {

// A reply that has failed before anything was sent.
class BlockedReply : public QNetworkReply {
public:
    BlockedReply(const QNetworkRequest& request, QNetworkAccessManager::Operation operation,
                 QObject* parent)
        : QNetworkReply(parent) {
        setRequest(request);
        setUrl(request.url());
        setOperation(operation);
        setError(QNetworkReply::ContentAccessDenied, QStringLiteral("the window has no network"));
        setFinished(true);
        QMetaObject::invokeMethod(
            this,
            [this] {
                emit errorOccurred(QNetworkReply::ContentAccessDenied);
                emit finished();
            },
            Qt::QueuedConnection);
    }
    void abort() override {}

protected:
    qint64 readData(char*, qint64) override { return -1; }
};

class BlockedManager : public QNetworkAccessManager {
public:
    using QNetworkAccessManager::QNetworkAccessManager;

protected:
    QNetworkReply* createRequest(Operation operation, const QNetworkRequest& request,
                                 QIODevice*) override {
        return new BlockedReply(request, operation, this);
    }
};

} // namespace

QNetworkAccessManager* BlockedNetworkFactory::create(QObject* parent) {
    return new BlockedManager(parent);
}

} // namespace app
