// The shared-state lab: its books balance on both engines under every strategy, updates get lost exactly where they can
// be, parameters act while it runs, and waits are those that queueing theory gives.
#include <QTest>
#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "core/labs/runner.h"
#include "core/labs/zipf.h"
#include "core/patterns/shared_state.h"
#include "core/runtime/frame_pool.h"
#include "core/theory/little.h"
#include "core/theory/repairman.h"
#include "lab_figures.h"
#include "lab_runs.h"
#include "tests/program.h"

namespace test_shared_state_lab {

using namespace weir;
using namespace weir::labs;
using lab_runs::balanced;
using lab_runs::count;
using lab_runs::samples_of;
using lab_runs::Settings;

const lab_runs::Runs& runs() {
    static const lab_runs::Runs shared_state{"shared-state"};
    return shared_state;
}

/// Everybody wants the same key, and stays for 1 ms.
Experiment crowded(double duration_s, const Settings& settings = {}) {
    auto e = runs().in_virtual_time(
        duration_s, {{"keys", "1"}, {"think_time", "1"}, {"service.spread", "constant"}, {"pool.workers", "2"}});
    runs().set(e, settings);
    return e;
}

std::uint64_t number(const RunResult& result, const char* id) {
    return static_cast<std::uint64_t>(lab_runs::figure(result, id));
}

/// Every strategy, then the textbook form.
void strategies(bool on_both_engines) {
    QTest::addColumn<QString>("strategy");
    QTest::addColumn<bool>("threads");
    for (const bool threads : {false, true}) {
        if (threads && !on_both_engines) break;
        for (const auto id : patterns::shared_state::strategy_ids)
            QTest::addRow("%s%s", id.data(), threads ? ", threads" : "") << QString{id.data()} << threads;
        QTest::addRow("textbook%s", threads ? ", threads" : "") << QString{"textbook"} << threads;
    }
}

Settings settings_of_row() {
    QFETCH(QString, strategy);
    if (strategy == "textbook") return {{"variant", "textbook"}};
    return {{"strategy", strategy.toStdString()}};
}

double off(double measured, double expected) { return 100 * (measured / expected - 1); }

#ifdef WEIR_SANITIZED  // which learns nothing from length
constexpr double theory_s = 10;
constexpr double tolerance = 10;
#else
constexpr double theory_s = 400;
constexpr double tolerance = 3;
#endif

class TestSharedStateLab : public QObject {
    Q_OBJECT

private slots:
    void cleanup() { QCOMPARE(frame_pool::live_frames(), 0); }  // at rest no frame is left over

    void the_books_balance_data() { strategies(true); }
    void the_books_balance() {
        QFETCH(bool, threads);
        auto e = crowded(threads ? 0.3 : 5, settings_of_row());
        runs().set(
            e, {{"keys", "4"}, {"read_keys", "3"}, {"fault.failure", "5"}, {"fault.crash", "5"}, {"fault.hang", "1"}});
        runs().set(e,
                   {{"call.timeout", "30"}, {"writers", "4"}, {"write_share", "80"}, {"service.spread", "lognormal"}});
        if (threads) e.engine = EngineKind::threads;
        const auto result = run_experiment(e);
        QVERIFY(balanced(result));
        QVERIFY(count(result, Fate::completed) > 0 && count(result, Fate::failed) > 0);
        QCOMPARE(number(result, "reads") + number(result, "writes") >= count(result, Fate::completed), true);
        QCOMPARE(count(result, Fate::rejected) + count(result, Fate::dropped), std::uint64_t{0});
        QCOMPARE(result.unobserved_failures, std::uint64_t{0});
        QVERIFY(lab_runs::figure(result, "wait_ms/p99") >= 0);
        if (threads) return;
        QVERIFY(count(result, Fate::timed_out) > 0);
        const auto again = run_experiment(e);
        QCOMPARE(again.detail_json, result.detail_json);
        QCOMPARE(again.fates, result.fates);
        QCOMPARE(again.latency_ms, result.latency_ms);
    }

    // --- Lost updates ------------------------------------------------------------------------------------------------

    void updates_are_lost_by_get_and_set_and_never_by_atomic_update_data() { strategies(false); }
    void updates_are_lost_by_get_and_set_and_never_by_atomic_update() {
        auto e = crowded(2, settings_of_row());
        runs().set(e, {{"writers", "4"}});
        const bool textbook = !settings_of_row().front().second.compare("textbook");
        const auto atomic = run_experiment(e);
        QVERIFY(number(atomic, "writes") > 100);
        QCOMPARE(number(atomic, "lost_updates") > 0, textbook);
        runs().set(e, {{"update", "get_set"}});
        const auto by_two = run_experiment(e);
        QVERIFY(number(by_two, "lost_updates") > 10);
        QVERIFY(number(by_two, "lost_updates") < number(by_two, "writes"));
        if (textbook) QCOMPARE(by_two.detail_json, atomic.detail_json);
        runs().set(e, {{"writers", "1"}});  // alone it loses nothing
        QCOMPARE(number(run_experiment(e), "lost_updates"), std::uint64_t{0});
    }

