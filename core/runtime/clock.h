// The clock of an engine: it runs with CLOCK_MONOTONIC, or stands still at a time. Virtual time is a clock that always
// stands still and is put forward, so that both engines' time is read in the same few instructions, without a virtual
// call.
#pragma once

#include <atomic>
#include <cstdint>

#include "core/runtime/kernel.h"
#include "core/runtime/time.h"

namespace weir {

/// All functions: any thread. On cache lines of its own: every task reads it, and next to nothing writes it.
class alignas(64) Clock {
public:
    /// @param standing stand still at time 0; else time 0 is now
    explicit Clock(bool standing) noexcept : origin_ns_{monotonic_ns()}, standing_ns_{standing ? 0 : running} {}
    Clock(const Clock&) = delete;
    Clock& operator=(const Clock&) = delete;

    /// Never goes back.
    Time now() const noexcept { return read(monotonic_ns); }
    /// As of the last kernel tick. See Executor::coarse_now.
    Time coarse_now() const noexcept;

    bool stands() const noexcept { return standing_ns_.load(std::memory_order_seq_cst) != running; }

    /// The moment of CLOCK_MONOTONIC at which it will show `engine_ns`, if it does not stand still before.
    std::int64_t monotonic_at(std::int64_t engine_ns) const noexcept {
        return engine_ns + origin_ns_.load(std::memory_order_relaxed);
    }

protected:
    ~Clock() = default;

    static constexpr std::int64_t running = -1;
    static constexpr std::int64_t about_to_stand = -2;  // at which time is not known yet

    /// @param clock reads CLOCK_MONOTONIC, perhaps coarsely
    template <class ReadClock>
    Time read(ReadClock clock) const noexcept {
        for (;;) {
            const auto standing = standing_ns_.load(std::memory_order_acquire);
            if (standing >= 0) return Time{Duration{standing}};
            if (standing == running) [[likely]] {
                const auto origin = origin_ns_.load(std::memory_order_acquire);
                const auto time = clock() - origin;
                // Who lost the processor before it read the clock would be ahead of one stopped meanwhile.
                if (standing_ns_.load(std::memory_order_acquire) == running &&
                    origin_ns_.load(std::memory_order_relaxed) == origin) [[likely]]
                    return Time{Duration{time}};
            } else {
                yield_processor();
            }
        }
    }

    // Standing still at `standing_ns_` unless that is negative; running, it shows CLOCK_MONOTONIC minus `origin_ns_`.
    std::atomic<std::int64_t> origin_ns_;
    std::atomic<std::int64_t> standing_ns_;
};

/// Of virtual time: it stands still, at 0 first.
class VirtualClock final : public Clock {
public:
    VirtualClock() noexcept : Clock{true} {}

    /// @pre it is not later already
    void put_forward(Time time) noexcept {
        standing_ns_.store(time.time_since_epoch().count(), std::memory_order_release);
    }
};

}  // namespace weir
