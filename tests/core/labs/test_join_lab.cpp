// The join lab: its books balance on both engines in both variants, each policy and fault shows as it should, makespans
// are those of theory, nothing outlives a join but in the textbook form, and parameters and buttons act while it runs.
#include <QTest>
#include <algorithm>
#include <string>
#include <vector>

#include "core/labs/join_state.h"
#include "core/labs/run.h"
#include "core/runtime/frame_pool.h"
#include "core/theory/scaling.h"
#include "lab_figures.h"
#include "lab_runs.h"
#include "tests/program.h"

namespace test_join_lab {

using namespace weir;
using namespace weir::labs;
using namespace lab_runs;
using Stage = JoinState::Bar::Stage;

const Runs& runs() {
    static const Runs join{"join"};
    return join;
}

constexpr std::size_t computing = 2;  // gauges
constexpr std::size_t left_behind = 3;
constexpr std::size_t joins = 1 + fate_count;  // totals
constexpr std::size_t outlived = 2 + fate_count;

/// Eight tasks that wait for 40 ms, then compute for 20 ms, on two workers; join after join.
Experiment calm(double duration_s, const Settings& settings = {}) {
    auto e = runs().in_virtual_time(duration_s, {{"pool.workers", "2"},
                                                 {"tasks", "8"},
                                                 {"service.spread", "constant"},
                                                 {"policy", "collect"},
                                                 {"call.timeout", "0"}});
    runs().set(e, settings);
    return e;
}

const JoinState& state_of(const Snapshot& snapshot) { return dynamic_cast<const JoinState&>(*snapshot.state); }

void run_to(Run& run, double t_s) { run.simulation()->run_until(Time{from_seconds(t_s)}); }

class TestJoinLab : public QObject {
    Q_OBJECT

private slots:
    void cleanup() { QCOMPARE(frame_pool::live_frames(), 0); }

    // --- Books -----------------------------------------------------------------------------------------------------

    void the_books_balance_data() {
        QTest::addColumn<bool>("threads");
        QTest::addColumn<QByteArray>("variant");
        QTest::addColumn<QByteArray>("policy");
        QTest::addColumn<QByteArray>("where");
        for (const bool threads : {false, true}) {
            const auto row = [threads](const char* variant, const char* policy, const char* where) {
                QTest::addRow("%s, %s %s on %s", threads ? "threads" : "virtual time", variant, policy, where)
                    << threads << QByteArray{variant} << QByteArray{policy} << QByteArray{where};
            };
            row("textbook", "join", "async_workers");
            for (const char* policy : {"join", "try_join", "collect"})
                for (const char* where : {"async_workers", "blocking_pool"}) row("production", policy, where);
        }
    }
    void the_books_balance() {
        QFETCH(bool, threads);
        QFETCH(QByteArray, variant);
        QFETCH(QByteArray, policy);
        QFETCH(QByteArray, where);
        auto e = calm(threads ? 0.3 : 20, {{"variant", variant.toStdString()},
                                           {"policy", policy.toStdString()},
                                           {"where", where.toStdString()},
                                           {"cpu_time", "1"},
                                           {"io_time", "2"},
                                           {"pause", "1"},
                                           {"service.spread", "lognormal"},
                                           {"call.timeout", "15"}});
        for (const char* fault : {"fault.failure", "fault.slow", "fault.hang", "fault.crash"}) e.parameters[fault] = 4;
        e.engine = threads ? EngineKind::threads : EngineKind::virtual_time;
        const auto result = run_experiment(e);
        QVERIFY(result.offered > 20);
        QVERIFY(balanced(result));
        QVERIFY(figure(result, "joins") > 2);
        QVERIFY(count(result, Fate::completed) > 0);
        QVERIFY(count(result, Fate::failed) > 0);
        QCOMPARE(count(result, Fate::rejected), std::uint64_t{0});
        if (variant == "textbook") return;
        QCOMPARE(count(result, Fate::dropped), std::uint64_t{0});
        QCOMPARE(result.unobserved_failures, std::uint64_t{0});
        QCOMPARE(figure(result, "outlived"), 0.0);
        QCOMPARE(count(result, Fate::cancelled) > 0, policy == "try_join");
        QCOMPARE(figure(result, "joins_failed") > 0, policy != "collect");
    }

