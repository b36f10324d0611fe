// The input queue of a stage: bounded, first in first out, many senders, many workers; its capacity and the number of
// workers can change at any time.
//
// One lock guards the items and both lines, of those who wait to send and of the workers who wait for an item, so that
// an item that passes costs each side one lock. Not a Channel, whose capacity is fixed and who has one receiver.
//
// Invariants
//  1. Items in the queue <= capacity. After a reduction those above it stay until they are taken.
//  2. Items leave in the order in which they were sent; with resequence each takes a turn behind those before it.
//  3. A worker in line means an empty queue: an item then goes to it directly. A sender in line means a full one.
//  4. At most as many workers take items as are wanted; one too many goes away the next time it would take one, and at
//     once if it waits.
//  5. Closed: nothing is sent, nobody waits, and when the last item has been taken, the workers learn of the end.
#pragma once

#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "core/patterns/pipeline_resequencer.h"
#include "core/patterns/pipeline_stages.h"
#include "core/runtime/spinlock.h"
#include "core/sync/operation.h"
#include "core/sync/wait_queue.h"

namespace weir::patterns::pipeline {

/// An item that a worker has.
template <class T>
struct Taken {
    explicit Taken(T&& i) noexcept : item{std::move(i)} {}
    T item;
    std::optional<Resequencer::Turn> turn;  ///< if it is to keep its place
};

/// All functions from any thread, awaits from tasks.
template <class T>
class Queue {
public:
    class Send;
    class Take;

    /// @param stage the one it leads to, as `stages` is told
    Queue(Stages<T>& stages, std::size_t stage, std::size_t capacity, std::size_t workers)
        : stages_{stages}, stage_{stage}, capacity_{capacity}, wanted_{workers} {}

    /// `co_await` waits for a place and puts the item there. False if the queue is closed; the item is moved from only
    /// when sent, and must live until the await ends. Cancel safety: a cancelled send has not sent.
    [[nodiscard]] Send send(T& item) noexcept { return {*this, item}; }

    /// Never waits. False, and the item left as it was, if the queue is full or closed.
    bool try_send(T& item) {
        const std::lock_guard guard{lock_};
        const bool sent = !closed_ && has_room();
        if (sent) put(item);
        return sent;
    }

    /// `co_await` waits for an item, in line. Nothing if there will be none, or the worker is one too many. Cancel
    /// safety: a cancelled wait has taken nothing.
    [[nodiscard]] Take take() noexcept { return Take{*this}; }

    /// Senders learn at once; what is in the queue is still taken.
    void close() {
        const std::lock_guard guard{lock_};
        closed_ = true;
        while (auto* const first = senders_.front()) release(senders_, *first);
        while (auto* const first = takers_.front()) release(takers_, *first);
    }
    /// Closed, and every item taken.
    bool ended() const {
        const std::lock_guard guard{lock_};
        return closed_ && items_.empty();
    }
    /// Closes the queue for good and yields what was in it. @pre nobody takes any more
    std::vector<T> abandon() {
        close();
        const std::lock_guard guard{lock_};
        std::vector<T> rest;
        for (T& item : items_) rest.push_back(std::move(item));
        items_.clear();
        return rest;
    }

