// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "app/base/icon_provider.h"

#include <QColor>
#include <QFile>
#include <QPainter>
#include <QSvgRenderer>

namespace app {

QImage IconProvider::requestImage(const QString& id, QSize* size, const QSize& requested) {
    const QSize wanted = requested.isEmpty() ? QSize(24, 24) : requested;
    if (size != nullptr) *size = wanted;
    QImage image(wanted, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);

    QFile file(QStringLiteral(":/icons/%1.svg").arg(id.section(u'/', 0, 0)));
    if (!file.open(QIODevice::ReadOnly)) return image;
    const QColor color(u'#' + id.section(u'/', 1, 1));
    QByteArray svg = file.readAll();
    svg.replace("currentColor",
                color.isValid() ? color.name(QColor::HexRgb).toLatin1() : "#808080");
    QSvgRenderer renderer(svg);
    QPainter painter(&image);
    if (color.isValid()) painter.setOpacity(color.alphaF());
    renderer.render(&painter);
    return image;
}

} // namespace app
