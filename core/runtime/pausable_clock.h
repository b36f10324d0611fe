// The clock of a real engine: CLOCK_MONOTONIC less the time it was paused. An engine and its outside share one, so that
// they stand still and go on together.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>

#include "core/runtime/kernel.h"
#include "core/runtime/time.h"

namespace weir {

/// All functions: any thread.
class PausableClock {
public:
    /// @param paused start standing still at time 0
    explicit PausableClock(bool paused) noexcept;

    Time now() const noexcept {
        const auto frozen = frozen_ns_.load(std::memory_order_acquire);
        if (frozen >= 0) [[unlikely]]
            return Time{Duration{frozen}};
        return Time{Duration{monotonic_ns() - origin_ns_.load(std::memory_order_relaxed)}};
    }
    /// As of the last kernel tick. See Executor::coarse_now.
    Time coarse_now() const noexcept;

    void pause() noexcept;
    /// False if it was not paused. Whoever sleeps until a moment of CLOCK_MONOTONIC must be woken then: it has moved.
    bool resume() noexcept;
    bool paused() const noexcept { return frozen_ns_.load(std::memory_order_seq_cst) >= 0; }

    /// Blocks while the clock is paused and `stopping` is false.
    void wait_while_paused(const std::atomic<bool>& stopping);
    /// Wakes those who wait there, so that they look at `stopping` again.
    void notify_waiting() noexcept;

    /// The moment of CLOCK_MONOTONIC at which the clock will show `engine_ns`, if it is not paused before.
    std::int64_t monotonic_at(std::int64_t engine_ns) const noexcept {
        return engine_ns + origin_ns_.load(std::memory_order_relaxed);
    }

private:
    // Standing still at `frozen_ns_` while that is >= 0, else CLOCK_MONOTONIC minus `origin_ns_`.
    std::atomic<std::int64_t> origin_ns_;
    std::atomic<std::int64_t> frozen_ns_;
    std::mutex lock_;
    std::condition_variable changed_;
};

}  // namespace weir
