// The shutdown lab: its books balance on both engines in both variants, each task ends as it should and cleans up once
// but in the textbook form, shutdowns take as long as theory says, and parameters and buttons act while it runs.
#include <QTest>
#include <algorithm>
#include <string>
#include <vector>

#include "core/labs/run.h"
#include "core/labs/shutdown_state.h"
#include "core/runtime/frame_pool.h"
#include "lab_figures.h"
#include "lab_runs.h"

using namespace weir;
using namespace weir::labs;
using namespace lab_runs;
using Node = ShutdownState::Node;
using Stage = Node::Stage;
using Phase = ShutdownState::Phase;

namespace {

const Runs& runs() {
    static const Runs shutdown{"shutdown"};
    return shutdown;
}

constexpr std::size_t working = 2;  // gauges
constexpr std::size_t asked = 3;
constexpr std::size_t left_behind = 5;
constexpr std::size_t trees = 1 + fate_count;  // totals
constexpr std::size_t cleanups = 2 + fate_count;

/// Seven tasks on three levels, steps of 50 ms and no end of them; asked to stop after 1 s, cut half a second later.
Experiment calm(double duration_s, const Settings& settings = {}) {
    auto e = runs().in_virtual_time(duration_s, {{"pool.workers", "2"},
                                                 {"depth", "3"},
                                                 {"breadth", "2"},
                                                 {"steps", "10000"},
                                                 {"life", "1010"},
                                                 {"stubborn", "0"},
                                                 {"service.spread", "constant"},
                                                 {"call.timeout", "0"}});
    runs().set(e, settings);
    return e;
}

const ShutdownState& state_of(const Snapshot& snapshot) { return dynamic_cast<const ShutdownState&>(*snapshot.state); }

std::size_t nodes_at(const Snapshot& snapshot, Stage stage) {
    return static_cast<std::size_t>(std::ranges::count(state_of(snapshot).nodes, stage, &Node::stage));
}

void run_to(Run& run, double t_s) { run.simulation()->run_until(Time{from_seconds(t_s)}); }

}  // namespace

class TestShutdownLab : public QObject {
    Q_OBJECT

private slots:
    void cleanup() { QCOMPARE(frame_pool::live_frames(), 0); }

    void it_describes_itself_soundly() { check_description(runs().lab()); }

    // --- Books -----------------------------------------------------------------------------------------------------

    void the_books_balance_data() {
        QTest::addColumn<bool>("threads");
        QTest::addColumn<QByteArray>("variant");
        QTest::addColumn<QByteArray>("work");
        for (const bool threads : {false, true})
            for (const char* variant : {"textbook", "production"})
                for (const char* work : {"io", "cpu"})
                    QTest::addRow("%s, %s, %s", threads ? "threads" : "virtual time", variant, work)
                        << threads << QByteArray{variant} << QByteArray{work};
    }
    void the_books_balance() {
        QFETCH(bool, threads);
        QFETCH(QByteArray, variant);
        QFETCH(QByteArray, work);
        auto e = calm(threads ? 0.6 : 20, {{"variant", variant.toStdString()},
                                           {"service.work", work.toStdString()},
                                           {"service.spread", "lognormal"},
                                           {"step_time", "5"},
                                           {"steps", "20"},
                                           {"life", "70"},
                                           {"deadline", "20"},
                                           {"stubborn", "30"},
                                           {"cleanup_time", "10"},
                                           {"pause", "20"},
                                           {"call.timeout", "60"}});
        for (const char* fault : {"fault.failure", "fault.slow", "fault.hang", "fault.crash"}) e.parameters[fault] = 1;
        e.engine = threads ? EngineKind::threads : EngineKind::virtual_time;
        const auto result = run_experiment(e);
        QVERIFY(balanced(result));
        QVERIFY(figure(result, "trees") > 0);
        QVERIFY(figure(result, "tasks") > 6);
        QCOMPARE(figure(result, "outlived"), 0.0);
        QCOMPARE(figure(result, "finished") + figure(result, "aborted") + figure(result, "failed"),
                 figure(result, "tasks"));
        if (variant == "textbook") {
            QVERIFY(count(result, Fate::dropped) > 0);
            QVERIFY(figure(result, "cleanups") < figure(result, "tasks"));
            QCOMPARE(figure(result, "reported"), 0.0);
        } else {
            QCOMPARE(count(result, Fate::dropped), std::uint64_t{0});
            QCOMPARE(result.unobserved_failures, std::uint64_t{0});
            QCOMPARE(figure(result, "cleanups"), figure(result, "tasks"));
            QCOMPARE(figure(result, "reported"), figure(result, "tasks"));
            if (!threads) QVERIFY(figure(result, "aborted") > 0);
        }
        if (!threads) QVERIFY(figure(result, "finished") > 0 && figure(result, "failed") > 0);
    }

