#include "core/sync/notify.h"

#include <mutex>

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
    if (!begin(frame, "notify")) return false;
    {
        const std::lock_guard guard{notify_.lock_};
        if (state == State::cancelled) return false;
        if (!notify_.token_) {
            notify_.line_.push_back(*this);
            return true;
        }
        notify_.token_ = false;
        state = State::granted;
    }
    if (!share_used_up()) return false;
    let_others_run(frame);
    return true;
}

void Notify::Wait::on_cancel() noexcept {
    const std::lock_guard guard{notify_.lock_};
    if (state == State::idle) state = State::cancelled;
    if (state != State::queued) return;
    notify_.line_.remove(*this, State::cancelled);
    wake(*this);
}

}  // namespace weir
