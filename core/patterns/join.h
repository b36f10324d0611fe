// Join, production form: runs children beside each other, and goes on when all of them have ended and not before.
//
//              +--> child --> outcome --+
//     join ----+--> child --> outcome --+--> join_all: every outcome
//              +--> child --> outcome --+    try_join: every value, or the first failure, which cancels the rest
//                     |
//                     +- computes in its place: on the worker it is on, or on one of so many blocking threads
//
// Invariants
//  1. No child outlives the join: whatever fails or is cancelled, the last child has ended before the caller goes on.
//  2. Each child has exactly one outcome, at its own index: a value, a failure, or neither if it was cancelled.
//  3. join_all: a failure is an outcome like any other and changes nothing else.
//  4. try_join: the first failure cancels the siblings, and is what comes out. Later ones are outcomes all the same.
//  5. A child that has not begun when the join is cancelled, by a failure or from outside, never begins.
//  6. While children compute in the blocking pool every worker is free for what else there is. At most
//     blocking_threads() compute there at once, first come first served.
//  7. A computation in the blocking pool cannot be interrupted once it has a thread: cancelled, its job runs to the
//     end, the join waits for it, and what it came to is delivered. One that waits for a thread ends at once when
//     cancelled.
//
// Semantics after tokio's JoinSet, `join!` and `try_join!`.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/runtime/executor.h"
#include "core/runtime/group.h"
#include "core/runtime/task.h"
#include "core/runtime/time.h"
#include "core/sync/semaphore.h"

namespace weir::patterns {

/// What became of a child.
template <class T>
struct Outcome {
    std::optional<detail::Lifted<T>> value;
    std::exception_ptr failure;

    bool cancelled() const noexcept { return !value && !failure; }
};

template <class T>
using Outcomes = std::vector<Outcome<T>>;

/// Is not told when a computation begins.
struct Unwatched {
    void operator()() const noexcept {}
};

/// Where children compute. Thread-safe. Must outlive what computes in it. A blocking thread is handed on by the child
/// that had it, on a worker: while all workers compute it stands idle.
class ComputePlace {
public:
    enum class Where : std::uint8_t {
        async_workers,  ///< on a worker, which does nothing else meanwhile
        blocking_pool,  ///< on a blocking thread
    };

    /// @param blocking_threads how many of the engine's blocking threads it uses at once, >= 1. More than the engine
    /// has is as many as it has, but then computations wait in the engine, where no cancellation reaches them.
    /// @throws std::invalid_argument if it is 0: nothing would ever be computed
    ComputePlace(Executor& engine, Where where, std::size_t blocking_threads);

    /// For what begins to compute from now on. Any thread.
    void move_to(Where where) noexcept { where_.store(where, std::memory_order_relaxed); }
    Where where() const noexcept { return where_.load(std::memory_order_relaxed); }

    /// Acts at once; lowered, as threads come back. Any thread. @throws std::invalid_argument if it is 0, and changes
    /// nothing
    void set_blocking_threads(std::size_t threads);
    std::size_t blocking_threads() const noexcept;

    /// Uses a processor for `length`, then runs `job` in the same place and yields what it returns, or throws what it
    /// throws.
    ///
    /// Cancel safety: either the job has run and its result is delivered, or it never runs and Cancelled comes out.
    /// Computing is not interrupted: on a worker a cancellation is seen before and after `length`, in the blocking pool
    /// before and, too late, after the job.
    /// @param begins called on a worker when it has its place, just before it computes
    template <class Job, class Begins = Unwatched>
    Task<std::invoke_result_t<Job&>> compute(Duration length, Job job, Begins begins = {});

private:
    template <class Job, class Begins>
    Task<std::invoke_result_t<Job&>> compute_on_a_thread(Duration length, Job& job, Begins& begins);

