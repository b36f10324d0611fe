// The input queue of a stage: bounded, first in first out, many senders, many receivers; its capacity can change at
// any time.
//
// Two counting semaphores around a deque, after Dijkstra: `room` counts the free places and `filled` the entries. Not a
// Channel, whose capacity is fixed, and whose receiver can only have a message by taking it: here the receiver first
// learns that there is one and takes it when a worker is free, so that what waits for a worker still takes up room.
// Who has learnt of an entry has the right to take one, the first there is then.
//
// Invariants
//  1. Items in the queue <= capacity. After a reduction those above it, and those whose place had been granted, stay.
//  2. Items leave in the order of put().
//  3. The end is the last entry: it is met after every item, takes up no room, and stays.
//  4. Closed: nobody waits for a place any more, and nothing is put.
#pragma once

#include <atomic>
#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "core/patterns/pipeline_stages.h"
#include "core/runtime/spinlock.h"
#include "core/sync/semaphore.h"

namespace weir::patterns::pipeline {

/// All functions from any thread, awaits from tasks.
template <class T>
class Queue {
public:
    using Place = Semaphore::Permit;

    /// @param stage the one it leads to, as `stages` is told
    Queue(Stages<T>& stages, std::size_t stage, std::size_t capacity)
        : stages_{stages},
          stage_{stage},
          capacity_{static_cast<std::int64_t>(capacity)},
          room_{capacity_, "pipeline (room in a queue)"} {}

    /// `co_await` waits for a place, in line. Cancel safety: a cancelled wait takes none.
    [[nodiscard]] Semaphore::Acquire place() noexcept { return room_.acquire(); }
    std::optional<Place> try_place() noexcept { return room_.try_acquire(); }

    /// `co_await` waits for a place and puts the item there; yields what put() does. The item must live until then.
    /// Cancel safety: a cancelled wait has put nothing.
    class [[nodiscard]] Send {
    public:
        bool await_ready() noexcept { return placing_.await_ready(); }
        bool await_suspend(std::coroutine_handle<> frame) noexcept { return placing_.await_suspend(frame); }
        bool await_resume() {
            auto place = placing_.await_resume();
            return queue_.put(std::move(item_), std::move(place));
        }

    private:
        friend class Queue;
        Send(Queue& queue, T& item) noexcept : queue_{queue}, item_{item}, placing_{queue.place()} {}

        Queue& queue_;
        T& item_;
        Semaphore::Acquire placing_;
    };
    Send send(T& item) noexcept { return {*this, item}; }

    /// False if the queue is closed; then the item is left as it was.
    bool put(T&& item, Place place) {
        {
            const std::lock_guard guard{lock_};
            if (closed_) return false;
            stages_.queued(stage_, item);
            entries_.emplace_back(std::move(item), std::move(place));
        }
        filled_.add_permits(1);
        return true;
    }

    /// The end comes after what is in the queue. Who still waits for a place gets one and fails to put().
    void close() {
        {
            const std::lock_guard guard{lock_};
            if (std::exchange(closed_, true)) return;
            entries_.emplace_back();
        }
        filled_.add_permits(1);
        room_.add_permits(for_everyone);
    }

    /// `co_await` waits for an entry and yields the right to take() it. Cancel safety: nothing is taken.
    [[nodiscard]] Semaphore::Acquire filled() noexcept { return filled_.acquire(); }
    /// The right at once; nothing if there is none to spare, or somebody waits for it.
    std::optional<Semaphore::Permit> try_filled() noexcept { return filled_.try_acquire(); }

    /// The first item, whose place becomes free; nothing if the end has been reached: it is there for others, too.
    /// @param right from filled() or try_filled()
    std::optional<T> take(Semaphore::Permit right) {
        Place place;  // given back after the lock
        const std::lock_guard guard{lock_};
        auto& first = entries_.front();
        if (!first.item) return std::nullopt;
        right.forget();
        place = std::move(first.place);
        std::optional<T> item{std::move(first.item)};
        entries_.pop_front();
        stages_.taken(stage_, *item);
        return item;
    }

    /// Closes the queue for good and yields what was in it. @pre nobody takes any more
    std::vector<T> abandon() {
        close();
        std::vector<T> rest;
        const std::lock_guard guard{lock_};
        for (auto& entry : entries_)
            if (entry.item) rest.push_back(std::move(*entry.item));
        entries_.clear();
        return rest;
    }

    /// Acts at once; see invariant 1. @pre capacity >= 1
    void set_capacity(std::size_t capacity) noexcept {
        const auto wanted = static_cast<std::int64_t>(capacity);
        const auto before = capacity_.exchange(wanted);
        if (wanted != before) room_.add_permits(wanted - before);
    }

private:
    // More than ever wait for a place.
    static constexpr std::int64_t for_everyone = std::int64_t{1} << 40;

    struct Entry {
        Entry() = default;  // the end
        Entry(T&& i, Place&& p) : item{std::move(i)}, place{std::move(p)} {}
        std::optional<T> item;
        Place place;
    };

    Stages<T>& stages_;
    std::size_t stage_;
    std::atomic<std::int64_t> capacity_;
    Semaphore room_;
    Semaphore filled_{0, "pipeline (an item)"};
    SpinLock lock_;
    std::deque<Entry> entries_;
    bool closed_ = false;
};

}  // namespace weir::patterns::pipeline
