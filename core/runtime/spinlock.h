// A lock of one byte for critical sections of a few dozen instructions, held without suspending and without system
// calls.
#pragma once

#include <atomic>

#include "core/metrics/atomic.h"
#include "core/runtime/kernel.h"

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
    // Each look takes the cache line from the holder, who works on what lies beside the lock, so a waiter looks seldom:
    // first after about half a microsecond, in which the holder has often come and gone several times with its cache
    // warm. That made two workers on one semaphore 3.5 times as fast as looking after every pause. After some 7 us the
    // holder is probably descheduled.
    static constexpr int first_wait = 32;
    static constexpr int longest_wait = 256;

    [[gnu::noinline]] void lock_slowly() noexcept {
        int wait = first_wait;
        do {
            if (wait > longest_wait) {
                yield_processor();
                continue;
            }
            spin(wait);
            wait *= 2;
        } while (held_.load(std::memory_order_relaxed) || held_.exchange(true, std::memory_order_acquire));
    }

    Atomic<bool> held_{false};
};

}  // namespace weir
