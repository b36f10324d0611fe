// A scope of structured concurrency: cancellation runs down from it, and it ends only after everything spawned in it.
//
// Invariants
//  1. A scope outlives every scope and every task below it: a child registers with its parent when it is made (or as 4
//     says) and is gone before the parent is. Whoever owns a scope awaits join() before destroying it.
//  2. Cancelling is for ever and reaches the whole subtree: when cancel() returns, cancelled() is true in every scope
//     below and every task waiting there has been woken. It never reaches the parent.
//  3. A wait that was granted before the cancellation reached it is granted: its result is never lost.
//  4. A scope that stands aside (a time limit does) joins the tree when first something waits in it, opens a scope
//     below it or asks whether it is cancelled. Until then cancellation has nobody to reach there.
//
// Locks: `tree` (one for a whole tree) guards the parent-child links; `waits` (one a scope) guards the list of waiting
// tasks; a primitive's own lock comes last. Cancelling holds all three in that order, everyone else at most one of
// them.
#pragma once

#include <atomic>
#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <exception>

#include "core/runtime/spinlock.h"

namespace weir {

class Executor;
struct TaskRecord;

/// Thrown out of a `co_await` in a cancelled scope. Let it pass: it unwinds the task.
struct Cancelled final : std::exception {
    const char* what() const noexcept override { return "cancelled"; }
};

class Scope;

/// A task waiting somewhere, as the place where it waits and its scope see it. Lives in the awaiter, so waiting
/// allocates nothing. `state` belongs to the place (under the place's lock).
class Waiter {
public:
    enum class State : std::uint8_t { idle, queued, granted, cancelled };

    Waiter() = default;
    Waiter(const Waiter&) = delete;
    Waiter& operator=(const Waiter&) = delete;

    TaskRecord* task = nullptr;
    std::coroutine_handle<> handle;
    Waiter* previous = nullptr;  // neighbours in the place's queue
    Waiter* next = nullptr;
    State state = State::idle;
    const char* place = "";  ///< what is waited for, for deadlock reports: "semaphore", "channel", "sleep"

    /// Called by a cancelling thread: take the place's lock; if queued leave the queue, become cancelled and wake; if
    /// idle become cancelled, so that the suspension that is just beginning does not happen; else nothing.
    virtual void on_cancel() noexcept = 0;

    Waiter* scope_previous = nullptr;  // neighbours in the scope's list
    Waiter* scope_next = nullptr;

protected:
    ~Waiter() = default;
};

class Scope {
public:
    /// A scope below `parent`, cancelled from the start if the parent is. A null parent makes a tree of its own.
    explicit Scope(Scope* parent) noexcept;

    /// @pre nothing spawned in it still runs (join() was awaited) and no scope below it is left. Violations end the
    /// program: going on would be use after free.
    virtual ~Scope();

    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

    /// Cancels this scope and all below it. Any thread; idempotent; does not recurse. O(scopes + waiting tasks).
    void cancel() noexcept;

    bool cancelled() const noexcept {
        const auto standing = standing_.load(std::memory_order_acquire);
        if (standing == Standing::alive) [[likely]]
            return false;
        return standing == Standing::cancelled || joins_cancelled();
    }

    /// Whether this is `top` or below it. Any thread.
    bool within(const Scope& top) const noexcept {
        const auto* node = this;
        while (node != nullptr && node != &top) node = node->parent_;
        return node != nullptr;
    }

    /// Awaits the end of everything spawned in this scope. Once, by one task, which spawns nothing more in it
    /// afterwards. Not a cancellation point: children are cancelled themselves and must be waited for.
    auto join() noexcept;

    /// Tasks spawned in this scope and not yet ended. Any thread; a moment's value.
    std::size_t running() const noexcept;

    /// Calls f for every task waiting in this scope or below. For reports; only while no other thread runs tasks.
    template <class F>
    void for_each_waiter(F&& f) const;

    // For the runtime.
    bool attach(Waiter& waiter) noexcept;  ///< false if already cancelled; then the waiter is not attached
    void detach(Waiter& waiter) noexcept;
    void child_started() noexcept { pending_.fetch_add(1, std::memory_order_relaxed); }
    void child_ended() noexcept;
    /// An unawaited child ended with an exception other than Cancelled. Any thread. The default counts it as
    /// unobserved.
    virtual void child_failed(Executor& engine, std::exception_ptr error) noexcept;

protected:
    enum class Standing : std::uint8_t { alive, cancelled, aside };

    /// With Standing::aside one that most often comes and goes before anybody looks.
    Scope(Scope* parent, Standing standing) noexcept;

    /// Whether it is part of the tree. For its owner, when nothing runs in it.
    bool joined() const noexcept { return standing_.load(std::memory_order_acquire) != Standing::aside; }

    /// It has joined the tree. On the thread that first looked, once, before that sees anything of it.
    virtual void on_joined() noexcept {}

private:
    friend class ScopeJoin;

    void join_tree() noexcept;
    bool joins_cancelled() const noexcept;
    void link() noexcept;

    /// The scope after this one, parents first, in the tree below `top`; null after the last. Does not recurse.
    Scope* next_below(const Scope& top) const noexcept;

    std::atomic<Standing> standing_{Standing::alive};
    // Children that run, plus one for the owner until it joins.
    std::atomic<std::size_t> pending_{1};
    std::atomic<TaskRecord*> joiner_{nullptr};  // published by pending_; atomic because running() looks at any time
    std::coroutine_handle<> joiner_handle_;
    SpinLock waits_;
    Waiter* first_wait_ = nullptr;
    Scope* parent_;
    SpinLock* tree_;
    SpinLock own_tree_;  // used by the root of a tree only
    Scope* first_child_ = nullptr;
    Scope* next_sibling_ = nullptr;
    Scope* previous_sibling_ = nullptr;
};

template <class F>
void Scope::for_each_waiter(F&& f) const {
    for (const auto* node = this; node != nullptr; node = node->next_below(*this))
        for (const auto* w = node->first_wait_; w != nullptr; w = w->scope_next)
            if (w->state == Waiter::State::queued || w->state == Waiter::State::idle) f(*w);
}

class ScopeJoin {
public:
    explicit ScopeJoin(Scope& scope) noexcept : scope_{scope} {}
    /// Only the owner is left, and nobody else can spawn then: nothing to wait for, and no word to write.
    bool await_ready() const noexcept { return scope_.pending_.load(std::memory_order_acquire) == 1; }
    bool await_suspend(std::coroutine_handle<> handle) noexcept;
    void await_resume() const noexcept {}

private:
    Scope& scope_;
};

inline auto Scope::join() noexcept { return ScopeJoin{*this}; }

}  // namespace weir