    void equal_seeds_give_equal_figures() {
        for (const char* variant : {"textbook", "production"}) {
            auto e = calm(20, {{"variant", variant},
                               {"service.spread", "lognormal"},
                               {"stubborn", "30"},
                               {"steps", "30"},
                               {"fault.failure", "1"}});
            const auto first = run_experiment(e);
            const auto again = run_experiment(e);
            QCOMPARE(again.fates, first.fates);
            QCOMPARE(again.latency_ms, first.latency_ms);
            QCOMPARE(again.detail_json, first.detail_json);
            e.seed = 7;
            QVERIFY(!(run_experiment(e).latency_ms == first.latency_ms));
        }
    }

    void a_run_is_put_away_at_once_whatever_it_is_doing_data() { engines(); }
    void a_run_is_put_away_at_once_whatever_it_is_doing() {
        for (const char* variant : {"textbook", "production"})
            for (const char* life : {"0", "50"}) {
                auto e = calm(0.1, {{"variant", variant},
                                    {"life", life},
                                    {"stubborn", "50"},
                                    {"steps", "3"},
                                    {"step_time", "20"},
                                    {"cleanup_time", "10000"},
                                    {"deadline", "60000"}});
                e.engine = fetched_engine();
                const auto before = std::chrono::steady_clock::now();
                const auto result = run_experiment(e);
                QVERIFY(result.in_flight > 0);
                QVERIFY(std::chrono::steady_clock::now() - before < std::chrono::seconds{9});
            }
    }

    // --- How long it takes and what becomes of tasks ---------------------------------------------------------------

    void who_looks_stops_within_a_step_and_cleans_up() {
        const auto result = run_experiment(calm(10));
        QCOMPARE(figure(result, "finished"), figure(result, "tasks"));
        QCOMPARE(figure(result, "tasks"), 7 * figure(result, "trees"));
        // All look at multiples of 50 ms, and are asked 10 ms after one.
        QVERIFY(near(figure(result, "shutdown_s"), 0.04 + 0.1, 1e-6));
        QCOMPARE(count(result, Fate::completed) + result.in_flight, result.offered);
    }

    void who_does_not_look_is_cut_at_the_deadline_and_cleans_up() {
        const auto result = run_experiment(calm(10, {{"stubborn", "100"}}));
        QCOMPARE(figure(result, "aborted"), figure(result, "tasks"));
        QVERIFY(near(figure(result, "shutdown_s"), 0.5 + 0.1, 1e-6));
        QCOMPARE(count(result, Fate::cancelled) + result.in_flight, result.offered);
    }

