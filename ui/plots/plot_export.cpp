#include "ui/plots/plot_export.h"

#include <qcustomplot.h>

#include <QApplication>
#include <QClipboard>
#include <QSaveFile>
#include <QSvgGenerator>
#include <QTextStream>
#include <cmath>
#include <map>

namespace weir::ui {

namespace {

/// @param text as one field of a line
QString field(QString text) {
    if (!text.contains(QLatin1Char{','}) && !text.contains(QLatin1Char{'"'})) return text;
    return QLatin1Char{'"'} + text.replace(QStringLiteral("\""), QStringLiteral("\"\"")) + QLatin1Char{'"'};
}

bool write_values(QCustomPlot& plot, const QString& path) {
    QSaveFile file{path};
    if (!file.open(QIODevice::WriteOnly | QIODevice::Text)) return false;
    QTextStream out{&file};
    out << "t_s";
    std::map<double, std::map<int, double>> rows;  // by time, then by line
    for (int i = 0; i < plot.graphCount(); ++i) {
        if (!plot.graph(i)->visible()) continue;
        out << ',' << field(plot.graph(i)->name());
        for (const auto& point : *plot.graph(i)->data()) rows[point.key][i] = point.value;
    }
    out << '\n';
    for (const auto& [t_s, values] : rows) {
        out << QString::number(t_s, 'g', 12);
        for (int i = 0; i < plot.graphCount(); ++i) {
            if (!plot.graph(i)->visible()) continue;
            out << ',';
            const auto value = values.find(i);
            if (value != values.end() && !std::isnan(value->second)) out << QString::number(value->second, 'g', 9);
        }
        out << '\n';
    }
    out.flush();
    return file.commit();
}

}  // namespace

QString suffix(PictureFormat format) {
    switch (format) {
        case PictureFormat::svg:
            return QStringLiteral("svg");
        case PictureFormat::pdf:
            return QStringLiteral("pdf");
        case PictureFormat::csv:
            return QStringLiteral("csv");
        case PictureFormat::png:
            break;
    }
    return QStringLiteral("png");
}

bool export_plot(QCustomPlot& plot, const QString& path, PictureFormat format) {
    if (format == PictureFormat::png) return plot.savePng(path, 0, 0, 2);
    if (format == PictureFormat::pdf) return plot.savePdf(path);
    if (format == PictureFormat::csv) return write_values(plot, path);
    QSvgGenerator svg;
    svg.setFileName(path);
    svg.setResolution(96);  // as viewers do, so that it opens as large as it is shown
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
