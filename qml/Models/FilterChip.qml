// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
import QtQuick
import QtQuick.Templates as T
import Hearth.Components
import Hearth.Theme

/// A filter to switch on.
T.Button {
    id: control

    checkable: true
    focusPolicy: Qt.StrongFocus
    hoverEnabled: true
    implicitWidth: label.implicitWidth + 18
    implicitHeight: Math.max(26, label.implicitHeight + 8)
    Accessible.role: Accessible.CheckBox
    Accessible.name: text
    Accessible.checkable: true
    Accessible.checked: checked
    Accessible.onToggleAction: control.click()
    Accessible.onPressAction: control.click()

    function click() {
        toggle()
        toggled()
    }

    Item {
        anchors.fill: parent

        AppLabel {
            id: label
            anchors.centerIn: parent
            text: control.text
            color: control.checked ? Theme.accent : Theme.dim
            font.pixelSize: Theme.small
            Accessible.ignored: true
        }
    }
    background: Rectangle {
        radius: Metrics.radiusChip
        color: control.checked ? Theme.accentSoft : control.hovered ? Theme.hover : Theme.selection

        FocusRing {
            inner: Metrics.radiusChip
            visible: control.visualFocus
        }
    }
}