    void it_takes_at_most_the_deadline_a_cleanup_and_a_step_data() {
        QTest::addColumn<QByteArray>("work");
        QTest::addColumn<int>("stubborn");
        QTest::addColumn<int>("deadline_ms");
        QTest::addColumn<int>("cleanup_ms");
        for (const char* work : {"io", "cpu"})
            for (const int stubborn : {0, 30, 100})
                for (const int deadline : {0, 20, 300})
                    for (const int cleanup : {0, 200})
                        QTest::addRow("%s, %d %% stubborn, deadline %d ms, cleanup %d ms", work, stubborn, deadline,
                                      cleanup)
                            << QByteArray{work} << stubborn << deadline << cleanup;
    }
    void it_takes_at_most_the_deadline_a_cleanup_and_a_step() {
        QFETCH(QByteArray, work);
        QFETCH(int, stubborn);
        QFETCH(int, deadline_ms);
        QFETCH(int, cleanup_ms);
        const auto samples = samples_of(calm(20, {{"service.work", work.toStdString()},
                                                  {"stubborn", std::to_string(stubborn)},
                                                  {"deadline", std::to_string(deadline_ms)},
                                                  {"cleanup_time", std::to_string(cleanup_ms)}}));
        QVERIFY(samples.back().totals[trees] >= 5);
        // Where seven compute on two workers everyone waits four steps for a turn: who shuts down, and who is to be cut.
        const double steps = work == "io" ? 1 : 8;
        constexpr std::size_t took_ms = 6;  // gauge
        for (const auto& s : samples)
            QVERIFY2(s.gauges[took_ms] <= deadline_ms + cleanup_ms + steps * 50 + 1e-6,
                     std::to_string(s.gauges[took_ms]).c_str());
        QCOMPARE(between(samples, total_of(Fate::dropped), 0, 20), std::uint64_t{0});
    }

    void the_textbook_cuts_work_without_a_cleanup_and_has_no_deadline() {
        const auto raced = run_experiment(calm(20, {{"variant", "textbook"}}));
        QCOMPARE(figure(raced, "aborted"), figure(raced, "tasks"));
        QCOMPARE(figure(raced, "cleanups"), 0.0);
        QCOMPARE(count(raced, Fate::dropped) + raced.in_flight, raced.offered);
        QVERIFY(figure(raced, "shutdown_s") < 1e-6);
        // 100 steps of 50 ms, whatever the deadline; the last level began 0.1 s after the first.
        const auto forgotten =
            run_experiment(calm(20, {{"variant", "textbook"}, {"stubborn", "100"}, {"steps", "100"}}));
        QVERIFY(near(figure(forgotten, "shutdown_s"), 5 + 0.1 + 0.1 - 1.01, 1e-6));
        QCOMPARE(figure(forgotten, "cleanups"), figure(forgotten, "tasks"));
    }

    void dropping_the_coordinator_leaves_tasks_behind() {
        const auto e =
            calm(20, {{"variant", "textbook"}, {"at_deadline", "drop"}, {"stubborn", "100"}, {"steps", "100"}});
        const auto result = run_experiment(e);
        QCOMPARE(figure(result, "outlived"), figure(result, "tasks"));
        QVERIFY(near(figure(result, "shutdown_s"), 0.5, 1e-6));
        const auto samples = samples_of(e);
        QVERIFY(std::ranges::any_of(samples, [](const Sample& s) { return s.gauges[left_behind] >= 14; }));
        QCOMPARE(between(samples, total_of(Fate::dropped), 0, 20), std::uint64_t{0});
        // Who was raced has ended in time: the drop leaves nothing.
        const auto raced = run_experiment(calm(20, {{"variant", "textbook"}, {"at_deadline", "drop"}}));
        QCOMPARE(figure(raced, "outlived"), 0.0);
        QVERIFY(figure(raced, "shutdown_s") < 1e-6);
    }

