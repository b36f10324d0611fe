// The fan-out lab: both variants on both engines, in batches and with an open load; every fault has its fate, and
// parameters act while it runs.
#include <QTest>
#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "core/labs/common.h"
#include "core/labs/fan_out_state.h"
#include "core/labs/run.h"
#include "core/runtime/frame_pool.h"
#include "fan_out_runs.h"
#include "lab_runs.h"
#include "tests/program.h"

namespace test_fan_out_lab {

using namespace weir;
using namespace weir::labs;
using namespace fan_out_runs;
using lab_runs::between;
using lab_runs::count;
using lab_runs::figure;
using lab_runs::is_chance;
using lab_runs::samples_of;
using lab_runs::share;
using lab_runs::total_of;

#ifdef WEIR_SANITIZED  // which learns nothing from length
constexpr double shorter = 10;
#else
constexpr double shorter = 1;
#endif

constexpr std::size_t lanes = 2;  // gauges
constexpr std::size_t held_back = 3;
constexpr std::size_t to_take = 4;

class TestFanOutLab : public QObject {
    Q_OBJECT

private slots:
    void cleanup() { QCOMPARE(frame_pool::live_frames(), 0); }

    void it_runs_in_every_form_data() {
        QTest::addColumn<bool>("threads");
        QTest::addColumn<QByteArray>("variant");
        QTest::addColumn<QByteArray>("mode");
        for (const bool threads : {false, true})
            for (const char* variant : {"textbook", "production"})
                for (const char* mode : {"batch", "open"})
                    QTest::addRow("%s %s %s", threads ? "threads" : "virtual time", variant, mode)
                        << threads << QByteArray{variant} << QByteArray{mode};
    }
    void it_runs_in_every_form() {
        QFETCH(QByteArray, variant);
        QFETCH(QByteArray, mode);
        const auto engine = lab_runs::fetched_engine();
        const Settings calm{{"variant", variant.toStdString()},
                            {"mode", mode.toStdString()},
                            {"items", "20"},
                            {"service.latency", "5"}};
        const auto result = run_experiment(run_of(0.5, calm, engine));
        QVERIFY(count(result, Fate::completed) > 0);
        QCOMPARE(count(result, Fate::completed) + result.in_flight, result.offered);
        QCOMPARE(result.unobserved_failures, std::uint64_t{0});
        auto rough = calm;
        for (const char* fault : {"fault.failure", "fault.slow", "fault.hang", "fault.crash"})
            rough.emplace_back(fault, "5");
        rough.emplace_back("call.timeout", "20");
        const auto worse = run_experiment(run_of(0.5, rough, engine));
        QVERIFY(worse.offered > 20);
        QCOMPARE(worse.unobserved_failures, std::uint64_t{0});
        if (variant == "production") QCOMPARE(count(worse, Fate::dropped), std::uint64_t{0});
    }

    void equal_seeds_give_equal_figures() {
        for (const char* variant : {"textbook", "production"}) {
            for (const char* mode : {"batch", "open"}) {
                auto e = run_of(5, {{"variant", variant}, {"mode", mode}, {"fault.crash", "1"}, {"fault.slow", "5"}});
                const auto first = run_experiment(e);
                const auto again = run_experiment(e);
                QCOMPARE(again.offered, first.offered);
                QCOMPARE(again.fates, first.fates);
                QCOMPARE(again.latency_ms, first.latency_ms);
                QCOMPARE(again.detail_json, first.detail_json);
                e.seed = 7;
                QVERIFY(!(run_experiment(e).latency_ms == first.latency_ms));
            }
        }
    }

    // --- Faults ----------------------------------------------------------------------------------------------------

    void each_fault_has_its_fate_and_its_share_data() {
        QTest::addColumn<QByteArray>("fault");
        QTest::addColumn<int>("fate");
        QTest::addColumn<QByteArray>("mode");
        for (const char* mode : {"batch", "open"}) {
            const auto row = [mode](const char* fault, Fate fate) {
                QTest::addRow("%s %s", fault, mode) << QByteArray{fault} << static_cast<int>(fate) << QByteArray{mode};
            };
            row("fault.failure", Fate::failed);
            row("fault.crash", Fate::failed);
            row("fault.hang", Fate::timed_out);
            row("fault.slow", Fate::timed_out);  // ten times 10 ms is longer than the timeout
        }
    }
    void each_fault_has_its_fate_and_its_share() {
        QFETCH(QByteArray, fault);
        QFETCH(int, fate);
        QFETCH(QByteArray, mode);
        const auto result = run_experiment(run_of(30 / shorter, {{"mode", mode.toStdString()},
                                                                 {"service.latency", "10"},
                                                                 {"service.spread", "constant"},
                                                                 {"call.timeout", "50"},
                                                                 {fault.toStdString(), "30"}}));
        const auto expected = static_cast<Fate>(fate);
        QVERIFY(is_chance(share(result, expected), 0.3, result.offered));
        QCOMPARE(count(result, expected) + count(result, Fate::completed) + result.in_flight, result.offered);
        QCOMPARE(result.unobserved_failures, std::uint64_t{0});
    }

