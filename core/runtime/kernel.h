// What the runtime asks of the kernel and the processor: waiting for a word in memory, a barrier in every thread,
// clocks.
#pragma once

#include <atomic>
#include <cstdint>
#include <ctime>
#include <optional>

#include "core/metrics/atomic.h"

namespace weir {

/// Blocks while `word` is `expected`, until woken, for no reason, or until the deadline (nanoseconds of
/// CLOCK_MONOTONIC). False if the deadline has passed.
bool futex_wait(const Atomic<std::uint32_t>& word, std::uint32_t expected,
                std::optional<std::int64_t> monotonic_deadline_ns) noexcept;
/// Wakes one thread that waits for `word`.
void futex_wake(const Atomic<std::uint32_t>& word) noexcept;

/// Makes every store by any thread of this process visible before any load that the caller does next, without costing
/// those threads an instruction (membarrier(2)); about 1 us for the caller. False if the kernel has none: then the
/// caller must not rely on it.
bool heavy_barrier() noexcept;
/// The other half: between a store and a load of a thread that somebody's heavy_barrier() is to find in that order. The
/// compiler keeps them so, which is all it takes.
inline void light_barrier() noexcept { std::atomic_signal_fence(std::memory_order_seq_cst); }

/// Fetches what is about to be changed here for this processor alone. Who looks first and then changes would fetch it
/// twice where another processor had it last: once to share it, once to have it.
inline void prefetch_to_change(const void* here) noexcept {
#if defined(__x86_64__)
    asm volatile("prefetchw %0"
                 :
                 : "m"(*static_cast<const char*>(here)));  // the builtin emits it for some targets only
#else
    __builtin_prefetch(here, 1);
#endif
}

/// Keeps the processor for so many of its pause instructions, each 10 to 40 ns.
void spin(int pauses) noexcept;
/// Lets another thread have the processor.
void yield_processor() noexcept;

/// Nanoseconds of a clock of the kernel's.
inline std::int64_t read_clock(clockid_t clock) noexcept {
    timespec t{};
    clock_gettime(clock, &t);
    return std::int64_t{t.tv_sec} * 1'000'000'000 + t.tv_nsec;
}
/// Nanoseconds of CLOCK_MONOTONIC.
inline std::int64_t monotonic_ns() noexcept { return read_clock(CLOCK_MONOTONIC); }
/// CLOCK_MONOTONIC as of the last kernel tick: 1 to 10 ms old at most, and several times as fast to read.
inline std::int64_t coarse_monotonic_ns() noexcept { return read_clock(CLOCK_MONOTONIC_COARSE); }

/// Computes for `length_ns` nanoseconds of this thread's own processor time.
void burn_processor(std::int64_t length_ns) noexcept;

}  // namespace weir
