// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import Hearth.App
import Hearth.Components
import Hearth.Theme

/// One download of a model, and where it would run.
T.ItemDelegate {
    id: row

    required property int index
    /// Name of the quantization.
    required property string label
    /// What that means.
    required property string words
    /// Of all its parts.
    required property string size
    /// One of HubFileList.Fit per context; -1: beyond what the model was trained for.
    required property list<int> fits
    /// The same in words.
    required property list<string> fitTexts
    /// All of them in a line: "4k GPU · 16k GPU".
    required property string fitLine
    /// What most people would take.
    required property bool recommended
    /// It can be downloaded.
    required property bool complete
    /// For the downloads.
    required property string reference
    /// Its row of DownloadsViewModel.byFile; undefined: not on the list.
    property var download: undefined
    /// The plan on the page is for this one.
    property bool chosen: false
    /// This version runs it; else there is nothing to fetch it for.
    property bool runs: true
    /// There is room for columns.
    property bool wide: true
    /// Width of a column.
    property int cell: 82
    /// Room for the button.
    property int button: 116
    /// Number of columns.
    property int columns: 0

    /// Plan for this one.
    signal planWanted
    /// Fetch it.
    signal downloadWanted
    /// It is here: talk with it.
    signal chatWanted

    function tone(fit: int): color {
        return fit === HubFileList.Gpu ? Theme.good : fit === HubFileList.No ? Theme.bad : Theme.warn
    }

    implicitHeight: Math.max(52, texts.implicitHeight + 18)
    hoverEnabled: true
    focusPolicy: Qt.StrongFocus
    Accessible.role: Accessible.ListItem
    Accessible.name: qsTr("%1, %2").arg(row.label).arg(row.size)
    Accessible.description: row.fitLine.length > 0 ? qsTr("%1. %2").arg(row.words).arg(row.fitLine) : row.words
    Accessible.onPressAction: row.planWanted()
    Keys.onReturnPressed: row.planWanted()
    Keys.onEnterPressed: row.planWanted()
    onClicked: row.planWanted()

    background: Rectangle {
        color: row.chosen ? Theme.selection : row.hovered ? Theme.hover : "transparent"

        Rectangle {
            anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
            height: 1
            color: Theme.line
        }
        FocusRing {
            anchors.margins: 1
            inner: 3
            visible: row.visualFocus
        }
    }
    Item {
        anchors.fill: parent

        Column {
            id: texts
            anchors {
                left: parent.left; right: chips.visible ? chips.left : fetch.left
                leftMargin: Metrics.group; rightMargin: Metrics.inner; verticalCenter: parent.verticalCenter
            }
            spacing: 3

            Row {
                width: parent.width
                spacing: Metrics.inner

                AppLabel {
                    width: Math.min(implicitWidth, parent.width - amount.implicitWidth - Metrics.inner)
                    text: row.label
                    font.weight: Font.DemiBold
                    Accessible.ignored: true
                }
                AppLabel {
                    id: amount
                    text: row.size
                    Accessible.ignored: true
                }
            }
            AppLabel {
                width: parent.width
                text: row.words
                color: Theme.dim
                font.pixelSize: Theme.small
                Accessible.ignored: true
            }
            AppLabel {
                width: parent.width
                visible: !row.wide && row.fitLine.length > 0
                text: row.fitLine
                color: Theme.dim
                font.pixelSize: Theme.small
                wrapMode: Text.Wrap
                Accessible.ignored: true
            }
        }
        Row {
            id: chips
            anchors { right: parent.right; rightMargin: row.button; verticalCenter: parent.verticalCenter }
            visible: row.wide

            Repeater {
                model: row.columns
                delegate: Item {
                    id: slot

                    required property int index

                    readonly property string fitText: index < row.fitTexts.length ? row.fitTexts[index] : ""

                    width: row.cell
                    height: chip.implicitHeight

                    Chip {
                        id: chip
                        visible: slot.fitText.length > 0
                        width: Math.min(implicitWidth, slot.width - 4)
                        text: slot.fitText
                        tone: slot.index < row.fits.length ? row.tone(row.fits[slot.index]) : Theme.dim
                    }
                    AppLabel {
                        anchors.verticalCenter: parent.verticalCenter
                        visible: row.fits.length > slot.index && slot.fitText.length === 0
                        leftPadding: 6
                        text: qsTr("–")
                        color: Theme.faint
                        Accessible.ignored: true
                    }
                }
            }
        }
        AppButton {
            id: fetch
            anchors { right: parent.right; rightMargin: Metrics.inner; verticalCenter: parent.verticalCenter }
            width: Math.max(implicitWidth, row.button - 2 * Metrics.group)
            visible: row.runs || row.download !== undefined
            kind: row.recommended && (!row.download || row.download.finished) ? AppButton.Kind.Primary : AppButton.Kind.Plain
            enabled: row.runs && row.complete
            text: !row.download ? qsTr("Download") : row.download.finished
                                  ? qsTr("Chat") : qsTr("%1%", "progress").arg(Math.floor(100 * row.download.fraction))
            hint: row.download && !row.download.finished ? qsTr("Shows the downloads.") : qsTr("%1, %2").arg(row.label).arg(row.size)
            onClicked: !row.download ? row.downloadWanted() : row.download.finished ? row.chatWanted() : Navigation.downloadsWanted()
        }
    }
}
