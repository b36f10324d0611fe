// What the tasks of the shutdown lab do: steps, and then a cleanup.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "core/labs/parameters.h"
#include "core/labs/probe.h"
#include "core/labs/service.h"
#include "core/labs/shutdown_tree.h"
#include "core/patterns/shutdown_token.h"
#include "core/runtime/executor.h"
#include "core/runtime/task.h"

namespace weir::labs::shutdown {

/// Thread-safe.
class Tasks {
public:
    /// @param textbook its tasks do not look at their tokens, and what is cut does not clean up
    Tasks(Executor& engine, const Parameters& parameters, Probe& probe, bool textbook);

    Task<void> work(Tree& tree, std::size_t i);
    Task<void> clean_up(Tree& tree, std::size_t i);
    /// To run until the run is put away: nobody cancels a cleanup, so that it has to be told.
    Task<void> watch_for_the_end();

    double stubborn_share() const;
    bool is_stubborn(const Tree& tree, std::size_t i) const { return tree.stubbornness(i) < stubborn_share(); }
    /// The run is being put away.
    bool put_away() const { return probe_.group().cancelled(); }

    /// That have run to their end.
    std::uint64_t cleanups() const { return cleanups_.load(std::memory_order_relaxed); }
    /// So many more run although their tree has been shut down.
    void leave_behind(std::size_t tasks) { left_behind_ += static_cast<std::int64_t>(tasks); }
    std::size_t left_behind() const;

private:
    /// Whether it has stopped because it was asked to.
    Task<bool> steps(Tree& tree, std::size_t i);
    void ended(bool after_the_shutdown) {
        if (after_the_shutdown) --left_behind_;
    }

    Executor& engine_;
    const Parameters& parameters_;
    Probe& probe_;
    bool textbook_;
    std::size_t steps_, stubborn_, cleanup_time_;  // parameters
    Service step_;
    patterns::CancellationToken end_;
    std::atomic<std::uint64_t> cleanups_{0};
    std::atomic<std::int64_t> left_behind_{0};  // below 0 for the moment between the end of such a task and its count
};

}  // namespace weir::labs::shutdown
