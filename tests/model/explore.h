// Runs a scenario under the model checker: all its interleavings and all that its loads may see, or many by chance.
//
//     struct Handover : rl::test_suite<Handover, 2> {  // two threads
//         void before();                // one iteration: before the threads, each thread, after the threads
//         void thread(unsigned index);
//         void after();
//     };
//     const auto run = model::by_chance<Handover>(100'000);
//
// A check that fails, a data race, a deadlock, a livelock, a leak: each ends the run and says so in `broken`.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <sstream>
#include <string>
#include <vector>

#include "tests/model/shared.h"

namespace weir::model {

/// Whether heavy_barrier() works.
inline bool kernel_has_barrier = true;

/// Fails the iteration unless it holds. For scenarios.
inline void check(bool holds, const char* what, const std::source_location& at = std::source_location::current()) {
    if (!holds) rl::ctx().fail_test(what, rl::test_result_user_assert_failed, info(at));
}

struct Run {
    std::string scheduler;
    std::uint64_t iterations = 0;
    bool complete = false;  ///< there is no other iteration, within the scheduler's bound
    std::string broken;     ///< "" if everything held

    std::string text() const {
        return scheduler + ", " + std::to_string(iterations) + " iterations" + (complete ? ", complete" : "") +
               (broken.empty() ? "" : ": " + broken);
    }
};

namespace detail {

template <class Scenario, class Scheduler>
Run run(rl::test_params& limits) {
    std::ostringstream said;
    limits.output_stream = &said;
    limits.progress_stream = &said;
    limits.execution_depth_limit = 10'000;
    rl::ostringstream state;
    const auto result = rl::run_test<Scenario, Scheduler>(limits, state, false);
    Run run;
    run.iterations = limits.stop_iteration;
    if (result != rl::test_result_success) run.broken = rl::test_result_str(result);
    return run;
}

}  // namespace detail

/// Chooses each step at random; the same every time.
template <class Scenario>
Run by_chance(std::uint64_t iterations) {
    rl::test_params limits;
    limits.iteration_count = iterations;
    auto run = detail::run<Scenario, rl::random_scheduler<Scenario::params::thread_count>>(limits);
    run.scheduler = "random";
    return run;
}

/// Every schedule that takes the processor from a thread at most `switches` times, and everything its loads may see
/// (here: the latest value but one at most). Waiting is no such switch.
template <class Scenario>
Run bounded(unsigned switches) {
    rl::test_params limits;
    limits.context_bound = switches;
    auto run = detail::run<Scenario, rl::context_bound_scheduler<Scenario::params::thread_count>>(limits);
    run.scheduler = "at most " + std::to_string(switches) + " preemptions";
    run.complete = run.broken.empty();
    return run;
}

/// Every schedule.
template <class Scenario>
Run all() {
    rl::test_params limits;
    auto run = detail::run<Scenario, rl::full_search_scheduler<Scenario::params::thread_count>>(limits);
    run.scheduler = "full search";
    run.complete = run.broken.empty();
    return run;
}

/// The places whose memory order may be the next weaker one without any of the runs noticing, one a line. Makes the
/// runs with none weakened first, which finds the places; one that is broken then is all this returns.
/// @param parts the places in functions of these classes, or in functions of no class as "namespace::name"; a part
/// without places is named as well
inline std::string unnoticed(const std::vector<std::function<Run()>>& runs, const std::vector<std::string>& parts) {
    for (const auto& run : runs)
        if (const auto result = run(); !result.broken.empty()) return result.text();
    std::string missed;
    const auto places = sites();
    for (const auto& part : parts)
        if (std::ranges::none_of(places, [&](const auto& place) { return place.starts_with(part); }))
            missed += "nothing in " + part + '\n';
    for (const auto& place : places) {
        const auto is_here = [&](const auto& part) { return place.starts_with(part); };
        if (std::ranges::none_of(parts, is_here)) continue;
        weaken(place);
        const auto breaks = [](const auto& run) { return !run().broken.empty(); };
        if (std::ranges::none_of(runs, breaks)) missed += place + '\n';
    }
    weaken("");
    return missed;
}

}  // namespace weir::model