    Executor& engine_;
    std::atomic<Where> where_;
    std::atomic<std::int64_t> blocking_threads_;
    Semaphore threads_;
};

/// Runs children to their ends.
/// Cancel safety: the children are cancelled with the caller; all outcomes are delivered even then, so that nothing is
/// lost that was done, and it is the caller's next await that throws Cancelled.
template <class T>
Task<Outcomes<T>> join_all(Executor& engine, std::vector<Task<T>> children);

/// Runs children until one fails: that cancels the others. Once all have ended, throws the first failure. If none
/// failed and yet not all have values, throws Cancelled: the caller was cancelled, or a child ended with Cancelled by
/// itself, which cancels nobody. Cancel safety: the children are cancelled with the caller.
/// @param outcomes replaced; holds what became of each child, whether or not this throws. Must outlive the join.
template <class T>
Task<void> try_join(Executor& engine, std::vector<Task<T>> children, Outcomes<T>& outcomes);

/// The same for whoever wants the values or the first failure and nothing else; void children give Nothings. When it
/// throws, values are dropped, and failures after the first count as unobserved.
template <class T>
Task<std::vector<detail::Lifted<T>>> try_join(Executor& engine, std::vector<Task<T>> children);

// --- Implementation -----------------------------------------------------------------------------------------------

template <class Job, class Begins>
Task<std::invoke_result_t<Job&>> ComputePlace::compute(Duration length, Job job, Begins begins) {
    if (where() == Where::blocking_pool) {
        auto on_a_thread = compute_on_a_thread(length, job, begins);
        co_return co_await std::move(on_a_thread);
    }
    begins();
    co_await engine_.work(length);
    co_return job();
}

template <class Job, class Begins>
Task<std::invoke_result_t<Job&>> ComputePlace::compute_on_a_thread(Duration length, Job& job, Begins& begins) {
    using Result = std::invoke_result_t<Job&>;
    const auto thread = co_await threads_.acquire();
    begins();
    std::optional<detail::Lifted<Result>> result;
    auto keep_result = [&result, &job] {
        if constexpr (std::is_void_v<Result>) {
            job();
            result.emplace();
        } else {
            result.emplace(job());
        }
    };
    auto handed_over = engine_.blocking(length, keep_result);
    try {
        co_await handed_over;
    } catch (const Cancelled&) {
        if (!result) throw;
    }
    if constexpr (!std::is_void_v<Result>) co_return std::move(*result);
}

namespace join {

template <class T>
Task<void> run_child(Task<T> child, Outcome<T>& outcome) {
    try {
        check_cancelled();
        if constexpr (std::is_void_v<T>) {
            co_await std::move(child);
            outcome.value.emplace();
        } else {
            outcome.value.emplace(co_await std::move(child));
        }
    } catch (const Cancelled&) {  // NOLINT: no value and no failure says so
    } catch (...) {
        outcome.failure = std::current_exception();
        throw;  // at the group, which knows which is the first
    }
}

template <class T>
void begin(TaskGroup& group, std::vector<Task<T>>& children, Outcomes<T>& outcomes) {
    outcomes = Outcomes<T>(children.size());
    for (std::size_t i = 0; i < children.size(); ++i) group.spawn(run_child(std::move(children[i]), outcomes[i]));
}

/// After the group's join.
template <class T>
void require_values(const TaskGroup& group, const Outcomes<T>& outcomes) {
    group.rethrow_first();
    if (std::ranges::any_of(outcomes, &Outcome<T>::cancelled)) throw Cancelled{};
}

}  // namespace join

template <class T>
Task<Outcomes<T>> join_all(Executor& engine, std::vector<Task<T>> children) {
    Outcomes<T> outcomes;
    TaskGroup group{engine, OnError::collect, context.task->scope};
    join::begin(group, children, outcomes);
    co_await group.join();
    co_return outcomes;
}

template <class T>
Task<void> try_join(Executor& engine, std::vector<Task<T>> children, Outcomes<T>& outcomes) {
    TaskGroup group{engine, OnError::cancel_siblings, context.task->scope};
    join::begin(group, children, outcomes);
    co_await group.join();
    join::require_values(group, outcomes);
}

template <class T>
Task<std::vector<detail::Lifted<T>>> try_join(Executor& engine, std::vector<Task<T>> children) {
    Outcomes<T> outcomes;
    TaskGroup group{engine, OnError::cancel_siblings, context.task->scope};
    join::begin(group, children, outcomes);
    co_await group.join();
    group.count_unobserved(1);
    join::require_values(group, outcomes);
    std::vector<detail::Lifted<T>> values;
    values.reserve(outcomes.size());
    for (auto& outcome : outcomes) values.push_back(std::move(*outcome.value));
    co_return values;
}

}  // namespace weir::patterns
