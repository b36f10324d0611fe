#include "core/runtime/executor.h"

#include <mutex>
#include <string>
#include <typeinfo>
#include <utility>

#include "core/runtime/failure.h"

namespace weir {
namespace detail {

void account_orphan(Executor& engine, Scope* scope, std::exception_ptr error) noexcept {
    // Asking an exception_ptr for its type saves throwing it once more for every cancelled task.
    if (error && *error.__cxa_exception_type() != typeid(Cancelled)) {
        if (scope != nullptr)
            scope->child_failed(engine, std::move(error));
        else
            engine.count_unobserved_failure(std::move(error));
    }
    if (scope != nullptr) scope->child_ended();
}

void end_spawned(PromiseBase& promise, std::coroutine_handle<> frame, const std::exception_ptr* error) noexcept {
    auto& record = promise.record;
    auto& engine = *record.engine;
    auto* const scope = record.home;
    context.stats->ended.add();
    // An orphan stays one, and nobody else looks at it: no exchange needed.
    const auto before = record.joiner.load(std::memory_order_acquire) == TaskRecord::orphan
                            ? TaskRecord::orphan
                            : record.joiner.exchange(TaskRecord::ended, std::memory_order_acq_rel);
    if (before == TaskRecord::running) return;
    if (before == TaskRecord::orphan) {
        std::exception_ptr kept = error != nullptr ? *error : nullptr;
        frame.destroy();
        account_orphan(engine, scope, std::move(kept));
        return;
    }
    auto& waiting = *reinterpret_cast<TaskRecord*>(before);
    waiting.engine->schedule(waiting);
}

bool wait_for(TaskRecord& child, std::coroutine_handle<> parent) noexcept {
    auto& task = *context.task;
    task.resume_at = parent;
    auto expected = TaskRecord::running;
    return child.joiner.compare_exchange_strong(expected, reinterpret_cast<std::uintptr_t>(&task),
                                                std::memory_order_acq_rel, std::memory_order_acquire);
}

}  // namespace detail

void Executor::count_unobserved_failure(std::exception_ptr error) noexcept {
    unobserved_failures_.fetch_add(1, std::memory_order_relaxed);
    const std::lock_guard guard{first_failure_lock_};
    if (!first_failure_) first_failure_ = std::move(error);
}

std::string Executor::first_unobserved_failure() const {
    std::exception_ptr first;
    {
        const std::lock_guard guard{first_failure_lock_};
        first = first_failure_;
    }
    return message_of(first);
}

bool Sleep::await_suspend(std::coroutine_handle<> frame) noexcept {
    if (!begin(frame, "sleep")) return false;
    if (engine_.arm(*this)) return true;
    Waiter::state = Waiter::State::cancelled;  // cancelled between the two
    return false;
}

void Sleep::on_fire() noexcept { task->engine->wake(*this); }

void Sleep::on_cancel() noexcept {
    if (!engine_.disarm(*this)) return;
    Waiter::state = Waiter::State::cancelled;
    task->engine->wake(*this);
}

bool UntilCancelled::await_suspend(std::coroutine_handle<> frame) noexcept {
    if (!begin(frame, "cancellation")) return false;
    const std::lock_guard guard{lock_};
    if (state == State::cancelled) return false;
    state = State::queued;
    return true;
}

void UntilCancelled::await_resume() noexcept { leave_scope(); }

void UntilCancelled::on_cancel() noexcept {
    const std::lock_guard guard{lock_};
    const bool waits = state == State::queued;
    state = State::cancelled;
    if (waits) task->engine->wake(*this);
}

void Blocking::run_job() noexcept {
    if (!job_) return;
    try {
        job_();
    } catch (...) {
        error_ = std::current_exception();
    }
}

}  // namespace weir