    void a_phase_shows_while_updates_are_lost() {
        auto e = crowded(4, {{"writers", "8"}});
        runs().at(e, 1, "update", "get_set");
        runs().at(e, 2, "update", "atomic");
        const auto samples = samples_of(e);
        const auto phases_between = [&](double from_s, double to_s) {
            std::size_t n = 0;
            for (const auto& s : samples) n += s.t_s > from_s && s.t_s <= to_s && s.phase == 1 ? 1 : 0;
            return n;
        };
        QCOMPARE(phases_between(0, 1), std::size_t{0});
        QVERIFY(phases_between(1, 2) >= 8);
        QCOMPARE(phases_between(2.2, 4), std::size_t{0});
    }

    // --- Who waits for whom ------------------------------------------------------------------------------------------

    void readers_share_where_the_strategy_lets_them_data() { strategies(false); }
    void readers_share_where_the_strategy_lets_them() {
        auto e = crowded(2, settings_of_row());
        runs().set(e, {{"writers", "0"}, {"readers", "8"}, {"think_time", "0.1"}, {"hold_time", "5"}});
        const auto strategy = settings_of_row().front().second;
        const bool one = strategy == "mutex" || strategy == "actor";
        const auto result = run_experiment(e);
        QCOMPARE(number(result, "max_readers"), std::uint64_t{one ? 1U : 8U});
        QCOMPARE(lab_runs::figure(result, "wait_ms/mean") > 1, one);
    }

    void sharded_writers_of_different_keys_do_not_meet() {
        auto e = crowded(5, {{"readers", "0"}, {"writers", "8"}, {"keys", "16"}, {"skew", "0"}});
        const auto one_lock = run_experiment(e);
        runs().set(e, {{"strategy", "sharded"}});
        const auto shards = run_experiment(e);
        QVERIFY(number(shards, "writes") > 3 * number(one_lock, "writes"));
        runs().set(e, {{"skew", "3"}});  // nearly all want the first
        QVERIFY(number(run_experiment(e), "writes") < 2 * number(one_lock, "writes"));
    }

    void a_hang_is_let_go_by_the_timeout_data() { strategies(false); }
    void a_hang_is_let_go_by_the_timeout() {
        auto e = crowded(4, settings_of_row());
        runs().set(e, {{"readers", "0"}, {"writers", "2"}, {"fault.hang", "1"}, {"call.timeout", "20"}});
        const auto result = run_experiment(e);
        QVERIFY(count(result, Fate::timed_out) > 5);
        QVERIFY(count(result, Fate::completed) > 20 * count(result, Fate::timed_out));
        runs().set(e, {{"call.timeout", "0"}});  // for ever
        QCOMPARE(run_experiment(e).in_flight, std::uint64_t{2});
    }

    void a_failure_inside_changes_nothing() {
        auto e = crowded(5, {{"fault.failure", "30"}, {"fault.crash", "20"}, {"writers", "4"}});
        const auto result = run_experiment(e);
        const auto failed = static_cast<double>(count(result, Fate::failed));
        QVERIFY(std::abs(failed / static_cast<double>(result.offered) - 0.44) < 0.03);
        QCOMPARE(number(result, "lost_updates"), std::uint64_t{0});
        QCOMPARE(number(result, "reads") + number(result, "writes"), count(result, Fate::completed));
    }

    // --- Parameters while it runs ------------------------------------------------------------------------------------

    void users_come_and_go_while_it_runs() {
        auto e = crowded(6, {{"readers", "3"}, {"writers", "0"}, {"think_time", "0.01"}, {"hold_time", "50"}});
        runs().at(e, 1, "readers", "20");
        runs().at(e, 2, "readers", "2");
        runs().at(e, 3, "readers", "0");
        runs().at(e, 4, "writers", "2");
        const auto samples = samples_of(e);
        const auto inside = [&](double t_s, std::size_t gauge) {
            for (const auto& s : samples)
                if (s.t_s > t_s - 1e-9) return s.gauges[gauge];
            return -1.0;
        };
        QVERIFY(inside(0.9, 1) == 3 && inside(1.9, 1) == 20 && inside(2.9, 1) == 2 && inside(3.9, 1) == 0);
        QVERIFY(inside(5.9, 1) == 2 && inside(5.9, 2) == 0 && inside(5.9, 3) == 1 && inside(5.9, 4) == 1);
    }

