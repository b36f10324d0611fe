#include "ui/diagrams/scene.h"

#include <QLocale>
#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace weir::ui {

using labs::Tone;
using Shape = Mark::Shape;

namespace {
constexpr std::uint64_t arm_id = ~std::uint64_t{0};  // a scene has one
}

Mark& Scene::add(Shape shape, const QRectF& where, Tone tone, const QString& tells) {
    auto& mark = marks_.emplace_back();
    mark.shape = shape;
    mark.where = where;
    mark.tone = tone;
    mark.tells = tells;
    return mark;
}

void Scene::box(const QRectF& where, const QString& tells) { add(Shape::box, where, Tone::neutral, tells); }
void Scene::pipe(const QRectF& where, const QString& tells) { add(Shape::pipe, where, Tone::neutral, tells); }

void Scene::gauge(const QRectF& where, double share, Tone tone, const QString& tells) {
    pipe(where, tells);
    auto filled = where;
    filled.setWidth(where.width() * std::clamp(share, 0.0, 1.0));
    if (filled.width() >= 1) add(Shape::bar, filled, tone, tells);
}

void Scene::tank(const QRectF& where, double share, Tone tone, const QString& tells) {
    pipe(where, tells);
    auto filled = where;
    filled.setLeft(where.right() - where.width() * std::clamp(share, 0.0, 1.0));
    if (filled.width() >= 1) add(Shape::level, filled, tone, tells);
}

void Scene::along(Station from, Station to, const QRectF& pipe, double takes_s, bool line_up) {
    const double edge = std::min(pipe.height(), pipe.width()) / 2;
    const QPointF begin{pipe.left() + edge, pipe.center().y()};
    const QPointF end{pipe.right() - edge, pipe.center().y()};
    ways.way(from, to, begin, end, takes_s);
    if (!line_up) return;
    const double apart = 2 * item_radius_px + 2;
    ways.line(to, {end, {-apart, 0}, static_cast<std::size_t>(std::max(1.0, (end.x() - begin.x()) / apart))});
}

void Scene::leave(Station from, std::initializer_list<Fate> fates, QPointF at, QPointF by) {
    constexpr double takes_s = 0.5;
    for (const auto fate : fates) ways.way(from, way_out(fate), at, at + by, takes_s, true);
}

void Scene::cells(const QRectF& room, std::size_t count, std::size_t taken, Tone tone, const QString& tells) {
    if (count == 0 || room.width() < 4 || room.height() < 4) return;
    // The largest squares of which all fit, 14 pixels at most and 5 at least.
    double step = 14;
    const auto fit = [&] {
        return std::max(1.0, std::floor(room.width() / step)) * std::max(1.0, std::floor(room.height() / step));
    };
    while (step > 5 && fit() < static_cast<double>(count)) step -= 0.5;
    const auto places = std::min(count, static_cast<std::size_t>(fit()));
    const auto lit = places == count ? std::min(taken, count) : (std::min(taken, count) * places + count - 1) / count;
    const auto columns = static_cast<std::size_t>(std::max(1.0, std::floor(room.width() / step)));
    for (std::size_t i = 0; i < places; ++i) {
        const auto corner = room.topLeft() + place_in_rows(i, columns) * step;
        cell({corner, QSizeF{step * 0.8, step * 0.8}}, tone, i < lit, tells);
    }
}

void Scene::cell(const QRectF& where, Tone tone, bool filled, const QString& tells) {
    add(Shape::cell, where, tone, tells).filled = filled;
}

void Scene::outline(const QRectF& where, Tone tone, const QString& tells) { add(Shape::frame, where, tone, tells); }

void Scene::token(QPointF centre, double radius, Tone tone, const QString& tells, const QString& text,
                  std::uint64_t id) {
    auto& mark = add(Shape::token, {centre - QPointF{radius, radius}, QSizeF{2 * radius, 2 * radius}}, tone, tells);
    mark.text = text;
    mark.id = id;
}

void Scene::square(QPointF centre, double radius, Tone tone, const QString& tells, std::uint64_t id) {
    token(centre, radius, tone, tells, {}, id);
    marks_.back().square = true;
}

void Scene::ring(QPointF centre, double radius, Tone tone, const QString& tells) {
    token(centre, radius, tone, tells);
    marks_.back().filled = false;
}

void Scene::fate(QPointF centre, double radius, Fate fate, const QString& tells, std::uint64_t id) {
    auto& mark =
        add(Shape::fate, {centre - QPointF{radius, radius}, QSizeF{2 * radius, 2 * radius}}, Tone::neutral, tells);
    mark.fate = fate;
    mark.id = id;
}

