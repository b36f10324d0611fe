// `co_await unless_cancelled(wait)`: told of a cancellation by a result instead of an exception.
//
// An exception costs 1 to 2 us in every coroutine it passes through (libgcc looks up and interprets unwind tables: some
// 11 000 instructions); a result costs nothing. Worth it where cancelling is the normal end of very many tasks.
#pragma once

#include <concepts>
#include <optional>
#include <type_traits>

#include "core/runtime/executor.h"

namespace weir {

template <class Wait>
class [[nodiscard]] UnlessCancelled {
    using Result = decltype(std::declval<Wait&>().await_resume());

public:
    explicit UnlessCancelled(Wait& wait) noexcept : wait_{wait} {}

    bool await_ready() noexcept { return wait_.await_ready(); }
    bool await_suspend(std::coroutine_handle<> frame) noexcept { return wait_.await_suspend(frame); }
    auto await_resume() {
        Suspension& suspension = wait_;
        if constexpr (std::is_void_v<Result>) {
            return suspension.finish_quietly();
        } else {
            using Maybe = std::optional<Result>;
            if (suspension.state != Waiter::State::cancelled) return Maybe{wait_.await_resume()};
            suspension.finish_quietly();
            return Maybe{};
        }
    }

private:
    Wait& wait_;
};

/// Wraps a wait that its scope can cut short: a sleep, a semaphore or lock, a channel, a notification. `co_await`
/// yields what the wait yields as an optional that is empty when the wait was cancelled; for a wait without a result,
/// true or false. The wait may be a temporary of the same expression.
template <std::derived_from<Suspension> Wait>
UnlessCancelled<Wait> unless_cancelled(Wait&& wait) noexcept {
    return UnlessCancelled<Wait>{wait};
}

}  // namespace weir
