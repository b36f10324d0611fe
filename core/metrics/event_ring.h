// A bounded ring from one producer to one consumer that never makes the producer wait: what does not fit is counted.
//
// Invariants: 0 <= tail - head <= capacity; only the producer writes tail and the slots in [tail, head + capacity);
// only the consumer writes head. A slot is published by the release store of tail and handed back by that of head. Each
// side keeps the other's index as last seen, and reads the shared one only when the ring looks full (or empty).
#pragma once

#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <vector>

#include "core/metrics/atomic.h"
#include "core/metrics/counter.h"

namespace weir::metrics {

/// Both sides are wait-free; nothing is allocated after construction.
template <class T>
class EventRing {
    static_assert(std::is_nothrow_copy_assignable_v<T>, "an event is copied in and out and must not throw");

public:
    /// Holds `capacity` events, rounded up to a power of two. @pre capacity > 0
    explicit EventRing(std::size_t capacity) : slots_(std::bit_ceil(capacity)), mask_(slots_.size() - 1) {}
    EventRing(const EventRing&) = delete;
    EventRing& operator=(const EventRing&) = delete;

    std::size_t capacity() const { return slots_.size(); }

    /// Producer only. False, and counted as dropped, when the ring is full.
    bool push(const T& event) noexcept {
        const std::uint64_t tail = tail_.load(std::memory_order_relaxed);
        if (tail - head_seen_ == slots_.size()) {
            head_seen_ = head_.load(std::memory_order_acquire);
            if (tail - head_seen_ == slots_.size()) {
                dropped_.add();
                return false;
            }
        }
        slots_[tail & mask_] = event;
        tail_.store(tail + 1, std::memory_order_release);
        return true;
    }

    /// Consumer only. False when the ring is empty.
    bool pop(T& event) noexcept {
        const std::uint64_t head = head_.load(std::memory_order_relaxed);
        if (head == tail_seen_) {
            tail_seen_ = tail_.load(std::memory_order_acquire);
            if (head == tail_seen_) return false;
        }
        event = slots_[head & mask_];
        head_.store(head + 1, std::memory_order_release);
        return true;
    }

    /// Consumer only. Calls f with every event that was there at the call, oldest first; returns how many. Their slots
    /// are handed back together at the end.
    template <class F>
    std::size_t drain(F&& f) {
        const std::uint64_t head = head_.load(std::memory_order_relaxed);
        tail_seen_ = tail_.load(std::memory_order_acquire);
        for (std::uint64_t i = head; i != tail_seen_; ++i) f(static_cast<const T&>(slots_[i & mask_]));
        head_.store(tail_seen_, std::memory_order_release);
        return static_cast<std::size_t>(tail_seen_ - head);
    }

    /// Events that did not fit, since the start. Any thread.
    std::uint64_t dropped() const { return dropped_.read(); }

private:
    std::vector<Plain<T>> slots_;
    std::size_t mask_;
    alignas(cache_line) Atomic<std::uint64_t> tail_{0};
    std::uint64_t head_seen_ = 0;  // the producer's
    Counter dropped_;
    alignas(cache_line) Atomic<std::uint64_t> head_{0};
    std::uint64_t tail_seen_ = 0;  // the consumer's
};

}  // namespace weir::metrics
