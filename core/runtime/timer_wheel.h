// A hierarchical timer wheel (Varghese and Lauck 1987, scheme 7): inserting and removing are O(1), firing is amortised
// O(levels). No locking: the owner sees to that.
//
// Invariants
//  1. A timer at level L hangs in a slot that covers 64^L ticks and lies ahead of `elapsed`; reaching that slot moves
//     it down a level, so it passes each level at most once and fires in the tick of its deadline, never early.
//  2. occupied_[L] has bit s set exactly when slot s of level L is not empty.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "core/runtime/time.h"
#include "core/runtime/timer.h"

namespace weir {

class TimerWheel {
public:
    // 16 us a tick: well below what waking a thread costs, and six levels of 64 slots reach 13 days.
    static constexpr int tick_bits = 14;

    /// @pre the timer is in no wheel. A deadline that has passed fires on the next call of next_expired.
    void insert(Timer& timer) noexcept;

    /// @pre the timer is in this wheel.
    void remove(Timer& timer) noexcept;

    /// Takes out one timer whose deadline is at or before `now`, or nullptr when there is none left.
    Timer* next_expired(Time now) noexcept;

    /// A time at or before the earliest deadline (exact to a tick for near ones), or nothing if empty.
    std::optional<Time> next_deadline() const noexcept;

    /// When a timer with this deadline expires: the end of its tick.
    static Time due(Time deadline) noexcept;

    bool empty() const noexcept { return size_ == 0; }

private:
    static constexpr int level_count = 6;
    static constexpr int slot_bits = 6;
    static constexpr std::size_t slot_count = 64;

    struct Place {
        int level;
        std::size_t slot;
        std::uint64_t tick;  // when the slot is reached
    };

    static std::uint64_t tick_of(Time deadline) noexcept;
    void hang(Timer& timer, std::uint64_t tick) noexcept;
    std::optional<Place> next_place() const noexcept;

    std::uint64_t elapsed_ = 0;  // ticks whose slots have been emptied
    std::size_t size_ = 0;
    Timer* expired_ = nullptr;  // taken off the wheel, not yet handed out
    std::array<std::uint64_t, level_count> occupied_{};
    std::array<std::array<Timer*, slot_count>, level_count> slots_{};
};

}  // namespace weir
