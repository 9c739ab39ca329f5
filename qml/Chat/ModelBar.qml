// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
import QtQuick
import QtQuick.Templates as T
import Hearth.App
import Hearth.Components
import Hearth.Theme

/// What answers: the model, how far it has loaded, where it runs.
Item {
    id: bar

    /// The model.
    required property ModelViewModel model
    /// The list is folded away: a button opens it.
    property bool listFolded: false
    /// The parameters are in view.
    property bool sideShown: false

    /// The list is to be opened or closed.
    signal listToggled
    /// The parameters are to be opened or closed.
    signal sideToggled

    function openPicker() { picker.open() }

    /// Widest that the pill may be.
    readonly property real pillMax: width - 2 * Math.max(listButton.width, tools.width) - 48
    /// What of the pill is not the name.
    readonly property real pillRest: 26 + 24 + (quant.visible ? quant.width + 10 : 0)
        + (plan.visible ? plan.width + 10 : 0)

    implicitHeight: Metrics.bar

    IconButton {
        id: listButton
        anchors { left: parent.left; leftMargin: 10; verticalCenter: parent.verticalCenter }
        iconName: "list"
        checkable: false
        text: bar.listFolded ? qsTr("Show chat list") : qsTr("Hide chat list")
        hint: qsTr("%1 (Ctrl+B)").arg(text)
        onClicked: bar.listToggled()
    }
    T.Button {
        id: pill
        anchors.centerIn: parent
        width: Math.min(name.implicitWidth + bar.pillRest, bar.pillMax)
        height: 34
        text: qsTr("Model")
        focusPolicy: Qt.StrongFocus
        hoverEnabled: true
        Accessible.name: text
        Accessible.description: bar.model.description
        Accessible.onPressAction: picker.open()
        Keys.onReturnPressed: picker.open()
        onClicked: picker.opened ? picker.close() : picker.open()

        Item {
            anchors.fill: parent
            clip: true

            Row {
                id: row
                anchors.centerIn: parent
                spacing: 10

                AppLabel {
                    id: name
                    anchors.verticalCenter: parent.verticalCenter
                    width: Math.min(implicitWidth, bar.pillMax - bar.pillRest)
                    text: bar.model.state === ModelViewModel.None ? qsTr("Open a model") : bar.model.name
                    font.weight: Font.DemiBold
                    Accessible.ignored: true
                }
                Chip {
                    id: quant
                    anchors.verticalCenter: parent.verticalCenter
                    visible: bar.model.quantization.length > 0 && bar.width > 430
                    text: bar.model.quantization
                }
                Chip {
                    id: plan
                    anchors.verticalCenter: parent.verticalCenter
                    visible: bar.model.plan.length > 0 && bar.width > 560
                    text: bar.model.plan
                    tone: bar.model.fallback.length > 0 ? Theme.warn : Theme.good
                }
                AppIcon {
                    anchors.verticalCenter: parent.verticalCenter
                    name: "chevron-down"
                    color: Theme.dim
                    size: 14
                }
            }
        }
        background: Rectangle {
            radius: Metrics.radiusRow
            color: pill.down ? Theme.selection : pill.hovered ? Theme.hover : Theme.surface
            border { width: 1; color: Theme.control }

            FocusRing {
                inner: Metrics.radiusRow
                visible: pill.visualFocus
            }
        }
        LazyToolTip {
            text: bar.model.state === ModelViewModel.None ? qsTr("Choose a model (Ctrl+L)")
                                                          : bar.model.description
            wanted: pill.hovered && !picker.visible
        }
    }
    Row {
        id: tools
        anchors { right: parent.right; rightMargin: 10; verticalCenter: parent.verticalCenter }

        IconButton {
            visible: bar.model.state === ModelViewModel.Ready
            iconName: "eject"
            text: qsTr("Eject model")
            onClicked: bar.model.eject()
        }
        IconButton {
            id: deviceButton
            iconName: bar.model.device === "cpu" || bar.model.device === "auto" && !bar.model.onGpu ? "cpu" : "gpu"
            text: qsTr("Device")
            hint: devices.visible ? "" : qsTr("Device: %1").arg(bar.model.deviceName)
            onClicked: {
                bar.model.findDevices()
                devices.open()
            }

            DeviceMenu {
                id: devices
                y: parent.height + 4
                x: parent.width - width
                model: bar.model
            }
        }
        IconButton {
            iconName: "sliders"
            iconColor: bar.sideShown ? Theme.accent : Theme.dim
            text: qsTr("Parameters")
            hint: qsTr("Parameters (Ctrl+Alt+B)")
            onClicked: bar.sideToggled()
        }
    }
    ModelPicker {
        id: picker
        x: Math.round((bar.width - width) / 2)
        y: bar.height - 4
        model: bar.model
    }
    AppProgressBar {
        anchors { left: parent.left; right: cancel.left; bottom: parent.bottom; rightMargin: 8 }
        visible: bar.model.state === ModelViewModel.Loading
        implicitHeight: 3
        value: bar.model.progress
        Accessible.name: qsTr("Loading model")
        Accessible.description: qsTr("%1%").arg(Math.round(bar.model.progress * 100))
    }
    IconButton {
        id: cancel
        anchors { right: tools.left; verticalCenter: parent.verticalCenter }
        visible: bar.model.state === ModelViewModel.Loading
        iconName: "close"
        text: qsTr("Cancel loading")
        onClicked: bar.model.cancelLoading()
    }
    Rectangle {
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        z: -1
        height: 1
        color: Theme.line
    }
}
