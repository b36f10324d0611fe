#include "core/runtime/parker.h"

#include "core/runtime/kernel.h"

namespace weir {

void Parker::park(std::optional<std::int64_t> monotonic_deadline_ns) noexcept {
    while (token_.exchange(0, std::memory_order_acquire) == 0)
        if (!futex_wait(token_, 0, monotonic_deadline_ns)) return;
}

void Parker::unpark() noexcept {
    if (token_.exchange(1, std::memory_order_release) == 0) futex_wake(token_);
}

}  // namespace weir
