#include "ui/text_line.h"

#include <QEvent>
#include <QPainter>
#include <cmath>
#include <utility>

namespace weir::ui {
namespace {

int advance(const QFont& font, const QString& text) {
    return static_cast<int>(std::ceil(QFontMetricsF{font}.horizontalAdvance(text)));
}

}  // namespace

TextLine::TextLine(QWidget* parent) : QWidget{parent} { setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed); }

void TextLine::setPieces(Pieces pieces) {
    if (pieces == pieces_) return;
    pieces_ = std::move(pieces);
    const auto whole = text();
    setToolTip(whole);
    setAccessibleDescription(whole);
    update();
}

QString TextLine::text() const {
    QString whole;
    for (const auto& piece : pieces_) whole += piece.text;
    return whole;
}

QFont TextLine::fontOf(const Piece& piece) const {
    auto font = this->font();
    if (piece.bold) font.setBold(true);
    return font;
}

int TextLine::widthOf(const Pieces& pieces) const {
    int width = 0;
    for (const auto& piece : pieces) width += advance(fontOf(piece), piece.text);
    return width;
}

QSize TextLine::sizeHint() const { return {50, fontMetrics().height()}; }

void TextLine::paintEvent(QPaintEvent* /*event*/) {
    QPainter p{this};
    auto left = rect();
    for (const auto& piece : pieces_) {
        p.setFont(fontOf(piece));
        p.setPen(piece.colour.isValid() ? piece.colour : palette().color(foregroundRole()));
        const int wide = advance(p.font(), piece.text);
        const bool fits = wide <= left.width();
        p.drawText(left, Qt::AlignLeft | Qt::AlignVCenter,
                   fits ? piece.text : QFontMetrics{p.font()}.elidedText(piece.text, Qt::ElideRight, left.width()));
        if (!fits) return;
        left.setLeft(left.left() + wide);
    }
}

void TextLine::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange) updateGeometry();
}

}  // namespace weir::ui

#include "moc_text_line.cpp"