    void equal_seeds_give_equal_figures() {
        for (const char* variant : {"textbook", "production"}) {
            auto e = calm(10, {{"variant", variant},
                               {"service.spread", "pareto"},
                               {"fault.failure", "5"},
                               {"policy", "try_join"},
                               {"where", "blocking_pool"}});
            const auto first = run_experiment(e);
            const auto again = run_experiment(e);
            QCOMPARE(again.fates, first.fates);
            QCOMPARE(again.latency_ms, first.latency_ms);
            QCOMPARE(again.detail_json, first.detail_json);
            e.seed = 7;
            QVERIFY(!(run_experiment(e).latency_ms == first.latency_ms));
        }
    }

    // --- Theory ----------------------------------------------------------------------------------------------------

    void a_makespan_lies_within_its_bounds_data() {
        QTest::addColumn<QByteArray>("spread");
        QTest::addColumn<QByteArray>("where");
        QTest::addColumn<int>("places");
        for (const char* spread : {"constant", "uniform", "exponential", "lognormal", "pareto"})
            for (const char* where : {"async_workers", "blocking_pool"})
                for (const int places : {1, 2, 3, 8})
                    QTest::addRow("%s on %d %s", spread, places, where)
                        << QByteArray{spread} << QByteArray{where} << places;
    }
    void a_makespan_lies_within_its_bounds() {
        QFETCH(QByteArray, spread);
        QFETCH(QByteArray, where);
        QFETCH(int, places);
        const auto n = std::to_string(places);
        for (const char* io : {"0", "40"}) {
            const auto result = run_experiment(calm(5, {{"tasks", "40"},
                                                        {"io_time", io},
                                                        {"service.spread", spread.toStdString()},
                                                        {"where", where.toStdString()},
                                                        {"pool.workers", where == "async_workers" ? n : "1"},
                                                        {"blocking_threads", n}}));
            QVERIFY2(figure(result, "makespan_s") >= figure(result, "lower_bound_s") - 1e-6 &&
                         figure(result, "makespan_s") <= figure(result, "upper_bound_s") + 1e-6,
                     result.detail_json.c_str());
        }
    }

    void concurrent_is_not_parallel() {
        const auto speedup = [](const Settings& settings) {
            return figure(run_experiment(calm(5, settings)), "speedup");
        };
        const Settings idle{{"pool.workers", "1"}, {"cpu_time", "0"}};
        Settings busy{{"pool.workers", "1"}, {"io_time", "0"}};
        QVERIFY(near(speedup(idle), 8));
        QVERIFY(near(speedup(busy), 1));
        busy.emplace_back("where", "blocking_pool");
        for (const int threads : {1, 2, 4, 8}) {
            auto in_pool = busy;
            in_pool.emplace_back("blocking_threads", std::to_string(threads));
            QVERIFY(near(speedup(in_pool), threads));
        }
    }

    void more_workers_speed_it_up_as_amdahl_says() {
        // All wait at once, on no worker, so the wait is the part that workers cannot make shorter.
        const auto makespan = [](int workers) {
            return figure(run_experiment(calm(5, {{"tasks", "16"}, {"pool.workers", std::to_string(workers)}})),
                          "makespan_s");
        };
        const double serial = 40.0 / (40 + 16 * 20);
        for (const int workers : {2, 4, 8, 16})
            QVERIFY(near(makespan(1) / makespan(workers), theory::amdahl_speedup(serial, workers), 1e-4));
    }

    void latency_is_that_of_the_whole_join() {
        const auto result = run_experiment(calm(20));
        QVERIFY(near(result.latency_ms.mean, 40 + 4 * 20));  // eight tasks on two workers
        QVERIFY(near(result.latency_ms.p50, result.latency_ms.max));
        QVERIFY(near(figure(result, "makespan_s"), result.latency_ms.max / 1000));
    }

