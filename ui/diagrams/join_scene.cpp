// A Gantt chart of one join: a bar a task, its wait and its computation, and the line at which the join returned.
#include <algorithm>
#include <cmath>

#include "core/labs/join_state.h"
#include "ui/diagrams/scene.h"
#include "ui/text.h"

namespace weir::ui {
namespace join_picture {

using labs::Tone;
using State = labs::JoinState;
using Stage = State::Bar::Stage;

/// The next 1, 2 or 5 times a power of ten: the axis jumps now and then, and does not creep.
double round_up(double s) {
    if (s <= 0) return 1e-3;
    const double power = std::pow(10, std::floor(std::log10(s)));
    for (const double step : {1.0, 2.0, 5.0})
        if (s <= step * power) return step * power;
    return 10 * power;
}

QString stage_text(const State::Bar& bar) {
    switch (bar.stage) {
        case Stage::not_begun:
            return Scene::tr("has not begun");
        case Stage::waiting:
            return Scene::tr("waits for its input");
        case Stage::ready:
            return Scene::tr("waits for a thread");
        case Stage::computing:
            return Scene::tr("computes on %1 %2")
                .arg(bar.on_thread ? Scene::tr("thread") : Scene::tr("worker"))
                .arg(bar.lane);
        case Stage::ended:
            return fate_text(bar.fate);
    }
    return {};
}

class Chart {
public:
    Chart(Scene& scene, const State& state, const QRectF& area, double now_s)
        : scene_{scene}, state_{state}, area_{area}, now_s_{now_s} {
        double last = state.returned_s >= 0 ? state.returned_s : now_s;
        for (const auto& bar : state.bars) last = std::max(last, bar.ended_s);
        span_s_ = round_up(last - state.begun_s);
    }

    double span_s() const { return span_s_; }
    double x_of(double t_s) const {
        return area_.left() + area_.width() * std::clamp((t_s - state_.begun_s) / span_s_, 0.0, 1.0);
    }

    void bar(std::size_t i, const QRectF& row) {
        const auto& bar = state_.bars[i];
        const auto tells = Scene::tr("task %1 %2").arg(i).arg(stage_text(bar));
        const QRectF lane{area_.left(), row.center().y() - row.height() * 0.35, area_.width(), row.height() * 0.7};
        scene_.pipe(lane, tells);
        if (bar.begun_s < 0) return;
        const double end = bar.ended_s >= 0 ? bar.ended_s : now_s_;
        const double computing = bar.computing_s >= 0 ? bar.computing_s : end;
        const double ready = bar.due_s >= 0 ? std::min(bar.due_s, computing) : computing;
        piece(lane, bar.begun_s, ready, Tone::slow, tells);
        piece(lane, ready, computing, Tone::warning, tells);
        if (bar.computing_s >= 0) piece(lane, computing, end, Tone::active, tells);
        if (bar.stage == Stage::ended)
            scene_.fate({std::min(x_of(end) + 8, area_.right() + 8), lane.center().y()},
                        std::clamp(row.height() * 0.28, 2.0, 5.0), bar.fate, tells);
    }

private:
    void piece(const QRectF& lane, double from_s, double to_s, Tone tone, const QString& tells) {
        const double x = x_of(from_s);
        const double width = x_of(to_s) - x;
        if (width < 1) return;
        // Not by colour alone: what waits is thin, what computes is as high as the lane.
        const double high = tone == Tone::active ? lane.height() : lane.height() * (tone == Tone::warning ? 0.6 : 0.3);
        scene_.gauge({x, lane.center().y() - high / 2, width, high}, 1, tone, tells);
    }

