// Small help for tests that run the shutdown lab.
#pragma once

#include <cstddef>

#include "core/labs/runner.h"
#include "lab_runs.h"

namespace shutdown_runs {

inline const lab_runs::Runs& runs() {
    static const lab_runs::Runs shutdown{"shutdown"};
    return shutdown;
}

// Gauges.
constexpr std::size_t working = 2;
constexpr std::size_t asked = 3;
constexpr std::size_t left_behind = 5;
constexpr std::size_t took_ms = 6;
// Totals.
constexpr std::size_t trees = 1 + weir::fate_count;
constexpr std::size_t cleanups = 2 + weir::fate_count;

/// Seven tasks on three levels, steps of 50 ms and no end of them; asked to stop after 1 s, cut half a second later.
inline weir::labs::Experiment calm(double duration_s, const lab_runs::Settings& settings = {}) {
    auto e = runs().in_virtual_time(duration_s, {{"pool.workers", "2"},
                                                 {"depth", "3"},
                                                 {"breadth", "2"},
                                                 {"steps", "10000"},
                                                 {"life", "1010"},
                                                 {"stubborn", "0"},
                                                 {"service.spread", "constant"},
                                                 {"call.timeout", "0"}});
    runs().set(e, settings);
    return e;
}

}  // namespace shutdown_runs
