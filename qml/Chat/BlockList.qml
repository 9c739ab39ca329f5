// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
pragma ComponentBehavior: Bound
import QtQuick
import Qt.labs.qmlmodels
import Hearth.App
import Hearth.Theme

/// The blocks of one message, below each other.
Column {
    id: list

    /// What to draw.
    property BlockListModel blocks
    /// Colours of code.
    property TextStyle style

    /// People want text on the clipboard.
    signal copyWanted(string text)

    spacing: Metrics.group

    Repeater {
        model: list.blocks
        delegate: DelegateChooser {
            role: "kind"

            DelegateChoice {
                roleValue: "text"
                delegate: TextBlock {
                    width: list.width
                }
            }
            DelegateChoice {
                roleValue: "code"
                delegate: CodeBlock {
                    width: list.width
                    style: list.style
                    onCopyWanted: code => list.copyWanted(code)
                }
            }
            DelegateChoice {
                roleValue: "quote"
                delegate: QuoteBlock {
                    width: list.width
                }
            }
            DelegateChoice {
                roleValue: "table"
                delegate: TableBlock {
                    width: list.width
                }
            }
            DelegateChoice {
                roleValue: "rule"
                delegate: Rectangle {
                    width: list.width
                    height: 1
                    color: Theme.line
                }
            }
            DelegateChoice {
                roleValue: "reasoning"
                delegate: ReasoningBlock {
                    width: list.width
                }
            }
            DelegateChoice {
                roleValue: "plain"
                delegate: PlainBlock {
                    limit: list.width
                }
            }
        }
    }
}