    void everything_changes_while_it_runs() {
        auto e = crowded(9, {{"writers", "4"}});
        double t = 0;
        for (const auto id : patterns::shared_state::strategy_ids) runs().at(e, t += 1, "strategy", std::string{id});
        runs().at(e, 5.5, "service.work", "cpu");
        runs().at(e, 6, "keys", "100");
        runs().at(e, 6, "skew", "2");
        runs().at(e, 6, "read_keys", "10");
        runs().at(e, 7, "hold_time", "0");
        runs().at(e, 7, "think_time", "0.5");
        runs().at(e, 8, "fault.outage", "on");
        const auto result = run_experiment(e);
        QVERIFY(balanced(result));
        QCOMPARE(number(result, "lost_updates"), std::uint64_t{0});
        QVERIFY(count(result, Fate::failed) > 1000);
    }

    void nobody_at_all_is_a_quiet_run() {
        const auto result = run_experiment(crowded(1, {{"readers", "0"}, {"writers", "0"}}));
        QCOMPARE(result.offered, std::uint64_t{0});
    }

    // --- Theory ------------------------------------------------------------------------------------------------------

    void waits_are_those_of_the_queue_data() {
        QTest::addColumn<QString>("strategy");
        QTest::addColumn<int>("readers");
        QTest::addColumn<int>("writers");
        QTest::addColumn<bool>("shared");
        QTest::newRow("mutex, mixed") << "mutex" << 6 << 4 << false;
        QTest::newRow("actor, mixed") << "actor" << 6 << 4 << false;
        QTest::newRow("rw_lock, writers only") << "rw_lock" << 0 << 10 << false;
        QTest::newRow("snapshot, writers only") << "snapshot" << 0 << 10 << false;
        QTest::newRow("sharded, one key") << "sharded" << 0 << 10 << false;
        QTest::newRow("rw_lock, readers only") << "rw_lock" << 10 << 0 << true;
        QTest::newRow("snapshot, readers only") << "snapshot" << 10 << 0 << true;
    }
    void waits_are_those_of_the_queue() {
        QFETCH(QString, strategy);
        QFETCH(int, readers);
        QFETCH(int, writers);
        QFETCH(bool, shared);
        auto e = crowded(theory_s, {{"strategy", strategy.toStdString()},
                                    {"readers", std::to_string(readers)},
                                    {"writers", std::to_string(writers)},
                                    {"think_time", "12"},
                                    {"hold_time", "1"},
                                    {"service.spread", "exponential"},
                                    {"call.timeout", "0"}});
        const auto result = run_experiment(e);
        const int users = readers + writers;
        const auto queue = theory::repairman(users, 0.012, 0.001);
        const double rate = static_cast<double>(result.offered) / result.measured_s;
        const double expected = shared ? users / 0.013 : queue.throughput_per_s;
        const double wait_ms = lab_runs::figure(result, "wait_ms/mean");
        const double little = theory::littles_error(result.little.l, result.little.lambda, result.little.w_s);
        qInfo("rate %+.2f %%, time %+.2f %%, wait %.3f ms (%+.2f %%), Little %.3f %% off", off(rate, expected),
              off(result.latency_ms.mean, shared ? 1.0 : 1000 * queue.time_in_system_s), wait_ms,
              shared ? 0.0 : off(wait_ms, 1000 * queue.wait_s), 100 * little);
        QVERIFY(std::abs(off(rate, expected)) < tolerance);
        QVERIFY(std::abs(off(result.latency_ms.mean, shared ? 1.0 : 1000 * queue.time_in_system_s)) < tolerance);
        if (shared)
            QCOMPARE(wait_ms, 0.0);
        else
            QVERIFY(std::abs(off(wait_ms, 1000 * queue.wait_s)) < tolerance);
        QVERIFY(little < 0.01);
    }

    void keys_are_drawn_as_zipf_says() {
        for (const double skew : {0.0, 1.0, 2.5}) {
            const Zipf zipf{10, skew};
            Random random{1};
            std::vector<double> drawn(10);
            constexpr int draws = 200'000;
            for (int i = 0; i < draws; ++i) drawn[zipf.key(random.uniform())] += 1.0 / draws;
            for (std::size_t k = 0; k < 10; ++k) {
                QVERIFY(std::abs(drawn[k] - zipf.share(k)) < 0.005);
                QVERIFY(std::abs(zipf.share(k) / zipf.share(0) - std::pow(static_cast<double>(k + 1), -skew)) < 1e-9);
            }
        }
    }
};

}  // namespace test_shared_state_lab

WEIR_TEST(test_shared_state_lab, TestSharedStateLab)
#include "test_shared_state_lab.moc"
