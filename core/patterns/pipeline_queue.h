// The input queue of a stage: bounded, first in first out, many senders, many workers; its capacity and the number of
// workers can change at any time.
//
// Protocol. Each end has a lock and a line of its own, on cache lines of its own: senders meet at the back, the stage's
// workers at the front. The back counts the items that were put, the front those that were taken, and each looks at the
// other's count only when by the last look there is no room, or no item. Who finds none says that somebody waits and
// looks again; who has put or taken an item counts it and then looks whether somebody waits at the other end, and if so
// serves both. All four in the one order of seq_cst: so one of the two sees the other, and nobody waits in vain.
// So ends at work on two processors seldom touch what the other writes. A Channel has one lock for both ends, which the
// processors hand to and fro: that made a pipeline on two workers 1.6 times as slow. And its capacity is fixed.
//
// Invariants
//  1. Items in the queue <= capacity. After a reduction those above it stay until they are taken.
//  2. Items leave in the order in which they were sent; with resequence each takes a turn behind those before it.
//  3. At rest a worker in line means an empty queue, and a sender in line a full one.
//  4. At most as many workers take items as are wanted; one too many goes away the next time it would take one, and at
//     once if it waits.
//  5. Closed: nothing is sent, nobody waits, and when the last item has been taken, the workers learn of the end.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
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
        : stages_{stages}, stage_{stage} {
        back_.capacity = capacity;
        front_.wanted = workers;
    }

    /// `co_await` waits for a place and puts the item there. False if the queue is closed; the item is moved from only
    /// when sent, and must live until the await ends. Cancel safety: a cancelled send has not sent.
    [[nodiscard]] Send send(T& item) noexcept { return {*this, item}; }

    /// Never waits. False, and the item left as it was, if the queue is full or closed.
    bool try_send(T& item) {
        {
            const std::lock_guard guard{back_.lock};
            if (back_.closed || !has_room()) return false;
            put(item);
        }
        serve_front();
        return true;
    }

    /// `co_await` waits for an item, in line. Nothing if there will be none, or the worker is one too many. Cancel
    /// safety: a cancelled wait has taken nothing.
    [[nodiscard]] Take take() noexcept { return Take{*this}; }

    /// Senders learn at once; what is in the queue is still taken.
    void close() {
        const std::scoped_lock guard{back_.lock, front_.lock};
        back_.closed = front_.closed = true;
        while (auto* const first = back_.line.front()) release(back_, *first);
        hand_out();
        while (auto* const first = front_.line.front()) release(front_, *first);
    }
    /// Closed, and every item taken.
    bool ended() {
        const std::lock_guard guard{front_.lock};
        return front_.closed && !has_item();
    }
    /// Closes the queue for good and yields what was in it. @pre nobody takes any more
    std::vector<T> abandon() {
        close();
        const std::lock_guard guard{front_.lock};
        std::vector<T> rest;
        while (has_item()) {
            rest.push_back(std::move(*slot(front_.count)));
            drop_first();
        }
        return rest;
    }

    /// Acts at once; see invariant 1. @pre capacity >= 1
    void set_capacity(std::size_t capacity) {
        {
            const std::lock_guard guard{back_.lock};
            back_.capacity = capacity;
        }
        serve_back();
    }
    /// Acts at once; see invariant 4.
    void set_workers(std::size_t workers) {
        const std::lock_guard guard{front_.lock};
        front_.wanted = workers;
        while (auto* const first = front_.line.front()) {
            if (!goes_away()) return;
            release(front_, *first);
        }
    }
    /// So many workers are wanted and not there; from now on they are.
    std::size_t hire() {
        const std::lock_guard guard{front_.lock};
        return front_.wanted > front_.hired ? front_.wanted - std::exchange(front_.hired, front_.wanted) : 0;
    }
    /// Acts on items taken from now on.
    void set_resequence(bool on) {
        const std::lock_guard guard{front_.lock};
        front_.resequence = on;
    }

