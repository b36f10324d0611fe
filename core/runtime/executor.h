// The seam: everything above core/runtime is written once, against Executor, and runs on real threads (ThreadPool) and
// in virtual time (Simulation). An engine offers now, spawn, sleep, CPU work of a given length, blocking work, random
// streams and its number of workers; nothing above it touches threads, clocks or entropy.
//
// Rules that keep both engines honest: a wake always enqueues, nothing is resumed inline; every awaitable is a
// cancellation point unless its documentation says otherwise.
#pragma once

#include <atomic>
#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>

#include "core/runtime/clock.h"
#include "core/runtime/context.h"
#include "core/runtime/random.h"
#include "core/runtime/stats.h"
#include "core/runtime/task.h"
#include "core/runtime/time.h"
#include "core/runtime/timer.h"
#include "core/runtime/work_sharing.h"

namespace weir {

struct PollEvent;
class Sleep;
class Work;
class Yield;
class Blocking;

class Executor {
public:
    virtual ~Executor() = default;
    Executor(const Executor&) = delete;
    Executor& operator=(const Executor&) = delete;

    /// Engine time since the engine started. Stands still while the engine is paused. Any thread.
    Time now() const noexcept { return clock_.now(); }

    /// now(), or on threads the last kernel tick, read in a fraction of the time: up to 10 ms behind now(), never
    /// ahead, never before 0. After a pause it may have gone back by as much. Any thread.
    Time coarse_now() const noexcept { return clock_.coarse_now(); }
    const Clock& clock() const noexcept { return clock_; }

    /// now() + delay; the end of time where that is further than the clock reaches.
    Time after(Duration delay) const noexcept {
        const auto t = now();
        return delay > Time::max() - t ? Time::max() : t + delay;
    }

    /// Number of workers, real or virtual: how many tasks can use a processor at once.
    virtual unsigned workers() const noexcept = 0;

    /// What stands outside of what is tried out: an executor on the same clock, whose tasks take no worker from the
    /// tasks of this one and wait for none of them. Load generators, samplers and timed changes run there and are on
    /// time however busy the workers are. What they start in here queues like anything else. The outside's outside is
    /// itself. A scope may hold tasks of both. @pre its tasks have ended before the engine is destroyed
    virtual Executor& outside() = 0;

    /// A stream of random numbers: the same for the same engine seed and stream. Each call starts the stream anew.
    Random random(Stream stream) const noexcept { return Random{seed_, stream}; }
    std::uint64_t seed() const noexcept { return seed_; }

    /// Starts a task beside the caller, in the caller's scope. Any thread; off the engine's workers there is no scope.
    template <class T>
    JoinHandle<T> spawn(Task<T> task);

    /// Starts a task in a given scope, which counts it and gets its failure. Its result, if any, is dropped. Any
    /// thread.
    template <class T>
    void spawn_in(Scope& scope, Task<T> task);

    /// `co_await` lets at least `delay` of engine time pass. Cancellable at any moment.
    Sleep sleep(Duration delay) noexcept;
    Sleep sleep_until(Time deadline) noexcept;

    /// `co_await` uses a processor for `length`: on threads it burns that much processor time, in virtual time it keeps
    /// the virtual worker busy. Like real computation it cannot be interrupted; a cancellation is seen before and
    /// after.
    Work work(Duration length) noexcept;

    /// `co_await` lets every task that is ready now go first.
    Yield yield() noexcept;

    /// `co_await` runs `job` on a thread of the blocking pool after keeping that thread busy for `length` of processor
    /// time. Waits while all blocking threads are busy. Once handed over it cannot be interrupted: a cancellation is
    /// seen before and after. An exception from `job` comes out of the await.
    Blocking blocking(Duration length, std::move_only_function<void()> job = {}) noexcept;

    /// Figures summed over workers. Any thread.
    virtual EngineStats stats() const = 0;

    /// Hands over the polls recorded since the last call, if the engine was made to record: worker by worker, each in
    /// order; the outside last, as number workers(). One caller at a time, on the thread that drives a Simulation.
    virtual void drain_polls(const std::function<void(const PollEvent&)>& f) = 0;
    /// Polls that did not fit between two calls. Any thread.
    virtual std::uint64_t dropped_polls() const = 0;

    std::uint64_t unobserved_failures() const noexcept { return unobserved_failures_.load(std::memory_order_relaxed); }
    /// Counts a failure nobody awaits; the window and `run --json` show the number.
    virtual void count_unobserved_failure(std::exception_ptr error) noexcept;
    /// The message of the first such failure, "" if none. Any thread.
    std::string first_unobserved_failure() const;

    // For the runtime and for primitives.

