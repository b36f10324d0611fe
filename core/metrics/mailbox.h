// Hands the latest of a series of immutable values from one thread to others: what was not read in time is replaced.
//
// A mutex around a pointer swap: each side takes it a few dozen times a second and holds it for a few instructions, and
// ThreadSanitizer understands it. Values are destroyed outside the lock.
#pragma once

#include <memory>
#include <mutex>
#include <utility>

namespace weir::metrics {

/// All functions may be called from any thread.
template <class T>
class Mailbox {
public:
    /// Replaces the value. The one replaced lives on as long as somebody holds it.
    void put(std::shared_ptr<const T> value) {
        const std::lock_guard lock(mutex_);
        value_.swap(value);
    }

    /// The latest value; null before the first put.
    std::shared_ptr<const T> get() const {
        const std::lock_guard lock(mutex_);
        return value_;
    }

private:
    mutable std::mutex mutex_;
    std::shared_ptr<const T> value_;
};

}  // namespace weir::metrics
