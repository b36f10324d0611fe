// Coordinated shutdown, production form: ends a set of tasks in order, within a time, and tells what became of each.
//
//     stop intake -> signal -> drain, until the deadline -> abort -> report
//
// The signal is a request: the token of core/patterns/shutdown_token.h, which a task looks at where stopping does no
// harm. What still works at the deadline is cut at its awaits: the abort cancels the scope of all work. A task's
// cleanup runs in a scope of its own, which nothing cancels, so that it can await, too.
//
// Invariants
//  1. From when a shutdown begins, spawn() is refused; a task refused never starts, nor does its cleanup.
//  2. No work is cut before the deadline, unless the scope around the coordinator is cancelled, or whoever awaits the
//     shutdown is.
//  3. The cleanup of an accepted task runs exactly once, after its work, however that ended, and is never cut.
//  4. Nothing outlives shut_down(): when it returns, all work and every cleanup has ended.
//  5. The report has each accepted task exactly once, by its number or among those that finished before. No failure is
//     lost.
//  6. A second shut_down() joins the first and returns the same report.
//  7. A task that has ended leaves nothing behind but, if it did not finish, its outcome for the report.
//
// Semantics after tokio-util's CancellationToken and TaskTracker.
#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <optional>
#include <vector>

#include "core/patterns/shutdown_token.h"
#include "core/runtime/executor.h"
#include "core/runtime/scope.h"
#include "core/runtime/spinlock.h"
#include "core/runtime/task.h"
#include "core/runtime/time.h"
#include "core/sync/mutex.h"
#include "core/sync/notify.h"

namespace weir::patterns {

/// All functions may be called from any thread, awaits from tasks.
class Shutdown {
public:
    using Id = std::size_t;

    enum class Fate : std::uint8_t {
        finished,  ///< by itself, whether its work was done or it stopped because it was asked to
        aborted,   ///< cut at an await: it ended with Cancelled
        failed,    ///< its work threw, or its cleanup did
    };

    struct Outcome {
        Id task;
        Fate fate;
        std::exception_ptr failure;  ///< null unless it failed; of work and cleanup, the first
    };

    struct Report {
        std::vector<Outcome> outcomes;    ///< in the order of spawning; of all but those counted below
        std::size_t finished_before = 0;  ///< had finished, cleanup and all, when intake stopped
        bool drained = false;             ///< all work ended by itself in time: nothing was aborted
        Duration took{};                  ///< from when intake stopped until the last cleanup ended

        std::size_t count(Fate fate) const noexcept;  ///< among the outcomes
    };

    enum class Phase : std::uint8_t { open, draining, aborting, done };

    struct Status {
        Phase phase = Phase::open;
        std::size_t working = 0;   ///< tasks whose work has not ended
        std::size_t cleaning = 0;  ///< cleanups that have not ended
    };

    /// @param around a scope that outlives this and whose cancellation aborts all work at once; intake stays open, and
    /// shut_down() is still to be awaited. Null: only the deadline aborts.
    explicit Shutdown(Executor& engine, Scope* around = nullptr) noexcept;

    /// @pre every task has ended, which takes shut_down() to be sure of. Else the program ends with a message, as
    /// wherever something spawned would outlive its owner.
    ~Shutdown() = default;
    Shutdown(const Shutdown&) = delete;
    Shutdown& operator=(const Shutdown&) = delete;

    /// The signal. Make children of it, to ask some of the tasks to stop and not the rest.
    const CancellationToken& token() const noexcept { return token_; }

    /// Starts a task beside the caller. @return its number, counted from 0, or nothing: refused.
    std::optional<Id> spawn(Task<void> work);
    /// @param cleanup runs when the work has ended and its frame is gone. shut_down() awaits it however long it takes,
    /// so it should limit its own time.
    std::optional<Id> spawn(Task<void> work, Task<void> cleanup);

    /// Shuts down and reports. Takes at most `deadline`, then until the last task comes to its next await, and the
    /// longest cleanup. @pre not called from within one of its own tasks, which would wait for itself.
    ///
    /// Cancel safety: cancelled while it drains, the first call aborts all work at once, and still returns the report
    /// when all has ended. A call that joins it only stops waiting. @throws Cancelled, if it joins another
    /// @param deadline from when intake stops; 0 or less aborts at once. Of a call that joins another, ignored.
    Task<Report> shut_down(Duration deadline);

    Status status() const noexcept;

private:
    std::optional<Id> accept(Task<void> work, std::optional<Task<void>> cleanup);
    Task<void> work_on(Outcome outcome, Task<void> work, std::optional<Task<void>> cleanup);
    Task<void> clean_up(Outcome outcome, Task<void> cleanup);
    void work_ended(bool aborted) noexcept;
    void record(Outcome outcome) noexcept;

    /// Waits until all work has ended. False if the deadline, or the caller's cancellation, came first.
    Task<bool> drain(Duration deadline);
    void enter(Phase phase) noexcept;

    Executor& engine_;
    CancellationToken token_;
    Scope tasks_;     // of all work: the abort cancels it
    Scope cleanups_;  // a tree of its own: nobody cancels it
    Mutex turn_;      // held by the call that shuts down
    Notify drained_;
    mutable SpinLock lock_;  // guards what follows
    Phase phase_ = Phase::open;
    Id next_ = 0;
    std::size_t working_ = 0;
    bool aborted_ = false;  // some work was, by the deadline or by the scope around
    Report report_;
};

}  // namespace weir::patterns
