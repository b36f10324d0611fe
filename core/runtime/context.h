// What a thread that runs tasks knows at any moment, and the trampoline that resumes coroutines.
//
// A coroutine that ends leaves the handle of whoever awaits it in `next` and returns, and the loop in poll() resumes
// that. Symmetric transfer would do the same in one jump, but g++ 12 turns it into a nested call at -O1 and under
// sanitizers, which overflows the stack. A child that is awaited starts on top of its parent's stack, as a call would:
// most end without suspending, and then the parent just goes on, which saves the way through the loop, a fifth of an
// await. That nests `nested_limit` deep; what goes deeper leaves its child to the loop.
#pragma once

#include <coroutine>
#include <cstdint>

namespace weir {

class Executor;
class Scope;
class WorkQueue;
struct TaskRecord;
struct WorkerStats;

struct Context {
    // A level takes 100 to 200 bytes of stack, several times that under sanitizers. Recursion deeper than this goes
    // through the loop on its way back, as if nothing nested.
    static constexpr std::uint32_t nested_limit = 64;

    std::coroutine_handle<> next;  ///< resumed next by the trampoline
    TaskRecord* task = nullptr;    ///< the task being polled
    WorkQueue* queue = nullptr;    ///< run queue of this worker; null on threads that are not workers
    Executor* engine = nullptr;    ///< engine this worker belongs to
    WorkerStats* stats = nullptr;
    void* worker = nullptr;        ///< the engine's own record of this worker
    std::uint32_t nested = 0;      ///< children running on top of their parents
    std::uint32_t operations = 0;  ///< left before the task has to let others run
    /// False while schedules are explored: a join is then always a scheduling choice, and so is what happens while a
    /// task holds the permits it has just taken.
    bool may_take_back = true;
};

inline constinit thread_local Context context;

}  // namespace weir
