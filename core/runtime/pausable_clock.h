// The clock of a real engine: CLOCK_MONOTONIC less the time it was paused. An engine and its outside share one, so that
// they stand still and go on together.
#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>

#include "core/runtime/clock.h"

namespace weir {

/// All functions: any thread.
class PausableClock final : public Clock {
public:
    using Clock::Clock;

    void pause() noexcept;
    /// False if it was not paused. Whoever sleeps until a moment of CLOCK_MONOTONIC must be woken then: it has moved.
    bool resume() noexcept;

    /// Blocks while the clock is paused and `stopping` is false.
    void wait_while_paused(const std::atomic<bool>& stopping);
    /// Wakes those who wait there, so that they look at `stopping` again.
    void notify_waiting() noexcept;

private:
    std::mutex lock_;
    std::condition_variable changed_;
};

}  // namespace weir
