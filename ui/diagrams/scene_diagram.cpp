#include "ui/diagrams/scene_diagram.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

namespace weir::ui {
namespace {

using Shape = Mark::Shape;

// Of the way that is left, a frame.
constexpr double glides = 0.3;
constexpr std::size_t most_in_flow = 4000;

void forget(std::deque<double>& times, double before_s) {
    while (!times.empty() && (times.front() < before_s || times.size() > most_in_flow)) times.pop_front();
}

}  // namespace

SceneDiagram::SceneDiagram(const labs::LabInfo& info, const SceneOf& scene, const QString& name, const Theme& theme,
                           QWidget* parent)
    : Diagram{info, parent}, scene_of_{scene}, theme_{&theme} {
    setAccessibleName(name);
    setFont(interface_font(11));
}

void SceneDiagram::show(std::shared_ptr<const labs::Snapshot> snapshot) { snapshot_ = std::move(snapshot); }

void SceneDiagram::addEvents(std::span<const labs::ItemEvent> events) {
    for (const auto& e : events) {
        if (e.kind == labs::ItemEvent::Kind::arrived) flow_.arrived_s.push_back(e.t_s);
        if (e.kind == labs::ItemEvent::Kind::started) flow_.started_s.push_back(e.t_s);
    }
}

void SceneDiagram::compose() {
    shown_ = snapshot_ ? scene_of_.compose({*snapshot_, flow_, now_s_, QSizeF{size()}}) : Scene{QSizeF{size()}};
}

void SceneDiagram::glide() {
    std::unordered_map<std::uint64_t, QPointF> now;
    for (const auto& mark : shown_.marks()) {
        if (mark.id == 0) continue;
        auto spot = mark.where.center();
        if (const auto before = spots_.find(mark.id); before != spots_.end()) {
            const auto left = spot - before->second;
            if (std::hypot(left.x(), left.y()) > 1) spot = before->second + left * glides;
        }
        now[mark.id] = spot;
    }
    spots_.swap(now);
}

void SceneDiagram::animate(double now_s) {
    now_s_ = now_s;
    forget(flow_.arrived_s, now_s_ - Flow::kept_s);
    forget(flow_.started_s, now_s_ - Flow::kept_s);
    compose();
    glide();
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
    update();
}

void SceneDiagram::clear() {
    flow_ = {};
    spots_.clear();
    now_s_ = 0;
    described_.invalidate();
    compose();
    update();
}

QString SceneDiagram::textTwin() const {
    return snapshot_ ? scene_of_.describe({*snapshot_, flow_, now_s_, QSizeF{size()}}) : QString{};
}

QString SceneDiagram::tellsAt(QPointF at) const {
    const auto* mark = shown_.at(at);
    return mark != nullptr ? mark->tells : QString{};
}

Setting SceneDiagram::settingAt(QPointF at) const {
    const auto* mark = shown_.at(at);
    return mark != nullptr ? mark->setting : Setting{};
}

void SceneDiagram::tellAt(QPointF local, QPoint global) {
    const auto tells = tellsAt(local);
    QToolTip::showText(global, tells.isEmpty() ? textTwin() : tells, this);
}

bool SceneDiagram::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return Diagram::event(event);
    const auto* help = dynamic_cast<QHelpEvent*>(event);
    if (help != nullptr) tellAt(help->pos(), help->globalPos());
    return true;
}

void SceneDiagram::mousePressEvent(QMouseEvent* event) {
    Diagram::mousePressEvent(event);
    if (event->button() == Qt::LeftButton) tellAt(event->position(), event->globalPosition().toPoint());
}

void SceneDiagram::resizeEvent(QResizeEvent* event) {
    Diagram::resizeEvent(event);
    if (shown_.card() == QSizeF{size()}) return;
    spots_.clear();
    compose();
}

// --- Painting -----------------------------------------------------------------------------------------------------