void Scene::line(QPointF from, QPointF to, Tone tone) { add(Shape::line, {from, to}, tone, {}); }

void Scene::curve(const QPainterPath& path, double thick, const QString& tells) {
    const double half = thick / 2;
    auto& mark = add(Shape::curve, path.boundingRect().adjusted(-half, -half, half, half), Tone::neutral, tells);
    mark.path = path;
    mark.amount = thick;
}

void Scene::reach(const QPainterPath& path, Tone tone, double opacity) {
    auto& mark = add(Shape::reach, path.boundingRect(), tone, {});
    mark.path = path;
    mark.amount = std::clamp(opacity, 0.0, 1.0);
}

void Scene::arc(QPointF centre, double radius, double share, Tone tone, const QString& tells) {
    add(Shape::arc, {centre - QPointF{radius, radius}, QSizeF{2 * radius, 2 * radius}}, tone, tells).amount =
        std::clamp(share, 0.0, 1.0);
}

void Scene::arm(QPointF hinge, QPointF end, Tone tone, const QString& tells) {
    add(Shape::arm, {hinge, end}, tone, tells).id = arm_id;
}

void Scene::title(const QRectF& where, const QString& text, Tone tone, Qt::Alignment side) {
    words(where, text, tone, side);
    if (!text.isEmpty()) marks_.back().bold = true;
}

void Scene::words(const QRectF& where, const QString& text, Tone tone, Qt::Alignment side) {
    if (text.isEmpty()) return;
    auto& mark = add(Shape::words, where, tone, {});
    mark.text = text;
    mark.side = side;
}

const Mark* Scene::at(QPointF point) const {
    for (auto mark = marks_.rbegin(); mark != marks_.rend(); ++mark)
        if (!mark->tells.isEmpty() && mark->where.adjusted(-2, -2, 2, 2).contains(point)) return &*mark;
    return nullptr;
}

std::optional<QPointF> Scene::next(QPointF from, QPointF direction) const {
    // What lies aside counts more than what lies further ahead, or rows would be left too soon.
    constexpr double aside = 2;
    constexpr double least_px = 1;
    std::optional<QPointF> nearest;
    double least = 0;
    for (const auto& mark : marks_) {
        const auto centre = mark.where.center();
        if (at(centre) != &mark) continue;  // tells nothing, or lies below another
        const auto way = centre - from;
        const double ahead = QPointF::dotProduct(way, direction);
        const double cost = ahead + aside * std::abs(way.x() * direction.y() - way.y() * direction.x());
        // As far aside as ahead is the other direction's.
        if (ahead < least_px || (nearest && cost >= least)) continue;
        nearest = centre;
        least = cost;
    }
    return nearest;
}

const SceneOf* scene_of(std::string_view lab) {
    static const std::map<std::string_view, const SceneOf*> scenes{
        {"fan-out", &fan_out_scene},   {"circuit-breaker", &breaker_scene},
        {"pipeline", &pipeline_scene}, {"rate-limiter", &rate_limiter_scene},
        {"join", &join_scene},         {"shutdown", &shutdown_scene},
        {"service", &service_scene},   {"shared-state", &shared_state_scene},
        {"batching", &batching_scene}, {"work-stealing", &work_stealing_scene}};
    const auto found = scenes.find(lab);
    return found == scenes.end() ? nullptr : found->second;
}

Tone tone_of(std::size_t i) {
    constexpr std::array tones{Tone::active, Tone::warning, Tone::special, Tone::good, Tone::slow, Tone::bad};
    return tones[i % tones.size()];
}

QPointF place_in_rows(std::size_t i, std::size_t columns) {
    const auto row = i / columns;
    return {static_cast<double>(i % columns), static_cast<double>(row)};
}

QString rate_text(double per_s) { return QLocale{}.toString(per_s, 'f', per_s < 10 ? 1 : 0); }

QString sampled_text(const Moment& moment) {
    const auto one_in = moment.snapshot.sampled_one_in;
    return one_in > 1 ? Scene::tr("1 in %1 items drawn").arg(one_in) : QString{};
}

QString fate_text(Fate fate) {
    switch (fate) {
        case Fate::completed:
            return Scene::tr("completed");
        case Fate::failed:
            return Scene::tr("failed");
        case Fate::rejected:
            return Scene::tr("rejected");
        case Fate::timed_out:
            return Scene::tr("timed out");
        case Fate::cancelled:
            return Scene::tr("cancelled");
        case Fate::dropped:
            return Scene::tr("dropped");
    }
    return {};
}

}  // namespace weir::ui
