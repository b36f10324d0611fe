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

Task<void> use(Map& map, std::size_t task, std::size_t count, std::size_t write_every) {
    weir::Random random{task};
    for (std::size_t i = 0; i < count; ++i) {
        const auto key = static_cast<std::size_t>(random.below(maps::keys));
        auto operation = i % write_every == 0
                             ? map.update(key, [](const Map::Found& before) { return before.value_or(0) + 1; })
                             : map.get(key);
        const auto found = co_await std::move(operation);
        auto value = found.value_or(0);
        keep(value);
    }
}

Task<nanoseconds> run_map(Executor& engine, std::size_t count, Strategy strategy, std::size_t write_every) {
    weir::TaskGroup home{engine};
    auto map = weir::patterns::shared_state::make<std::size_t, std::size_t>(strategy, engine, home);
    for (std::size_t key = 0; key < maps::keys; ++key) {
        auto setting = map->set(key, key);
        co_await std::move(setting);
    }
    auto timing = time_beside(engine, maps::tasks, [&map, count, write_every](std::size_t task) {
        return use(*map, task, count / maps::tasks, write_every);
    });
    const auto time = co_await std::move(timing);
    map.reset();
    co_await home.join();
    co_return time;
}

}  // namespace

Task<nanoseconds> map_rw_lock(Executor& engine, std::size_t count) {
    return run_map(engine, count, Strategy::rw_lock, maps::write_every);
}
Task<nanoseconds> map_sharded(Executor& engine, std::size_t count) {
    return run_map(engine, count, Strategy::sharded, maps::write_every);
}
Task<nanoseconds> map_snapshot(Executor& engine, std::size_t count) {
    return run_map(engine, count, Strategy::snapshot, maps::write_every);
}
Task<nanoseconds> map_snapshot_rarely_written(Executor& engine, std::size_t count) {
    return run_map(engine, count, Strategy::snapshot, maps::rare_write_every);
}

}  // namespace bench
