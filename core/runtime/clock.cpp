#include "core/runtime/clock.h"

#include <algorithm>

namespace weir {

Time Clock::coarse_now() const noexcept {
    // The last tick may have been before the start.
    return std::max(read(coarse_monotonic_ns), Time{});
}

}  // namespace weir
