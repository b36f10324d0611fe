// How the marks of a diagram are painted. What there are many of is painted from pictures kept: an outline takes as
// long as forty of them.
#include <QPaintEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/diagrams/scene_diagram.h"

namespace weir::ui {
namespace {

using Shape = Mark::Shape;

// Pictures of larger cells would not be used twice.
constexpr double largest_sprite_px = 32;
constexpr int largest_end_px = 64;  // of a pipe
// Pictures and words: more are of times gone by.
constexpr std::size_t most_kept = 1000;

void draw_cell(QPainter& p, const Theme& theme, const Mark& mark, const QRectF& where) {
    const auto colour = mark.filled ? theme.of(mark.tone) : theme.border;
    p.setPen(QPen{colour, theme.stroke});
    p.setBrush(mark.filled ? QBrush{colour} : QBrush{Qt::NoBrush});
    p.drawRoundedRect(where, 2, 2);
}

void draw_sprite(QPainter& p, const QPixmap& sprite, QPointF centre) {
    const auto size = sprite.deviceIndependentSize();
    p.drawPixmap(centre - QPointF{size.width() / 2, size.height() / 2}, sprite);
}

}  // namespace

const QPixmap& SceneDiagram::sprite(const Mark& mark) {
    const double radius = mark.where.width() / 2;
    const auto quarters = [](double pixels) { return static_cast<int>(std::lround(pixels * 4)); };
    const Look look{
        mark.shape, mark.tone, mark.filled, mark.square, mark.fate, quarters(radius), quarters(mark.where.height())};
    if (sprites_.size() > most_kept) sprites_.clear();
    auto& pixmap = sprites_[look];
    if (!pixmap.isNull()) return pixmap;
    const QSizeF side{std::ceil(radius * 2 * 1.5) + 2, std::ceil(mark.where.height() * 1.5) + 2};
    const double scale = devicePixelRatioF() * interface_scale();
    pixmap = QPixmap{QSizeF{side * scale}.toSize()};
    pixmap.setDevicePixelRatio(scale);
    pixmap.fill(Qt::transparent);
    QPainter p{&pixmap};
    p.setRenderHint(QPainter::Antialiasing);
    const QPointF centre{side.width() / 2, side.height() / 2};
    if (mark.shape == Shape::cell) {
        draw_cell(p, *theme_, mark, QRectF{centre - QPointF{radius, mark.where.height() / 2}, mark.where.size()});
        return pixmap;
    }
    if (mark.shape == Shape::fate) {
        draw_fate(p, *theme_, mark.fate, centre, radius);
        return pixmap;
    }
    const auto colour = mark.tone == labs::Tone::neutral ? theme_->text : theme_->of(mark.tone);
    p.setPen(mark.filled ? QPen{Qt::NoPen} : QPen{colour, 0.5 + theme_->stroke});
    p.setBrush(mark.filled ? QBrush{colour} : QBrush{Qt::NoBrush});
    const double r = mark.filled ? radius : radius - (0.5 + theme_->stroke) / 2;
    if (mark.square)
        p.drawRoundedRect(QRectF{centre.x() - r * 0.9, centre.y() - r * 0.9, r * 1.8, r * 1.8}, 2, 2);
    else
        p.drawEllipse(centre, r, r);
    return pixmap;
}

/// Laid out once: that takes most of the time of drawing them.
const QStaticText& SceneDiagram::words(const Mark& mark, const QFont& font) {
    const auto room = static_cast<int>(mark.where.width()) + 1;
    if (words_.size() > most_kept) words_.clear();
    auto& words = words_[{mark.text, mark.bold, room}];
    if (words.text().isEmpty()) {
        words.setTextFormat(Qt::PlainText);
        words.setText(QFontMetrics{font}.elidedText(mark.text, Qt::ElideRight, room));
        words.prepare({}, font);
    }
    return words;
}

void SceneDiagram::drawWords(QPainter& p, const Mark& mark) {
    p.setFont(mark.bold ? bold_ : font());
    p.setPen(mark.bold && mark.tone == labs::Tone::neutral ? theme_->text : theme_->of(mark.tone));
    const auto& text = words(mark, p.font());
    const auto left = mark.where.width() - text.size().width();
    const double share = mark.side.testFlag(Qt::AlignRight) ? 1 : mark.side.testFlag(Qt::AlignHCenter) ? 0.5 : 0;
    p.drawStaticText(mark.where.topLeft() + QPointF{left * share, (mark.where.height() - text.size().height()) / 2},
                     text);
}

/// In whole pixels, and its round ends are pictures: an outline takes as long as forty of them.
void SceneDiagram::drawPipe(QPainter& p, const Mark& mark, const QColor& colour) {
    const double pixel = p.deviceTransform().m11();
    const auto where = mark.where.normalized();
    // Pipes of one height in the design have one in pixels, wherever they lie.
    const int high = std::max(1, static_cast<int>(std::lround(where.height() * pixel)));
    const double left = std::round(where.left() * pixel);
    const double top = std::round(where.top() * pixel);
    const double wide = std::round(where.right() * pixel) - left;
    if (high > largest_end_px || (mark.shape == Shape::pipe && wide < high)) {
        const double round = std::min(where.width(), where.height()) / 2;
        p.setBrush(colour);
        p.setPen(Qt::NoPen);
        p.drawRoundedRect(where, round, round);
        return;
    }
    if (sprites_.size() > most_kept) sprites_.clear();
    auto& ends = sprites_[{mark.shape, mark.tone, true, false, Fate::completed, high, 0}];
    if (ends.isNull()) {
        ends = QPixmap{high, high};
        ends.fill(Qt::transparent);
        QPainter painter{&ends};
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(colour);
        painter.drawEllipse(ends.rect());
    }
    const int end = high / 2;
    const auto on_card = [&](double x, double width) {
        return QRectF{x / pixel, top / pixel, width / pixel, high / pixel};
    };
    if (wide < high) {  // the bottom of what fills a pipe, which is round
        p.drawPixmap(on_card(left, wide), ends, QRectF(mark.shape == Shape::level ? high - wide : 0, 0, wide, high));
        return;
    }
    p.drawPixmap(on_card(left, end), ends, QRectF(0, 0, end, high));
    p.drawPixmap(on_card(left + wide - end, end), ends, QRectF(high - end, 0, end, high));
    p.setRenderHint(QPainter::Antialiasing, false);
    p.fillRect(on_card(left + end, wide - 2 * end), colour);
    p.setRenderHint(QPainter::Antialiasing);
}

void SceneDiagram::draw(QPainter& p, const Mark& mark) {
    switch (mark.shape) {
        case Shape::box:
            p.setPen(QPen{theme_->border, theme_->stroke});
            p.setBrush(theme_->raised);
            p.drawRoundedRect(mark.where, 8, 8);
            return;
        case Shape::pipe:
        case Shape::bar:
        case Shape::level: {
            auto colour = mark.shape == Shape::pipe ? theme_->track : theme_->of(mark.tone);
            if (mark.shape == Shape::level) colour.setAlphaF(0.4F);
            if (mark.shape != Shape::pipe || !theme_->high_contrast) {
                drawPipe(p, mark, colour);
                return;
            }
            // Items of all colours stand out on it.
            p.setPen(QPen{theme_->border, 1});
            p.setBrush(theme_->raised);
            const double round = std::min(mark.where.width(), mark.where.height()) / 2;
            p.drawRoundedRect(mark.where, round, round);
            return;
        }
        case Shape::cell:
            // There are many small ones, and a rounded outline costs as much as forty pictures.
            if (std::max(mark.where.width(), mark.where.height()) <= largest_sprite_px)
                draw_sprite(p, sprite(mark), mark.where.center());
            else
                draw_cell(p, *theme_, mark, mark.where);
            return;
        case Shape::frame:
            p.setPen(QPen{theme_->of(mark.tone), 0.5 + theme_->stroke});
            p.setBrush(Qt::NoBrush);
            p.drawRoundedRect(mark.where.adjusted(0.75, 0.75, -0.75, -0.75), 2, 2);
            return;
        case Shape::line:
            p.setPen(QPen{theme_->of(mark.tone), theme_->stroke});
            p.drawLine(mark.where.topLeft(), mark.where.bottomRight());
            return;
        case Shape::curve:
            p.setBrush(Qt::NoBrush);
            p.setPen(
                QPen{theme_->high_contrast ? theme_->border : theme_->track, mark.amount, Qt::SolidLine, Qt::RoundCap});
            p.drawPath(mark.path);
            if (!theme_->high_contrast) return;
            p.setPen(QPen{theme_->raised, mark.amount - 2, Qt::SolidLine, Qt::RoundCap});
            p.drawPath(mark.path);
            return;
        case Shape::reach:
            p.setOpacity(mark.amount);
            p.setPen(QPen{theme_->of(mark.tone), 1.5, Qt::DashLine});
            p.setBrush(Qt::NoBrush);
            p.drawPath(mark.path);
            p.setOpacity(1);
            return;
        case Shape::arc:
            p.setBrush(Qt::NoBrush);
            p.setPen(QPen{theme_->track, 3});
            p.drawEllipse(mark.where);
            p.setPen(QPen{theme_->of(mark.tone), 3});
            p.drawArc(mark.where, 90 * 16, static_cast<int>(-360 * 16 * mark.amount));
            return;
        case Shape::arm: {
            const auto hinge = mark.where.topLeft();
            p.setPen(QPen{theme_->of(mark.tone), 4, Qt::SolidLine, Qt::RoundCap});
            p.drawLine(hinge, mark.where.bottomRight());
            p.setPen(Qt::NoPen);
            p.setBrush(theme_->text);
            p.drawEllipse(hinge, 6, 6);
            return;
        }
        case Shape::words:
            drawWords(p, mark);
            return;
        case Shape::token:
        case Shape::fate: {
            draw_sprite(p, sprite(mark), mark.where.center());
            if (mark.text.isEmpty() || mark.where.width() < 11) return;
            p.setFont(designed_font(static_cast<int>(std::min(10.0, mark.where.width() * 0.65))));
            p.setPen(mark.filled ? theme_->on_accent : theme_->text);
            p.drawText(mark.where.adjusted(-4, -4, 4, 4), Qt::AlignCenter, mark.text);
            return;
        }
    }
}

void SceneDiagram::drawItems(QPainter& p) {
    Mark look;
    const double radius = shown_.item_radius_px;
    look.where = {0, 0, 2 * radius, 2 * radius};
    for (const auto& item : travellers_.seen()) {
        look.shape = item.fate ? Shape::fate : Shape::token;
        look.tone = item.fate ? labs::Tone::neutral : labs::Tone::active;
        look.fate = item.fate.value_or(Fate::completed);
        p.setOpacity(std::clamp(item.opacity, 0.0, 1.0));
        draw_sprite(p, sprite(look), item.at);
    }
    p.setOpacity(1);
}

void SceneDiagram::paintEvent(QPaintEvent* event) {
    paintStill();
    QPainter p{this};
    const double scale = devicePixelRatioF();
    for (const auto& rect : event->region()) {
        // Whole pixels of the picture, or seams would show where a pixel of the design is not so many whole ones.
        const QRectF part = QRectF{QPointF{rect.topLeft()} * scale, QSizeF{rect.size()} * scale}.toAlignedRect();
        p.drawPixmap(QRectF{part.topLeft() / scale, part.size() / scale}, still_, part);
    }
    p.setRenderHint(QPainter::Antialiasing);
    p.scale(interface_scale(), interface_scale());
    for (const auto& mark : moving_.marks()) draw(p, mark);
    drawItems(p);
    for (const auto& mark : gliding_) draw(p, mark);
    if (!showsFocus()) return;
    const double half = (theme_->stroke + 1) / 2;
    p.setPen(QPen{theme_->accent, 2 * half});
    p.setBrush(Qt::NoBrush);
    p.drawRoundedRect(QRectF{{}, card()}.adjusted(half, half, -half, -half), 8, 8);
    if (const auto* mark = chosen_ ? shown_.at(*chosen_) : nullptr; mark != nullptr)
        p.drawRoundedRect(mark->where.adjusted(-3, -3, 3, 3), 4, 4);
}

}  // namespace weir::ui
