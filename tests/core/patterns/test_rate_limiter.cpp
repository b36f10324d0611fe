// The rate limiter on both engines, one behaviour a test.
#include <QTest>
#include <atomic>
#include <vector>

#include "core/patterns/rate_limiter.h"
#include "core/runtime/group.h"
#include "tests/core/engines.h"
#include "tests/program.h"

namespace test_rate_limiter {

using namespace std::chrono_literals;
using engines::Engine;
using engines::until;
using weir::Duration;
using weir::Executor;
using weir::Task;
using weir::TaskGroup;
using weir::Time;
using weir::patterns::GrantAlgorithm;
using weir::patterns::GrantTerms;
using weir::patterns::RateLimiter;
using weir::patterns::RateLimiterConfig;
using weir::patterns::RateRefusal;
using Why = RateRefusal::Why;

RateLimiterConfig config(double rate, std::uint32_t burst, std::size_t max_waiting = SIZE_MAX) {
    RateLimiterConfig c;
    c.terms = {GrantAlgorithm::token_bucket, rate, burst};
    c.max_waiting = max_waiting;
    return c;
}

Task<void> takes(RateLimiter& limiter, std::uint32_t n, std::vector<std::uint32_t>& order) {
    const auto taken = co_await limiter.acquire(n);
    CHECK(taken.has_value());
    order.push_back(n);
}

Task<void> is_refused(RateLimiter& limiter, std::uint32_t n, Why why) {
    const auto taken = co_await limiter.acquire(n);
    CHECK(!taken);
    if (!taken) CHECK(taken.error().why == why);
}

Task<void> waits_as_long_as_told(Executor& engine, RateLimiter& limiter) {
    CHECK(limiter.try_acquire(2).has_value());
    const auto start = engine.now();
    const auto refused = limiter.try_acquire(2);
    CHECK(!refused && refused.error().why == Why::too_soon);
    CHECK(refused.error().retry_after > 0ms && refused.error().retry_after <= 20ms);
    CHECK((co_await limiter.acquire(2)).has_value());
    CHECK(engine.now() - start >= refused.error().retry_after);
    CHECK(limiter.granted() == 4);
    CHECK(limiter.waiting() == 0);
}

Task<void> first_come_first_served(Executor& engine, RateLimiter& limiter, std::vector<std::uint32_t>& order) {
    CHECK(limiter.try_acquire(3).has_value());
    TaskGroup group{engine};
    std::size_t line = 0;
    for (const std::uint32_t n : {3U, 1U, 2U}) {
        group.spawn(takes(limiter, n, order));
        ++line;
        co_await until(engine, [&limiter, line] { return limiter.waiting() == line; });
    }
    const auto jumper = limiter.try_acquire(1);
    CHECK(!jumper);
    co_await group.join();
}

Task<void> a_full_line_refuses(Executor& engine, RateLimiter& limiter) {
    CHECK(limiter.try_acquire(1).has_value());
    TaskGroup group{engine};
    std::vector<std::uint32_t> order;
    group.spawn(takes(limiter, 1, order));
    co_await until(engine, [&limiter] { return limiter.waiting() == 1; });
    co_await is_refused(limiter, 1, Why::line_full);
    co_await is_refused(limiter, 2, Why::too_many);
    CHECK(!limiter.try_acquire(2));
    limiter.configure(config(1e6, 1, 1));
    co_await group.join();
}

Task<void> cancelled_takes_nothing(Executor& engine, RateLimiter& limiter) {
    CHECK(limiter.try_acquire(1).has_value());
    TaskGroup gone{engine};
    std::vector<std::uint32_t> order;
    gone.spawn(takes(limiter, 1, order));
    gone.spawn(takes(limiter, 1, order));
    co_await until(engine, [&limiter] { return limiter.waiting() == 2; });
    gone.cancel();
    co_await gone.join();
    CHECK(order.empty());
    CHECK(limiter.waiting() == 0);
    CHECK(limiter.granted() == 1);
}

Task<void> a_change_reaches_those_who_wait(Executor& engine, RateLimiter& limiter) {
    CHECK(limiter.try_acquire(2).has_value());
    TaskGroup group{engine};
    std::vector<std::uint32_t> order;
    group.spawn(takes(limiter, 1, order));  // due in 1000 s
    group.spawn(is_refused(limiter, 2, Why::too_many));
    co_await until(engine, [&limiter] { return limiter.waiting() == 2; });
    limiter.configure(config(1e6, 1));
    co_await group.join();
    CHECK(order.size() == 1);
}

Task<void> take_all(Executor& engine, RateLimiter& limiter, std::atomic<std::uint64_t>& taken, Time end) {
    while (engine.now() < end) {
        const auto granted = co_await limiter.acquire();
        if (granted) ++taken;
    }
}

Task<void> keeps_the_rate(Executor& engine, RateLimiter& limiter, std::atomic<std::uint64_t>& taken, Time end) {
    TaskGroup group{engine};
    for (int i = 0; i < 8; ++i) group.spawn(take_all(engine, limiter, taken, end));
    co_await group.join();
}

class TestRateLimiter : public QObject {
    Q_OBJECT

private slots:
    void cleanup() { QCOMPARE(weir::frame_pool::live_frames(), 0); }

