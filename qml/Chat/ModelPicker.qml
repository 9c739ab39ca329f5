// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import Hearth.App
import Hearth.Components
import Hearth.Theme

/// Models that were open before, those of the library, and the way to any other file.
AppPopup {
    id: popup

    /// The model.
    required property ModelViewModel model

    width: 420
    contentHeight: content.implicitHeight

    onAboutToShow: model.findModels()
    onOpened: {
        list.currentIndex = model.recent.count > 0 ? 0 : -1
        if (model.recent.count > 0) list.forceActiveFocus()
        else openFile.forceActiveFocus()
    }

    function load() {
        model.openRecent(list.currentIndex)
        close()
    }

    Column {
        id: content
        spacing: Metrics.inner

        AppLabel {
            visible: popup.model.recent.count > 0
            text: qsTr("Models on this computer")
            color: Theme.dim
            font.pixelSize: Theme.small
            font.weight: Font.DemiBold
        }
        AppLabel {
            width: popup.availableWidth
            visible: popup.model.recent.count === 0
            text: qsTr("A model is one file whose name ends in .gguf. Open one from this computer, or drop it on the window.")
            color: Theme.dim
            lineHeight: 1.35
            wrapMode: Text.Wrap
        }
        ListView {
            id: list
            width: popup.availableWidth
            height: Math.min(contentHeight, 300)
            visible: popup.model.recent.count > 0
            model: popup.model.recent
            boundsBehavior: Flickable.StopAtBounds
            clip: true
            activeFocusOnTab: true
            Accessible.role: Accessible.List
            Accessible.name: qsTr("Models on this computer")
            T.ScrollBar.vertical: AppScrollBar {}
            Keys.onReturnPressed: popup.load()
            Keys.onEnterPressed: popup.load()

            delegate: T.ItemDelegate {
                id: row

                required property int index
                required property string name
                required property string path
                required property string detail

                width: ListView.view.width
                implicitHeight: column.implicitHeight + 12
                hoverEnabled: true
                text: name
                Accessible.role: Accessible.ListItem
                Accessible.name: name
                Accessible.description: path
                Accessible.selectable: true
                Accessible.selected: ListView.isCurrentItem
                Accessible.onPressAction: row.clicked()
                onClicked: list.currentIndex = index
                onDoubleClicked: popup.load()

                Item {
                    anchors.fill: parent
                    Column {
                        id: column
                        anchors {
                            left: parent.left; right: parent.right; margins: 10
                            verticalCenter: parent.verticalCenter
                        }
                        spacing: 2

                        AppLabel {
                            width: parent.width
                            text: row.name
                            Accessible.ignored: true
                        }
                        AppLabel {
                            width: parent.width
                            text: row.detail.length > 0 ? qsTr("%1 · %2").arg(row.detail).arg(row.path) : row.path
                            color: Theme.faint
                            elide: Text.ElideMiddle
                            font.pixelSize: Theme.tiny
                            Accessible.ignored: true
                        }
                    }
                }
                background: Rectangle {
                    radius: Metrics.radiusControl
                    color: row.ListView.isCurrentItem ? Theme.selection
                        : row.hovered ? Theme.hover : "transparent"
                }
            }
        }
        Item {
            width: popup.availableWidth
            height: Metrics.hit + 4

            AppButton {
                id: openFile
                anchors { left: parent.left; bottom: parent.bottom }
                kind: popup.model.recent.count === 0 ? AppButton.Kind.Primary : AppButton.Kind.Plain
                iconName: "folder"
                text: qsTr("Open model file…")
                onClicked: {
                    popup.close()
                    Navigation.modelFileWanted()
                }
            }
            Row {
                anchors { right: parent.right; bottom: parent.bottom }
                spacing: Metrics.inner

                AppButton {
                    kind: AppButton.Kind.Quiet
                    text: qsTr("Cancel")
                    onClicked: popup.close()
                }
                AppButton {
                    visible: popup.model.recent.count > 0
                    enabled: list.currentIndex >= 0
                    text: qsTr("Options…")
                    hint: qsTr("Context, cache and what runs where, with what they take")
                    onClicked: {
                        popup.close()
                        Navigation.loadOptionsWanted(popup.model.recentPath(list.currentIndex))
                    }
                }
                AppButton {
                    visible: popup.model.recent.count > 0
                    kind: AppButton.Kind.Primary
                    enabled: list.currentIndex >= 0
                    text: qsTr("Load")
                    onClicked: popup.load()
                }
            }
        }
    }
}
