#include "core/runtime/clock.h"

#include <algorithm>

namespace weir {

Time Clock::coarse_now() const noexcept {
    const auto standing = standing_ns_.load(std::memory_order_acquire);
    if (standing != running) return Time{Duration{standing}};
    // The last tick may have been before the start.
    const auto since_origin = coarse_monotonic_ns() - origin_ns_.load(std::memory_order_relaxed);
    return Time{Duration{std::max<std::int64_t>(since_origin, 0)}};
}

}  // namespace weir
