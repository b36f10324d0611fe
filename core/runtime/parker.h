// Where a worker sleeps: one token, a futex, an optional deadline.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>

namespace weir {

/// One thread parks; any thread unparks. A token given before park() makes it return at once; tokens do not add up.
class Parker {
public:
    /// Blocks until there is a token, and takes it. With a deadline (nanoseconds of CLOCK_MONOTONIC) it also ends then.
    void park(std::optional<std::int64_t> monotonic_deadline_ns = std::nullopt) noexcept;
    void unpark() noexcept;

private:
    std::atomic<std::uint32_t> token_{0};
};

/// Makes every store by any thread of this process visible before any load that the caller does next, without costing
/// those threads an instruction (membarrier(2)); about 1 us for the caller. False if the kernel has none: then the
/// caller must not rely on it.
bool heavy_barrier() noexcept;

/// Nanoseconds of CLOCK_MONOTONIC.
std::int64_t monotonic_ns() noexcept;
/// CLOCK_MONOTONIC as of the last kernel tick: 1 to 10 ms old at most, and several times as fast to read.
std::int64_t coarse_monotonic_ns() noexcept;

/// Computes for `length_ns` nanoseconds of this thread's own processor time.
void burn_processor(std::int64_t length_ns) noexcept;

}  // namespace weir
