// Shared state, production form: a map that many tasks read and write, under one of five strategies.
//
//     get, get_many      read; get_many sees one moment
//     set                writes
//     update             changes a value depending on what it is, as one step
//     compare_and_set    writes if the value is the one expected
//
// A value that was read is old as soon as the read is over: whoever computes the next value from it and sets that
// undoes what others have written in between. update and compare_and_set leave no such gap.
//
//     strategy   readers wait for             writers wait for              a write costs
//     mutex      everybody                    everybody                     a change
//     rw_lock    writers                      everybody                     a change
//     sharded    writers of the same shard    everybody of the same shard   a change
//     actor      everybody, as messages       everybody, as messages        two messages and a change
//     snapshot   nobody                       writers                       a copy of the map
//
// Invariants, of every strategy
//  1. Readers xor a writer: while a writer is inside nobody else is, and it has been alone from its look at the value
//     to its change. (Sharded: in its shard. Snapshot: readers are elsewhere, in copies that do not change.)
//  2. Bounded bypass: nobody who comes later overtakes a waiting writer.
//  3. The history is linearizable: operations take effect one after the other, each between its beginning and its end.
//  4. No lost update: as many increments by update() as have ended well are in the map.
//  5. An operation that ends by an exception, its own or Cancelled, has changed nothing and keeps nothing.
//
// Semantics of the fair lock after tokio's RwLock.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "core/patterns/shared_state_actor.h"
#include "core/patterns/shared_state_locks.h"
#include "core/patterns/shared_state_map.h"
#include "core/patterns/shared_state_snapshot.h"

namespace weir::patterns::shared_state {

enum class Strategy : std::uint8_t { mutex, rw_lock, sharded, actor, snapshot };

/// As files and the command line name them.
inline constexpr std::array<std::string_view, 5> strategy_ids{"mutex", "rw_lock", "sharded", "actor", "snapshot"};

// More than workers on most machines, so that tasks which run at once rarely meet; each costs two cache lines.
inline constexpr std::size_t default_shards = 16;

/// An empty map.
/// @param home where the actor's owner runs; unused by the other strategies. It must outlive the map: destroy the map,
/// then join.
/// @param shards of the sharded strategy @throws std::invalid_argument if it is to have none
template <class Key, class Value>
std::unique_ptr<SharedState<Key, Value>> make(Strategy strategy, Executor& engine, TaskGroup& home,
                                              std::size_t shards = default_shards) {
    switch (strategy) {
        case Strategy::mutex:
            return std::make_unique<Locked<Key, Value, MutexForAll>>();
        case Strategy::rw_lock:
            return std::make_unique<Locked<Key, Value, RwLock>>();
        case Strategy::sharded:
            return std::make_unique<Sharded<Key, Value>>(shards);
        case Strategy::actor:
            return std::make_unique<Actor<Key, Value>>(engine, home);
        case Strategy::snapshot:
            return std::make_unique<Snapshots<Key, Value>>(engine.workers());
    }
    return nullptr;
}

}  // namespace weir::patterns::shared_state
