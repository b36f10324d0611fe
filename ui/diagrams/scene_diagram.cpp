#include "ui/diagrams/scene_diagram.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace weir::ui {
namespace {

using Shape = Mark::Shape;

// Of the way that is left, a frame.
constexpr double glides = 0.3;
constexpr std::size_t most_in_flow = 4000;

/// What of a mark glides.
QPointF spot_of(const Mark& mark) { return mark.shape == Shape::arm ? mark.where.bottomRight() : mark.where.center(); }

void put(Mark& mark, QPointF to) {
    if (mark.shape != Shape::arm) {
        mark.where.moveCenter(to);
        return;
    }
    // Its end glides along a straight line: it keeps its length all the same.
    const auto hinge = mark.where.topLeft();
    const double wanted = std::hypot(mark.where.width(), mark.where.height());
    const double length = std::hypot(to.x() - hinge.x(), to.y() - hinge.y());
    mark.where.setBottomRight(hinge + (to - hinge) * (length > 0 ? wanted / length : 0));
}

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
    composed_ = true;
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
    gliding_.clear();
    for (auto mark : shown_.marks()) {
        if (mark.id == 0) continue;
        const auto spot = spot_of(mark);
        const auto known = spots_.find(mark.id);
        auto seen = spot;
        if (known != spots_.end() || (follow && shown_.source)) {
            const auto before = known != spots_.end() ? known->second : *shown_.source;
            const auto left = spot - before;
            if (std::hypot(left.x(), left.y()) > 1) seen = before + left * glides;
        }
        now[mark.id] = seen;
        put(mark, seen);
        gliding_.push_back(std::move(mark));
    }
    spots_.swap(now);
}

void SceneDiagram::animate(double now_s) {
    now_s_ = now_s;
    forget(flow_.arrived_s, now_s_ - Flow::kept_s);
    forget(flow_.started_s, now_s_ - Flow::kept_s);
    if (reduced_motion_) spots_.clear();
    glide();
    travellers_.walk(shown_.ways, now_s_, reduced_motion_);
    // A screen reader is told twice a second by the clock on the wall: engine time may run a hundred times as fast.
    if (!described_.isValid() || described_.hasExpired(500)) {
        described_.start();
        setAccessibleDescription(textTwin());
    }
    composeMoving();
    updateParts();
}

void SceneDiagram::composeMoving() {
    moving_ = snapshot_ && scene_of_.compose_moving != nullptr
                  ? scene_of_.compose_moving({*snapshot_, flow_, now_s_, card()})
                  : Scene{card()};
}

/// Composes with nothing on its way.
void SceneDiagram::settle() {
    compose();
    composeMoving();
    spots_.clear();
    gliding_.clear();
    std::ranges::copy_if(shown_.marks(), std::back_inserter(gliding_), [](const Mark& mark) { return mark.id != 0; });
    update();
}

void SceneDiagram::setTheme(const Theme& theme) {
    theme_ = &theme;
    sprites_.clear();
    words_.clear();
    still_ = {};
    if (shown_.card() != card()) settle();
    update();
}

QSizeF SceneDiagram::card() const { return QSizeF{size()} / interface_scale(); }

void SceneDiagram::setReducedMotion(bool reduced) {
    reduced_motion_ = reduced;
    settle();
}

void SceneDiagram::clear() {
    flow_ = {};
    travellers_.clear();
    now_s_ = 0;
    described_.invalidate();
    settle();
}

QString SceneDiagram::textTwin() const {
    return snapshot_ ? scene_of_.describe({*snapshot_, flow_, now_s_, card()}) : QString{};
}

void SceneDiagram::resizeEvent(QResizeEvent* event) {
    Diagram::resizeEvent(event);
    if (shown_.card() == card()) return;
    still_ = {};
    settle();
}

}  // namespace weir::ui

#include "moc_scene_diagram.cpp"
