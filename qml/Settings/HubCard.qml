// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
import QtQuick
import Hearth.App
import Hearth.Components
import Hearth.Theme

/// The token that models with a gate ask for.
SettingsCard {
    id: card

    /// Keeps it.
    required property NetworkViewModel network

    /// The keyboard into the field for the token.
    function edit() { field.forceActiveFocus() }

    title: qsTr("Model hub")
    Component.onCompleted: network.findToken()

    AppLabel {
        width: parent.width
        text: qsTr("Some models ask you to accept a licence on their page first. A token of your account there proves it. It is kept in the keyring of your desktop, or where there is none in a file that only you can read, and goes to the hub alone.")
        color: Theme.dim
        lineHeight: Theme.compact
        wrapMode: Text.Wrap
    }
    Row {
        width: parent.width
        spacing: Metrics.inner

        AppTextField {
            id: field
            width: parent.width - keep.width - Metrics.inner
            echoMode: TextInput.Password
            // Of a password field, Qt 6.4 passes the placeholder on to screen readers, not the name.
            placeholderText: card.network.tokenKept ? qsTr("A token is kept") : qsTr("Hub token")
            Accessible.name: qsTr("Hub token")
            Accessible.passwordEdit: true
            onAccepted: keep.clicked()
        }
        AppButton {
            id: keep
            enabled: field.length > 0 || card.network.tokenKept
            text: field.length > 0 || !card.network.tokenKept ? qsTr("Keep") : qsTr("Forget")
            onClicked: {
                card.network.keepToken(field.text)
                field.clear()
            }
        }
    }
    AppLabel {
        width: parent.width
        visible: text.length > 0
        text: card.network.tokenProblem
        color: Theme.bad
        wrapMode: Text.Wrap
    }
}
