// The batching lab: its books balance on both engines in both variants, every fault shows where it should, parameters
// act while it runs, and batches are as full as theory says.
#include <QTest>
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "core/labs/batching_state.h"
#include "core/labs/lab.h"
#include "core/labs/run.h"
#include "core/labs/runner.h"
#include "core/runtime/frame_pool.h"
#include "core/theory/batching.h"
#include "lab_figures.h"
#include "lab_runs.h"
#include "tests/program.h"

namespace test_batching_lab {

using namespace weir;
using namespace weir::labs;
using lab_runs::balanced;
using lab_runs::between;
using lab_runs::count;
using lab_runs::figure;
using lab_runs::samples_of;
using lab_runs::Settings;
using lab_runs::share;
using lab_runs::total_of;

#ifdef WEIR_SANITIZED  // under a sanitizer, which learns nothing from length
constexpr double shorter = 12;
#else
constexpr double shorter = 1;
#endif
constexpr double tolerance = shorter == 1 ? 0.03 : 0.12;

const lab_runs::Runs& runs() {
    static const lab_runs::Runs batching{"batching"};
    return batching;
}

/// A calm lab: constant arrivals and call times, room for all. A batch of five leaves by time every 50 ms.
Experiment calm(double duration_s, const Settings& settings = {}, EngineKind engine = EngineKind::virtual_time) {
    auto e = runs().experiment(engine, duration_s,
                               {{"load.rate", "100"},
                                {"load.arrivals", "constant"},
                                {"service.spread", "constant"},
                                {"batch.linger", "45"},
                                {"pool.workers", "2"}});
    runs().set(e, settings);
    return e;
}

bool near(double measured, double expected, double by) { return std::abs(measured - expected) <= by; }

const Sample& sample_at(const std::vector<Sample>& samples, double t_s) {
    const auto after = std::ranges::find_if(samples, [&](const Sample& s) { return s.t_s > t_s - 1e-9; });
    return after == samples.end() ? samples.back() : *after;
}
constexpr std::size_t calls = 3 + fate_count;
constexpr std::size_t size_gauge = 2;
constexpr std::size_t cost_gauge = 4;

class TestBatchingLab : public QObject {
    Q_OBJECT

private slots:
    void cleanup() { QCOMPARE(frame_pool::live_frames(), 0); }  // at rest no frame is left over

    void the_books_balance_data() {
        QTest::addColumn<bool>("threads");
        QTest::addColumn<QByteArray>("variant");
        for (const char* variant : {"textbook", "production"}) {
            QTest::addRow("%s, virtual time", variant) << false << QByteArray{variant};
            QTest::addRow("%s, threads", variant) << true << QByteArray{variant};
        }
    }
    void the_books_balance() {
        QFETCH(bool, threads);
        QFETCH(QByteArray, variant);
        const auto engine = threads ? EngineKind::threads : EngineKind::virtual_time;
        // Too much for it, and every fault.
        auto e = calm(1, {{"variant", variant.toStdString()}, {"load.rate", "2000"}, {"fault.failure", "1"}}, engine);
        runs().set(e, {{"fault.slow", "1"}, {"fault.hang", "0.2"}, {"call.timeout", "50"}, {"batch.linger", "2"}});
        runs().set(e, {{"load.arrivals", "poisson"}, {"on_error", "split"}});
        runs().at(e, 0.6, "fault.crash", "5");
        const auto result = run_experiment(e);
        QVERIFY(balanced(result));
        QVERIFY(result.offered > 100);
        QVERIFY(count(result, Fate::rejected) > 0);
        QVERIFY(result.queue.max <= 64);
        QCOMPARE(result.unobserved_failures, std::uint64_t{0});
        QVERIFY(figure(result, "batches") > 0);
        runs().set(e, {{"service.work", "cpu"}});
        QVERIFY(balanced(run_experiment(e)));
    }

