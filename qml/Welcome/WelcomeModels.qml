// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
pragma ComponentBehavior: Bound
import QtQuick
import Hearth.App
import Hearth.Components
import Hearth.Theme

/// The second of the first steps: models that lie here already, or some that fit.
Column {
    id: page

    /// Models lie here already.
    required property bool found
    /// They.
    required property LibraryViewModel library
    /// Takes what is to be fetched.
    required property DownloadsViewModel downloads
    /// Some that fit.
    required property SuggestionList suggestions

    /// A model was chosen.
    signal chosen

    spacing: Metrics.group

    AppLabel {
        width: parent.width
        text: page.found ? qsTr("Found on this computer. They are used where they lie.")
            : qsTr("None was found on this computer. These run well on it; they come from the model hub when you say so.")
        color: Theme.dim
        lineHeight: Theme.compact
        wrapMode: Text.Wrap
    }
    Repeater {
        model: page.found ? page.library.models : null
        delegate: WelcomeModelRow {
            required property int index
            required property string size
            required property string source
            required property int status

            width: page.width
            visible: index < 5
            detail: source.length > 0 ? qsTr("%1 · %2").arg(size).arg(source) : size
            enabled: status === LibraryList.Ready
            action: qsTr("Use")
            actionName: qsTr("Use %1").arg(title)
            onActivated: {
                page.library.load(index)
                page.chosen()
            }
        }
    }
    Repeater {
        model: page.found ? null : page.suggestions
        delegate: WelcomeModelRow {
            required property string summary
            required property string size
            required property string fitText
            required property string reference

            width: page.width
            detail: qsTr("%1 · %2. %3").arg(size).arg(fitText).arg(summary)
            action: qsTr("Download")
            actionName: qsTr("Download %1").arg(title)
            onActivated: {
                page.downloads.download(reference)
                page.chosen()
            }
        }
    }
}
