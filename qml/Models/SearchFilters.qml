// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
import QtQuick
import Hearth.App
import Hearth.Components
import Hearth.Theme

/// What narrows a search, beyond its words and abilities.
Column {
    id: filters

    /// What is looked for.
    required property SearchWish wish

    /// Something is being typed.
    signal edited
    /// Something was chosen.
    signal chosen

    spacing: Metrics.inner

    AppTextField {
        width: parent.width
        placeholderText: qsTr("Publisher")
        text: filters.wish.publisher
        Accessible.name: qsTr("Publisher")
        onTextEdited: {
            filters.wish.publisher = text
            filters.edited()
        }
        onAccepted: filters.chosen()
    }
    Row {
        width: parent.width
        spacing: Metrics.inner

        AppComboBox {
            width: (parent.width - Metrics.inner) / 2
            model: filters.wish.sizes
            currentIndex: filters.wish.size
            Accessible.name: qsTr("Model size")
            onActivated: index => {
                filters.wish.size = index
                filters.chosen()
            }
        }
        AppComboBox {
            width: (parent.width - Metrics.inner) / 2
            model: filters.wish.licences
            currentIndex: filters.wish.licence
            Accessible.name: qsTr("Licence")
            onActivated: index => {
                filters.wish.licence = index
                filters.chosen()
            }
        }
    }
}
