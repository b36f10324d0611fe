#include "core/runtime/one_task.h"

#include <mutex>
#include <utility>

namespace weir {

// None of these is a cancellation point: the tasks inside must be run to their ends.

/// Until one of the tasks inside is ready.
class OneTask::Idle {
public:
    explicit Idle(OneTask& one) noexcept : one_{one} {}
    bool await_ready() const noexcept { return false; }
    bool await_suspend(std::coroutine_handle<> frame) noexcept {
        const std::lock_guard guard{one_.lock_};
        if (one_.woken_first_ != nullptr) return false;
        context.task->resume_at = frame;
        one_.idle_ = context.task;
        return true;
    }
    void await_resume() const noexcept {}

private:
    OneTask& one_;
};

/// As long as a task inside computes.
class OneTask::Computing {
public:
    Computing(Executor& engine, Duration length) noexcept : engine_{engine}, length_{length} {}
    bool await_ready() const noexcept { return false; }
    bool await_suspend(std::coroutine_handle<> frame) noexcept {
        context.task->resume_at = frame;
        return engine_.do_work(*context.task, length_);
    }
    void await_resume() const noexcept {}

private:
    Executor& engine_;
    Duration length_;
};

/// Lets other tasks of the engine go first.
class OneTask::Turn {
public:
    explicit Turn(Executor& engine) noexcept : engine_{engine} {}
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> frame) noexcept {
        context.task->resume_at = frame;
        engine_.reschedule_last(*context.task);
    }
    void await_resume() const noexcept {}

private:
    Executor& engine_;
};

Task<void> OneTask::run(Scope& group) {
    while (group.running() > 0) {
        auto* const task = next_ready();
        if (task == nullptr) {
            co_await Idle{*this};
            continue;
        }
        poll_inside(*task);
        while (computes_for_ > Duration::zero()) {
            co_await Computing{engine_, std::exchange(computes_for_, Duration::zero())};
            poll_inside(*task);
        }
        if (std::exchange(yielded_, false)) co_await Turn{engine_};
    }
    co_await group.join();
}

TaskRecord* OneTask::next_ready() {
    TaskRecord* woken = nullptr;
    {
        const std::lock_guard guard{lock_};
        woken = std::exchange(woken_first_, nullptr);
    }
    while (woken != nullptr) ready_.push(std::exchange(woken, woken->next));
    return ready_.pop_oldest();
}

void OneTask::poll_inside(TaskRecord& task) noexcept {
    const Context outer = context;
    context.engine = this;
    context.queue = &ready_;
    context.may_take_back = false;  // who is next is this queue's business alone
    poll(task);
    context = outer;
}

void OneTask::enqueue_from_outside(TaskRecord& task) noexcept {
    task.next = nullptr;
    TaskRecord* idle = nullptr;
    {
        const std::lock_guard guard{lock_};
        (woken_first_ != nullptr ? woken_last_->next : woken_first_) = &task;
        woken_last_ = &task;
        idle = std::exchange(idle_, nullptr);
    }
    // It cannot go on, and this be gone, before it is scheduled here.
    if (idle != nullptr) idle->engine->schedule(*idle);
}

void OneTask::reschedule_last(TaskRecord& task) noexcept {
    yielded_ = true;
    schedule(task);
}

bool OneTask::do_work(TaskRecord& /*task*/, Duration length) noexcept {
    computes_for_ = length;
    return length > Duration::zero();
}

}  // namespace weir
