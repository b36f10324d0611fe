#include "core/runtime/work_queue.h"

#include <algorithm>

namespace weir {

WorkQueue::WorkQueue(std::size_t capacity)
    : limit_{static_cast<std::int64_t>(capacity)},
      mask_{capacity - 1},
      slots_{std::make_unique<Plain<TaskRecord*>[]>(capacity)} {}

TaskRecord* WorkQueue::pop_oldest() {
    if (size() == 0) return nullptr;
    const std::lock_guard guard{lock_};
    const auto head = head_.load(std::memory_order_relaxed);
    if (head >= tail_.load(std::memory_order_relaxed)) return nullptr;
    TaskRecord* const task = slots_[static_cast<std::size_t>(head) & mask_];
    head_.store(head + 1, std::memory_order_relaxed);
    return task;
}

bool WorkQueue::take_oldest_if(const TaskRecord* task) {
    if (size() == 0 || at(0) != task) return false;
    const std::lock_guard guard{lock_};
    const auto head = head_.load(std::memory_order_relaxed);
    if (head >= tail_.load(std::memory_order_relaxed)) return false;
    if (slots_[static_cast<std::size_t>(head) & mask_] != task) return false;
    head_.store(head + 1, std::memory_order_relaxed);
    return true;
}

TaskRecord* WorkQueue::settle(std::int64_t tail) {
    // A thief had claimed the task, perhaps only for the moment. Put it back and ask again with the thief shut out.
    tail_.store(tail, std::memory_order_release);
    const std::lock_guard guard{lock_};
    const auto newest = tail - 1;
    if (head_.load(std::memory_order_relaxed) > newest) return nullptr;
    tail_.store(newest, std::memory_order_relaxed);
    return slots_[static_cast<std::size_t>(newest) & mask_];
}

void WorkQueue::make_room(std::int64_t tail) {
    const std::lock_guard guard{lock_};
    const auto head = head_.load(std::memory_order_relaxed);
    const std::size_t capacity = mask_ + 1;
    // Grow at half full or more, so that looking at head costs one lock for at least capacity / 2 pushes.
    if (static_cast<std::size_t>(tail - head) * 2 > capacity) {
        auto grown = std::make_unique<Plain<TaskRecord*>[]>(capacity * 2);
        const auto grown_mask = capacity * 2 - 1;
        for (auto i = head; i < tail; ++i)
            grown[static_cast<std::size_t>(i) & grown_mask] = slots_[static_cast<std::size_t>(i) & mask_];
        slots_ = std::move(grown);
        mask_ = grown_mask;
    }
    limit_ = head + static_cast<std::int64_t>(mask_ + 1);
}

TaskRecord* WorkQueue::steal_half(WorkQueue& loot, std::size_t& taken) {
    std::array<TaskRecord*, max_steal> claimed;
    taken = 0;
    if (size() == 0 || !lock_.try_lock()) return nullptr;
    {
        const std::lock_guard guard{lock_, std::adopt_lock};
        const auto head = head_.load(std::memory_order_relaxed);
        auto tail = tail_.load(std::memory_order_relaxed);
        if (head >= tail) return nullptr;
        auto end = head + std::min<std::int64_t>((tail - head + 1) / 2, static_cast<std::int64_t>(max_steal));
        head_.store(end, std::memory_order_seq_cst);
        tail = tail_.load(std::memory_order_seq_cst);
        if (end > tail) {
            end = std::max(head, tail);
            head_.store(end, std::memory_order_relaxed);
        }
        for (auto i = head; i < end; ++i) claimed[taken++] = slots_[static_cast<std::size_t>(i) & mask_];
    }
    if (taken == 0) return nullptr;
    for (std::size_t i = 1; i < taken; ++i) loot.push(claimed[i]);
    return claimed[0];
}

TaskRecord* WorkQueue::take_at(std::size_t i) {
    auto* const task = at(i);
    const auto head = head_.load(std::memory_order_relaxed);
    for (auto k = head + static_cast<std::int64_t>(i); k > head; --k)
        slots_[static_cast<std::size_t>(k) & mask_] = slots_[static_cast<std::size_t>(k - 1) & mask_];
    head_.store(head + 1, std::memory_order_relaxed);
    return task;
}

}  // namespace weir
