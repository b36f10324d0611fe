#include "core/runtime/pausable_clock.h"

#include <algorithm>

namespace weir {

PausableClock::PausableClock(bool paused) noexcept : origin_ns_{monotonic_ns()}, frozen_ns_{paused ? 0 : -1} {}

Time PausableClock::coarse_now() const noexcept {
    const auto frozen = frozen_ns_.load(std::memory_order_acquire);
    if (frozen >= 0) [[unlikely]]
        return Time{Duration{frozen}};
    // The last tick may have been before the start.
    const auto since_origin = coarse_monotonic_ns() - origin_ns_.load(std::memory_order_relaxed);
    return Time{Duration{std::max<std::int64_t>(since_origin, 0)}};
}

void PausableClock::pause() noexcept {
    const std::lock_guard guard{lock_};
    if (frozen_ns_.load(std::memory_order_relaxed) < 0)
        frozen_ns_.store(monotonic_ns() - origin_ns_.load(std::memory_order_relaxed), std::memory_order_release);
}

bool PausableClock::resume() noexcept {
    {
        const std::lock_guard guard{lock_};
        const auto frozen = frozen_ns_.load(std::memory_order_relaxed);
        if (frozen < 0) return false;
        origin_ns_.store(monotonic_ns() - frozen, std::memory_order_relaxed);
        frozen_ns_.store(-1, std::memory_order_release);
    }
    changed_.notify_all();
    return true;
}

void PausableClock::wait_while_paused(const std::atomic<bool>& stopping) {
    std::unique_lock guard{lock_};
    changed_.wait(guard, [&] {
        return frozen_ns_.load(std::memory_order_relaxed) < 0 || stopping.load(std::memory_order_relaxed);
    });
}

void PausableClock::notify_waiting() noexcept {
    // Under the lock, or one that has just looked and is about to wait would miss it.
    const std::lock_guard guard{lock_};
    changed_.notify_all();
}

}  // namespace weir
