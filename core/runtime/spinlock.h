// A lock of one byte for critical sections of a few dozen instructions, held without suspending and without system
// calls.
#pragma once

#include <sched.h>

#include <atomic>

namespace weir {

/// Satisfies Lockable. Not recursive, not fair. Spins briefly, then yields the processor, because with more workers
/// than cores the holder may be the thread that is not running.
class SpinLock {
public:
    void lock() noexcept {
        if (held_.exchange(true, std::memory_order_acquire)) [[unlikely]]
            lock_slowly();
    }

    bool try_lock() noexcept {
        return !held_.load(std::memory_order_relaxed) && !held_.exchange(true, std::memory_order_acquire);
    }

    void unlock() noexcept { held_.store(false, std::memory_order_release); }

private:
    // 64 spins last about as long as one of our critical sections; beyond that the holder is probably descheduled.
    static constexpr int spins_before_yield = 64;

    [[gnu::noinline]] void lock_slowly() noexcept {
        do {
            for (int i = 0; held_.load(std::memory_order_relaxed); ++i) {
                if (i < spins_before_yield)
                    pause();
                else
                    sched_yield();
            }
        } while (held_.exchange(true, std::memory_order_acquire));
    }

    static void pause() noexcept {
#if defined(__x86_64__) || defined(__i386__)
        __builtin_ia32_pause();
#endif
    }

    std::atomic<bool> held_{false};
};

}  // namespace weir
