// A run of an experiment: parameters, engine, books and lab, wired together and taken apart again.
#pragma once

#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "core/labs/experiment.h"
#include "core/labs/lab.h"
#include "core/labs/parameters.h"
#include "core/labs/probe.h"
#include "core/labs/runner.h"
#include "core/labs/sample.h"
#include "core/runtime/simulation.h"
#include "core/runtime/thread_pool.h"

namespace weir::labs {

struct RunOptions {
    bool paused = false;  ///< threads: start with the clock standing still
    ItemEvents item_events = ItemEvents::none;
    std::size_t record_polls = 0;                         ///< so many polls of each worker between two drains
    int niceness = 0;                                     ///< threads: lower priority, for a smooth window beside it
    std::function<void(Sample&&)> on_sample;              ///< on an engine thread, every sample_interval of engine time
    std::function<void(const AppliedChange&)> on_change;  ///< on the thread that applies the change
};

/// How many workers the engine of this experiment has: pool.workers, or one a processor if the lab has none.
unsigned workers_of(const Experiment& experiment, const LabInfo& lab);

/// Engine time between two samples.
inline constexpr double sample_interval_s = 0.1;

class Run {
public:
    /// Builds the engine and starts the lab's tasks. On the virtual engine nothing has run yet: the caller drives it.
    /// @throws std::invalid_argument with one line if the experiment names something unknown or out of range
    Run(const Experiment& experiment, RunOptions options);
    /// stop()
    ~Run();
    Run(const Run&) = delete;
    Run& operator=(const Run&) = delete;

    const LabInfo& info() const { return info_; }
    const Parameters& parameters() const { return parameters_; }
    Executor& engine() { return *engine_; }
    Simulation* simulation() { return simulation_; }  ///< null on threads
    ThreadPool* pool() { return pool_; }              ///< null in virtual time
    Probe& probe() { return *probe_; }
    const Lab& lab() const { return *lab_; }

    /// Sets a parameter now and tells the lab. Threads: any thread. Virtual: the thread that drives the simulation.
    ///
    /// In virtual time "now" is the next nanosecond: what is due at this instant happens first, then the change, and
    /// the simulation stands there. So the change falls between two instants, and a run that makes it at the time
    /// written down in changes() is the same run. @throws Livelock
    void apply(std::size_t parameter, double value);
    /// Presses a button of the lab now: its steps, each after its time. A second press before the steps of the first
    /// are all done begins anew: what that one was still going to do, it does not. Virtual time as apply().
    void act(const ActionSpec& action);

    /// All changes in the order of their times: those made, at the time they were made or due, and those still to come.
    /// Any thread.
    std::vector<Change> changes() const;

    /// The picture of this moment. Threads as apply().
    std::shared_ptr<const Snapshot> snapshot() const;

    /// The figures of the run so far. Threads as apply().
    RunResult result() const;

    /// Cancels the lab's tasks and waits for them; the items in flight end as cancelled, and changes to come never act.
    /// Idempotent.
    /// @throws the first failure of a task of the lab itself: a bug, not an injected fault
    void stop();

private:
    struct Pending {  // a change still to be made
        Time at;
        std::size_t parameter;
        double value;
        const ActionSpec* action = nullptr;  // whose step it is
        bool recalled = false;               // it is not to be made after all
    };
    /// At once if that has passed. In virtual time the change comes before what other timers do at that instant.
    void apply_at(const Pending& pending);
    void change(std::size_t parameter, double value, std::optional<Time> due);  // with apply_lock_ held
    Task<void> change_later(std::list<Pending>::const_iterator pending);
    Task<void> sample_loop();

    Experiment experiment_;
    const LabInfo& info_;
    RunOptions options_;
    Parameters parameters_;
    std::unique_ptr<Executor> engine_;
    Simulation* simulation_ = nullptr;
    ThreadPool* pool_ = nullptr;
    std::unique_ptr<Probe> probe_;
    std::unique_ptr<Lab> lab_;
    mutable std::mutex apply_lock_;  // guards the two below, and that changes are made one after the other
    std::vector<Change> made_;
    std::list<Pending> pending_;
    bool stopped_ = false;
};

}  // namespace weir::labs
