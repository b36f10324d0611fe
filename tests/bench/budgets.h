// The second table: what our runtime may cost where no peer has the operation. Each budget has a limit and says how the
// measured times become its value.
#pragma once

#include <array>
#include <cstddef>

#include "tests/bench/rows.h"

namespace bench {

struct BudgetSpec {
    const char* id;
    const char* title;
    const char* unit;
    double limit;
    bool at_most;  ///< true: the value must not exceed the limit; false: must reach it
    const char* row;
    const char* baseline;  ///< row measured beside it in each round, or null
    std::size_t count;
    bool once;  ///< takes seconds and hardly varies: measured once, not once a round
    /// @param ns of the row @param baseline_ns of the baseline in the same round, 0 without one
    double (*value)(double ns, double baseline_ns, double count);
};

constexpr double percent_more(double ns, double baseline_ns, double /*count*/) { return (ns / baseline_ns - 1) * 100; }

constexpr double times_as_fast(double ns, double baseline_ns, double /*count*/) { return baseline_ns / ns; }

inline constexpr std::array budget_specs{
    BudgetSpec{"recording_fork_join", "recording on against off: fork-join", "% more", 5, true, "fork_join_recorded",
               "fork_join", 30, false, percent_more},
    BudgetSpec{"recording_channel", "recording on against off: channel(100)", "% more", 5, true, "channel_1_recorded",
               "channel_1", 2'000'000, false, percent_more},
    BudgetSpec{"map_sharded_scales", "sharded, 1 us inside, 2 workers against 1", "times as fast", 1.5, false,
               "map_sharded_held", "map_sharded_held_1", 200'000, false, times_as_fast},
    BudgetSpec{"map_snapshot_scales", "snapshots rarely written, 2 workers against 1", "times as fast", 1.5, false,
               "map_snapshot_rarely_written", "map_snapshot_rarely_written_1", 4'000'000, false, times_as_fast},
    BudgetSpec{"makespan", "skewed jobs over lower bound + one job", "% more", 5, true, "skewed_over_bound", nullptr,
               2'000, false, [](double ns, double, double) { return ns / 1e9 * 100; }},
    BudgetSpec{"idle_pool", "idle pool, over 2 s", "% of a processor", 0.2, true, "idle_pool", nullptr, 2000, true,
               [](double ns, double, double milliseconds) { return ns / (milliseconds * 1e6) * 100; }},
    BudgetSpec{"simulation_events", "virtual engine, queue of 4 servers", "million events/s", 3, false,
               "simulation_events", nullptr, 3'000'000, false,
               [](double ns, double, double events) { return events / ns * 1e3; }},
    BudgetSpec{"simulated_hour", "one hour of the breaker lab at 1000/s, virtual", "s of wall time", 10, true,
               "simulated_lab", nullptr, 3600, true, [](double ns, double, double) { return ns / 1e9; }},
};

}  // namespace bench
