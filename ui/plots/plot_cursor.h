// The crosshair of a plot: a line at a time and the values there. It lies on a layer with its own buffer, so that
// moving it does not draw the plot anew.
#pragma once

#include <QColor>
#include <QString>
#include <vector>

#include "ui/theme.h"

class QCPItemRect;
class QCPItemStraightLine;
class QCPItemText;
class QCustomPlot;

namespace weir::ui {

class PlotCursor {
public:
    struct Row {
        QString text;
        QColor colour;
    };

    explicit PlotCursor(QCustomPlot& canvas);  ///< the canvas owns what is drawn and must outlive this

    void setTheme(const Theme& theme);
    /// Rows stand beside the line, on the side that has room, from the top.
    void show(double t_s, const std::vector<Row>& rows);
    void hide();
    bool visible() const;
    QString words() const;  ///< the rows shown, one a line

private:
    QCustomPlot& canvas_;
    QCPItemStraightLine* line_;
    QCPItemRect* ground_;
    std::vector<QCPItemText*> rows_;
};

}  // namespace weir::ui
