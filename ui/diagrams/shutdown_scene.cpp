// The tree of tokens, level by level, each node in the colour of what its task does; below it the deadline, as a bar
// that fills.
#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "core/labs/shutdown_state.h"
#include "ui/diagrams/scene.h"

namespace weir::ui {
namespace shutdown_picture {

using labs::Tone;
using State = labs::ShutdownState;
using Stage = State::Node::Stage;

/// What a fate has a shape for looks as it does in the other diagrams.
struct Look {
    Tone tone;
    bool filled;
    const char* words;
    std::optional<Fate> fate = {};
};

Look look_of(Stage stage) {
    switch (stage) {
        case Stage::not_grown:
            return {Tone::muted, false, QT_TRANSLATE_NOOP("Scene", "not grown")};
        case Stage::refused:
            return {Tone::special, false, QT_TRANSLATE_NOOP("Scene", "refused"), Fate::rejected};
        case Stage::working:
            return {Tone::active, true, QT_TRANSLATE_NOOP("Scene", "working")};
        case Stage::asked:
            return {Tone::warning, true, QT_TRANSLATE_NOOP("Scene", "asked to stop")};
        case Stage::cleaning:
            return {Tone::slow, true, QT_TRANSLATE_NOOP("Scene", "cleaning up")};
        case Stage::finished:
            return {Tone::good, true, QT_TRANSLATE_NOOP("Scene", "finished"), Fate::completed};
        case Stage::stopped:
            return {Tone::muted, true, QT_TRANSLATE_NOOP("Scene", "stopped")};
        case Stage::aborted:
            return {Tone::bad, true, QT_TRANSLATE_NOOP("Scene", "aborted")};
        case Stage::failed:
            return {Tone::bad, false, QT_TRANSLATE_NOOP("Scene", "failed"), Fate::failed};
    }
    return {Tone::muted, false, ""};
}

constexpr double side_px = 122;  // what stands to the left of the tree

/// Where the nodes are.
struct Tree {
    Tree(const State& s, const QRectF& inner) {
        const QRectF area{inner.left() + side_px, inner.top() + 14, inner.width() - side_px, inner.height() - 28 - 42};
        std::size_t levels = 0;
        for (const auto& node : s.nodes) levels = std::max(levels, node.level + 1);
        if (levels == 0) return;
        std::vector<std::size_t> wide(levels, 0);
        for (const auto& node : s.nodes) ++wide[node.level];
        const double down = levels > 1 ? area.height() / static_cast<double>(levels - 1) : 0;
        const auto widest = static_cast<double>(std::ranges::max(wide));
        radius = std::clamp(std::min(area.width() / widest * 0.42, down > 0 ? down * 0.3 : 9.0), 1.5, 9.0);
        std::vector<std::size_t> placed(levels, 0);
        for (const auto& node : s.nodes) {
            const auto i = static_cast<double>(placed[node.level]++);
            spots.emplace_back(area.left() + area.width() * (i + 0.5) / static_cast<double>(wide[node.level]),
                               area.top() + (levels > 1 ? static_cast<double>(node.level) * down : area.height() / 2));
        }
    }

