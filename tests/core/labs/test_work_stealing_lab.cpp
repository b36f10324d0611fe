// The work-stealing lab: both forms on both engines, makespans against their bounds and a central queue, every fault
// has its fate, and parameters act while it runs.
#include <QTest>
#include <QThread>
#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include "core/labs/run.h"
#include "core/labs/work_stealing_state.h"
#include "core/runtime/frame_pool.h"
#include "lab_figures.h"
#include "lab_runs.h"
#include "tests/program.h"

namespace test_work_stealing_lab {

using namespace weir;
using namespace weir::labs;
using lab_runs::between;
using lab_runs::count;
using lab_runs::figure;
using lab_runs::figures;
using lab_runs::is_unknown;
using lab_runs::samples_of;
using lab_runs::Settings;
using lab_runs::total_of;

const lab_runs::Runs& runs() {
    static const lab_runs::Runs stealing{"work-stealing"};
    return stealing;
}

Experiment on_workers(int workers, double duration_s, const Settings& settings = {},
                      EngineKind engine = EngineKind::virtual_time) {
    auto e = runs().experiment(engine, duration_s, {{"pool.workers", std::to_string(workers)}});
    runs().set(e, settings);
    return e;
}

/// Runs until `enough` of its figures, however long that takes, and puts it away.
template <class Enough>
RunResult run_until(const Experiment& e, Enough enough) {
    Run run{e, {}};
    for (auto until = Time{}; !enough(run.result());) {
        until += std::chrono::milliseconds{10};
        if (run.simulation() != nullptr)
            run.simulation()->run_until(until);
        else
            QThread::msleep(1);
    }
    run.stop();
    return run.result();
}

std::uint64_t executed(const RunResult& result) {
    std::uint64_t sum = 0;
    for (const double of_one : figures(result, "executed_per_worker")) sum += static_cast<std::uint64_t>(of_one);
    return sum;
}

// Totals and gauges of the lab's own.
constexpr std::size_t batches = 1 + fate_count;
constexpr std::size_t steals = 2 + fate_count;
constexpr std::size_t busy = 2;
constexpr std::size_t longest = 3;
constexpr std::size_t shared = 4;

bool is_share(std::uint64_t part, std::uint64_t of, double p) {
    const auto n = static_cast<double>(of);
    return std::abs(static_cast<double>(part) / n - p) < 5 * std::sqrt(p * (1 - p) / n);
}

class TestWorkStealingLab : public QObject {
    Q_OBJECT

private slots:
    void cleanup() { QCOMPARE(frame_pool::live_frames(), 0); }

    // --- Every form ------------------------------------------------------------------------------------------------

    void the_books_balance_data() {
        QTest::addColumn<QString>("variant");
        QTest::addColumn<QString>("strategy");
        QTest::addColumn<bool>("threads");
        for (const bool threads : {false, true}) {
            const char* const engine = threads ? "threads" : "virtual time";
            QTest::addRow("textbook, %s", engine) << "textbook"
                                                  << "stealing" << threads;
            for (const char* strategy : {"stealing", "central"})
                QTest::addRow("%s, %s", strategy, engine) << "production" << strategy << threads;
        }
    }
    void the_books_balance() {
        QFETCH(QString, variant);
        QFETCH(QString, strategy);
        const auto engine = lab_runs::fetched_engine();
        const auto rough = on_workers(2, 1000,
                                      {{"variant", variant.toStdString()},
                                       {"strategy", strategy.toStdString()},
                                       {"tasks", "50"},
                                       {"task_time", "0.2"},
                                       {"fault.failure", "10"},
                                       {"fault.crash", "5"},
                                       {"fault.slow", "5"},
                                       {"fault.hang", "2"},
                                       {"call.timeout", "5"}},
                                      engine);
        const auto result = run_until(rough, [](const RunResult& r) { return figure(r, "batches") >= 20; });
        auto sum = result.in_flight;
        for (const auto n : result.fates) sum += n;
        QCOMPARE(sum, result.offered);
        QCOMPARE(result.unobserved_failures, 0U);
        for (const auto fate : {Fate::completed, Fate::failed, Fate::timed_out})
            QVERIFY2(count(result, fate) > 0, std::string{id_of(fate)}.c_str());
        QCOMPARE(figure(result, "twice"), 0.0);
        QCOMPARE(count(result, Fate::dropped) > 0, variant == "textbook");
        QCOMPARE(figure(result, "lost") > 0, variant == "textbook");
        QVERIFY(figure(result, "lost") <= static_cast<double>(count(result, Fate::dropped)));
        QVERIFY(executed(result) >= count(result, Fate::completed));
    }

