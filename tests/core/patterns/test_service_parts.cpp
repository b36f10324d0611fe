// The parts of the async service that need no engine: settings, pauses, the retry budget.
#include <rapidcheck.h>

#include <QTest>
#include <cmath>
#include <limits>
#include <vector>

#include "core/patterns/service_parts.h"
#include "tests/program.h"

namespace test_service_parts {

using namespace std::chrono_literals;
using namespace weir::patterns::service;
using weir::Duration;

RetryConfig with(double budget, double earned) {
    RetryConfig config;
    config.budget = budget;
    config.earned = earned;
    return config;
}

class TestServiceParts : public QObject {
    Q_OBJECT

private slots:
    void bad_settings_are_named() {
        constexpr double nan = std::numeric_limits<double>::quiet_NaN();
        const auto says = [](auto change, const char* field) {
            RetryConfig config;
            change(config);
            const auto wrong = check(config);
            return wrong && wrong->starts_with(field);
        };
        QVERIFY(!check(RetryConfig{}));
        QVERIFY(says([](RetryConfig& c) { c.max_attempts = 0; }, "max_attempts"));
        QVERIFY(says([](RetryConfig& c) { c.max_attempts = RetryConfig::most_attempts + 1; }, "max_attempts"));
        QVERIFY(says([](RetryConfig& c) { c.backoff = -1ns; }, "backoff"));
        QVERIFY(says([](RetryConfig& c) { c.max_backoff = 1h + 1ns; }, "max_backoff"));
        QVERIFY(says([](RetryConfig& c) { c.budget = -1; }, "budget"));
        QVERIFY(says([](RetryConfig& c) { c.budget = nan; }, "budget"));
        QVERIFY(says([](RetryConfig& c) { c.earned = 1.1; }, "earned"));
        QVERIFY(says([](RetryConfig& c) { c.earned = nan; }, "earned"));
    }

    void pauses_double_up_to_the_longest() {
        QVERIFY(rc::check("min(max_backoff, backoff 2^(n-1))", [] {
            RetryConfig config;
            config.backoff = Duration{*rc::gen::inRange(0, 1'000'000'000)};
            config.max_backoff = Duration{*rc::gen::inRange(0, 2'000'000'000)};
            const auto retry = *rc::gen::inRange(1U, 1000U);
            const double doubled = std::ldexp(static_cast<double>(config.backoff.count()), static_cast<int>(retry) - 1);
            const double expected = std::min(doubled, static_cast<double>(config.max_backoff.count()));
            RC_ASSERT(static_cast<double>(longest_pause(config, retry).count()) == expected);
        }));
    }

    void the_budget_is_a_bucket_that_success_fills() {
        QVERIFY(rc::check("against a sum in whole millionths", [] {
            const int capacity = *rc::gen::inRange(1, 20);
            const int percent = *rc::gen::inRange(0, 101);
            RetryBudget budget{with(capacity, percent / 100.0)};
            int hundredths = 100 * capacity;
            for (const bool spends : *rc::gen::container<std::vector<bool>>(100, rc::gen::arbitrary<bool>())) {
                if (spends) {
                    RC_ASSERT(budget.spend() == (hundredths >= 100));
                    if (hundredths >= 100) hundredths -= 100;
                } else {
                    budget.earn();
                    hundredths = std::min(hundredths + percent, 100 * capacity);
                }
                RC_ASSERT(std::abs(budget.permits() - hundredths / 100.0) < 1e-9);
            }
        }));
    }

    void ten_tenths_are_one_retry() {
        RetryBudget budget{with(1, 0.1)};
        QVERIFY(budget.spend());
        for (int i = 0; i < 9; ++i) budget.earn();
        QVERIFY(!budget.spend());
        budget.earn();
        QVERIFY(budget.spend());
        QVERIFY(!budget.spend());
    }

    void without_a_budget_retries_are_free() {
        RetryBudget budget{with(0, 0)};
        for (int i = 0; i < 1000; ++i) QVERIFY(budget.spend());
    }

    void a_change_puts_nothing_in() {
        RetryBudget budget{with(10, 0.1)};
        for (int i = 0; i < 7; ++i) QVERIFY(budget.spend());
        budget.configure(with(100, 0.1));
        QCOMPARE(budget.permits(), 3.0);
        budget.configure(with(2, 0.1));
        QCOMPARE(budget.permits(), 2.0);
        budget.configure(with(0, 0.1));
        QVERIFY(budget.spend());
        budget.configure(with(5, 0.1));
        QCOMPARE(budget.permits(), 5.0);
    }

    void a_line_holds_so_many() {
        struct Told {
            void begins_to_wait() { ++waits; }
            void has_waited() { --waits; }
            int waits = 0;
        } told;
        int not_told = 0;
        Line line{2};
        {
            const Line::Place<Told> first{line, told};
            const Line::Place<int> second{line, not_told};
            const Line::Place<Told> third{line, told};
            QVERIFY(first && second && !third);
            QCOMPARE(told.waits, 1);
            QCOMPARE(line.waiting(), std::size_t{2});
            line.set_capacity(3);
            const Line::Place<Told> fourth{line, told};
            QVERIFY(fourth);
            QCOMPARE(told.waits, 2);
        }
        QCOMPARE(told.waits, 0);
        QCOMPARE(line.waiting(), std::size_t{0});
        line.set_capacity(0);
        const Line::Place<Told> nobody{line, told};
        QVERIFY(!nobody);
    }
};

}  // namespace test_service_parts

WEIR_TEST(test_service_parts, TestServiceParts)
#include "test_service_parts.moc"
