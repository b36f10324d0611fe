#include "core/runtime/timer_heap.h"

#include <algorithm>

namespace weir {

void TimerHeap::put(std::size_t i, const Entry& entry) noexcept {
    entries_[i] = entry;
    entry.timer->heap_index = i;
}

void TimerHeap::insert(Timer& timer) {
    timer.sequence = armed_++;
    const Entry entry{timer.deadline, timer.sequence, &timer};
    entries_.push_back(entry);
    sift_up(entries_.size() - 1, entry);
}

void TimerHeap::remove(Timer& timer) noexcept {
    const auto i = timer.heap_index;
    const auto last = entries_.back();
    entries_.pop_back();
    if (i == entries_.size()) return;
    if (i > 0 && last.before(entries_[(i - 1) / arity]))
        sift_up(i, last);
    else
        sift_down(i, last);
}

Timer& TimerHeap::pop() noexcept {
    auto& timer = *entries_.front().timer;
    remove(timer);
    return timer;
}

void TimerHeap::sift_up(std::size_t i, const Entry& entry) noexcept {
    while (i > 0) {
        const auto parent = (i - 1) / arity;
        if (!entry.before(entries_[parent])) break;
        put(i, entries_[parent]);
        i = parent;
    }
    put(i, entry);
}

void TimerHeap::sift_down(std::size_t i, const Entry& entry) noexcept {
    while (true) {
        const auto first = i * arity + 1;
        if (first >= entries_.size()) break;
        auto least = first;
        for (auto k = first + 1; k < std::min(first + arity, entries_.size()); ++k)
            if (entries_[k].before(entries_[least])) least = k;
        if (!entries_[least].before(entry)) break;
        put(i, entries_[least]);
        i = least;
    }
    put(i, entry);
}

}  // namespace weir
