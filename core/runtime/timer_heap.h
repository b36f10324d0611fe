// The virtual engine's pending timers: a 4-ary heap ordered by (deadline, order of arming).
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/runtime/time.h"
#include "core/runtime/timer.h"

namespace weir {

/// Inserting and removing are O(log n). Each timer knows its index, so that it can be removed from the middle.
class TimerHeap {
public:
    bool empty() const noexcept { return entries_.empty(); }
    Time earliest() const noexcept { return entries_.front().deadline; }

    void insert(Timer& timer);
    void remove(Timer& timer) noexcept;
    Timer& pop() noexcept;

private:
    struct Entry {  // the key beside the pointer: comparing does not touch the timer
        Time deadline;
        std::uint64_t sequence;
        Timer* timer;
        bool before(const Entry& other) const noexcept {
            return deadline != other.deadline ? deadline < other.deadline : sequence < other.sequence;
        }
    };
    static constexpr std::size_t arity = 4;

    void put(std::size_t i, const Entry& entry) noexcept;
    void sift_up(std::size_t i, const Entry& entry) noexcept;
    void sift_down(std::size_t i, const Entry& entry) noexcept;

    std::vector<Entry> entries_;
    std::uint64_t armed_ = 0;
};

}  // namespace weir
