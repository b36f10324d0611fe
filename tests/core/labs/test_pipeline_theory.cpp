// The pipeline lab against theory: throughput, makespan and waits, within 3 %.
//
// The seed is fixed, so a row always gives the same figures.
#include <QTest>
#include <cmath>

#include "core/labs/runner.h"
#include "core/theory/little.h"
#include "core/theory/makespan.h"
#include "core/theory/mmck.h"
#include "pipeline_runs.h"
#include "tests/program.h"

namespace test_pipeline_theory {

using namespace weir;
using namespace weir::labs;
using namespace pipeline_runs;
using lab_runs::count;

constexpr double tolerance = 0.03;

bool near(double measured, double expected) { return std::abs(measured - expected) <= tolerance * expected; }

class TestPipelineTheory : public QObject {
    Q_OBJECT

private slots:
    void throughput_is_that_of_the_slowest_stage_data() {
        QTest::addColumn<QByteArray>("spread");
        QTest::addColumn<QByteArray>("resequence");
        QTest::newRow("constant") << QByteArray{"constant"} << QByteArray{"off"};
        QTest::newRow("constant, in order") << QByteArray{"constant"} << QByteArray{"on"};
        QTest::newRow("exponential") << QByteArray{"exponential"} << QByteArray{"off"};
    }
    void throughput_is_that_of_the_slowest_stage() {
        QFETCH(QByteArray, spread);
        QFETCH(QByteArray, resequence);
        auto e = calm(200, {{"load.rate", "1000"},
                            {"service.spread", spread.toStdString()},
                            {"resequence", resequence.toStdString()}});
        const theory::Stage line[] = {{0.005, 2}, {0.020, 5}, {0.005, 2}};
        const double expected = theory::pipeline_throughput(line);
        const double measured = run_experiment(e).throughput_per_s;
        qInfo("production %.2f/s, theory %.2f/s (%+.2f %%)", measured, expected, 100 * (measured / expected - 1));
        QVERIFY(near(measured, expected));
        runs().set(e, {{"variant", "textbook"}});
        const double textbook = run_experiment(e).throughput_per_s;
        qInfo("textbook %.2f/s, theory %.2f/s (%+.2f %%)", textbook, 1 / 0.030, 100 * (textbook * 0.030 - 1));
        QVERIFY(near(textbook, 1 / 0.030));
    }

    void a_burst_takes_as_long_as_theory_says() {
        auto e = calm(15, {{"load.arrivals", "bursts"},
                           {"load.burst", "100"},
                           {"load.rate", "10"},
                           {"queue.capacity", "100"},
                           {"stage1.workers", "1"},
                           {"stage2.workers", "1"},
                           {"stage3.workers", "1"}});
        const theory::Stage line[] = {{0.005, 1}, {0.020, 1}, {0.005, 1}};
        auto result = run_experiment(e);
        QCOMPARE(count(result, Fate::completed), std::uint64_t{100});
        const double expected_ms = 1000 * theory::pipeline_makespan_s(line, 100);
        qInfo("production %.3f ms, theory %.3f ms", result.latency_ms.max, expected_ms);
        QVERIFY(std::abs(result.latency_ms.max - expected_ms) < 0.001);
        runs().set(e, {{"variant", "textbook"}});
        QVERIFY(std::abs(run_experiment(e).latency_ms.max - 100 * 30) < 0.001);
    }

    void each_stage_with_room_is_a_queue_of_its_own() {
        // Poisson arrivals and exponential service: what leaves M/M/c is Poisson again (Burke), so every stage is one.
        const int workers[] = {1, 4, 2};
        const double latency_ms[] = {8, 32, 12};
        auto e = calm(20'000, {{"load.arrivals", "poisson"},
                               {"service.spread", "exponential"},
                               {"call.timeout", "0"},
                               {"queue.capacity", "10000"}});
        for (std::size_t k = 0; k < stages; ++k) {
            const auto id = "stage" + std::to_string(k + 1);
            runs().set(
                e, {{id + ".latency", std::to_string(latency_ms[k])}, {id + ".workers", std::to_string(workers[k])}});
        }
        const auto result = run_experiment(e);
        QCOMPARE(count(result, Fate::rejected), std::uint64_t{0});
        double through_s = 0;
        for (std::size_t k = 0; k < stages; ++k) {
            const auto queue = theory::mmck(100, 1000 / latency_ms[k], workers[k], workers[k] + 10'000);
            const double expected = 100 * queue.wait_s;
            const double measured = figure(result, k + 1, "queue_mean");
            qInfo("stage %d: queue %.3f, theory %.3f (%+.2f %%)", static_cast<int>(k + 1), measured, expected,
                  100 * (measured / expected - 1));
            QVERIFY(near(measured, expected));
            QVERIFY(near(figure(result, k + 1, "utilisation"), latency_ms[k] / 10 / workers[k]));
            through_s += queue.time_in_system_s;
        }
        qInfo("latency %.3f ms, theory %.3f ms", result.latency_ms.mean, 1000 * through_s);
        QVERIFY(near(result.latency_ms.mean, 1000 * through_s));
        QVERIFY(theory::littles_error(result.little.l, result.little.lambda, result.little.w_s) < 0.01);
    }

    void stages_that_compute_share_the_workers_of_the_pool() {
        const auto e = calm(60, {{"load.rate", "200"}, {"service.work", "cpu"}, {"pool.workers", "2"}});
        const double measured = run_experiment(e).throughput_per_s;
        qInfo("2 processors: %.2f/s, theory %.2f/s", measured, 2 / 0.030);
        QVERIFY(near(measured, 2 / 0.030));
    }
};

}  // namespace test_pipeline_theory

WEIR_TEST(test_pipeline_theory, TestPipelineTheory)
#include "test_pipeline_theory.moc"
