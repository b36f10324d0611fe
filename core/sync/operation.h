// What awaitables have in common that wait at a place guarded by one lock: they try first, and wait in line only for
// what cannot be done at once.
#pragma once

#include <coroutine>

#include "core/runtime/executor.h"

namespace weir {

/// @tparam Op derives from this and has `bool attempt(bool may_wait) noexcept`, which takes the place's lock and yields
/// true when the operation is done (then its state is granted) or its state is cancelled; else, if it may wait, it is
/// in line. Becoming granted matters even for what never waited: its scope may know it already, and a cancellation that
/// comes now must not take back what has been done.
template <class Op>
class Operation : public Suspension {
public:
    bool await_ready() noexcept {
        if (cancel_requested()) [[unlikely]] {
            state = State::cancelled;
            return true;
        }
        return !share_used_up() && self().attempt(false);
    }
    bool await_suspend(std::coroutine_handle<> frame) noexcept {
        if (context.operations == 0 && self().attempt(false)) {
            let_others_run(frame);
            return true;
        }
        return begin(frame, where_) && !self().attempt(true);
    }

protected:
    /// @param where what deadlock reports call the place
    // Private with Op as a friend, g++ would take the destructor for one that anybody may call.
    // NOLINTNEXTLINE(bugprone-crtp-constructor-accessibility)
    explicit Operation(const char* where) noexcept : where_{where} {}
    ~Operation() = default;

private:
    Op& self() noexcept { return static_cast<Op&>(*this); }

    const char* where_;
};

}  // namespace weir
