#include "ui/plots/plot_export.h"

#include <qcustomplot.h>

#include <QApplication>
#include <QClipboard>
#include <QSvgGenerator>

namespace weir::ui {

QString suffix(PictureFormat format) {
    switch (format) {
        case PictureFormat::svg:
            return QStringLiteral("svg");
        case PictureFormat::pdf:
            return QStringLiteral("pdf");
        case PictureFormat::png:
            break;
    }
    return QStringLiteral("png");
}

bool export_plot(QCustomPlot& plot, const QString& path, PictureFormat format) {
    if (format == PictureFormat::png) return plot.savePng(path, 0, 0, 2);
    if (format == PictureFormat::pdf) return plot.savePdf(path);
    QSvgGenerator svg;
    svg.setFileName(path);
    svg.setSize(plot.size());
    svg.setViewBox(QRect{QPoint{}, plot.size()});
    svg.setTitle(plot.accessibleName());
    QCPPainter painter;
    if (!painter.begin(&svg)) return false;
    painter.setMode(QCPPainter::pmVectorized);
    plot.toPainter(&painter, plot.width(), plot.height());
    return painter.end();
}

void copy_plot(QCustomPlot& plot) { QApplication::clipboard()->setPixmap(plot.toPixmap(0, 0, 2)); }

}  // namespace weir::ui
