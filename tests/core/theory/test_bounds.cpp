// Makespans, pipelines, scaling laws and the token bucket's envelope, each against schedules, series or searches that
// are worked out another way.
#include <rapidcheck.h>

#include <QTest>
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <queue>
#include <vector>

#include "core/theory/makespan.h"
#include "core/theory/scaling.h"
#include "core/theory/token_bucket.h"
#include "tests/program.h"

namespace test_bounds {

using namespace weir::theory;

bool near(double actual, double expected, double relative) {
    return std::abs(actual - expected) <= relative * std::abs(expected);
}

/// Whoever is free first takes the next task.
double greedy_makespan(const std::vector<double>& lengths, int workers) {
    std::priority_queue<double, std::vector<double>, std::greater<>> free;
    for (int i = 0; i < workers; ++i) free.push(0);
    double end = 0;
    for (const double length : lengths) {
        const double done = free.top() + length;
        free.pop();
        free.push(done);
        end = std::max(end, done);
    }
    return end;
}

/// Item by item, stage by stage: an item enters a stage when it has left the one before and the item before has left.
double played_pipeline(const std::vector<Stage>& stages, long items) {
    std::vector<double> free_at(stages.size(), 0.0);
    double end = 0;
    for (long i = 0; i < items; ++i) {
        end = 0;
        for (std::size_t s = 0; s < stages.size(); ++s)
            end = free_at[s] = std::max(end, free_at[s]) + stages[s].service_s;
    }
    return end;
}

std::vector<double> some_lengths() {
    auto lengths = *rc::gen::container<std::vector<double>>(
        rc::gen::map(rc::gen::inRange(0, 1000), [](int ms) { return ms / 1000.0; }));
    lengths.push_back(0.001);
    return lengths;
}

class TestBounds : public QObject {
    Q_OBJECT

private slots:
    void a_greedy_schedule_lies_between_the_bounds() {
        QVERIFY(rc::check("Graham", [] {
            const auto lengths = some_lengths();
            const int workers = *rc::gen::inRange(1, 9);
            const auto bounds = makespan_bounds(lengths, workers);
            const double makespan = greedy_makespan(lengths, workers);
            RC_ASSERT(makespan >= bounds.lower * (1 - 1e-12));
            RC_ASSERT(makespan <= bounds.upper * (1 + 1e-12));
        }));
    }

    void the_bounds_are_tight() {
        // One worker: both are the sum. Graham's own example: many short, then one as long as all together.
        QCOMPARE(makespan_bounds(std::vector{1.0, 2.0, 3.0}, 1).lower, 6.0);
        QCOMPARE(makespan_bounds(std::vector{1.0, 2.0, 3.0}, 1).upper, 6.0);
        const std::vector<double> worst{1, 1, 1, 1, 1, 1, 3};
        QCOMPARE(greedy_makespan(worst, 3), makespan_bounds(worst, 3).upper);
        QCOMPARE(makespan_bounds(worst, 3).lower, 3.0);
    }

    void a_pipeline_takes_what_playing_it_takes() {
        QVERIFY(rc::check("sum s + (n - 1) max s", [] {
            std::vector<Stage> stages;
            for (int i = *rc::gen::inRange(1, 6); i > 0; --i) stages.push_back({*rc::gen::inRange(0, 50) / 1000.0, 1});
            const long items = *rc::gen::inRange(1, 200);
            RC_ASSERT(std::abs(pipeline_makespan_s(stages, items) - played_pipeline(stages, items)) < 1e-9);
        }));
        QCOMPARE(pipeline_makespan_s(std::vector<Stage>{{1, 1}}, 0), 0.0);
    }

    void a_pipeline_is_as_fast_as_its_slowest_stage() {
        QCOMPARE(pipeline_throughput(std::vector<Stage>{{0.01, 1}, {0.04, 2}, {0.005, 1}}), 50.0);
        QVERIFY(std::isinf(pipeline_throughput(std::vector<Stage>{{0, 1}})));
    }

