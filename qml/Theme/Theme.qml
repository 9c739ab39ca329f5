// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
pragma Singleton
import QtQuick
import Hearth.App

/// The colours and type of the window. No other file names a colour or a font size.
QtObject {
    id: theme

    /// True while the dark column of the table applies.
    readonly property bool dark: Settings.dark
    /// The work area.
    readonly property color background: dark ? "#191715" : "#faf8f5"
    /// Rail, lists, side panel, the user's bubble.
    readonly property color panel: dark ? "#211e1b" : "#f3efe9"
    /// Cards, fields, composer.
    readonly property color surface: dark ? "#272421" : "#ffffff"
    /// Hairlines of one pixel.
    readonly property color line: dark ? "#38332e" : "#e4ddd3"
    /// The chosen row.
    readonly property color selection: dark ? "#302b26" : "#efe7dd"
    /// What the pointer is over: selection at half strength.
    readonly property color hover: Qt.alpha(selection, 0.5)
    /// Body text.
    readonly property color text: dark ? "#ece6de" : "#26221d"
    /// Secondary text.
    readonly property color dim: dark ? "#a89f93" : "#6f675d"
    /// Hints.
    readonly property color faint: dark ? "#8a8277" : "#857c71"
    /// The one action of a view.
    readonly property color accent: dark ? "#f08a4b" : "#c2500f"
    /// The chosen segment.
    readonly property color accentSoft: dark ? "#3a2819" : "#fbe9dd"
    /// Text and icons on accent.
    readonly property color accentText: dark ? "#191715" : "#ffffff"
    /// Fits, done, safe.
    readonly property color good: dark ? "#6cc48d" : "#2f7d4f"
    /// Works, with a price.
    readonly property color warn: dark ? "#e0b050" : "#8f5a00"
    /// Does not work.
    readonly property color bad: dark ? "#f28b82" : "#b3261e"
    /// Behind code.
    readonly property color code: dark ? "#1f1c19" : "#f6f3ee"
    /// First hue of code: words of the language.
    readonly property color codeKeyword: dark ? "#cf9ad9" : "#8a3a93"
    /// Second hue of code: names.
    readonly property color codeName: dark ? "#86b4ea" : "#1f5c9e"
    /// Third hue of code: text and numbers.
    readonly property color codeText: dark ? "#8cc79a" : "#2d734a"
    /// Behind selected text.
    readonly property color textSelection: Qt.alpha(accent, dark ? 0.4 : 0.25)
    /// Under what lies below a dialog.
    readonly property color scrim: Qt.alpha(dark ? "#000000" : "#26221d", 0.32)
    /// Unfilled part of bars and sliders.
    readonly property color track: dark ? "#38332e" : "#e4ddd3"
    /// Border of controls: three to one against what they lie on.
    readonly property color control: dark ? "#4a443d" : "#d6ccbf"

    /// All sizes follow this factor.
    readonly property real scale: Settings.fontScale
    /// 11: labels under rail icons.
    readonly property int tiny: Math.round(11 * scale)
    /// 12: statistics, chips, section heads of lists.
    readonly property int small: Math.round(12 * scale)
    /// 13: rows, fields, buttons.
    readonly property int label: Math.round(13 * scale)
    /// 14: reading.
    readonly property int body: Math.round(14 * scale)
    /// 15: section heads.
    readonly property int section: Math.round(15 * scale)
    /// 22: the head of a page.
    readonly property int page: Math.round(22 * scale)
    /// Line height of text to read.
    readonly property real reading: 1.55
    /// Line height in lists and labels.
    readonly property real compact: 1.3
    /// The family of everything but code.
    readonly property string family: Settings.family
    /// The fixed-width family.
    readonly property string monospace: Settings.monospaceFamily

    /// Milliseconds of a movement; none when people asked for less of it.
    readonly property int motion: Settings.reducedMotion ? 0 : 140
}
