// The mean number of calls until a run of failures, against the closed form, its limits and a solved chain.
#include <rapidcheck.h>

#include <QTest>
#include <cmath>

#include "core/theory/breaker.h"
#include "tests/program.h"

namespace test_breaker_theory {

using namespace weir::theory;

bool near(double actual, double expected, double relative) {
    return std::abs(actual - expected) <= relative * std::abs(expected);
}

class TestBreakerTheory : public QObject {
    Q_OBJECT

private slots:
    void a_coin_needs_2_to_the_k_plus_1_minus_2_tosses() {
        QCOMPARE(calls_to_trip(0.5, 1), 2.0);
        QCOMPARE(calls_to_trip(0.5, 3), 14.0);
        QCOMPARE(calls_to_trip(0.5, 5), 62.0);
    }

    void certain_failure_trips_after_k_and_none_never() {
        QCOMPARE(calls_to_trip(1, 5), 5.0);
        QVERIFY(std::isinf(calls_to_trip(0, 1)));
    }

    void agrees_with_the_closed_form() {
        QVERIFY(rc::check("(1 - p^k) / ((1 - p) p^k)", [] {
            const double p = *rc::gen::inRange(1, 100) / 100.0;
            const int k = *rc::gen::inRange(1, 30);
            const double pk = std::pow(p, k);
            RC_ASSERT(near(calls_to_trip(p, k), (1 - pk) / ((1 - p) * pk), 1e-9));
        }));
    }

    void agrees_with_the_chain_it_describes() {
        QVERIFY(rc::check("T(k) = (T(k-1) + 1) / p, one more failure or start anew", [] {
            const double p = *rc::gen::inRange(1, 101) / 100.0;
            const int k = *rc::gen::inRange(2, 20);
            RC_ASSERT(near(calls_to_trip(p, k), (calls_to_trip(p, k - 1) + 1) / p, 1e-9));
        }));
    }

    void the_cycle_adds_up() {
        BreakerModel model;
        model.failure_probability = 0.5;
        model.calls_per_s = 31;
        model.failures_to_trip = 5;  // 62 calls: 2 s closed
        model.open_for_s = 1;
        model.probes = 1;  // closes every second time
        model.probing_s = 0.5;
        const auto cycle = breaker_cycle(model);
        QVERIFY(near(cycle.closed_s, 2, 1e-12));
        QVERIFY(near(cycle.open_s, 2, 1e-12));
        QVERIFY(near(cycle.half_open_s, 1, 1e-12));
        QVERIFY(near(cycle.availability, 0.4, 1e-12));
    }

    void a_sound_service_is_always_available_and_a_dead_one_never() {
        BreakerModel model;
        QCOMPARE(breaker_cycle(model).availability, 1.0);
        QVERIFY(std::isinf(breaker_cycle(model).closed_s));
        model.failure_probability = 1;
        QCOMPARE(breaker_cycle(model).availability, 0.0);
        QVERIFY(std::isinf(breaker_cycle(model).open_s));
    }

    void more_failures_make_it_less_available() {
        QVERIFY(rc::check("monotone in p", [] {
            BreakerModel model;
            model.probes = *rc::gen::inRange(1, 5);
            model.failures_to_trip = *rc::gen::inRange(1, 10);
            const int percent = *rc::gen::inRange(1, 99);
            model.failure_probability = percent / 100.0;
            const double before = breaker_cycle(model).availability;
            model.failure_probability = (percent + 1) / 100.0;
            constexpr double rounding = 1e-12;
            RC_ASSERT(breaker_cycle(model).availability <= before * (1 + rounding));
        }));
    }
};

}  // namespace test_breaker_theory

WEIR_TEST(test_breaker_theory, TestBreakerTheory)
#include "test_breaker_theory.moc"
