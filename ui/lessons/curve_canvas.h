// Where a learner draws how a series will go, and where the measured curve then lies over it.
#pragma once

#include <QString>
#include <QWidget>
#include <vector>

#include "core/scenario/lesson.h"
#include "ui/theme.h"

namespace weir::ui {

/// Time goes from left to right over the run, with a line at each timed change of its experiment. Drawn with the
/// pointer, or with the keys: left and right go through the time, up and down move the curve there.
class CurveCanvas final : public QWidget {
    Q_OBJECT
public:
    static constexpr std::size_t steps = 60;  ///< of the drawn curve, over the run

    explicit CurveCanvas(const Theme& theme, QWidget* parent = nullptr);

    /// An empty axis for this lesson's drawing, which must outlive its being shown. @pre it has one
    void showLesson(const scenario::Lesson& lesson, const labs::LabInfo& lab);
    void setTheme(const Theme& theme);
    /// Whether it can be drawn on; what is drawn stays.
    void setDrawable(bool drawable);

    /// A value for each step; NaN where nothing is drawn.
    const std::vector<double>& drawn() const { return drawn_; }
    void setDrawn(std::vector<double> values);
    /// One point is no curve.
    bool isDrawn() const;
    /// Lays a measured curve over it, a value for each step of the run; empty removes it.
    void showMeasured(std::vector<double> values);

    QSize minimumSizeHint() const override { return {220, 80}; }
    QSize sizeHint() const override { return {420, 190}; }

signals:
    void changed();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    QRectF field() const;
    QPointF pointOf(std::size_t step, double value) const;
    void drawTo(QPointF widget_at);
    void set(std::size_t step, double value);
    void paintCurve(QPainter& painter, const std::vector<double>& values, const QPen& pen) const;
    void paintAxes(QPainter& painter) const;
    void tell();

    const Theme* theme_;
    const scenario::Lesson* lesson_ = nullptr;
    const labs::LabInfo* lab_ = nullptr;
    std::vector<double> drawn_;
    std::vector<double> measured_;
    std::size_t at_ = 0;        // step of the keys
    std::ptrdiff_t last_ = -1;  // step of the drag so far
    bool drawable_ = true;
};

}  // namespace weir::ui
