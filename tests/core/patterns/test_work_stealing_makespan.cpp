// How long a pool that steals takes, in virtual time: against the bounds of every greedy schedule, and against the
// textbook form.
#include <QTest>
#include <cmath>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "core/patterns/textbook/work_stealing.h"
#include "core/runtime/frame_pool.h"
#include "core/theory/makespan.h"
#include "tests/program.h"
#include "work_stealing_runs.h"

namespace test_work_stealing_makespan {

using namespace std::chrono_literals;
using namespace work_stealing_runs;
using weir::Random;
using weir::Simulation;
using weir::patterns::stealing::Placed;
namespace textbook = weir::patterns::textbook;

/// Lengths of jobs and the worker each is submitted to.
struct Jobs {
    std::vector<Duration> lengths;
    std::vector<std::size_t> homes;

    std::vector<double> seconds() const {
        std::vector<double> all;
        all.reserve(lengths.size());
        for (const auto length : lengths) all.push_back(weir::to_seconds(length));
        return all;
    }
    double total_s() const {
        const auto all = seconds();
        return std::accumulate(all.begin(), all.end(), 0.0);
    }
};

Jobs some_jobs(std::size_t count, std::size_t workers, double skew, std::uint64_t seed) {
    Random random{seed};
    Jobs jobs;
    for (std::size_t i = 0; i < count; ++i) {
        jobs.lengths.push_back(weir::from_seconds(0.01 * random.exponential()));
        jobs.homes.push_back(random.uniform() < skew ? 0 : i % workers);
    }
    return jobs;
}

/// @return how long they took
Task<double> production_takes(Executor& engine, std::size_t workers, StealingPool::Config config, const Jobs& jobs) {
    double took_s = 0;
    auto body = [&](StealingPool& pool) -> Task<void> {
        const auto begun = engine.now();
        for (std::size_t i = 0; i < jobs.homes.size(); ++i)
            pool.submit_to(jobs.homes[i], work(engine, jobs.lengths[i]));
        co_await pool.drain();
        took_s = weir::to_seconds(engine.now() - begun);
    };
    co_await with_pool(engine, workers, config, body);
    co_return took_s;
}

Task<double> textbook_takes(Executor& engine, std::size_t workers, std::size_t capacity, const Jobs& jobs) {
    const auto begun = engine.now();
    textbook::StealingPool pool{engine, workers, capacity};
    std::vector<Placed> all;
    all.reserve(jobs.homes.size());
    for (std::size_t i = 0; i < jobs.homes.size(); ++i) all.emplace_back(jobs.homes[i], work(engine, jobs.lengths[i]));
    auto run = pool.run(std::move(all));
    co_await std::move(run);
    co_return weir::to_seconds(engine.now() - begun);
}

Simulation simulation(unsigned workers) {
    weir::SimulationOptions options;
    options.workers = workers;
    return Simulation{options};
}

class TestWorkStealingMakespan : public QObject {
    Q_OBJECT

private slots:
    void cleanup() { QCOMPARE(weir::frame_pool::live_frames(), 0); }

    void no_worker_idles_while_a_job_waits_data() {
        QTest::addColumn<int>("strategy");
        QTest::addColumn<int>("steal");
        QTest::addColumn<int>("workers");
        QTest::addColumn<double>("skew");
        for (const auto strategy : {Strategy::stealing, Strategy::central})
            for (const auto steal : {Steal::one, Steal::half})
                for (const int workers : {1, 2, 7, 16})
                    for (const double skew : {0.0, 0.8, 1.0})
                        QTest::addRow("%s, steal %s, %d workers, skew %g",
                                      strategy == Strategy::central ? "central" : "stealing",
                                      steal == Steal::one ? "one" : "half", workers, skew)
                            << static_cast<int>(strategy) << static_cast<int>(steal) << workers << skew;
    }
    void no_worker_idles_while_a_job_waits() {
        QFETCH(int, strategy);
        QFETCH(int, steal);
        QFETCH(int, workers);
        QFETCH(double, skew);
        const auto count = static_cast<std::size_t>(workers);
        const auto config = config_of(static_cast<Strategy>(strategy), static_cast<Steal>(steal), 64);
        for (std::uint64_t seed = 1; seed <= 10; ++seed) {
            const auto jobs = some_jobs(200, count, skew, seed);
            auto engine = simulation(static_cast<unsigned>(workers));
            const double took_s = engine.run(production_takes(engine, count, config, jobs));
            const auto bounds = weir::theory::makespan_bounds(jobs.seconds(), workers);
            QVERIFY(took_s >= bounds.lower - 1e-9);
            QVERIFY2(took_s <= bounds.upper + 1e-9, std::to_string(took_s / bounds.upper).c_str());
        }
    }

    void without_stealing_the_skewed_worker_does_it_all() {
        const auto jobs = some_jobs(200, 4, 1, 1);
        auto engine = simulation(4);
        const double took_s = engine.run(textbook_takes(engine, 4, 64, jobs));
        QVERIFY(std::abs(took_s - jobs.total_s()) < 1e-6);
    }

    void one_full_queue_keeps_jobs_from_the_others() {
        // All for worker 0 come first: until nearly all of them are done the queue is full and worker 1 has nothing.
        Jobs jobs;
        for (std::size_t i = 0; i < 40; ++i) {
            jobs.lengths.push_back(1ms);
            jobs.homes.push_back(i < 20 ? 0 : 1);
        }
        auto engine = simulation(2);
        const double naive_s = engine.run(textbook_takes(engine, 2, 4, jobs));
        auto other = simulation(2);
        const double took_s = other.run(production_takes(other, 2, config_of(Strategy::stealing), jobs));
        QVERIFY(std::abs(took_s - 0.020) < 1e-9);
        QVERIFY2(naive_s > 0.034, std::to_string(naive_s).c_str());
    }
};

}  // namespace test_work_stealing_makespan

WEIR_TEST(test_work_stealing_makespan, TestWorkStealingMakespan)
#include "test_work_stealing_makespan.moc"
