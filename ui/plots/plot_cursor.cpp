#include "ui/plots/plot_cursor.h"

#include <qcustomplot.h>

#include <QFontMetricsF>
#include <algorithm>

namespace weir::ui {
namespace {

constexpr int cursor_font_px = 11;
constexpr double padding = 4;

QString cursor_layer() { return QStringLiteral("cursor"); }

}  // namespace

PlotCursor::PlotCursor(QCustomPlot& canvas) : canvas_{canvas} {
    // A layer with a buffer of its own is laid over the whole plot in each frame, though there be nothing in it: the
    // cursor's has one while it is shown, so that it moves without the plot being drawn anew, and nothing else has.
    auto* const overlay = canvas.layer(QStringLiteral("overlay"));
    overlay->setMode(QCPLayer::lmLogical);
    canvas.addLayer(cursor_layer(), overlay, QCustomPlot::limAbove);
    line_ = new QCPItemStraightLine{&canvas};
    ground_ = new QCPItemRect{&canvas};
    for (QCPAbstractItem* item : {static_cast<QCPAbstractItem*>(line_), static_cast<QCPAbstractItem*>(ground_)}) {
        item->setLayer(cursor_layer());
        item->setAntialiased(false);
        item->setVisible(false);
    }
    ground_->topLeft->setType(QCPItemPosition::ptAbsolute);
    ground_->bottomRight->setType(QCPItemPosition::ptAbsolute);
    for (auto* point : {line_->point1, line_->point2}) point->setTypeY(QCPItemPosition::ptAxisRectRatio);
}

void PlotCursor::setTheme(const Theme& theme) {
    line_->setPen(QPen{theme.muted, 1});
    auto ground = theme.raised;
    ground.setAlpha(235);
    ground_->setBrush(ground);
    ground_->setPen(QPen{theme.border, 1});
}

void PlotCursor::show(double t_s, const std::vector<Row>& rows) {
    line_->point1->setCoords(t_s, 0);
    line_->point2->setCoords(t_s, 1);
    line_->setVisible(true);
    while (rows_.size() < rows.size()) {
        auto* item = new QCPItemText{&canvas_};
        item->setLayer(cursor_layer());
        item->setFont(interface_font(cursor_font_px));
        item->setPositionAlignment(Qt::AlignLeft | Qt::AlignTop);
        item->position->setType(QCPItemPosition::ptAbsolute);
        rows_.push_back(item);
    }
    const QFontMetricsF metrics{interface_font(cursor_font_px)};
    double width = 0;
    for (const auto& row : rows) width = std::max(width, metrics.horizontalAdvance(row.text));
    width += 2 * padding;
    // A short plot has its rows closer together rather than cut off.
    const QRect area = canvas_.axisRect()->rect();
    const auto count = static_cast<double>(rows.size());
    const double step = std::min(metrics.height(), (area.height() - 4) / std::max(count, 1.0));
    const double x = canvas_.xAxis->coordToPixel(t_s);
    const double left = x + 8 + width <= area.right() ? x + 8 : x - 8 - width;
    const double top = area.top() + 1;
    ground_->topLeft->setCoords(left, top);
    ground_->bottomRight->setCoords(left + width, top + count * step + 3);
    ground_->setVisible(!rows.empty());
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        rows_[i]->setVisible(i < rows.size());
        if (i >= rows.size()) continue;
        rows_[i]->setText(rows[i].text);
        rows_[i]->setColor(rows[i].colour);
        rows_[i]->position->setCoords(left + padding, top + 1 + static_cast<double>(i) * step);
    }
    canvas_.layer(cursor_layer())->setMode(QCPLayer::lmBuffered);
    canvas_.layer(cursor_layer())->replot();
}

void PlotCursor::hide() {
    if (!visible()) return;
    canvas_.layer(cursor_layer())->setMode(QCPLayer::lmLogical);
    line_->setVisible(false);
    ground_->setVisible(false);
    for (auto* row : rows_) row->setVisible(false);
    canvas_.layer(cursor_layer())->replot();
}

bool PlotCursor::visible() const { return line_->visible(); }

QString PlotCursor::words() const {
    QStringList words;
    for (const auto* row : rows_)
        if (row->visible()) words << row->text();
    return words.join(QLatin1Char{'\n'});
}

}  // namespace weir::ui
