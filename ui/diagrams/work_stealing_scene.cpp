// A column for each worker: its deque as a stack, the oldest task on top, where thieves take, and below it the worker,
// who takes at the bottom. A task keeps the number and colour of its home wherever it runs.
#include <algorithm>

#include "core/labs/work_stealing_state.h"
#include "ui/diagrams/scene.h"

namespace weir::ui {
namespace work_stealing_picture {

using labs::Tone;
using State = labs::WorkStealingState;

QString number(std::size_t i) { return QString::number(i); }

void compose_worker(Scene& scene, const State::Worker& worker, std::size_t i, const QRectF& column) {
    const double radius = std::clamp(column.width() * 0.14, 4.0, 8.0);
    const double step = radius * 2 + 2;
    const QRectF box{column.left(), column.bottom() - 40, column.width(), 24};
    const auto name = Scene::tr("worker %1").arg(i);
    scene.box(box, Scene::tr("%1 has run %2 tasks; it stole %3, on %4 visits")
                       .arg(name)
                       .arg(worker.executed)
                       .arg(worker.stolen)
                       .arg(worker.steals));
    if (worker.dead)
        scene.words(box, Scene::tr("dead"), Tone::bad, Qt::AlignHCenter);
    else if (worker.running)
        scene.token(box.center(), radius, tone_of(worker.running_home),
                    Scene::tr("%1 runs a task of worker %2").arg(name).arg(worker.running_home),
                    number(worker.running_home));
    else
        scene.words(box, Scene::tr("idle"), Tone::muted, Qt::AlignHCenter);
    scene.words({column.left(), box.bottom() + 1, column.width(), Scene::line_px}, number(worker.executed), Tone::muted,
                Qt::AlignHCenter);

    const QRectF stack{column.center().x() - radius - 4, column.top() + 17, radius * 2 + 8,
                       box.top() - column.top() - 23};
    scene.pipe(stack,
               Scene::tr("%n task(s) wait in the deque of %1", nullptr, static_cast<int>(worker.waiting)).arg(name));
    const auto room = static_cast<std::size_t>(std::max(1.0, (stack.height() - 6) / step));
    const auto shown = std::min({worker.waiting, room, worker.homes.size()});
    for (std::size_t k = 0; k < shown; ++k) {
        // The lowest is nearest to the owner; what is drawn are the oldest.
        const double y = stack.bottom() - 3 - radius - static_cast<double>(shown - 1 - k) * step;
        scene.token({stack.center().x(), y}, radius, tone_of(worker.homes[k]),
                    Scene::tr("a task of worker %1, waiting for %2").arg(worker.homes[k]).arg(name),
                    number(worker.homes[k]));
    }
    scene.words({column.left(), column.top(), column.width(), Scene::line_px},
                worker.waiting > shown ? QStringLiteral("+%1").arg(worker.waiting - shown) : QString{}, Tone::muted,
                Qt::AlignHCenter);
}

void compose_batch(Scene& scene, const State& s, const QRectF& at) {
    double y = at.top();
    const auto line = [&](const QString& text, Tone tone = Tone::muted) {
        scene.words({at.left(), y, at.width(), Scene::line_px}, text, tone);
        y += Scene::line_px + 4;
    };
    line(Scene::tr("batch %1").arg(s.batches + 1));
    scene.gauge({at.left(), y, at.width(), 8},
                s.tasks > 0 ? static_cast<double>(s.done) / static_cast<double>(s.tasks) : 0, Tone::good,
                Scene::tr("%1 of %2 tasks of the batch are done").arg(s.done).arg(s.tasks));
    y += 14;
    line(Scene::tr("%1 of %2 done").arg(s.done).arg(s.tasks));
    if (s.batches > 0) {
        line(Scene::tr("took %1 ms").arg(s.makespan_s * 1e3, 0, 'f', 0));
        line(Scene::tr("at best %1 ms").arg(s.lower_bound_s * 1e3, 0, 'f', 0), Tone::good);
    }
    line(Scene::tr("%1 steals /s").arg(rate_text(s.steals_per_s)));
    if (s.lost > 0) line(Scene::tr("%1 lost").arg(s.lost), Tone::bad);
    if (s.outage) line(Scene::tr("OUTAGE"), Tone::bad);
    if (s.latency_spike) line(Scene::tr("LATENCY SPIKE"), Tone::warning);
}

/// Where the columns of the workers are.
class Lanes {
public:
    Lanes(const QRectF& inner, std::size_t workers)
        : side{std::max(104.0, (inner.width() + 2 * Scene::pad_px) * 0.14)},
          area{inner.left() + side + 6, inner.top(), inner.width() - 2 * side - 18, inner.height()},
          shown{std::min(static_cast<std::size_t>(std::max(1.0, area.width() / 44)), workers)},
          step_{area.width() / static_cast<double>(std::max<std::size_t>(shown, 1))} {}

