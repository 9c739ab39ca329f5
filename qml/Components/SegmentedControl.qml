// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import Hearth.Theme

/// One of a few words.
Rectangle {
    id: root

    /// The words, in order.
    property list<string> options
    /// Which is chosen.
    property int current: 0

    /// People chose another.
    signal chosen(int index)

    implicitWidth: 200
    implicitHeight: Metrics.hit
    radius: Metrics.radiusControl
    color: Theme.surface
    border { width: 1; color: Theme.control }

    Row {
        anchors { fill: parent; margins: 1 }

        Repeater {
            model: root.options

            T.AbstractButton {
                id: segment

                required property int index
                required property string modelData
                readonly property bool selected: index === root.current

                width: (root.width - 2) / root.options.length
                height: root.height - 2
                focusPolicy: Qt.StrongFocus
                hoverEnabled: true
                text: modelData
                Accessible.role: Accessible.RadioButton
                Accessible.name: text
                Accessible.checkable: true
                Accessible.checked: selected
                Accessible.onPressAction: root.chosen(segment.index)
                onClicked: root.chosen(index)
                Keys.onLeftPressed: root.chosen(Math.max(0, root.current - 1))
                Keys.onRightPressed: root.chosen(Math.min(root.options.length - 1, root.current + 1))

                contentItem: AppLabel {
                    text: segment.text
                    color: segment.selected ? Theme.accent : Theme.dim
                    font.pixelSize: Theme.small
                    font.weight: segment.selected ? Font.DemiBold : Font.Normal
                    horizontalAlignment: Text.AlignHCenter
                    verticalAlignment: Text.AlignVCenter
                    Accessible.ignored: true
                }
                background: Rectangle {
                    radius: Metrics.radiusControl - 1
                    color: segment.selected ? Theme.accentSoft
                        : segment.hovered ? Theme.hover : "transparent"

                    FocusRing { visible: segment.visualFocus }
                }
            }
        }
    }
}
