// Where a worker sleeps: one token, a futex, an optional deadline.
#pragma once

#include <cstdint>
#include <optional>

#include "core/metrics/atomic.h"

namespace weir {

/// One thread parks; any thread unparks. A token given before park() makes it return at once; tokens do not add up.
class Parker {
public:
    /// Blocks until there is a token, and takes it. With a deadline (nanoseconds of CLOCK_MONOTONIC) it also ends then.
    void park(std::optional<std::int64_t> monotonic_deadline_ns = std::nullopt) noexcept;
    void unpark() noexcept;

private:
    Atomic<std::uint32_t> token_{0};
};

}  // namespace weir
