#include "core/patterns/textbook/rate_limiter.h"

namespace weir::patterns::textbook {

RateLimiter::RateLimiter(Executor& engine, TaskGroup& group, std::int64_t permits, Duration period)
    : permits_a_period_(permits), period_ns_(period.count()), permits_(permits, "rate limiter") {
    group.spawn(refill(engine, *this));
}

bool RateLimiter::try_acquire() {
    auto permit = permits_.try_acquire();
    if (permit) permit->forget();
    return permit.has_value();
}

Task<void> RateLimiter::acquire() {
    auto permit = co_await permits_.acquire();
    permit.forget();
}

void RateLimiter::configure(std::int64_t permits, Duration period) {
    permits_a_period_.store(permits, std::memory_order_relaxed);
    period_ns_.store(period.count(), std::memory_order_relaxed);
}

Task<void> RateLimiter::refill(Executor& engine, RateLimiter& limiter) {
    Time tick = engine.now();  // defect 2: the first is at once
    for (;;) {                 // defect 4
        co_await engine.sleep_until(tick);
        const auto missing = limiter.permits_a_period_.load(std::memory_order_relaxed) - limiter.permits_.available();
        if (missing != 0) limiter.permits_.add_permits(missing);               // defect 1, defect 5: all at once
        tick += Duration{limiter.period_ns_.load(std::memory_order_relaxed)};  // defect 3: whatever the time is now
    }
}

}  // namespace weir::patterns::textbook
