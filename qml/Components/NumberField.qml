// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
import QtQuick
import QtQuick.Templates as T
import Hearth.Theme

/// A whole number to type; may say a word for its smallest value.
Item {
    id: root

    /// What is set.
    property string label
    /// The number now.
    property int value: 0
    /// Smallest number.
    property int from: 0
    /// Largest number.
    property int to: 2147483647
    /// Said in place of the smallest number.
    property string lowestText
    /// What it does, in one sentence.
    property string hint

    /// People asked for another number.
    signal edited(int value)

    implicitWidth: 200
    implicitHeight: title.implicitHeight + box.implicitHeight + 6

    AppLabel {
        id: title
        width: parent.width
        text: root.label
        color: Theme.dim
        font.pixelSize: Theme.small
        Accessible.ignored: true
    }
    T.SpinBox {
        id: box
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        implicitHeight: Metrics.hit
        editable: true
        from: root.from
        to: root.to
        value: root.value
        font.pixelSize: Theme.label
        focusPolicy: Qt.StrongFocus
        Accessible.role: Accessible.SpinBox
        Accessible.name: root.label
        Accessible.description: root.hint
        textFromValue: (number, locale) => number <= root.from && root.lowestText.length > 0
            ? root.lowestText : Number(number).toLocaleString(locale, "f", 0)
        valueFromText: (typed, locale) => {
            const digits = typed.replace(/[^0-9]/g, "")
            return digits.length > 0 ? Math.min(root.to, parseInt(digits)) : root.from
        }
        onValueChanged: if (value !== root.value) root.edited(value)

        contentItem: TextInput {
            leftPadding: 10
            rightPadding: 10
            text: box.displayText
            font: box.font
            color: Theme.text
            selectionColor: Theme.textSelection
            selectedTextColor: Theme.text
            verticalAlignment: TextInput.AlignVCenter
            selectByMouse: true
            onActiveFocusChanged: if (activeFocus) selectAll()
        }
        background: Rectangle {
            radius: Metrics.radiusControl
            color: Theme.surface
            border { width: 1; color: box.activeFocus ? Theme.accent : Theme.control }
        }
    }
}