    // --- Failures --------------------------------------------------------------------------------------------------

    void each_fault_has_its_fate_and_its_share_data() { fault_rows(); }
    void each_fault_has_its_fate_and_its_share() {
        QFETCH(QByteArray, fault);
        QFETCH(int, fate);
        for (const char* where : {"async_workers", "blocking_pool"}) {
            const auto result = run_experiment(
                calm(60, {{"where", where}, {"call.timeout", "150"}, {"pause", "1"}, {fault.toStdString(), "30"}}));
            const auto expected = static_cast<Fate>(fate);
            QVERIFY2(is_chance(share(result, expected), 0.3, result.offered), where);
            QCOMPARE(count(result, expected) + count(result, Fate::completed) + result.in_flight, result.offered);
        }
    }

    void a_job_that_has_a_thread_is_not_given_up() {
        // Past its time it computes to the end, and what it came to is delivered.
        const auto result = run_experiment(calm(
            5, {{"where", "blocking_pool"}, {"blocking_threads", "8"}, {"cpu_time", "100"}, {"call.timeout", "50"}}));
        QCOMPARE(count(result, Fate::completed) + result.in_flight, result.offered);
        const auto on_workers = run_experiment(calm(5, {{"cpu_time", "100"}, {"call.timeout", "50"}}));
        QCOMPARE(count(on_workers, Fate::timed_out) + on_workers.in_flight, on_workers.offered);
    }

    void the_first_failure_cancels_the_rest_only_with_try_join() {
        // One worker: the first to compute fails, and seven have not computed.
        const auto with = [](const char* policy) {
            return run_experiment(
                calm(10, {{"policy", policy}, {"pool.workers", "1"}, {"fault.failure", "100"}, {"pause", "40"}}));
        };
        const auto at_once = with("try_join");
        QVERIFY(near(figure(at_once, "makespan_s"), 0.06, 1e-6));
        QVERIFY(near(share(at_once, Fate::cancelled), 7.0 / 8));
        QCOMPARE(figure(at_once, "joins_failed"), figure(at_once, "joins"));
        for (const char* policy : {"join", "collect"}) {
            const auto all = with(policy);
            QVERIFY(near(figure(all, "makespan_s"), 0.2, 1e-6));
            QCOMPARE(count(all, Fate::failed) + all.in_flight, all.offered);
            QCOMPARE(figure(all, "joins_failed"), policy == std::string{"join"} ? figure(all, "joins") : 0);
        }
    }

    void only_the_textbook_leaves_tasks_behind_and_loses_outcomes() {
        const Settings failing{{"fault.failure", "10"}, {"tasks", "16"}, {"policy", "try_join"}};
        const auto production = run_experiment(calm(60, failing));
        QCOMPARE(figure(production, "outlived"), 0.0);
        QCOMPARE(count(production, Fate::dropped), std::uint64_t{0});
        QCOMPARE(production.unobserved_failures, std::uint64_t{0});
        auto naive = failing;
        naive.emplace_back("variant", "textbook");
        const auto samples = samples_of(calm(60, naive));
        QVERIFY(std::ranges::any_of(samples, [](const Sample& s) { return s.gauges[left_behind] > 0; }));
        QVERIFY(std::ranges::any_of(samples, [](const Sample& s) { return s.phase == 1; }));
        const auto textbook = run_experiment(calm(60, naive));
        QVERIFY(figure(textbook, "outlived") > figure(textbook, "joins_failed"));
        // Of a join that throws, one failure reaches the caller.
        QCOMPARE(static_cast<double>(count(textbook, Fate::failed)), figure(textbook, "joins_failed"));
        QVERIFY(count(textbook, Fate::dropped) > count(textbook, Fate::failed));
        QVERIFY(textbook.unobserved_failures > 0);
        QCOMPARE(between(samples, outlived, 0, 60), static_cast<std::uint64_t>(figure(textbook, "outlived")));
    }

