// Small help for tests of the pool that steals: a pool beside a body of code, and its settings in one line.
#pragma once

#include <cstddef>
#include <utility>

#include "core/patterns/work_stealing.h"
#include "core/runtime/group.h"
#include "tests/core/engines.h"

namespace work_stealing_runs {

using weir::Duration;
using weir::Executor;
using weir::Task;
using weir::TaskGroup;
using weir::patterns::StealingPool;
using weir::patterns::stealing::Steal;
using weir::patterns::stealing::Strategy;

inline StealingPool::Config config_of(Strategy strategy, Steal steal = Steal::half, std::size_t capacity = 256) {
    StealingPool::Config config;
    config.strategy = strategy;
    config.steal = steal;
    config.capacity = capacity;
    return config;
}

/// Runs body(pool) beside a pool, then closes that.
template <class Body>
Task<void> with_pool(Executor& engine, std::size_t workers, StealingPool::Config config, Body body) {
    TaskGroup home{engine};
    StealingPool pool{engine, home, workers, config};
    co_await body(pool);
    co_await pool.close();
    co_await home.join();
    home.rethrow_first();
    CHECK(pool.status().pending == 0);
}

inline Task<void> work(Executor& engine, Duration length) { co_await engine.work(length); }

}  // namespace work_stealing_runs
