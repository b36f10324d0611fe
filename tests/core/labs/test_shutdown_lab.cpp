// The shutdown lab: its books balance on both engines in both variants, each task ends as it should and cleans up once
// but in the textbook form, and shutdowns take as long as theory says.
#include <QTest>
#include <algorithm>
#include <chrono>
#include <cmath>
#include <string>

#include "core/runtime/frame_pool.h"
#include "lab_figures.h"
#include "shutdown_runs.h"
#include "tests/program.h"

namespace test_shutdown_lab {

using namespace weir;
using namespace weir::labs;
using namespace lab_runs;
using namespace shutdown_runs;

class TestShutdownLab : public QObject {
    Q_OBJECT

private slots:
    void cleanup() { QCOMPARE(frame_pool::live_frames(), 0); }

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
        // Where seven compute on two workers all wait four steps for a turn: who shuts down, and who is to be cut.
        const double steps = work == "io" ? 1 : 8;
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

    void each_fault_ends_its_task_and_no_other_data() { fault_rows(); }
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
};

}  // namespace test_shutdown_lab

WEIR_TEST(test_shutdown_lab, TestShutdownLab)
#include "test_shutdown_lab.moc"
