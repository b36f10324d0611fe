#include "ui/diagrams/scene_diagram.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

namespace weir::ui {
namespace {

using Shape = Mark::Shape;

// Of the way that is left, a frame.
constexpr double glides = 0.3;
constexpr std::size_t most_in_flow = 4000;

// Pictures of larger cells would not be used twice.
constexpr double largest_sprite_px = 32;

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

/// What of a mark glides.
QPointF spot_of(const Mark& mark) { return mark.shape == Shape::arm ? mark.where.bottomRight() : mark.where.center(); }

void forget(std::deque<double>& times, double before_s) {
    while (!times.empty() && (times.front() < before_s || times.size() > most_in_flow)) times.pop_front();
}

}  // namespace

SceneDiagram::SceneDiagram(const labs::LabInfo& info, const SceneOf& scene, const QString& name, const Theme& theme,
                           QWidget* parent)
    : Diagram{info, parent}, scene_of_{scene}, theme_{&theme} {
    setAccessibleName(name);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setFont(designed_font(11));
}

void SceneDiagram::show(std::shared_ptr<const labs::Snapshot> snapshot) {
    if (snapshot == snapshot_ && shown_.card() == card()) return;
    snapshot_ = std::move(snapshot);
    compose();
}

void SceneDiagram::addEvents(std::span<const labs::ItemEvent> events) {
    travellers_.add(events);
    for (const auto& e : events) {
        if (e.kind == labs::ItemEvent::Kind::arrived) flow_.arrived_s.push_back(e.t_s);
        if (e.kind == labs::ItemEvent::Kind::started) flow_.started_s.push_back(e.t_s);
    }
}

void SceneDiagram::compose() {
    shown_ = snapshot_ ? scene_of_.compose({*snapshot_, flow_, snapshot_->t_s, card()}) : Scene{card()};
}

void SceneDiagram::glide() {
    std::unordered_map<std::uint64_t, QPointF> now;
    std::size_t strangers = 0;
    for (const auto& mark : shown_.marks())
        if (mark.id != 0 && mark.shape != Shape::arm) {
            strangers += spots_.contains(mark.id) ? 0U : 1U;
            now[mark.id] = {};
        }
    // Where most are strangers, they come too fast to be followed: they stand where they are.
    const bool follow = 2 * strangers <= now.size() && !spots_.empty();
    for (const auto& mark : shown_.marks()) {
        if (mark.id == 0) continue;
        auto spot = spot_of(mark);
        const auto known = spots_.find(mark.id);
        if (known != spots_.end() || (follow && shown_.source)) {
            const auto before = known != spots_.end() ? known->second : *shown_.source;
            const auto left = spot - before;
            if (std::hypot(left.x(), left.y()) > 1) spot = before + left * glides;
        }
        now[mark.id] = spot;
    }
    spots_.swap(now);
}

void SceneDiagram::animate(double now_s) {
    now_s_ = now_s;
    forget(flow_.arrived_s, now_s_ - Flow::kept_s);
    forget(flow_.started_s, now_s_ - Flow::kept_s);
    if (reduced_motion_)
        spots_.clear();
    else
        glide();
    travellers_.walk(shown_.ways, now_s_, reduced_motion_);
    // A screen reader is told twice a second by the clock on the wall: engine time may run a hundred times as fast.
    if (!described_.isValid() || described_.hasExpired(500)) {
        described_.start();
        setAccessibleDescription(textTwin());
    }
    update();
}

void SceneDiagram::setTheme(const Theme& theme) {
    theme_ = &theme;
    sprites_.clear();
    still_ = {};
    if (shown_.card() != card()) {
        spots_.clear();
        compose();
    }
    update();
}

QSizeF SceneDiagram::card() const { return QSizeF{size()} / interface_scale(); }

void SceneDiagram::setReducedMotion(bool reduced) {
    reduced_motion_ = reduced;
    spots_.clear();
    update();
}

void SceneDiagram::clear() {
    flow_ = {};
    spots_.clear();
    travellers_.clear();
    now_s_ = 0;
    described_.invalidate();
    compose();
    update();
}

QString SceneDiagram::textTwin() const {
    return snapshot_ ? scene_of_.describe({*snapshot_, flow_, now_s_, card()}) : QString{};
}

void SceneDiagram::resizeEvent(QResizeEvent* event) {
    Diagram::resizeEvent(event);
    if (shown_.card() == card()) return;
    spots_.clear();
    still_ = {};
    compose();
}

// --- Painting -----------------------------------------------------------------------------------------------------

const QPixmap& SceneDiagram::sprite(const Mark& mark) {
    const double radius = mark.where.width() / 2;
    const auto quarters = [](double pixels) { return static_cast<int>(std::lround(pixels * 4)); };
    const Look look{
        mark.shape, mark.tone, mark.filled, mark.square, mark.fate, quarters(radius), quarters(mark.where.height())};
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

void SceneDiagram::drawWords(QPainter& p, const Mark& mark) const {
    p.setFont(mark.bold ? designed_font(11, QFont::DemiBold) : font());
    p.setPen(mark.bold && mark.tone == labs::Tone::neutral ? theme_->text : theme_->of(mark.tone));
    const auto words = p.fontMetrics().elidedText(mark.text, Qt::ElideRight, static_cast<int>(mark.where.width()) + 1);
    p.drawText(mark.where, static_cast<int>(mark.side | Qt::AlignVCenter), words);
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
            const double round = std::min(mark.where.width(), mark.where.height()) / 2;
            auto colour = mark.shape == Shape::pipe ? theme_->track : theme_->of(mark.tone);
            if (mark.shape == Shape::level) colour.setAlphaF(0.4F);
            p.setPen(Qt::NoPen);
            p.setBrush(colour);
            if (mark.shape == Shape::pipe && theme_->high_contrast) {  // items of all colours stand out on it
                p.setPen(QPen{theme_->border, 1});
                p.setBrush(theme_->raised);
            }
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
            // Its end glides along a straight line: it keeps its length all the same.
            const auto hinge = mark.where.topLeft();
            const auto whole = mark.where.bottomRight() - hinge;
            const auto towards = (spots_.contains(mark.id) ? spots_[mark.id] : mark.where.bottomRight()) - hinge;
            const double length = std::hypot(towards.x(), towards.y());
            const double wanted = std::hypot(whole.x(), whole.y());
            p.setPen(QPen{theme_->of(mark.tone), 4, Qt::SolidLine, Qt::RoundCap});
            p.drawLine(hinge, hinge + towards * (length > 0 ? wanted / length : 0));
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
            const auto spot = mark.id != 0 && spots_.contains(mark.id) ? spots_[mark.id] : mark.where.center();
            draw_sprite(p, sprite(mark), spot);
            if (mark.text.isEmpty() || mark.where.width() < 11) return;
            p.setFont(designed_font(static_cast<int>(std::min(10.0, mark.where.width() * 0.65))));
            p.setPen(mark.filled ? theme_->on_accent : theme_->text);
            p.drawText(mark.where.translated(spot - mark.where.center()).adjusted(-4, -4, 4, 4), Qt::AlignCenter,
                       mark.text);
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

void SceneDiagram::paintEvent(QPaintEvent* /*event*/) {
    paintStill();
    QPainter p{this};
    p.drawPixmap(0, 0, still_);
    p.setRenderHint(QPainter::Antialiasing);
    p.scale(interface_scale(), interface_scale());
    if (snapshot_ && scene_of_.compose_moving != nullptr) {
        const auto moving = scene_of_.compose_moving({*snapshot_, flow_, now_s_, card()});
        for (const auto& mark : moving.marks()) draw(p, mark);
    }
    drawItems(p);
    for (const auto& mark : shown_.marks())
        if (mark.id != 0) draw(p, mark);
    if (!showsFocus()) return;
    const double half = (theme_->stroke + 1) / 2;
    p.setPen(QPen{theme_->accent, 2 * half});
    p.setBrush(Qt::NoBrush);
    p.drawRoundedRect(QRectF{{}, card()}.adjusted(half, half, -half, -half), 8, 8);
    if (const auto* mark = chosen_ ? shown_.at(*chosen_) : nullptr; mark != nullptr)
        p.drawRoundedRect(mark->where.adjusted(-3, -3, 3, 3), 4, 4);
}

}  // namespace weir::ui

#include "moc_scene_diagram.cpp"