    double radius = 0;
    std::vector<QPointF> spots;
};

/// The request to stop as a wave, down from the node that was cancelled, level by level. All nodes are asked at once:
/// the wave shows who, not when.
Scene compose_wave(const Moment& m) {
    constexpr double a_level_s = 0.12;
    constexpr double seen_s = 0.35;
    Scene scene{m.card};
    const auto* s = state_of<State>(m);
    if (s == nullptr || s->nodes.empty()) return scene;
    const bool all = s->asked_s >= 0 && s->asked_s >= s->cancelled_s;
    const double began_s = all ? s->asked_s : s->cancelled_s;
    const auto first = all ? 0 : s->cancelled_node;
    if (began_s < 0 || first >= s->nodes.size() || m.now_s - began_s > 2) return scene;
    const Tree tree{*s, scene.inner()};
    std::vector<bool> asked(s->nodes.size(), false);
    asked[first] = true;
    for (std::size_t i = first; i < s->nodes.size(); ++i) {
        const auto& node = s->nodes[i];
        if (i != first) asked[i] = asked[node.parent];
        if (!asked[i]) continue;
        const auto below = static_cast<double>(node.level - s->nodes[first].level);
        const double share = (m.now_s - began_s - below * a_level_s) / seen_s;
        if (share > 0 && share < 1) scene.ring(tree.spots[i], tree.radius * (1 + 0.8 * share), Tone::warning, {});
    }
    return scene;
}

void draw(Scene& scene, QPointF at, double radius, const Look& look, bool stubborn, const QString& tells) {
    if (look.fate && !(stubborn && look.filled))
        scene.fate(at, radius, *look.fate, tells);
    else if (!look.filled)
        scene.ring(at, radius, look.tone, tells);
    else if (stubborn)
        scene.square(at, radius, look.tone, tells);
    else
        scene.token(at, radius, look.tone, tells);
}

void compose_tree(Scene& scene, const State& s, const Tree& tree) {
    const auto& [radius, spots] = tree;
    for (std::size_t i = 1; i < s.nodes.size(); ++i)
        scene.line(spots[s.nodes[i].parent] + QPointF{0, radius}, spots[i] - QPointF{0, radius}, Tone::muted);
    for (std::size_t i = 0; i < s.nodes.size(); ++i) {
        const auto& node = s.nodes[i];
        const auto look = look_of(node.stage);
        auto tells = Scene::tr("node %1 on level %2: %3").arg(i).arg(node.level).arg(Scene::tr(look.words));
        if (node.stubborn) tells += Scene::tr("; it ignores that it is asked");
        draw(scene, spots[i], radius, look, node.stubborn, tells);
        scene.sets({"node", static_cast<double>(i)});
        if (s.cancelled_s >= 0 && i == s.cancelled_node && i > 0)
            scene.ring(spots[i], radius + 4, Tone::special, tells);
    }
}

void compose_counts(Scene& scene, const State& s, const QRectF& at) {
    std::array<std::size_t, 9> counts{};
    for (const auto& node : s.nodes) ++counts[static_cast<std::size_t>(node.stage)];
    double y = at.top();
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (counts[i] == 0 || y + Scene::line_px > at.bottom()) continue;
        const auto look = look_of(static_cast<Stage>(i));
        const QPointF mark{at.left() + 4, y + Scene::line_px / 2};
        draw(scene, mark, 4, look, false, {});
        scene.words({at.left() + 14, y, at.width() - 14, Scene::line_px},
                    QStringLiteral("%1 %2").arg(counts[i]).arg(Scene::tr(look.words)), Tone::muted);
        y += Scene::line_px + 3;
    }
}

QString phase_text(const State& s, double now_s) {
    switch (s.phase) {
        case State::Phase::working:
            return Scene::tr("working");
        case State::Phase::draining:
            return Scene::tr("draining, %1 s").arg(std::max(0.0, now_s - s.asked_s), 0, 'f', 2);
        case State::Phase::aborting:
            return Scene::tr("past the deadline: what works is cut");
        case State::Phase::pause:
            return Scene::tr("shut down; the next tree grows soon");
    }
    return {};
}

Scene compose(const Moment& m) {
    Scene scene{m.card};
    const auto* s = state_of<State>(m);
    if (s == nullptr) return scene;
    const auto inner = scene.inner();
    constexpr double side = side_px;
    scene.words({inner.left(), inner.top(), side, Scene::line_px}, Scene::tr("tree %1").arg(s->tree));
    compose_counts(scene, *s, {inner.left(), inner.top() + 20, side, inner.height() - 20 - 42});
    compose_tree(scene, *s, Tree{*s, inner});

    const QRectF bar{inner.left(), inner.bottom() - 12, inner.width(), 8};
    const double whole = s->deadline_s - s->asked_s;
    const bool runs = s->asked_s >= 0 && s->deadline_s >= 0 && s->phase != State::Phase::pause;
    const double share = runs && whole > 0 ? (m.now_s - s->asked_s) / whole : runs ? 1 : 0;
    scene.gauge(bar, share, share >= 1 ? Tone::bad : Tone::warning,
                s->textbook ? Scene::tr("there is no deadline")
                            : Scene::tr("time until the deadline, %1 s").arg(std::max(whole, 0.0), 0, 'f', 2));
    const QRectF captions{inner.left(), bar.top() - Scene::line_px - 3, inner.width(), Scene::line_px};
    scene.words({captions.left(), captions.top(), captions.width() * 0.5, Scene::line_px}, phase_text(*s, m.now_s),
                s->phase == State::Phase::aborting ? Tone::bad : Tone::muted);
    auto figures = s->trees > 0 ? Scene::tr("last shutdown %1 s").arg(s->shutdown_s, 0, 'f', 2) : QString{};
    if (s->left_behind > 0) figures = Scene::tr("%n left behind run on", nullptr, static_cast<int>(s->left_behind));
    scene.words({captions.center().x(), captions.top(), captions.width() * 0.5, Scene::line_px}, figures,
                s->left_behind > 0 ? Tone::bad : Tone::muted, Qt::AlignRight);
    return scene;
}

QString describe(const Moment& m) {
    const auto* s = state_of<State>(m);
    if (s == nullptr) return {};
    std::array<std::size_t, 9> counts{};
    for (const auto& node : s->nodes) ++counts[static_cast<std::size_t>(node.stage)];
    QStringList parts;
    for (std::size_t i = 0; i < counts.size(); ++i)
        if (counts[i] > 0)
            parts << QStringLiteral("%1 %2").arg(counts[i]).arg(Scene::tr(look_of(static_cast<Stage>(i)).words));
    return Scene::tr("Tree %1 of %2 tasks, %3. %4.")
        .arg(s->tree)
        .arg(s->nodes.size())
        .arg(phase_text(*s, m.now_s), parts.join(QStringLiteral(", ")));
}

}  // namespace shutdown_picture

const SceneOf shutdown_scene{shutdown_picture::compose, shutdown_picture::describe, shutdown_picture::compose_wave};

}  // namespace weir::ui
