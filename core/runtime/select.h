// Waiting for the first of several things: a time limit, or the fastest of several tasks.
#pragma once

#include <atomic>
#include <cstddef>
#include <exception>
#include <optional>
#include <utility>
#include <variant>

#include "core/runtime/executor.h"
#include "core/runtime/group.h"
#include "core/runtime/scope.h"

namespace weir {

namespace detail {

/// A scope that a timer cancels. While it lives it is the current task's scope. Most that is done under a time limit
/// waits for nothing, so it stands aside, and the timer is armed when it joins the tree.
class TimedScope final : public Scope, private Timer {
public:
    TimedScope(Executor& engine, Time until) noexcept
        : Scope{context.task->scope, Standing::aside}, engine_{engine}, outer_{context.task->scope} {
        deadline = until;
        unlocked = true;
        context.task->scope = this;
    }
    ~TimedScope() override = default;

    /// Puts the outer scope back. Afterwards expired() tells whether the timer had fired.
    void close() noexcept {
        context.task->scope = outer_;
        if (joined()) engine_.disarm(*this);
    }
    bool expired() const noexcept { return expired_.load(std::memory_order_acquire); }

private:
    void on_joined() noexcept override { engine_.arm(*this); }
    void on_fire() noexcept override {
        expired_.store(true, std::memory_order_release);
        cancel();
    }

    Executor& engine_;
    Scope* outer_;
    std::atomic<bool> expired_{false};
};

}  // namespace detail

/// Runs `task`, and what it spawns and lets go, for at most `limit` of engine time. Yields its result, or what late()
/// returns when the time was up and the task ended by being cancelled. What the task itself throws passes through. A
/// task that ends with a result after the limit all the same delivers it: nothing that was done is thrown away. It
/// cannot be cut off where it does not await.
/// @tparam Result made from the task's; late() returns one and must not throw
template <class Result, class T, class Late>
Task<Result> timeout_or(Executor& engine, Duration limit, Task<T> task, Late late) {
    detail::TimedScope scope{engine, engine.after(limit)};
    std::optional<Result> result;
    std::exception_ptr failure;
    try {
        if constexpr (std::is_void_v<T>) {
            co_await std::move(task);
            result.emplace(detail::Nothing{});
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
    if (result) co_return std::move(*result);
    check_cancelled();  // the outer scope was cancelled as well: that takes precedence
    co_return late();
}

/// The same; yields nothing when the time was up.
template <class T>
Task<std::optional<detail::Lifted<T>>> timeout(Executor& engine, Duration limit, Task<T> task) {
    using Result = std::optional<detail::Lifted<T>>;
    return timeout_or<Result>(engine, limit, std::move(task), []() noexcept { return Result{}; });
}

namespace detail {

/// What the tasks of one select() share: the first to end otherwise than by being cancelled decides it.
template <class Result>
struct Contest {
    explicit Contest(Executor& engine) noexcept : group{engine} {}
    bool decide() noexcept { return !decided.exchange(true, std::memory_order_acq_rel); }

    TaskGroup group;
    std::atomic<bool> decided{false};
    std::optional<Result> winner;  // written by the one who decided, read after the join
};

template <std::size_t I, class Result, class T>
Task<void> contend(Contest<Result>& contest, Task<T> task) {
    const auto win = [&](auto&&... value) {
        if (!contest.decide()) return;
        contest.winner.emplace(std::in_place_index<I>, std::forward<decltype(value)>(value)...);
        contest.group.cancel();
    };
    try {
        if constexpr (std::is_void_v<T>) {
            co_await std::move(task);
            win();
        } else {
            auto value = co_await std::move(task);
            win(std::move(value));
        }
    } catch (const Cancelled&) {
        throw;
    } catch (...) {
        static_cast<void>(contest.decide());
        throw;
    }
}

}  // namespace detail

/// Runs tasks beside each other until the first ends; cancels the others and waits for them. Yields the winner's result
/// at the winner's index. If the first to end fails, its exception comes out. What the others come to after that is not
/// delivered; their failures count as unobserved.
template <class... T>
Task<std::variant<detail::Lifted<T>...>> select(Executor& engine, Task<T>... tasks) {
    using Result = std::variant<detail::Lifted<T>...>;
    detail::Contest<Result> contest{engine};
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        (contest.group.spawn(detail::contend<I, Result>(contest, std::move(tasks))), ...);
    }
    (std::index_sequence_for<T...>{});
    co_await contest.group.join();
    contest.group.count_unobserved(contest.winner ? 0 : 1);
    if (contest.winner) co_return std::move(*contest.winner);
    contest.group.rethrow_first();
    throw Cancelled{};
}

}  // namespace weir
