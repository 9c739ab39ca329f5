// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "app/secrets/system_keyring.h"

#include <QMetaObject>
#include <QObject>
#include <QThread>

#include <chrono>
#include <functional>
#include <future>

#include <qt6keychain/keychain.h>

namespace app {
namespace {

using Kind = core::KeyringAnswer::Kind;

constexpr std::chrono::seconds kPatience{120};

QString serviceName() {
    return QStringLiteral("Hearth");
}

QString textOf(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

Kind kindOf(QKeychain::Error error) {
    switch (error) {
    case QKeychain::NoError: return Kind::Done;
    case QKeychain::EntryNotFound: return Kind::NotFound;
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser: return Kind::Refused;
    default: return Kind::Absent;
    }
}

class QtKeyring final : public core::Keyring {
public:
    QtKeyring() {
        m_home.moveToThread(&m_thread);
        m_thread.setObjectName(QStringLiteral("keyring"));
        m_thread.start();
    }
    ~QtKeyring() override {
        m_thread.quit();
        m_thread.wait();
    }

    core::KeyringAnswer read(std::string_view name) override {
        return ask([name = textOf(name)]() -> QKeychain::Job* {
            auto* job = new QKeychain::ReadPasswordJob(serviceName());
            job->setKey(name);
            return job;
        });
    }
    core::KeyringAnswer write(std::string_view name, std::string_view secret) override {
        return ask([name = textOf(name), secret = textOf(secret)]() -> QKeychain::Job* {
            auto* job = new QKeychain::WritePasswordJob(serviceName());
            job->setKey(name);
            job->setTextData(secret);
            return job;
        });
    }
    core::KeyringAnswer remove(std::string_view name) override {
        return ask([name = textOf(name)]() -> QKeychain::Job* {
            auto* job = new QKeychain::DeletePasswordJob(serviceName());
            job->setKey(name);
            return job;
        });
    }

private:
    core::KeyringAnswer ask(const std::function<QKeychain::Job*()>& make) {
        auto promise = std::make_shared<std::promise<core::KeyringAnswer>>();
        auto answer = promise->get_future();
        QMetaObject::invokeMethod(&m_home, [make, promise] {
            QKeychain::Job* job = make(); // Deletes itself.
            job->setInsecureFallback(false);
            QObject::connect(job, &QKeychain::Job::finished, job, [promise](QKeychain::Job* done) {
                core::KeyringAnswer said{kindOf(done->error()), {}};
                if (const auto* read = qobject_cast<QKeychain::ReadPasswordJob*>(done))
                    said.secret = read->textData().toStdString();
                promise->set_value(std::move(said));
            });
            job->start();
        });
        if (answer.wait_for(kPatience) != std::future_status::ready) return {};
        return answer.get();
    }

    QThread m_thread;
    QObject m_home;
};

} // namespace

std::unique_ptr<core::Keyring> makeSystemKeyring() {
    return std::make_unique<QtKeyring>();
}

} // namespace app
