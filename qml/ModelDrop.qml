// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
import QtQuick
import Hearth.App
import Hearth.Components
import Hearth.Theme

/// Takes model files that are dropped on the window.
DropArea {
    id: area

    /// What opens them.
    required property ModelViewModel model

    keys: ["text/uri-list"]
    onEntered: drag => drag.accepted = drag.hasUrls && drag.urls.some(url => area.model.isModelFile(url))
    onDropped: drop => {
        const file = drop.urls.find(url => area.model.isModelFile(url))
        if (file) area.model.openUrl(file)
    }

    Rectangle {
        anchors.fill: parent
        visible: area.containsDrag
        color: Qt.alpha(Theme.background, 0.92)

        EmptyState {
            anchors.centerIn: parent
            iconName: "file"
            title: qsTr("Drop to open the model")
        }
    }
}