    void put_away_in_the_middle_of_a_batch_nothing_is_lost_data() { lab_runs::engines(); }
    void put_away_in_the_middle_of_a_batch_nothing_is_lost() {
        for (const char* variant : {"textbook", "production"}) {
            const auto e = on_workers(2, 1000, {{"variant", variant}, {"tasks", "5000"}, {"task_time", "1"}},
                                      lab_runs::fetched_engine());
            const auto result = run_until(e, [](const RunResult& r) { return count(r, Fate::completed) > 0; });
            QCOMPARE(result.offered, std::uint64_t{5000});
            QCOMPARE(result.in_flight, std::uint64_t{0});
            QCOMPARE(count(result, Fate::completed) + count(result, Fate::cancelled), std::uint64_t{5000});
            QVERIFY(count(result, Fate::completed) > 0 && count(result, Fate::cancelled) > 0);
        }
    }

    void equal_seeds_give_equal_figures() {
        for (const char* variant : {"textbook", "production"}) {
            auto e = on_workers(4, 5, {{"variant", variant}, {"fault.crash", "1"}, {"fault.slow", "5"}});
            const auto first = run_experiment(e);
            const auto again = run_experiment(e);
            QCOMPARE(again.fates, first.fates);
            QCOMPARE(again.latency_ms, first.latency_ms);
            QCOMPARE(again.detail_json, first.detail_json);
            e.seed = 7;
            QVERIFY(!(run_experiment(e).latency_ms == first.latency_ms));
        }
    }

    // --- Makespan --------------------------------------------------------------------------------------------------

    void stealing_is_as_good_as_a_central_queue_and_both_keep_the_bound_data() {
        QTest::addColumn<QString>("spread");
        QTest::addColumn<QString>("work");
        QTest::addColumn<int>("workers");
        for (const char* work : {"cpu", "io"})
            for (const char* spread : {"constant", "uniform", "exponential", "lognormal", "pareto"})
                for (const int workers : {1, 3, 8})
                    QTest::addRow("%s %s on %d", work, spread, workers) << spread << work << workers;
    }
    void stealing_is_as_good_as_a_central_queue_and_both_keep_the_bound() {
        QFETCH(QString, spread);
        QFETCH(QString, work);
        QFETCH(int, workers);
        Settings settings{{"spread", spread.toStdString()},
                          {"service.work", work.toStdString()},
                          {"skew", "100"},
                          {"call.timeout", "0"}};
        for (const char* strategy : {"stealing", "central"}) {
            settings.emplace_back("strategy", strategy);
            const auto result = run_experiment(on_workers(workers, 20, settings));
            const double makespan = figure(result, "makespan_s");
            QVERIFY2(makespan >= figure(result, "lower_bound_s") - 1e-6, result.detail_json.c_str());
            QVERIFY2(makespan <= figure(result, "upper_bound_s") + 1e-6, result.detail_json.c_str());
            if (spread == "constant") QVERIFY(std::abs(makespan - 0.01 * std::ceil(200.0 / workers)) < 1e-6);
            QCOMPARE(figure(result, "steals") > 0, std::string{strategy} == "stealing" && workers > 1);
            QCOMPARE(figure(result, "makespan_over_bound"), makespan / figure(result, "lower_bound_s"));
        }
    }

    void without_stealing_skew_makes_one_worker_do_it_all() {
        const Settings skewed{{"variant", "textbook"}, {"skew", "100"}, {"spread", "constant"}, {"tasks", "100"}};
        const auto result = run_experiment(on_workers(4, 10, skewed));
        QVERIFY(std::abs(figure(result, "makespan_s") - 1) < 1e-6);
        QVERIFY(std::abs(figure(result, "makespan_over_bound") - 4) < 1e-6);
        const auto each = figures(result, "executed_per_worker");
        QCOMPARE(each[1] + each[2] + each[3], 0.0);
    }

    void skew_decides_where_tasks_go() {
        for (const int percent : {0, 40, 100}) {
            const auto e = on_workers(4, 1,
                                      {{"variant", "textbook"},
                                       {"skew", std::to_string(percent)},
                                       {"spread", "constant"},
                                       {"tasks", "100"},
                                       {"task_time", "1"}});
            const auto result = run_experiment(e);
            const auto each = figures(result, "executed_per_worker");
            const double all = std::accumulate(each.begin(), each.end(), 0.0);
            QVERIFY(std::abs(each[0] / all - (0.25 + 0.75 * percent / 100)) < 0.03);
            QVERIFY(std::abs(each[1] - each[3]) <= 0.03 * all);
        }
    }

    void one_at_a_time_steals_more_often_than_half() {
        const auto stolen_by = [](const char* steal) {
            const auto e = on_workers(4, 20, {{"steal", steal}, {"skew", "100"}});
            return figure(run_experiment(e), "steals");
        };
        QVERIFY(stolen_by("one") > 2 * stolen_by("half"));
    }

