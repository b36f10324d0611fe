// Waiting for the first of several things: a time limit, or the fastest of several tasks.
#pragma once

#include <cstddef>
#include <optional>
#include <utility>
#include <variant>

#include "core/runtime/executor.h"
#include "core/runtime/group.h"
#include "core/runtime/scope.h"

namespace weir {

namespace detail {

/// A scope that a timer cancels. While it lives it is the current task's scope.
class TimedScope final : public Scope, private Timer {
public:
    TimedScope(Executor& engine, Time until) noexcept
        : Scope{context.task->scope}, engine_{engine}, outer_{context.task->scope} {
        deadline = until;
        unlocked = true;
        context.task->scope = this;
        engine_.arm(*this);
    }
    ~TimedScope() override = default;

    /// Puts the outer scope back. Afterwards expired() tells whether the timer had fired.
    void close() noexcept {
        context.task->scope = outer_;
        engine_.disarm(*this);
    }
    bool expired() const noexcept { return expired_.load(std::memory_order_acquire); }

private:
    void on_fire() noexcept override {
        expired_.store(true, std::memory_order_release);
        cancel();
    }

    Executor& engine_;
    Scope* outer_;
    std::atomic<bool> expired_{false};
};

}  // namespace detail

/// Runs `task`, and what it spawns and lets go, for at most `limit` of engine time. Yields its result, or nothing when the
/// time was up and the task ended by being cancelled. What the task itself throws passes through. A task that ends with a
/// result after the limit all the same delivers it: nothing that was done is thrown away. It cannot be cut off where it
/// does not await.
template <class T>
Task<std::optional<detail::Lifted<T>>> timeout(Executor& engine, Duration limit, Task<T> task) {
    detail::TimedScope scope{engine, engine.after(limit)};
    std::optional<detail::Lifted<T>> result;
    std::exception_ptr failure;
    try {
        if constexpr (std::is_void_v<T>) {
            co_await std::move(task);
            result.emplace();
        } else {
            result.emplace(co_await std::move(task));
        }
    } catch (const Cancelled&) {
        if (!scope.expired()) failure = std::current_exception();
    } catch (...) {
        failure = std::current_exception();
    }
    co_await scope.join();  // for tasks spawned inside that outlive their handles: the limit holds for them too
    scope.close();
    if (failure) std::rethrow_exception(failure);
    if (!result) check_cancelled();  // the outer scope was cancelled as well: that takes precedence
    co_return std::move(result);
}

namespace detail {

template <std::size_t I, class Result, class T>
Task<void> contend(TaskGroup& group, std::optional<Result>& winner, SpinLock& lock, Task<T> task) {
    const auto win = [&](auto&&... value) {
        {
            const std::lock_guard guard{lock};
            if (winner) return;
            winner.emplace(std::in_place_index<I>, std::forward<decltype(value)>(value)...);
        }
        group.cancel();
    };
    if constexpr (std::is_void_v<T>) {
        co_await std::move(task);
        win();
    } else {
        auto value = co_await std::move(task);
        win(std::move(value));
    }
}

}  // namespace detail

/// Runs tasks beside each other until the first ends well; cancels the others and waits for them. Yields the winner's
/// result at the winner's index. If one fails first, the others are cancelled and its exception comes out.
template <class... T>
Task<std::variant<detail::Lifted<T>...>> select(Executor& engine, Task<T>... tasks) {
    using Result = std::variant<detail::Lifted<T>...>;
    std::optional<Result> winner;
    SpinLock lock;
    TaskGroup group{engine};
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        (group.spawn(detail::contend<I, Result>(group, winner, lock, std::move(tasks))), ...);
    }
    (std::index_sequence_for<T...>{});
    co_await group.join();
    if (winner) co_return std::move(*winner);
    group.rethrow_first();
    throw Cancelled{};
}

}  // namespace weir
