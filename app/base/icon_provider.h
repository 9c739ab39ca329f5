// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <QQuickImageProvider>

namespace app {

/// Draws `image://icon/NAME/RRGGBB` (or AARRGGBB): one of our SVGs in that colour. Unknown names
/// give an empty image. Works without a graphics API.
class IconProvider : public QQuickImageProvider {
public:
    IconProvider() : QQuickImageProvider(QQuickImageProvider::Image) {}
    QImage requestImage(const QString& id, QSize* size, const QSize& requested) override;
};

} // namespace app
