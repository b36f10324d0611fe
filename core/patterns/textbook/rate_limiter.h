// Rate limiter, textbook form: as tutorials write it, with the defects of that form. Not for use; for comparison.
//
// A counting semaphore holds the permits of one period; callers take one and never give it back; a background task puts
// back what is missing once a period.
//
// Defects, each caught by an invariant of the production form (core/patterns/rate_limiter.h)
//  1. Permits come back all at once: those left at the end of a period and those of the next go out together, up to
//     twice the rate around the boundary.
//  2. The refill ticks first at once, and not after a period: what was taken before that tick comes back for free.
//  3. Ticks that were missed are made up for in a burst: after a stall of k periods up to k times as many go out.
//  4. The background task never ends: whoever waits for the tasks of its group waits for ever.
//  5. Permits come due together, at the tick: between ticks callers wait although the rate would allow them to go on.
#pragma once

#include <atomic>
#include <cstdint>

#include "core/runtime/executor.h"
#include "core/runtime/group.h"
#include "core/runtime/task.h"
#include "core/sync/semaphore.h"

namespace weir::patterns::textbook {

/// Thread-safe. Must outlive the tasks that wait in it and the group that its refill runs in.
class RateLimiter {
public:
    /// Starts the refill in `group`.
    /// @pre permits > 0 a period, period > 0
    RateLimiter(Executor& engine, TaskGroup& group, std::int64_t permits, Duration period);
    RateLimiter(const RateLimiter&) = delete;
    RateLimiter& operator=(const RateLimiter&) = delete;

    bool try_acquire();

    /// Waits in line for a permit. Cancel safety: a cancelled wait has taken nothing.
    Task<void> acquire();

    /// Acts at the next tick.
    void configure(std::int64_t permits, Duration period);

    std::int64_t free_permits() const { return permits_.available(); }
    std::size_t waiting() const { return permits_.waiting(); }

private:
    static Task<void> refill(Executor& engine, RateLimiter& limiter);

    std::atomic<std::int64_t> permits_a_period_;
    std::atomic<std::int64_t> period_ns_;
    Semaphore permits_;
};

}  // namespace weir::patterns::textbook