    void amdahl_has_its_limits() {
        QCOMPARE(amdahl_speedup(0, 16), 16.0);
        QCOMPARE(amdahl_speedup(1, 16), 1.0);
        QVERIFY(near(amdahl_speedup(0.05, 1e9), 20, 1e-6));
        const Usl without_coherency{1, 0.1, 0};
        for (const double n : {1.0, 2.0, 7.0, 64.0})
            QVERIFY(near(without_coherency.throughput(n), amdahl_speedup(0.1, n), 1e-12));
    }

    void the_fit_finds_the_law_that_made_the_points() {
        QVERIFY(rc::check("USL", [] {
            const Usl law{*rc::gen::inRange(1, 10'000) / 3.0, *rc::gen::inRange(0, 50) / 100.0,
                          *rc::gen::inRange(0, 50) / 10'000.0};
            std::vector<ThroughputAt> points;
            for (const double n : {1.0, 2.0, 4.0, 8.0, 16.0, 32.0}) points.push_back({n, law.throughput(n)});
            const auto fit = fit_usl(points);
            RC_ASSERT(fit.has_value());
            RC_ASSERT(near(fit->lambda, law.lambda, 1e-6));
            RC_ASSERT(std::abs(fit->sigma - law.sigma) < 1e-6);
            RC_ASSERT(std::abs(fit->kappa - law.kappa) < 1e-6);
        }));
    }

    void the_fit_has_no_negative_terms_and_needs_three_points() {
        // Faster than linear: neither contention nor coherency explains it.
        const auto fit = fit_usl(std::vector<ThroughputAt>{{1, 10}, {2, 22}, {4, 50}});
        QVERIFY(fit && fit->sigma == 0 && fit->kappa == 0 && fit->lambda > 10);
        QVERIFY(!fit_usl(std::vector<ThroughputAt>{{1, 10}, {2, 20}, {2, 21}}));
    }

    void beyond_the_best_number_more_workers_are_slower() {
        const Usl law{100, 0.02, 0.001};
        const double best = law.best_n();
        QVERIFY(law.throughput(best) > law.throughput(best + 1));
        QVERIFY(law.throughput(best) > law.throughput(best - 1));
        QVERIFY(std::isinf(Usl{100, 0.02, 0}.best_n()));
    }

    void the_worst_window_is_the_one_a_search_over_all_finds() {
        QVERIFY(rc::check("O(n) against O(n^2)", [] {
            auto grants = some_lengths();
            std::ranges::sort(grants);
            const double rate = *rc::gen::inRange(0, 200);
            const double burst = *rc::gen::inRange(0, 20);
            double worst = -std::numeric_limits<double>::infinity();
            for (std::size_t j = 0; j < grants.size(); ++j)
                for (std::size_t i = 0; i <= j; ++i)
                    worst = std::max(worst, static_cast<double>(j + 1 - i) -
                                                token_bucket_allows(burst, rate, grants[j] - grants[i]));
            const auto found = worst_window(grants, burst, rate);
            RC_ASSERT(std::abs(found.excess() - worst) < 1e-9);
            RC_ASSERT(found.grants >= 1 && found.grants <= grants.size());
        }));
        QCOMPARE(worst_window({}, 5, 10).grants, std::size_t{0});
        QCOMPARE(worst_window({}, 5, 10).excess(), -5.0);
    }

    void a_full_bucket_spends_its_burst_and_then_its_rate() {
        // Burst 3 at once, then one each 0.1 s: exactly the envelope, never above it.
        std::vector<double> grants{0, 0, 0};
        for (int i = 1; i <= 50; ++i) grants.push_back(0.1 * i);
        QVERIFY(std::abs(worst_window(grants, 3, 10).excess()) < 1e-9);
        grants.push_back(5.0);
        QVERIFY(std::abs(worst_window(grants, 3, 10).excess() - 1) < 1e-9);
    }
};

}  // namespace test_bounds

WEIR_TEST(test_bounds, TestBounds)
#include "test_bounds.moc"
