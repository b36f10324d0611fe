// Runs a scenario under many schedules of the virtual engine and says which one broke an invariant.
//
//     // One schedule: build what is tested, run tasks on `engine`, check. `load` decides what the tasks do.
//     void scenario(Simulation& engine, Random load, explore::Checks& checks) {
//         Semaphore permits{2};
//         engine.run(everyone(engine, permits, load, checks));
//         checks.require(permits.available() == 2, "permits are conserved");
//     }
//     ...
//     const auto broken = explore::all_schedules(Choice::random, plan, scenario);
//     QVERIFY2(broken.empty(), broken.c_str());
//
// Whatever the scenario: an exception out of it (a deadlock or livelock is one), an unobserved failure and a coroutine
// frame that is left over break the schedule, too. A plan lists the occasions its scenario must meet, each at least
// once in a thousand schedules, so that nothing holds for want of occasion.
//
// A schedule is its seed: WEIR_SEED=n runs that one only. WEIR_SCHEDULES=n sets how many are run.
#pragma once

#include <QtTest>
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <optional>
#include <string>
#include <vector>

#include "core/runtime/frame_pool.h"
#include "core/runtime/simulation.h"

namespace explore {

using weir::Choice;
using weir::Random;
using weir::Simulation;

/// What a scenario tells about its schedule. Invariants are checked where they must hold, during the run or after it.
class Checks {
public:
    explicit Checks(std::size_t occasions) : seen_(occasions) {}

    void require(bool holds, const char* invariant) {
        if (!holds && broken_.empty()) broken_ = invariant;
    }
    /// The occasion at this index of the plan has come.
    void saw(std::size_t occasion) { ++seen_[occasion]; }

    const std::string& broken() const { return broken_; }
    const std::vector<std::uint64_t>& seen() const { return seen_; }
    /// For the next schedule; what was seen stays.
    void next() { broken_.clear(); }

private:
    std::string broken_;
    std::vector<std::uint64_t> seen_;
};

struct Plan {
    std::vector<const char*> occasions;
    std::uint64_t schedules = 100'000;  ///< for each choice, unless WEIR_SCHEDULES says otherwise
    unsigned workers = 2;
    bool all_occasions = true;  ///< false: this scenario need not meet them
};

inline std::optional<std::uint64_t> from_environment(const char* name) {
    const char* const text = std::getenv(name);
    if (text == nullptr || *text == '\0') return std::nullopt;
    return std::strtoull(text, nullptr, 10);
}

/// Runs one schedule. @return what broke, or ""; the number of engine events in `events`.
template <class Scenario>
std::string one_schedule(const weir::SimulationOptions& options, Scenario& scenario, Checks& checks,
                         std::uint64_t& events) {
    const auto frames_before = weir::frame_pool::live_frames();
    checks.next();
    try {
        Simulation engine{options};
        scenario(engine, Random{options.seed, weir::Stream::load}, checks);
        events = engine.events();
        checks.require(engine.unobserved_failures() == 0, "no failure goes unobserved");
    } catch (const std::exception& e) {
        checks.require(false, e.what());
    }
    checks.require(weir::frame_pool::live_frames() == frames_before, "no coroutine frame is left over");
    return checks.broken();
}

/// Runs the scenario, a callable (Simulation&, Random, Checks&), under one schedule after another.
/// @return "" or the first invariant that broke, with what to replay it by.
template <class Scenario>
std::string all_schedules(Choice choice, const Plan& plan, Scenario scenario) {
    const auto only = from_environment("WEIR_SEED");
    const auto first = only.value_or(1);
    const auto count = only ? 1 : from_environment("WEIR_SCHEDULES").value_or(plan.schedules);
    Checks checks{plan.occasions.size()};
    weir::SimulationOptions options;
    options.workers = plan.workers;
    options.choice = Choice::random;
    options.seed = 0;
    // PCT spreads its changes over the length of a run, which one run tells.
    std::uint64_t events = 0;
    static_cast<void>(one_schedule(options, scenario, checks, events));
    options.pct_length = std::max<std::uint64_t>(events, 1);
    options.choice = choice;
    for (auto seed = first; seed < first + count; ++seed) {
        options.seed = seed;
        options.pct_depth = 2 + static_cast<unsigned>(seed % 3);
        const auto broken = one_schedule(options, scenario, checks, events);
        if (!broken.empty()) return broken + "; replay with WEIR_SEED=" + std::to_string(seed);
    }
    if (only || count < 1000) return {};
    for (std::size_t i = 0; plan.all_occasions && i < plan.occasions.size(); ++i)
        if (checks.seen()[i] < count / 1000) return std::string{"hardly ever met: "} + plan.occasions[i];
    return {};
}

/// The rows of a test that explores by either choice; QFETCH(int, choice).
inline void choices() {
    QTest::addColumn<int>("choice");
    QTest::newRow("random") << static_cast<int>(Choice::random);
    QTest::newRow("pct") << static_cast<int>(Choice::pct);
}

}  // namespace explore
