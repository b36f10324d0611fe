// The virtual-time engine: one thread, N virtual workers, and a clock that jumps to the next thing that happens.
//
// Invariants
//  1. The same seed and the same program give the same sequence of events, to the nanosecond.
//  2. A poll takes no virtual time; work(d) keeps its virtual worker busy for d; time advances only when no free worker
//     can find a ready task.
//  3. Timers fire in the order (deadline, order of arming).
//  4. When exploring, timers that are due compete with ready tasks: what happens at one instant happens in any order.
//  5. Workers have the same queues and the same policy as the ThreadPool's: newest first in moderation, oldest else,
//     half of a random victim's queue when empty. When exploring, any ready task may be next.
//  6. Tasks of the outside are polled as soon as they are ready, before any other, and leave no trace in what the
//     workers do but for what they start: observing a run does not change it. When exploring, they compete.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "core/runtime/executor.h"
#include "core/runtime/schedule.h"
#include "core/runtime/timer_heap.h"

namespace weir {

/// Nothing is ready, no timer is pending, and the awaited task has not ended. what() names who waits for what.
struct Deadlock final : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Virtual time stands still while tasks keep rescheduling themselves.
struct Livelock final : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Which ready task is next.
enum class Choice : std::uint8_t {
    policy,  ///< as the ThreadPool would
    random,  ///< any, with equal chance
    pct,     ///< probabilistic concurrency testing (Burckhardt et al. 2010): random priorities, few random changes
    given,   ///< as SimulationOptions::schedule chooses
};

struct SimulationOptions {
    unsigned workers = 2;
    unsigned blocking_threads = 8;
    std::uint64_t seed = 42;
    Choice choice = Choice::policy;
    unsigned pct_depth = 3;          ///< d: finds any bug of depth d with probability >= 1 / (n k^(d-1))
    std::uint64_t pct_length = 200;  ///< k: number of events over which the d - 1 changes of priority are spread
    Schedule* schedule = nullptr;    ///< told what happens when exploring; outlives the engine. Null: nobody is
    std::size_t record_polls = 0;    ///< so many polls of each worker between two drains; 0 records none
    /// So many polls at one instant are a livelock. The default is more than any pattern needs, and reached in seconds.
    std::uint64_t livelock_polls = 20'000'000;
};

class Simulation final : public Executor {
public:
    explicit Simulation(const SimulationOptions& options = {});
    ~Simulation() override;

    /// Runs a task, and everything beside it, until the task ends. @throws what the task throws; Deadlock; Livelock.
    template <class T>
    T run(Task<T> task) {
        detail::Captured<T> result;
        run_to_end(detail::capture(std::move(task), result));
        return std::move(result).get();
    }

    /// Does the next thing: polls one task or fires one timer. False if there is nothing to do.
    bool step();

    /// Does everything up to and including virtual time `until`, at most `max_events` things; now() is `until` after
    /// it. False if max_events were done before that.
    bool run_until(Time until, std::uint64_t max_events = std::numeric_limits<std::uint64_t>::max());

    /// Polls and timers so far.
    std::uint64_t events() const noexcept { return events_; }

    Executor& outside() override;
    unsigned workers() const noexcept override { return static_cast<unsigned>(workers_.size()); }
    EngineStats stats() const override;
    void drain_polls(const std::function<void(const PollEvent&)>& f) override;
    std::uint64_t dropped_polls() const override;
    void reschedule_last(TaskRecord& task) noexcept override;
    bool arm(Timer& timer) noexcept override;
    bool disarm(Timer& timer) noexcept override;
    bool do_work(TaskRecord& task, Duration length) noexcept override;
    void do_blocking(Blocking& job) noexcept override;

private:
    struct Worker;
    struct BlockingThread;
    class Outside;
    class Entered;

    void enqueue_from_outside(TaskRecord& task) noexcept override;
    void wake_worker() noexcept override {}
    void run_to_end(Task<void> task);
    void unwind(std::unique_ptr<Scope> root) noexcept;
    bool poll_next();
    void fire_next();
    Worker& next_free_worker() noexcept;
    TaskRecord* next_for(Worker& w);
    TaskRecord* steal(Worker& w);
    bool poll_explored();
    struct Candidate;
    Candidate choose(std::size_t ready, bool timer_due);
    Candidate choose_at_random(std::size_t ready, bool timer_due);
    Candidate choose_by_priority(bool timer_due);
    Candidate highest_priority(bool timer_due);
    /// Whose queued tasks could be polled now.
    void find_runnable();
    /// In the order of a Schedule.
    std::vector<Candidate> candidates(bool timer_due);
    void poll_watched(Worker& w, TaskRecord& task);
    std::uint64_t number_of(TaskRecord& task) noexcept;
    void enter(Worker& w) noexcept;
    void poll_on(Worker& w, TaskRecord& task);
    void start_blocking(BlockingThread& thread, Blocking& job) noexcept;

    VirtualClock virtual_time_;
    std::uint64_t events_ = 0;
    std::uint64_t polls_at_this_instant_ = 0;
    Random random_;
    SimulationOptions options_;
    struct PctChange {
        std::uint64_t event;     // when it has happened so often, the task about to run
        std::uint64_t priority;  // gets this priority, lower than any task starts with
    };
    std::vector<PctChange> pct_changes_;  // descending by event
    std::uint64_t timer_priority_ = 0;    // of the next timer, for when it is due while tasks are ready
    std::vector<std::unique_ptr<Worker>> workers_;
    std::size_t cursor_ = 0;  // the worker whose turn it is
    std::unique_ptr<Outside> outside_;
    std::uint64_t tasks_numbered_ = 0;
    std::uint64_t polled_last_ = 0;  // number of the task, while a Schedule watches
    ScheduleStep step_;              // being chosen and done, while a Schedule watches
    std::vector<Worker*> runnable_;  // scratch of poll_explored()
    TimerHeap timers_;
    std::vector<std::unique_ptr<BlockingThread>> blocking_;
    Blocking* blocked_first_ = nullptr;  // jobs that wait for a blocking thread
    Blocking* blocked_last_ = nullptr;
};

}  // namespace weir
