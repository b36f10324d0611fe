#include "ui/text_line.h"

#include <QEvent>
#include <QPainter>

namespace weir::ui {

TextLine::TextLine(QWidget* parent) : QWidget{parent} { setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed); }

void TextLine::setText(const QString& text) {
    if (text == text_) return;
    text_ = text;
    setToolTip(text);
    setAccessibleDescription(text);
    update();
}

QSize TextLine::sizeHint() const { return {50, fontMetrics().height()}; }

void TextLine::paintEvent(QPaintEvent* /*event*/) {
    QPainter p{this};
    p.setPen(palette().color(foregroundRole()));
    p.drawText(rect(), Qt::AlignLeft | Qt::AlignVCenter, fontMetrics().elidedText(text_, Qt::ElideRight, width()));
}

void TextLine::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange) updateGeometry();
}

}  // namespace weir::ui

#include "moc_text_line.cpp"
