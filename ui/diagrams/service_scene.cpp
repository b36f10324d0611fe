// A service in its socket and the layers around it as shells, the outermost first; a shell that lets nothing through is
// marked. Beside it what a call costs under each dispatch, where it was measured.
#include <algorithm>
#include <array>

#include "core/labs/async_service_state.h"
#include "ui/diagrams/scene.h"
#include "ui/text.h"

namespace weir::ui {
namespace service_picture {

using labs::Tone;
using State = labs::AsyncServiceState;
using Layer = State::Layer;

QString layer_text(Layer layer) {
    switch (layer) {
        case Layer::none:
            return Scene::tr("no layer");
        case Layer::rate_limit:
            return Scene::tr("rate limit");
        case Layer::concurrency:
            return Scene::tr("concurrency limit");
        case Layer::timeout:
            return Scene::tr("timeout");
        case Layer::retry:
            return Scene::tr("retry");
        case Layer::breaker:
            return Scene::tr("circuit breaker");
        case Layer::hedge:
            return Scene::tr("hedge");
    }
    return {};
}

QString shell_text(const State::Shell& shell) {
    auto words = layer_text(shell.layer);
    if (!shell.says.empty()) words += QStringLiteral(": ") + text(shell.says);
    return words;
}

/// @return where the service itself is, inside of all shells
QRectF compose_shells(Scene& scene, const State& s, QRectF area) {
    for (const auto& shell : s.shells) {
        if (shell.layer == Layer::none) continue;
        scene.box(area, shell_text(shell));
        scene.words({area.left() + 10, area.top() + 3, area.width() - 20, Scene::line_px}, shell_text(shell),
                    shell.stops ? Tone::bad : Tone::muted);
        if (shell.stops) scene.cell({area.right() - 16, area.top() + 6, 8, 8}, Tone::bad, true, shell_text(shell));
        area.adjust(12, Scene::line_px + 5, -12, -5);
    }
    scene.box(area, Scene::tr("the service: %1 attempts are in it").arg(s.busy));
    const auto name = text(s.implementation);
    scene.words({area.left() + 10, area.top() + 3, area.width() - 20, Scene::line_px},
                Scene::tr("%1 · %2 busy").arg(name.isEmpty() ? Scene::tr("service") : name).arg(s.busy), Tone::active);
    const auto trouble = s.outage ? Scene::tr("OUTAGE") : s.latency_spike ? Scene::tr("LATENCY SPIKE") : QString{};
    const QRectF room = area.adjusted(10, Scene::line_px + 7, -8, -4);
    if (trouble.isEmpty() && room.height() >= 6)
        scene.cells(room, std::max<std::size_t>(s.busy, 1), s.busy, Tone::active,
                    Scene::tr("an attempt in the service"));
    else if (room.height() >= Scene::line_px)
        scene.words({room.left(), room.top(), room.width(), Scene::line_px}, trouble, Tone::bad);
    return area;
}

void compose_costs(Scene& scene, const State& s, const QRectF& area) {
    double y = area.top();
    const auto line = [&](const QString& text, Tone tone = Tone::muted) {
        scene.words({area.left(), y, area.width(), Scene::line_px}, text, tone);
        y += Scene::line_px + 3;
    };
    line(Scene::tr("ok %1 /s").arg(rate_text(s.completed_per_s)), Tone::good);
    line(Scene::tr("failed %1 /s").arg(rate_text(s.failed_per_s)), Tone::bad);
    line(Scene::tr("rejected %1 /s").arg(rate_text(s.rejected_per_s)), Tone::special);
    const double most = std::ranges::max(s.dispatch_ns);
    const std::array names{Scene::tr("static"), Scene::tr("virtual"), Scene::tr("type-erased")};
    if (most <= 0) return;
    y += 4;
    line(Scene::tr("a call through the layers"));
    for (std::size_t i = 0; i < names.size() && y + Scene::line_px + 8 < area.bottom(); ++i) {
        if (s.dispatch_ns[i] <= 0) continue;
        line(Scene::tr("%1 %2 ns").arg(names[i]).arg(s.dispatch_ns[i], 0, 'f', 0));
        scene.gauge({area.left(), y - 2, area.width(), 4}, s.dispatch_ns[i] / most, tone_of(i),
                    Scene::tr("%1 dispatch costs %2 ns a call").arg(names[i]).arg(s.dispatch_ns[i], 0, 'f', 0));
        y += 6;
    }
}

Scene compose(const Moment& m) {
    Scene scene{m.card};
    const auto* s = state_of<State>(m);
    if (s == nullptr) return scene;
    const double w = m.card.width();
    const auto inner = scene.inner();
    const double pipe = std::clamp(m.card.height() * 0.09, 16.0, 26.0);
    const QRectF lane{inner.left(), inner.center().y() - pipe / 2, w * 0.18, pipe};
    scene.words({lane.left(), lane.top() - 20, lane.width(), Scene::line_px},
                Scene::tr("calls %1 /s").arg(rate_text(s->arrivals_per_s)));
    scene.pipe(lane, Scene::tr("calls, on their way to the outermost layer"));
    scene.words({lane.left(), lane.bottom() + 5, lane.width(), Scene::line_px},
                Scene::tr("attempts %1 /s").arg(rate_text(s->attempts_per_s)));
    scene.words({lane.left(), lane.bottom() + 24, lane.width(), Scene::line_px},
                Scene::tr("%1 attempts a call").arg(s->amplification, 0, 'f', 2),
                s->amplification > 1.5 ? Tone::warning : Tone::muted);
    scene.words({lane.left(), inner.bottom() - Scene::line_px, lane.width(), Scene::line_px}, sampled_text(m));
    const QRectF shells{lane.right() + 10, inner.top(), w * 0.54, inner.height()};
    const auto service = compose_shells(scene, *s, shells);
    scene.item_radius_px = pipe * 0.22;
    scene.along(entrance, waiting, lane, 0.4, true);
    const QPointF end{lane.right() - pipe / 2, lane.center().y()};
    scene.ways.way(waiting, at_work(), end, {service.left() + 6, lane.center().y()}, 0.3);
    const auto leaves = [&](Fate fate, double lower) {
        const QPointF door{service.right() - 4, lane.center().y() + lower};
        scene.ways.way(at_work(), way_out(fate), door, {shells.right() + 8, door.y()}, 0.4);
    };
    leaves(Fate::completed, 0);
    leaves(Fate::failed, 12);
    leaves(Fate::timed_out, 12);
    scene.leave(waiting, {Fate::rejected, Fate::cancelled, Fate::timed_out, Fate::failed, Fate::dropped},
                end + QPointF{0, pipe / 2}, {-lane.width() / 2, 14});
    compose_costs(scene, *s, {shells.right() + 16, inner.top(), inner.right() - shells.right() - 16, inner.height()});
    return scene;
}

QString describe(const Moment& m) {
    const auto* s = state_of<State>(m);
    if (s == nullptr) return {};
    QStringList shells;
    for (const auto& shell : s->shells)
        if (shell.layer != Layer::none) shells << shell_text(shell);
    return Scene::tr(
               "From the outside in: %1; then the service, with %2 attempts in it. %3 calls a second arrive, %4 "
               "complete, %5 fail, %6 are rejected; %7 attempts a call.")
        .arg(shells.isEmpty() ? Scene::tr("no layer") : shells.join(QStringLiteral(", ")))
        .arg(s->busy)
        .arg(rate_text(s->arrivals_per_s), rate_text(s->completed_per_s), rate_text(s->failed_per_s),
             rate_text(s->rejected_per_s))
        .arg(s->amplification, 0, 'f', 2);
}

}  // namespace service_picture

const SceneOf service_scene{service_picture::compose, service_picture::describe};

}  // namespace weir::ui