    void an_outage_and_a_spike_show_while_they_last() {
        auto e = calm(12);
        runs().at(e, 3, "fault.outage", "on");
        runs().at(e, 6, "fault.outage", "off");
        runs().at(e, 9, "fault.spike", "on");
        const auto samples = samples_of(e);
        QCOMPARE(between(samples, total_of(Fate::failed), 0, 3), std::uint64_t{0});
        QVERIFY(between(samples, total_of(Fate::failed), 3, 6) > 200);
        QCOMPARE(between(samples, total_of(Fate::completed), 3.3, 6), std::uint64_t{0});
        QVERIFY(between(samples, total_of(Fate::completed), 6, 9) >= 8 * 12);
        QVERIFY(between(samples, total_of(Fate::completed), 9, 12) <= 8 * 3);
    }

    // --- Parameters while it runs ----------------------------------------------------------------------------------

    void parameters_act_while_it_runs_data() {
        QTest::addColumn<QByteArray>("parameter");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<double>("before_s");  // a join and its pause
        QTest::addColumn<double>("after_s");
        const auto row = [](const char* parameter, const char* value, double after_s) {
            QTest::newRow(parameter) << QByteArray{parameter} << QByteArray{value} << 0.22 << after_s;
        };
        row("tasks", "4", 0.18);
        row("cpu_time", "5", 0.16);
        row("io_time", "10", 0.19);
        row("pause", "30", 0.15);
        row("where", "blocking_pool", 0.18);  // on four threads
        row("call.timeout", "70", 0.18);      // two have computed by then, two are computing, four never do
    }
    void parameters_act_while_it_runs() {
        QFETCH(QByteArray, parameter);
        QFETCH(QByteArray, value);
        QFETCH(double, before_s);
        QFETCH(double, after_s);
        auto e = calm(20);
        runs().at(e, 10, parameter.toStdString(), value.toStdString());
        const auto samples = samples_of(e);
        const auto in = [&](double from, double to) { return static_cast<double>(between(samples, joins, from, to)); };
        QVERIFY(std::abs(in(1, 9.9) - 8.9 / before_s) <= 1);
        QVERIFY2(std::abs(in(11, 19.9) - 8.9 / after_s) <= 1, std::to_string(8.9 / in(11, 19.9)).c_str());
    }

    void threads_of_the_pool_act_at_once() {
        auto e = calm(9, {{"where", "blocking_pool"},
                          {"tasks", "256"},
                          {"io_time", "0"},
                          {"cpu_time", "100"},
                          {"blocking_threads", "2"}});
        runs().at(e, 2, "blocking_threads", "8");
        runs().at(e, 4, "blocking_threads", "3");
        for (const auto& s : samples_of(e)) {
            if (s.t_s > 0.15 && s.t_s < 1.95) QCOMPARE(s.gauges[computing], 2.0);
            if (s.t_s > 2.15 && s.t_s < 3.95) QCOMPARE(s.gauges[computing], 8.0);
            if (s.t_s > 4.15 && s.t_s < 5.8) QCOMPARE(s.gauges[computing], 3.0);
        }
    }

    void a_changed_policy_acts_from_the_next_join_on() {
        auto e = calm(20, {{"fault.failure", "20"}});
        runs().at(e, 10, "policy", "try_join");
        const auto samples = samples_of(e);
        QCOMPARE(between(samples, total_of(Fate::cancelled), 0, 10), std::uint64_t{0});
        QVERIFY(between(samples, total_of(Fate::cancelled), 10.3, 20) > 20);
    }

    // --- Buttons ---------------------------------------------------------------------------------------------------

    void one_fails_when_told_to() {
        for (const char* variant : {"textbook", "production"}) {
            Run run{calm(10, {{"variant", variant}}), {}};
            run_to(run, 1);
            for (int press = 1; press <= 3; ++press) {
                run.act(runs().action("fail_one"));
                run_to(run, 1 + press);
                QCOMPARE(run.result().fates[weir::index_of(Fate::failed)], static_cast<std::uint64_t>(press));
            }
        }
    }

