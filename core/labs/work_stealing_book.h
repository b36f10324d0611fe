// What the work-stealing lab knows of its batches, by an account that trusts nothing the pool says.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <vector>

#include "core/runtime/spinlock.h"
#include "core/runtime/time.h"
#include "core/theory/makespan.h"

namespace weir::labs::work_stealing {

/// A batch under way. Any number of tasks write to it, each to its own place; read when all have ended.
class Batch {
public:
    Batch(std::size_t tasks, Time now) : begun{now}, runs_(tasks), lengths_s_(tasks) {}

    const Time begun;

    std::size_t tasks() const noexcept { return runs_.size(); }
    std::size_t done() const noexcept { return done_.load(std::memory_order_relaxed); }

    void run(std::size_t task) noexcept { runs_[task].fetch_add(1, std::memory_order_relaxed); }
    /// A task that was given up says nothing of how long it takes: that is not told.
    void took(std::size_t task, Duration length) noexcept { lengths_s_[task] = to_seconds(length); }
    void ended() noexcept { done_.fetch_add(1, std::memory_order_relaxed); }

    std::size_t never_run() const;
    std::size_t run_again() const;  ///< runs beyond the first of each task
    theory::MakespanBounds bounds(std::size_t workers) const;

private:
    std::vector<std::atomic<std::uint32_t>> runs_;
    std::vector<double> lengths_s_;
    std::atomic<std::size_t> done_{0};
};

/// Thread-safe.
class Book {
public:
    struct Figures {
        std::uint64_t batches = 0;         ///< that have ended; what follows is of these
        std::uint64_t lost = 0;            ///< tasks that never ran
        std::uint64_t twice = 0;           ///< runs beyond the first of each task
        std::uint64_t taken_down = 0;      ///< batches in which a task that threw ended a worker
        std::optional<double> makespan_s;  ///< of the last batch
        theory::MakespanBounds bounds;     ///< of the last batch
    };

    void end(const Batch& batch, double makespan_s, std::size_t workers, bool taken_down);
    Figures figures() const;

private:
    mutable SpinLock lock_;
    Figures figures_;
};

/// How many times as long as the best schedule could be the last batch took; nothing before there is one, or if it took
/// no time.
std::optional<double> over_bound(const Book::Figures& figures);

}  // namespace weir::labs::work_stealing
