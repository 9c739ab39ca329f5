// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
import QtQuick
import QtQuick.Templates as T
import Hearth.Theme

/// On or off.
T.Switch {
    id: control

    implicitWidth: 38 + label.implicitWidth + 10
    implicitHeight: Metrics.hit
    focusPolicy: Qt.StrongFocus
    hoverEnabled: true
    opacity: enabled ? 1 : 0.45
    Accessible.name: text
    Accessible.onPressAction: {
        control.toggle()
        control.toggled()
    }

    indicator: Rectangle {
        y: Math.round((control.height - height) / 2)
        x: control.mirrored ? control.width - width : 0
        width: 36
        height: 20
        radius: 10
        color: control.checked ? Theme.accent : "transparent"
        border { width: control.checked ? 0 : 2; color: Theme.faint }

        Rectangle {
            x: control.visualPosition * (parent.width - width - 8) + 4
            y: 4
            width: 12
            height: 12
            radius: 6
            color: control.checked ? Theme.accentText : Theme.faint
        }
        FocusRing {
            inner: 10
            visible: control.visualFocus
        }
    }
    AppLabel {
        id: label
        anchors.fill: parent
        leftPadding: control.mirrored ? 0 : 46
        rightPadding: control.mirrored ? 46 : 0
        text: control.text
        verticalAlignment: Text.AlignVCenter
        Accessible.ignored: true
    }
}