    void all_are_cancelled_when_told_to() {
        for (const char* where : {"async_workers", "blocking_pool"}) {
            Run run{calm(10, {{"where", where}, {"blocking_threads", "2"}}), {}};
            run_to(run, 0.07);  // six have not computed, two are computing
            run.act(runs().action("cancel_all"));
            run_to(run, 0.079);
            auto snapshot = run.snapshot();
            QCOMPARE(std::ranges::count(state_of(*snapshot).bars, Stage::computing, &JoinState::Bar::stage), 2);
            QVERIFY(state_of(*snapshot).returned_s < 0);
            run_to(run, 0.09);
            snapshot = run.snapshot();
            QVERIFY(near(state_of(*snapshot).returned_s, 0.08));
            // Two were done. A computation on a worker sees the cancellation when it is done, one on a thread delivers.
            const std::uint64_t delivered = where == std::string{"blocking_pool"} ? 4 : 2;
            QCOMPARE(run.result().fates[weir::index_of(Fate::completed)], delivered);
            QCOMPARE(run.result().fates[weir::index_of(Fate::cancelled)], 8 - delivered);
            run_to(run, 0.39);  // the next is not cancelled
            QCOMPARE(run.result().fates[weir::index_of(Fate::completed)], delivered + 8);
        }
    }

    void a_join_that_hangs_can_be_cancelled() {
        auto e = calm(10, {{"fault.hang", "100"}});
        runs().at(e, 5, "fault.hang", "0");
        runs().at(e, 5, "cancel_all", "on");
        const auto samples = samples_of(e);
        QCOMPARE(between(samples, joins, 0, 4.9), std::uint64_t{0});
        QCOMPARE(between(samples, total_of(Fate::cancelled), 4.9, 5.1), std::uint64_t{8});
        QVERIFY(between(samples, total_of(Fate::completed), 5.1, 10) > 8 * 20);
    }

    // --- State and extremes ----------------------------------------------------------------------------------------

    void the_state_shows_each_task_on_its_lane() {
        Run run{calm(10), {}};
        run_to(run, 0.03);
        auto snapshot = run.snapshot();
        QCOMPARE(state_of(*snapshot).bars.size(), std::size_t{8});
        for (const auto& bar : state_of(*snapshot).bars) {
            QVERIFY(bar.stage == Stage::waiting);
            QCOMPARE(bar.due_s, 0.04);
        }
        run_to(run, 0.07);
        snapshot = run.snapshot();
        const auto& s = state_of(*snapshot);
        QCOMPARE(std::ranges::count(s.bars, Stage::ended, &JoinState::Bar::stage), 2);
        std::vector<std::size_t> lanes;
        for (const auto& bar : s.bars)
            if (bar.stage == Stage::computing) lanes.push_back(bar.lane);
        std::ranges::sort(lanes);
        QCOMPARE(lanes, (std::vector<std::size_t>{0, 1}));
        QCOMPARE(s.places, std::size_t{2});
        QVERIFY(snapshot->badge.text.starts_with("JOIN 1"));
        QVERIFY(snapshot->conserved());
        run_to(run, 0.13);
        snapshot = run.snapshot();
        QVERIFY(near(state_of(*snapshot).returned_s, 0.12));
        QVERIFY2(snapshot->reason.find("4 times faster") != std::string::npos, snapshot->reason.c_str());
    }

    void tasks_that_take_no_time_let_time_go_on() {
        const auto result = run_experiment(calm(0.1, {{"cpu_time", "0"}, {"io_time", "0"}, {"pause", "1"}}));
        QVERIFY(std::abs(figure(result, "joins") - 100) <= 2);
        QCOMPARE(count(result, Fate::completed) + result.in_flight, result.offered);
    }
};

}  // namespace test_join_lab

WEIR_TEST(test_join_lab, TestJoinLab)
#include "test_join_lab.moc"
