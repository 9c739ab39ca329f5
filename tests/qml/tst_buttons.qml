// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
import QtQuick
import QtTest
import Hearth.App
import Hearth.Components
import Hearth.Theme

Item {
    id: root
    width: 400
    height: 300

    Column {
        AppButton {
            id: button
            text: "Load"
        }
        AppButton {
            id: disabled
            text: "Cannot"
            enabled: false
        }
        IconButton {
            id: icon
            iconName: "plus"
            text: "New chat"
        }
        SegmentedControl {
            id: segments
            options: ["One", "Two", "Three"]
            onChosen: index => current = index
        }
    }
    SignalSpy { id: pressed; target: button; signalName: "clicked" }
    SignalSpy { id: refused; target: disabled; signalName: "clicked" }
    SignalSpy { id: iconPressed; target: icon; signalName: "clicked" }

    TestCase {
        name: "Buttons"
        when: windowShown

        function init() {
            pressed.clear()
            refused.clear()
            iconPressed.clear()
        }
        function test_pressedByMouse() {
            mouseClick(button)
            compare(pressed.count, 1)
        }
        function test_pressedByKeys() {
            button.forceActiveFocus()
            keyClick(Qt.Key_Space)
            keyClick(Qt.Key_Return)
            compare(pressed.count, 2)
        }
        function test_pressedByScreenReader() {
            button.Accessible.pressAction()
            icon.Accessible.pressAction()
            compare(pressed.count, 1)
            compare(iconPressed.count, 1)
        }
        function test_disabledRefusesScreenReader() {
            disabled.Accessible.pressAction()
            compare(refused.count, 0)
        }
        function test_largeEnoughToHit() {
            verify(button.height >= 32)
            verify(icon.width >= 32 && icon.height >= 32)
        }
        function test_segmentsChoose() {
            mouseClick(segments, segments.width - 10, 10)
            compare(segments.current, 2)
            keyClick(Qt.Key_Left)
            compare(segments.current, 1)
        }
    }
    TestCase {
        name: "Theme"

        function luminance(colour: color): real {
            const part = value => value <= 0.03928 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4)
            return 0.2126 * part(colour.r) + 0.7152 * part(colour.g) + 0.0722 * part(colour.b)
        }
        function contrast(a: color, b: color): real {
            const first = luminance(a), second = luminance(b)
            return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05)
        }
        function test_textIsReadable_data() {
            return [{ tag: "light", theme: Settings.Light }, { tag: "dark", theme: Settings.Dark }]
        }
        function test_textIsReadable(row) {
            Settings.theme = row.theme
            const grounds = [Theme.background, Theme.panel, Theme.surface]
            for (const ground of grounds) {
                verify(contrast(Theme.text, ground) >= 4.5)
                verify(contrast(Theme.dim, ground) >= 4.5)
                verify(contrast(Theme.bad, ground) >= 4.5)
            }
            for (const hue of [Theme.codeKeyword, Theme.codeName, Theme.codeText, Theme.dim]) {
                verify(contrast(hue, Theme.code) >= 4.5)
            }
            verify(contrast(Theme.accentText, Theme.accent) >= 4.5)
        }
    }
}
