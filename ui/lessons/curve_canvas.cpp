#include "ui/lessons/curve_canvas.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>
#include <limits>

#include "ui/language.h"
#include "ui/text.h"

namespace weir::ui {
namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();
constexpr double key_share = 0.02;  // of the axis, a key press
constexpr int axis_steps = 4;
constexpr double left_margin = 52;
constexpr double bottom_margin = 20;
constexpr double top_margin = 18;
constexpr double right_margin = 10;
constexpr double line_height = 13;

}  // namespace

CurveCanvas::CurveCanvas(const Theme& theme, QWidget* parent) : QWidget{parent}, theme_{&theme}, drawn_(steps, none) {
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::CrossCursor);
    setAccessibleName(tr("Prediction over time"));
}

void CurveCanvas::showLesson(const scenario::Lesson& lesson, const labs::LabInfo& lab) {
    lesson_ = &lesson;
    lab_ = &lab;
    drawn_.assign(steps, none);
    measured_.clear();
    at_ = 0;
    setDrawable(true);
    tell();
    update();
}

void CurveCanvas::setTheme(const Theme& theme) {
    theme_ = &theme;
    update();
}

void CurveCanvas::setDrawable(bool drawable) {
    drawable_ = drawable;
    setCursor(drawable ? Qt::CrossCursor : Qt::ArrowCursor);
}

bool CurveCanvas::isDrawn() const {
    return std::ranges::count_if(drawn_, [](double value) { return !std::isnan(value); }) > 1;
}

void CurveCanvas::setDrawn(std::vector<double> values) {
    drawn_ = std::move(values);
    tell();
    update();
}

void CurveCanvas::showMeasured(std::vector<double> values) {
    measured_ = std::move(values);
    tell();
    update();
}

QRectF CurveCanvas::field() const {
    return QRectF{{}, QSizeF{size()} / interface_scale()}.adjusted(left_margin, top_margin, -right_margin,
                                                                   -bottom_margin);
}

QPointF CurveCanvas::pointOf(std::size_t step, double value) const {
    const auto f = field();
    const double x = (static_cast<double>(step) + 0.5) / static_cast<double>(steps);
    const double y = std::clamp(value / lesson_->drawing->up_to, 0.0, 1.0);
    return {f.left() + x * f.width(), f.bottom() - y * f.height()};
}

void CurveCanvas::set(std::size_t step, double value) {
    drawn_[step] = std::clamp(value, 0.0, lesson_->drawing->up_to);
}

void CurveCanvas::drawTo(QPointF widget_at) {
    const auto at = widget_at / interface_scale();
    const auto f = field();
    if (lesson_ == nullptr || !drawable_ || f.width() <= 0 || f.height() <= 0) return;
    const auto last_step = static_cast<std::ptrdiff_t>(steps) - 1;
    const auto step =
        std::clamp(static_cast<std::ptrdiff_t>((at.x() - f.left()) / f.width() * static_cast<double>(steps)),
                   std::ptrdiff_t{0}, last_step);
    const double value = (f.bottom() - at.y()) / f.height() * lesson_->drawing->up_to;
    set(static_cast<std::size_t>(step), value);
    // A quick hand skips steps: the line between is what it meant.
    if (last_ >= 0) {
        const double from = drawn_[static_cast<std::size_t>(last_)];
        const auto to = drawn_[static_cast<std::size_t>(step)];
        const auto ahead = step > last_ ? 1 : -1;
        for (auto i = last_ + ahead; i != step && last_ != step; i += ahead) {
            const double share = static_cast<double>(i - last_) / static_cast<double>(step - last_);
            set(static_cast<std::size_t>(i), from + share * (to - from));
        }
    }
    last_ = step;
    at_ = static_cast<std::size_t>(step);
    tell();
    update();
    emit changed();
}

void CurveCanvas::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return QWidget::mousePressEvent(event);
    last_ = -1;
    drawTo(event->position());
}

void CurveCanvas::mouseMoveEvent(QMouseEvent* event) {
    if ((event->buttons() & Qt::LeftButton) != 0) drawTo(event->position());
}

void CurveCanvas::keyPressEvent(QKeyEvent* event) {
    if (lesson_ == nullptr || !drawable_) return QWidget::keyPressEvent(event);
    const double step = key_share * lesson_->drawing->up_to;
    const double here = std::isnan(drawn_[at_]) ? lesson_->drawing->up_to / 2 : drawn_[at_];
    switch (event->key()) {
        case Qt::Key_Left:
            if (at_ > 0) --at_;
            break;
        case Qt::Key_Right:
            // The curve goes on as it was: who only presses Right draws a level line.
            set(at_, here);
            if (at_ + 1 < steps) {
                ++at_;
                if (std::isnan(drawn_[at_])) set(at_, here);
            }
            break;
        case Qt::Key_Up:
            set(at_, here + step);
            break;
        case Qt::Key_Down:
            set(at_, here - step);
            break;
        default:
            return QWidget::keyPressEvent(event);
    }
    tell();
    update();
    emit changed();
}

