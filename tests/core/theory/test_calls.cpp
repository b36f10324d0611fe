// Retries, hedges and batches against the sums over every outcome that the closed forms stand for.
#include <rapidcheck.h>

#include <QTest>
#include <array>
#include <cmath>
#include <vector>

#include "core/theory/batching.h"
#include "core/theory/retry.h"
#include "tests/program.h"

namespace test_calls {

using namespace weir::theory;

bool near(double actual, double expected, double relative) {
    return std::abs(actual - expected) <= relative * std::abs(expected);
}

double a_probability() { return *rc::gen::inRange(0, 101) / 100.0; }

/// Calls that reach the service and whether the call fails, over every outcome of every attempt: {mean calls given
/// nothing, probability of failure}.
struct Outcome {
    double calls = 0;
    double fails = 0;
};
Outcome tried(double p, const std::vector<int>& most, std::size_t layer) {
    if (layer == 0) return {1, p};
    const auto inner = tried(p, most, layer - 1);
    Outcome all;
    double reached = 1;
    for (int i = 0; i < most[layer - 1]; ++i) {
        all.calls += reached * inner.calls;
        reached *= inner.fails;
    }
    all.fails = reached;
    return all;
}

class TestCalls : public QObject {
    Q_OBJECT

private slots:
    void attempts_follow_the_closed_form() {
        QVERIFY(rc::check("(1 - p^m) / (1 - p)", [] {
            const double p = *rc::gen::inRange(0, 99) / 100.0;
            const int most = *rc::gen::inRange(1, 20);
            RC_ASSERT(near(mean_attempts(p, most), (1 - std::pow(p, most)) / (1 - p), 1e-9));
        }));
        QCOMPARE(mean_attempts(1, 7), 7.0);
        QCOMPARE(mean_attempts(0, 7), 1.0);
    }

    void layers_multiply() {
        QVERIFY(rc::check("layer by layer", [] {
            const double p = a_probability();
            std::vector<int> most;
            for (int i = *rc::gen::inRange(0, 4); i > 0; --i) most.push_back(*rc::gen::inRange(1, 5));
            const auto expected = tried(p, most, most.size());
            RC_ASSERT(near(amplification(p, most), expected.calls, 1e-9));
        }));
        // A dead service behind three layers of three attempts gets 27 calls for one.
        QCOMPARE(amplification(1, std::array{3, 3, 3}), 27.0);
    }

    void a_hedge_after_the_median_doubles_half_of_the_calls() {
        QVERIFY(near(hedged_calls(1, std::log(2)), 1.5, 1e-12));
        QCOMPARE(hedged_calls(5, 0), 2.0);
    }

    void batches_are_as_full_as_the_sum_over_all_counts_says() {
        QVERIFY(rc::check("1 + E[min(B - 1, N)]", [] {
            const double lambda = *rc::gen::inRange(0, 5000);
            const double linger = *rc::gen::inRange(0, 100) / 1000.0;
            const int most = *rc::gen::inRange(1, 200);
            const double mean = lambda * linger;
            double size = 0;
            double full = 0;
            double p = std::exp(-mean);  // by the recurrence, where the code takes logarithms
            double seen = 0;
            for (int n = 0; n < 5000; ++n) {
                size += p * (1 + std::min(most - 1, n));
                if (n >= most - 1) full += p;
                seen += p;
                p *= mean / (n + 1);
            }
            RC_PRE(seen > 1 - 1e-9);
            RC_ASSERT(std::abs(mean_batch_size(lambda, linger, most) - size) < 1e-6);
            RC_ASSERT(std::abs(full_share(lambda, linger, most) - full) < 1e-6);
        }));
    }

    void batches_have_their_limits() {
        QCOMPARE(mean_batch_size(1000, 0.01, 1), 1.0);
        QCOMPARE(full_share(1000, 0.01, 1), 1.0);
        QCOMPARE(mean_batch_size(0, 1, 16), 1.0);
        QVERIFY(near(mean_batch_size(1e6, 1, 1000), 1000, 1e-9));
        QVERIFY(near(mean_batch_size(100, 0.01, 1000), 2, 1e-9));
    }
};

}  // namespace test_calls

WEIR_TEST(test_calls, TestCalls)
#include "test_calls.moc"