    void a_throw_costs_production_one_result_and_textbook_all() {
        const Settings crashing{{"fault.crash", "1"}, {"items", "200"}, {"service.latency", "10"}};
        const auto production = run_experiment(run_of(60 / shorter, crashing));
        QVERIFY(is_chance(share(production, Fate::failed), 0.01, production.offered));
        QCOMPARE(count(production, Fate::dropped) + count(production, Fate::cancelled), std::uint64_t{0});
        QCOMPARE(figure(production, "taken_down"), 0.0);
        auto naive = crashing;
        naive.emplace_back("variant", "textbook");
        const auto textbook = run_experiment(run_of(60 / shorter, naive));
        // Seven batches in eight have an item that crashes.
        QVERIFY(figure(textbook, "taken_down") > 0.7 * figure(textbook, "batches"));
        QVERIFY(share(textbook, Fate::dropped) > 0.5);
        QVERIFY(share(textbook, Fate::completed) < 0.4);
        QCOMPARE(count(textbook, Fate::failed), static_cast<std::uint64_t>(figure(textbook, "taken_down")));
        naive.emplace_back("mode", "open");
        QVERIFY(count(run_experiment(run_of(60 / shorter, naive)), Fate::dropped) > 0);
    }

    void failing_fast_cancels_what_is_in_work_and_takes_no_more() {
        const auto result =
            run_experiment(run_of(20, {{"on_error", "fail_fast"}, {"fault.failure", "1"}, {"items", "1000"}}));
        const auto batches = static_cast<std::uint64_t>(figure(result, "batches"));
        QVERIFY(batches > 5);
        QVERIFY(count(result, Fate::failed) >= batches && count(result, Fate::failed) < 2 * batches);
        QVERIFY(count(result, Fate::cancelled) > 5 * batches && count(result, Fate::cancelled) <= 15 * batches);
        QVERIFY(result.offered < 300 * batches);
    }

    void without_a_timeout_a_hang_holds_its_lane_for_good() {
        const auto result = run_experiment(run_of(5, {{"call.timeout", "0"}, {"fault.hang", "100"}}));
        QCOMPARE(result.offered, std::uint64_t{16});
        QCOMPARE(result.in_flight, std::uint64_t{16});
        QVERIFY(lab_runs::is_unknown(result, "makespan_s"));
    }

    void an_outage_and_a_spike_show_while_they_last() {
        auto e = run_of(9.4, {{"service.spread", "constant"}});
        runs().at(e, 3, "fault.outage", "on");  // a short one: what fails at once makes room for more
        runs().at(e, 3.4, "fault.outage", "off");
        runs().at(e, 6.4, "fault.spike", "on");
        const auto samples = samples_of(e);
        QCOMPARE(between(samples, total_of(Fate::failed), 0, 3), std::uint64_t{0});
        QCOMPARE(between(samples, total_of(Fate::completed), 3.1, 3.4), std::uint64_t{0});
        QVERIFY(between(samples, total_of(Fate::failed), 3, 3.4) > 1000);
        QVERIFY(between(samples, total_of(Fate::completed), 3.4, 6.4) > 1000);
        QVERIFY(between(samples, total_of(Fate::completed), 6.9, 9.4) < 150);
    }

    // --- Order and lanes -------------------------------------------------------------------------------------------

    void only_production_in_input_order_keeps_the_order() {
        QCOMPARE(figure(run_experiment(run_of(10)), "out_of_order_results"), 0.0);
        QVERIFY(figure(run_experiment(run_of(10, {{"order", "completion"}})), "out_of_order_results") > 500);
        QVERIFY(figure(run_experiment(run_of(10, {{"variant", "textbook"}})), "out_of_order_results") > 500);
    }

    void while_an_item_waits_every_lane_is_in_use_data() {
        QTest::addColumn<QByteArray>("order");
        QTest::addColumn<QByteArray>("work");
        for (const char* order : {"input", "completion"})
            for (const char* work : {"io", "cpu"})
                QTest::addRow("%s %s", order, work) << QByteArray{order} << QByteArray{work};
    }
    void while_an_item_waits_every_lane_is_in_use() {
        QFETCH(QByteArray, order);
        QFETCH(QByteArray, work);
        double held = 0;
        int waited = 0;
        const Settings settings{{"order", order.toStdString()},
                                {"service.work", work.toStdString()},
                                {"limit.in_flight", "10"},
                                {"call.timeout", "0"}};
        for (const auto& s : samples_of(run_of(20, settings))) {
            QVERIFY(s.gauges[lanes] <= 10);
            if (s.gauges[to_take] > 0) QCOMPARE(s.gauges[lanes], 10.0);
            waited += s.gauges[to_take] > 0 ? 1 : 0;
            held += s.gauges[held_back];
            QCOMPARE(s.gauges[1], s.gauges[lanes] + s.gauges[held_back]);
        }
        QVERIFY(waited > 100);
        QCOMPARE(held > 0, order == "input");
    }

