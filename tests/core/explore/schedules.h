// Runs a scenario under many schedules: by chance, one by one, and with a cancellation at each suspension; and finds
// the simplest schedule that still breaks what another one broke.
//
// A schedule by chance is its seed: WEIR_SEED=n runs that one only, or that one's load. WEIR_SCHEDULES=n sets how many
// are run. What breaks is told on standard error, as the simplest schedule found that breaks it, step by step.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "tests/core/explore/director.h"
#include "tests/core/explore/scenario.h"

namespace explore {

/// What one schedule is run by.
struct Way {
    Choice choice = Choice::random;
    std::uint64_t seed = 1;  ///< of the load, and of what is chosen by chance
    Size size{};
    std::uint64_t cancel_at = 0;  ///< at which suspension of their tasks doomed groups are cancelled; 0: never
    bool cancels_doomed = false;  ///< the scenario does not, by itself
};

class Schedules {
public:
    Schedules(Choice choice, const Plan& plan, Scenario scenario);

    /// Runs one schedule of the plan's size. @return the invariants it broke
    const std::vector<std::string>& run(std::uint64_t seed) { return run({choice_, seed, size_}); }
    const std::vector<std::string>& run(const Way& way, Director* director = nullptr);

    /// How often each occasion of the plan has come so far.
    const std::vector<std::uint64_t>& seen() const { return checks_.seen(); }

private:
    Scenario scenario_;
    Choice choice_;
    Size size_;
    Checks checks_;
    weir::SimulationOptions options_;
    std::uint64_t events_ = 0;  // of the last run
};

/// Runs one schedule after another.
/// @return "" or the first invariant that broke, with what to replay it by
std::string all_schedules(Choice choice, const Plan& plan, const Scenario& scenario);

/// The schedules of one load, with its invariants broken or not.
struct Enumeration {
    std::uint64_t schedules = 0;
    bool complete = true;             ///< there are no more
    std::size_t deviations = 0;       ///< if not: there are no more with at most so many
    std::vector<std::string> broken;  ///< by the last one run, which then has the fewest deviations that break any
    Deviations last;
};

/// Goes through the schedules of a load until one breaks something, or `which`, if that is not empty. Runs no more than
/// `most`: without `which` as far as it can run all with so many deviations, and no further. Those with few deviations
/// come first: few switches of tasks find most bugs (Musuvathi and Qadeer 2007; Emmi, Qadeer and Rakamaric 2011). Each
/// is run once, anew from the beginning.
Enumeration enumerate(Schedules& schedules, Way way, std::uint64_t most, const std::string& which = {});

/// The schedules of one load after another, of the plan's small size and with more tasks, up to three, as far as the
/// plan's number of schedules goes: of each load all there are, or all with as many deviations as its part of the
/// number is enough for.
/// @return as all_schedules; or, if WEIR_SCHEDULES allows no less than the plan, that this part was not enough for two
/// deviations, or for most of the smallest loads not for all there are
std::string every_schedule(const Plan& plan, const Scenario& scenario);

/// By chance, one load after another: once to count the suspensions of the tasks in doomed groups, then once more for
/// each, with the cancellation there.
/// @return as all_schedules; or that there was none
std::string cancelled_everywhere(const Plan& plan, const Scenario& scenario);

/// The deviations of the simplest schedule found, of the same load, that breaks `which`, too. @pre `way` breaks it
Deviations shrink(Schedules& schedules, const Way& way, const std::string& which);

/// For what is meant to break its invariants: in how many of the plan's schedules each was broken. Nothing in the
/// environment changes that.
std::map<std::string, std::uint64_t> times_broken(Choice choice, const Plan& plan, const Scenario& scenario);

/// The same by chance and PCT together.
std::map<std::string, std::uint64_t> times_broken(const Plan& plan, const Scenario& scenario);

}  // namespace explore
