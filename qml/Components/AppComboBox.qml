// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import Hearth.Theme

/// One of several, chosen from a list.
T.ComboBox {
    id: control

    implicitWidth: 200
    implicitHeight: Metrics.hit
    leftPadding: 10
    rightPadding: 30
    font.pixelSize: Theme.label
    hoverEnabled: true
    opacity: enabled ? 1 : 0.45
    Accessible.role: Accessible.ComboBox
    Accessible.onPressAction: control.popup.open()

    contentItem: AppLabel {
        text: control.displayText
        verticalAlignment: Text.AlignVCenter
        Accessible.ignored: true
    }
    indicator: AppIcon {
        x: control.mirrored ? 10 : control.width - width - 10
        y: Math.round((control.height - height) / 2)
        name: "chevron-down"
        color: Theme.dim
        size: 14
    }
    background: Rectangle {
        radius: Metrics.radiusControl
        color: control.hovered ? Theme.hover : Theme.surface
        border { width: 1; color: Theme.control }

        FocusRing { visible: control.visualFocus }
    }
    delegate: AppMenuItem {
        required property int index
        required property string modelData

        width: ListView.view.width
        text: modelData
        highlighted: control.highlightedIndex === index
    }
    popup: T.Popup {
        y: control.height + 4
        width: control.width
        height: Math.min(contentItem.implicitHeight + 10, 320)
        padding: 5

        contentItem: ListView {
            implicitHeight: contentHeight
            clip: true
            model: control.popup.visible ? control.delegateModel : null
            currentIndex: control.highlightedIndex
        }
        background: Rectangle {
            radius: Metrics.radiusRow
            color: Theme.surface
            border { width: 1; color: Theme.control }
        }
    }
}