    void the_state_shows_lanes_and_tray() {
        Run run{run_of(10, {{"items", "1000"}, {"limit.in_flight", "4"}, {"order", "completion"}}), {}};
        run.simulation()->run_until(Time{} + std::chrono::seconds{2});
        const auto snapshot = run.snapshot();
        const auto& state = dynamic_cast<const FanOutState&>(*snapshot->state);
        QCOMPARE(state.lanes.size(), std::size_t{4});
        std::vector<std::uint64_t> on_lanes;
        for (const auto& lane : state.lanes) {
            QVERIFY(lane.use == FanOutState::Lane::Use::working);
            on_lanes.push_back(lane.item);
        }
        std::ranges::sort(on_lanes);
        QVERIFY(std::ranges::adjacent_find(on_lanes) == on_lanes.end());
        QCOMPARE(on_lanes.back() + 1, state.taken);
        QCOMPARE(state.tray.size(), FanOutState::tray_capacity);
        QCOMPARE(state.taken, state.delivered + 4);
        QVERIFY(snapshot->conserved());
        QVERIFY(snapshot->badge.text.starts_with("BATCH 1"));
    }

    // --- Parameters while it runs ----------------------------------------------------------------------------------

    void the_limit_acts_at_once_data() {
        QTest::addColumn<QByteArray>("variant");
        QTest::newRow("textbook") << QByteArray{"textbook"};
        QTest::newRow("production") << QByteArray{"production"};
    }
    void the_limit_acts_at_once() {
        QFETCH(QByteArray, variant);
        auto e = run_of(9, {{"variant", variant.toStdString()},
                            {"items", "100000"},
                            {"service.latency", "20"},
                            {"limit.in_flight", "4"}});
        runs().at(e, 3, "limit.in_flight", "10");
        runs().at(e, 6, "limit.in_flight", "2");
        for (const auto& s : samples_of(e)) {
            const double limit = s.t_s < 2.95 ? 4 : s.t_s < 6.25 ? 10 : 2;
            QVERIFY(s.gauges[lanes] <= limit);
            if (s.t_s > 3.05 && s.t_s < 6) QCOMPARE(s.gauges[lanes], 10.0);
        }
    }

    void a_batch_changes_from_the_next_on() {
        auto e = run_of(20, {{"items", "100"}, {"order", "input"}});
        runs().at(e, 5.05, "items", "10");
        runs().at(e, 10.05, "order", "completion");
        runs().at(e, 15.05, "fault.failure", "100");
        runs().at(e, 15.05, "on_error", "fail_fast");
        const auto samples = samples_of(e);
        constexpr std::size_t batches = 1 + fate_count;
        constexpr std::size_t out_of_order = 2 + fate_count;
        QVERIFY(between(samples, batches, 0, 5) < 25);
        QVERIFY(between(samples, batches, 5.5, 10) > 40);
        QCOMPARE(between(samples, out_of_order, 0, 10), std::uint64_t{0});
        QVERIFY(between(samples, out_of_order, 10.5, 15) > 50);
        QCOMPARE(between(samples, total_of(Fate::cancelled), 0, 15), std::uint64_t{0});
        QVERIFY(between(samples, total_of(Fate::cancelled), 15.5, 20) > 100);
    }

    // --- Extremes --------------------------------------------------------------------------------------------------

    void a_service_that_takes_no_time_lets_time_go_on() {
        const double length = 0.2 / shorter;
        const auto result = run_experiment(run_of(length, {{"service.latency", "0"}, {"items", "1"}}));
        QVERIFY(std::abs(static_cast<double>(result.offered) / (100'000 * length) - 1) < 0.05);
    }

    void an_overload_left_alone_is_rejected_in_the_end() {
        const auto result = run_experiment(run_of(1.1, {{"mode", "open"},
                                                        {"load.rate", "100000"},
                                                        {"limit.in_flight", "1"},
                                                        {"service.latency", "10000"},
                                                        {"call.timeout", "0"}}));
        QVERIFY(count(result, Fate::rejected) > 8'000);
        QVERIFY(result.in_flight >= 100'000 && result.in_flight <= 100'002);
    }

    void users_of_a_closed_loop_wait_for_their_answers() {
        for (const char* variant : {"textbook", "production"}) {
            const auto samples = samples_of(run_of(20, {{"variant", variant},
                                                        {"mode", "open"},
                                                        {"load.arrivals", "closed"},
                                                        {"load.users", "10"},
                                                        {"load.rate", "1000"},
                                                        {"service.spread", "constant"},
                                                        {"fault.crash", "1"}}));
            // 10 users think for 10 ms on average, then wait for 40 ms.
            const auto offered = static_cast<double>(between(samples, 0, 0, 20));
            QVERIFY2(std::abs(offered / 20 - 200) < 20, variant);
            for (const auto& s : samples) QVERIFY(s.gauges[1] <= 10);
        }
    }
};

}  // namespace test_fan_out_lab

WEIR_TEST(test_fan_out_lab, TestFanOutLab)
#include "test_fan_out_lab.moc"
