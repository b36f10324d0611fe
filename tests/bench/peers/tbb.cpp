// The oneTBB side of the benchmark table. oneTBB has no awaitable operations: where a row has one, the blocking
// counterpart of the same library stands in, and blocks its worker. It keeps no handles: spawn_join waits for a whole
// task group.
#include <oneapi/tbb/rw_mutex.h>
#include <tbb/concurrent_queue.h>
#include <tbb/global_control.h>
#include <tbb/task_arena.h>
#include <tbb/task_group.h>

#include <array>
#include <thread>

#include "tests/bench/row_program.h"

namespace {

using bench::Clock;
using std::chrono::nanoseconds;

nanoseconds spawn_join(std::size_t count) {
    const auto start = Clock::now();
    tbb::task_group group;
    for (std::size_t i = 0; i < count; ++i) group.run([] {});
    group.wait();
    return Clock::now() - start;
}

std::size_t fib(std::size_t n) {
    if (n < 2) return n;
    std::size_t forked = 0;
    tbb::task_group group;
    group.run([&forked, n] { forked = fib(n - 1); });
    const auto called = fib(n - 2);
    group.wait();
    return forked + called;
}

nanoseconds fork_join(std::size_t n) {
    const auto start = Clock::now();
    bench::keep(n);
    auto result = fib(n);
    bench::keep(result);
    return Clock::now() - start;
}

nanoseconds channel_1(std::size_t count) {
    tbb::concurrent_bounded_queue<std::size_t> queue;
    queue.set_capacity(100);
    const auto start = Clock::now();
    // A thread of its own: two blocking tasks of one arena could come to wait for each other on one worker.
    std::thread producer{[&queue, count] {
        for (std::size_t i = 0; i < count; ++i) queue.push(i);
    }};
    for (std::size_t i = 0; i < count; ++i) {
        std::size_t value = 0;
        queue.pop(value);
        bench::keep(value);
    }
    producer.join();
    return Clock::now() - start;
}

nanoseconds rw_lock_read(std::size_t count) {
    constexpr std::size_t readers = 4;
    struct {
        tbb::rw_mutex mutex;
        std::size_t value = 1;
    } shared;
    const auto start = Clock::now();
    tbb::task_group group;
    for (std::size_t reader = 0; reader < readers; ++reader) {
        group.run([&shared, count] {
            for (std::size_t i = 0; i < count / readers; ++i) {
                shared.mutex.lock_shared();
                auto value = shared.value;
                bench::keep(value);
                shared.mutex.unlock_shared();
            }
        });
    }
    group.wait();
    return Clock::now() - start;
}

constexpr std::array rows{
    bench::Row{"spawn_join", spawn_join},
    bench::Row{"fork_join", fork_join},
    bench::Row{"channel_1", channel_1},
    bench::Row{"rw_lock_read", rw_lock_read},
};

}  // namespace

int main(int argc, char** argv) {
    return bench::row_program(argc, argv, rows, [](std::size_t workers, auto once) {
        const tbb::global_control limit{tbb::global_control::max_allowed_parallelism, workers};
        tbb::task_arena arena{static_cast<int>(workers)};
        arena.execute(once);
    });
}
