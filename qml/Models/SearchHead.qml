// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
pragma ComponentBehavior: Bound
import QtQuick
import Hearth.App
import Hearth.Components
import Hearth.Theme

/// What is looked for on the hub: words, order, abilities and filters.
Column {
    id: root

    /// The search.
    required property DiscoverViewModel discover
    /// Where the keyboard goes on Down.
    required property Item below
    /// Publisher, size and licence can be chosen.
    property bool filtersShown: discover.wish.narrowed > 0

    /// The keyboard into the field.
    function edit() { field.forceActiveFocus() }
    /// At once, whatever is being typed.
    function searchNow() {
        wait.stop()
        discover.search()
    }

    spacing: Metrics.inner

    Item {
        width: parent.width
        height: Math.max(title.implicitHeight, more.height)

        AppLabel {
            id: title
            anchors.verticalCenter: parent.verticalCenter
            text: qsTr("Discover")
            font.pixelSize: Theme.section
            font.weight: Font.DemiBold
            Accessible.role: Accessible.Heading
        }
        AppButton {
            id: more
            anchors { right: parent.right; verticalCenter: parent.verticalCenter }
            kind: AppButton.Kind.Quiet
            iconName: "sliders"
            text: root.discover.wish.narrowed > 0 ? qsTr("Filters: %1").arg(root.discover.wish.narrowed) : qsTr("Filters")
            hint: qsTr("Publisher, size and licence.")
            onClicked: root.filtersShown = !root.filtersShown
        }
    }
    Row {
        width: parent.width
        spacing: Metrics.inner

        AppTextField {
            id: field
            width: parent.width - sort.width - Metrics.inner
            iconName: "search"
            placeholderText: qsTr("Search models")
            text: root.discover.wish.text
            KeyNavigation.down: root.below
            Accessible.name: qsTr("Search models")
            onTextEdited: {
                root.discover.wish.text = text
                wait.restart()
            }
            onAccepted: root.searchNow()
        }
        AppComboBox {
            id: sort
            width: 124
            model: root.discover.wish.sorts
            currentIndex: root.discover.wish.sort
            Accessible.name: qsTr("Order")
            onActivated: index => {
                root.discover.wish.sort = index
                root.searchNow()
            }
        }
    }
    Flow {
        width: parent.width
        spacing: 6

        Repeater {
            model: root.discover.wish.abilityChoices
            delegate: FilterChip {
                required property var modelData

                text: modelData.text
                checked: root.discover.wish.abilities.includes(modelData.name)
                onToggled: {
                    root.discover.wish.setAbility(modelData.name, checked)
                    root.searchNow()
                }
            }
        }
    }
    SearchFilters {
        width: parent.width
        visible: root.filtersShown
        wish: root.discover.wish
        onEdited: wait.restart()
        onChosen: root.searchNow()
    }
    AppLabel {
        width: parent.width
        visible: root.discover.notice.length > 0
        text: root.discover.notice
        color: Theme.warn
        font.pixelSize: Theme.small
        wrapMode: Text.Wrap
    }
    AppButton {
        visible: root.discover.notice.length > 0
        iconName: "refresh"
        text: qsTr("Try again")
        Accessible.name: qsTr("Search again")
        enabled: !root.discover.searching
        onClicked: root.searchNow()
    }
    AppProgressBar {
        width: parent.width
        opacity: root.discover.searching ? 1 : 0
        implicitHeight: 3
        indeterminate: root.discover.searching
        Accessible.name: qsTr("Searching")
        Accessible.ignored: !root.discover.searching
    }
    Timer {
        id: wait
        interval: 350
        onTriggered: root.discover.search()
    }
}
