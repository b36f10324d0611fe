// What waits in a batcher and what is under way: the part of it that a lock guards, and that does not know what items
// are.
//
// Items are numbered as they are accepted. A place is in line until it boards a trip, the first of which takes a slot;
// from then on the trip knows it by its seat. One spin lock guards it all, held for a few steps at a time, never across
// an await or the handler: a large batch boards, and gets its outcomes, some places at a time, so that it does not keep
// others from the lock.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <mutex>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "core/patterns/batching_parts.h"
#include "core/runtime/executor.h"
#include "core/runtime/spinlock.h"
#include "core/runtime/time.h"
#include "core/sync/notify.h"
#include "core/sync/wait_queue.h"

namespace weir::patterns::batching {

/// All functions may be called from any thread; those of the dispatcher by it alone.
class Line {
public:
    /// An accepted item's wait for its outcome. Lives in the frame of its submit.
    class Place : public Suspension {
    public:
        bool await_ready() const noexcept { return false; }
        bool await_suspend(std::coroutine_handle<> frame) noexcept {
            return begin(frame, "batch") && line_.enter(*this);
        }

        // For the line, under its lock.
        std::uint64_t number = 0;
        Time since{};
        Place** seat = nullptr;  // null: in line
        std::optional<Rejected::Why> refused;

    protected:
        explicit Place(Line& line) noexcept : line_(line) {}
        ~Place() = default;
        /// @throws Cancelled, Rejected
        void finish_accepted() {
            finish();
            if (refused) throw Rejected(*refused);
        }
        void on_cancel() noexcept override { line_.leave(*this); }

    private:
        Line& line_;
    };

    /// Places that travel together. A seat is null once its submit was cancelled or has its outcome.
    struct Trip {
        std::vector<Place*> seats;  // places know the address of theirs
        std::uint64_t first = 0;    // number of the first item
        Departure departure;
    };

    /// A wait until the items accepted before it have their outcomes.
    class Drain final : public Suspension {
    public:
        bool await_ready() const noexcept { return false; }
        bool await_suspend(std::coroutine_handle<> frame) noexcept {
            return begin(frame, "batches to end") && line_.enter(*this);
        }
        void await_resume() { finish(); }

    private:
        friend class Line;
        Drain(Line& line, std::uint64_t upto) noexcept : line_(line), upto_(upto) {}
        void on_cancel() noexcept override { line_.leave(*this); }

        Line& line_;
        std::uint64_t upto_;
    };

    static constexpr Time never = Time::max();
    // As many as are done while a thread that waits for the lock looks at it once or twice (SpinLock).
    static constexpr std::size_t places_at_a_time = 16;

    Line(Executor& engine, const Config& config) : engine_(engine), config_(config) {}

    /// @pre check(config) finds nothing
    void configure(const Config& config);
    Config config() const;
    Status status() const;

    /// Lets what waits now leave without lingering, and with `close` accepts nothing more.
    Drain drain(bool close) noexcept;

    // --- For the dispatcher ----------------------------------------------------------------------------------------

    /// When the next batch is to leave as things stand; Time::min() for at once, never while nobody waits or no slot is
    /// free.
    Time next_departure() const noexcept;
    /// Closed, and everything has left.
    bool finished() const noexcept;
    /// The wait for the bell: the next departure may be nearer than next_departure() said.
    Notify::Wait rung() noexcept { return bell_.wait(); }
    /// The same until `due` at the latest.
    Notify::WaitUntil rung_until(Time due) noexcept { return bell_.wait_until(engine_, due); }
    /// Items that make a batch full.
    std::size_t full() const noexcept;

    /// The first in line board until `most` have; take(place) is called under the lock. The first to board takes a
    /// slot. @pre trip.seats has room reserved
    template <class F>
    void board(Trip& trip, std::size_t most, Time now, F&& take) {
        for (bool more = true; more && trip.seats.size() < most;) {
            const std::lock_guard guard(lock_);
            for (auto n = places_at_a_time; more && n > 0 && trip.seats.size() < most; --n) {
                auto* const next = first_boards(trip, now);
                if (next != nullptr) take(*next);
                more = next != nullptr;
            }
        }
    }
    /// The trip's departure has been told; only now its items leave room for others.
    void told(const Trip& trip) noexcept;
    /// Nothing will leave any more: calls fail(place) for all in line and wakes them.
    template <class F>
    void abandon(F&& fail) {
        const std::lock_guard guard(lock_);
        closed_ = true;
        while (auto* const first = places_.front()) {
            places_.remove(*first, Waiter::State::granted);
            fail(*first);
            wake(*first);
        }
        wake_drained();
    }

    // --- For a batch -----------------------------------------------------------------------------------------------

    /// Calls give(place, i) for each seat i and wakes it, unless its submit was cancelled.
    template <class F>
    void deliver(std::span<Place*> seats, F&& give) {
        for (std::size_t i = 0; i < seats.size();) {
            std::array<Place*, places_at_a_time> granted;
            std::size_t count = 0;
            {
                const std::lock_guard guard(lock_);
                for (const auto end = std::min(i + places_at_a_time, seats.size()); i < end; ++i) {
                    auto* const place = std::exchange(seats[i], nullptr);
                    if (place == nullptr) continue;
                    give(*place, i);
                    place->state = Waiter::State::granted;
                    granted[count++] = place;
                }
            }
            // Not under the lock, since a wake takes longer. Until then they stay, as nobody else wakes who is granted.
            for (std::size_t k = 0; k < count; ++k) wake(*granted[k]);
        }
    }
    /// All its items have their outcomes: the slot is free again.
    void ended(const Trip& trip) noexcept;

private:
    /// True if it waits in line, or for the drain; false if it need not.
    bool enter(Place& place) noexcept;
    bool enter(Drain& drain) noexcept;
    void leave(Place& place) noexcept;
    void leave(Drain& drain) noexcept;

    // All below: with lock_ held.

    Place* first_boards(Trip& trip, Time now);
    std::size_t full_now() const noexcept;
    std::uint64_t oldest_unsettled() const noexcept;
    void wake_drained() noexcept;

    Executor& engine_;
    Notify bell_;
    mutable SpinLock lock_;
    Config config_;
    WaitQueue<Place> places_;
    WaitQueue<Drain> drains_;
    std::size_t boarding_ = 0;              // out of the line, departure not told yet
    std::size_t slots_taken_ = 0;           // trips under way
    std::vector<std::uint64_t> unsettled_;  // the first items of these
    std::uint64_t accepted_ = 0;            // items; the number of the next
    std::uint64_t flushed_ = 0;             // items with lower numbers do not linger
    std::uint64_t trips_ = 0;
    bool closed_ = false;
};

}  // namespace weir::patterns::batching
