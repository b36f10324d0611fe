// The shutdown lab while it runs: parameters and buttons act, and its state shows what the picture needs.
#include <QTest>
#include <algorithm>
#include <string>

#include "core/labs/run.h"
#include "core/labs/shutdown_state.h"
#include "core/runtime/frame_pool.h"
#include "lab_figures.h"
#include "shutdown_runs.h"
#include "tests/program.h"

namespace test_shutdown_live {

using namespace weir;
using namespace weir::labs;
using namespace lab_runs;
using namespace shutdown_runs;
using Node = ShutdownState::Node;
using Stage = Node::Stage;
using Phase = ShutdownState::Phase;

const ShutdownState& state_of(const Snapshot& snapshot) { return dynamic_cast<const ShutdownState&>(*snapshot.state); }

std::size_t nodes_at(const Snapshot& snapshot, Stage stage) {
    return static_cast<std::size_t>(std::ranges::count(state_of(snapshot).nodes, stage, &Node::stage));
}

void run_to(Run& run, double t_s) { run.simulation()->run_until(Time{from_seconds(t_s)}); }

class TestShutdownLive : public QObject {
    Q_OBJECT

private slots:
    void cleanup() { QCOMPARE(frame_pool::live_frames(), 0); }

    // --- Parameters while it runs ----------------------------------------------------------------------------------

    void parameters_act_while_it_runs_data() {
        QTest::addColumn<QByteArray>("parameter");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<double>("after_s");  // a life, a shutdown and its pause; before: 1.01 + 0.5 + 0.1 + 0.5
        const auto row = [](const char* parameter, const char* value, double after_s) {
            QTest::newRow(parameter) << QByteArray{parameter} << QByteArray{value} << after_s;
        };
        row("life", "510", 1.61);
        row("pause", "1000", 2.61);
        row("deadline", "100", 1.71);
        row("cleanup_time", "1000", 3.01);
        row("stubborn", "0", 1.65);
        row("steps", "10", 1.51);        // all have finished before
        row("step_time", "1000", 2.11);  // cut in the middle of a step
    }
    void parameters_act_while_it_runs() {
        QFETCH(QByteArray, parameter);
        QFETCH(QByteArray, value);
        QFETCH(double, after_s);
        auto e = calm(60, {{"stubborn", "100"}});
        runs().at(e, 30, parameter.toStdString(), value.toStdString());
        const auto samples = samples_of(e);
        const auto in = [&](double from, double to) { return static_cast<double>(between(samples, trees, from, to)); };
        QVERIFY(std::abs(in(0, 29) - 29 / 2.11) <= 1);
        QVERIFY2(std::abs(in(33, 60) - 27 / after_s) <= 1, std::to_string(27 / in(33, 60)).c_str());
    }

    void the_shape_changes_with_the_next_tree() {
        auto e = calm(20);
        runs().at(e, 10, "depth", "2");
        runs().at(e, 10, "breadth", "5");
        double before = 0;
        double after = 0;
        for (const auto& s : samples_of(e)) {
            auto& most = s.t_s < 10 ? before : after;
            if (s.t_s < 10 || s.t_s > 12) most = std::max(most, s.gauges[working]);
        }
        QCOMPARE(before, 7.0);
        QCOMPARE(after, 6.0);
    }

    void a_shorter_life_ends_a_tree_that_lives() {
        auto e = calm(10, {{"life", "60000"}});
        runs().at(e, 2, "life", "2500");
        const auto samples = samples_of(e);
        QCOMPARE(between(samples, cleanups, 0, 2.5), std::uint64_t{0});
        QCOMPARE(between(samples, cleanups, 2.5, 2.8), std::uint64_t{7});
    }

    void what_is_told_to_look_again_stops() {
        // Asked at 1.01 s and stubborn; from 1.2 s on it looks.
        auto e = calm(2, {{"stubborn", "100"}, {"deadline", "10000"}});
        runs().at(e, 1.2, "stubborn", "0");
        const auto result = run_experiment(e);
        QVERIFY(near(figure(result, "shutdown_s"), 1.2 + 0.1 - 1.01, 0.06));
        QCOMPARE(figure(result, "finished"), 7.0);
    }

    // --- Buttons ---------------------------------------------------------------------------------------------------

    void a_tree_is_shut_down_when_told_to() {
        for (const char* variant : {"textbook", "production"}) {
            Run run{calm(20, {{"variant", variant}, {"life", "0"}}), {}};
            run_to(run, 5);
            QCOMPARE(figure(run.result(), "trees"), 0.0);
            QVERIFY(is_unknown(run.result(), "shutdown_s"));
            run.act(runs().action("shut_down"));
            run_to(run, 8);
            QCOMPARE(figure(run.result(), "trees"), 1.0);
            run.act(runs().action("shut_down"));
            run_to(run, 12);
            QCOMPARE(figure(run.result(), "trees"), 2.0);
        }
    }

