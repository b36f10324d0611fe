// What the pointer, the keyboard and the context menu do with a plot.
#include <qcustomplot.h>

#include <QContextMenuEvent>
#include <QFileDialog>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>
#include <limits>

#include "ui/plots/plot_cursor.h"
#include "ui/plots/plot_export.h"
#include "ui/plots/plot_marks.h"
#include "ui/plots/time_plot.h"
#include "ui/text.h"

namespace weir::ui {
namespace {

constexpr double no_value = std::numeric_limits<double>::quiet_NaN();

QString read(double value) {
    return std::isnan(value) ? QStringLiteral("–") : QLocale{}.toString(value, 'f', value < 10 ? 1 : 0);
}

}  // namespace

void TimePlot::setCursor(double t_s) {
    if (std::isnan(t_s) || points() == 0) {
        cursor_->hide();
        return;
    }
    auto when = tr("%1 s").arg(t_s, 0, 'f', 1);
    if (const auto phase = marks_->phaseAt(t_s)) when += QStringLiteral(" · ") + text(info_.phases[*phase].label);
    std::vector<PlotCursor::Row> rows{{when, theme_->text}};
    constexpr double near_px = 4;
    const double near_s = near_px * (to_s_ - from_s_) / std::max(1, canvas_->axisRect()->width());
    for (const auto& label : marks_->pinsNear(t_s, near_s)) rows.push_back({label, theme_->accent});
    for (const auto& line : lines_) {
        const double value = valueAt(*line.graph, t_s);
        const double other = line.other != nullptr ? valueAt(*line.other, t_s) : no_value;
        if (!line.graph->visible() || (std::isnan(value) && std::isnan(other))) continue;
        auto words = text(line.series->label) + QLatin1Char{' '} + read(value);
        if (line.other != nullptr) words += QStringLiteral(" ┄ ") + read(other);
        rows.push_back({words, theme_->of(line.series->tone)});
    }
    cursor_->show(t_s, rows);
}

double TimePlot::valueAt(const QCPGraph& graph, double t_s) {
    const auto points = graph.data();
    // Each point stands for the time up to it; beyond the newest there is nothing to read.
    const auto it = points->findBegin(t_s, false);
    return it == points->constEnd() ? no_value : it->value;
}

bool TimePlot::eventFilter(QObject* watched, QEvent* event) {
    if (watched != canvas_) return QFrame::eventFilter(watched, event);
    const auto time_at = [this](QPointF at) { return canvas_->xAxis->pixelToCoord(at.x()); };
    switch (event->type()) {
        case QEvent::MouseMove: {
            const auto at = static_cast<QMouseEvent*>(event)->position();
            if (dragging_) {
                // The range moves under the pointer, so that the time it took hold of stays under it.
                emit dragged(drag_s_ - time_at(at));
            }
            const auto* rect = canvas_->axisRect();
            const bool inside = at.x() >= rect->left() && at.x() <= rect->right() + 1;  // not over the axis's labels
            emit cursorMoved(inside ? time_at(at) : std::numeric_limits<double>::quiet_NaN());
            break;
        }
        case QEvent::Leave:
            emit cursorMoved(std::numeric_limits<double>::quiet_NaN());
            break;
        case QEvent::MouseButtonPress: {
            auto* mouse = static_cast<QMouseEvent*>(event);
            if (mouse->button() != Qt::LeftButton) break;
            dragging_ = true;
            drag_s_ = time_at(mouse->position());
            break;
        }
        case QEvent::MouseButtonRelease:
            dragging_ = false;
            break;
        case QEvent::MouseButtonDblClick:
            dragging_ = false;
            emit maximiseRequested();
            return true;
        case QEvent::Wheel: {
            auto* wheel = static_cast<QWheelEvent*>(event);
            const int turned = wheel->angleDelta().y();
            if (turned != 0) emit zoomed(std::pow(1.2, turned / 120.0), time_at(wheel->position()));
            return true;
        }
        case QEvent::KeyPress: {
            const int key = static_cast<QKeyEvent*>(event)->key();
            if (key == Qt::Key_Left || key == Qt::Key_Right) {
                emit dragged((to_s_ - from_s_) / (key == Qt::Key_Left ? -8 : 8));
                return true;
            }
            if (key == Qt::Key_Return || key == Qt::Key_Enter) {
                emit maximiseRequested();
                return true;
            }
            break;
        }
        case QEvent::ContextMenu:
            menu(static_cast<QContextMenuEvent*>(event)->globalPos());
            return true;
        default:
            break;
    }
    return QFrame::eventFilter(watched, event);
}

void TimePlot::menu(const QPoint& at) {
    emit cursorMoved(std::numeric_limits<double>::quiet_NaN());  // not part of a picture
    auto* menu = new QMenu{this};
    menu->setAttribute(Qt::WA_DeleteOnClose);
    buildSeriesMenu(*menu->addMenu(tr("&Series")));
    menu->addSeparator();
    menu->addAction(tr("&Copy picture"), this, [this] { copy_plot(*canvas_); });
    menu->addSeparator();
    for (const auto format : {PictureFormat::png, PictureFormat::svg, PictureFormat::pdf, PictureFormat::csv})
        menu->addAction(tr("Export as %1…").arg(suffix(format).toUpper()), this,
                        [this, format] { askAndExport(format); });
    menu->popup(at);
}

void TimePlot::askAndExport(PictureFormat format) {
    const auto end = QLatin1Char{'.'} + suffix(format);
    auto path =
        QFileDialog::getSaveFileName(this, tr("Export plot"), QStringLiteral("plot") + end, QLatin1Char{'*'} + end);
    if (path.isEmpty()) return;
    if (!path.endsWith(end, Qt::CaseInsensitive)) path += end;
    exportTo(path, format);
}

void TimePlot::exportTo(const QString& path, PictureFormat format) {
    if (export_plot(*canvas_, path, format))
        emit message(tr("Wrote %1").arg(path), true);
    else
        emit message(tr("Cannot write '%1': expected a file name that can be written").arg(path), false);
}

}  // namespace weir::ui
