// The histogram keeps sums and extremes exactly, quantiles within 1 %, and loses nothing by merging or taking.
#include <rapidcheck.h>

#include <QTest>
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <vector>

#include "core/metrics/histogram.h"
#include "tests/program.h"

namespace test_histogram {

using weir::metrics::Histogram;
using weir::metrics::SparseHistogram;
namespace buckets = weir::metrics::buckets;

constexpr std::uint64_t microsecond = 1'000;
constexpr std::uint64_t hour = 3'600'000'000'000;

/// Durations spread evenly over the powers of ten from 1 us to 1 h, as latencies are.
rc::Gen<std::uint64_t> a_duration() {
    return rc::gen::map(rc::gen::inRange(0, 1'000'000), [](int u) {
        const double decades = std::log10(static_cast<double>(hour) / static_cast<double>(microsecond));
        const double ns = static_cast<double>(microsecond) * std::pow(10.0, decades * u / 1e6);
        return std::clamp(static_cast<std::uint64_t>(ns), microsecond, hour);
    });
}

rc::Gen<std::vector<std::uint64_t>> some_durations() {
    return rc::gen::nonEmpty(rc::gen::container<std::vector<std::uint64_t>>(a_duration()));
}

Histogram histogram_of(const std::vector<std::uint64_t>& values) {
    Histogram histogram;
    for (const auto v : values) histogram.record(v);
    return histogram;
}

/// The value of which at least q of all are no greater.
double exact_quantile(std::vector<std::uint64_t> values, double q) {
    std::sort(values.begin(), values.end());
    const auto n = values.size();
    const auto rank = static_cast<std::size_t>(std::ceil(q * static_cast<double>(n)));
    return static_cast<double>(values[std::clamp<std::size_t>(rank, 1, n) - 1]);
}

class TestHistogram : public QObject {
    Q_OBJECT

private slots:
    void quantiles_are_within_one_percent() {
        QVERIFY(rc::check("every quantile is within 1 % of the exact one", [] {
            const auto values = *some_durations();
            const double q = *rc::gen::inRange(0, 1001) / 1000.0;
            const auto histogram = histogram_of(values);
            const double exact = exact_quantile(values, q);
            RC_ASSERT(std::abs(histogram.quantile(q) - exact) <= 0.01 * exact);
            RC_ASSERT(histogram.sparse().quantile(q) == histogram.quantile(q));
        }));
    }

    void buckets_cover_the_range_in_order() {
        for (unsigned shift = 0; shift < buckets::range_bits; ++shift) {
            const std::uint64_t edge = std::uint64_t{1} << shift;
            const auto below = buckets::index_of(edge - 1);
            const auto at = buckets::index_of(edge);
            QVERIFY2(at == below + 1, "a power of two opens the next bucket");
            QVERIFY(std::abs(buckets::middle_of(at) - static_cast<double>(edge)) <= 0.01 * static_cast<double>(edge));
        }
        QVERIFY(buckets::index_of(hour) < buckets::above_range);
        QCOMPARE(buckets::index_of(~std::uint64_t{0}), buckets::above_range);
    }

    void sum_count_and_extremes_are_exact() {
        QVERIFY(rc::check("mean, count, min and max are exact", [] {
            const auto values = *some_durations();
            const auto histogram = histogram_of(values);
            const auto [lowest, highest] = std::minmax_element(values.begin(), values.end());
            const auto sum = std::accumulate(values.begin(), values.end(), std::uint64_t{0});
            RC_ASSERT(histogram.count() == values.size());
            RC_ASSERT(histogram.min() == *lowest);
            RC_ASSERT(histogram.max() == *highest);
            RC_ASSERT(histogram.mean() == static_cast<double>(sum) / static_cast<double>(values.size()));
        }));
    }

    void merging_equals_recording_everything_in_one() {
        QVERIFY(rc::check("merge(a, b) == histogram of a and b", [] {
            const auto a = *rc::gen::container<std::vector<std::uint64_t>>(a_duration());
            const auto b = *rc::gen::container<std::vector<std::uint64_t>>(a_duration());
            auto both = a;
            both.insert(both.end(), b.begin(), b.end());
            const auto expected = histogram_of(both).sparse();

            auto dense = histogram_of(a);
            dense.merge(histogram_of(b));
            RC_ASSERT(dense.sparse() == expected);

            auto sparse = histogram_of(a).sparse();
            sparse.merge(histogram_of(b).sparse());
            RC_ASSERT(sparse == expected);

            auto mixed = histogram_of(a);
            mixed.merge(histogram_of(b).sparse());
            RC_ASSERT(mixed.sparse() == expected);
        }));
    }

    void takes_partition_what_was_recorded() {
        QVERIFY(rc::check("the takes together are the whole, and take() leaves nothing", [] {
            const auto parts = *rc::gen::container<std::vector<std::vector<std::uint64_t>>>(some_durations());
            Histogram histogram;
            Histogram whole;
            SparseHistogram together;
            for (const auto& part : parts) {
                for (const auto v : part) {
                    histogram.record(v);
                    whole.record(v);
                }
                const auto taken = histogram.take();
                RC_ASSERT(taken == histogram_of(part).sparse());
                RC_ASSERT(histogram.empty());
                together.merge(taken);
            }
            RC_ASSERT(histogram.take().empty());
            RC_ASSERT(together == whole.sparse());
        }));
    }

    void values_outside_the_range_are_kept() {
        Histogram histogram;
        histogram.record(0);
        histogram.record(1);
        histogram.record(999);
        QCOMPARE(histogram.count(), std::uint64_t{3});
        QCOMPARE(histogram.quantile(0), 0.0);
        QCOMPARE(histogram.quantile(0.5), 1.0);

        const std::uint64_t two_hours = 2 * hour;
        histogram.record(two_hours, 7);
        QCOMPARE(histogram.count(), std::uint64_t{10});
        QCOMPARE(histogram.above_range(), std::uint64_t{7});
        QCOMPARE(histogram.max(), two_hours);
        QCOMPARE(histogram.quantile(0.99), static_cast<double>(two_hours));
        QCOMPARE(histogram.sparse().quantile(0.99), static_cast<double>(two_hours));
    }

    void the_sum_does_not_overflow() {
        Histogram histogram;
        const std::uint64_t largest = ~std::uint64_t{0};
        histogram.record(largest, 1'000'000);
        QCOMPARE(histogram.mean(), static_cast<double>(largest));
    }

    void an_empty_histogram_answers_zero() {
        const SparseHistogram sparse;
        QVERIFY(sparse.empty());
        QCOMPARE(sparse.quantile(0.99), 0.0);
        QCOMPARE(sparse.mean(), 0.0);
        QCOMPARE(sparse.max(), std::uint64_t{0});
        QCOMPARE(sparse.buckets().data(), nullptr);

        Histogram dense;
        dense.record(5, 0);
        QVERIFY(dense.empty());
        QCOMPARE(dense.quantile(0.5), 0.0);
        QCOMPARE(dense.sparse(), sparse);
    }
};

}  // namespace test_histogram

WEIR_TEST(test_histogram, TestHistogram)
#include "test_histogram.moc"
