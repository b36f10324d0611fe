// With failures off, Poisson arrivals and exponential service, the lab is an M/M/c/K queue: c is limit.in_flight and
// K = c + queue.capacity. What a run measures must be what the closed form says, and keep Little's law.
//
// The seed is fixed, so a row always gives the same figures. Runs are long enough for the measured mean wait and loss
// to scatter by 1 % or less, so that 3 % is far out on a sound queue.
#include <QTest>
#include <cmath>

#include "core/labs/runner.h"
#include "core/theory/little.h"
#include "core/theory/mmck.h"
#include "tests/program.h"

namespace test_queue_theory {

using namespace weir;
using namespace weir::labs;

constexpr double service_ms = 1;

constexpr double tolerance = 0.03;

struct Load {
    int servers = 1;
    int queue = 1;
    double rho = 0;  // offered load a server
    double arrivals = 0;

    double rate() const { return rho * servers * 1000 / service_ms; }
};

Experiment experiment_of(const Load& load) {
    Experiment experiment;
    experiment.lab = "circuit-breaker";
    experiment.engine = EngineKind::virtual_time;
    experiment.duration_s = load.arrivals / load.rate();
    experiment.parameters = {{"load.rate", load.rate()},
                             {"load.arrivals", 1},  // poisson
                             {"limit.in_flight", load.servers},
                             {"queue.capacity", load.queue},
                             {"pool.workers", 2},
                             {"service.latency", service_ms},
                             {"service.spread", 2},  // exponential
                             {"call.timeout", 0}};
    return experiment;
}

double error(double measured, double expected) { return std::abs(measured - expected) / expected; }

std::uint64_t count(const RunResult& result, Fate fate) { return result.fates[index_of(fate)]; }

class TestQueueTheory : public QObject {
    Q_OBJECT

private slots:
    void wait_and_loss_are_those_of_the_queue_data() {
        QTest::addColumn<int>("servers");
        QTest::addColumn<int>("queue");
        QTest::addColumn<double>("rho");
        QTest::addColumn<double>("arrivals");
        const auto row = [](int servers, int queue, double rho, double arrivals) {
            QTest::addRow("c=%d queue=%d rho=%g", servers, queue, rho) << servers << queue << rho << arrivals;
        };
        // Small queues at low load, so that losses are frequent enough to be measured.
        row(1, 2, 0.5, 3e5);
        row(1, 8, 0.8, 1e6);
        row(1, 16, 0.95, 2e6);
        row(1, 16, 1.2, 3e5);
        row(4, 2, 0.5, 3e5);
        row(4, 8, 0.8, 1e6);
        row(4, 16, 0.95, 2e6);
        row(4, 64, 1.2, 3e5);
        row(16, 1, 0.7, 1e6);
        row(16, 8, 0.8, 1e6);
        row(16, 16, 0.95, 2e6);
        row(16, 64, 1.2, 3e5);
    }
    void wait_and_loss_are_those_of_the_queue() {
        QFETCH(int, servers);
        QFETCH(int, queue);
        QFETCH(double, rho);
        QFETCH(double, arrivals);
        const Load load{servers, queue, rho, arrivals};
        const auto result = run_experiment(experiment_of(load));
        const auto theory = theory::mmck(load.rate(), 1000 / service_ms, servers, servers + queue);

        const auto offered = static_cast<double>(result.offered);
        const double loss = static_cast<double>(count(result, Fate::rejected)) / offered;
        const double accepted_per_s = (1 - loss) * offered / result.measured_s;
        // Once from the queue's length over time, once from the items' own latencies.
        const double wait_s = result.queue.mean / accepted_per_s;
        const double latency_s = result.latency_ms.mean / 1000;
        const double little = theory::littles_error(result.little.l, result.little.lambda, result.little.w_s);

        const auto off = [](double measured, double expected) { return 100 * (measured / expected - 1); };
        const auto figures =
            QString::asprintf("loss %.4f (%+.2f %%), wait %.2f us (%+.2f %%), latency %+.2f %%, Little %.4f %% off",
                              loss, off(loss, theory.loss), 1e6 * wait_s, off(wait_s, theory.wait_s),
                              off(latency_s, theory.time_in_system_s), 100 * little);
        qInfo("%s", qPrintable(figures));
        QVERIFY(error(loss, theory.loss) < tolerance);
        QVERIFY(error(wait_s, theory.wait_s) < tolerance);
        QVERIFY(error(latency_s, theory.time_in_system_s) < tolerance);
        QVERIFY(little < 0.01);
    }
};

}  // namespace test_queue_theory

WEIR_TEST(test_queue_theory, TestQueueTheory)
#include "test_queue_theory.moc"
