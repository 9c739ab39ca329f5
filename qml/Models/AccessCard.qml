// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
import QtQuick
import Hearth.App
import Hearth.Components
import Hearth.Theme

/// What to do where the hub gives a model's files only to people that it knows.
Column {
    id: card

    /// Show the model's page in a browser.
    signal pageWanted
    /// Ask the hub once more.
    signal againWanted

    spacing: Metrics.group

    NoticeCard {
        width: parent.width
        iconName: "info"
        dismissable: false
        title: qsTr("The publisher wants to know who downloads")
        text: qsTr("Accept the licence on the model's page, logged in there. Then give Hearth a token of that account in the settings, and try again.")
    }
    Flow {
        width: parent.width
        spacing: Metrics.inner

        AppButton {
            kind: AppButton.Kind.Primary
            iconName: "link"
            text: qsTr("Open the model's page")
            hint: qsTr("In the browser.")
            onClicked: card.pageWanted()
        }
        AppButton {
            text: qsTr("Give a token")
            onClicked: {
                Navigation.page = Navigation.Settings
                Navigation.tokenWanted()
            }
        }
        AppButton {
            iconName: "refresh"
            text: qsTr("Try again")
            onClicked: card.againWanted()
        }
    }
}
