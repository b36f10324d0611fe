// The rows of the benchmark table on our own runtime. Each runs inside a task of the pool it is given, does its thing
// `count` times and returns the time that took. What a row does is defined in rows.h.
#pragma once

#include <chrono>
#include <cstddef>

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

/// Processor time this process uses while the caller sleeps.
nanoseconds idle(std::size_t milliseconds);

/// Wall time in which the virtual engine does so many events (polls and timers) of a queue with four servers.
nanoseconds simulation_events(std::size_t count);

/// Wall time in which the circuit-breaker lab, offered 1000 calls a second, runs so many virtual seconds.
nanoseconds simulated_lab(std::size_t seconds);

}  // namespace bench
