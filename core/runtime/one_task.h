// An executor that is one task of another: what is spawned on it takes turns inside that task. So nothing on it runs in
// parallel, and while one of its tasks computes the others wait, as operations that one task interleaves do.
//
// Invariants
//  1. Its tasks run only inside the task that awaits run(), one at a time, in the order in which they became ready.
//  2. Work of one of them keeps all of them waiting; it goes on before any other when that is done.
//  3. Whatever makes a task ready while nothing else is resumes the awaiting task: no wake is lost.
#pragma once

#include "core/runtime/executor.h"
#include "core/runtime/scope.h"
#include "core/runtime/spinlock.h"
#include "core/runtime/work_queue.h"

namespace weir {

/// Keeps the time of `engine`, which must outlive it. @pre its tasks have ended before it is destroyed
class OneTask final : public Executor {
public:
    explicit OneTask(Executor& engine) noexcept : Executor{engine.seed(), engine.clock()}, engine_{engine} {}

    /// Runs what is spawned here until nothing is left in `group`: the awaiting task is the one task. One at a time.
    /// Not a cancellation point: cancel the group and its tasks end, then so does this.
    Task<void> run(Scope& group);

    unsigned workers() const noexcept override { return 1; }
    Executor& outside() override { return engine_.outside(); }
    /// What its tasks do is counted by the worker that runs them.
    EngineStats stats() const override { return engine_.stats(); }
    void drain_polls(const std::function<void(const PollEvent&)>&) override {}
    std::uint64_t dropped_polls() const override { return 0; }
    void count_unobserved_failure(std::exception_ptr error) noexcept override {
        engine_.count_unobserved_failure(std::move(error));
    }
    void reschedule_last(TaskRecord& task) noexcept override;
    bool arm(Timer& timer) noexcept override { return engine_.arm(timer); }
    bool disarm(Timer& timer) noexcept override { return engine_.disarm(timer); }
    bool do_work(TaskRecord& task, Duration length) noexcept override;
    void do_blocking(Blocking& job) noexcept override { engine_.do_blocking(job); }

private:
    class Idle;
    class Computing;
    class Turn;

    void enqueue_from_outside(TaskRecord& task) noexcept override;
    void wake_worker() noexcept override {}
    TaskRecord* next_ready();
    /// Polls one of its tasks, inside the poll of the awaiting task.
    void poll_inside(TaskRecord& task) noexcept;

    Executor& engine_;
    WorkQueue ready_;
    // Of the task just polled.
    Duration computes_for_{};
    bool yielded_ = false;
    SpinLock lock_;  // guards what follows
    TaskRecord* woken_first_ = nullptr;
    TaskRecord* woken_last_ = nullptr;
    TaskRecord* idle_ = nullptr;  // the awaiting task, while nothing is ready
};

}  // namespace weir
