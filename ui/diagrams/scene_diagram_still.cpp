// What of a diagram is painted anew: in the picture of what stands still only where marks have changed, in the widget
// there and where something moves.
#include <QPainter>
#include <QRegion>
#include <algorithm>
#include <cstdint>
#include <iterator>
#include <tuple>
#include <utility>

#include "ui/diagrams/scene_diagram.h"

namespace weir::ui {
namespace {

using Shape = Mark::Shape;

// Of a picture, to paint anew one by one: what lies in two is painted twice.
constexpr std::size_t most_parts = 6;

/// Whether both are painted alike.
bool alike(const Mark& a, const Mark& b) {
    const auto looks = [](const Mark& m) {
        return std::tie(m.shape, m.where, m.tone, m.filled, m.square, m.bold, m.amount, m.path, m.fate, m.text, m.side);
    };
    return looks(a) == looks(b);
}

/// Where a mark is painted, or more.
QRectF extent(const Mark& mark) {
    auto extent = mark.where.normalized();
    if (!mark.path.isEmpty()) extent |= mark.path.boundingRect();
    const auto around = [&] {
        switch (mark.shape) {
            case Shape::words:
                return 3.0;
            case Shape::curve:
                return mark.amount / 2 + 2;
            case Shape::token:
            case Shape::fate:  // pictures are larger than what they stand for, and so may be the words in one
                return std::max(5.0, 2 + extent.width() / 4);
            case Shape::arm:
                return 8.0;
            default:
                return 3.0;
        }
    }();
    return extent.adjusted(-around, -around, around, around);
}

QRect pixels_of(const QRectF& where, double pixel) {
    return QRectF{where.topLeft() * pixel, where.size() * pixel}.toAlignedRect().adjusted(-1, -1, 1, 1);
}

/// Adds what is to be painted anew to the part that grows least by it, or as a part of its own.
void add_part(std::vector<QRect>& parts, const QRect& where) {
    const auto area = [](const QRect& r) { return std::int64_t{r.width()} * r.height(); };
    const auto growth = [&](const QRect& part) { return area(part.united(where)) - area(part); };
    const auto nearest = std::ranges::min_element(parts, {}, growth);
    if (nearest == parts.end() || (parts.size() < most_parts && growth(*nearest) > 2 * area(where)))
        parts.push_back(where);
    else
        *nearest = nearest->united(where);
}

}  // namespace

/// Only where marks have changed: to paint all anew took most of the time of a frame that shows another state.
void SceneDiagram::paintStill() {
    const double scale = devicePixelRatioF();
    const auto pixels = QSizeF{QSizeF{size()} * scale}.toSize();
    const bool fits = still_.size() == pixels && still_.devicePixelRatio() == scale;
    if (fits && !std::exchange(composed_, false)) return;
    std::vector<Mark> marks;
    std::ranges::copy_if(shown_.marks(), std::back_inserter(marks), [](const Mark& mark) { return mark.id == 0; });
    std::vector<QRect> changed;
    if (!fits) {
        still_ = QPixmap{pixels};
        changed.push_back(still_.rect());
    }
    still_.setDevicePixelRatio(1);  // a part is in whole pixels of the picture
    const double pixel = scale * interface_scale();
    const auto change = [&](const std::vector<Mark>& all, std::size_t i) {
        if (i < all.size()) add_part(changed, pixels_of(extent(all[i]), pixel));
    };
    for (std::size_t i = 0; i < std::max(marks.size(), painted_.size()); ++i) {
        if (i < marks.size() && i < painted_.size() && alike(marks[i], painted_[i])) continue;
        change(painted_, i);
        change(marks, i);
    }
    painted_.swap(marks);
    for (const auto& part : changed) paintStill(part, pixel);
    still_.setDevicePixelRatio(scale);
    changed_.insert(changed_.end(), changed.begin(), changed.end());
}

void SceneDiagram::paintStill(const QRect& part, double pixel) {
    QPainter p{&still_};
    p.setClipRect(part);
    const auto frame = 9 * pixel;  // of it, its round corners' and more than its outline's
    const bool inside = QRectF{still_.rect()}.adjusted(frame, frame, -frame, -frame).contains(part);
    p.fillRect(part, inside ? theme_->panel : theme_->window);
    p.setRenderHint(QPainter::Antialiasing);
    p.scale(pixel, pixel);
    if (!inside) {
        const double half = theme_->stroke / 2;
        p.setPen(QPen{theme_->border, theme_->stroke});
        p.setBrush(theme_->panel);
        p.drawRoundedRect(QRectF{{}, card()}.adjusted(half, half, -half, -half), 8, 8);
    }
    for (const auto& mark : painted_)
        if (part.intersects(pixels_of(extent(mark), pixel))) draw(p, mark);
}

std::vector<QRect> SceneDiagram::moving() const {
    const double pixel = devicePixelRatioF() * interface_scale();
    std::vector<QRect> parts;
    for (const auto* marks : {&moving_.marks(), &gliding_})
        for (const auto& mark : *marks) add_part(parts, pixels_of(extent(mark), pixel));
    Mark item;
    item.shape = Shape::token;
    const double side = 2 * shown_.item_radius_px;
    for (const auto& seen : travellers_.seen()) {
        item.where = {seen.at - QPointF{side / 2, side / 2}, QSizeF{side, side}};
        add_part(parts, pixels_of(extent(item), pixel));
    }
    return parts;
}

/// Asks to be painted where anything has changed since: a frame's time goes into copying the whole otherwise.
void SceneDiagram::updateParts() {
    paintStill();
    auto parts = std::exchange(changed_, {});
    auto moving_now = moving();
    for (const auto* moved : {&moved_, &moving_now}) parts.insert(parts.end(), moved->begin(), moved->end());
    moved_.swap(moving_now);
    if (showsFocus()) {  // the outline of the chosen part goes where that goes
        update();
        return;
    }
    QRegion region;
    for (const auto& part : parts) {
        const double scale = devicePixelRatioF();
        region |= QRectF{QPointF{part.topLeft()} / scale, QSizeF{part.size()} / scale}.toAlignedRect();
    }
    update(region);
}

}  // namespace weir::ui
