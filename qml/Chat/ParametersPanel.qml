// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import Hearth.App
import Hearth.Components
import Hearth.Theme

/// What answers of this chat are made with.
Rectangle {
    id: panel

    /// What is set.
    required property ParametersViewModel parameters
    /// The model that is loaded.
    required property ModelViewModel model
    /// Everything is shown, not only the usual.
    property bool all: false

    color: Theme.panel

    Flickable {
        id: flick
        anchors { fill: parent; leftMargin: 16; rightMargin: 6 }
        contentWidth: width
        contentHeight: column.implicitHeight + 2 * Metrics.wide
        boundsBehavior: Flickable.StopAtBounds
        clip: true
        T.ScrollBar.vertical: AppScrollBar {}

        Column {
            id: column
            y: Metrics.wide
            width: parent.width - 10
            spacing: 14

            AppLabel {
                text: qsTr("Parameters")
                font.pixelSize: Theme.label
                font.weight: Font.DemiBold
                Accessible.role: Accessible.Heading
                Accessible.ignored: true
            }
            SegmentedControl {
                width: parent.width
                options: [qsTr("Simple"), qsTr("All")]
                current: panel.all ? 1 : 0
                onChosen: index => panel.all = index === 1
            }
            Column {
                width: parent.width
                spacing: 6

                AppLabel {
                    text: qsTr("System prompt")
                    color: Theme.dim
                    font.pixelSize: Theme.small
                    Accessible.ignored: true
                }
                Rectangle {
                    width: parent.width
                    height: Math.min(Math.max(58, prompt.implicitHeight), 180)
                    radius: Metrics.radiusControl
                    color: Theme.surface
                    border { width: 1; color: prompt.activeFocus ? Theme.accent : Theme.control }

                    Flickable {
                        anchors { fill: parent; margins: 1 }
                        contentWidth: width
                        contentHeight: prompt.implicitHeight
                        boundsBehavior: Flickable.StopAtBounds
                        clip: true
                        T.ScrollBar.vertical: AppScrollBar {}
                        T.TextArea.flickable: AppTextArea {
                            id: prompt
                            font.pixelSize: Theme.small
                            placeholderText: qsTr("What the model should know or be")
                            text: panel.parameters.systemPrompt
                            KeyNavigation.priority: KeyNavigation.BeforeItem
                            KeyNavigation.tab: temperature
                            Accessible.name: qsTr("System prompt")
                            onTextChanged: panel.parameters.systemPrompt = text
                        }
                    }
                    Connections {
                        target: panel.parameters
                        function onChanged() {
                            if (prompt.text !== panel.parameters.systemPrompt) {
                                prompt.text = panel.parameters.systemPrompt
                            }
                        }
                    }
                }
            }
            LabeledSlider {
                id: temperature
                width: parent.width
                label: qsTr("Temperature")
                hint: qsTr("How freely words are chosen. 0 always takes the likeliest.")
                from: 0
                to: 2
                value: panel.parameters.temperature
                onEdited: value => panel.parameters.temperature = value
            }
            LabeledSlider {
                width: parent.width
                label: qsTr("Maximum tokens")
                hint: qsTr("An answer ends after so many.")
                from: 0
                to: 32768
                stepSize: 1
                decimals: 0
                logarithmic: true
                lowestText: qsTr("no limit")
                value: panel.parameters.maxTokens
                onEdited: value => panel.parameters.maxTokens = value
            }
            ContextSlider {
                width: parent.width
                model: panel.model
            }
            Column {
                width: parent.width
                spacing: 6
                visible: panel.model.reasoning

                AppLabel {
                    text: qsTr("Reasoning effort")
                    color: Theme.dim
                    font.pixelSize: Theme.small
                    Accessible.ignored: true
                }
                AppComboBox {
                    width: parent.width
                    model: [qsTr("As the model likes"), qsTr("Off"), qsTr("Low"), qsTr("Medium"), qsTr("High")]
                    currentIndex: panel.parameters.reasoningEffort
                    Accessible.name: qsTr("Reasoning effort")
                    onActivated: index => panel.parameters.reasoningEffort = index
                }
            }
            SamplingParameters {
                width: parent.width
                visible: panel.all
                parameters: panel.parameters
            }
            Flow {
                width: parent.width
                spacing: Metrics.inner
                visible: panel.parameters.overridden

                AppButton {
                    text: qsTr("Reset")
                    hint: qsTr("This chat as new chats begin")
                    onClicked: panel.parameters.reset()
                }
                AppButton {
                    text: qsTr("Use for new chats")
                    hint: qsTr("New chats begin with these parameters")
                    onClicked: panel.parameters.makeDefault()
                }
            }
            Column {
                width: parent.width
                spacing: 6
                visible: panel.model.memory.length > 0

                Item {
                    width: 1
                    height: 4
                }
                AppLabel {
                    text: qsTr("Memory")
                    font.pixelSize: Theme.label
                    font.weight: Font.DemiBold
                    Accessible.role: Accessible.Heading
                }
                Item {
                    width: parent.width
                    height: used.implicitHeight

                    AppLabel {
                        anchors { left: parent.left; right: used.left; rightMargin: 8 }
                        text: panel.model.onGpu ? qsTr("On the graphics device") : qsTr("In main memory")
                        color: Theme.dim
                        font.pixelSize: Theme.small
                    }
                    AppLabel {
                        id: used
                        anchors.right: parent.right
                        text: panel.model.memory
                        font.pixelSize: Theme.small
                    }
                }
            }
        }
    }
}
