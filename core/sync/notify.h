// Tells tasks that something has happened, without saying what.
//
// Invariants
//  1. notify_one() wakes the task that has waited longest; with nobody waiting it leaves one token, which the next wait
//     takes at once. Tokens do not add up.
//  2. notify_all() wakes those that wait now and leaves no token.
//  3. A notification that reached a task is not lost when that task is cancelled, or its time is up, at the same
//     moment: the wait succeeds.
#pragma once

#include "core/runtime/executor.h"
#include "core/runtime/timer.h"
#include "core/sync/wait_queue.h"

namespace weir {

class Notify {
public:
    class Wait;
    class WaitUntil;

    /// `co_await` returns at the next notification. Cancel safety: a cancelled wait takes no notification.
    [[nodiscard]] Wait wait() noexcept;

    /// `co_await` yields true at the next notification, or false once engine time has reached `deadline`; which of the
    /// two it was costs the same. Cancel safety: as wait().
    [[nodiscard]] WaitUntil wait_until(Executor& engine, Time deadline) noexcept;

    void notify_one() noexcept;  ///< any thread
    void notify_all() noexcept;  ///< any thread
    std::size_t waiting() const noexcept;

private:
    class InLine;

    mutable SpinLock lock_;
    bool token_ = false;
    WaitQueue<InLine> line_;
};

/// What both waits share.
class Notify::InLine : public Suspension {
public:
    bool await_ready() const noexcept { return false; }

protected:
    explicit InLine(Notify& notify) noexcept : notify_{notify} {}
    ~InLine() = default;
    void on_cancel() noexcept final;
    /// False: do not suspend.
    bool take_token_or_queue(std::coroutine_handle<> frame) noexcept;

    Notify& notify_;
    bool expired_ = false;  // under the notify's lock
};

class [[nodiscard]] Notify::Wait final : public InLine {
public:
    explicit Wait(Notify& notify) noexcept : InLine{notify} {}

    bool await_suspend(std::coroutine_handle<> frame) noexcept;
    void await_resume() { finish(); }
};

class [[nodiscard]] Notify::WaitUntil final : public InLine, private Timer {
public:
    WaitUntil(Notify& notify, Executor& engine, Time until) noexcept : InLine{notify}, engine_{engine} {
        deadline = until;
    }
    ~WaitUntil() { engine_.disarm(*this); }

    bool await_suspend(std::coroutine_handle<> frame) noexcept;
    bool await_resume();

private:
    void on_fire() noexcept override;

    Executor& engine_;
};

inline Notify::Wait Notify::wait() noexcept { return Wait{*this}; }
inline Notify::WaitUntil Notify::wait_until(Executor& engine, Time deadline) noexcept {
    return {*this, engine, deadline};
}

}  // namespace weir