    void real_workers_steal_and_no_makespan_is_below_the_bound() {
        const auto e =
            on_workers(2, 1000, {{"tasks", "50"}, {"task_time", "1"}, {"spread", "constant"}, {"skew", "100"}},
                       EngineKind::threads);
        const auto result = run_until(e, [](const RunResult& r) {
            return figure(r, "batches") >= 2 && figure(r, "steals") > 0 && figure(r, "executed_per_worker/1") > 0;
        });
        QVERIFY2(figure(result, "makespan_s") >= figure(result, "lower_bound_s"), result.detail_json.c_str());
        QCOMPARE(figure(result, "lost"), 0.0);
    }

    // --- Faults ----------------------------------------------------------------------------------------------------

    void each_fault_has_its_fate_and_its_share_data() {
        QTest::addColumn<QString>("fault");
        QTest::addColumn<int>("fate");
        QTest::newRow("failure") << "fault.failure" << static_cast<int>(Fate::failed);
        QTest::newRow("crash") << "fault.crash" << static_cast<int>(Fate::failed);
        QTest::newRow("hang") << "fault.hang" << static_cast<int>(Fate::timed_out);
        QTest::newRow("slow") << "fault.slow" << static_cast<int>(Fate::timed_out);  // 100 ms is over the limit
    }
    void each_fault_has_its_fate_and_its_share() {
        QFETCH(QString, fault);
        QFETCH(int, fate);
        const auto result = run_experiment(
            on_workers(4, 60, {{fault.toStdString(), "30"}, {"spread", "constant"}, {"call.timeout", "50"}}));
        const auto struck = count(result, static_cast<Fate>(fate));
        const auto ended = result.offered - result.in_flight;
        QCOMPARE(struck + count(result, Fate::completed), ended);
        QVERIFY(is_share(struck, ended, 0.3));
        QCOMPARE(result.unobserved_failures, 0U);
        QCOMPARE(figure(result, "lost"), 0.0);
    }

    void a_throw_costs_production_one_task_and_textbook_a_queue() {
        const Settings crashing{{"fault.crash", "2"}, {"skew", "0"}};
        const auto production = run_experiment(on_workers(4, 30, crashing));
        QCOMPARE(count(production, Fate::dropped), 0U);
        QCOMPARE(figure(production, "taken_down"), 0.0);
        auto naive = crashing;
        naive.emplace_back("variant", "textbook");
        const auto textbook = run_experiment(on_workers(4, 30, naive));
        QVERIFY(figure(textbook, "taken_down") > 0.9 * figure(textbook, "batches"));
        QVERIFY(count(textbook, Fate::dropped) > textbook.offered / 10);
        QVERIFY(static_cast<double>(count(textbook, Fate::failed)) <= 4 * (figure(textbook, "batches") + 1));
    }

    void an_outage_and_a_spike_show_while_they_last() {
        auto e = on_workers(4, 12, {{"spread", "constant"}, {"tasks", "20"}});
        runs().at(e, 3, "fault.outage", "on");
        runs().at(e, 6, "fault.outage", "off");
        runs().at(e, 9, "fault.spike", "on");
        const auto samples = samples_of(e);
        QCOMPARE(between(samples, total_of(Fate::failed), 0, 3), 0U);
        QCOMPARE(between(samples, total_of(Fate::completed), 3.1, 6), 0U);
        QVERIFY(between(samples, total_of(Fate::failed), 3.1, 6) > 1000);
        QVERIFY(between(samples, total_of(Fate::completed), 6, 9) > 1000);
        QVERIFY(between(samples, total_of(Fate::completed), 9.5, 12) < 150);
    }

    void without_a_timeout_a_hang_keeps_its_worker() {
        const auto result = run_experiment(
            on_workers(4, 30, {{"fault.hang", "2"}, {"call.timeout", "0"}, {"spread", "constant"}, {"tasks", "1000"}}));
        QCOMPARE(result.offered, std::uint64_t{1000});  // the first batch never ends
        QVERIFY(is_unknown(result, "makespan_s"));
        QVERIFY(is_unknown(result, "makespan_over_bound"));
    }

    // --- Parameters while it runs ----------------------------------------------------------------------------------

