// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <QObject>
#include <QString>
#include <QStringList>
#include <QtQml/qqmlregistration.h>

#include "core/hub/hub_types.h"

namespace app {

/// What a person looks for on the discover page, kept while other pages are open. GUI thread.
class SearchWish : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("belongs to the discover page")
    /// Words that names contain.
    Q_PROPERTY(QString text READ text WRITE setText NOTIFY changed)
    /// Index into `sorts`.
    Q_PROPERTY(int sort READ sort WRITE setSort NOTIFY changed)
    /// Orders, in words.
    Q_PROPERTY(QStringList sorts READ sorts CONSTANT)
    /// Only models of this publisher; empty: of any.
    Q_PROPERTY(QString publisher READ publisher WRITE setPublisher NOTIFY changed)
    /// Index into `sizes`; 0: any.
    Q_PROPERTY(int size READ size WRITE setSize NOTIFY changed)
    /// Ranges of parameters, in words.
    Q_PROPERTY(QStringList sizes READ sizes CONSTANT)
    /// Index into `licences`; 0: any.
    Q_PROPERTY(int licence READ licence WRITE setLicence NOTIFY changed)
    /// Names of licences.
    Q_PROPERTY(QStringList licences READ licences CONSTANT)
    /// What models must be able to do: names as the hub's catalogue has them.
    Q_PROPERTY(QStringList abilities READ abilities NOTIFY changed)
    /// Those that can be asked for, with the words for them: `name` and `text`.
    Q_PROPERTY(QVariantList abilityChoices READ abilityChoices CONSTANT)
    /// Publisher, size and licence that are set.
    Q_PROPERTY(int narrowed READ narrowed NOTIFY changed)

public:
    explicit SearchWish(QObject* parent = nullptr) : QObject(parent) {}

    /// Asks for an ability, or no longer.
    Q_INVOKABLE void setAbility(const QString& name, bool wanted);
    /// Forgets everything but text and order.
    Q_INVOKABLE void clearFilters();
    /// The same for the hub.
    core::HubQuery query() const;

    QString text() const { return m_text; }
    int sort() const { return m_sort; }
    QStringList sorts() const;
    QString publisher() const { return m_publisher; }
    int size() const { return m_size; }
    QStringList sizes() const;
    int licence() const { return m_licence; }
    QStringList licences() const;
    QStringList abilities() const { return m_abilities; }
    QVariantList abilityChoices() const;
    int narrowed() const;
    void setText(const QString& text);
    void setSort(int index);
    void setPublisher(const QString& name);
    void setSize(int index);
    void setLicence(int index);

signals:
    void changed();

private:
    QString m_text;
    int m_sort = 0;
    QString m_publisher;
    int m_size = 0;
    int m_licence = 0;
    QStringList m_abilities;
};

} // namespace app
