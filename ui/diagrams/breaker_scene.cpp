// Items come along a pipe to a switch; it lets them through to the service, or they slide off along the by-pass.
#include <algorithm>
#include <cmath>

#include "core/labs/breaker_state.h"
#include "ui/diagrams/breaker_geometry.h"
#include "ui/diagrams/scene.h"
#include "ui/text.h"

namespace weir::ui {
namespace breaker_picture {

using labs::Tone;
using State = labs::BreakerState;
using Switch = State::Switch;

// Engine seconds an item takes along each way: long enough to follow with the eye at 200 items a second.
constexpr double arriving_s = 0.5;
constexpr double through_s = 0.25;
constexpr double leaving_s = 0.5;
constexpr double bypass_s = 0.8;

// The lever's angle, in degrees.
constexpr double open_angle = 48;
constexpr double half_open_angle = 24;

struct Look {
    Tone tone;
    double angle;
    QString words;
};

Look look_of(Switch position) {
    switch (position) {
        case Switch::closed:
            return {Tone::good, 0, Scene::tr("closed")};
        case Switch::open:
            return {Tone::bad, open_angle, Scene::tr("open")};
        case Switch::half_open:
            return {Tone::warning, half_open_angle, Scene::tr("half-open")};
        case Switch::forced_open:
            return {Tone::bad, open_angle, Scene::tr("forced open")};
        case Switch::disabled:
            return {Tone::muted, 0, Scene::tr("disabled")};
        case Switch::metrics_only:
            return {Tone::muted, 0, Scene::tr("metrics only")};
    }
    return {};
}

void compose_ways(Scene& scene, const BreakerGeometry& place) {
    scene.item_radius_px = place.token;
    scene.along(entrance, waiting, place.arrivals, arriving_s, true);
    scene.along(waiting, at_work(), place.through, through_s);
    scene.along(at_work(), way_out(Fate::completed), place.good_lane, leaving_s);
    scene.along(at_work(), way_out(Fate::failed), place.bad_lane, leaving_s);
    scene.along(at_work(), way_out(Fate::timed_out), place.bad_lane, leaving_s);
    scene.ways.way(waiting, way_out(Fate::rejected), place.bypass, bypass_s, true);
}

void compose_switch(Scene& scene, const State& s, const BreakerGeometry& place) {
    const auto look = look_of(s.position);
    auto words = look.words;
    const auto tells = Scene::tr("the switch: %1").arg(words);
    if (s.open_total_s > 0 && s.open_remaining_s > 0) {
        // The open period as a ring that runs out.
        scene.arc(place.pivot, 13, s.open_remaining_s / s.open_total_s, Tone::bad,
                  Scene::tr("open for %1 s more, of %2").arg(s.open_remaining_s, 0, 'f', 1).arg(s.open_total_s));
        words += Scene::tr(" · %1 s").arg(s.open_remaining_s, 0, 'f', 1);
    }
    const double length = place.contact.x() - place.pivot.x();
    const double angle = look.angle * M_PI / 180;
    scene.token(place.contact, 6, Tone::neutral, tells);
    scene.arm(place.pivot, place.pivot + QPointF{length * std::cos(angle), -length * std::sin(angle)}, look.tone,
              tells);
    scene.title(place.switch_caption, words, look.tone, Qt::AlignHCenter);
    if (s.position == Switch::half_open && s.probes_allowed > 0)
        scene.words(place.through_caption,
                    Scene::tr("%1 of %2 probes ok").arg(s.probes_succeeded).arg(s.probes_allowed), Tone::warning);
}

void compose_strip(Scene& scene, const State& s, const BreakerGeometry& place) {
    if (s.textbook) {
        scene.words(
            place.strip_caption,
            Scene::tr("%1 failures in a row · opens at %2").arg(s.window_calls).arg(s.failure_threshold, 0, 'f', 0));
        return;
    }
    const auto shown = std::min<std::size_t>(s.window.size(), 40);
    scene.words(place.strip_title, shown < s.window_calls
                                       ? Scene::tr("last %1 of %2 calls").arg(shown).arg(s.window_calls)
                                       : Scene::tr("last %1 calls").arg(shown));
    const double step = place.strip.width() / static_cast<double>(std::max<std::size_t>(shown, 20));
    for (std::size_t i = 0; i < shown; ++i) {
        using Outcome = State::Outcome;
        const auto outcome = s.window[s.window.size() - shown + i];
        // Not by colour alone: a failure is shorter, a slow call hollow.
        const double cut = outcome == Outcome::failure ? place.strip.height() * 0.3 : 0;
        const QRectF block{place.strip.left() + static_cast<double>(i) * step, place.strip.top() + cut,
                           std::max(step - 2, 1.0), place.strip.height() - cut};
        switch (outcome) {
            case Outcome::success:
                scene.cell(block, Tone::good, true, Scene::tr("a call that came out well"));
                break;
            case Outcome::failure:
                scene.cell(block, Tone::bad, true, Scene::tr("a call that failed"));
                break;
            case Outcome::slow:
                scene.outline(block, Tone::slow, Scene::tr("a slow call"));
                break;
        }
    }
    scene.words(place.strip_caption, Scene::tr("failure rate %1 % · opens at %2 %")
                                         .arg(s.failure_rate, 0, 'f', 0)
                                         .arg(s.failure_threshold, 0, 'f', 0));
}

void compose_service(Scene& scene, const State& s, const BreakerGeometry& place) {
    scene.box(place.service, Scene::tr("the service: %1 of %2 calls are in it").arg(s.busy).arg(s.call_slots));
    constexpr double title_px = 46;
    constexpr double letter_px = 6.5;  // at most, of digits and the like
    const double left = place.service_title.width() - title_px;
    scene.title(place.service_title.adjusted(0, 0, -left, 0), Scene::tr("service"));
    auto load = Scene::tr("%1 / %2 busy").arg(s.busy).arg(s.call_slots);
    if (static_cast<double>(load.size()) * letter_px > left) load = Scene::tr("%1 / %2").arg(s.busy).arg(s.call_slots);
    scene.words(place.service_title.adjusted(title_px, 0, 0, 0), load, Tone::muted, Qt::AlignRight);
    // With more slots than cells, each cell stands for its share of them.
    const auto cells = std::min(place.slot_cells.size(), std::max<std::size_t>(s.call_slots, 1));
    const auto lit =
        s.call_slots <= place.slot_cells.size() ? s.busy : (s.busy * cells + s.call_slots - 1) / s.call_slots;
    for (std::size_t i = 0; i < cells; ++i)
        scene.cell(place.slot_cells[i], Tone::active, i < lit,
                   i < lit ? Scene::tr("a call in the service") : Scene::tr("a free slot for a call"));
    auto caption = place.service_caption.width() < 130
                       ? Scene::tr("fails %1 %").arg(s.service_failure_percent, 0, 'g', 3)
                       : Scene::tr("fails %1 % · %2 ms")
                             .arg(s.service_failure_percent, 0, 'g', 3)
                             .arg(s.service_latency_ms, 0, 'g', 4);
    auto tone = s.service_failure_percent > 0 ? Tone::bad : Tone::muted;
    if (s.latency_spike) caption = Scene::tr("LATENCY SPIKE"), tone = Tone::warning;
    if (s.outage) caption = s.latency_spike ? Scene::tr("OUTAGE+SPIKE") : Scene::tr("OUTAGE"), tone = Tone::bad;
    scene.words(place.service_caption, caption, tone);
}

void compose_captions(Scene& scene, const State& s, const BreakerGeometry& place) {
    scene.words(place.arrivals_caption, Scene::tr("arrivals %1 /s").arg(rate_text(s.arrivals_per_s)));
    scene.words(place.good_caption, Scene::tr("ok %1 /s").arg(rate_text(s.completed_per_s)), Tone::good,
                Qt::AlignRight);
    scene.words(place.bad_caption, Scene::tr("failed %1 /s").arg(rate_text(s.failed_per_s)), Tone::bad, Qt::AlignRight);
    scene.words(place.bypass_caption, Scene::tr("rejected fast %1 /s").arg(rate_text(s.rejected_per_s)), Tone::special);
    const auto waits = Scene::tr("queue %1 of %2").arg(s.queued).arg(s.queue_capacity);
    scene.gauge(place.queue_bar,
                s.queue_capacity > 0 ? static_cast<double>(s.queued) / static_cast<double>(s.queue_capacity) : 0,
                Tone::active, waits);
    scene.words(place.queue_bar.translated(place.queue_bar.width() + 8, 0).adjusted(0, -6, 60, 6), waits);
}

Scene compose(const Moment& m) {
    Scene scene{m.card};
    const auto* s = state_of<State>(m);
    if (s == nullptr) return scene;
    const BreakerGeometry place{m.card};
    compose_ways(scene, place);
    scene.pipe(place.arrivals, Scene::tr("items on their way to the switch"));
    scene.pipe(place.through, Scene::tr("calls that the breaker lets through"));
    scene.pipe(place.good_lane, Scene::tr("calls that came out well"));
    scene.pipe(place.bad_lane, Scene::tr("calls that failed or took too long"));
    scene.curve(place.bypass, place.pipe * 0.8, Scene::tr("items that the breaker or a full queue rejects"));
    compose_service(scene, *s, place);
    compose_strip(scene, *s, place);
    compose_captions(scene, *s, place);
    compose_switch(scene, *s, place);
    QStringList notes;
    if (!s->shadow.empty()) notes << text(s->shadow);
    notes << sampled_text(m);
    notes.removeAll({});
    scene.words(place.note, notes.join(QStringLiteral(" · ")), Tone::muted, Qt::AlignRight);
    return scene;
}

QString describe(const Moment& m) {
    const auto* s = state_of<State>(m);
    if (s == nullptr) return {};
    return Scene::tr(
               "%1. %2 items a second arrive; %3 complete, %4 fail, %5 are rejected. %6 of %7 call slots are "
               "busy, %8 items wait. %9")
        .arg(text(m.snapshot.badge.text), rate_text(s->arrivals_per_s), rate_text(s->completed_per_s),
             rate_text(s->failed_per_s), rate_text(s->rejected_per_s))
        .arg(s->busy)
        .arg(s->call_slots)
        .arg(s->queued)
        .arg(text(m.snapshot.reason));
}

}  // namespace breaker_picture

const SceneOf breaker_scene{breaker_picture::compose, breaker_picture::describe};

}  // namespace weir::ui
