// Task<T>: a lazy coroutine. `co_await task` runs it as a plain call; spawning it makes it run beside its parent.
//
//     Task<int> child(Executor& engine);
//     Task<int> parent(Executor& engine) {
//         auto other = engine.spawn(child(engine));   // may run at once on another worker
//         const int mine = co_await child(engine);    // runs here
//         co_return mine + co_await std::move(other); // an exception thrown in the child comes out here
//     }
//
// A coroutine lambda's captures die with the lambda, not with the coroutine: pass state as parameters.
#pragma once

#include <atomic>
#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <expected>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

#include "core/runtime/context.h"
#include "core/runtime/frame_pool.h"
#include "core/runtime/scope.h"

namespace weir {

/// A spawned coroutine, as engines schedule it. Lives in the coroutine's promise.
///
/// `joiner` decides who frees the frame: it starts as running or orphan; the one who ends the task and the one who
/// gives up or takes its result exchange it once each, and the second of the two acts.
struct TaskRecord {
    static constexpr std::uintptr_t running = 0;  ///< its handle exists and nobody waits yet
    static constexpr std::uintptr_t ended = 1;    ///< the result is there
    static constexpr std::uintptr_t orphan = 2;   ///< no handle: the frame frees itself, its scope counts it
    static constexpr std::uintptr_t taken = 3;    ///< its handle was awaited to the end
    // else: the TaskRecord* that waits for it

    // No initial values: set when the task is spawned, and a frame that is only awaited never looks at them. Four
    // stores in every await showed.
    std::coroutine_handle<> resume_at;
    Executor* engine;
    Scope* scope;  ///< where it waits now; only the task itself looks and changes it (a time limit is a scope)
    Scope* home;   ///< where it was spawned; never changes
    std::atomic<std::uintptr_t> joiner{running};
    union {
        TaskRecord* next;        ///< link in the ThreadPool's injection queue
        std::uint64_t priority;  ///< in a Simulation: from priority_shift on PCT's, below its number; 0: not given yet
    };
    static constexpr unsigned priority_shift = 40;
};

namespace detail {

struct PromiseBase {
    std::coroutine_handle<> continuation;  ///< whoever awaits this coroutine as a plain call; null when spawned
    TaskRecord record;

    PromiseBase() noexcept {}  // NOLINT: see TaskRecord

    static void* operator new(std::size_t size) { return frame_pool::allocate(size); }
    static void operator delete(void* frame, std::size_t size) noexcept { frame_pool::release(frame, size); }

    std::suspend_always initial_suspend() const noexcept { return {}; }
};

/// Ends a spawned task: hands the result over, or frees the frame. Touches neither afterwards.
/// @param error the exception it ended with, or null.
void end_spawned(PromiseBase& promise, std::coroutine_handle<> frame, const std::exception_ptr* error) noexcept;

/// The current task waits at `parent` for a spawned task. False if that has ended: do not suspend.
bool wait_for(TaskRecord& child, std::coroutine_handle<> parent) noexcept;

/// Tells engine and scope that a task nobody awaits has ended, its frame being gone. Cancelled is no failure.
void account_orphan(Executor& engine, Scope* scope, std::exception_ptr error) noexcept;

/// Runs `child` on top of the current stack, down to where it first suspends. True if it ended there: `parent`, whom it
/// left to be resumed next, can just go on. Otherwise `parent` is suspended, or already runs elsewhere.
inline bool run_nested(std::coroutine_handle<> child, std::coroutine_handle<> parent) noexcept {
    if (context.nested == context.nested_limit) [[unlikely]] {
        context.next = child;
        return false;
    }
    ++context.nested;
    child.resume();
    --context.nested;
    if (context.next != parent) return false;
    context.next = nullptr;
    return true;
}

template <class T>
struct Promise;

struct FinalAwaiter {
    bool await_ready() const noexcept { return false; }
    template <class P>
    void await_suspend(std::coroutine_handle<P> frame) const noexcept {
        auto& promise = frame.promise();
        if (promise.continuation) [[likely]]
            context.next = promise.continuation;
        else
            end_spawned(promise, frame, promise.error());
    }
    void await_resume() const noexcept {}
};

}  // namespace detail

/// A result that can itself say what was thrown: a std::expected whose error is made of an exception.
template <class T>
concept CanSayThrown = std::is_constructible_v<T, std::unexpect_t, std::exception_ptr>;

/// Move-only owner of a coroutine that has not started, or that its owner awaits.
template <class T = void>
class [[nodiscard]] Task {
public:
    using promise_type = detail::Promise<T>;
    using value_type = T;

    Task() noexcept = default;
    Task(Task&& other) noexcept : frame_{std::exchange(other.frame_, nullptr)} {}
    Task& operator=(Task&& other) noexcept {
        Task moved{std::move(other)};
        std::swap(frame_, moved.frame_);
        return *this;
    }
    ~Task() {
        if (frame_) frame_.destroy();
    }

    /// Runs the task to its end on this worker and yields its result, or throws what it threw. Once. Cancel safety: the
    /// task runs in the awaiting task's scope and is cancelled with it.
    auto operator co_await() && noexcept {
        struct Awaiter {
            std::coroutine_handle<promise_type> child;
            bool await_ready() const noexcept { return false; }
            bool await_suspend(std::coroutine_handle<> parent) noexcept {
                child.promise().continuation = parent;
                return !detail::run_nested(child, parent);
            }
            T await_resume() { return child.promise().take(); }
        };
        return Awaiter{frame_};
    }

    /// The same task; what it throws, but for Cancelled, becomes its result instead of unwinding those who await it. A
    /// coroutine that catches costs a frame more. @pre it has not started
    Task saying_what_it_throws() && noexcept requires CanSayThrown<T> {
        frame_.promise().held = promise_type::Held::nothing_and_no_error;
        return std::move(*this);
    }