    /// Makes a task ready at its resume_at. Any thread.
    void schedule(TaskRecord& task) noexcept {
        if (context.engine != this) [[unlikely]]
            enqueue_from_outside(task);
        else
            schedule_here(task);
    }
    void wake(Waiter& waiter) noexcept {
        waiter.task->resume_at = waiter.handle;
        schedule(*waiter.task);
    }
    /// Makes the current task ready behind all that are ready now.
    virtual void reschedule_last(TaskRecord& task) noexcept = 0;

    /// False if the timer was refused: disarmed before this call.
    virtual bool arm(Timer& timer) noexcept = 0;
    /// True if the timer was armed and will not fire. If its callback is just running on another thread, waits for it.
    virtual bool disarm(Timer& timer) noexcept = 0;

    /// True if the task was suspended and will be made ready when the work is done; false if it is done already.
    virtual bool do_work(TaskRecord& task, Duration length) noexcept = 0;
    virtual void do_blocking(Blocking& job) noexcept = 0;

protected:
    Executor(std::uint64_t seed, const Clock& clock) noexcept : clock_{clock}, seed_{seed} {}

    virtual void enqueue_from_outside(TaskRecord& task) noexcept = 0;
    virtual void wake_worker() noexcept = 0;

    /// Runs a ready task until it suspends or ends.
    void poll(TaskRecord& task) noexcept {
        Context& c = context;
        c.task = &task;
        c.operations = operations_per_poll_;
        auto handle = task.resume_at;
        do {
            c.next = nullptr;
            handle.resume();
            handle = c.next;
        } while (handle);
        c.task = nullptr;
    }

    const Clock& clock_;
    // After so many operations that were ready at once a task lets others run, as in tokio's cooperative budget; else a
    // producer and a consumer that never wait would starve the rest. 0 makes every operation a scheduling choice.
    std::uint32_t operations_per_poll_ = 128;

    // True while a worker is idle and none is on its way to look for work. Read on every spawn, written rarely.
    alignas(64) Atomic<bool> wants_work_{false};

private:
    /// On a worker of this engine.
    void schedule_here(TaskRecord& task) noexcept {
        auto& queue = *context.queue;
        queue.push(&task);
        if (WorkSharing::wanted_after_push(wants_work_, queue)) wake_worker();
    }

    void begin(TaskRecord& record, std::coroutine_handle<> frame, Scope* scope) noexcept {
        record.resume_at = frame;
        record.engine = this;
        record.scope = scope;
        record.home = scope;
        record.priority = 0;
        if (context.engine != this) [[unlikely]]
            return enqueue_from_outside(record);
        context.stats->spawned.add();
        schedule_here(record);
    }

    std::uint64_t seed_;
    std::atomic<std::uint64_t> unobserved_failures_{0};
    mutable SpinLock first_failure_lock_;
    std::exception_ptr first_failure_;
};

/// True when the current task has used up its share and must be rescheduled after the operation it is doing.
inline bool share_used_up() noexcept {
    if (context.operations > 0) [[likely]] {
        --context.operations;
        return false;
    }
    return true;
}

/// Throws Cancelled if the current task's scope is cancelled. For code that computes for long between awaits.
inline void check_cancelled() {
    const auto* const scope = context.task->scope;
    if (scope != nullptr && scope->cancelled()) [[unlikely]]
        throw Cancelled{};
}

/// The same as a question.
inline bool cancel_requested() noexcept {
    const auto* const scope = context.task->scope;
    return scope != nullptr && scope->cancelled();
}

// Inlined into the coroutine that spawns, as is the wait for the child below: together 4 % of a fork-join.
template <class T>
[[gnu::always_inline]] inline JoinHandle<T> Executor::spawn(Task<T> task) {
    const auto frame = task.release();
    begin(frame.promise().record, frame, context.engine == this ? context.task->scope : nullptr);
    return JoinHandle<T>{frame};
}

template <class T>
void Executor::spawn_in(Scope& scope, Task<T> task) {
    const auto frame = task.release();
    frame.promise().record.joiner.store(TaskRecord::orphan, std::memory_order_relaxed);
    scope.child_started();
    begin(frame.promise().record, frame, &scope);
}

template <class T>
[[gnu::always_inline]] inline bool JoinHandle<T>::Awaiter::await_suspend(std::coroutine_handle<> parent) noexcept {
    auto& promise = child.promise();
    auto& record = promise.record;
    Context& c = context;
    if (c.may_take_back && record.home == c.task->scope && c.queue->take_back(&record)) [[likely]] {
        if (record.scope == record.home) [[likely]] {
            // Not stolen: the child becomes a plain call of this task.
            c.stats->taken_back.add();
            promise.continuation = parent;
            c.next = record.resume_at;
            return true;
        }
        // It has run before and is inside a time limit of its own: it goes on as the task it is.
        c.queue->push(&record);
    }
    return detail::wait_for(record, parent);
}

template <class T>
void JoinHandle<T>::drop() noexcept {
    auto& promise = frame_.promise();
    auto& record = promise.record;
    auto* const scope = record.home;  // not where it waits: it may be running
    auto& engine = *record.engine;
    if (scope != nullptr) scope->child_started();
    if (record.joiner.exchange(TaskRecord::orphan, std::memory_order_acq_rel) != TaskRecord::ended) return;
    std::exception_ptr error = promise.error() != nullptr ? *promise.error() : nullptr;
    frame_.destroy();
    detail::account_orphan(engine, scope, std::move(error));
}

/// A wait that its scope can cut short: the part that all cancellable awaitables share.
///
/// await_suspend calls begin(), then puts itself into its place's queue under the place's lock unless `state` has
/// become cancelled; await_resume calls finish(), which throws Cancelled if the wait was cut short.
class Suspension : public Waiter {
public:
    /// The end of a wait for which nothing is thrown: false if it was cut short.
    bool finish_quietly() noexcept {
        leave_scope();
        return state != State::cancelled;
    }

protected:
    Suspension() = default;
    ~Suspension() = default;

