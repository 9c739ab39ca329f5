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
        color: control.checked ? Theme.accent : Theme.track

        Rectangle {
            x: control.visualPosition * (parent.width - width - 4) + 2
            y: 2
            width: 16
            height: 16
            radius: 8
            color: Theme.surface
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
