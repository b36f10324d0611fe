// Shared state by snapshot: readers take an immutable copy, writers copy on write.
//
// Invariants
//  1. What a reader has taken never changes; it waits for nobody and holds back nobody. A get that holds nothing takes
//     nothing: it is over with one look.
//  2. Writers go one at a time, first come first served; each publishes a copy of the whole map that differs in its one
//     change. So a write costs as much as the map is large.
#pragma once

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

#include "core/patterns/shared_state_map.h"
#include "core/patterns/shared_state_published.h"
#include "core/patterns/shared_state_table.h"
#include "core/sync/mutex.h"

namespace weir::patterns::shared_state {

template <class Key, class Value>
class Snapshots final : public SharedState<Key, Value> {
    using typename SharedState<Key, Value>::Change;

public:
    using typename SharedState<Key, Value>::Found;

    /// @param readers threads that may read at once without meeting, > 0
    explicit Snapshots(std::size_t readers) : published_{readers, std::make_shared<const Contents>()} {}

    Task<Found> get(Key key, Hold hold) override {
        if (!hold) co_return published_.look([&key](const Contents& seen) { return seen.find(key); });
        const auto seen = published_.read();
        co_await hold();
        co_return seen->find(key);
    }
    Task<std::vector<Found>> get_many(std::vector<Key> keys, Hold hold) override {
        const auto seen = published_.read();
        if (hold) co_await hold();
        co_return seen->find(keys);
    }

private:
    using Contents = Table<Key, Value>;

    Task<Found> change(Key key, Change fn, Hold hold) override {
        const auto inside = co_await writers_.lock();
        const auto& seen = published_.latest();
        const auto before = seen.find(key);
        if (hold) co_await hold();
        auto next = fn(before);
        if (!next) co_return before;
        auto copy = std::make_shared<Contents>(seen);
        auto replaced = copy->put(key, std::move(next));
        published_.replace(std::move(copy));
        co_return replaced;
    }

    Mutex writers_;
    Published<Contents> published_;
};

}  // namespace weir::patterns::shared_state
