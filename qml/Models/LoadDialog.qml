// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
import QtQuick
import QtQuick.Templates as T
import Hearth.App
import Hearth.Components
import Hearth.Theme

/// How a model is loaded: context, cache and placement, with what they take of each device.
AppPopup {
    id: dialog

    /// The model and its plan.
    required property LoadViewModel loader

    /// Other parameters than the usual ones cannot be loaded.
    readonly property bool possible: loader.plan.fit.known && loader.plan.fit.fit !== HubFileList.No

    parent: T.Overlay.overlay
    anchors.centerIn: parent
    modal: true
    width: Math.min(760, parent ? parent.width - 40 : 760)
    height: Math.min(implicitHeight, parent ? parent.height - 40 : implicitHeight)
    padding: Metrics.margin
    contentHeight: content.implicitHeight
    onAboutToHide: loader.close()

    Flickable {
        anchors.fill: parent
        contentWidth: width
        contentHeight: content.implicitHeight
        boundsBehavior: Flickable.StopAtBounds
        clip: true
        T.ScrollBar.vertical: AppScrollBar {}

        Column {
            id: content
            width: parent.width
            spacing: Metrics.wide

            AppLabel {
                width: parent.width
                text: dialog.loader.title
                font.pixelSize: Theme.section
                font.weight: Font.DemiBold
                Accessible.role: Accessible.Heading
            }
            AppProgressBar {
                width: parent.width
                visible: dialog.loader.plan.busy
                indeterminate: true
                Accessible.name: qsTr("Reading the file's header")
            }
            AppLabel {
                width: parent.width
                visible: text.length > 0
                text: dialog.loader.plan.problem
                color: Theme.bad
                wrapMode: Text.Wrap
            }
            PlanCard {
                width: parent.width
                visible: dialog.loader.plan.fit.known
                flat: true
                detailed: true
                plan: dialog.loader.plan
            }
            Item {
                width: parent.width
                height: Math.max(remember.height, buttons.height)

                AppSwitch {
                    id: remember
                    anchors { left: parent.left; verticalCenter: parent.verticalCenter }
                    visible: dialog.loader.inLibrary
                    text: qsTr("Remember for this model")
                    checked: dialog.loader.remembered
                }
                Row {
                    id: buttons
                    anchors { right: parent.right; verticalCenter: parent.verticalCenter }
                    spacing: Metrics.inner

                    AppButton {
                        kind: AppButton.Kind.Quiet
                        text: qsTr("Cancel")
                        onClicked: dialog.close()
                    }
                    AppButton {
                        kind: AppButton.Kind.Primary
                        text: qsTr("Load")
                        hint: dialog.possible || !dialog.loader.plan.fit.known ? "" : qsTr("It does not fit. Loading says what is missing.")
                        enabled: dialog.loader.plan.fit.known
                        onClicked: {
                            dialog.loader.load(remember.checked)
                            dialog.close()
                            Navigation.page = Navigation.Chats
                        }
                    }
                }
            }
        }
    }
}
