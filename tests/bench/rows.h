// What each row of the benchmark table does, the same for every program in it. Every row runs on `worker_count` workers
// inside a root task of the runtime; the time is divided by `operations` everywhere.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>

namespace bench {

constexpr std::size_t worker_count = 2;

struct RowSpec {
    const char* id;
    const char* title;
    const char* operation;   ///< what one operation is
    std::size_t count;       ///< what the programs are given
    std::size_t operations;  ///< what the time is divided by
};

// fork-join: fib(n) = fib(n - 1) + fib(n - 2) down to n < 2, without a cut-off. Each of the fib(n + 1) - 1 inner nodes
// spawns one child and runs the other itself, then joins the spawned one: an operation is one such fork, two calls.
constexpr std::size_t fork_join_depth = 25;
constexpr std::size_t forks = [] {
    std::size_t fib = 1;
    std::size_t next = 1;
    for (std::size_t i = 1; i < fork_join_depth; ++i) {
        const auto sum = fib + next;
        fib = next;
        next = sum;
    }
    return next - 1;
}();
static_assert(forks == 121'392);

// What the rows of the patterns are set to.
constexpr std::size_t fan_out_at_once = 64;
constexpr std::size_t pipeline_capacity = 64;
namespace batching {
constexpr std::size_t callers = 250;  // who submit an item and await its result, again and again
constexpr std::size_t size = 64;
constexpr std::chrono::milliseconds linger{1};
}  // namespace batching
namespace maps {
constexpr std::size_t tasks = 4;
constexpr std::size_t keys = 64;  // few: a snapshot is copied for each write
constexpr std::size_t write_every = 10;
constexpr std::size_t rare_write_every = 10'000;
constexpr std::size_t rounds_held = 500;  // some 1 us, which an operation is inside for
constexpr std::size_t many_tasks = 64;    // so that a worker whose task waits for a lock has others to run
}  // namespace maps
namespace layered {
constexpr std::size_t at_once = 64;
constexpr std::chrono::seconds time_limit{1};
}  // namespace layered
namespace skewed {
/// How long job `number` computes, in rounds of compute(): 10'000 to 90'000, 50'000 in the mean, some 100 us.
constexpr std::size_t rounds(std::size_t number) { return 10'000 + number * 7'919 % 80'001; }
}  // namespace skewed

inline constexpr std::array row_specs{
    RowSpec{"spawn_join", "spawn and join 1M from one task", "child that does nothing, spawned, then joined", 1'000'000,
            1'000'000},
    RowSpec{"fork_join", "fork-join fib(25)", "fork: one child spawned, the other run by the caller", fork_join_depth,
            forks},
    RowSpec{"yield", "yield", "yield, of 16 tasks that do nothing else", 1'000'000, 1'000'000},
    RowSpec{"ping_pong", "ping-pong, channel(1)", "round trip between two tasks over two channels", 200'000, 200'000},
    RowSpec{"channel_1", "channel(100), 1 producer", "message", 1'000'000, 1'000'000},
    RowSpec{"channel_4", "channel(100), 4 producers", "message", 1'000'000, 1'000'000},
    RowSpec{"semaphore", "semaphore(8), 32 tasks", "acquire, yield once while holding the permit, release", 320'000,
            320'000},
    RowSpec{"rw_lock_read", "rw-lock reads by 4 tasks", "read under the lock", 1'000'000, 1'000'000},
    RowSpec{"timers", "100k sleeps of 0-9 ms", "task that sleeps once, spawned and joined", 100'000, 100'000},
    RowSpec{"cancel", "cancel 10k children", "child asleep, cancelled and joined, nothing thrown", 10'000, 10'000},
    RowSpec{"breaker", "breaker call, closed", "call of a trivial service through a closed breaker", 1'000'000,
            1'000'000},
    RowSpec{"await_child", "await of a child", "call of a child the caller does not see into", 5'000'000, 5'000'000},
    RowSpec{"fan_out", "fan-out of 1M items at 64", "item worked on beside 63 others, delivered in input order",
            1'000'000, 1'000'000},
    RowSpec{"pipeline", "pipeline, 3 stages, queues of 64", "item through three queues and stages", 1'000'000,
            1'000'000},
    RowSpec{"limiter_1", "rate limiter, 1 task", "permit that is due, acquired", 1'000'000, 1'000'000},
    RowSpec{"limiter_8", "rate limiter, 8 tasks", "permit that is due, acquired", 1'000'000, 1'000'000},
    RowSpec{"batcher", "batches of 64 for 250 callers", "item submitted, its own result awaited", 1'000'000, 1'000'000},
    RowSpec{"map_rw_lock", "map behind a rw-lock, 4 tasks", "read, or every tenth time an update, of 64 keys",
            1'000'000, 1'000'000},
    RowSpec{"map_sharded", "sharded map, 4 tasks", "read, or every tenth time an update, of 64 keys", 1'000'000,
            1'000'000},
    RowSpec{"map_snapshot", "map of snapshots, 4 tasks", "read, or every tenth time an update, of 64 keys", 1'000'000,
            1'000'000},
    RowSpec{"service_static", "3 layers, static dispatch", "call through retry, timeout, concurrency limit", 1'000'000,
            1'000'000},
    RowSpec{"service_virtual", "3 layers, virtual dispatch", "call through retry, timeout, concurrency limit",
            1'000'000, 1'000'000},
    RowSpec{"service_erased", "3 layers, type-erased dispatch", "call through retry, timeout, concurrency limit",
            1'000'000, 1'000'000},
    RowSpec{"skewed_queue", "2000 jobs, all for one worker", "job that computes for some 100 us", 2'000, 2'000},
};

/// What is demanded of a row: the peer takes at least so many times as long as ours. A goal that names the row takes
/// the place of the one for each row.
struct Goal {
    const char* row;  ///< null: each row the peer has
    const char* peer;
    double at_least;
};

/// tokio as tutorials write it is to be slower in each row. Beside the best that can be written for it two rows come
/// out even (layers bound when compiled, jobs that only compute), and medians of seven rounds swing by 5 %.
inline constexpr std::array goals{Goal{nullptr, "tokio", 1}, Goal{nullptr, "tokio+", 0.95},
                                  Goal{"fork_join", "tokio", 5}, Goal{"fork_join", "oneTBB", 2},
                                  Goal{"spawn_join", "oneTBB", 1}};
/// Of the ratios to tokio, its better program where there are two.
inline constexpr double median_goal = 2;

}  // namespace bench
