// Rate limiter, production form: callers take permits, which come due at a rate; whoever finds none waits in line, or
// is told how long it would take.
//
// When the next permits may go out is the rule's decision (core/patterns/grant_rules.h); this is the line before it.
// There is no background task and no timer of its own: the first in the line sleeps until its permits come due, takes
// them and lets the next one up.
//
// Invariants
//  1. What went out keeps the envelope of the rule in every window of time, whatever is cancelled or changed.
//  2. First come first served: nobody gets permits while somebody waits who came before, and a request for many permits
//     is not starved by requests for few.
//  3. No permit that is due lies idle while somebody waits: the first in the line sleeps exactly until its permits are
//     due, and a change of terms wakes it to look again.
//  4. A cancelled wait has taken nothing.
//  5. At most max_waiting callers wait; one more is refused.
//
// Semantics after the crate governor; sources of the rules in core/patterns/grant_rules.h.
#pragma once

#include <algorithm>
#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <mutex>
#include <optional>
#include <utility>

#include "core/patterns/grant_rules.h"
#include "core/runtime/executor.h"
#include "core/runtime/spinlock.h"
#include "core/runtime/task.h"
#include "core/sync/mutex.h"
#include "core/sync/notify.h"

namespace weir::patterns {

struct RateLimiterConfig {
    GrantTerms terms;
    std::size_t max_waiting = SIZE_MAX;  ///< callers in the line; 0: nobody waits

    bool operator==(const RateLimiterConfig&) const = default;
};

/// Why nothing was granted.
struct RateRefusal {
    enum class Why : std::uint8_t {
        too_soon,   ///< the permits are not due, or others wait for them
        line_full,  ///< max_waiting callers wait already
        too_many,   ///< more than most_at_once(terms) permits can never be due at once
    };
    Why why = Why::too_soon;
    Duration retry_after{};  ///< too_soon: until the permits would be due if nobody else asked; else zero
};

/// Thread-safe. Must outlive the tasks that wait in it.
class RateLimiter {
public:
    using Config = RateLimiterConfig;
    using Outcome = std::expected<Time, RateRefusal>;
    class Acquire;

    /// @throws std::invalid_argument with check()'s line if the terms are out of range.
    explicit RateLimiter(Executor& engine, const Config& config = {});
    RateLimiter(const RateLimiter&) = delete;
    RateLimiter& operator=(const RateLimiter&) = delete;

    /// Takes n permits if they are due and nobody waits. Yields when they went out: now. @pre n > 0
    Outcome try_acquire(std::uint32_t n = 1) {
        const Time now = engine_.now();
        const std::lock_guard guard(lock_);
        return take(n, now);
    }

    /// `co_await` takes n permits, waiting in line until they are due. Yields when they went out. Refused at once if
    /// the line is full or n is more than can ever be due at once; also later, if a change of terms makes it so. Cancel
    /// safety: a cancelled wait leaves the line and has taken nothing. @throws Cancelled @pre n > 0
    [[nodiscard]] Acquire acquire(std::uint32_t n = 1) noexcept;

    /// Changes the terms; acts at once, on those who wait, too, and grants no surplus (grant_rules.h, invariant 3). A
    /// smaller max_waiting sends nobody away.
    /// @throws std::invalid_argument with check()'s line, and changes nothing.
    void configure(const Config& config);
    Config config() const;

    /// Permits that have gone out.
    std::uint64_t granted() const;
    /// Callers in the line.
    std::size_t waiting() const;
    /// What could go out now, 0 to most_at_once.
    double free_permits() const;

private:
    class Place;

    // With the lock held.
    Time in_order(Time now);
    Outcome take(std::uint32_t n, Time now);
    Outcome take_in_turn(std::uint32_t n, Time now);
    RateRefusal refusal(std::uint32_t n, Time now) const;

    Task<Outcome> acquire_in_line(std::uint32_t n);

    Executor& engine_;
    Mutex front_;  ///< held by the first in the line
    Notify changed_;
    mutable SpinLock lock_;  // guards what follows
    Config config_;
    GrantRule rule_;
    std::uint32_t most_at_once_;
    Time latest_{};  // when it was last used
    std::size_t waiting_ = 0;
    std::uint64_t granted_ = 0;
};

/// Now, by a clock that was read before the lock was taken, since that takes longer than all that is done under it.
/// Others may have read it later and been here before: then it is at least what they read.
inline Time RateLimiter::in_order(Time now) {
    if (now > latest_) [[likely]]
        latest_ = now;
    return latest_;
}

/// By one whom nobody is before.
inline RateLimiter::Outcome RateLimiter::take_in_turn(std::uint32_t n, Time now) {
    now = in_order(now);
    if (n > most_at_once_ || !rule_.try_take(n, now)) [[unlikely]]
        return std::unexpected(refusal(n, now));
    granted_ += n;
    return now;
}

inline RateLimiter::Outcome RateLimiter::take(std::uint32_t n, Time now) {
    if (waiting_ == 0) [[likely]]
        return take_in_turn(n, now);
    return std::unexpected(refusal(n, in_order(now)));
}

/// Only who has to wait, or is refused, pays for a coroutine.
class [[nodiscard]] RateLimiter::Acquire {
    auto wait() noexcept { return std::move(waiting_).operator co_await(); }

public:
    Acquire(RateLimiter& limiter, std::uint32_t n) noexcept : limiter_(limiter), n_(n) {}

    bool await_ready() {
        if (const auto taken = limiter_.try_acquire(n_)) [[likely]]
            granted_ = *taken;
        return granted_.has_value();
    }
    bool await_suspend(std::coroutine_handle<> frame) {
        waiting_ = limiter_.acquire_in_line(n_);
        return wait().await_suspend(frame);
    }
    Outcome await_resume() {
        // Made from the time alone: an outcome kept here and copied as a whole would cost 10 ns of 50, for what has
        // just been written in parts must reach the cache before it can be read in one.
        if (granted_) [[likely]]
            return *granted_;
        return wait().await_resume();
    }

private:
    RateLimiter& limiter_;
    std::uint32_t n_;
    std::optional<Time> granted_;
    Task<Outcome> waiting_;
};

inline RateLimiter::Acquire RateLimiter::acquire(std::uint32_t n) noexcept { return {*this, n}; }

}  // namespace weir::patterns