    void equal_seeds_give_equal_figures() {
        for (const char* variant : {"textbook", "production"}) {
            const auto e = calm(5, {{"variant", variant}, {"load.arrivals", "poisson"}, {"service.spread", "pareto"}});
            const auto once = run_experiment(e);
            const auto again = run_experiment(e);
            QCOMPARE(again.fates, once.fates);
            QCOMPARE(again.latency_ms, once.latency_ms);
            QCOMPARE(again.detail_json, once.detail_json);
        }
    }

    void the_detail_tells_of_batches() {
        auto result = run_experiment(calm(10));
        QCOMPARE(count(result, Fate::completed) + result.in_flight, result.offered);
        QVERIFY(near(figure(result, "batches"), 200, 1));
        QCOMPARE(figure(result, "mean_size"), 5.0);
        QCOMPARE(figure(result, "full_share"), 0.0);
        QCOMPARE(figure(result, "first_wait_ms/mean"), 45.0);
        QCOMPARE(figure(result, "first_wait_ms/max"), 45.0);
        QVERIFY(near(figure(result, "first_wait_ms/p99"), 45, 0.5));
        QVERIFY(near(result.latency_ms.max, 45 + 10 + 5, 1e-6));  // the first of a batch waits longest
        result = run_experiment(calm(10, {{"batch.size", "4"}}));
        QCOMPARE(figure(result, "full_share"), 1.0);
        QCOMPARE(figure(result, "mean_size"), 4.0);
        QCOMPARE(figure(result, "first_wait_ms/max"), 30.0);
    }

