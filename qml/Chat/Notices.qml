// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
pragma ComponentBehavior: Bound
import QtQuick
import Hearth.App
import Hearth.Components
import Hearth.Theme

/// Errors and notes that stay until they are read.
Column {
    id: notices

    /// What may have failed to load.
    required property ModelViewModel model
    /// Everything else.
    required property Notifications notifications
    /// How many there are.
    readonly property int count: (model.errorTitle.length > 0 ? 1 : 0) + (model.fallback.length > 0 ? 1 : 0)
        + (notifications.errorTitle.length > 0 ? 1 : 0)

    spacing: Metrics.inner

    Repeater {
        model: notices.model.errorTitle.length > 0 ? 1 : 0
        delegate: NoticeCard {
            width: notices.width
            tone: Theme.bad
            title: notices.model.errorTitle
            text: notices.model.errorAdvice
            action: qsTr("Choose another model")
            onActivated: Navigation.modelPickerWanted()
            onDismissed: notices.model.dismissError()
        }
    }
    Repeater {
        model: notices.model.fallback.length > 0 ? 1 : 0
        delegate: NoticeCard {
            width: notices.width
            iconName: "cpu"
            title: qsTr("The CPU took over")
            text: notices.model.fallback
            onDismissed: notices.model.dismissFallback()
        }
    }
    Repeater {
        model: notices.notifications.errorTitle.length > 0 ? 1 : 0
        delegate: NoticeCard {
            width: notices.width
            tone: Theme.bad
            title: notices.notifications.errorTitle
            text: notices.notifications.errorAdvice
            onDismissed: notices.notifications.dismissError()
        }
    }
}
