// The books of the shared-state lab: who waits and who is inside, how long they waited, and what became of increments.
//
// Invariants, under one lock
//  1. A visit is in the line, inside or gone. It is inside only while it holds what keeps others out: entered after it
//     was let in, left before it lets go.
//  2. Lost updates = increments done - sum found in the map. An increment that replaced `before` by `next` has added
//     next - before to that sum, so it alone adds 1 - (next - before): the sums agree at any time, in any order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/labs/shared_state_state.h"
#include "core/metrics/histogram.h"
#include "core/runtime/spinlock.h"
#include "core/runtime/time.h"

namespace weir::labs {

class Room {
public:
    /// One wait for the map and what follows: in the line from the beginning. Lives in the task that waits.
    class Visit {
    public:
        /// @param item for whom it is; an operation may visit more than once
        Visit(Room& room, std::uint64_t item, bool writes, Time now) noexcept;
        ~Visit() { leave(); }
        Visit(const Visit&) = delete;
        Visit& operator=(const Visit&) = delete;

        void enter(Time now) noexcept;
        /// Out of the room, or out of the line. Idempotent.
        void leave() noexcept;

    private:
        friend class Room;
        enum class Where : std::uint8_t { in_line, inside, gone };

        Room& room_;
        std::uint64_t item_;
        bool writes_;
        Where where_ = Where::in_line;
        Time came_;
    };

    struct Figures {
        std::size_t readers = 0;  ///< inside
        std::size_t writers = 0;
        std::size_t max_readers = 0;
        std::size_t readers_waiting = 0;
        std::size_t writers_waiting = 0;
        std::uint64_t reads = 0;   ///< done
        std::uint64_t writes = 0;  ///< increments done
        /// For a moment one that has overwritten others may be counted before they are: then below zero.
        std::int64_t lost = 0;
    };

    /// @param most_visits at once; so many never allocate
    explicit Room(std::size_t most_visits) {
        line_.reserve(most_visits);
        inside_.reserve(most_visits);
    }

    void read_done() noexcept;
    /// @param added to the value that was in the map
    void increment_done(std::int64_t added) noexcept;

    Figures figures() const;
    /// The first in the line and those inside, at most so many of each.
    struct Guests {
        std::vector<RoomState::Guest> line;
        std::vector<RoomState::Guest> inside;
    };
    Guests guests(std::size_t at_most) const;
    /// How long those waited that got in, in nanoseconds.
    metrics::Histogram waits() const;

private:
    mutable SpinLock lock_;
    Figures figures_;
    std::vector<const Visit*> line_;    // in order of coming
    std::vector<const Visit*> inside_;  // in order of going in
    metrics::Histogram waits_;
};

}  // namespace weir::labs
