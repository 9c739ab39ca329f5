// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
import QtQuick
import QtQuick.Templates as T
import Hearth.Theme

/// A number set by sliding, by arrow keys or by typing it.
Item {
    id: root

    /// What is set.
    property string label
    /// Accessible name; the label when left alone.
    property string name: label
    /// What it does, in one sentence.
    property string hint
    /// The number now; follows the one who owns it.
    property real value: 0
    /// Smallest number.
    property real from: 0
    /// Largest number.
    property real to: 1
    /// Distance between two numbers.
    property real stepSize: 0.01
    /// Digits after the point.
    property int decimals: 2
    /// Equal steps of the slider double the number.
    property bool logarithmic: false
    /// Said in place of the smallest number, e.g. "off"; empty says the number.
    property string lowestText

    /// People asked for another number.
    signal edited(real value)

    function toPosition(number: real): real {
        if (!logarithmic) return number
        return Math.log2(Math.max(1, number - from + 1))
    }
    function toNumber(position: real): real {
        const raw = logarithmic ? Math.pow(2, position) + from - 1 : position
        return Math.max(from, Math.min(to, Math.round(raw / stepSize) * stepSize))
    }
    function say(number: real): string {
        if (lowestText.length > 0 && number <= from) return lowestText
        return Number(number).toLocaleString(Qt.locale(), "f", decimals)
    }
    function request(number: real) {
        if (Math.abs(number - value) > stepSize / 4) edited(number)
    }

    implicitWidth: 200
    implicitHeight: head.height + slider.height + 2
    opacity: enabled ? 1 : 0.45

    Item {
        id: head
        width: parent.width
        height: Math.max(title.implicitHeight, field.implicitHeight)

        AppLabel {
            id: title
            anchors { left: parent.left; right: field.left; rightMargin: 8; verticalCenter: parent.verticalCenter }
            text: root.label
            color: Theme.dim
            font.pixelSize: Theme.small
            Accessible.ignored: true

            HoverHandler { id: over }
            LazyToolTip {
                text: root.hint
                wanted: over.hovered
            }
        }
        TextInput {
            id: field
            anchors { right: parent.right; verticalCenter: parent.verticalCenter }
            width: Math.max(56, implicitWidth)
            text: root.say(root.value)
            color: Theme.text
            selectionColor: Theme.textSelection
            selectedTextColor: Theme.text
            font.pixelSize: Theme.small
            horizontalAlignment: root.LayoutMirroring.enabled ? TextInput.AlignLeft : TextInput.AlignRight
            selectByMouse: true
            activeFocusOnTab: true
            maximumLength: 24
            Accessible.role: Accessible.EditableText
            Accessible.name: qsTr("%1, value").arg(root.name)
            onActiveFocusChanged: if (activeFocus) selectAll()
            onEditingFinished: {
                const typed = root.parse(text)
                if (!isNaN(typed)) root.request(Math.max(root.from, Math.min(root.to, typed)))
                text = Qt.binding(() => root.say(root.value))
            }

            Rectangle {
                anchors { left: parent.left; right: parent.right; top: parent.bottom; topMargin: 1 }
                height: 1
                color: field.activeFocus ? Theme.accent : "transparent"
            }
        }
    }

    function parse(typed: string): real {
        try {
            return Number.fromLocaleString(Qt.locale(), typed.trim())
        } catch (problem) {
            return Number(typed.trim())
        }
    }

    T.Slider {
        id: slider
        anchors { left: parent.left; right: parent.right; top: head.bottom }
        height: 22
        from: root.toPosition(root.from)
        to: root.toPosition(root.to)
        stepSize: root.logarithmic ? 0.05 : root.stepSize
        snapMode: root.logarithmic ? T.Slider.NoSnap : T.Slider.SnapAlways
        value: root.toPosition(root.value)
        focusPolicy: Qt.StrongFocus
        hoverEnabled: true
        Accessible.role: Accessible.Slider
        Accessible.name: root.name
        Accessible.description: root.hint.length > 0 ? root.say(root.value) + ". " + root.hint
                                                     : root.say(root.value)
        onMoved: root.request(root.toNumber(value))
        onValueChanged: if (!pressed) root.request(root.toNumber(value))

        background: Rectangle {
            x: slider.leftPadding
            y: Math.round((slider.height - height) / 2)
            width: slider.availableWidth
            height: 4
            radius: 2
            color: Theme.track

            Rectangle {
                width: slider.visualPosition * parent.width
                x: slider.mirrored ? parent.width - width : 0
                height: parent.height
                radius: 2
                color: Theme.accent
            }
        }
        handle: Rectangle {
            x: slider.leftPadding + slider.visualPosition * (slider.availableWidth - width)
            y: Math.round((slider.height - height) / 2)
            width: 14
            height: 14
            radius: 7
            color: Theme.surface
            border { width: 2; color: slider.pressed ? Qt.darker(Theme.accent, 1.1) : Theme.accent }

            FocusRing {
                inner: 7
                visible: slider.visualFocus
            }
        }
    }
}
