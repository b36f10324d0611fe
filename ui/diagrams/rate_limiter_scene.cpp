// A bucket of permits over a turnstile, who waits before it, and two strips: when items came, and when they were let
// through.
#include <algorithm>

#include "core/labs/rate_limiter_state.h"
#include "ui/diagrams/scene.h"
#include "ui/text.h"

namespace weir::ui {
namespace rate_limiter_picture {

using labs::Tone;
using State = labs::RateLimiterState;
using Algorithm = State::Algorithm;

QString algorithm_text(const State& s) {
    if (s.textbook) return Scene::tr("a tick refills");
    switch (s.algorithm) {
        case Algorithm::token_bucket:
            return Scene::tr("token bucket");
        case Algorithm::leaky_bucket:
            return Scene::tr("leaky bucket");
        case Algorithm::fixed_window:
            return Scene::tr("fixed window");
        case Algorithm::sliding_window:
            return Scene::tr("sliding window");
    }
    return {};
}

void compose_bucket(Scene& scene, const State& s, const QRectF& area) {
    scene.words({area.left(), area.top(), area.width(), Scene::line_px}, algorithm_text(s), Tone::neutral,
                Qt::AlignHCenter);
    const QRectF bucket = area.adjusted(area.width() * 0.2, 19, -area.width() * 0.2, -2 * Scene::line_px - 8);
    scene.box(bucket,
              Scene::tr("permits that could go out now: %1 of %2").arg(s.free, 0, 'f', 1).arg(s.most, 0, 'f', 0));
    const double share = s.most > 0 ? std::clamp(s.free / s.most, 0.0, 1.0) : 0;
    auto filled = bucket.adjusted(4, 4, -4, -4);
    filled.setTop(filled.bottom() - filled.height() * share);
    if (filled.height() >= 1)
        scene.cell(filled, s.free >= 1 ? Tone::active : Tone::muted, true, Scene::tr("free permits"));
    scene.words(
        {area.left(), bucket.bottom() + 3, area.width(), Scene::line_px},
        Scene::tr("%1 of %2 free").arg(std::max(s.free, 0.0), 0, 'f', s.most < 10 ? 1 : 0).arg(s.most, 0, 'f', 0),
        s.free >= 1 ? Tone::active : Tone::warning, Qt::AlignHCenter);
    scene.words({area.left(), bucket.bottom() + 3 + Scene::line_px, area.width(), Scene::line_px},
                Scene::tr("+%1 /s").arg(rate_text(s.rate_per_s)), Tone::neutral, Qt::AlignHCenter);
}

/// The two strips below: when items came, and when they were let through.
struct Strips {
    explicit Strips(const QRectF& inner)
        : top{inner.bottom() - 2 * high - Scene::line_px - 3},
          came{inner.left(), top, inner.width(), high},
          went{inner.left(), top + high, inner.width(), high} {}
    static QRectF room(const QRectF& lane) { return lane.adjusted(78, 0, 0, 0); }