const QPixmap& SceneDiagram::sprite(const Mark& mark) {
    const double radius = mark.where.width() / 2;
    const Look look{mark.shape,  mark.tone, mark.filled,
                    mark.square, mark.fate, static_cast<int>(std::lround(radius * 4))};
    auto& pixmap = sprites_[look];
    if (!pixmap.isNull()) return pixmap;
    const double side = std::ceil(radius * 2 * 1.5) + 2;
    const double scale = devicePixelRatioF();
    pixmap = QPixmap{QSizeF{side * scale, side * scale}.toSize()};
    pixmap.setDevicePixelRatio(scale);
    pixmap.fill(Qt::transparent);
    QPainter p{&pixmap};
    p.setRenderHint(QPainter::Antialiasing);
    const QPointF centre{side / 2, side / 2};
    if (mark.shape == Shape::fate) {
        draw_fate(p, *theme_, mark.fate, centre, radius);
        return pixmap;
    }
    const auto colour = theme_->of(mark.tone);
    p.setPen(mark.filled ? QPen{Qt::NoPen} : QPen{colour, 1.5});
    p.setBrush(mark.filled ? QBrush{colour} : QBrush{Qt::NoBrush});
    const double r = mark.filled ? radius : radius - 0.75;
    if (mark.square)
        p.drawRoundedRect(QRectF{centre.x() - r * 0.9, centre.y() - r * 0.9, r * 1.8, r * 1.8}, 2, 2);
    else
        p.drawEllipse(centre, r, r);
    return pixmap;
}

void SceneDiagram::drawWords(QPainter& p, const Mark& mark) const {
    p.setFont(font());
    p.setPen(theme_->of(mark.tone));
    const auto words = p.fontMetrics().elidedText(mark.text, Qt::ElideRight, static_cast<int>(mark.where.width()) + 1);
    p.drawText(mark.where, static_cast<int>(mark.side | Qt::AlignVCenter), words);
}

void SceneDiagram::draw(QPainter& p, const Mark& mark) {
    switch (mark.shape) {
        case Shape::box:
            p.setPen(QPen{theme_->border, 1});
            p.setBrush(theme_->raised);
            p.drawRoundedRect(mark.where, 8, 8);
            return;
        case Shape::pipe:
        case Shape::bar: {
            const double round = std::min(mark.where.width(), mark.where.height()) / 2;
            p.setPen(Qt::NoPen);
            p.setBrush(mark.shape == Shape::pipe ? theme_->track : theme_->of(mark.tone));
            p.drawRoundedRect(mark.where, round, round);
            return;
        }
        case Shape::cell: {
            const auto colour = mark.filled ? theme_->of(mark.tone) : theme_->border;
            p.setPen(QPen{colour, 1});
            p.setBrush(mark.filled ? QBrush{colour} : QBrush{Qt::NoBrush});
            p.drawRoundedRect(mark.where, 2, 2);
            return;
        }
        case Shape::line:
            p.setPen(QPen{theme_->of(mark.tone), 1});
            p.drawLine(mark.where.topLeft(), mark.where.bottomRight());
            return;
        case Shape::words:
            drawWords(p, mark);
            return;
        case Shape::token:
        case Shape::fate: {
            const auto& pixmap = sprite(mark);
            const double half = pixmap.width() / pixmap.devicePixelRatio() / 2;
            const auto spot = mark.id != 0 && spots_.contains(mark.id) ? spots_[mark.id] : mark.where.center();
            p.drawPixmap(spot - QPointF{half, half}, pixmap);
            if (mark.text.isEmpty() || mark.where.width() < 11) return;
            p.setFont(interface_font(static_cast<int>(std::min(10.0, mark.where.width() * 0.65))));
            p.setPen(mark.filled ? theme_->on_accent : theme_->text);
            p.drawText(QRectF{spot - QPointF{half, half}, QSizeF{2 * half, 2 * half}}, Qt::AlignCenter, mark.text);
            return;
        }
    }
}

void SceneDiagram::paintEvent(QPaintEvent* /*event*/) {
    QPainter p{this};
    p.setRenderHint(QPainter::Antialiasing);
    p.setPen(QPen{theme_->border, 1});
    p.setBrush(theme_->panel);
    p.drawRoundedRect(QRectF{rect()}.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
    for (const auto& mark : shown_.marks()) draw(p, mark);
    if (showsFocus()) {
        p.setPen(QPen{theme_->accent, 2});
        p.setBrush(Qt::NoBrush);
        p.drawRoundedRect(QRectF{rect()}.adjusted(1, 1, -1, -1), 8, 8);
    }
}

}  // namespace weir::ui