private:
    /// Its lock guards it but for what is atomic; `count` is written under it.
    template <class W>
    struct alignas(64) End {
        SpinLock lock;
        bool closed = false;
        std::atomic<std::uint64_t> count{0};  // items that have passed this end
        std::uint64_t other_count = 0;        // of the other end, when last looked at
        WaitQueue<W> line;
    };
    struct Back : End<Send> {
        std::size_t capacity = 0;
    };
    struct Front : End<Take> {
        std::size_t wanted = 0;  // workers
        std::size_t hired = 0;   // workers that are there, or about to be
        bool resequence = false;
        Resequencer order;
    };
    using Slot = std::optional<T>;

    bool attempt(Send& send, bool may_wait) {
        {
            const std::lock_guard guard{back_.lock};
            if (send.state == Waiter::State::cancelled) return true;
            if (!back_.closed && !(may_wait ? has_room_or_waits() : has_room())) {
                if (may_wait) back_.line.push_back(send);
                return false;
            }
            send.state = Waiter::State::granted;
            if (back_.closed) return true;
            send.sent_ = true;
            put(send.item_);
        }
        serve_front();
        return true;
    }
    bool attempt(Take& take, bool may_wait) {
        {
            const std::lock_guard guard{front_.lock};
            if (take.state == Waiter::State::cancelled) return true;
            const bool gone = goes_away();
            const bool none = gone || !front_.line.empty() || !(may_wait ? has_item_or_waits() : has_item());
            if (none && !gone && !front_.closed) {
                if (may_wait) front_.line.push_back(take);
                return false;
            }
            take.state = Waiter::State::granted;
            if (none) return true;
            give_first(take);
        }
        serve_back();
        return true;
    }
    template <class E, class W>
    void leave(E& end, W& waiter) noexcept {
        const std::lock_guard guard{end.lock};
        if (waiter.state == Waiter::State::idle) waiter.state = Waiter::State::cancelled;
        if (waiter.state != Waiter::State::queued) return;
        end.line.remove(waiter, Waiter::State::cancelled);
        wake(waiter);
    }

    // After an item was put, or taken; without a lock.

    void serve_front() {
        for (bool more = true; more && takers_wait_.load(std::memory_order_seq_cst);) {
            {
                const std::lock_guard guard{front_.lock};
                more = hand_out();
            }
            if (more) more = let_in();
        }
    }
    void serve_back() {
        if (senders_wait_.load(std::memory_order_seq_cst) && let_in()) serve_front();
    }
    /// Lets senders in while there is room. True if one came in.
    bool let_in() {
        const std::lock_guard guard{back_.lock};
        bool any = false;
        while (auto* const first = back_.line.front()) {
            if (!has_place()) return any;
            any = first->sent_ = true;
            put(first->item_);
            release(back_, *first);
        }
        senders_wait_.store(false, std::memory_order_seq_cst);
        return any;
    }

    // With the back's lock.

    bool has_place() noexcept {
        const auto put = back_.count.load(std::memory_order_relaxed);
        if (put - back_.other_count < back_.capacity) return true;
        back_.other_count = front_.count.load(std::memory_order_seq_cst);
        return put - back_.other_count < back_.capacity;
    }
    bool has_room() noexcept { return back_.line.empty() && has_place(); }
    /// If not, it has been said before the last look that somebody waits.
    bool has_room_or_waits() noexcept {
        if (has_room()) return true;
        senders_wait_.store(true, std::memory_order_seq_cst);
        return has_room();
    }
    void put(T& item) {
        const auto n = back_.count.load(std::memory_order_relaxed);
        if (n - back_.other_count == slots_.size()) make_slots();
        stages_.queued(stage_, item);
        slot(n).emplace(std::move(item));
        back_.count.store(n + 1, std::memory_order_seq_cst);
    }
    void make_slots() {
        const std::lock_guard guard{front_.lock};
        std::vector<Slot> more(std::max<std::size_t>(slots_.size() * 2, 16));
        for (auto n = front_.count.load(std::memory_order_relaxed); n != back_.count.load(std::memory_order_relaxed);
             ++n)
            more[n & (more.size() - 1)].emplace(std::move(*slot(n)));
        slots_.swap(more);
    }

    // With the front's lock.

    bool has_item() noexcept {
        const auto taken = front_.count.load(std::memory_order_relaxed);
        if (taken != front_.other_count) return true;
        front_.other_count = back_.count.load(std::memory_order_seq_cst);
        return taken != front_.other_count;
    }
    /// If not, it has been said before the last look that somebody waits.
    bool has_item_or_waits() noexcept {
        if (has_item()) return true;
        takers_wait_.store(true, std::memory_order_seq_cst);
        return has_item();
    }
    bool goes_away() noexcept {
        if (front_.hired <= front_.wanted) return false;
        --front_.hired;
        return true;
    }
    void give_first(Take& take) {
        auto& taken = take.taken_.emplace(std::move(*slot(front_.count.load(std::memory_order_relaxed))));
        if (front_.resequence) taken.turn.emplace(front_.order.join());
        stages_.taken(stage_, taken.item);
        drop_first();
    }
    void drop_first() noexcept {
        const auto n = front_.count.load(std::memory_order_relaxed);
        slot(n).reset();
        front_.count.store(n + 1, std::memory_order_seq_cst);
    }
    /// Gives workers in line an item each while there is one. True if one got one.
    bool hand_out() {
        bool any = false;
        while (auto* const first = front_.line.front()) {
            if (!has_item()) return any;
            any = true;
            give_first(*first);
            release(front_, *first);
        }
        takers_wait_.store(false, std::memory_order_seq_cst);
        return any;
    }

    // With the lock of either end.

    template <class E, class W>
    static void release(E& end, W& waiter) noexcept {
        end.line.remove(waiter, Waiter::State::granted);
        wake(waiter);
    }
    /// Of the n-th item ever.
    Slot& slot(std::uint64_t n) noexcept { return slots_[n & (slots_.size() - 1)]; }

    // Read at both ends and seldom written.
    Stages<T>& stages_;
    std::size_t stage_;
    std::vector<Slot> slots_;  // a power of two, a ring; replaced under both locks
    std::atomic<bool> senders_wait_{false};
    std::atomic<bool> takers_wait_{false};

    Back back_;
    Front front_;
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
    void on_cancel() noexcept override { queue_.leave(queue_.back_, *this); }

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
    void on_cancel() noexcept override { queue_.leave(queue_.front_, *this); }

    Queue& queue_;
    std::optional<Taken<T>> taken_;
};

}  // namespace weir::patterns::pipeline