    void a_caller_waits_as_long_as_it_was_told_data() { engines::rows(); }
    void a_caller_waits_as_long_as_it_was_told() {
        Engine engine;
        RateLimiter limiter(*engine, config(100, 2));
        engine.run(waits_as_long_as_told(*engine, limiter));
    }

    void a_request_for_many_is_not_overtaken_data() { engines::rows(); }
    void a_request_for_many_is_not_overtaken() {
        Engine engine{1};
        RateLimiter limiter(*engine, config(200, 3));
        std::vector<std::uint32_t> order;
        engine.run(first_come_first_served(*engine, limiter, order));
        QCOMPARE(order, (std::vector{3U, 1U, 2U}));
    }

    void a_full_line_and_too_many_permits_are_refused_data() { engines::rows(); }
    void a_full_line_and_too_many_permits_are_refused() {
        Engine engine;
        RateLimiter limiter(*engine, config(0.001, 1, 1));
        engine.run(a_full_line_refuses(*engine, limiter));
    }

    void a_cancelled_wait_has_taken_nothing_data() { engines::rows(); }
    void a_cancelled_wait_has_taken_nothing() {
        Engine engine;
        RateLimiter limiter(*engine, config(0.001, 1));
        engine.run(cancelled_takes_nothing(*engine, limiter));
    }

    void a_change_of_terms_reaches_those_who_wait_data() { engines::rows(); }
    void a_change_of_terms_reaches_those_who_wait() {
        Engine engine;
        RateLimiter limiter(*engine, config(0.001, 2));
        engine.run(a_change_reaches_those_who_wait(*engine, limiter));
    }

    void eight_tasks_get_the_rate_and_no_more_data() { engines::rows(); }
    void eight_tasks_get_the_rate_and_no_more() {
        Engine engine{2};
        for (const auto algorithm : {GrantAlgorithm::token_bucket, GrantAlgorithm::leaky_bucket,
                                     GrantAlgorithm::fixed_window, GrantAlgorithm::sliding_window}) {
            RateLimiterConfig c;
            c.terms = {algorithm, 5000, 10};
            RateLimiter limiter(*engine, c);
            std::atomic<std::uint64_t> taken{0};
            const Time start = engine->now();
            engine.run(keeps_the_rate(*engine, limiter, taken, start + 100ms));
            const double allowed = 2 * 10 + 5000 * weir::to_seconds(engine->now() - start);
            QVERIFY(static_cast<double>(taken.load()) <= allowed + 1e-6);
            QCOMPARE(taken.load(), limiter.granted());
            // In virtual time nothing is late; on threads a busy machine may be.
            if (!engine.threads()) QVERIFY(taken.load() >= 500);
        }
    }

    void terms_out_of_range_are_refused_and_change_nothing() {
        weir::Simulation engine;
        QVERIFY_EXCEPTION_THROWN(RateLimiter(engine, config(0, 1)), std::invalid_argument);
        RateLimiter limiter(engine, config(1, 1));
        QVERIFY_EXCEPTION_THROWN(limiter.configure(config(1, 0)), std::invalid_argument);
        QVERIFY(limiter.config() == config(1, 1));
    }
};

}  // namespace test_rate_limiter

WEIR_TEST(test_rate_limiter, TestRateLimiter)
#include "test_rate_limiter.moc"