    void what_is_left_behind_does_not_eat_up_all_memory() {
        const auto result = run_experiment(calm(3, {{"variant", "textbook"},
                                                    {"at_deadline", "drop"},
                                                    {"depth", "8"},
                                                    {"breadth", "8"},
                                                    {"step_time", "1000"},
                                                    {"life", "5"},
                                                    {"deadline", "0"},
                                                    {"pause", "1"},
                                                    {"stubborn", "100"}}));
        QVERIFY(balanced(result));
        QVERIFY(result.in_flight < 22'000);
    }

    void a_task_that_comes_too_late_is_refused_and_never_starts() {
        for (const char* variant : {"textbook", "production"}) {
            // The third level is due 100 ms after the first.
            const auto result = run_experiment(
                calm(10, {{"variant", variant}, {"life", "70"}, {"cleanup_time", "1000"}, {"stubborn", "100"}}));
            if (variant == std::string{"textbook"}) continue;
            QCOMPARE(figure(result, "tasks"), 3 * figure(result, "trees"));
            QVERIFY(count(result, Fate::rejected) >= static_cast<std::uint64_t>(4 * figure(result, "trees")));
        }
    }

    void a_tree_has_as_many_tasks_as_it_may() {
        const auto result = run_experiment(calm(2, {{"depth", "8"}, {"breadth", "8"}, {"step_time", "20"}}));
        QCOMPARE(figure(result, "tasks"), 1000.0);
        QCOMPARE(figure(result, "cleanups"), 1000.0);
    }

    // --- Faults ----------------------------------------------------------------------------------------------------

    void each_fault_ends_its_task_and_no_other_data() {
        QTest::addColumn<QByteArray>("fault");
        QTest::addColumn<int>("fate");
        QTest::newRow("failure") << QByteArray{"fault.failure"} << static_cast<int>(Fate::failed);
        QTest::newRow("crash") << QByteArray{"fault.crash"} << static_cast<int>(Fate::failed);
        QTest::newRow("hang") << QByteArray{"fault.hang"} << static_cast<int>(Fate::timed_out);
        QTest::newRow("slow") << QByteArray{"fault.slow"} << static_cast<int>(Fate::timed_out);
    }
    void each_fault_ends_its_task_and_no_other() {
        QFETCH(QByteArray, fault);
        QFETCH(int, fate);
        for (const char* variant : {"textbook", "production"}) {
            const auto result = run_experiment(
                calm(60, {{"variant", variant}, {"steps", "5"}, {"call.timeout", "100"}, {fault.toStdString(), "10"}}));
            const auto expected = static_cast<Fate>(fate);
            const double p = 1 - std::pow(0.9, 5);
            QVERIFY2(is_chance(share(result, expected), p, result.offered), variant);
            QCOMPARE(count(result, expected) + count(result, Fate::completed) + result.in_flight, result.offered);
            QVERIFY(figure(result, "failed") > 0);
            // The textbook form leaves out the cleanup of what has failed, and tells nobody.
            const bool naive = variant == std::string{"textbook"};
            QCOMPARE(figure(result, "cleanups"), figure(result, naive ? "finished" : "tasks"));
            QCOMPARE(figure(result, "reported"), naive ? 0.0 : figure(result, "tasks"));
        }
    }

    void a_step_that_hangs_is_cut_at_the_deadline() {
        const auto result = run_experiment(calm(10, {{"fault.hang", "100"}}));
        QCOMPARE(figure(result, "aborted"), figure(result, "tasks"));
        QCOMPARE(figure(result, "cleanups"), figure(result, "tasks"));
    }

    void an_outage_fails_all_and_a_spike_slows_them() {
        auto e = calm(20, {{"life", "0"}});
        runs().at(e, 5, "fault.spike", "on");
        runs().at(e, 5.01, "shut_down", "on");  // a step takes 500 ms now, but none has begun yet
        runs().at(e, 10, "fault.outage", "on");
        const auto samples = samples_of(e);
        QVERIFY(between(samples, total_of(Fate::completed), 5, 6) > 0);
        QCOMPARE(between(samples, total_of(Fate::failed), 0, 9.9), std::uint64_t{0});
        QCOMPARE(between(samples, total_of(Fate::failed), 9.9, 11), std::uint64_t{7});
    }

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
            QVERIFY(detail_of(run.result()).at("shutdown_s").is_null());
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

QTEST_APPLESS_MAIN(TestShutdownLab)
#include "test_shutdown_lab.moc"
