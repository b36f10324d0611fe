// What a map shared by many tasks offers: SharedMap in both forms, textbook and production; SharedState in production.
#pragma once

#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "core/runtime/task.h"

namespace weir::patterns {

/// What an operation does while it has the state to itself, or while it may read it: a computation, a call. Awaited
/// once, inside; what it throws ends the operation, which then has changed nothing. Empty: nothing. It may refer to
/// what lives as long as the operation is awaited.
using Hold = std::function<Task<void>()>;

/// Any task may begin any operation at any time. Each happens at one moment between its beginning and its end, as if
/// there were no other (the history is linearizable), or not at all. Cancel safety: an operation that ends by an
/// exception, Cancelled among them, has changed nothing. The map must outlive its operations.
///
/// @tparam Key copyable, hashable  @tparam Value copyable, comparable; a key that is not there has no value. Both can
/// be made without arguments.
template <class Key, class Value>
class SharedMap {
public:
    using Found = std::optional<Value>;

    SharedMap() = default;
    SharedMap(const SharedMap&) = delete;
    SharedMap& operator=(const SharedMap&) = delete;
    virtual ~SharedMap() = default;

    virtual Task<Found> get(Key key, Hold hold) = 0;
    /// Values of one moment, in the order of the keys.
    virtual Task<std::vector<Found>> get_many(std::vector<Key> keys, Hold hold) = 0;
    /// Yields what it has replaced.
    virtual Task<Found> set(Key key, Value value, Hold hold) = 0;

    Task<Found> get(Key key) { return get(std::move(key), Hold{}); }
    Task<std::vector<Found>> get_many(std::vector<Key> keys) { return get_many(std::move(keys), Hold{}); }
    Task<Found> set(Key key, Value value) { return set(std::move(key), std::move(value), Hold{}); }
};

/// A SharedMap whose values can be changed depending on what they are.
template <class Key, class Value>
class SharedState : public SharedMap<Key, Value> {
public:
    using Found = typename SharedMap<Key, Value>::Found;

    using SharedMap<Key, Value>::set;
    Task<Found> set(Key key, Value value, Hold hold) final {
        Change to = [value = std::move(value)](const Found&) -> Found { return value; };
        return change(std::move(key), std::move(to), std::move(hold));
    }

    /// Sets the value to fn(value), with no other change of that key in between. Yields what was there before, as a
    /// fetch-and-add does. What fn throws comes out here. fn is called once, after the hold, and must not wait.
    /// @param fn as fn(const Found&), a Value; copyable
    template <class Update>
    Task<Found> update(Key key, Update fn, Hold hold = {}) {
        Change to = [fn = std::move(fn)](const Found& before) -> Found { return fn(before); };
        return change(std::move(key), std::move(to), std::move(hold));
    }

    /// Sets the value to `desired` if it is `expected`, which may be nothing. Yields whether it was.
    Task<bool> compare_and_set(Key key, Found expected, Value desired, Hold hold = {}) {
        Change to = [&](const Found& before) { return before == expected ? Found{desired} : Found{}; };
        auto changed = change(std::move(key), std::move(to), std::move(hold));
        const auto before = co_await std::move(changed);
        co_return before == expected;
    }

protected:
    /// From the value to the one to set; nothing to leave it.
    using Change = std::function<Found(const Found&)>;

    /// The one way to write: yields what was there before.
    virtual Task<Found> change(Key key, Change fn, Hold hold) = 0;
};

}  // namespace weir::patterns
