// What a thread that runs tasks knows at any moment, and the trampoline that resumes coroutines.
//
// A coroutine that hands over (to a child it awaits, or to whoever awaits it) never resumes the other itself: it leaves
// the handle in `next` and returns, and the loop in poll() resumes it. Symmetric transfer would do the same in one
// jump, but g++ 12 turns it into a nested call at -O1 and under sanitizers, which overflows the stack.
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
    std::coroutine_handle<> next;  ///< resumed next by the trampoline
    TaskRecord* task = nullptr;    ///< the task being polled
    WorkQueue* queue = nullptr;    ///< run queue of this worker; null on threads that are not workers
    Executor* engine = nullptr;    ///< engine this worker belongs to
    WorkerStats* stats = nullptr;
    void* worker = nullptr;        ///< the engine's own record of this worker
    std::uint32_t operations = 0;  ///< left before the task has to let others run
    bool may_take_back = true;     ///< false while schedules are explored: a join is then always a scheduling choice
};

inline constinit thread_local Context context;

}  // namespace weir
