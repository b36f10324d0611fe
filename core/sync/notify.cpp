#include "core/sync/notify.h"

#include <mutex>
#include <utility>

namespace weir {

void Notify::notify_one() noexcept {
    const std::lock_guard guard{lock_};
    auto* const first = line_.front();
    if (first == nullptr) {
        token_ = true;
        return;
    }
    line_.remove(*first, Waiter::State::granted);
    wake(*first);
}

void Notify::notify_all() noexcept {
    const std::lock_guard guard{lock_};
    while (auto* const first = line_.front()) {
        line_.remove(*first, Waiter::State::granted);
        wake(*first);
    }
}

std::size_t Notify::waiting() const noexcept {
    const std::lock_guard guard{lock_};
    return line_.size();
}

bool Notify::Wait::await_suspend(std::coroutine_handle<> frame) noexcept {
    return begin(frame, "notify") && take_token_or_queue(frame);
}

bool Notify::InLine::take_token_or_queue(std::coroutine_handle<> frame) noexcept {
    {
        const std::lock_guard guard{notify_.lock_};
        if (state == State::cancelled) return false;
        if (!notify_.token_ && !expired_) {
            notify_.line_.push_back(*this);
            return true;
        }
        state = State::granted;
        // A token counts for more than the time.
        if (std::exchange(notify_.token_, false)) expired_ = false;
    }
    if (!share_used_up()) return false;
    let_others_run(frame);
    return true;
}

void Notify::InLine::on_cancel() noexcept {
    const std::lock_guard guard{notify_.lock_};
    if (state == State::idle) state = State::cancelled;
    if (state != State::queued) return;
    notify_.line_.remove(*this, State::cancelled);
    wake(*this);
}

// Armed before it is in the queue: once it is there, its task may be running elsewhere.
bool Notify::WaitUntil::await_suspend(std::coroutine_handle<> frame) noexcept {
    if (!begin(frame, "notify")) return false;
    engine_.arm(*this);
    return take_token_or_queue(frame);
}

bool Notify::WaitUntil::await_resume() {
    engine_.disarm(*this);
    finish();
    return !expired_;
}

void Notify::WaitUntil::on_fire() noexcept {
    using enum Waiter::State;
    const std::lock_guard guard{notify_.lock_};
    if (Waiter::state != idle && Waiter::state != queued) return;
    expired_ = true;
    if (Waiter::state == idle) return;
    notify_.line_.remove(*this, granted);
    wake(*this);
}

}  // namespace weir
