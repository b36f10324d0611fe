// Shared state by snapshot: readers take an immutable copy, writers copy on write.
//
// Invariants
//  1. What a reader has taken never changes; it waits for nobody and holds back nobody.
//  2. Writers go one at a time, first come first served; each publishes a copy of the whole map that differs in its one
//     change. So a write costs as much as the map is large.
#pragma once

#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "core/patterns/shared_state_map.h"
#include "core/patterns/shared_state_table.h"
#include "core/runtime/spinlock.h"
#include "core/sync/mutex.h"

namespace weir::patterns::shared_state {

template <class Key, class Value>
class Snapshots final : public SharedState<Key, Value> {
    using typename SharedState<Key, Value>::Change;

public:
    using typename SharedState<Key, Value>::Found;

    Task<Found> get(Key key, Hold hold) override {
        const auto seen = current();
        if (hold) co_await hold();
        co_return seen->find(key);
    }
    Task<std::vector<Found>> get_many(std::vector<Key> keys, Hold hold) override {
        const auto seen = current();
        if (hold) co_await hold();
        co_return seen->find(keys);
    }

private:
    using Snapshot = std::shared_ptr<const Table<Key, Value>>;

    Task<Found> change(Key key, Change fn, Hold hold) override {
        const auto inside = co_await writers_.lock();
        const auto seen = current();
        const auto before = seen->find(key);
        if (hold) co_await hold();
        auto next = fn(before);
        if (!next) co_return before;
        auto copy = std::make_shared<Table<Key, Value>>(*seen);
        auto replaced = copy->put(key, std::move(next));
        publish(std::move(copy));
        co_return replaced;
    }

    // The lock is held while a pointer is copied, never while a map is.
    Snapshot current() const {
        const std::lock_guard guard{lock_};
        return current_;
    }
    void publish(Snapshot next) {
        const std::lock_guard guard{lock_};
        current_.swap(next);
    }

    Mutex writers_;
    mutable SpinLock lock_;
    Snapshot current_ = std::make_shared<const Table<Key, Value>>();
};

}  // namespace weir::patterns::shared_state
