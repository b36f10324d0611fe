// Shared state, textbook form: a map with a reader-writer lock around it, as tutorials write it, with the defect of
// that form. Not for use; for comparison.
//
// Every single operation is sound: the lock sees to that. But there is nothing to change a value by.
//
// Defects, each caught by an invariant of the production form (core/patterns/shared_state.h)
//  1. An increment is a get followed by a set, and the lock is free in between: another task's write there is undone,
//     and its update lost.
#pragma once

#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/patterns/shared_state_map.h"
#include "core/sync/rw_lock.h"

namespace weir::patterns::textbook {

template <class Key, class Value>
class SharedState final : public SharedMap<Key, Value> {
public:
    using typename SharedMap<Key, Value>::Found;

    Task<Found> get(Key key, Hold hold) override {
        const auto guard = co_await lock_.read();
        if (hold) co_await hold();
        co_return find(key);
    }

    Task<std::vector<Found>> get_many(std::vector<Key> keys, Hold hold) override {
        const auto guard = co_await lock_.read();
        if (hold) co_await hold();
        std::vector<Found> found;
        found.reserve(keys.size());
        for (const auto& key : keys) found.push_back(find(key));
        co_return found;
    }

    Task<Found> set(Key key, Value value, Hold hold) override {  // defect 1: whoever changes a value by get and this
        const auto guard = co_await lock_.write();
        if (hold) co_await hold();
        auto replaced = find(key);
        values_.insert_or_assign(key, std::move(value));
        co_return replaced;
    }

private:
    Found find(const Key& key) const {
        const auto at = values_.find(key);
        return at == values_.end() ? Found{} : Found{at->second};
    }

    RwLock lock_;
    std::unordered_map<Key, Value> values_;
};

}  // namespace weir::patterns::textbook
