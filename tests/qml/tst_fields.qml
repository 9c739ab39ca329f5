// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
import QtQuick
import QtTest
import Hearth.Components

Item {
    id: root
    width: 400
    height: 500

    Column {
        width: 300
        spacing: 8

        LabeledSlider {
            id: slider
            width: 300
            label: "Temperature"
            from: 0
            to: 2
            value: 0.8
            onEdited: number => value = number
        }
        LabeledSlider {
            id: steps
            width: 300
            label: "Maximum tokens"
            from: 0
            to: 32768
            stepSize: 1
            decimals: 0
            logarithmic: true
            lowestText: "no limit"
            value: 0
            onEdited: number => value = number
        }
        NumberField {
            id: seed
            width: 300
            label: "Seed"
            from: -1
            lowestText: "random"
            value: -1
            onEdited: number => value = number
        }
        AppTextField {
            id: field
            placeholderText: "Search"
        }
    }
    Toast {
        id: toast
        anchors.bottom: parent.bottom
    }
    SignalSpy { id: undone; target: toast; signalName: "activated" }

    TestCase {
        name: "Fields"
        when: windowShown

        function handle(item) {
            for (let i = 0; i < item.children.length; ++i) {
                const child = item.children[i]
                if (child.toString().startsWith("QQuickSlider")) return child
            }
            return null
        }
        function test_sliderFollowsItsOwner() {
            const inner = handle(slider)
            verify(inner)
            slider.value = 1.25
            fuzzyCompare(inner.value, 1.25, 0.001)
            compare(slider.say(slider.value), "1.25")
        }
        function test_sliderTakesValuesFromScreenReaders() {
            handle(slider).value = 0.5
            fuzzyCompare(slider.value, 0.5, 0.001)
        }
        function test_sliderMovesByKeys() {
            slider.value = 1
            handle(slider).forceActiveFocus()
            keyClick(Qt.Key_Right)
            fuzzyCompare(slider.value, 1.01, 0.0001)
        }
        function test_logarithmicStaysInRange() {
            for (const number of [0, 1, 2, 100, 2048, 32768]) {
                compare(steps.toNumber(steps.toPosition(number)), number)
            }
            compare(steps.say(0), "no limit")
            compare(steps.toNumber(1000), 32768)
        }
        function test_typedNumbersAreRead() {
            fuzzyCompare(slider.parse(" 1.5 "), 1.5, 0.0001)
            verify(isNaN(slider.parse("much")))
        }
        function test_toastOffersUndo() {
            undone.clear()
            toast.show("Deleted", "Undo")
            tryCompare(toast, "opacity", 1)
            toast.activated()
            toast.hide()
            tryCompare(toast, "opacity", 0)
            compare(undone.count, 1)
        }
    }
}