    void a_cancelled_node_takes_all_below_it_and_none_else() {
        auto e = calm(20, {{"life", "0"}, {"node", "1"}});
        Run run{e, {}};
        run_to(run, 2.01);
        run.act(runs().action("cancel_node"));
        run_to(run, 2.02);
        auto snapshot = run.snapshot();
        QCOMPARE(nodes_at(*snapshot, Stage::asked), std::size_t{3});
        QCOMPARE(nodes_at(*snapshot, Stage::working), std::size_t{4});
        QVERIFY(near(state_of(*snapshot).cancelled_s, 2.01));
        run_to(run, 3);
        snapshot = run.snapshot();
        for (const auto& node : state_of(*snapshot).nodes) {
            const bool below = &node == &state_of(*snapshot).nodes[1] || node.parent == 1;
            QVERIFY(node.stage == (below ? Stage::stopped : Stage::working));
        }
        QVERIFY(state_of(*snapshot).phase == Phase::working);
        run.apply(*run.parameters().find("node"), 500);  // there is none
        run.act(runs().action("cancel_node"));
        run_to(run, 4);
        QCOMPARE(nodes_at(*run.snapshot(), Stage::working), std::size_t{4});
    }

    void the_textbook_has_one_token_for_all() {
        Run run{calm(20, {{"variant", "textbook"}, {"life", "0"}, {"node", "5"}}), {}};
        run_to(run, 2);
        run.act(runs().action("cancel_node"));
        run_to(run, 2.5);
        QCOMPARE(nodes_at(*run.snapshot(), Stage::aborted), std::size_t{7});
    }

    // --- State -----------------------------------------------------------------------------------------------------

    void the_state_shows_the_tree_and_where_the_shutdown_is() {
        auto e = calm(20, {{"stubborn", "50"}});
        Run run{e, {}};
        run_to(run, 0.02);
        auto snapshot = run.snapshot();
        QCOMPARE(nodes_at(*snapshot, Stage::working), std::size_t{1});
        QCOMPARE(nodes_at(*snapshot, Stage::not_grown), std::size_t{6});
        run_to(run, 0.5);
        snapshot = run.snapshot();
        const auto& nodes = state_of(*snapshot).nodes;
        QCOMPARE(nodes.size(), std::size_t{7});
        for (std::size_t i = 1; i < nodes.size(); ++i) {
            QCOMPARE(nodes[i].parent, (i - 1) / 2);
            QCOMPARE(nodes[i].level, nodes[nodes[i].parent].level + 1);
        }
        const auto stubborn = static_cast<std::size_t>(std::ranges::count(nodes, true, &Node::stubborn));
        QVERIFY(stubborn > 0 && stubborn < 7);
        QVERIFY(state_of(*snapshot).phase == Phase::working);
        QVERIFY(snapshot->badge.text.starts_with("WORKING · 7"));
        QVERIFY(snapshot->conserved());

        run_to(run, 1.02);
        snapshot = run.snapshot();
        QCOMPARE(snapshot->phase, std::size_t{1});
        QCOMPARE(nodes_at(*snapshot, Stage::asked), std::size_t{7});
        QVERIFY(near(state_of(*snapshot).deadline_s, 1.51));
        run_to(run, 1.1);
        snapshot = run.snapshot();
        QCOMPARE(nodes_at(*snapshot, Stage::cleaning), 7 - stubborn);
        QVERIFY2(snapshot->reason.find("the deadline comes in 410 ms") != std::string::npos, snapshot->reason.c_str());
        run_to(run, 1.55);
        snapshot = run.snapshot();
        QCOMPARE(snapshot->phase, std::size_t{2});
        QCOMPARE(nodes_at(*snapshot, Stage::stopped), 7 - stubborn);
        QCOMPARE(nodes_at(*snapshot, Stage::cleaning), stubborn);
        run_to(run, 1.7);
        snapshot = run.snapshot();
        QCOMPARE(nodes_at(*snapshot, Stage::aborted), stubborn);
        QVERIFY(state_of(*snapshot).phase == Phase::pause);
        QVERIFY2(snapshot->reason.ends_with("each has cleaned up"), snapshot->reason.c_str());
    }

    void samples_show_every_phase_however_short() {
        bool phases[3] = {};
        for (const auto& s : samples_of(calm(10, {{"stubborn", "100"}, {"deadline", "1"}, {"cleanup_time", "0"}}))) {
            phases[s.phase] = true;
            QVERIFY(s.gauges[working] + s.gauges[asked] <= 7);
        }
        QVERIFY(phases[0] && phases[2]);
    }
};

}  // namespace test_shutdown_live

WEIR_TEST(test_shutdown_live, TestShutdownLive)
#include "test_shutdown_live.moc"
