// Puts items that are worked on side by side back into the order in which their work began.
//
// Protocol. Whoever begins joins the line; whoever is done waits for its turn, passes its item on, and leaves. An item
// that fails leaves at once, from wherever it stands.
//
// Invariants
//  1. It is the turn of the first in line, and of nobody else.
//  2. Who leaves, for whatever reason, holds nobody up.
//  3. The line is as long as there are turns not yet left: it remembers nothing of those gone.
#pragma once

#include <cstddef>
#include <list>
#include <utility>

#include "core/runtime/spinlock.h"
#include "core/sync/notify.h"

namespace weir::patterns::pipeline {

/// Thread-safe. Must outlive its turns.
class Resequencer {
public:
    /// A place in the line; leaves when destroyed. Move-only.
    class Turn {
    public:
        Turn(Turn&& other) noexcept : line_{std::exchange(other.line_, nullptr)}, place_{other.place_} {}
        Turn& operator=(Turn&&) = delete;
        ~Turn() {
            if (line_ != nullptr) line_->leave(place_);
        }

        /// `co_await` waits until everyone before it has left. Once. Cancel safety: it keeps its place, and leaves when
        /// destroyed.
        [[nodiscard]] Notify::Wait come() noexcept { return place_->wait(); }

    private:
        friend class Resequencer;
        Turn(Resequencer& line, std::list<Notify>::iterator place) noexcept : line_{&line}, place_{place} {}

        Resequencer* line_;
        std::list<Notify>::iterator place_;
    };

    /// A place behind all others.
    Turn join();

    /// Turns not yet left.
    std::size_t size() const noexcept;

private:
    void leave(std::list<Notify>::iterator place) noexcept;

    mutable SpinLock lock_;
    std::list<Notify> line_;  // the first has been told
};

}  // namespace weir::patterns::pipeline
