// Items go from the source to lanes, as many as may be worked on at once, and from there into a tray of results, where
// each lies with its number and its fate. An item glides from its lane to its place in the tray.
#include <algorithm>
#include <cmath>

#include "core/labs/fan_out_state.h"
#include "ui/diagrams/scene.h"

namespace weir::ui {
namespace fan_out_picture {

using labs::Tone;
using State = labs::FanOutState;
using Use = State::Lane::Use;

/// An item's own number for gliding; 0 means none.
std::uint64_t id_of(std::uint64_t item) { return item + 1; }

void compose_source(Scene& scene, const State& s, const QRectF& lane) {
    const QRectF above{lane.left(), lane.top() - 20, lane.width(), Scene::line_px};
    const QRectF below{lane.left(), lane.bottom() + 5, lane.width(), Scene::line_px};
    if (s.open) {
        scene.words(above, Scene::tr("arrivals %1 /s").arg(rate_text(s.arrivals_per_s)));
        scene.gauge(lane, static_cast<double>(std::min<std::size_t>(s.queued, 64)) / 64, Tone::active,
                    Scene::tr("%1 items wait").arg(s.queued));
        scene.words(below, Scene::tr("%1 wait").arg(s.queued));
    } else {
        scene.words(above, Scene::tr("batch %1").arg(s.batches + 1));
        const auto left = s.items - std::min(s.taken, s.items);
        scene.gauge(lane, s.items > 0 ? static_cast<double>(left) / static_cast<double>(s.items) : 0, Tone::active,
                    Scene::tr("%1 of %2 items are still to be taken").arg(left).arg(s.items));
        scene.words(below, Scene::tr("%1 of %2 left").arg(left).arg(s.items));
    }
}

void compose_lanes(Scene& scene, const State& s, const QRectF& area) {
    const auto working = static_cast<std::size_t>(
        std::ranges::count_if(s.lanes, [](const State::Lane& lane) { return lane.use != Use::free; }));
    scene.words({area.left(), area.top(), area.width(), Scene::line_px},
                Scene::tr("%1 of %2 lanes in use").arg(working).arg(s.limit));
    const QRectF room = area.adjusted(0, 20, 0, -20);
    scene.box(room,
              s.textbook ? Scene::tr("one task works on all of them in turn") : Scene::tr("a task for each item"));
    const QRectF grid = room.adjusted(8, 8, -8, -8);
    // Lanes as wide as they can be while all have room.
    std::size_t columns = 1;
    const auto rows_of = [&](std::size_t c) { return (s.lanes.size() + c - 1) / c; };
    while (columns < 16 && grid.height() / static_cast<double>(std::max<std::size_t>(rows_of(columns), 1)) < 13)
        ++columns;
    const auto rows = std::max<std::size_t>(rows_of(columns), 1);
    const double high = std::min(grid.height() / static_cast<double>(rows), 26.0);
    const double wide = grid.width() / static_cast<double>(columns);
    const double radius = std::clamp(high * 0.32, 2.5, 8.0);
    for (std::size_t i = 0; i < s.lanes.size(); ++i) {
        const auto& lane = s.lanes[i];
        const auto place = place_in_rows(i, rows).transposed();  // column by column
        const QRectF at{grid.left() + place.x() * wide, grid.top() + place.y() * high, wide - 5, high - 3};
        if (at.bottom() > grid.bottom() + 2 || at.right() > grid.right() + 2) break;
        scene.pipe(at,
                   i < s.limit ? Scene::tr("a free lane") : Scene::tr("a lane beyond the limit, which is lower now"));
        if (lane.use == Use::free) continue;
        const auto tells = lane.use == Use::ready ? Scene::tr("item %1 waits for a worker").arg(lane.item)
                                                  : Scene::tr("item %1 is being worked on").arg(lane.item);
        scene.token(at.center(), radius, lane.use == Use::ready ? Tone::muted : Tone::active, tells, {},
                    id_of(lane.item));
        if (at.width() >= 76 && at.height() >= Scene::line_px)
            scene.words(at.adjusted(8, 0, -at.width() / 2 - radius, 0), QString::number(lane.item));
    }
    const auto trouble = s.outage ? Scene::tr("OUTAGE") : s.latency_spike ? Scene::tr("LATENCY SPIKE") : QString{};
    scene.words({area.left(), area.bottom() - Scene::line_px, area.width(), Scene::line_px},
                trouble.isEmpty()
                    ? Scene::tr("ok %1 /s · failed %2 /s").arg(rate_text(s.completed_per_s), rate_text(s.failed_per_s))
                    : trouble,
                trouble.isEmpty() ? Tone::muted : Tone::bad);
}

void compose_tray(Scene& scene, const State& s, const QRectF& area) {
    scene.words({area.left(), area.top(), area.width(), Scene::line_px},
                s.open ? Scene::tr("results") : Scene::tr("%1 of %2 delivered").arg(s.delivered).arg(s.items));
    const QRectF tray = area.adjusted(0, 20, 0, -40);
    scene.box(tray, Scene::tr("the newest results, in the order in which they were delivered"));
    const double step = std::clamp((tray.width() - 16) / 8, 9.0, 24.0);
    const auto columns = static_cast<std::size_t>(std::max(1.0, (tray.width() - 12) / step));
    const auto rows = static_cast<std::size_t>(std::max(1.0, (tray.height() - 12) / step));
    const auto shown = std::min({s.tray.size(), columns * rows, std::size_t{32}});
    for (std::size_t i = 0; i < shown; ++i) {
        const auto& result = s.tray[s.tray.size() - shown + i];
        const auto at = tray.topLeft() + QPointF{8, 8} + (place_in_rows(i, columns) + QPointF{0.5, 0.5}) * step;
        auto tells = Scene::tr("item %1 %2").arg(result.item).arg(fate_text(result.fate));
        if (result.out_of_order) tells += Scene::tr("; a later one was there before it");
        scene.fate(at, step * 0.25, result.fate, tells, id_of(result.item));
        if (result.out_of_order) scene.ring(at, step * 0.42, Tone::warning, tells);
    }
    scene.words(
        {area.left(), tray.bottom() + 5, area.width(), Scene::line_px},
        s.held_back > 0 ? Scene::tr("%1 held back").arg(s.held_back) : Scene::tr("%1 out of order").arg(s.out_of_order),
        s.held_back > 0 ? Tone::warning : Tone::muted);
    if (s.batches > 0)
        scene.words({area.left(), tray.bottom() + 24, area.width(), Scene::line_px},
                    Scene::tr("last: %1 ms, at best %2")
                        .arg(s.makespan_s * 1e3, 0, 'f', 0)
                        .arg(s.lower_bound_s * 1e3, 0, 'f', 0));
}

Scene compose(const Moment& m) {
    Scene scene{m.card};
    const auto* s = state_of<State>(m);
    if (s == nullptr) return scene;
    const double w = m.card.width();
    const auto inner = scene.inner();
    scene.source = QPointF{inner.left() + w * 0.19 - 8, inner.center().y()};
    const double pipe = std::clamp(m.card.height() * 0.09, 16.0, 26.0);
    compose_source(scene, *s, {inner.left(), inner.center().y() - pipe / 2, w * 0.19, pipe});
    compose_lanes(scene, *s, {inner.left() + w * 0.22, inner.top(), w * 0.42, inner.height()});
    compose_tray(scene, *s,
                 {inner.left() + w * 0.67, inner.top(), inner.right() - inner.left() - w * 0.67, inner.height()});
    return scene;
}

QString describe(const Moment& m) {
    const auto* s = state_of<State>(m);
    if (s == nullptr) return {};
    const auto working = std::ranges::count(s->lanes, Use::working, &State::Lane::use);
    const auto source =
        s->open ? Scene::tr("%1 items wait").arg(s->queued)
                : Scene::tr("%1 of %2 items are taken and %3 delivered").arg(s->taken).arg(s->items).arg(s->delivered);
    return Scene::tr("%1 of %2 lanes are at work; %3. %4 items a second complete, %5 fail.")
        .arg(working)
        .arg(s->limit)
        .arg(source, rate_text(s->completed_per_s), rate_text(s->failed_per_s));
}

}  // namespace fan_out_picture

const SceneOf fan_out_scene{fan_out_picture::compose, fan_out_picture::describe};

}  // namespace weir::ui
