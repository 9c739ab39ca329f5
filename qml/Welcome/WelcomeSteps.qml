// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import Hearth.App
import Hearth.Components
import Hearth.Theme

/// The first steps, in the place of an empty conversation: the rest of the window works meanwhile.
Flickable {
    id: steps

    /// What is known for them.
    required property WelcomeViewModel welcome
    /// Models that lie here already.
    required property LibraryViewModel library
    /// Takes what is to be fetched.
    required property DownloadsViewModel downloads
    /// The offline switch.
    required property NetworkViewModel network

    /// The step that is shown.
    property int step: 0
    /// Models lie here already.
    readonly property bool found: library.models.count > 0

    contentWidth: width
    contentHeight: Math.max(height, card.height + 2 * Metrics.wide)
    boundsBehavior: Flickable.StopAtBounds
    clip: true
    T.ScrollBar.vertical: AppScrollBar {}
    Component.onCompleted: {
        welcome.begin()
        library.refresh()
    }

    Rectangle {
        id: card
        anchors { horizontalCenter: parent.horizontalCenter; verticalCenter: parent.verticalCenter }
        width: Math.min(Metrics.column, steps.width - 2 * Metrics.wide)
        height: column.implicitHeight + 2 * Metrics.margin
        radius: Metrics.radiusCard
        color: Theme.surface
        border { width: 1; color: Theme.line }

        Column {
            id: column
            x: Metrics.margin
            y: Metrics.margin
            width: parent.width - 2 * Metrics.margin
            spacing: Metrics.wide

            AppLabel {
                text: qsTr("Step %1 of 3").arg(steps.step + 1)
                color: Theme.dim
                font.pixelSize: Theme.small
            }
            AppLabel {
                width: parent.width
                text: steps.step === 0 ? qsTr("This computer") : steps.step === 1 ? qsTr("A model to begin with") : qsTr("What may leave this computer")
                font.pixelSize: Theme.page
                font.weight: Font.DemiBold
                wrapMode: Text.Wrap
                Accessible.role: Accessible.Heading
            }
            WelcomeMachine {
                width: parent.width
                visible: steps.step === 0
                machine: steps.welcome.machine
            }
            WelcomeModels {
                width: parent.width
                visible: steps.step === 1
                found: steps.found
                library: steps.library
                downloads: steps.downloads
                suggestions: steps.welcome.suggestions
                onChosen: steps.step = 2
            }
            WelcomePrivacy {
                width: parent.width
                visible: steps.step === 2
                network: steps.network
            }
            Item {
                width: parent.width
                height: Metrics.hit

                AppButton {
                    anchors.left: parent.left
                    kind: AppButton.Kind.Quiet
                    text: qsTr("Skip")
                    hint: qsTr("Everything here is also on the pages of the rail.")
                    visible: steps.step < 2
                    onClicked: steps.welcome.finish()
                }
                Row {
                    anchors.right: parent.right
                    spacing: Metrics.inner

                    AppButton {
                        visible: steps.step > 0
                        text: qsTr("Back")
                        onClicked: steps.step -= 1
                    }
                    AppButton {
                        kind: AppButton.Kind.Primary
                        text: steps.step < 2 ? qsTr("Next") : qsTr("Begin")
                        onClicked: {
                            if (steps.step < 2) {
                                steps.step += 1
                            } else {
                                steps.welcome.finish()
                                Navigation.composerWanted()
                            }
                        }
                    }
                }
            }
        }
    }
}
