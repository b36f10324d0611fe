// A worker's run queue: the owner pushes and takes at the tail, takes at the head, and thieves take half from the head.
//
// Protocol (after the THE protocol of Cilk-5, Frigo et al. 1998)
//  1. Only the owner writes `tail` and slots. Only a holder of the lock writes `head`.
//  2. A thief, or the owner taking the oldest, holds the lock. The owner takes the newest without it: it first lowers
//     tail, then reads head; a thief first raises head, then reads tail; both in the single total order of seq_cst, so
//     at least one of them sees the other. The thief that sees too low a tail gives back what it claimed too much; the
//     owner that sees too high a head settles it under the lock.
//  3. Thieves read slots only inside a range they have claimed, under the lock; the owner overwrites a slot only below
//     `limit`, which it computes under the lock. So slots need not be atomic and the ring may grow.
//  No fence is used: ThreadSanitizer does not understand fences.
//
// Why not a queue that is only FIFO with a next-task slot beside it: taking the newest is what fork-join needs (a
// parent takes its own child back and runs it as a plain call), it doubles as the next-task slot, and a task in it can
// still be stolen.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>

#include "core/metrics/atomic.h"
#include "core/runtime/spinlock.h"

namespace weir {

struct TaskRecord;

/// After so many newest-first picks in a row a worker gives the oldest its turn, as tokio caps its next-task slot at 3.
inline constexpr std::uint32_t newest_in_a_row_limit = 3;

class WorkQueue {
public:
    /// @param capacity initial number of slots, a power of two; the queue grows by doubling.
    explicit WorkQueue(std::size_t capacity = 256);
    WorkQueue(const WorkQueue&) = delete;
    WorkQueue& operator=(const WorkQueue&) = delete;

    /// Owner. Adds a task as the newest.
    void push(TaskRecord* task) {
        const auto tail = tail_.load(std::memory_order_relaxed);
        if (tail == limit_) [[unlikely]]
            make_room(tail);
        slots_[static_cast<std::size_t>(tail) & mask_] = task;
        tail_.store(tail + 1, std::memory_order_release);
    }

    /// Owner. Takes the newest task, or nullptr.
    TaskRecord* pop_newest() {
        const auto tail = tail_.load(std::memory_order_relaxed);
        if (head_.load(std::memory_order_relaxed) >= tail) return nullptr;
        if (lower_tail(tail - 1)) [[likely]]
            return slots_[static_cast<std::size_t>(tail - 1) & mask_];
        return settle(tail);
    }

    /// Owner. Takes the oldest task, or nullptr.
    TaskRecord* pop_oldest();

    /// Owner. Takes back this very task if it is the newest or the oldest here; false if it is not, or was stolen.
    bool take_back(const TaskRecord* task) {
        const auto tail = tail_.load(std::memory_order_relaxed);
        // The slot may be one that was emptied long ago; then tail comes to lie below head, and settle() says no.
        if (slots_[static_cast<std::size_t>(tail - 1) & mask_] == task) [[likely]]
            return lower_tail(tail - 1) || settle(tail) != nullptr;
        return take_oldest_if(task);
    }

    /// Thief, the owner of `loot`. Takes the older half (rounded up, at most max_steal), pushes all but the oldest to
    /// `loot` and returns the oldest, or nullptr if there was nothing or another thief was at it.
    /// @param taken set to the number of tasks taken.
    TaskRecord* steal_half(WorkQueue& loot, std::size_t& taken);

    /// Any thread; a moment's guess unless the caller is the owner and no thief is at work.
    std::size_t size() const noexcept {
        const auto head = head_.load(std::memory_order_relaxed);
        const auto tail = tail_.load(std::memory_order_relaxed);
        return tail > head ? static_cast<std::size_t>(tail - head) : 0;
    }

    /// Owner. The number of tasks ever pushed minus those popped at the tail: tells whether a poll added work.
    std::int64_t tail() const noexcept { return tail_.load(std::memory_order_relaxed); }

    /// Single-threaded engines only: the i-th oldest task, and taking it out of the middle.
    TaskRecord* at(std::size_t i) const {
        return slots_[static_cast<std::size_t>(head_.load(std::memory_order_relaxed) + static_cast<std::int64_t>(i)) &
                      mask_];
    }
    TaskRecord* take_at(std::size_t i);

    // Half of a long queue would hold the lock too long; 256 pointers are copied in about 100 ns.
    static constexpr std::size_t max_steal = 256;

private:
    /// Owner. True if the task at `newest` is the owner's now.
    bool lower_tail(std::int64_t newest) noexcept {
        tail_.store(newest, std::memory_order_seq_cst);
        return head_.load(std::memory_order_seq_cst) <= newest;
    }

    void make_room(std::int64_t tail);
    TaskRecord* settle(std::int64_t tail);
    bool take_oldest_if(const TaskRecord* task);

    // The owner's line, then the line that thieves write.
    alignas(64) Atomic<std::int64_t> tail_{0};
    std::int64_t limit_;  // tail may grow up to here without looking at head
    Plain<std::size_t> mask_;
    std::unique_ptr<Plain<TaskRecord*>[]> slots_;
    alignas(64) Atomic<std::int64_t> head_{0};
    SpinLock lock_;
};

}  // namespace weir