    /// Acts at once; see invariant 1. @pre capacity >= 1
    void set_capacity(std::size_t capacity) {
        const std::lock_guard guard{lock_};
        capacity_ = capacity;
        fill();
    }
    /// Acts at once; see invariant 4.
    void set_workers(std::size_t workers) {
        const std::lock_guard guard{lock_};
        wanted_ = workers;
        while (auto* const first = takers_.front()) {
            if (!goes_away()) return;
            release(takers_, *first);
        }
    }
    /// So many workers are wanted and not there; from now on they are.
    std::size_t hire() {
        const std::lock_guard guard{lock_};
        return wanted_ > hired_ ? wanted_ - std::exchange(hired_, wanted_) : 0;
    }
    /// Acts on items taken from now on.
    void set_resequence(bool on) {
        const std::lock_guard guard{lock_};
        resequence_ = on;
    }

private:
    bool attempt(Send& send, bool may_wait) {
        const std::lock_guard guard{lock_};
        if (send.state == Waiter::State::cancelled) return true;
        if (!closed_ && !has_room()) {
            if (may_wait) senders_.push_back(send);
            return false;
        }
        send.sent_ = !closed_;
        if (send.sent_) put(send.item_);
        send.state = Waiter::State::granted;
        return true;
    }
    bool attempt(Take& take, bool may_wait) {
        const std::lock_guard guard{lock_};
        if (take.state == Waiter::State::cancelled) return true;
        const bool gone = goes_away();
        if (!gone && items_.empty() && !closed_) {
            if (may_wait) takers_.push_back(take);
            return false;
        }
        if (!gone && !items_.empty()) {
            give(take, items_.front());
            items_.pop_front();
            fill();
        }
        take.state = Waiter::State::granted;
        return true;
    }
    template <class W>
    void leave(WaitQueue<W>& line, W& waiter) noexcept {
        const std::lock_guard guard{lock_};
        if (waiter.state == Waiter::State::idle) waiter.state = Waiter::State::cancelled;
        if (waiter.state != Waiter::State::queued) return;
        line.remove(waiter, Waiter::State::cancelled);
        wake(waiter);
    }

    // All below: with lock_ held.

    template <class W>
    static void release(WaitQueue<W>& line, W& waiter) noexcept {
        line.remove(waiter, Waiter::State::granted);
        wake(waiter);
    }
    bool has_room() const noexcept { return senders_.empty() && items_.size() < capacity_; }
    bool goes_away() noexcept {
        if (hired_ <= wanted_) return false;
        --hired_;
        return true;
    }
    void put(T& item) {
        stages_.queued(stage_, item);
        if (auto* const first = takers_.front()) {
            give(*first, item);
            release(takers_, *first);
        } else {
            items_.push_back(std::move(item));
        }
    }
    void give(Take& take, T& item) {
        auto& taken = take.taken_.emplace(std::move(item));
        if (resequence_) taken.turn.emplace(order_.join());
        stages_.taken(stage_, taken.item);
    }
    /// Lets senders in while there is room.
    void fill() {
        while (!senders_.empty() && items_.size() < capacity_) {
            auto& first = *senders_.front();
            first.sent_ = true;
            put(first.item_);
            release(senders_, first);
        }
    }

    Stages<T>& stages_;
    std::size_t stage_;
    mutable SpinLock lock_;  // guards what follows
    std::size_t capacity_;
    std::size_t wanted_;     // workers
    std::size_t hired_ = 0;  // workers that are there, or about to be
    bool resequence_ = false;
    bool closed_ = false;
    std::deque<T> items_;
    WaitQueue<Send> senders_;
    WaitQueue<Take> takers_;
    Resequencer order_;
};

template <class T>
class [[nodiscard]] Queue<T>::Send final : public Operation<Send> {
public:
    Send(Queue& queue, T& item) noexcept : Operation<Send>{"pipeline (room in a queue)"}, queue_{queue}, item_{item} {}

    bool attempt(bool may_wait) noexcept { return queue_.attempt(*this, may_wait); }
    bool await_resume() {
        this->finish();
        return sent_;
    }

private:
    friend class Queue;
    void on_cancel() noexcept override { queue_.leave(queue_.senders_, *this); }

    Queue& queue_;
    T& item_;
    bool sent_ = false;
};

template <class T>
class [[nodiscard]] Queue<T>::Take final : public Operation<Take> {
public:
    explicit Take(Queue& queue) noexcept : Operation<Take>{"pipeline (an item)"}, queue_{queue} {}

    bool attempt(bool may_wait) noexcept { return queue_.attempt(*this, may_wait); }
    std::optional<Taken<T>> await_resume() {
        this->finish();
        return std::move(taken_);
    }

private:
    friend class Queue;
    void on_cancel() noexcept override { queue_.leave(queue_.takers_, *this); }

    Queue& queue_;
    std::optional<Taken<T>> taken_;
};

}  // namespace weir::patterns::pipeline
