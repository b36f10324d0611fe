#include "core/sync/semaphore.h"

#include <exception>
#include <mutex>

#include "core/runtime/frame_pool.h"

namespace weir {
namespace {

/// Resumed in place of a task: either leaves the task to be resumed next, or the task waits.
struct Turn {
    struct Promise {
        static void* operator new(std::size_t size) { return frame_pool::allocate(size); }
        static void operator delete(void* frame, std::size_t size) noexcept { frame_pool::release(frame, size); }

        Turn get_return_object() noexcept { return {std::coroutine_handle<Promise>::from_promise(*this)}; }
        std::suspend_always initial_suspend() const noexcept { return {}; }
        std::suspend_never final_suspend() const noexcept { return {}; }
        void return_void() const noexcept {}
        [[noreturn]] void unhandled_exception() const noexcept { std::terminate(); }
    };
    using promise_type = Promise;

    std::coroutine_handle<> handle;
};

template <class Wait>
Turn turn_of(std::coroutine_handle<> frame, Wait wait) {
    if (!wait(frame)) context.next = frame;
    co_return;
}

}  // namespace

/// Lets others run, and asks for the permits when its turn has come.
void Semaphore::Acquire::take_in_turn(std::coroutine_handle<> frame) noexcept {
    let_others_run(turn_of(frame, [this](std::coroutine_handle<> f) { return wait(f); }).handle);
}

bool Semaphore::take_or_queue(Acquire& waiter) noexcept {
    const std::lock_guard guard{lock_};
    if (waiter.state == Waiter::State::cancelled) return false;
    auto word = word_.load(std::memory_order_relaxed);
    while (true) {
        if ((word & someone_waits) != 0) break;
        const bool enough = word >= waiter.count_ * one;
        const auto next = enough ? word - waiter.count_ * one : word | someone_waits;
        if (!word_.compare_exchange_weak(word, next, std::memory_order_acquire, std::memory_order_relaxed)) continue;
        if (enough) {
            waiter.state = Waiter::State::granted;
            return false;
        }
        break;
    }
    line_.push_back(waiter);
    return true;
}

void Semaphore::serve_waiters() noexcept {
    const std::lock_guard guard{lock_};
    serve_line();
}

void Semaphore::serve_line() noexcept {
    while (auto* const first = line_.front()) {
        const auto needed = first->count_ * one;
        // The flag is up: only the holder of the lock takes from the word; others may add to it.
        const auto word = word_.load(std::memory_order_relaxed) & ~someone_waits;
        if (word < needed) return;
        word_.fetch_sub(needed, std::memory_order_acq_rel);
        line_.remove(*first, Waiter::State::granted);
        wake(*first);
    }
    word_.fetch_and(~someone_waits, std::memory_order_release);
}

void Semaphore::leave_line(Acquire& waiter) noexcept {
    const std::lock_guard guard{lock_};
    if (waiter.state == Waiter::State::idle) waiter.state = Waiter::State::cancelled;
    if (waiter.state != Waiter::State::queued) return;
    line_.remove(waiter, Waiter::State::cancelled);
    wake(waiter);
    serve_line();  // it may have held back others that ask for less
}

std::size_t Semaphore::waiting() const noexcept {
    const std::lock_guard guard{lock_};
    return line_.size();
}

}  // namespace weir
