// How work finds a worker of a thread pool: what waits where, who is idle, who searches, who is woken.
//
// Protocol
//  1. `wants_work` is true while a worker is idle and none searches. It is written under the lock.
//  2. Whoever makes work ready stores it first and reads wants_work then. Whoever goes idle says so first, makes every
//     earlier push visible then (heavy_barrier), and looks at every queue once more before it parks. So one of the two
//     sees the other, and no work is stranded. Pushing to one's own queue costs no fence for that. What comes from
//     outside and what is said of a long poll does not need the barrier: both sides are in the order of seq_cst.
//  3. At most one worker at a time is woken to search. Pushes wake nobody meanwhile, so who ends a search looks at the
//     queues as one that goes idle does, and wakes the next if there is more.
//  4. The one exception: a lone task is its owner's next and is left to it, so it waits for the end of the owner's
//     poll. A poll may be long only in work(), which says so first; then a lone task is taken like any other.
#pragma once

#include <cstddef>
#include <vector>

#include "core/metrics/atomic.h"
#include "core/runtime/kernel.h"
#include "core/runtime/parker.h"
#include "core/runtime/spinlock.h"
#include "core/runtime/work_queue.h"

namespace weir {

struct TaskRecord;

/// A worker as far as others have to do with it.
struct WorkerPost {
    WorkQueue queue;
    Parker parker;
    Plain<bool> searching{false};      ///< guarded by the lock while parked
    Plain<bool> is_idle{false};        ///< guarded by the lock
    Atomic<bool> in_long_poll{false};  ///< uses its processor for a task's work()

    /// How many tasks must lie in its queue for one to be worth another worker's while.
    std::size_t least_worth_taking() const noexcept { return in_long_poll.load(std::memory_order_seq_cst) ? 1 : 2; }
    bool worth_taking() const noexcept {
        const auto least =
            least_worth_taking();  // before the size: who sees a long poll sees what was pushed before it
        return queue.size() >= least;
    }
};

class WorkSharing {
public:
    /// @param wants_work read on every push, so it lies where that finds it; nobody else writes it
    explicit WorkSharing(Atomic<bool>& wants_work) noexcept : wants_work_{wants_work} {}
    WorkSharing(const WorkSharing&) = delete;
    WorkSharing& operator=(const WorkSharing&) = delete;

    /// Adds a worker. @pre none has started; it must outlive this
    void add(WorkerPost& post);

    // Making work ready.

    /// For a worker that has just pushed to its own queue: whether it should wake_one().
    static bool wanted_after_push(const Atomic<bool>& wants_work, const WorkQueue& queue) noexcept {
        light_barrier();
        // One task in the queue is the one this worker runs next: waking another worker for it would only move it.
        return wants_work.load(std::memory_order_relaxed) && queue.size() > 1;
    }
    /// Queues a task for whichever worker comes first, and wakes one if need be. Any thread.
    void inject(TaskRecord& task) noexcept;
    /// Before a worker computes for long: from here on even a lone task of its queue is for others.
    static void begin_long_poll(WorkerPost& post) noexcept { post.in_long_poll.store(true, std::memory_order_seq_cst); }
    static void end_long_poll(WorkerPost& post) noexcept { post.in_long_poll.store(false, std::memory_order_relaxed); }
    /// During a long poll: wakes one if work waits in the worker's queue, or `more` does elsewhere.
    void ask_for_help(const WorkerPost& post, bool more) noexcept;
    /// Wakes an idle worker to search, unless one searches already. Any thread.
    void wake_one() noexcept;

    // Getting work. Each for the post's own worker.

    TaskRecord* pop_injected() noexcept;
    /// Steals from the first worker, beginning with number `first`, whose queue is worth it; or null.
    /// @param also_last takes a lone task too
    /// @param taken set to the number of tasks taken
    TaskRecord* steal(WorkerPost& post, std::size_t first, bool also_last, std::size_t& taken);
    void begin_search(WorkerPost& post) noexcept;
    void end_search(WorkerPost& post, bool found) noexcept;

    /// Going idle: announce(); then, unless work_for() says there is some, park; in any case withdraw().
    /// @return false if the kernel has no barrier: what others push to their own queues meanwhile may be missed.
    bool announce(WorkerPost& post) noexcept;
    bool work_for(const WorkerPost& post) const noexcept;
    void withdraw(WorkerPost& post) noexcept;

private:
    void update_wants_work() noexcept;

    Atomic<bool>& wants_work_;
    std::vector<WorkerPost*> posts_;

    // Injection queue: tasks made ready by threads that are no workers.
    SpinLock injected_lock_;
    Plain<TaskRecord*> injected_first_{nullptr};
    Plain<TaskRecord*> injected_last_{nullptr};
    Atomic<std::size_t> injected_size_{0};

    SpinLock idle_lock_;  // guards what follows
    std::vector<WorkerPost*> idle_;
    Plain<std::size_t> searching_{0};
};

}  // namespace weir
