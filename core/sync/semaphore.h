// A counting semaphore: at most so many permits are out at once.
//
// Protocol. One word holds the free permits and a flag "someone waits". Returning permits adds to the word; while the
// flag is down taking them is one compare-and-swap. While it is up they are taken only under the lock, for the first in
// the queue, so nobody can overtake it; whoever adds to a word with the flag up serves the queue.
//
// Invariants
//  1. free + held + forgotten = added: no permit is lost or made, whatever is cancelled.
//  2. First come first served: a task that asks for many permits holds back those behind it, and is never starved.
//  3. Nobody waits while the first in the queue could be served.
//  4. At rest the queue is empty and the flag is down.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

#include "core/runtime/executor.h"
#include "core/runtime/kernel.h"
#include "core/sync/wait_queue.h"

namespace weir {

class Semaphore {
public:
    class Permit;
    class Acquire;

    /// @param place what deadlock reports call it
    explicit Semaphore(std::int64_t permits, const char* place = "semaphore") noexcept
        : word_{permits * one}, place_{place} {}
    Semaphore(const Semaphore&) = delete;
    Semaphore& operator=(const Semaphore&) = delete;

    /// `co_await` yields a Permit for n permits, which gives them back when destroyed. Waits in line while fewer are
    /// free. Cancel safety: a cancelled wait leaves the line and takes nothing; a permit granted before the
    /// cancellation came is delivered. @pre n > 0
    [[nodiscard]] Acquire acquire(std::int64_t n = 1) noexcept;

    /// Takes n permits if they are free and nobody waits. Any thread.
    std::optional<Permit> try_acquire(std::int64_t n = 1) noexcept;

    /// Adds permits, or takes some away for good (n < 0): then free permits may go below zero until enough have come
    /// back. Acts at once. Any thread.
    void add_permits(std::int64_t n) noexcept { give(n); }

    /// Free permits now, below zero while some are still to be taken away. Any thread.
    std::int64_t available() const noexcept { return word_.load(std::memory_order_acquire) >> 1; }

    /// Tasks in line now. Any thread.
    std::size_t waiting() const noexcept;

private:
    static constexpr std::int64_t one = 2;  // a permit; bit 0 is the flag
    static constexpr std::int64_t someone_waits = 1;

    bool take(std::int64_t n) noexcept {
        prefetch_to_change(&word_);
        auto word = word_.load(std::memory_order_relaxed);
        while ((word & someone_waits) == 0 && word >= n * one) {
            if (word_.compare_exchange_weak(word, word - n * one, std::memory_order_acquire, std::memory_order_relaxed))
                [[likely]]
                return true;
        }
        return false;
    }
    void give(std::int64_t n) noexcept {
        if ((word_.fetch_add(n * one, std::memory_order_acq_rel) & someone_waits) != 0) serve_waiters();
    }
    void serve_waiters() noexcept;
    bool take_or_queue(Acquire& waiter) noexcept;
    void serve_line() noexcept;
    void leave_line(Acquire& waiter) noexcept;

    alignas(64) std::atomic<std::int64_t> word_;
    const char* place_;
    mutable SpinLock lock_;
    WaitQueue<Acquire> line_;
};

/// Permits that are out; they return when this is destroyed. Move-only; may be destroyed on any thread.
class [[nodiscard]] Semaphore::Permit {
public:
    Permit() noexcept = default;
    Permit(Permit&& other) noexcept : home_{std::exchange(other.home_, nullptr)}, count_{other.count_} {}
    Permit& operator=(Permit&& other) noexcept {
        if (this != &other) {
            release();
            home_ = std::exchange(other.home_, nullptr);
            count_ = other.count_;
        }
        return *this;
    }
    ~Permit() { release(); }

    /// Gives the permits back now.
    void release() noexcept {
        if (auto* home = std::exchange(home_, nullptr)) home->give(count_);
    }
    /// Keeps the permits for good: they never return.
    void forget() noexcept { home_ = nullptr; }
    explicit operator bool() const noexcept { return home_ != nullptr; }

private:
    friend class Semaphore;
    Permit(Semaphore& home, std::int64_t count) noexcept : home_{&home}, count_{count} {}
    Semaphore* home_ = nullptr;
    std::int64_t count_ = 0;
};

class [[nodiscard]] Semaphore::Acquire final : public Suspension {
public:
    Acquire(Semaphore& semaphore, std::int64_t n) noexcept : semaphore_{semaphore}, count_{n} {}

    bool await_ready() noexcept {
        if (cancel_requested()) [[unlikely]] {
            state = State::cancelled;
            return true;
        }
        if (share_used_up()) [[unlikely]]
            return false;
        return semaphore_.take(count_);
    }
    bool await_suspend(std::coroutine_handle<> frame) noexcept {
        if (context.operations > 0) return wait(frame);
        if (context.may_take_back) {
            // Not with the permits in its hands: whoever wants them meanwhile would have to wait for its next turn.
            take_in_turn(frame);
            return true;
        }
        // Where schedules are explored, just that is to happen.
        if (!semaphore_.take(count_)) return wait(frame);
        let_others_run(frame);
        return true;
    }
    Permit await_resume() {
        finish();
        return Permit{semaphore_, count_};
    }

private:
    friend class Semaphore;
    void on_cancel() noexcept override { semaphore_.leave_line(*this); }

    /// False: do not suspend.
    bool wait(std::coroutine_handle<> frame) noexcept {
        return begin(frame, semaphore_.place_) && semaphore_.take_or_queue(*this);
    }
    void take_in_turn(std::coroutine_handle<> frame) noexcept;

    Semaphore& semaphore_;
    std::int64_t count_;
};

inline Semaphore::Acquire Semaphore::acquire(std::int64_t n) noexcept { return {*this, n}; }

inline std::optional<Semaphore::Permit> Semaphore::try_acquire(std::int64_t n) noexcept {
    if (!take(n)) return std::nullopt;
    return Permit{*this, n};
}

}  // namespace weir
