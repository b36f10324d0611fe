#include "ui/badge.h"

#include <QEvent>
#include <QPainter>
#include <algorithm>

#include "ui/theme.h"

namespace weir::ui {
namespace {

QFont badge_font() { return interface_font(11, QFont::Bold); }

}  // namespace

Badge::Badge(QWidget* parent) : QWidget{parent} { setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed); }

void Badge::show(const QString& text, const QColor& colour) {
    if (text == text_ && colour == colour_) return;
    text_ = text;
    colour_ = colour;
    setAccessibleDescription(text);
    fit();
    update();
}

void Badge::fit() {
    const int needed = QFontMetrics{badge_font()}.horizontalAdvance(text_) + 2 * scaled(10);
    if (needed <= width_ && needed >= width_ - scaled(24)) return;
    width_ = needed + scaled(4);
    updateGeometry();
}

QSize Badge::sizeHint() const { return {width_, QFontMetrics{badge_font()}.height() + 2 * scaled(4)}; }

void Badge::paintEvent(QPaintEvent* /*event*/) {
    if (text_.isEmpty()) return;
    QPainter p{this};
    p.setRenderHint(QPainter::Antialiasing);
    p.setPen(colour_);
    const auto frame = QRectF{rect()}.adjusted(0.5, 0.5, -0.5, -0.5);
    const double round = std::min(scaled(9) * 1.0, frame.height() / 2);
    p.drawRoundedRect(frame, round, round);
    p.setFont(badge_font());
    p.drawText(rect(), Qt::AlignCenter, text_);
}

void Badge::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) fit();
}

}  // namespace weir::ui

#include "moc_badge.cpp"
