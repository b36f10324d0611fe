// The rows of the benchmark table on our own runtime. Each runs inside a task of the pool it is given, does its thing
// `count` times and returns the time that took. What a row does is defined in rows.h.
#pragma once

#include <chrono>
#include <cstddef>
#include <vector>

#include "core/runtime/executor.h"
#include "core/runtime/task.h"
#include "tests/bench/row_program.h"
#include "tests/bench/rows.h"

namespace bench {

using std::chrono::nanoseconds;
using weir::Executor;
using weir::Task;

Task<nanoseconds> spawn_join(Executor& engine, std::size_t count);
Task<nanoseconds> fork_join(Executor& engine, std::size_t n);
Task<nanoseconds> yielding(Executor& engine, std::size_t count);
Task<nanoseconds> timers(Executor& engine, std::size_t count);
Task<nanoseconds> cancel(Executor& engine, std::size_t count);
Task<nanoseconds> ping_pong(Executor& engine, std::size_t count);
Task<nanoseconds> channel_1(Executor& engine, std::size_t count);
Task<nanoseconds> channel_4(Executor& engine, std::size_t count);
Task<nanoseconds> semaphore(Executor& engine, std::size_t count);
Task<nanoseconds> rw_lock_read(Executor& engine, std::size_t count);
Task<nanoseconds> breaker(Executor& engine, std::size_t count);
Task<nanoseconds> await_child(Executor& engine, std::size_t count);

// The patterns, in production form.
Task<nanoseconds> fan_out(Executor& engine, std::size_t count);
Task<nanoseconds> pipeline(Executor& engine, std::size_t count);
Task<nanoseconds> limiter_1(Executor& engine, std::size_t count);
Task<nanoseconds> limiter_8(Executor& engine, std::size_t count);
Task<nanoseconds> batcher(Executor& engine, std::size_t count);
Task<nanoseconds> map_rw_lock(Executor& engine, std::size_t count);
Task<nanoseconds> map_sharded(Executor& engine, std::size_t count);
Task<nanoseconds> map_snapshot(Executor& engine, std::size_t count);
Task<nanoseconds> map_sharded_held(Executor& engine, std::size_t count);
Task<nanoseconds> map_snapshot_rarely_written(Executor& engine, std::size_t count);
Task<nanoseconds> service_static(Executor& engine, std::size_t count);
Task<nanoseconds> service_virtual(Executor& engine, std::size_t count);
Task<nanoseconds> service_erased(Executor& engine, std::size_t count);
Task<nanoseconds> skewed_queue(Executor& engine, std::size_t count);

/// As skewed_queue, with jobs that time themselves, for one and the same work takes longer when all processors are
/// busy, and that no scheduler can help. The lower bound is what the jobs took in all, shared out evenly among the
/// workers. @return by how much the makespan was over the bound and the longest job, for each second of the bound
Task<nanoseconds> skewed_over_bound(Executor& engine, std::size_t count);

/// Runs make(0), make(1), ... make(tasks - 1) as tasks beside each other. @return how long until all have ended
template <class Make>
Task<nanoseconds> time_beside(Executor& engine, std::size_t tasks, Make make) {
    const auto start = Clock::now();
    std::vector<weir::JoinHandle<void>> running;
    running.reserve(tasks);
    for (std::size_t i = 0; i < tasks; ++i) running.push_back(engine.spawn(make(i)));
    for (auto& task : running) co_await std::move(task);
    co_return Clock::now() - start;
}

/// Processor time this process uses while the caller sleeps.
nanoseconds idle(std::size_t milliseconds);

/// Wall time in which the virtual engine does so many events (polls and timers) of a queue with four servers.
nanoseconds simulation_events(std::size_t count);

/// Wall time in which the circuit-breaker lab, offered 1000 calls a second, runs so many virtual seconds.
nanoseconds simulated_lab(std::size_t seconds);

}  // namespace bench