    void the_strategy_acts_in_the_middle_of_a_batch() {
        auto e = on_workers(
            4, 3,
            {{"tasks", "9000"}, {"task_time", "2"}, {"skew", "100"}, {"steal", "one"}, {"queue.capacity", "10000"}});
        runs().at(e, 1, "strategy", "central");
        runs().at(e, 2, "strategy", "stealing");
        const auto samples = samples_of(e);
        QVERIFY(between(samples, steals, 0, 1) > 100);
        QCOMPARE(between(samples, steals, 1, 2), 0U);
        QVERIFY(between(samples, steals, 2, 3) > 100);
        for (const auto& s : samples) {
            QCOMPARE(s.gauges[busy], 4.0);
            if (s.t_s > 1.05 && s.t_s < 1.95) QCOMPARE(s.gauges[longest], 0.0);
        }
    }

    void the_capacity_decides_what_overflows() {
        const auto samples = samples_of(on_workers(
            4, 0.2, {{"tasks", "1000"}, {"skew", "100"}, {"queue.capacity", "100"}, {"spread", "constant"}}));
        QVERIFY(samples[0].gauges[longest] <= 100);
        QVERIFY(samples[0].gauges[shared] > 800);
    }

    void a_batch_changes_from_the_next_on() {
        auto e = on_workers(4, 10, {{"spread", "constant"}, {"skew", "0"}, {"tasks", "400"}});
        runs().at(e, 4.5, "tasks", "40");
        runs().at(e, 4.5, "task_time", "20");
        const auto samples = samples_of(e);
        QCOMPARE(between(samples, batches, 0, 4.5), 4U);
        QVERIFY(between(samples, batches, 6, 10) >= 19);
        QVERIFY(between(samples, batches, 6, 10) <= 21);
    }

    // --- What it shows ---------------------------------------------------------------------------------------------

    void the_state_shows_whose_tasks_are_where() {
        Run run{on_workers(3, 10, {{"skew", "100"}, {"spread", "constant"}, {"tasks", "60"}}), {}};
        run.simulation()->run_until(Time{std::chrono::milliseconds{15}});
        const auto snapshot = run.snapshot();
        const auto& state = dynamic_cast<const WorkStealingState&>(*snapshot->state);
        QCOMPARE(state.workers.size(), std::size_t{3});
        std::size_t waiting = state.shared;
        for (const auto& worker : state.workers) {
            waiting += worker.waiting;
            QVERIFY(worker.running);
            QCOMPARE(worker.running_home, std::size_t{0});
            QCOMPARE(worker.homes, std::vector<std::size_t>(std::min<std::size_t>(worker.waiting, 32), 0));
        }
        QCOMPARE(state.done, std::size_t{3});
        QCOMPARE(waiting, std::size_t{54});
        QVERIFY(state.workers[1].stolen > 0 && state.workers[2].stolen > 0);
        QVERIFY(snapshot->conserved());
        QCOMPARE(snapshot->phase, std::size_t{0});
        QVERIFY(snapshot->badge.text == "BATCH 1 · 3 of 60");
    }

    void it_says_why_workers_idle_and_what_a_throw_did() {
        Run idle{on_workers(3, 10, {{"variant", "textbook"}, {"skew", "100"}, {"spread", "constant"}, {"tasks", "60"}}),
                 {}};
        idle.simulation()->run_until(Time{std::chrono::milliseconds{15}});
        QCOMPARE(idle.snapshot()->reason,
                 std::string{"2 workers have nothing to do while 58 tasks wait in the queues of others"});
        QCOMPARE(idle.snapshot()->phase, std::size_t{1});
        Run dead{on_workers(3, 10, {{"variant", "textbook"}, {"skew", "0"}, {"fault.crash", "5"}}), {}};
        dead.simulation()->run_until(Time{std::chrono::milliseconds{300}});
        QVERIFY(dead.snapshot()->reason.starts_with("a task threw and ended its worker: "));
        Run fine{on_workers(3, 10), {}};
        fine.simulation()->run_until(Time{std::chrono::seconds{2}});
        QVERIFY(fine.snapshot()->reason.starts_with("the last batch took "));
    }

    // --- Extremes --------------------------------------------------------------------------------------------------

    void tasks_that_take_no_time_let_time_go_on() {
        for (const char* variant : {"textbook", "production"}) {
            const auto result =
                run_experiment(on_workers(2, 0.2, {{"variant", variant}, {"task_time", "0"}, {"tasks", "1"}}));
            QVERIFY(result.offered > 19'000 && result.offered < 21'000);
            QVERIFY(is_unknown(result, "makespan_over_bound"));
        }
    }

    void the_largest_batch_on_the_most_workers_runs() {
        const auto result = run_experiment(on_workers(64, 5, {{"tasks", "100000"}, {"task_time", "1"}}));
        QVERIFY(count(result, Fate::completed) >= 200'000);
        QCOMPARE(figure(result, "lost"), 0.0);
    }
};

}  // namespace test_work_stealing_lab

WEIR_TEST(test_work_stealing_lab, TestWorkStealingLab)
#include "test_work_stealing_lab.moc"