    QRectF column(std::size_t i) const {
        const double width = std::min(step_ - 8, 90.0);
        return {area.left() + (static_cast<double>(i) + 0.5) * step_ - width / 2, area.top(), width, area.height()};
    }

    double side;  ///< width of what stands beside them
    QRectF area;
    std::size_t shown;  ///< columns

private:
    double step_;
};

/// The arms of thieves: from the oldest task of whom they stole from to themselves.
Scene compose_arms(const Moment& m) {
    constexpr double seen_s = 0.4;
    Scene scene{m.card};
    const auto* s = state_of<State>(m);
    if (s == nullptr) return scene;
    const Lanes lanes{scene.inner(), s->workers.size()};
    for (std::size_t i = 0; i < lanes.shown; ++i) {
        const auto& thief = s->workers[i];
        const double age_s = m.now_s - thief.robbed_s;
        if (thief.robbed >= lanes.shown || age_s < 0 || age_s > seen_s) continue;
        const auto from = lanes.column(thief.robbed);
        const auto to = lanes.column(i);
        QPainterPath arm{QPointF{from.center().x(), from.top() + 20}};
        arm.cubicTo({from.center().x(), from.top() - 4}, {to.center().x(), to.top() - 4},
                    {to.center().x(), to.bottom() - 44});
        scene.reach(arm, Tone::warning, 1 - age_s / seen_s);
    }
    return scene;
}

Scene compose(const Moment& m) {
    Scene scene{m.card};
    const auto* s = state_of<State>(m);
    if (s == nullptr) return scene;
    const auto inner = scene.inner();
    const Lanes lanes{inner, s->workers.size()};
    const double side = lanes.side;
    const QRectF shared{inner.left(), inner.top(), side, inner.height()};
    const bool central = s->strategy == "central";
    scene.words({shared.left(), shared.top(), side, Scene::line_px}, Scene::tr("shared queue %1").arg(s->shared));
    const QRectF queue{shared.left(), shared.top() + 20, side - 20, std::max(20.0, shared.height() - 46)};
    scene.box(queue, Scene::tr("%n task(s) wait in the queue that all share", nullptr, static_cast<int>(s->shared)));
    scene.cells(queue.adjusted(8, 8, -4, -4), std::max<std::size_t>(s->shared, 1), s->shared, Tone::active,
                Scene::tr("a task in the shared queue"));
    scene.words({shared.left(), queue.bottom() + 4, side, Scene::line_px},
                central          ? Scene::tr("all take here")
                : s->textbook    ? Scene::tr("nobody steals")
                : s->steals_half ? Scene::tr("thieves take half")
                                 : Scene::tr("thieves take one"),
                Tone::muted);

    for (std::size_t i = 0; i < lanes.shown; ++i) compose_worker(scene, s->workers[i], i, lanes.column(i));
    const double right = lanes.area.right() + 12;
    compose_batch(scene, *s, {right, inner.top(), side - 6, inner.height()});
    if (s->workers.size() > lanes.shown)
        scene.words({right, inner.bottom() - Scene::line_px, side - 6, Scene::line_px},
                    Scene::tr("and %1 workers").arg(s->workers.size() - lanes.shown), Tone::muted);
    return scene;
}

QString describe(const Moment& m) {
    const auto* s = state_of<State>(m);
    if (s == nullptr) return {};
    const auto busy = std::ranges::count_if(s->workers, &State::Worker::running);
    std::size_t waiting = 0;
    for (const auto& worker : s->workers) waiting += worker.waiting;
    return Scene::tr(
               "%1 of %2 workers run a task; %3 tasks wait in their deques and %4 in the shared queue. Of this batch "
               "%5 of %6 are done. %7 steals a second.")
        .arg(busy)
        .arg(s->workers.size())
        .arg(waiting)
        .arg(s->shared)
        .arg(s->done)
        .arg(s->tasks)
        .arg(rate_text(s->steals_per_s));
}

}  // namespace work_stealing_picture

const SceneOf work_stealing_scene{work_stealing_picture::compose, work_stealing_picture::describe,
                                  work_stealing_picture::compose_arms};

}  // namespace weir::ui
