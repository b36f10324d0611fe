// Shared state behind locks: one lock for all (a mutex, or a reader-writer lock), or one for each shard.
//
// Invariants
//  1. Inside a lock are either readers or one writer (with a mutex: one of either), for the whole of their hold.
//  2. Locks are first come first served: a waiting writer holds back readers that come after it, so no stream of
//     readers can starve it, and nobody waits for more than those before it.
//  3. A task takes several shards only in ascending order and holds them all before it reads: get_many sees one moment,
//     and nobody waits in a circle.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <stdexcept>
#include <utility>
#include <vector>

#include "core/patterns/shared_state_map.h"
#include "core/patterns/shared_state_table.h"
#include "core/sync/mutex.h"
#include "core/sync/rw_lock.h"

namespace weir::patterns::shared_state {

/// A mutex in the place of a reader-writer lock: readers exclude each other, too.
class MutexForAll {
public:
    [[nodiscard]] auto read() noexcept { return mutex_.lock(); }
    [[nodiscard]] auto write() noexcept { return mutex_.lock(); }

private:
    Mutex mutex_;
};

/// One lock around the whole map.
template <class Key, class Value, class Lock>
class Locked final : public SharedState<Key, Value> {
    using typename SharedState<Key, Value>::Change;

public:
    using typename SharedState<Key, Value>::Found;

    Task<Found> get(Key key, Hold hold) override {
        const auto inside = co_await lock_.read();
        if (hold) co_await hold();
        co_return table_.find(key);
    }
    Task<std::vector<Found>> get_many(std::vector<Key> keys, Hold hold) override {
        const auto inside = co_await lock_.read();
        if (hold) co_await hold();
        co_return table_.find(keys);
    }

private:
    Task<Found> change(Key key, Change fn, Hold hold) override {
        const auto inside = co_await lock_.write();
        const auto before = table_.find(key);
        if (hold) co_await hold();
        co_return table_.put(key, fn(before));
    }

    Lock lock_;
    Table<Key, Value> table_;
};

/// A reader-writer lock for each shard: tasks meet only where their keys fall into the same one.
template <class Key, class Value>
class Sharded final : public SharedState<Key, Value> {
    using typename SharedState<Key, Value>::Change;

public:
    using typename SharedState<Key, Value>::Found;

    /// @throws std::invalid_argument if there are no shards
    explicit Sharded(std::size_t shards) : shards_(shards) {
        if (shards == 0) throw std::invalid_argument{"shared state: expected at least 1 shard, got 0"};
    }

    Task<Found> get(Key key, Hold hold) override {
        auto& shard = shards_[index_of(key)];
        const auto inside = co_await shard.lock.read();
        if (hold) co_await hold();
        co_return shard.table.find(key);
    }
    Task<std::vector<Found>> get_many(std::vector<Key> keys, Hold hold) override {
        std::vector<RwLock::Guard> inside;
        for (const auto i : indices_of(keys)) {
            auto guard = co_await shards_[i].lock.read();
            inside.push_back(std::move(guard));
        }
        if (hold) co_await hold();
        std::vector<Found> found;
        found.reserve(keys.size());
        for (const auto& key : keys) found.push_back(shards_[index_of(key)].table.find(key));
        co_return found;
    }

private:
    struct alignas(64) Shard {
        RwLock lock;
        Table<Key, Value> table;
    };

    /// By a multiplication, for the remainder of a division takes as long as the lock. The upper 8 bits number the
    /// places in a shard's table: it looks at those below them, or all keys of a shard would want the same few places.
    std::size_t index_of(const Key& key) const {
        const auto middle = static_cast<std::uint32_t>(spread(std::hash<Key>{}(key)) >> 24);
        return static_cast<std::size_t>((std::uint64_t{middle} * shards_.size()) >> 32);
    }
    /// Ascending, each once.
    std::vector<std::size_t> indices_of(const std::vector<Key>& keys) const {
        std::vector<std::size_t> indices;
        indices.reserve(keys.size());
        for (const auto& key : keys) indices.push_back(index_of(key));
        std::ranges::sort(indices);
        const auto rest = std::ranges::unique(indices);
        indices.erase(rest.begin(), rest.end());
        return indices;
    }

    Task<Found> change(Key key, Change fn, Hold hold) override {
        auto& shard = shards_[index_of(key)];
        const auto inside = co_await shard.lock.write();
        const auto before = shard.table.find(key);
        if (hold) co_await hold();
        co_return shard.table.put(key, fn(before));
    }

    std::vector<Shard> shards_;
};

}  // namespace weir::patterns::shared_state