/// What a screen reader tells of it.
void CurveCanvas::tell() {
    if (lesson_ == nullptr) return;
    const scenario::Measure measure{lesson_->drawing->series, {}};
    const auto unit = scenario::unit_of(measure, *lab_);
    const double t_s = (static_cast<double>(at_) + 0.5) / static_cast<double>(steps) * lesson_->experiment.duration_s;
    setAccessibleName(tr("Prediction of %1 over time").arg(text(scenario::label_of(measure, *lab_))));
    auto words = tr("At %1 s: %2").arg(t_s, 0, 'f', 1).arg(text(scenario::format_figure(drawn_[at_], unit)));
    if (!measured_.empty()) words += tr(", measured %1").arg(text(scenario::format_figure(measured_[at_], unit)));
    setAccessibleDescription(words);
}

void CurveCanvas::paintAxes(QPainter& painter) const {
    const auto f = field();
    painter.setFont(designed_font(11));
    const scenario::Measure measure{lesson_->drawing->series, {}};
    const auto unit = scenario::unit_of(measure, *lab_);
    for (int i = 0; i <= axis_steps; ++i) {
        const double share = i / static_cast<double>(axis_steps);
        const double y = f.bottom() - share * f.height();
        painter.setPen(theme_->grid);
        painter.drawLine(QPointF{f.left(), y}, QPointF{f.right(), y});
        painter.setPen(theme_->muted);
        const bool has_room = i % 2 == 0 || f.height() >= axis_steps * line_height;
        if (has_room)
            painter.drawText(QRectF{0, y - 8, left_margin - 6, 16}, Qt::AlignRight | Qt::AlignVCenter,
                             text(scenario::format_figure(share * lesson_->drawing->up_to, {})));
        const double x = f.left() + share * f.width();
        const auto align = i == 0 ? Qt::AlignLeft : i == axis_steps ? Qt::AlignRight : Qt::AlignHCenter;
        painter.drawText(QRectF{x - 30 +
                                    (i == 0            ? 30
                                     : i == axis_steps ? -30
                                                       : 0),
                                f.bottom() + 3, 60, 16},
                         align, tr("%1 s").arg(share * lesson_->experiment.duration_s, 0, 'g', 4));
    }
    const auto title =
        text(scenario::label_of(measure, *lab_)) + (unit.empty() ? QString{} : QLatin1Char{' '} + text(unit));
    painter.setPen(theme_->text);
    painter.drawText(QRectF{f.left(), 0, f.width(), top_margin - 2}, Qt::AlignLeft | Qt::AlignVCenter, title);
    const QFontMetricsF metrics{painter.font()};
    double free_from = f.left() + metrics.horizontalAdvance(title) + 16;
    for (const auto& change : lesson_->experiment.changes) {
        const double x = f.left() + change.at_s / lesson_->experiment.duration_s * f.width();
        painter.setPen(QPen{theme_->accent, 1, Qt::DotLine});
        painter.drawLine(QPointF{x, f.top()}, QPointF{x, f.bottom()});
        const auto& spec = **labs::find_spec(*lab_, change.parameter);
        const auto value = text(labs::format_value(spec, change.value)) +
                           (spec.unit.empty() ? QString{} : QLatin1Char{' '} + text(spec.unit));
        auto label = inside_a_line(text(spec.label)) + QLatin1Char{' '} + value;
        const auto left_of = [&] { return std::min(x + 4, f.right() - metrics.horizontalAdvance(label)); };
        if (left_of() < free_from) label = value;
        const double left = left_of();
        if (left < free_from) continue;
        const double width = metrics.horizontalAdvance(label);
        painter.setPen(theme_->accent);
        painter.drawText(QRectF{left, 0, width + 1, top_margin - 2}, Qt::AlignLeft | Qt::AlignVCenter, label);
        free_from = left + width + 12;
    }
}

void CurveCanvas::paintCurve(QPainter& painter, const std::vector<double>& values, const QPen& pen) const {
    // One path for all, or the dashes would begin anew with every step.
    QPainterPath path;
    bool lifted = true;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (std::isnan(values[i])) {
            lifted = true;
            continue;
        }
        const auto point = pointOf(i, values[i]);
        if (lifted) path.addEllipse(point, 0.5, 0.5);
        if (lifted)
            path.moveTo(point);
        else
            path.lineTo(point);
        lifted = false;
    }
    painter.setBrush(Qt::NoBrush);
    painter.strokePath(path, pen);
}

void CurveCanvas::paintEvent(QPaintEvent* /*event*/) {
    if (lesson_ == nullptr) return;
    QPainter painter{this};
    painter.setRenderHint(QPainter::Antialiasing);
    painter.scale(interface_scale(), interface_scale());
    paintAxes(painter);
    const auto series = std::ranges::find(lab_->series, lesson_->drawing->series, &labs::SeriesSpec::id);
    paintCurve(painter, measured_, QPen{theme_->of(series->tone), 2});
    paintCurve(painter, drawn_, QPen{theme_->text, 2, Qt::DashLine});
    if (hasFocus() && drawable_) {
        const auto at = pointOf(at_, std::isnan(drawn_[at_]) ? lesson_->drawing->up_to / 2 : drawn_[at_]);
        painter.setPen(QPen{theme_->accent, 2});
        painter.setBrush(theme_->panel);
        painter.drawEllipse(at, 4, 4);
    }
    if (!isDrawn()) {
        painter.setPen(theme_->muted);
        painter.setFont(designed_font(13));
        painter.drawText(field(), Qt::AlignCenter, tr("Draw here how it will go"));
    }
}

}  // namespace weir::ui

#include "moc_curve_canvas.cpp"
