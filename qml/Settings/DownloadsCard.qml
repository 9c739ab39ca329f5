// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
import QtQuick
import Hearth.App
import Hearth.Components

/// How much of the line downloads may take, and when.
SettingsCard {
    id: card

    /// Takes the settings.
    required property DownloadsViewModel downloads

    /// Hours of the day as the locale writes them.
    readonly property list<string> hours: Array.from({ length: 24 }, (_, hour) => new Date(2000, 0, 1, hour, 0).toLocaleTimeString(Qt.locale(), Locale.ShortFormat))

    title: qsTr("Downloads")

    LabeledSlider {
        width: parent.width
        label: qsTr("Downloads at the same time")
        from: 1
        to: 8
        stepSize: 1
        decimals: 0
        value: card.downloads.parallel
        onEdited: value => card.downloads.parallel = Math.round(value)
    }
    NumberField {
        width: parent.width
        label: qsTr("Limit rate (MB/s)")
        hint: qsTr("Megabytes per second for all downloads together.")
        from: 0
        to: 10000
        lowestText: qsTr("no limit")
        value: card.downloads.rateLimit
        onEdited: value => card.downloads.rateLimit = value
    }
    AppSwitch {
        text: qsTr("Download only between certain hours")
        checked: card.downloads.hoursLimited
        onToggled: card.downloads.hoursLimited = checked
    }
    SettingRow {
        visible: card.downloads.hoursLimited
        label: qsTr("From")

        AppComboBox {
            width: parent.width
            model: card.hours
            currentIndex: Math.floor(card.downloads.beginMinute / 60)
            Accessible.name: qsTr("Downloads begin at")
            onActivated: index => card.downloads.beginMinute = index * 60
        }
    }
    SettingRow {
        visible: card.downloads.hoursLimited
        label: qsTr("Until")

        AppComboBox {
            width: parent.width
            model: card.hours
            currentIndex: Math.floor(card.downloads.endMinute / 60)
            Accessible.name: qsTr("Downloads end at")
            onActivated: index => card.downloads.endMinute = index * 60
        }
    }
}
