// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import Hearth.App
import Hearth.Components
import Hearth.Theme

/// What holds for the whole program.
Rectangle {
    id: page

    /// For the devices.
    required property ModelViewModel model
    /// For their limits.
    required property DownloadsViewModel downloads
    /// For the hub's token.
    required property NetworkViewModel network

    color: Theme.background
    Component.onCompleted: model.findDevices()

    Connections {
        target: Navigation
        function onTokenWanted() { placed.start() }
    }
    // Once everything has its place.
    Timer {
        id: placed
        interval: 1
        onTriggered: {
            flick.contentY = Math.max(0, Math.min(column.y + hub.y - Metrics.wide, flick.contentHeight - flick.height))
            hub.edit()
        }
    }

    Flickable {
        id: flick
        anchors.fill: parent
        contentWidth: width
        contentHeight: column.implicitHeight + 64
        boundsBehavior: Flickable.StopAtBounds
        clip: true
        T.ScrollBar.vertical: AppScrollBar {}

        Column {
            id: column
            anchors.horizontalCenter: parent.horizontalCenter
            y: 32
            width: Math.min(Metrics.column, parent.width - 2 * Metrics.margin)
            spacing: Metrics.wide

            AppLabel {
                text: qsTr("Settings")
                font.pixelSize: Theme.page
                font.weight: Font.DemiBold
                Accessible.role: Accessible.Heading
            }
            SettingsCard {
                width: parent.width
                title: qsTr("Appearance")

                SettingRow {
                    label: qsTr("Colours")

                    SegmentedControl {
                        width: parent.width
                        options: [qsTr("System"), qsTr("Light"), qsTr("Dark")]
                        current: Settings.theme
                        onChosen: index => Settings.theme = index
                    }
                }
                LabeledSlider {
                    width: parent.width
                    label: qsTr("Font size")
                    from: 0.8
                    to: 2
                    stepSize: 0.05
                    value: Settings.fontScale
                    onEdited: value => Settings.fontScale = value
                }
            }
            SettingsCard {
                width: parent.width
                title: qsTr("Writing")

                AppSwitch {
                    text: qsTr("Enter sends, Shift+Enter breaks the line")
                    checked: Settings.enterSends
                    onToggled: Settings.enterSends = checked
                }
            }
            SettingsCard {
                width: parent.width
                title: qsTr("Models")

                SettingRow {
                    label: qsTr("Device")

                    AppComboBox {
                        width: parent.width
                        model: page.model.devices
                        textRole: "name"
                        valueRole: "deviceId"
                        Accessible.name: qsTr("Default device")
                        delegate: AppMenuItem {
                            required property string name

                            width: ListView.view.width
                            text: name
                        }
                        onActivated: page.model.chooseDevice(currentValue)
                        onCountChanged: currentIndex = indexOfValue(page.model.device)
                        Component.onCompleted: currentIndex = indexOfValue(page.model.device)
                    }
                }
                LabeledSlider {
                    width: parent.width
                    label: qsTr("CPU threads")
                    hint: qsTr("Counts from the next load on.")
                    from: 0
                    to: Settings.threadsMax
                    stepSize: 1
                    decimals: 0
                    lowestText: qsTr("automatic")
                    value: Settings.threads
                    onEdited: value => Settings.threads = value
                }
                AppSwitch {
                    text: qsTr("When the context is full, leave out the oldest turns")
                    checked: Settings.dropOldest
                    onToggled: Settings.dropOldest = checked
                }
                Repeater {
                    model: page.model.devices
                    delegate: KeepFreeSlider { width: column.width - 2 * Metrics.wide }
                }
                AppSwitch {
                    text: qsTr("Load the last model at the start")
                    checked: Settings.loadLastModel
                    onToggled: Settings.loadLastModel = checked
                }
            }
            DownloadsCard {
                width: parent.width
                downloads: page.downloads
            }
            HubCard {
                id: hub
                width: parent.width
                network: page.network
            }
            SettingsCard {
                width: parent.width
                title: qsTr("Your data")

                SettingRow {
                    label: qsTr("Data folder")

                    AppLabel {
                        width: parent.width
                        text: Settings.dataFolder
                        elide: Text.ElideMiddle
                        color: Theme.dim
                    }
                }
                AppButton {
                    iconName: "folder"
                    text: qsTr("Open data folder")
                    onClicked: Settings.openDataFolder()
                }
            }
            AboutCard { width: parent.width }
        }
    }
}
