// Many readers or one writer: a semaphore of which a reader takes one permit and a writer all.
//
// Fair because the semaphore is: a waiting writer holds back readers that come after it, and a stream of readers cannot
// starve it.
#pragma once

#include <cstdint>
#include <optional>

#include "core/sync/semaphore.h"

namespace weir {

class RwLock {
public:
    /// Unlocks when destroyed.
    using Guard = Semaphore::Permit;

    // More readers than any run has tasks; tokio's limit is of the same kind.
    static constexpr std::int64_t max_readers = std::int64_t{1} << 29;

    /// `co_await` yields a Guard. FIFO among readers and writers. Cancel safety as Semaphore::acquire.
    [[nodiscard]] Semaphore::Acquire read() noexcept { return permits_.acquire(1); }
    [[nodiscard]] Semaphore::Acquire write() noexcept { return permits_.acquire(max_readers); }
    std::optional<Guard> try_read() noexcept { return permits_.try_acquire(1); }
    std::optional<Guard> try_write() noexcept { return permits_.try_acquire(max_readers); }
    std::size_t waiting() const noexcept { return permits_.waiting(); }

private:
    Semaphore permits_{max_readers, "rw-lock"};
};

}  // namespace weir
