// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
import QtQuick
import Hearth.Theme

/// One of our drawings, in the colour of the text it stands with.
Image {
    /// File name without ending; empty shows nothing.
    property string name
    /// Colour of the strokes.
    property color color: Theme.text
    /// Edge of the square, before the font scale.
    property int size: 18

    width: Math.round(size * Theme.scale)
    height: width
    sourceSize { width: width; height: height }
    source: name.length > 0 ? "image://icon/" + name + "/" + String(color).replace("#", "") : ""
    fillMode: Image.PreserveAspectFit
    smooth: true
    Accessible.ignored: true
}
