// The textbook breaker, which trips after some failures in a row, in the lab and in virtual time: as long closed, and
// after as many calls open, as theory says, within 3 %.
#include <QTest>
#include <algorithm>
#include <cmath>
#include <string>

#include "core/theory/breaker.h"
#include "lab_figures.h"
#include "lab_runs.h"
#include "tests/program.h"

namespace test_circuit_breaker_theory {

using namespace weir;
using namespace weir::labs;
using namespace lab_runs;

Experiment failing_half_of_the_calls(double duration_s) {
    return in_virtual_time(duration_s, {{"variant", "textbook"},
                                        {"load.rate", "100"},
                                        {"service.latency", "0"},
                                        {"fault.failure", "50"},
                                        {"breaker.consecutive", "4"},
                                        {"breaker.open_for", "0.25"}});
}

class TestCircuitBreakerTheory final : public QObject {
    Q_OBJECT
private slots:
    void the_textbook_breaker_is_available_as_theory_says() {
        // Answers take no time. Once the open period is over it stays open until the next arrival, 1 / rate on average.
        const auto samples = samples_of(failing_half_of_the_calls(3000));
        const auto closed = std::ranges::count(samples, std::uint8_t{0}, &Sample::phase);
        const double measured = static_cast<double>(closed) / static_cast<double>(samples.size());
        const auto cycle = theory::breaker_cycle({.failure_probability = 0.5,
                                                  .calls_per_s = 100,
                                                  .failures_to_trip = 4,
                                                  .open_for_s = 0.25 + 0.01,
                                                  .probes = 1,
                                                  .probing_s = 0});
        QVERIFY2(std::abs(measured / cycle.availability - 1) < 0.03, std::to_string(measured).c_str());
    }

    void it_trips_after_as_many_calls_as_theory_says() {
        const auto result = run_experiment(failing_half_of_the_calls(20'000));
        const double measured = figure(result, "calls_reaching_service") / figure(result, "opened");
        // Each time it opens one probe follows, which closes it every second time: two openings, each with a probe, to
        // the calls of one closed period.
        const double openings = 1 / (1 - 0.5);
        const double expected = (theory::calls_to_trip(0.5, 4) + openings) / openings;
        QVERIFY2(std::abs(measured / expected - 1) < 0.03, std::to_string(measured).c_str());
    }
};

}  // namespace test_circuit_breaker_theory

WEIR_TEST(test_circuit_breaker_theory, TestCircuitBreakerTheory)
#include "test_circuit_breaker_theory.moc"
