// Rows of shared state: one map, read and now and then written by several tasks, under each strategy.
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "core/patterns/shared_state.h"
#include "core/runtime/group.h"
#include "core/runtime/random.h"
#include "tests/bench/weir_rows.h"

namespace bench {
namespace {

using weir::patterns::shared_state::Strategy;
using Map = weir::patterns::SharedState<std::size_t, std::size_t>;

/// How a map is used; known when compiling, as in the peers' programs.
struct Use {
    Strategy strategy;
    std::size_t write_every;
    std::size_t tasks = maps::tasks;
    std::size_t rounds_held = 0;  ///< of compute(), while the operation has the map, or may read it
};

Task<void> hold(std::size_t rounds) {
    compute(rounds);
    co_return;
}

template <Use use>
weir::patterns::Hold held() {
    if constexpr (use.rounds_held == 0) return {};
    return [] { return hold(use.rounds_held); };
}

template <Use use>
Task<void> use_map(Map& map, std::size_t task, std::size_t count) {
    const auto one_more = [](const Map::Found& before) { return before.value_or(0) + 1; };
    weir::Random random{task};
    for (std::size_t i = 0; i < count; ++i) {
        const auto key = static_cast<std::size_t>(random.below(maps::keys));
        auto operation = i % use.write_every == 0 ? map.update(key, one_more, held<use>()) : map.get(key, held<use>());
        const auto found = co_await std::move(operation);
        auto value = found.value_or(0);
        keep(value);
    }
}

template <Use use>
Task<nanoseconds> run_map(Executor& engine, std::size_t count) {
    weir::TaskGroup home{engine};
    auto map = weir::patterns::shared_state::make<std::size_t, std::size_t>(use.strategy, engine, home);
    for (std::size_t key = 0; key < maps::keys; ++key) {
        auto setting = map->set(key, key);
        co_await std::move(setting);
    }
    auto timing = time_beside(engine, use.tasks, [&map, each = count / use.tasks](std::size_t task) {
        return use_map<use>(*map, task, each);
    });
    const auto time = co_await std::move(timing);
    map.reset();
    co_await home.join();
    co_return time;
}

}  // namespace

Task<nanoseconds> map_rw_lock(Executor& engine, std::size_t count) {
    return run_map<Use{Strategy::rw_lock, maps::write_every}>(engine, count);
}
Task<nanoseconds> map_sharded(Executor& engine, std::size_t count) {
    return run_map<Use{Strategy::sharded, maps::write_every}>(engine, count);
}
Task<nanoseconds> map_snapshot(Executor& engine, std::size_t count) {
    return run_map<Use{Strategy::snapshot, maps::write_every}>(engine, count);
}
Task<nanoseconds> map_sharded_held(Executor& engine, std::size_t count) {
    return run_map<Use{Strategy::sharded, maps::write_every, maps::many_tasks, maps::rounds_held}>(engine, count);
}
Task<nanoseconds> map_snapshot_rarely_written(Executor& engine, std::size_t count) {
    return run_map<Use{Strategy::snapshot, maps::rare_write_every}>(engine, count);
}

}  // namespace bench
