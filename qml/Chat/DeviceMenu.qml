// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import Hearth.App
import Hearth.Components
import Hearth.Theme

/// Where models run: each device of this machine.
AppPopup {
    id: popup

    /// The model.
    required property ModelViewModel model

    width: 300
    contentHeight: content.implicitHeight
    padding: 6

    Column {
        id: content
        spacing: 2

        Repeater {
            model: popup.model.devices

            T.ItemDelegate {
                id: row

                required property string deviceId
                required property string name
                required property string detail
                required property bool current

                width: popup.availableWidth
                implicitHeight: column.implicitHeight + 14
                hoverEnabled: true
                focusPolicy: Qt.StrongFocus
                text: name
                Accessible.role: Accessible.RadioButton
                Accessible.name: name
                Accessible.description: detail
                Accessible.checkable: true
                Accessible.checked: current
                Accessible.onPressAction: row.clicked()
                Keys.onReturnPressed: row.clicked()
                onClicked: {
                    popup.model.chooseDevice(row.deviceId)
                    popup.close()
                }

                Item {
                    anchors.fill: parent
                    Column {
                        id: column
                        anchors {
                            left: parent.left; right: mark.left; leftMargin: 8
                            verticalCenter: parent.verticalCenter
                        }
                        spacing: 2

                        AppLabel {
                            width: parent.width
                            text: row.name
                            Accessible.ignored: true
                        }
                        AppLabel {
                            width: parent.width
                            visible: text.length > 0
                            text: row.detail
                            color: Theme.dim
                            font.pixelSize: Theme.small
                            Accessible.ignored: true
                        }
                    }
                    AppIcon {
                        id: mark
                        anchors { right: parent.right; rightMargin: 8; verticalCenter: parent.verticalCenter }
                        name: row.current ? "check" : ""
                        color: Theme.accent
                        size: 16
                    }
                }
                background: Rectangle {
                    radius: Metrics.radiusControl
                    color: row.down ? Theme.selection : row.hovered ? Theme.hover : "transparent"

                    FocusRing {
                        anchors.margins: 0
                        visible: row.visualFocus
                    }
                }
            }
        }
        AppLabel {
            width: popup.availableWidth
            visible: text.length > 0
            padding: 8
            text: popup.model.findingDevices ? qsTr("Looking for devices…") : popup.model.deviceNote
            color: Theme.dim
            font.pixelSize: Theme.small
            wrapMode: Text.Wrap
        }
    }
}