    static constexpr double high = 18;
    double top;
    QRectF came, went;
};

void compose_strip(Scene& scene, const QRectF& lane, const QString& name) {
    scene.words({lane.left(), lane.top(), 74, lane.height()}, name);
    const auto strip = Strips::room(lane);
    scene.pipe({strip.left(), strip.center().y() - 0.5, strip.width(), 1}, {});
}

void compose_marks(Scene& scene, const std::deque<double>& times, double now_s, const QRectF& lane, Tone tone) {
    const auto strip = Strips::room(lane);
    // Several in one pixel are one mark: no more than there are pixels are drawn.
    double last = -1;
    for (const double t_s : times) {
        const double x = strip.right() - (now_s - t_s) / Flow::kept_s * strip.width();
        if (x < strip.left() || x > strip.right() || x - last < 2) continue;
        last = x;
        scene.line({x, strip.top() + 2}, {x, strip.bottom() - 2}, tone);
    }
}

Scene compose_moving(const Moment& m) {
    Scene scene{m.card};
    const Strips strips{scene.inner()};
    compose_marks(scene, m.flow.arrived_s, m.now_s, strips.came, Tone::muted);
    compose_marks(scene, m.flow.started_s, m.now_s, strips.went, Tone::good);
    return scene;
}

Scene compose(const Moment& m) {
    Scene scene{m.card};
    const auto* s = state_of<State>(m);
    if (s == nullptr) return scene;
    const double w = m.card.width();
    const double h = m.card.height();
    const auto inner = scene.inner();
    const Strips strips{inner};
    const QRectF upper{inner.left(), inner.top(), inner.width(), strips.top - inner.top() - 6};
    const double pipe = std::clamp(h * 0.085, 14.0, 24.0);
    const double y = upper.center().y() + 4;

    const QRectF lane{inner.left(), y - pipe / 2, w * 0.32, pipe};
    scene.words({lane.left(), lane.top() - 19, lane.width(), Scene::line_px},
                Scene::tr("arrivals %1 /s").arg(rate_text(s->arrivals_per_s)));
    scene.pipe(lane, Scene::tr("%1 items wait for a permit, of %2 that may").arg(s->waiting).arg(s->capacity));
    scene.item_radius_px = pipe * 0.22;
    scene.along(entrance, waiting, lane, 0.4, true);
    scene.leave(waiting, {Fate::rejected, Fate::cancelled, Fate::timed_out, Fate::dropped},
                {lane.right() - pipe / 2, lane.bottom()}, {0, 24});
    scene.words({lane.left(), lane.bottom() + 4, lane.width(), Scene::line_px},
                s->rejects ? Scene::tr("nobody waits: what finds none is rejected")
                           : Scene::tr("%1 of %2 wait").arg(s->waiting).arg(s->capacity));

    const QRectF bucket{inner.left() + w * 0.345, upper.top(), w * 0.19, upper.height()};
    compose_bucket(scene, *s, bucket);

    const QRectF through{bucket.right() + w * 0.02, y - pipe / 2, w * 0.16, pipe};
    scene.words({through.left(), through.top() - 19, through.width(), Scene::line_px},
                Scene::tr("let through %1 /s").arg(rate_text(s->granted_per_s)), Tone::good);
    scene.pipe(through, Scene::tr("items that were let through"));
    scene.ways.way(waiting, at_work(), {lane.right() - pipe / 2, y}, {through.right() - pipe / 2, y}, 0.35);
    if (s->rejected_per_s > 0)
        scene.words({through.left(), through.bottom() + 4, through.width(), Scene::line_px},
                    Scene::tr("rejected %1 /s").arg(rate_text(s->rejected_per_s)), Tone::special);
    const QRectF service{through.right() + 8, y - std::min(upper.height() * 0.36, 52.0),
                         inner.right() - through.right() - 8, std::min(upper.height() * 0.72, 104.0)};
    scene.box(service, Scene::tr("the service: %1 calls are in it").arg(s->busy));
    scene.leave(at_work(), {Fate::completed, Fate::failed, Fate::timed_out, Fate::cancelled, Fate::dropped},
                {service.right() - 14, service.bottom() + 3}, {0, 12});
    scene.words({service.left() + 9, service.top() + 6, service.width() - 18, Scene::line_px},
                Scene::tr("service · %1 busy").arg(s->busy));
    scene.cells(service.adjusted(9, 26, -6, -6), std::max<std::size_t>(s->busy, 1), s->busy, Tone::active,
                Scene::tr("a call in the service"));

    compose_strip(scene, strips.came, Scene::tr("came"));
    compose_strip(scene, strips.went, Scene::tr("let through"));
    const bool over = s->worst_excess > 0;
    const QRectF note{inner.left(), inner.bottom() - Scene::line_px, inner.width() * 0.72, Scene::line_px};
    scene.words(note, text(s->worst), over ? Tone::bad : Tone::muted);
    scene.words({note.right(), note.top(), inner.right() - note.right(), Scene::line_px},
                m.snapshot.sampled_one_in > 1 ? sampled_text(m) : Scene::tr("last %1 s").arg(Flow::kept_s), Tone::muted,
                Qt::AlignRight);
    return scene;
}

QString describe(const Moment& m) {
    const auto* s = state_of<State>(m);
    if (s == nullptr) return {};
    return Scene::tr(
               "%1 at %2 a second: %3 of %4 permits are free and %5 items wait. %6 items a second arrive, %7 are let "
               "through, %8 rejected. %9")
        .arg(algorithm_text(*s), rate_text(s->rate_per_s))
        .arg(std::max(s->free, 0.0), 0, 'f', 1)
        .arg(s->most, 0, 'f', 0)
        .arg(s->waiting)
        .arg(rate_text(s->arrivals_per_s), rate_text(s->granted_per_s), rate_text(s->rejected_per_s), text(s->worst));
}

}  // namespace rate_limiter_picture

const SceneOf rate_limiter_scene{rate_limiter_picture::compose, rate_limiter_picture::describe,
                                 rate_limiter_picture::compose_moving};

}  // namespace weir::ui
