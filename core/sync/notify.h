// Tells tasks that something has happened, without saying what.
//
// Invariants
//  1. notify_one() wakes the task that has waited longest; with nobody waiting it leaves one token, which the next wait
//     takes at once. Tokens do not add up.
//  2. notify_all() wakes those that wait now and leaves no token.
//  3. A notification that reached a task is not lost when that task is cancelled at the same moment: the wait succeeds.
#pragma once

#include "core/runtime/executor.h"
#include "core/sync/wait_queue.h"

namespace weir {

class Notify {
public:
    class Wait;

    /// `co_await` returns at the next notification. Cancel safety: a cancelled wait takes no notification.
    [[nodiscard]] Wait wait() noexcept;

    void notify_one() noexcept;  ///< any thread
    void notify_all() noexcept;  ///< any thread
    std::size_t waiting() const noexcept;

private:
    mutable SpinLock lock_;
    bool token_ = false;
    WaitQueue<Wait> line_;
};

class [[nodiscard]] Notify::Wait final : public Suspension {
public:
    explicit Wait(Notify& notify) noexcept : notify_{notify} {}

    bool await_ready() const noexcept { return false; }
    bool await_suspend(std::coroutine_handle<> frame) noexcept;
    void await_resume() { finish(); }

private:
    void on_cancel() noexcept override;
    Notify& notify_;
};

inline Notify::Wait Notify::wait() noexcept { return Wait{*this}; }

}  // namespace weir