    // For the runtime.
    std::coroutine_handle<promise_type> release() noexcept { return std::exchange(frame_, nullptr); }

private:
    friend promise_type;
    explicit Task(std::coroutine_handle<promise_type> frame) noexcept : frame_{frame} {}
    std::coroutine_handle<promise_type> frame_;
};

namespace detail {

struct Nothing {};

/// T, or a value that stands for "no value" where T is void.
template <class T>
using Lifted = std::conditional_t<std::is_void_v<T>, Nothing, T>;

template <class T>
struct Promise final : PromiseBase {
    enum class Held : std::uint8_t { nothing, nothing_and_no_error, value, error };

    union {
        T value;
        std::exception_ptr failure;
    };
    Held held = Held::nothing;

    Promise() noexcept {}  // NOLINT: the union's members are made when the coroutine ends
    ~Promise() {
        if (held == Held::value)
            std::destroy_at(&value);
        else if (held == Held::error)
            std::destroy_at(&failure);
    }
    Promise(const Promise&) = delete;
    Promise& operator=(const Promise&) = delete;

    Task<T> get_return_object() noexcept { return Task<T>{std::coroutine_handle<Promise>::from_promise(*this)}; }
    FinalAwaiter final_suspend() const noexcept { return {}; }

    template <class U>
    requires std::is_constructible_v<T, U&&>
    void return_value(U&& result) {
        std::construct_at(&value, std::forward<U>(result));
        held = Held::value;
    }
    void unhandled_exception() noexcept {
        if constexpr (CanSayThrown<T>) {
            if (held == Held::nothing_and_no_error && say_thrown()) return;
        }
        std::construct_at(&failure, std::current_exception());
        held = Held::error;
    }
    T take() {
        if (held == Held::error) [[unlikely]]
            std::rethrow_exception(failure);
        return std::move(value);
    }
    const std::exception_ptr* error() const noexcept { return held == Held::error ? &failure : nullptr; }

    /// In its handler. False if it is Cancelled.
    bool say_thrown() noexcept {
        try {
            throw;
        } catch (const Cancelled&) {
            return false;
        } catch (...) {
            std::construct_at(&value, std::unexpect, std::current_exception());
        }
        held = Held::value;
        return true;
    }
};

template <>
struct Promise<void> final : PromiseBase {
    std::exception_ptr failure;

    Task<void> get_return_object() noexcept;
    FinalAwaiter final_suspend() const noexcept { return {}; }
    void return_void() const noexcept {}
    void unhandled_exception() noexcept { failure = std::current_exception(); }
    void take() const {
        if (failure) [[unlikely]]
            std::rethrow_exception(failure);
    }
    const std::exception_ptr* error() const noexcept { return failure ? &failure : nullptr; }
};

inline Task<void> Promise<void>::get_return_object() noexcept {
    return Task<void>{std::coroutine_handle<Promise>::from_promise(*this)};
}

}  // namespace detail

/// The result of a spawned task, to be awaited once.
///
/// Dropping it without awaiting lets the task run on: its scope waits for it, and a failure goes to the scope (counted
/// as unobserved unless the scope collects failures). Drop it before its scope is joined.
template <class T>
class [[nodiscard]] JoinHandle {
public:
    JoinHandle() noexcept = default;
    explicit JoinHandle(std::coroutine_handle<detail::Promise<T>> frame) noexcept : frame_{frame} {}
    JoinHandle(JoinHandle&& other) noexcept : frame_{std::exchange(other.frame_, nullptr)} {}
    JoinHandle& operator=(JoinHandle&& other) noexcept {
        JoinHandle moved{std::move(other)};
        std::swap(frame_, moved.frame_);
        return *this;
    }
    ~JoinHandle() {
        if (!frame_) return;
        if (frame_.promise().record.joiner.load(std::memory_order_acquire) == TaskRecord::taken) [[likely]]
            frame_.destroy();
        else
            drop();
    }

    /// True once the task has ended. Any thread.
    bool done() const noexcept {
        const auto joiner = frame_.promise().record.joiner.load(std::memory_order_acquire);
        return joiner == TaskRecord::ended || joiner == TaskRecord::taken;
    }

    /// Awaits the end and yields the result, or throws what the task threw. Once. Not a cancellation point: cancel the
    /// scope they share and the child ends, then so does the wait.
    auto operator co_await() noexcept { return Awaiter{frame_}; }

private:
    struct Awaiter {
        std::coroutine_handle<detail::Promise<T>> child;

        bool await_ready() const noexcept {
            return child.promise().record.joiner.load(std::memory_order_acquire) == TaskRecord::ended;
        }
        bool await_suspend(std::coroutine_handle<> parent) noexcept;
        T await_resume() {
            child.promise().record.joiner.store(TaskRecord::taken, std::memory_order_relaxed);
            return child.promise().take();
        }
    };

    [[gnu::noinline]] void drop() noexcept;

    std::coroutine_handle<detail::Promise<T>> frame_;
};

namespace detail {

/// Where a task's outcome is put for someone who is not a coroutine.
template <class T>
struct Captured {
    std::optional<Lifted<T>> value;
    std::exception_ptr failure;

    T get() && {
        if (failure) std::rethrow_exception(failure);
        if constexpr (!std::is_void_v<T>) return std::move(*value);
    }
};

template <class T>
Task<void> capture(Task<T> task, Captured<T>& out) {
    try {
        if constexpr (std::is_void_v<T>)
            co_await std::move(task);
        else
            out.value.emplace(co_await std::move(task));
    } catch (...) {
        out.failure = std::current_exception();
    }
}

}  // namespace detail

}  // namespace weir
