// Stages from left to right: a bounded queue, and behind it a box with a cell for each worker, who works, or holds an
// item that cannot go on.
#include <algorithm>

#include "core/labs/pipeline_state.h"
#include "ui/diagrams/scene.h"

namespace weir::ui {
namespace pipeline_picture {

using labs::Tone;
using State = labs::PipelineState;

void compose_queue(Scene& scene, const State::Stage& stage, std::size_t k, const QRectF& lane) {
    const bool full = stage.queue_capacity > 0 && stage.queued >= stage.queue_capacity;
    const double share =
        stage.queue_capacity > 0 ? static_cast<double>(stage.queued) / static_cast<double>(stage.queue_capacity) : 0;
    scene.tank(lane, share, full ? Tone::bad : Tone::active,
               stage.queue_capacity > 0
                   ? Scene::tr("queue of stage %1: %2 of %3").arg(k + 1).arg(stage.queued).arg(stage.queue_capacity)
                   : Scene::tr("there is no queue before stage %1").arg(k + 1));
    scene.words({lane.left(), lane.top() - 19, lane.width(), Scene::line_px},
                stage.queue_capacity == 0 ? Scene::tr("no queue")
                : full                    ? Scene::tr("full")
                                          : Scene::tr("queue"),
                full ? Tone::bad : Tone::muted);
    if (stage.queue_capacity > 0)
        scene.words({lane.left(), lane.bottom() + 4, lane.width(), Scene::line_px},
                    QStringLiteral("%1 / %2").arg(stage.queued).arg(stage.queue_capacity));
}

void compose_stage(Scene& scene, const State::Stage& stage, std::size_t k, const QRectF& box, bool slowest) {
    scene.box(box, Scene::tr("stage %1: %2 of %3 workers work and %4 hold a finished item; it passed %5 a second on")
                       .arg(k + 1)
                       .arg(stage.working)
                       .arg(stage.workers)
                       .arg(stage.held)
                       .arg(rate_text(stage.passed_per_s)));
    scene.words({box.left() + 9, box.top() + 7, box.width() - 18, Scene::line_px}, Scene::tr("stage %1").arg(k + 1),
                slowest ? Tone::warning : Tone::muted);
    scene.words({box.left() + 9, box.top() + 7 + Scene::line_px, box.width() - 18, Scene::line_px},
                Scene::tr("%1 ms").arg(stage.latency_ms, 0, 'g', 3));
    const QRectF room{box.left() + 9, box.top() + 14 + 2 * Scene::line_px, box.width() - 14,
                      box.height() - 14 - 2 * Scene::line_px - Scene::line_px - 14};
    // As many cells as workers: at work, holding, free.
    const double step = 14;
    const auto columns = static_cast<std::size_t>(std::max(1.0, room.width() / step));
    const auto rows = static_cast<std::size_t>(std::max(1.0, room.height() / step));
    const auto places = std::min(columns * rows, std::max(stage.workers, stage.working + stage.held));
    for (std::size_t i = 0; i < places; ++i) {
        const QRectF at{room.topLeft() + place_in_rows(i, columns) * step, QSizeF{11, 11}};
        if (i < stage.working)
            scene.cell(at, Tone::active, true, Scene::tr("a worker of stage %1, at work").arg(k + 1));
        else if (i < stage.working + stage.held)
            scene.square(at.center(), 6, Tone::warning, Scene::tr("a worker of stage %1, holding an item").arg(k + 1));
        else
            scene.cell(at, Tone::muted, false, Scene::tr("a worker of stage %1, free").arg(k + 1));
    }
    scene.gauge({box.left() + 9, box.bottom() - Scene::line_px - 6, box.width() - 18, 4}, stage.utilisation,
                slowest ? Tone::warning : Tone::active,
                Scene::tr("workers of stage %1 at work: %2 %").arg(k + 1).arg(stage.utilisation * 100, 0, 'f', 0));
    scene.words({box.left() + 9, box.bottom() - Scene::line_px, box.width() - 18, Scene::line_px},
                Scene::tr("%1 /s").arg(rate_text(stage.passed_per_s)));
    if (stage.failed_per_s > 0)
        scene.words({box.left(), box.bottom() + 4, box.width() + 20, Scene::line_px},
                    Scene::tr("failed %1 /s").arg(rate_text(stage.failed_per_s)), Tone::bad);
}

struct StagePlace {
    QRectF lane;
    QRectF box;
};

void compose_ways(Scene& scene, const std::vector<StagePlace>& places, const QRectF& out) {
    constexpr double along_s = 0.35;
    constexpr double into_s = 0.15;
    scene.item_radius_px = places.front().lane.height() * 0.22;
    const QPointF down{0, 22};
    scene.along(entrance, waiting, places.front().lane, along_s, true);
    scene.leave(waiting, {Fate::rejected, Fate::cancelled, Fate::dropped}, places.front().lane.center(), down);
    for (std::size_t k = 0; k < places.size(); ++k) {
        const auto& [lane, box] = places[k];
        const QPointF door{box.left() + 4, lane.center().y()};
        const auto work = at_work(State::work_place(k));
        const auto queue = k == 0 ? waiting : at_work(State::queue_place(k));
        scene.ways.way(queue, work, {lane.right() - lane.height() / 2, door.y()}, door, into_s);
        scene.leave(work, {Fate::failed, Fate::timed_out, Fate::cancelled, Fate::dropped},
                    {box.center().x(), box.bottom() + 2}, QPointF{0, 12});
        if (k == 0) continue;
        const auto before = at_work(State::work_place(k - 1));
        scene.along(before, queue, lane, along_s, true);
        scene.along(before, work, lane, along_s);  // where there is no queue between them
        scene.leave(queue, {Fate::cancelled, Fate::dropped}, lane.center(), down);
    }
    scene.along(at_work(State::work_place(places.size() - 1)), way_out(Fate::completed), out, 0.5);
}

Scene compose(const Moment& m) {
    Scene scene{m.card};
    const auto* s = state_of<State>(m);
    if (s == nullptr || s->stages.empty()) return scene;
    const double w = m.card.width();
    const double h = m.card.height();
    const auto inner = scene.inner();
    const double pipe = std::clamp(h * 0.09, 16.0, 26.0);
    const double out = std::max(110.0, w * 0.14);
    const double step = (inner.width() - out) / static_cast<double>(s->stages.size());
    const double y = inner.top() + Scene::line_px + (inner.height() - Scene::line_px) * 0.46;
    const double high = std::min(inner.height() - 2 * Scene::line_px - 12, 170.0);
    const auto slowest = std::ranges::max_element(s->stages, {}, &State::Stage::utilisation);
    scene.words({inner.left(), inner.top(), inner.width() * 0.5, Scene::line_px},
                Scene::tr("arrivals %1 /s").arg(rate_text(s->arrivals_per_s)));
    QStringList notes{s->ended           ? Scene::tr("a throw looked like the end of the input")
                      : s->outage        ? Scene::tr("OUTAGE")
                      : s->latency_spike ? Scene::tr("LATENCY SPIKE")
                      : s->resequence    ? Scene::tr("in order")
                                         : QString{},
                      sampled_text(m)};
    notes.removeAll(QString{});
    scene.words({inner.center().x(), inner.top(), inner.width() * 0.5, Scene::line_px},
                notes.join(QStringLiteral(" · ")), s->ended || s->outage ? Tone::bad : Tone::muted, Qt::AlignRight);
    std::vector<StagePlace> places;
    for (std::size_t k = 0; k < s->stages.size(); ++k) {
        const double x = inner.left() + static_cast<double>(k) * step;
        const double queue = step * 0.42;
        places.push_back({{x, y - pipe / 2, queue - 6, pipe}, {x + queue, y - high / 2, step * 0.52, high}});
        compose_queue(scene, s->stages[k], k, places[k].lane);
        compose_stage(scene, s->stages[k], k, places[k].box, &s->stages[k] == &*slowest && slowest->utilisation > 0);
    }
    const double x = inner.right() - out + 6;
    const QRectF last{x, y - pipe * 0.4, out - 6, pipe * 0.8};
    scene.pipe(last, Scene::tr("what has passed the last stage"));
    compose_ways(scene, places, last);
    scene.words({x, y - pipe * 0.4 - 19, out - 6, Scene::line_px},
                Scene::tr("ok %1 /s").arg(rate_text(s->completed_per_s)), Tone::good);
    double below = y + pipe * 0.4 + 4;
    for (const auto& [rate, words, tone] : {std::tuple{s->failed_per_s, Scene::tr("failed %1 /s"), Tone::bad},
                                            std::tuple{s->rejected_per_s, Scene::tr("rejected %1 /s"), Tone::special},
                                            std::tuple{s->dropped_per_s, Scene::tr("dropped %1 /s"), Tone::muted}}) {
        if (rate <= 0) continue;
        scene.words({x, below, out - 6, Scene::line_px}, words.arg(rate_text(rate)), tone);
        below += Scene::line_px + 2;
    }
    return scene;
}

QString describe(const Moment& m) {
    const auto* s = state_of<State>(m);
    if (s == nullptr) return {};
    QStringList parts;
    for (std::size_t k = 0; k < s->stages.size(); ++k)
        parts << Scene::tr("stage %1: %2 queued, %3 of %4 workers work, %5 hold an item")
                     .arg(k + 1)
                     .arg(s->stages[k].queued)
                     .arg(s->stages[k].working)
                     .arg(s->stages[k].workers)
                     .arg(s->stages[k].held);
    return Scene::tr("%1 items a second arrive and %2 complete; %3.")
        .arg(rate_text(s->arrivals_per_s), rate_text(s->completed_per_s), parts.join(QStringLiteral("; ")));
}

}  // namespace pipeline_picture

const SceneOf pipeline_scene{pipeline_picture::compose, pipeline_picture::describe};

}  // namespace weir::ui
