#include "core/runtime/pausable_clock.h"

namespace weir {

void PausableClock::pause() noexcept {
    const std::lock_guard guard{lock_};
    if (standing_ns_.load(std::memory_order_relaxed) != running) return;
    // From here on nobody reads a time, so nobody has read one later than that at which it will stand.
    standing_ns_.store(about_to_stand, std::memory_order_seq_cst);
    standing_ns_.store(monotonic_ns() - origin_ns_.load(std::memory_order_relaxed), std::memory_order_release);
}

bool PausableClock::resume() noexcept {
    {
        const std::lock_guard guard{lock_};
        const auto standing = standing_ns_.load(std::memory_order_relaxed);
        if (standing == running) return false;
        origin_ns_.store(monotonic_ns() - standing, std::memory_order_relaxed);
        standing_ns_.store(running, std::memory_order_release);
    }
    changed_.notify_all();
    return true;
}

void PausableClock::wait_while_paused(const std::atomic<bool>& stopping) {
    std::unique_lock guard{lock_};
    changed_.wait(guard, [&] {
        return standing_ns_.load(std::memory_order_relaxed) == running || stopping.load(std::memory_order_relaxed);
    });
}

void PausableClock::notify_waiting() noexcept {
    // Under the lock, or one that has just looked and is about to wait would miss it.
    const std::lock_guard guard{lock_};
    changed_.notify_all();
}

}  // namespace weir
