// Calls that use a processor: the workers are the bottleneck, yet load, samples and changes are on time, and neither a
// call that is given up nor a run that is put away waits for what it computes.
#include <QTest>
#include <cmath>
#include <string>

#include "core/labs/runner.h"
#include "core/runtime/frame_pool.h"
#include "core/runtime/time.h"
#include "lab_runs.h"
#include "tests/program.h"

namespace test_cpu_work {

using namespace weir;
using namespace weir::labs;
using namespace lab_runs;

class TestCpuWork : public QObject {
    Q_OBJECT

private slots:
    void cleanup() { QCOMPARE(frame_pool::live_frames(), 0); }

    void cpu_work_is_bound_by_the_workers() {
        // 10 ms each on two workers: 200 a second at most, whatever the limit.
        const auto result = run_experiment(in_virtual_time(10, {{"load.rate", "400"},
                                                                {"load.arrivals", "constant"},
                                                                {"service.latency", "10"},
                                                                {"service.spread", "constant"},
                                                                {"service.work", "cpu"},
                                                                {"pool.workers", "2"},
                                                                {"limit.in_flight", "8"}}));
        QVERIFY(std::abs(result.throughput_per_s - 200) < 5);
    }

    void load_samples_and_changes_are_on_time_however_busy_the_workers_are() {
        // Four times what one worker can do.
        auto e = in_virtual_time(10, {{"load.rate", "100"},
                                      {"load.arrivals", "constant"},
                                      {"service.work", "cpu"},
                                      {"service.latency", "40"},
                                      {"pool.workers", "1"}});
        at(e, 5.5, "load.rate", "300");
        const auto samples = samples_of(e);
        QCOMPARE(samples.size(), std::size_t{100});
        for (std::size_t i = 0; i < samples.size(); ++i)
            QCOMPARE(samples[i].t_s, to_seconds(from_seconds(0.1 * static_cast<double>(i + 1))));
        // An arrival and a sample at the same instant may come in either order.
        const auto before = between(samples, 0, 0, 5.5);
        const auto after = between(samples, 0, 5.5, 10);
        QVERIFY2(before >= 549 && before <= 550, std::to_string(before).c_str());
        QVERIFY2(after >= 1349 && after <= 1351, std::to_string(after).c_str());
    }

    void a_call_that_computes_is_given_up_at_its_timeout_data() { engines(); }
    void a_call_that_computes_is_given_up_at_its_timeout() {
        const auto result = run_experiment(experiment(fetched_engine(), 1,
                                                      {{"load.rate", "20"},
                                                       {"service.work", "cpu"},
                                                       {"service.latency", "10000"},
                                                       {"call.timeout", "30"},
                                                       {"breaker.mode", "disabled"},
                                                       {"pool.workers", "1"}}));
        QVERIFY(count(result, Fate::timed_out) > 2);
        QCOMPARE(count(result, Fate::completed), std::uint64_t{0});
    }

    void a_run_whose_calls_would_compute_for_ages_is_put_away_at_once_data() { engines(); }
    void a_run_whose_calls_would_compute_for_ages_is_put_away_at_once() {
        const auto result = run_experiment(experiment(fetched_engine(), 0.2,
                                                      {{"load.rate", "100"},
                                                       {"service.work", "cpu"},
                                                       {"service.latency", "10000"},
                                                       {"fault.slow", "100"},
                                                       {"fault.slow_factor", "100"},
                                                       {"call.timeout", "0"}}));
        QVERIFY(result.in_flight > 0);
    }
};

}  // namespace test_cpu_work

WEIR_TEST(test_cpu_work, TestCpuWork)
#include "test_cpu_work.moc"
