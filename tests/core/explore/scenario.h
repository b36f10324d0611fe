// What is run under many schedules: a scenario, what it checks, and how much of it there is.
//
//     // One schedule: build what is tested, run tasks on `engine`, check. `load` decides what the tasks do.
//     void scenario(Simulation& engine, Random load, explore::Checks& checks, explore::Size size) {
//         Semaphore permits{2};
//         engine.run(everyone(engine, permits, load, checks, size));
//         checks.require(permits.available() == 2, "permits are conserved");
//     }
//
// Whatever the scenario: an exception out of it (a deadlock or livelock is one), an unobserved failure and a coroutine
// frame that is left over break the schedule, too.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/runtime/group.h"
#include "core/runtime/random.h"
#include "core/runtime/simulation.h"

namespace explore {

using weir::Choice;
using weir::Random;
using weir::Simulation;

/// What a note of a broken invariant begins with.
inline constexpr const char* breaks = "BREAKS ";

/// How much a scenario does: so many tasks, each so many rounds of what it does.
struct Size {
    int tasks = 0;
    int rounds = 0;
};

/// What a scenario tells about its schedule. Invariants are checked where they must hold, during the run or after it.
class Checks {
public:
    explicit Checks(std::vector<const char*> occasions = {})
        : occasions_{std::move(occasions)}, seen_(occasions_.size()) {}

    void require(bool holds, const char* invariant) {
        if (holds || std::ranges::find(broken_, invariant) != broken_.end()) return;
        broken_.emplace_back(invariant);
        if (notes) notes->push_back(breaks + std::string{invariant});
    }
    /// The occasion at this index of the plan has come.
    void saw(std::size_t occasion) {
        ++seen_[occasion];
        if (notes) notes->emplace_back(occasions_[occasion]);
    }

    /// A group that may be cancelled at any time, while this lives: where each suspension is tried for a cancellation,
    /// those of this group's tasks, and of tasks below them, are.
    class Doomed {
    public:
        /// @param before called right before the group is cancelled
        Doomed(Checks& checks, weir::Scope& group, std::function<void()> before = {})
            : checks_{checks}, group_{group}, before_{std::move(before)} {
            checks_.doomed_.push_back(this);
        }
        ~Doomed() { std::erase(checks_.doomed_, this); }
        Doomed(const Doomed&) = delete;
        Doomed& operator=(const Doomed&) = delete;

        void cancel() const {
            if (before_) before_();
            group_.cancel();
        }

    private:
        friend class Checks;
        Checks& checks_;
        weir::Scope& group_;
        std::function<void()> before_;
    };

    /// The invariants broken in this schedule, each once, in the order in which they broke.
    const std::vector<std::string>& broken() const { return broken_; }
    const std::vector<std::uint64_t>& seen() const { return seen_; }
    /// For the next schedule; what was seen stays.
    void next() { broken_.clear(); }

    /// The doomed group that this scope is or is below; null if there is none.
    const Doomed* doomed(const weir::Scope& scope) const {
        const auto found = std::ranges::find_if(doomed_, [&](const Doomed* d) { return scope.within(d->group_); });
        return found == doomed_.end() ? nullptr : *found;
    }

    bool cancels_doomed = false;                ///< then the scenario leaves it to whoever explores
    std::vector<std::string>* notes = nullptr;  ///< gets what was seen and broken, as text

private:
    std::vector<const char*> occasions_;
    std::vector<std::string> broken_;
    std::vector<std::uint64_t> seen_;
    std::vector<const Doomed*> doomed_;
};

/// A callable (Simulation&, Random load, Checks&, Size), or without the size.
class Scenario {
public:
    template <class F>
    requires(!std::is_same_v<std::remove_cvref_t<F>, Scenario>) Scenario(F f)
        : run_{[f = std::move(f)](Simulation& engine, Random load, Checks& checks, Size size) mutable {
              if constexpr (std::is_invocable_v<F&, Simulation&, Random, Checks&, Size>)
                  f(engine, load, checks, size);
              else
                  f(engine, load, checks);
          }} {}

    void operator()(Simulation& engine, Random load, Checks& checks, Size size) const {
        run_(engine, load, checks, size);
    }

private:
    std::function<void(Simulation&, Random, Checks&, Size)> run_;
};

struct Plan {
    /// What its scenario must meet, each at least once in a thousand schedules, so that nothing holds for want of it.
    std::vector<const char*> occasions{};
    std::uint64_t schedules = 100'000;  ///< for each choice, unless WEIR_SCHEDULES says otherwise
    unsigned workers = 2;
    bool all_occasions = true;  ///< false: this scenario need not meet them
    Size size{};
    /// So little that all schedules can be gone through, and with up to three tasks all with few switches.
    Size small{};
};

/// Runs so many tasks, make(0) to make(tasks - 1), beside each other to their end; the first two (of two, the first)
/// are cancelled at a moment that the load decides. A failure of any comes out.
template <class Make>
weir::Task<void> with_two_cancelled(weir::Executor& engine, Random& load, Checks& checks, int tasks, Make make) {
    weir::TaskGroup lasting{engine};
    weir::TaskGroup doomed{engine};
    const Checks::Doomed may_be_cancelled{checks, doomed};
    for (int i = 0; i < tasks; ++i) (i < std::min(2, tasks - 1) ? doomed : lasting).spawn(make(i));
    if (!checks.cancels_doomed) {
        const auto pauses = load.below(2 * static_cast<std::uint64_t>(tasks));
        for (std::uint64_t i = 0; i < pauses; ++i) co_await engine.yield();
        if (load.below(2) == 0) co_await engine.sleep(std::chrono::milliseconds{1});
        doomed.cancel();
    }
    co_await doomed.join();
    co_await lasting.join();
    doomed.rethrow_first();
    lasting.rethrow_first();
}

}  // namespace explore
