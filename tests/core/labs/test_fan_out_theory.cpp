// The fan-out lab against theory, in virtual time: makespans lie within their bounds, an open load waits as M/M/c does,
// and past the bottleneck more at once buys only latency.
#include <QTest>
#include <algorithm>
#include <cmath>
#include <string>

#include "core/theory/erlang.h"
#include "fan_out_runs.h"
#include "lab_runs.h"
#include "tests/program.h"

namespace test_fan_out_theory {

using namespace weir;
using namespace weir::labs;
using namespace fan_out_runs;
using lab_runs::count;
using lab_runs::figure;
using lab_runs::near;

constexpr double tolerance = 0.03;

class TestFanOutTheory : public QObject {
    Q_OBJECT

private slots:
    void a_makespan_lies_within_its_bounds_data() {
        QTest::addColumn<QByteArray>("work");
        QTest::addColumn<QByteArray>("spread");
        QTest::addColumn<int>("limit");
        for (const char* work : {"io", "cpu"})
            for (const char* spread : {"constant", "uniform", "exponential", "lognormal", "pareto"})
                for (const int limit : {1, 3, 4, 16})
                    QTest::addRow("%s %s %d at once", work, spread, limit)
                        << QByteArray{work} << QByteArray{spread} << limit;
    }
    void a_makespan_lies_within_its_bounds() {
        QFETCH(QByteArray, work);
        QFETCH(QByteArray, spread);
        QFETCH(int, limit);
        Settings settings{{"service.work", work.toStdString()},
                          {"service.spread", spread.toStdString()},
                          {"limit.in_flight", std::to_string(limit)},
                          {"pool.workers", "4"},
                          {"call.timeout", "0"},
                          {"items", "60"}};
        const auto result = run_experiment(run_of(20, settings));
        const double lower = figure(result, "lower_bound_s");
        const double upper = figure(result, "upper_bound_s");
        const double makespan = figure(result, "makespan_s");
        QVERIFY2(makespan >= lower - 1e-6 && makespan <= upper + 1e-6, result.detail_json.c_str());
        if (spread == "constant")
            QVERIFY(near(makespan, std::ceil(60.0 / std::min(limit, work == "cpu" ? 4 : 16)) * 0.04));
        settings.emplace_back("variant", "textbook");
        const auto textbook = run_experiment(run_of(20, settings));
        const double naive = figure(textbook, "makespan_s");
        if (work == "io" || limit == 1)
            QVERIFY(naive <= figure(textbook, "upper_bound_s") + 1e-6);
        else  // one task computes it all
            QVERIFY2(naive > figure(textbook, "upper_bound_s"), textbook.detail_json.c_str());
    }

    void an_open_load_waits_as_theory_says_data() {
        QTest::addColumn<QByteArray>("variant");
        QTest::addColumn<int>("servers");
        QTest::addColumn<double>("rho");
        QTest::addColumn<double>("arrivals");
        const auto row = [](const char* variant, int servers, double rho, double arrivals) {
            QTest::addRow("%s c=%d rho=%g", variant, servers, rho) << QByteArray{variant} << servers << rho << arrivals;
        };
        row("production", 1, 0.5, 5e5);
        row("production", 1, 0.8, 1e6);
        row("production", 4, 0.5, 5e5);
        row("production", 4, 0.8, 1e6);
        row("production", 16, 0.9, 1e6);
        row("textbook", 4, 0.8, 1e6);
    }
    void an_open_load_waits_as_theory_says() {
        QFETCH(QByteArray, variant);
        QFETCH(int, servers);
        QFETCH(double, rho);
        QFETCH(double, arrivals);
        constexpr double mu = 1000;
        const double rate = rho * servers * mu;
        auto e = run_of(arrivals / rate, {{"variant", variant.toStdString()},
                                          {"mode", "open"},
                                          {"service.latency", "1"},
                                          {"service.spread", "exponential"},
                                          {"call.timeout", "0"}});
        e.parameters["load.rate"] = rate;
        e.parameters["limit.in_flight"] = servers;
        const auto result = run_experiment(e);
        const double wait_s = result.queue.mean / (static_cast<double>(result.offered) / result.measured_s);
        const double expected_s = theory::mmc_mean_wait_s(rate, mu, servers);
        const double latency_s = result.latency_ms.mean / 1000;
        qInfo("wait %.2f us (%+.2f %%), latency %+.2f %%", 1e6 * wait_s, 100 * (wait_s / expected_s - 1),
              100 * (latency_s / (expected_s + 1 / mu) - 1));
        QVERIFY(near(wait_s, expected_s, tolerance));
        QVERIFY(near(latency_s, expected_s + 1 / mu, tolerance));
        QCOMPARE(count(result, Fate::completed) + result.in_flight, result.offered);
    }

    void past_the_bottleneck_more_at_once_buys_only_latency() {
        const auto with = [](const char* limit) {
            return run_experiment(run_of(60, {{"service.work", "cpu"},
                                              {"service.spread", "constant"},
                                              {"service.latency", "10"},
                                              {"pool.workers", "4"},
                                              {"items", "1000"},
                                              {"order", "completion"},
                                              {"limit.in_flight", limit}}));
        };
        const auto two = with("2");
        const auto four = with("4");
        const auto many = with("32");
        QVERIFY(near(two.throughput_per_s, 200));
        QVERIFY(near(four.throughput_per_s, 400));
        QVERIFY(near(many.throughput_per_s, 400));
        QVERIFY(near(four.latency_ms.p99, 10));
        QVERIFY(near(many.latency_ms.mean, 80));
        QVERIFY(near(many.latency_ms.p50, 80));
        QVERIFY(many.latency_ms.p99 >= 80);
    }
};

}  // namespace test_fan_out_theory

WEIR_TEST(test_fan_out_theory, TestFanOutTheory)
#include "test_fan_out_theory.moc"