    void batches_are_as_full_as_theory_says_data() {
        QTest::addColumn<double>("rate");
        QTest::addColumn<double>("linger_ms");
        QTest::addColumn<int>("size");
        QTest::newRow("seldom full") << 200.0 << 10.0 << 16;
        QTest::newRow("about half") << 1000.0 << 10.0 << 11;
        QTest::newRow("nearly always full") << 5000.0 << 5.0 << 16;
        QTest::newRow("of two") << 100.0 << 10.0 << 2;
    }
    void batches_are_as_full_as_theory_says() {
        QFETCH(double, rate);
        QFETCH(double, linger_ms);
        QFETCH(int, size);
        auto e = calm(200'000 / rate / shorter, {{"load.arrivals", "poisson"}, {"batch.in_flight", "16"}});
        runs().set(e, {{"batch.cost_fixed", "0.1"}, {"batch.cost_item", "0"}, {"queue.capacity", "1000"}});
        e.parameters["load.rate"] = rate;
        e.parameters["batch.linger"] = linger_ms;
        e.parameters["batch.size"] = size;
        const auto result = run_experiment(e);
        const double expected_size = theory::mean_batch_size(rate, linger_ms / 1000, size);
        const double expected_share = theory::full_share(rate, linger_ms / 1000, size);
        const double off_size = figure(result, "mean_size") / expected_size - 1;
        const double off_share = figure(result, "full_share") - expected_share;
        qInfo("mean size %.3f (%+.2f %%), full %.4f (%+.4f)", figure(result, "mean_size"), 100 * off_size,
              figure(result, "full_share"), off_share);
        QVERIFY(std::abs(off_size) < tolerance);
        QVERIFY(std::abs(off_share) < tolerance);
    }

    void the_latency_is_a_u_over_the_batch_size() {
        // Two slots: batches of two serve 333 items a second, batches of 16 as many as 1230; 256 take 640 ms to come.
        const auto latency = [](const char* size) {
            auto e = calm(20, {{"load.arrivals", "poisson"}, {"load.rate", "400"}, {"batch.linger", "1000"}});
            runs().set(e, {{"batch.size", size}, {"queue.capacity", "1000"}});
            return run_experiment(e).latency_ms.p50;
        };
        const double small = latency("2");
        const double middling = latency("16");
        const double large = latency("256");
        QVERIFY(small > 5 * middling);
        QVERIFY(large > 5 * middling);
    }

    void each_fault_has_its_fate_data() {
        QTest::addColumn<QByteArray>("fault");
        QTest::addColumn<int>("fate");
        QTest::newRow("failure") << QByteArray{"fault.failure"} << static_cast<int>(Fate::failed);
        QTest::newRow("crash") << QByteArray{"fault.crash"} << static_cast<int>(Fate::failed);
        QTest::newRow("hang") << QByteArray{"fault.hang"} << static_cast<int>(Fate::timed_out);
        QTest::newRow("slow") << QByteArray{"fault.slow"} << static_cast<int>(Fate::timed_out);
    }
    void each_fault_has_its_fate() {
        QFETCH(QByteArray, fault);
        QFETCH(int, fate);
        const auto expected = static_cast<Fate>(fate);
        // One bad item of five in ten fails the batch of five: 1 - 0.9^5. Split, it fails alone.
        auto e = calm(50, {{"call.timeout", "30"}, {"batch.in_flight", "16"}, {fault.toStdString(), "10"}});
        if (fault == "fault.slow") runs().set(e, {{"fault.slow_factor", "30"}});  // 30 ms and more for a slow item
        auto result = run_experiment(e);
        QCOMPARE(count(result, expected) + count(result, Fate::completed) + result.in_flight, result.offered);
        QVERIFY2(near(share(result, expected), 1 - std::pow(0.9, 5), 0.05),
                 std::to_string(share(result, expected)).c_str());
        const auto samples = samples_of(e);
        QVERIFY(near(static_cast<double>(samples.back().totals[calls]), figure(result, "batches"), 1));
        runs().set(e, {{"on_error", "split"}});
        result = run_experiment(e);
        QVERIFY2(near(share(result, expected), 0.1, 0.02), std::to_string(share(result, expected)).c_str());
        QVERIFY(static_cast<double>(samples_of(e).back().totals[calls]) > 1.5 * figure(result, "batches"));
        QCOMPARE(result.unobserved_failures, std::uint64_t{0});
    }

    void an_outage_fails_all_and_a_spike_slows_all() {
        auto e = calm(6);
        runs().at(e, 2, "fault.outage", "on");
        runs().at(e, 3, "fault.outage", "off");
        runs().at(e, 4, "fault.spike", "on");
        const auto samples = samples_of(e);
        QCOMPARE(between(samples, total_of(Fate::failed), 0, 2), std::uint64_t{0});
        QVERIFY(near(static_cast<double>(between(samples, total_of(Fate::failed), 2, 3.1)), 100, 5));
        QVERIFY(near(sample_at(samples, 1.9).gauges[cost_gauge], 3, 0.01));  // 15 ms for five
        QVERIFY(sample_at(samples, 5.9).gauges[cost_gauge] > 5);
    }

    void without_a_timeout_a_hang_holds_its_slot_for_good() {
        const auto result =
            run_experiment(calm(10, {{"call.timeout", "0"}, {"fault.hang", "100"}, {"queue.capacity", "20"}}));
        QCOMPARE(result.in_flight, std::uint64_t{10 + 20});  // two batches of five
        QCOMPARE(figure(result, "batches"), 2.0);
        QCOMPARE(count(result, Fate::rejected) + 30, result.offered);
    }

    void a_crash_ends_the_textbook_loop() {
        auto e = calm(6, {{"variant", "textbook"}, {"batch.cost_fixed", "100"}});
        runs().at(e, 3, "fault.crash", "100");
        const auto samples = samples_of(e);
        const auto result = run_experiment(e);
        QVERIFY(count(result, Fate::failed) > 0);
        QVERIFY(count(result, Fate::dropped) > 0);
        QCOMPARE(between(samples, total_of(Fate::completed), 3.3, 6), std::uint64_t{0});
        QVERIFY(near(static_cast<double>(between(samples, total_of(Fate::rejected), 4, 6)), 200, 1));
        QCOMPARE(samples.back().phase, std::uint8_t{2});
        QVERIFY(balanced(result));
        e.parameters["variant"] = runs().value_of("variant", "production");
        QCOMPARE(count(run_experiment(e), Fate::dropped), std::uint64_t{0});
    }

    void on_the_same_load_production_holds_and_textbook_does_not() {
        auto e = calm(30, {{"load.arrivals", "poisson"}, {"load.rate", "250"}, {"batch.linger", "10"}});
        const auto production = run_experiment(e);
        QCOMPARE(count(production, Fate::rejected), std::uint64_t{0});
        e.parameters["variant"] = runs().value_of("variant", "textbook");
        const auto textbook = run_experiment(e);
        QCOMPARE(textbook.offered, production.offered);
        QVERIFY(count(textbook, Fate::rejected) > 100);
        QVERIFY(figure(textbook, "mean_size") < figure(production, "mean_size"));
    }

    void it_changes_while_it_runs() {
        auto e = calm(12, {{"load.rate", "1000"}, {"batch.in_flight", "1"}});
        runs().set(e, {{"batch.cost_fixed", "40"}, {"batch.cost_item", "0"}, {"batch.linger", "1000"}});
        runs().at(e, 2, "batch.size", "8");  // a slot of 40 ms each: 200 a second
        runs().at(e, 4, "batch.in_flight", "3");
        runs().at(e, 6, "queue.capacity", "4");  // makes four a full batch
        runs().at(e, 8, "queue.capacity", "1000");
        runs().at(e, 8, "batch.size", "1000");
        runs().at(e, 8, "batch.linger", "20");
        runs().at(e, 10, "batch.cost_fixed", "10");
        const auto samples = samples_of(e);
        const auto completed = [&](double from_s, double to_s) {
            return static_cast<double>(between(samples, total_of(Fate::completed), from_s, to_s)) / (to_s - from_s);
        };
        QVERIFY2(near(completed(1, 2), 400, 20), std::to_string(completed(1, 2)).c_str());
        QVERIFY2(near(completed(3, 4), 200, 20), std::to_string(completed(3, 4)).c_str());
        QVERIFY2(near(completed(5, 6), 600, 30), std::to_string(completed(5, 6)).c_str());
        QVERIFY2(near(completed(7, 8), 300, 20), std::to_string(completed(7, 8)).c_str());
        QVERIFY2(near(completed(9, 10), 1000, 30), std::to_string(completed(9, 10)).c_str());
        QCOMPARE(sample_at(samples, 3.9).gauges[size_gauge], 8.0);
        QCOMPARE(sample_at(samples, 7.9).gauges[0] <= 4, true);
        QVERIFY(near(sample_at(samples, 9.9).gauges[size_gauge], 21, 1));
        QVERIFY(near(sample_at(samples, 11.9).gauges[cost_gauge], 10.0 / 21, 0.05));
    }

    void the_diagram_sees_the_bus() {
        auto e = calm(10, {{"batch.cost_fixed", "200"}});
        Run run{e, {}};
        run.simulation()->run_until(Time{from_seconds(1)});
        const auto s = std::dynamic_pointer_cast<const BatchingState>(run.snapshot()->state);
        QVERIFY(s != nullptr);
        QCOMPARE(s->seats, std::size_t{16});
        QCOMPARE(s->slot_count, std::size_t{2});
        QCOMPARE(s->in_flight, std::size_t{2});
        QVERIFY(s->waiting > 0 && s->clock_runs);
        QVERIFY(!s->departed.empty() && s->departed.size() <= 16);
        QVERIFY(!run.snapshot()->reason.empty());
        QVERIFY(!run.snapshot()->badge.text.empty());
        run.stop();
    }
};

}  // namespace test_batching_lab

WEIR_TEST(test_batching_lab, TestBatchingLab)
#include "test_batching_lab.moc"
