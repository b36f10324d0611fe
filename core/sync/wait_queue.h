// The tasks waiting at one place, first come first served. Intrusive: waiting allocates nothing. Guarded by the place's
// lock.
#pragma once

#include "core/runtime/scope.h"

namespace weir {

template <class W>
class WaitQueue {
public:
    bool empty() const noexcept { return first_ == nullptr; }
    W* front() const noexcept { return static_cast<W*>(first_); }
    std::size_t size() const noexcept { return size_; }

    void push_back(W& waiter) noexcept {
        waiter.state = Waiter::State::queued;
        waiter.previous = last_;
        waiter.next = nullptr;
        (last_ != nullptr ? last_->next : first_) = &waiter;
        last_ = &waiter;
        ++size_;
    }

    /// Takes the waiter out, to be granted or cancelled.
    void remove(W& waiter, Waiter::State becomes) noexcept {
        (waiter.previous != nullptr ? waiter.previous->next : first_) = waiter.next;
        (waiter.next != nullptr ? waiter.next->previous : last_) = waiter.previous;
        waiter.state = becomes;
        --size_;
    }

private:
    Waiter* first_ = nullptr;
    Waiter* last_ = nullptr;
    std::size_t size_ = 0;
};

/// Makes a task ready that was taken out of a queue. Call it under the place's lock: the waiter is gone once its task
/// runs, and its task cannot have run before.
inline void wake(Waiter& waiter) noexcept { waiter.task->engine->wake(waiter); }

}  // namespace weir
