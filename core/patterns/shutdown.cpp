#include "core/patterns/shutdown.h"

#include <algorithm>
#include <mutex>
#include <utility>

#include "core/runtime/unless_cancelled.h"

namespace weir::patterns {

std::size_t Shutdown::Report::count(Fate fate) const noexcept {
    const auto has = [fate](const Outcome& outcome) { return outcome.fate == fate; };
    return static_cast<std::size_t>(std::count_if(outcomes.begin(), outcomes.end(), has));
}

Shutdown::Shutdown(Executor& engine, Scope* around) noexcept : engine_{engine}, tasks_{around}, cleanups_{nullptr} {}

std::optional<Shutdown::Id> Shutdown::spawn(Task<void> work) { return accept(std::move(work), std::nullopt); }

std::optional<Shutdown::Id> Shutdown::spawn(Task<void> work, Task<void> cleanup) {
    return accept(std::move(work), std::move(cleanup));
}

// Spawns under the lock: once intake has stopped, nothing can come into the scope that is about to be joined.
std::optional<Shutdown::Id> Shutdown::accept(Task<void> work, std::optional<Task<void>> cleanup) {
    const std::lock_guard guard{lock_};
    if (phase_ != Phase::open) return std::nullopt;
    Outcome outcome{next_, Fate::finished, nullptr};
    auto task = work_on(std::move(outcome), std::move(work), std::move(cleanup));
    ++working_;
    engine_.spawn_in(tasks_, std::move(task));
    return next_++;
}

Task<void> Shutdown::work_on(Outcome outcome, Task<void> work, std::optional<Task<void>> cleanup) {
    try {
        auto own = std::move(work);  // so that its frame, and what that holds, goes before the cleanup begins
        co_await std::move(own);
    } catch (const Cancelled&) {
        outcome.fate = Fate::aborted;
    } catch (...) {
        outcome.fate = Fate::failed;
        outcome.failure = std::current_exception();
    }
    const bool aborted = outcome.fate == Fate::aborted;
    if (cleanup)
        engine_.spawn_in(cleanups_, clean_up(std::move(outcome), std::move(*cleanup)));
    else
        record(std::move(outcome));
    work_ended(aborted);
}

Task<void> Shutdown::clean_up(Outcome outcome, Task<void> cleanup) {
    try {
        auto own = std::move(cleanup);
        co_await std::move(own);
    } catch (...) {
        if (outcome.failure)
            engine_.count_unobserved_failure(std::current_exception());
        else
            outcome.failure = std::current_exception();
        outcome.fate = Fate::failed;
    }
    record(std::move(outcome));
}

void Shutdown::record(Outcome outcome) noexcept {
    const std::lock_guard guard{lock_};
    if (phase_ == Phase::open && outcome.fate == Fate::finished)
        ++report_.finished_before;
    else
        report_.outcomes.push_back(std::move(outcome));
}

void Shutdown::work_ended(bool aborted) noexcept {
    {
        const std::lock_guard guard{lock_};
        aborted_ = aborted_ || aborted;
        if (--working_ > 0 || phase_ == Phase::open) return;
    }
    drained_.notify_one();
}

Task<Shutdown::Report> Shutdown::shut_down(Duration deadline) {
    auto turn = turn_.try_lock();
    if (!turn) {
        auto granted = co_await turn_.lock();
        turn = std::move(granted);
    }
    if (status().phase == Phase::done) co_return report_;

    const auto begin = engine_.now();
    enter(Phase::draining);
    token_.cancel();
    const bool drained = co_await drain(deadline);
    if (!drained) {
        enter(Phase::aborting);
        tasks_.cancel();
    }
    co_await tasks_.join();
    co_await cleanups_.join();

    report_.drained = drained && !aborted_;
    report_.took = engine_.now() - begin;
    const auto by_task = [](const Outcome& a, const Outcome& b) { return a.task < b.task; };
    std::sort(report_.outcomes.begin(), report_.outcomes.end(), by_task);
    enter(Phase::done);
    co_return report_;
}

Task<bool> Shutdown::drain(Duration deadline) {
    const auto until = engine_.after(deadline);
    if (status().working == 0) co_return true;
    if (deadline <= Duration::zero()) co_return false;
    const auto told = co_await unless_cancelled(drained_.wait_until(engine_, until));
    co_return told.value_or(false);
}

void Shutdown::enter(Phase phase) noexcept {
    const std::lock_guard guard{lock_};
    phase_ = phase;
}

Shutdown::Status Shutdown::status() const noexcept {
    const std::lock_guard guard{lock_};
    return {phase_, working_, cleanups_.running()};
}

}  // namespace weir::patterns
