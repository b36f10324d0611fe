// A bus with seats and a departure clock, the buses under way, and those that left: each as high as it was full, with
// why it left.
#include <algorithm>

#include "core/labs/batching_state.h"
#include "ui/diagrams/scene.h"

namespace weir::ui {
namespace batching_picture {

using labs::Tone;
using State = labs::BatchingState;
using Reason = State::Reason;

struct Why {
    Tone tone;
    QString words;
};

Why why(Reason reason) {
    switch (reason) {
        case Reason::full:
            return {Tone::good, Scene::tr("full")};
        case Reason::time:
            return {Tone::warning, Scene::tr("by time")};
        case Reason::flush:
            return {Tone::special, Scene::tr("flushed")};
    }
    return {};
}

void compose_bus(Scene& scene, const State& s, const QRectF& bus) {
    const auto seated = std::min(s.waiting, s.seats);
    scene.words({bus.left(), bus.top() - 19, bus.width(), Scene::line_px},
                Scene::tr("%1 of %2 seats taken").arg(seated).arg(s.seats));
    scene.box(bus, Scene::tr("the next batch: %1 items of %2 that make it full").arg(seated).arg(s.seats));
    scene.cells(bus.adjusted(9, 9, -6, -6), s.seats, seated, Tone::active, Scene::tr("a place in the batch"));
    const QRectF clock{bus.left(), bus.bottom() + 8, bus.width(), 8};
    const double gone = s.clock_runs && s.linger_s > 0 ? 1 - s.departs_in_s / s.linger_s : 0;
    scene.gauge(clock, gone, Tone::warning, Scene::tr("the departure clock: a batch leaves when it is full of time"));
    scene.words({bus.left(), clock.bottom() + 4, bus.width(), Scene::line_px},
                !s.clock_runs         ? Scene::tr("the clock stands")
                : s.departs_in_s <= 0 ? Scene::tr("due; waits for a slot")
                                      : Scene::tr("leaves in %1 ms").arg(s.departs_in_s * 1e3, 0, 'f', 0));
}

void compose_departed(Scene& scene, const State& s, const QRectF& area) {
    scene.words({area.left(), area.top(), area.width(), Scene::line_px},
                Scene::tr("the last %1 batches").arg(s.departed.size()));
    const double step = std::min(area.width() / 16, 34.0);
    const double high = area.height() - 20 - 22;
    const double floor = area.top() + 20 + high;
    for (std::size_t i = 0; i < s.departed.size(); ++i) {
        const auto& batch = s.departed[i];
        const auto [tone, words] = why(batch.reason);
        const double share =
            s.seats > 0 ? std::min(1.0, static_cast<double>(batch.size) / static_cast<double>(s.seats)) : 0;
        const double height = std::max(3.0, high * share);
        const QRectF bar{area.left() + static_cast<double>(i) * step, floor - height, step * 0.75, height};
        scene.cell(bar, tone, true,
                   Scene::tr("batch %1: %2 items, %3; its first waited %4 ms")
                       .arg(batch.number)
                       .arg(batch.size)
                       .arg(words)
                       .arg(batch.first_wait_ms, 0, 'f', 1));
    }
    double x = area.left();
    const double apart = std::min(area.width() / 3, 62.0);
    for (const auto reason : {Reason::full, Reason::time, Reason::flush}) {
        const auto [tone, words] = why(reason);
        scene.cell({x, floor + 9.5, 8, 8}, tone, true);
        scene.words({x + 12, floor + 6, apart - 14, Scene::line_px}, words);
        x += apart;
    }
}

Scene compose(const Moment& m) {
    Scene scene{m.card};
    const auto* s = state_of<State>(m);
    if (s == nullptr) return scene;
    const double w = m.card.width();
    const auto inner = scene.inner();
    const double pipe = std::clamp(m.card.height() * 0.09, 16.0, 26.0);
    const QRectF lane{inner.left(), inner.center().y() - pipe / 2 - 8, w * 0.2, pipe};
    scene.words({lane.left(), lane.top() - 20, lane.width(), Scene::line_px},
                Scene::tr("arrivals %1 /s").arg(rate_text(s->arrivals_per_s)));
    const auto behind = s->waiting > s->seats ? s->waiting - s->seats : 0;
    scene.tank(lane,
               s->queue_capacity > 0 ? static_cast<double>(s->waiting) / static_cast<double>(s->queue_capacity) : 0,
               Tone::active, Scene::tr("%1 items wait, of %2 that may").arg(s->waiting).arg(s->queue_capacity));
    scene.words({lane.left(), lane.bottom() + 5, lane.width(), Scene::line_px},
                Scene::tr("%1 of %2 wait").arg(s->waiting).arg(s->queue_capacity));
    if (behind > 0)
        scene.words({lane.left(), lane.bottom() + 23, lane.width(), Scene::line_px},
                    Scene::tr("%1 for the next").arg(behind), Tone::warning);
    if (s->rejected_per_s > 0)
        scene.words({lane.left(), lane.bottom() + 41, lane.width(), Scene::line_px},
                    Scene::tr("rejected %1 /s").arg(rate_text(s->rejected_per_s)), Tone::special);

    scene.words({lane.left(), inner.bottom() - Scene::line_px, lane.width(), Scene::line_px}, sampled_text(m));
    const QRectF bus{inner.left() + w * 0.22, inner.top() + 20, w * 0.21, inner.height() - 20 - 42};
    compose_bus(scene, *s, bus);

    const QRectF calls{inner.left() + w * 0.455, inner.top() + 20, w * 0.16, inner.height() - 20 - 42};
    scene.words({calls.left(), inner.top() + 1, calls.width(), Scene::line_px},
                Scene::tr("%1 of %2 in flight").arg(s->in_flight).arg(s->slot_count));
    scene.box(calls, Scene::tr("batches that are being handled"));
    scene.item_radius_px = pipe * 0.22;
    scene.along(entrance, waiting, lane, 0.4);
    scene.leave(waiting, {Fate::rejected, Fate::cancelled, Fate::dropped}, {lane.right() - pipe / 2, lane.bottom()},
                {0, 20});
    scene.ways.way(waiting, at_work(), {bus.right() - 6, lane.center().y()}, {calls.left() + 14, lane.center().y()},
                   0.25);
    scene.leave(at_work(), {Fate::completed, Fate::failed, Fate::timed_out, Fate::cancelled, Fate::dropped},
                {calls.right() + 2, lane.center().y()}, {16, 0});
    scene.cells(calls.adjusted(9, 9, -6, -6), s->slot_count, s->in_flight, Tone::active,
                Scene::tr("a batch in flight"));
    const auto trouble = s->ended           ? Scene::tr("the loop has ended")
                         : s->outage        ? Scene::tr("OUTAGE")
                         : s->latency_spike ? Scene::tr("LATENCY SPIKE")
                                            : QString{};
    scene.words({calls.left(), calls.bottom() + 6, calls.width(), Scene::line_px},
                trouble.isEmpty()
                    ? Scene::tr("%1 + %2 n ms").arg(s->cost_fixed_ms, 0, 'g', 3).arg(s->cost_item_ms, 0, 'g', 3)
                    : trouble,
                trouble.isEmpty() ? Tone::muted : Tone::bad);
    scene.words({calls.left(), calls.bottom() + 24, calls.width(), Scene::line_px},
                Scene::tr("ok %1 /s").arg(rate_text(s->completed_per_s)), Tone::good);

    compose_departed(
        scene, *s,
        {inner.left() + w * 0.64, inner.top() + 1, inner.right() - inner.left() - w * 0.64, inner.height() - 1});
    return scene;
}

QString describe(const Moment& m) {
    const auto* s = state_of<State>(m);
    if (s == nullptr) return {};
    return Scene::tr(
               "%1 of %2 seats of the next batch are taken; %3 of %4 batches are in flight. %5 items a second arrive, "
               "%6 complete, %7 fail, %8 are rejected.")
        .arg(std::min(s->waiting, s->seats))
        .arg(s->seats)
        .arg(s->in_flight)
        .arg(s->slot_count)
        .arg(rate_text(s->arrivals_per_s), rate_text(s->completed_per_s), rate_text(s->failed_per_s),
             rate_text(s->rejected_per_s));
}

}  // namespace batching_picture

const SceneOf batching_scene{batching_picture::compose, batching_picture::describe};

}  // namespace weir::ui
