// A room behind glass and the line in front of it: readers are round, a writer is square. What got lost lies beside it.
#include <algorithm>

#include "core/labs/shared_state_state.h"
#include "ui/diagrams/scene.h"
#include "ui/text.h"

namespace weir::ui {
namespace shared_state_picture {

using labs::Tone;
using State = labs::RoomState;

void someone(Scene& scene, QPointF at, const State::Guest& guest, const QString& where) {
    constexpr double radius = 6;
    const auto id = guest.item + 1;
    if (guest.writes)
        scene.square(at, radius, Tone::warning, Scene::tr("item %1, a writer, %2").arg(guest.item).arg(where), id);
    else
        scene.token(at, radius, Tone::active, Scene::tr("item %1, a reader, %2").arg(guest.item).arg(where), {}, id);
}

enum class Who { all, readers, writers };

/// Those inside, in rows.
void inside(Scene& scene, const State& s, const QRectF& room, Who who) {
    constexpr double step = 17;
    const auto columns = static_cast<std::size_t>(std::max(1.0, room.width() / step));
    const auto rows = static_cast<std::size_t>(std::max(1.0, room.height() / step));
    std::size_t i = 0;
    for (const auto& guest : s.inside) {
        if (i == columns * rows) return;
        if (who != Who::all && guest.writes != (who == Who::writers)) continue;
        someone(scene, room.topLeft() + (place_in_rows(i++, columns) + QPointF{0.5, 0.5}) * step, guest,
                Scene::tr("inside"));
    }
}

QString strategy_text(const State& s) {
    if (s.textbook) return Scene::tr("get, then set");
    auto words = text(s.strategy).replace(QLatin1Char{'_'}, QLatin1Char{' '});
    if (s.by_get_and_set) words += Scene::tr(" · get, then set");
    return words;
}

void compose_line(Scene& scene, const State& s, const QRectF& lane) {
    scene.words({lane.left(), lane.top() - Scene::line_px - 5, lane.width(), Scene::line_px},
                Scene::tr("%1 readers and %2 writers wait").arg(s.readers_waiting).arg(s.writers_waiting));
    scene.pipe(lane, Scene::tr("who waits, in order of coming: the first stands at the door"));
    constexpr double step = 15;
    scene.source = QPointF{lane.left() + 8, lane.center().y()};
    const auto room = static_cast<std::size_t>(std::max(1.0, (lane.width() - lane.height()) / step));
    const auto shown = std::min(room, s.line.size());
    for (std::size_t i = 0; i < shown; ++i)
        someone(scene, {lane.right() - lane.height() / 2 - static_cast<double>(i) * step, lane.center().y()}, s.line[i],
                Scene::tr("waiting"));
    scene.words({lane.left(), lane.bottom() + 5, lane.width(), Scene::line_px},
                Scene::tr("mean wait %1 ms").arg(s.mean_wait_ms, 0, 'f', 2));
}

void compose_rooms(Scene& scene, const State& s, const QRectF& area) {
    scene.words({area.left(), area.top(), area.width(), Scene::line_px}, strategy_text(s));
    const QRectF room = area.adjusted(0, 20, 0, -20);
    if (s.readers_apart) {
        const double half = room.width() / 2 - 4;
        const QRectF left{room.left(), room.top(), half, room.height()};
        const QRectF right{room.right() - half, room.top(), half, room.height()};
        scene.box(left, Scene::tr("readers look at the newest snapshot; nobody keeps them waiting"));
        scene.box(right, Scene::tr("the writer makes the next snapshot"));
        inside(scene, s, left.adjusted(10, 10, -6, -6), Who::readers);
        inside(scene, s, right.adjusted(10, 10, -6, -6), Who::writers);
    } else {
        scene.box(room, s.one_at_a_time ? Scene::tr("the map: one at a time, readers too")
                        : s.shards > 1  ? Scene::tr("the map in %1 shards: readers or one writer in each").arg(s.shards)
                                        : Scene::tr("the map: readers together, or one writer"));
        inside(scene, s, room.adjusted(10, 10, -6, -6), Who::all);
    }
    scene.words({area.left(), area.bottom() - Scene::line_px, area.width(), Scene::line_px},
                s.shards > 1 ? Scene::tr("%1 shards · at most %2 readers at once").arg(s.shards).arg(s.max_readers)
                             : Scene::tr("at most %1 readers at once").arg(s.max_readers));
}

Scene compose(const Moment& m) {
    Scene scene{m.card};
    const auto* s = state_of<State>(m);
    if (s == nullptr) return scene;
    const double w = m.card.width();
    const double h = m.card.height();
    const QRectF inner = QRectF{QPointF{}, m.card}.adjusted(Scene::pad_px, 12, -Scene::pad_px, -10);
    const double pipe = std::clamp(h * 0.09, 16.0, 26.0);
    compose_line(scene, *s, {inner.left(), h * 0.45 - pipe / 2, w * 0.34, pipe});
    const QRectF rooms{inner.left() + w * 0.36, inner.top(), w * 0.34, inner.height()};
    compose_rooms(scene, *s, rooms);

    const QRectF right{rooms.right() + w * 0.025, inner.top(), inner.right() - rooms.right() - w * 0.025,
                       inner.height()};
    double y = right.top() + 20;
    const auto line = [&](const QString& text, Tone tone = Tone::muted) {
        scene.words({right.left(), y, right.width(), Scene::line_px}, text, tone);
        y += Scene::line_px + 5;
    };
    line(Scene::tr("%1 reads /s").arg(rate_text(s->reads_per_s)), Tone::active);
    line(Scene::tr("%1 writes /s").arg(rate_text(s->writes_per_s)), Tone::warning);
    line(s->lost_updates > 0 ? Scene::tr("%1 updates lost").arg(s->lost_updates) : Scene::tr("no update lost"),
         s->lost_updates > 0 ? Tone::bad : Tone::good);
    const QRectF floor{right.left(), y, right.width(), std::max(0.0, right.bottom() - y)};
    if (s->lost_updates > 0)
        scene.cells(floor, std::min<std::uint64_t>(s->lost_updates, 200), 200, Tone::bad,
                    Scene::tr("updates that the map knows nothing of: %1").arg(s->lost_updates));
    return scene;
}

QString describe(const Moment& m) {
    const auto* s = state_of<State>(m);
    if (s == nullptr) return {};
    return Scene::tr(
               "%1: %2 readers and %3 writers are inside, %4 readers and %5 writers wait. %6 reads and %7 writes a "
               "second; %8 updates lost.")
        .arg(strategy_text(*s))
        .arg(s->readers_inside)
        .arg(s->writers_inside)
        .arg(s->readers_waiting)
        .arg(s->writers_waiting)
        .arg(rate_text(s->reads_per_s), rate_text(s->writes_per_s))
        .arg(s->lost_updates);
}

}  // namespace shared_state_picture

const SceneOf shared_state_scene{shared_state_picture::compose, shared_state_picture::describe};

}  // namespace weir::ui
