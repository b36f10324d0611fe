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
    : engine_(engine),
      config_(config),
      rule_(checked(config.terms), engine.now()),
      most_at_once_(most_at_once(config.terms)) {}

RateRefusal RateLimiter::refusal(std::uint32_t n, Time now) const {
    if (n > most_at_once_) return {Why::too_many, {}};
    return {Why::too_soon, rule_.earliest(n, now) - now};
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
        most_at_once_ = most_at_once(terms);
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
