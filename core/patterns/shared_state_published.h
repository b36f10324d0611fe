// A value that many read at once and that is replaced as a whole: a shared pointer whose readers do not meet.
//
// One pointer for all would be a lock and a count that every reader writes, and so hands from processor to processor.
// Here each thread reads from a slot of its own, with a lock and a count of its own. Whoever replaces the value holds
// the locks of all slots while it exchanges their pointers: so all change at one moment, and reads stay linearizable.
#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <mutex>
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
    Published(std::size_t readers, Pointer first) : slots_(readers) { replace(std::move(first)); }

    /// What was published last. It stays as it is for as long as the pointer is kept.
    Pointer read() const {
        const auto& slot = slots_[thread_number() % slots_.size()];
        const std::lock_guard guard{slot.lock};
        return slot.value;
    }

    /// Acts on every read that begins after this.
    void replace(Pointer next) {
        std::vector<Pointer> values;
        values.reserve(slots_.size());
        for (std::size_t i = 0; i < slots_.size(); ++i) {
            auto own_count = std::make_shared<const Pointer>(next);
            const auto* const value = own_count->get();
            values.emplace_back(std::move(own_count), value);
        }
        for (auto& slot : slots_) slot.lock.lock();
        for (std::size_t i = 0; i < slots_.size(); ++i) slots_[i].value.swap(values[i]);
        for (auto& slot : slots_) slot.lock.unlock();
    }

private:
    struct alignas(64) Slot {
        mutable SpinLock lock;
        Pointer value;
    };

    std::vector<Slot> slots_;
};

}  // namespace weir::patterns::shared_state
