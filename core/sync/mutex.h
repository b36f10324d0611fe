// Mutual exclusion between tasks: a semaphore with one permit. May be held across awaits.
#pragma once

#include <optional>

#include "core/sync/semaphore.h"

namespace weir {

class Mutex {
public:
    /// Unlocks when destroyed.
    using Guard = Semaphore::Permit;

    /// `co_await` yields a Guard. FIFO. Cancel safety as Semaphore::acquire. Not recursive: locking twice in one task
    /// waits for ever (the virtual engine reports it as a deadlock).
    [[nodiscard]] Semaphore::Acquire lock() noexcept { return permit_.acquire(); }
    std::optional<Guard> try_lock() noexcept { return permit_.try_acquire(); }
    bool locked() const noexcept { return permit_.available() <= 0; }
    std::size_t waiting() const noexcept { return permit_.waiting(); }

private:
    Semaphore permit_{1, "mutex"};
};

}  // namespace weir
