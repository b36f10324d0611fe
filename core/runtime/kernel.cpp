#include "core/runtime/kernel.h"

#include <linux/futex.h>
#include <linux/membarrier.h>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace weir {
namespace {

bool register_barrier() noexcept {
    return syscall(SYS_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, 0, 0) == 0;
}

}  // namespace

bool futex_wait(const Atomic<std::uint32_t>& word, std::uint32_t expected,
                std::optional<std::int64_t> monotonic_deadline_ns) noexcept {
    timespec until{};
    if (monotonic_deadline_ns) {
        if (monotonic_ns() >= *monotonic_deadline_ns) return false;
        until.tv_sec = *monotonic_deadline_ns / 1'000'000'000;
        until.tv_nsec = *monotonic_deadline_ns % 1'000'000'000;
    }
    // FUTEX_WAIT_BITSET takes an absolute deadline, so waking early and waiting on does not lengthen the wait.
    syscall(SYS_futex, &word, FUTEX_WAIT_BITSET | FUTEX_PRIVATE_FLAG, expected,
            monotonic_deadline_ns ? &until : nullptr, nullptr, FUTEX_BITSET_MATCH_ANY);
    return true;
}

void futex_wake(const Atomic<std::uint32_t>& word) noexcept {
    syscall(SYS_futex, &word, FUTEX_WAKE | FUTEX_PRIVATE_FLAG, 1, nullptr, nullptr, 0);
}

bool heavy_barrier() noexcept {
    static const bool available = register_barrier();
    return available && syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0, 0) == 0;
}

void spin(int pauses) noexcept {
    for (int i = 0; i < pauses; ++i) {
#if defined(__x86_64__) || defined(__i386__)
        __builtin_ia32_pause();
#endif
    }
}

void yield_processor() noexcept { sched_yield(); }

void burn_processor(std::int64_t length_ns) noexcept {
    // Reading the thread's own clock is a system call of about 0.3 us. Below 20 us that would be most of the work, and
    // a preemption in so short a time is rare: there the monotonic clock will do.
    const clockid_t clock = length_ns < 20'000 ? CLOCK_MONOTONIC : CLOCK_THREAD_CPUTIME_ID;
    const auto end = read_clock(clock) + length_ns;
    std::uint64_t x = 1;
    do {
        const int steps = length_ns < 20'000 ? 50 : 2000;
        for (int i = 0; i < steps; ++i) {
            x = x * 6364136223846793005U + 1442695040888963407U;
            asm volatile("" : "+r"(x));
        }
    } while (read_clock(clock) < end);
}

}  // namespace weir
