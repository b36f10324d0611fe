// Coordinated shutdown, textbook form: as tutorials write it, with the defects of that form. Not for use; for
// comparison.
//
// Each task is raced against a token: whichever comes first ends it. Its cleanup is what it does last. To shut down,
// cancel the token and await the handles.
//
// Defects, each caught by an invariant of the production form (core/patterns/shutdown.h)
//  1. The race cuts a task at whatever await it has come to, in the middle of its work or of its cleanup; nothing is
//     drained, and the cleanup of what is cut does not run to its end, or at all.
//  2. Failures are swallowed: whoever shuts down is told of none, and the cleanup that was to follow is left out.
//  3. There is no deadline: a task whose author forgot the race is awaited for as long as it likes.
//  4. Handles are never reaped: what has ended keeps its frame until the end of all.
//  5. Dropping the coordinator leaves the tasks running, and nobody can tell them to stop any more.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/patterns/shutdown_token.h"
#include "core/runtime/executor.h"
#include "core/runtime/spinlock.h"
#include "core/runtime/task.h"
#include "core/sync/mutex.h"

namespace weir::patterns::textbook {

/// All functions may be called from any thread, awaits from tasks.
class Shutdown {
public:
    enum class Race : std::uint8_t { against_the_token, forgotten };

    explicit Shutdown(Executor& engine) noexcept : engine_{engine} {}  // defect 5: and no destructor that stops them

    const CancellationToken& token() const noexcept { return token_; }

    /// Starts a task in the calling task's scope, which is to be joined after the coordinator is gone. False: refused,
    /// for it is shutting down.
    bool spawn(Task<void> work, Task<void> cleanup, Race race = Race::against_the_token);

    /// Returns when every task has ended. A second call waits for the first. Not a cancellation point once it waits for
    /// tasks: cancel their scope and they end, then so does this.
    Task<void> shut_down();

    /// Handles it holds.
    std::size_t handles() const noexcept;

private:
    static Task<void> run(Executor& engine, CancellationToken token, Task<void> whole);

    Executor& engine_;
    CancellationToken token_;
    Mutex turn_;             // a handle is awaited once
    mutable SpinLock lock_;  // guards what follows; handles_ are left alone once it is closed
    bool closed_ = false;
    std::vector<JoinHandle<void>> handles_;
};

}  // namespace weir::patterns::textbook
