// Engine time: nanoseconds since the engine started, real or virtual. Nothing above core/runtime reads any other clock.
#pragma once

#include <chrono>
#include <cstdint>

namespace weir {

/// Tag of engine time. It has no now(): ask the Executor.
struct EngineClock {
    using rep = std::int64_t;
    using period = std::nano;
    using duration = std::chrono::nanoseconds;
    using time_point = std::chrono::time_point<EngineClock>;
    static constexpr bool is_steady = true;
};

using Duration = std::chrono::nanoseconds;
using Time = EngineClock::time_point;

constexpr double to_seconds(Duration d) { return std::chrono::duration<double>(d).count(); }
constexpr double to_seconds(Time t) { return to_seconds(t.time_since_epoch()); }

/// Rounds to the nearest nanosecond, so that 0.1 s is exactly 100'000'000 ns.
constexpr Duration from_seconds(double s) {
    const double ns = s * 1e9;
    return Duration{static_cast<std::int64_t>(ns < 0 ? ns - 0.5 : ns + 0.5)};
}

}  // namespace weir
