// Rows of tasks, scopes and timers.
#include <vector>

#include "core/runtime/group.h"
#include "core/runtime/unless_cancelled.h"
#include "tests/bench/weir_rows.h"

namespace bench {
namespace {

Task<void> nothing() { co_return; }

Task<std::size_t> fib(Executor& engine, std::size_t n) {
    if (n < 2) co_return n;
    auto forked = engine.spawn(fib(engine, n - 1));
    const auto called = co_await fib(engine, n - 2);
    co_return called + co_await std::move(forked);
}

Task<void> yielder(Executor& engine, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) co_await engine.yield();
}

Task<void> sleeper(Executor& engine, weir::Duration time) { co_await engine.sleep(time); }

// As tokio's child, which is the bare sleep, it has no handler that an exception could reach.
Task<void> sleeper_until_cancelled(Executor& engine, weir::Duration time) {
    static_cast<void>(co_await weir::unless_cancelled(engine.sleep(time)));
}

Task<std::size_t> echo(std::size_t value) {
    keep(value);
    co_return value;
}

}  // namespace

Task<nanoseconds> spawn_join(Executor& engine, std::size_t count) {
    const auto start = Clock::now();
    std::vector<weir::JoinHandle<void>> children;
    children.reserve(count);
    for (std::size_t i = 0; i < count; ++i) children.push_back(engine.spawn(nothing()));
    for (auto& child : children) co_await std::move(child);
    co_return Clock::now() - start;
}

Task<nanoseconds> fork_join(Executor& engine, std::size_t n) {
    const auto start = Clock::now();
    keep(n);
    auto result = co_await fib(engine, n);
    keep(result);
    co_return Clock::now() - start;
}

Task<nanoseconds> yielding(Executor& engine, std::size_t count) {
    constexpr std::size_t yielders = 16;
    return time_beside(engine, yielders,
                       [&engine, each = count / yielders](std::size_t) { return yielder(engine, each); });
}

Task<nanoseconds> timers(Executor& engine, std::size_t count) {
    return time_beside(engine, count,
                       [&engine](std::size_t i) { return sleeper(engine, std::chrono::milliseconds{i % 10}); });
}

Task<nanoseconds> cancel(Executor& engine, std::size_t count) {
    weir::TaskGroup group{engine};
    for (std::size_t i = 0; i < count; ++i) group.spawn(sleeper_until_cancelled(engine, std::chrono::hours{1}));
    // Every child must be asleep before the clock starts.
    co_await engine.sleep(std::chrono::milliseconds{50});
    const auto start = Clock::now();
    group.cancel();
    co_await group.join();
    co_return Clock::now() - start;
}

Task<nanoseconds> await_child(Executor& /*engine*/, std::size_t count) {
    const auto start = Clock::now();
    for (std::size_t i = 0; i < count; ++i) {
        auto value = co_await echo(i);
        keep(value);
    }
    co_return Clock::now() - start;
}

}  // namespace bench
