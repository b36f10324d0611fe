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

#include <QTest>
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/runtime/frame_pool.h"
#include "core/runtime/group.h"
#include "core/runtime/simulation.h"

namespace explore {

using weir::Choice;
using weir::Random;
using weir::Simulation;

/// What a scenario tells about its schedule. Invariants are checked where they must hold, during the run or after it.
class Checks {
public:
    explicit Checks(std::size_t occasions = 0) : seen_(occasions) {}

    void require(bool holds, const char* invariant) {
        if (!holds && std::find(broken_.begin(), broken_.end(), invariant) == broken_.end())
            broken_.emplace_back(invariant);
    }
    /// The occasion at this index of the plan has come.
    void saw(std::size_t occasion) { ++seen_[occasion]; }

    /// The invariants broken in this schedule, each once, in the order in which they broke.
    const std::vector<std::string>& broken() const { return broken_; }
    const std::vector<std::uint64_t>& seen() const { return seen_; }
    /// For the next schedule; what was seen stays.
    void next() { broken_.clear(); }

private:
    std::vector<std::string> broken_;
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

/// The schedules of a scenario, a callable (Simulation&, Random, Checks&), by one choice.
template <class Scenario>
class Schedules {
public:
    Schedules(Choice choice, const Plan& plan, Scenario scenario)
        : scenario_{std::move(scenario)}, checks_{plan.occasions.size()} {
        options_.workers = plan.workers;
        options_.choice = Choice::random;
        // PCT spreads its changes over the length of a run, which one run tells.
        run(0);
        options_.pct_length = std::max<std::uint64_t>(events_, 1);
        options_.choice = choice;
    }

    /// Runs one schedule. @return the invariants it broke.
    const std::vector<std::string>& run(std::uint64_t seed) {
        options_.seed = seed;
        options_.pct_depth = 2 + static_cast<unsigned>(seed % 3);
        const auto frames_before = weir::frame_pool::live_frames();
        checks_.next();
        try {
            Simulation engine{options_};
            scenario_(engine, Random{seed, weir::Stream::load}, checks_);
            events_ = engine.events();
            checks_.require(engine.unobserved_failures() == 0, "no failure goes unobserved");
        } catch (const std::exception& e) {
            checks_.require(false, e.what());
        }
        checks_.require(weir::frame_pool::live_frames() == frames_before, "no coroutine frame is left over");
        return checks_.broken();
    }

    /// How often each occasion of the plan has come so far.
    const std::vector<std::uint64_t>& seen() const { return checks_.seen(); }

private:
    Scenario scenario_;
    Checks checks_;
    weir::SimulationOptions options_;
    std::uint64_t events_ = 0;  // of the last run
};

/// Runs one schedule after another.
/// @return "" or the first invariant that broke, with what to replay it by.
template <class Scenario>
std::string all_schedules(Choice choice, const Plan& plan, Scenario scenario) {
    const auto only = from_environment("WEIR_SEED");
    const auto first = only.value_or(1);
    const auto count = only ? 1 : from_environment("WEIR_SCHEDULES").value_or(plan.schedules);
    Schedules schedules{choice, plan, std::move(scenario)};
    for (auto seed = first; seed < first + count; ++seed) {
        const auto& broken = schedules.run(seed);
        if (!broken.empty()) return broken.front() + "; replay with WEIR_SEED=" + std::to_string(seed);
    }
    if (only || count < 1000) return {};
    for (std::size_t i = 0; plan.all_occasions && i < plan.occasions.size(); ++i)
        if (schedules.seen()[i] < count / 1000) return std::string{"hardly ever met: "} + plan.occasions[i];
    return {};
}

/// For what is meant to break its invariants: in how many of the plan's schedules each was broken. Nothing in the
/// environment changes that.
template <class Scenario>
std::map<std::string, std::uint64_t> times_broken(Choice choice, const Plan& plan, Scenario scenario) {
    std::map<std::string, std::uint64_t> times;
    Schedules schedules{choice, plan, std::move(scenario)};
    for (std::uint64_t seed = 1; seed <= plan.schedules; ++seed)
        for (const auto& invariant : schedules.run(seed)) ++times[invariant];
    return times;
}

/// The same by both choices together, and says what it found.
template <class Scenario>
std::map<std::string, std::uint64_t> times_broken(const Plan& plan, Scenario scenario) {
    auto times = times_broken(Choice::random, plan, scenario);
    for (const auto& [which, more] : times_broken(Choice::pct, plan, scenario)) times[which] += more;
    for (const auto& [which, count] : times)
        qInfo("%s: broken in %d of %d", which.c_str(), static_cast<int>(count), static_cast<int>(2 * plan.schedules));
    return times;
}

/// Runs so many tasks, make(0) to make(tasks - 1), beside each other to their end; the first two are cancelled at a
/// moment that the load decides. A failure of any comes out.
template <class Make>
weir::Task<void> with_two_cancelled(weir::Executor& engine, Random& load, int tasks, Make make) {
    weir::TaskGroup lasting{engine};
    weir::TaskGroup doomed{engine};
    for (int i = 0; i < tasks; ++i) (i < 2 ? doomed : lasting).spawn(make(i));
    const auto pauses = load.below(8);
    for (std::uint64_t i = 0; i < pauses; ++i) co_await engine.yield();
    if (load.below(2) == 0) co_await engine.sleep(std::chrono::milliseconds{1});
    doomed.cancel();
    co_await doomed.join();
    co_await lasting.join();
    doomed.rethrow_first();
    lasting.rethrow_first();
}

/// The rows of a test that explores by either choice; QFETCH(int, choice).
inline void choices() {
    QTest::addColumn<int>("choice");
    QTest::newRow("random") << static_cast<int>(Choice::random);
    QTest::newRow("pct") << static_cast<int>(Choice::pct);
}

}  // namespace explore
