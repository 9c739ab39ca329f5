// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
pragma Singleton
import QtQuick

/// Distances, radii and the widths at which the window folds. A grid of four pixels.
QtObject {
    /// One step of the grid.
    readonly property int grid: 4
    /// Inside controls.
    readonly property int inner: 8
    /// Around groups.
    readonly property int group: 12
    /// Between groups.
    readonly property int wide: 16
    /// Margin of a page.
    readonly property int margin: 24

    /// Corner of chips.
    readonly property int radiusChip: 6
    /// Corner of buttons and fields.
    readonly property int radiusControl: 8
    /// Corner of rows and code.
    readonly property int radiusRow: 10
    /// Corner of cards and the composer.
    readonly property int radiusCard: 14

    /// Smallest area to hit.
    readonly property int hit: 32
    /// Width of the rail.
    readonly property int rail: 64
    /// Width of the list column.
    readonly property int list: 248
    /// Width of the side panel.
    readonly property int side: 288
    /// Height of the bar over the work area.
    readonly property int bar: 52
    /// The widest list that fills a page: eyes follow a row no further.
    readonly property int page: 1120
    /// The widest column of text to read.
    readonly property int column: 620

    /// Below this width the side panel folds.
    readonly property int foldSide: 1180
    /// Below this width the list folds.
    readonly property int foldList: 940
}
