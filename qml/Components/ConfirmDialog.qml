// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
import QtQuick
import QtQuick.Templates as T
import Hearth.Theme

/// Asks before something is done that is not undone with a key.
AppPopup {
    id: dialog

    /// The question.
    property string title
    /// What it is about: a path, an address; empty for nothing.
    property string subject
    /// What it means.
    property string text
    /// The word on the button that does it.
    property string action

    /// It is to be done.
    signal confirmed

    parent: T.Overlay.overlay
    anchors.centerIn: parent
    width: Math.min(460, parent ? parent.width - 40 : 460)
    contentHeight: content.implicitHeight
    padding: 20
    modal: true

    Column {
        id: content
        spacing: Metrics.group

        AppLabel {
            width: dialog.availableWidth
            text: dialog.title
            font.pixelSize: Theme.section
            font.weight: Font.DemiBold
            wrapMode: Text.Wrap
            Accessible.role: Accessible.Heading
        }
        AppLabel {
            width: dialog.availableWidth
            visible: text.length > 0
            text: dialog.subject
            color: Theme.dim
            wrapMode: Text.WrapAnywhere
            maximumLineCount: 4
        }
        AppLabel {
            width: dialog.availableWidth
            visible: text.length > 0
            text: dialog.text
            lineHeight: Theme.compact
            wrapMode: Text.Wrap
        }
        Row {
            anchors.right: parent.right
            spacing: Metrics.inner

            AppButton {
                kind: AppButton.Kind.Quiet
                text: qsTr("Cancel")
                onClicked: dialog.close()
            }
            AppButton {
                kind: AppButton.Kind.Primary
                text: dialog.action
                focus: true
                onClicked: {
                    dialog.confirmed()
                    dialog.close()
                }
            }
        }
    }
}