    /// False if the scope is cancelled already: do not suspend.
    bool begin(std::coroutine_handle<> frame, const char* where) noexcept {
        task = context.task;
        handle = frame;
        place = where;
        scope_ = task->scope;
        if (scope_ == nullptr || scope_->attach(*this)) [[likely]]
            return true;
        scope_ = nullptr;
        state = State::cancelled;
        return false;
    }

    void leave_scope() noexcept {
        if (scope_ != nullptr) scope_->detach(*this);
    }

    void finish() {
        if (!finish_quietly()) [[unlikely]]
            throw Cancelled{};
    }

    /// The operation was done at once but the task has used up its share: reschedules it.
    void let_others_run(std::coroutine_handle<> frame) noexcept {
        context.task->resume_at = frame;
        context.engine->reschedule_last(*context.task);
    }

private:
    Scope* scope_ = nullptr;
};

/// A suspension at a point in time; see Executor::sleep.
class Sleep final : private Timer, public Suspension {
public:
    Sleep(Executor& engine, Time until) noexcept : engine_{engine} { deadline = until; }

    bool await_ready() const noexcept { return false; }
    bool await_suspend(std::coroutine_handle<> frame) noexcept;
    void await_resume() { finish(); }

private:
    void on_fire() noexcept override;
    void on_cancel() noexcept override;

    Executor& engine_;
};

/// `co_await UntilCancelled{}` returns, without throwing, when the current scope is cancelled. In no scope: never.
class UntilCancelled final : private Suspension {
public:
    bool await_ready() const noexcept { return cancel_requested(); }
    bool await_suspend(std::coroutine_handle<> frame) noexcept;
    void await_resume() noexcept;

private:
    void on_cancel() noexcept override;
    SpinLock lock_;
};

class Work {
public:
    Work(Executor& engine, Duration length) noexcept : engine_{engine}, length_{length} {}
    bool await_ready() const noexcept { return false; }
    bool await_suspend(std::coroutine_handle<> frame) noexcept {
        if (cancel_requested()) return false;
        context.task->resume_at = frame;
        return engine_.do_work(*context.task, length_);
    }
    void await_resume() const { check_cancelled(); }

private:
    Executor& engine_;
    Duration length_;
};

class Yield {
public:
    explicit Yield(Executor& engine) noexcept : engine_{engine} {}
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> frame) noexcept {
        context.task->resume_at = frame;
        engine_.reschedule_last(*context.task);
    }
    void await_resume() const { check_cancelled(); }

private:
    Executor& engine_;
};

class Blocking {
public:
    Blocking(Executor& engine, Duration length, std::move_only_function<void()> job) noexcept
        : length_{length}, job_{std::move(job)}, engine_{engine} {}

    bool await_ready() const noexcept { return cancel_requested(); }
    void await_suspend(std::coroutine_handle<> frame) noexcept {
        task_ = context.task;
        task_->resume_at = frame;
        engine_.do_blocking(*this);
    }
    void await_resume() {
        if (error_) std::rethrow_exception(error_);
        check_cancelled();
    }

    // For engines.
    Duration length() const noexcept { return length_; }
    void run_job() noexcept;
    TaskRecord& task() noexcept { return *task_; }
    Blocking* next = nullptr;

private:
    Duration length_;
    std::move_only_function<void()> job_;
    std::exception_ptr error_;
    TaskRecord* task_ = nullptr;
    Executor& engine_;
};

inline Sleep Executor::sleep(Duration delay) noexcept { return {*this, after(delay)}; }
inline Sleep Executor::sleep_until(Time deadline) noexcept { return {*this, deadline}; }
inline Work Executor::work(Duration length) noexcept { return {*this, length}; }
inline Yield Executor::yield() noexcept { return Yield{*this}; }
inline Blocking Executor::blocking(Duration length, std::move_only_function<void()> job) noexcept {
    return {*this, length, std::move(job)};
}

}  // namespace weir