    Scene& scene_;
    const State& state_;
    QRectF area_;
    double now_s_;
    double span_s_ = 1;
};

void compose_legend(Scene& scene, const State& s, const QRectF& at) {
    double x = at.left();
    const auto entry = [&](Tone tone, const QString& text, double width) {
        scene.cell({x, at.center().y() - 4, 8, 8}, tone, true);
        scene.words({x + 13, at.top(), width, at.height()}, text, Tone::muted);
        x += width + 20;
    };
    entry(Tone::slow, Scene::tr("waits for input"), 84);
    entry(Tone::warning, Scene::tr("ready"), 34);
    entry(Tone::active, Scene::tr("computes"), 56);
    const auto where = s.in_pool ? Scene::tr("%1 of %2 threads compute").arg(s.computing).arg(s.places)
                                 : Scene::tr("%1 of %2 workers compute").arg(s.computing).arg(s.places);
    scene.words({x, at.top(), std::max(0.0, at.right() - x), at.height()}, where, Tone::muted, Qt::AlignRight);
}

Scene compose(const Moment& m) {
    Scene scene{m.card};
    const auto* s = state_of<State>(m);
    if (s == nullptr) return scene;
    const QRectF inner = QRectF{QPointF{}, m.card}.adjusted(Scene::pad_px, 10, -Scene::pad_px, -8);
    auto title = s->join == 0 ? Scene::tr("no join has begun") : Scene::tr("join %1").arg(s->join);
    if (!s->policy.empty() && s->join > 0) title += QStringLiteral(" · ") + text(s->policy);
    scene.words({inner.left(), inner.top(), inner.width() * 0.4, Scene::line_px}, title);
    auto figures = s->joins > 0 ? Scene::tr("last: %1 ms, at best %2 ms, speedup %3")
                                      .arg(s->makespan_s * 1e3, 0, 'f', 0)
                                      .arg(s->lower_bound_s * 1e3, 0, 'f', 0)
                                      .arg(s->speedup, 0, 'f', 1)
                                : QString{};
    if (s->left_behind > 0) figures = Scene::tr("%n left behind run on", nullptr, static_cast<int>(s->left_behind));
    if (s->outage) figures = Scene::tr("OUTAGE");
    scene.words({inner.left() + inner.width() * 0.4, inner.top(), inner.width() * 0.6, Scene::line_px}, figures,
                s->left_behind > 0 || s->outage ? Tone::bad : Tone::muted, Qt::AlignRight);

    const QRectF area{inner.left() + 34, inner.top() + 22, inner.width() - 34 - 22, inner.height() - 22 - 40};
    Chart chart{scene, *s, area, m.now_s};
    const auto room = static_cast<std::size_t>(std::max(1.0, area.height() / 7));
    const auto shown = std::min(room, s->bars.size());
    const double height = shown > 0 ? std::min(area.height() / static_cast<double>(shown), 24.0) : 0;
    for (std::size_t i = 0; i < shown; ++i) {
        const QRectF row{area.left(), area.top() + static_cast<double>(i) * height, area.width(), height};
        if (height >= Scene::line_px - 1)
            scene.words({inner.left(), row.center().y() - Scene::line_px / 2, 28, Scene::line_px}, QString::number(i),
                        Tone::muted, Qt::AlignRight);
        chart.bar(i, row);
    }
    const QRectF below{area.left(), area.bottom() + 4, area.width(), Scene::line_px};
    bool right = true;  // on which side there are words already
    if (s->returned_s >= 0 && s->join > 0) {
        const auto tone = s->left_behind > 0 ? Tone::bad : Tone::good;
        const double x = chart.x_of(s->returned_s);
        scene.line({x, area.top() - 2}, {x, below.top()}, tone);
        right = x > area.center().x();
        scene.words({right ? x - 80 : x, below.top(), 80, below.height()}, Scene::tr("returned"), tone,
                    right ? Qt::AlignRight : Qt::AlignLeft);
    } else {
        scene.words(below.adjusted(below.width() / 2, 0, 0, 0), Scene::tr("%1 ms").arg(chart.span_s() * 1e3, 0, 'f', 0),
                    Tone::muted, Qt::AlignRight);
    }
    if (s->bars.size() > shown)
        scene.words(right ? QRectF{below.left(), below.top(), 90, below.height()}
                          : QRectF{below.right() - 90, below.top(), 90, below.height()},
                    Scene::tr("and %1 tasks").arg(s->bars.size() - shown), Tone::muted,
                    right ? Qt::AlignLeft : Qt::AlignRight);
    compose_legend(scene, *s, {inner.left(), inner.bottom() - Scene::line_px, inner.width(), Scene::line_px});
    return scene;
}

QString describe(const Moment& m) {
    const auto* s = state_of<State>(m);
    if (s == nullptr) return {};
    const auto ended = std::ranges::count(s->bars, Stage::ended, &State::Bar::stage);
    return Scene::tr(
               "Join %1: %2 of %3 tasks have ended, %4 compute. %5 joins have returned, %6 of them with a failure; %7 "
               "tasks outlived theirs.")
        .arg(s->join)
        .arg(ended)
        .arg(s->bars.size())
        .arg(s->computing)
        .arg(s->joins)
        .arg(s->joins_failed)
        .arg(s->outlived);
}

}  // namespace join_picture

const SceneOf join_scene{join_picture::compose, join_picture::describe};

}  // namespace weir::ui
