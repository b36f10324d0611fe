// Memory stays bounded however long the run; what is thinned keeps totals, peaks and merged latencies.
#include <rapidcheck.h>

#include <QTest>
#include <algorithm>
#include <cmath>

#include "core/labs/history.h"
#include "tests/program.h"

namespace test_history {

using namespace weir::labs;
using weir::metrics::Histogram;
using weir::metrics::SparseHistogram;

const SeriesSpec rate{"offered", "", "/s", SeriesKind::rate, Tone::neutral, 0, 0};
const SeriesSpec gauge{"queue", "", "", SeriesKind::gauge, Tone::neutral, 0, 0};
const SeriesSpec median{"p50", "", "ms", SeriesKind::percentile, Tone::neutral, 0, 0.5};
const SeriesSpec highest{"p100", "", "ms", SeriesKind::percentile, Tone::neutral, 0, 1};

Sample sample(double t_s, std::uint64_t total, double level, std::vector<std::uint64_t> latencies_ns = {},
              std::uint8_t phase = 0) {
    Sample result;
    result.t_s = t_s;
    result.totals = {total};
    result.gauges = {level};
    Histogram histogram;
    for (const auto ns : latencies_ns) histogram.record(ns);
    result.latencies = histogram.take();
    result.phase = phase;
    return result;
}

class TestHistory : public QObject {
    Q_OBJECT

private slots:
    void never_holds_more_than_its_capacity_and_loses_nothing() {
        QVERIFY(rc::check("any capacity, any length of run", [] {
            const auto capacity = *rc::gen::inRange<std::size_t>(4, 40);
            const auto added = *rc::gen::inRange(1, 2000);
            History history(capacity);
            SparseHistogram everything;
            double peak = 0;
            for (int i = 1; i <= added; ++i) {
                const auto level = static_cast<double>((i * 7919) % 1000);
                peak = std::max(peak, level);
                auto next =
                    sample(i, static_cast<std::uint64_t>(i) * 10, level, {static_cast<std::uint64_t>(i) * 1000});
                everything.merge(next.latencies);
                history.add(std::move(next));
                RC_ASSERT(history.size() <= capacity);
            }
            const auto samples = history.samples();
            RC_ASSERT(samples.back().t_s == added);
            SparseHistogram kept;
            double kept_peak = 0;
            for (std::size_t i = 0; i < samples.size(); ++i) {
                kept.merge(samples[i].latencies);
                kept_peak = std::max(kept_peak, samples[i].gauges[0]);
                RC_ASSERT(samples[i].totals[0] == static_cast<std::uint64_t>(samples[i].t_s) * 10);
                if (i > 0) RC_ASSERT(samples[i].t_s > samples[i - 1].t_s);
                if (i > 0) RC_ASSERT(std::abs(history.value(rate, i, 0) - 10) < 1e-9);
            }
            RC_ASSERT(kept == everything);
            RC_ASSERT(kept_peak == peak);
        }));
    }

    void the_newer_half_keeps_its_resolution_and_the_older_half_is_even() {
        constexpr std::size_t capacity = 256;
        History history(capacity);
        for (int i = 1; i <= 100'000; ++i) history.add(sample(i, 0, 0));
        const auto samples = history.samples();
        for (std::size_t i = samples.size() - capacity / 2 + 1; i < samples.size(); ++i) {
            QCOMPARE(samples[i].t_s - samples[i - 1].t_s, 1.0);
        }
        double widest = samples[0].t_s;
        std::size_t older = 1;
        for (; samples[older].t_s - samples[older - 1].t_s > 1; ++older) {
            widest = std::max(widest, samples[older].t_s - samples[older - 1].t_s);
        }
        QVERIFY2(older >= capacity / 8, "a long past is still drawn with many points");
        QVERIFY2(widest <= 2 * 100'000.0 / (capacity / 4), "no single point swallows the past");
    }

    void thinning_is_announced() {
        History history(8);
        for (int i = 0; i < 8; ++i) history.add(sample(i, 0, 0));
        QCOMPARE(history.revision(), std::uint64_t{0});
        history.add(sample(8, 0, 0));
        QCOMPARE(history.revision(), std::uint64_t{1});
        history.clear();
        QCOMPARE(history.size(), std::size_t{0});
        QCOMPARE(history.revision(), std::uint64_t{2});
    }

    void a_merged_sample_keeps_the_phase_that_was_not_normal() {
        History history(4);
        history.add(sample(1, 0, 0, {}, 2));
        history.add(sample(2, 0, 0, {}, 0));
        for (int i = 3; i < 6; ++i) history.add(sample(i, 0, 0));
        QCOMPARE(int{history.samples()[0].phase}, 2);
        QCOMPARE(history.samples()[0].t_s, 2.0);
    }

    void a_number_outlives_a_missing_gauge() {
        History history(4);
        history.add(sample(1, 0, std::nan("")));
        history.add(sample(2, 0, 5));
        for (int i = 3; i < 6; ++i) history.add(sample(i, 0, 0));
        QCOMPARE(history.samples()[0].gauges[0], 5.0);
    }

    void rates_look_back_over_the_span() {
        History history;
        history.add(sample(0, 0, 0));
        history.add(sample(1, 10, 0));
        history.add(sample(2, 30, 0));
        history.add(sample(3, 60, 0));
        QVERIFY(std::isnan(history.value(rate, 0, 1)));
        QCOMPARE(history.value(rate, 3, 0), 30.0);  // at least to the sample before
        QCOMPARE(history.value(rate, 3, 1), 30.0);
        QCOMPARE(history.value(rate, 3, 2), 25.0);
        QCOMPARE(history.value(rate, 3, 100), 20.0);  // no further than there are samples
        QCOMPARE(history.value(gauge, 3, 100), 0.0);
    }

    void percentiles_are_of_merged_histograms_never_averages() {
        constexpr std::uint64_t ms = 1'000'000;
        History history;
        history.add(sample(1, 0, 0, {ms, ms, ms}));
        history.add(sample(2, 0, 0, {100 * ms}));
        history.add(sample(3, 0, 0));
        QVERIFY(std::abs(history.value(median, 1, 2) - 1) <= 0.01);
        QVERIFY(std::abs(history.value(highest, 1, 2) - 100) <= 1);
        QVERIFY(std::abs(history.value(median, 1, 0.5) - 100) <= 1);
        QVERIFY(std::abs(history.value(median, 0, 2) - 1) <= 0.01);
        QVERIFY2(std::isnan(history.value(median, 2, 0.5)), "nothing ended in the span");
        QVERIFY(std::abs(history.value(median, 2, 1.5) - 100) <= 1);
    }
};

}  // namespace test_history

WEIR_TEST(test_history, TestHistory)
#include "test_history.moc"
