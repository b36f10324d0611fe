// Task groups: tasks that belong together, end together, and whose failures come out in one place.
#pragma once

#include <cstddef>
#include <exception>
#include <utility>
#include <vector>

#include "core/runtime/executor.h"
#include "core/runtime/scope.h"
#include "core/runtime/task.h"

namespace weir {

enum class OnError {
    cancel_siblings,  ///< the first failure cancels the rest (fail-fast)
    collect,          ///< the rest run on; all failures are kept
};

/// Spawned tasks that end before the group does. Spawning is allowed from any task or thread until join() is awaited,
/// and from within the group's own tasks after that.
///
/// @pre join() is awaited before the group is destroyed; prefer with_group(), which sees to it even when something
/// throws.
class TaskGroup final : public Scope {
public:
    /// A group in the current task's scope: cancelled when that is.
    explicit TaskGroup(Executor& engine, OnError on_error = OnError::cancel_siblings) noexcept
        : TaskGroup{engine, on_error, context.engine == &engine ? context.task->scope : nullptr} {}
    TaskGroup(Executor& engine, OnError on_error, Scope* parent) noexcept
        : Scope{parent}, engine_{engine}, on_error_{on_error} {}

    template <class T>
    void spawn(Task<T> task) {
        engine_.spawn_in(*this, std::move(task));
    }

    /// After join(): the failures in the order in which they happened, Cancelled not among them.
    const std::vector<std::exception_ptr>& failures() const noexcept { return failures_; }

    /// The first failure so far; null while there is none. Any thread.
    std::exception_ptr first_failure() const noexcept;

    /// After join(): throws the first failure, if any.
    void rethrow_first() const {
        if (!failures_.empty()) std::rethrow_exception(failures_.front());
    }

    /// After join(), for whoever passes on only the first `seen` failures: counts the rest as unobserved.
    void count_unobserved(std::size_t seen) const noexcept {
        for (auto i = seen; i < failures_.size(); ++i) engine_.count_unobserved_failure(failures_[i]);
    }

private:
    void child_failed(Executor& engine, std::exception_ptr error) noexcept override;

    Executor& engine_;
    OnError on_error_;
    mutable SpinLock failures_lock_;
    std::vector<std::exception_ptr> failures_;
};

/// Runs `body(group)`, waits for everything it spawned, then throws the first failure: of the body, else of a child;
/// further failures count as unobserved. If the body throws, the children are cancelled first. `body` is a callable
/// returning Task<void>.
template <class Body>
Task<void> with_group(Executor& engine, OnError on_error, Body body) {
    TaskGroup group{engine, on_error};
    std::exception_ptr failure;
    try {
        co_await body(group);
    } catch (...) {
        failure = std::current_exception();
        group.cancel();
    }
    co_await group.join();
    group.count_unobserved(failure ? 0 : 1);
    if (failure) std::rethrow_exception(failure);
    group.rethrow_first();
}

}  // namespace weir
