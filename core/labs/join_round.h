// One join of the join lab: its tasks, how far each has come, and what was made of their items.
//
// Invariants
//  1. A task's item ends once both have happened: the task has ended and the join has returned. Whichever comes second
//     ends it.
//  2. What ended after the return outlived its join: its outcome reaches nobody.
#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/labs/join_state.h"
#include "core/labs/load.h"
#include "core/labs/probe.h"
#include "core/metrics/fate.h"
#include "core/runtime/scope.h"
#include "core/runtime/spinlock.h"
#include "core/runtime/time.h"
#include "core/sync/notify.h"
#include "core/theory/makespan.h"

namespace weir::labs::join {

using Stage = JoinState::Bar::Stage;

/// Which of several equal places are taken. Thread-safe.
class Lanes {
public:
    /// One of them, once it has been taken, until this is destroyed.
    class Hold {
    public:
        Hold() = default;
        Hold(const Hold&) = delete;
        Hold& operator=(const Hold&) = delete;
        ~Hold() {
            if (lanes_ != nullptr) lanes_->leave(lane_);
        }
        /// The lowest that is free. @pre none has been taken
        std::size_t take(Lanes& lanes) {
            lane_ = lanes.take();
            lanes_ = &lanes;
            return lane_;
        }

    private:
        Lanes* lanes_ = nullptr;
        std::size_t lane_ = 0;
    };

    std::size_t busy() const;

private:
    std::size_t take();
    void leave(std::size_t lane) noexcept;

    mutable SpinLock lock_;
    std::vector<bool> taken_;
};

/// Thread-safe, but a task's item is the task's alone until it has ended.
class Round {
public:
    Round(Scope* around, std::uint64_t number, Time begun) : scope_{around}, number_{number}, begun_{begun} {}

    /// Before the first task begins.
    void add(Item item, const Draws& draws) { tasks_.emplace_back(std::move(item), draws); }

    Scope& scope() noexcept { return scope_; }
    std::uint64_t number() const noexcept { return number_; }
    std::size_t size() const noexcept { return tasks_.size(); }
    Item& item(std::size_t i) noexcept { return tasks_[i].item; }
    const Draws& draws(std::size_t i) const noexcept { return tasks_[i].draws; }
    Notify& over() noexcept { return over_; }

    void begin(std::size_t i, Time now);
    void wait(std::size_t i, std::optional<Time> due, Duration io);
    void ready(std::size_t i, Duration cpu);
    void compute(std::size_t i, Time now, bool on_thread, std::size_t lane);
    /// @param fate completed, failed, timed_out or cancelled
    /// @param lost what becomes of the item if nobody is there any more to take the outcome
    /// @return whether the task outlived its join
    bool end(std::size_t i, Time now, Fate fate, Fate lost) noexcept;
    /// Of one that the join cancelled before it began.
    void never_begins(std::size_t i, Time now) noexcept;

    /// What a join that has returned comes to.
    struct Result {
        double makespan_s = 0;
        double speedup = 0;
        theory::MakespanBounds bounds;
        std::size_t failed = 0;  ///< or timed out
        std::size_t cancelled = 0;
        std::size_t outlived = 0;  ///< still run
    };
    /// Which outcomes came out of a join.
    enum class CameOut {
        everything,
        first_failure,  ///< of the list, thrown; nothing else
        nothing,
    };
    /// The join has returned. @param places on which they may compute at once
    Result returned(Time now, CameOut out, Fate lost, std::size_t places);
    bool has_returned() const;

    /// A bug of the lab that took the join down.
    std::exception_ptr bug;

    void fill(JoinState& state) const;
    std::size_t ended() const;

private:
    struct OneTask {
        OneTask(Item i, const Draws& d) : item{std::move(i)}, draws{d} {}
        Item item;
        Draws draws;
        JoinState::Bar bar;
        double io_s = 0;
        double cpu_s = 0;
    };
    void deliver(OneTask& task, bool received, Fate lost) noexcept;

    Scope scope_;
    std::uint64_t number_;
    Time begun_;
    Notify over_;
    mutable SpinLock lock_;  // guards what follows, but for the items
    std::optional<Time> returned_;
    std::vector<OneTask> tasks_;
};

/// How long tasks that wait, then compute, take at least, and at most when no place is idle while one is ready: the
/// bounds of the computations (core/theory/makespan.h), begun when the last of the waits has ended for the upper one.
theory::MakespanBounds bounds(const std::vector<double>& io_s, const std::vector<double>& cpu_s, std::size_t places);

}  // namespace weir::labs::join
