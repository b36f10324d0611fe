// A value that many read at once and that is replaced as a whole: a shared pointer whose readers do not meet.
//
// One lock for all, or one count of references, is a word that every reader writes, and so hands from processor to
// processor. Here each thread has a lock of its own, and whoever replaces the value holds all of them while it
// exchanges the pointer: so it changes for all at one moment, and reads stay linearizable. Who is done with the value
// at once looks at it under its lock and counts nothing; who keeps it takes a pointer.
#pragma once

#include <atomic>
#include <bit>
#include <cstddef>
#include <memory>
#include <mutex>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/runtime/spinlock.h"

namespace weir::patterns::shared_state {

/// The number of the calling thread, in the order in which threads first asked, from 0.
inline std::size_t thread_number() noexcept {
    static std::atomic<std::size_t> next{0};
    thread_local const std::size_t number = next.fetch_add(1, std::memory_order_relaxed);
    return number;
}

/// Thread-safe. @tparam T read by many at once
template <class T>
class Published {
public:
    using Pointer = std::shared_ptr<const T>;

    /// @param readers threads that may read at once without meeting, > 0; more are slower, nothing else
    Published(std::size_t readers, Pointer first) : locks_(std::bit_ceil(readers)), value_{std::move(first)} {}

    /// What was published last. It stays as it is for as long as the pointer is kept.
    Pointer read() const {
        const std::lock_guard guard{own_lock()};
        return value_;
    }

    /// Yields look(value) of what was published last. Nothing is replaced until it returns: it must be short.
    template <class Look>
    std::invoke_result_t<Look, const T&> look(Look look) const {
        const std::lock_guard guard{own_lock()};
        return look(*value_);
    }

    /// What was published last, for whoever alone replaces it.
    const T& latest() const { return *value_; }

    /// Acts on every read that begins after this. What was there before is freed by who is the last to keep it.
    void replace(Pointer next) {
        for (auto& own : locks_) own.lock.lock();
        value_.swap(next);
        for (auto& own : locks_) own.lock.unlock();
    }

private:
    struct alignas(64) OwnLock {
        SpinLock lock;
    };

    SpinLock& own_lock() const { return locks_[thread_number() & (locks_.size() - 1)].lock; }

    mutable std::vector<OwnLock> locks_;  // a power of two
    Pointer value_;                       // read under one of the locks, written under all
};

}  // namespace weir::patterns::shared_state
