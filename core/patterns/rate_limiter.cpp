#include "core/patterns/rate_limiter.h"

#include <algorithm>
#include <mutex>
#include <stdexcept>

namespace weir::patterns {

using Why = RateRefusal::Why;

namespace {

GrantTerms checked(const GrantTerms& terms) {
    if (const auto wrong = check(terms)) throw std::invalid_argument("rate limiter: " + *wrong);
    return terms;
}

}  // namespace

/// A caller's place in the line, given up however its wait ends.
class RateLimiter::Place {
public:
    explicit Place(RateLimiter& limiter) : limiter_(limiter) {}
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    ~Place() {
        const std::lock_guard guard(limiter_.lock_);
        leave();
    }
    /// With the lock held.
    void leave() {
        if (std::exchange(in_line_, false)) --limiter_.waiting_;
    }

private:
    RateLimiter& limiter_;
    bool in_line_ = true;
};

RateLimiter::RateLimiter(Executor& engine, const Config& config)
    : engine_(engine), config_(config), rule_(checked(config.terms), engine.now()) {}

RateLimiter::Outcome RateLimiter::try_acquire(std::uint32_t n) {
    const Time now = engine_.now();
    const std::lock_guard guard(lock_);
    return take(n, now);
}

/// With the lock held. Now, by a clock that was read before the lock was taken, since that takes longer than all that
/// is done under it. Others may have read it later and been here before: then it is at least what they read.
Time RateLimiter::in_order(Time now) {
    latest_ = std::max(latest_, now);
    return latest_;
}

/// With the lock held, by one whom nobody is before.
RateLimiter::Outcome RateLimiter::take_in_turn(std::uint32_t n, Time now) {
    if (n > most_at_once(rule_.terms())) return std::unexpected(RateRefusal{Why::too_many, {}});
    now = in_order(now);
    const Time due = rule_.earliest(n, now);
    if (due > now) return std::unexpected(RateRefusal{Why::too_soon, due - now});
    rule_.take(n, now);
    granted_ += n;
    return now;
}

/// With the lock held.
RateLimiter::Outcome RateLimiter::take(std::uint32_t n, Time now) {
    if (waiting_ == 0 || n > most_at_once(rule_.terms())) return take_in_turn(n, now);
    now = in_order(now);
    return std::unexpected(RateRefusal{Why::too_soon, rule_.earliest(n, now) - now});
}

Task<RateLimiter::Outcome> RateLimiter::acquire_in_line(std::uint32_t n) {
    {
        const Time now = engine_.now();
        const std::lock_guard guard(lock_);
        const auto taken = take(n, now);
        if (taken || taken.error().why == Why::too_many) co_return taken;
        if (waiting_ >= config_.max_waiting) co_return std::unexpected(RateRefusal{Why::line_full, {}});
        ++waiting_;
    }
    Place place(*this);
    const auto first = co_await front_.lock();
    for (;;) {
        Time due = engine_.now();
        {
            const std::lock_guard guard(lock_);
            const auto taken = take_in_turn(n, due);
            if (taken || taken.error().why == Why::too_many) {
                place.leave();
                co_return taken;
            }
            due = latest_ + taken.error().retry_after;
        }
        co_await changed_.wait_until(engine_, due);
    }
}

void RateLimiter::configure(const Config& config) {
    const GrantTerms terms = checked(config.terms);
    {
        const std::lock_guard guard(lock_);
        rule_.change(terms, in_order(engine_.now()));
        config_ = config;
    }
    changed_.notify_one();
}

RateLimiter::Config RateLimiter::config() const {
    const std::lock_guard guard(lock_);
    return config_;
}

std::uint64_t RateLimiter::granted() const {
    const std::lock_guard guard(lock_);
    return granted_;
}

std::size_t RateLimiter::waiting() const {
    const std::lock_guard guard(lock_);
    return waiting_;
}

double RateLimiter::free_permits() const {
    const std::lock_guard guard(lock_);
    return rule_.free_at(engine_.now());
}

}  // namespace weir::patterns
