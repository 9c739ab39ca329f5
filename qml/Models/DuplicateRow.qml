// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
import QtQuick
import Hearth.Components
import Hearth.Theme

/// One copy of a model that is here more than once; the first of them says of what.
Item {
    id: row

    required property int index
    /// For commands.
    required property string name
    /// What model it is; empty but for its first copy.
    required property string title
    /// Where this copy is.
    required property string path
    /// What its removal frees.
    required property string size
    /// Whose folder it lies in; empty for ours.
    required property string source
    /// It may be moved to the trash.
    required property bool removable
    /// What that does to another program.
    required property string caution

    /// Move it to the trash, after asking.
    signal removeWanted

    implicitHeight: column.implicitHeight
    Accessible.role: Accessible.ListItem
    Accessible.name: row.path
    Accessible.description: row.source.length > 0 ? qsTr("%1, %2").arg(row.size).arg(row.source) : row.size

    Column {
        id: column
        width: parent.width

        AppLabel {
            width: parent.width
            visible: text.length > 0
            topPadding: row.index > 0 ? Metrics.inner : 0
            text: row.title
            font.weight: Font.Medium
        }
        Item {
            width: parent.width
            height: Math.max(Metrics.hit, place.implicitHeight)

            AppLabel {
                id: place
                anchors { left: parent.left; right: facts.left; rightMargin: Metrics.inner; verticalCenter: parent.verticalCenter }
                text: row.path
                color: Theme.dim
                font.pixelSize: Theme.small
                elide: Text.ElideMiddle
                Accessible.ignored: true
            }
            Row {
                id: facts
                anchors { right: parent.right; verticalCenter: parent.verticalCenter }
                spacing: Metrics.inner

                Chip {
                    anchors.verticalCenter: parent.verticalCenter
                    visible: row.source.length > 0
                    text: row.source
                }
                AppLabel {
                    anchors.verticalCenter: parent.verticalCenter
                    text: row.size
                    Accessible.ignored: true
                }
                IconButton {
                    iconName: "trash"
                    text: qsTr("Move this copy to the trash")
                    enabled: row.removable
                    hint: row.removable ? text : row.caution
                    onClicked: row.removeWanted()
                }
            }
        }
    }
}
