// Rows of the synchronisation primitives and of the circuit breaker.
#include <vector>

#include "core/patterns/circuit_breaker.h"
#include "core/sync/channel.h"
#include "core/sync/rw_lock.h"
#include "core/sync/semaphore.h"
#include "tests/bench/weir_rows.h"

namespace bench {
namespace {

using weir::Receiver;
using weir::Sender;

// A coroutine's parameters live as long as its frame, until the handle is joined; a sender has to go when the work is
// done, so it becomes a local.
Task<void> echo(Receiver<std::size_t> pings, Sender<std::size_t> given) {
    auto pongs = std::move(given);
    while (auto value = co_await pings.receive()) co_await pongs.send(std::move(*value));
}

Task<void> produce(Sender<std::size_t> given, std::size_t count) {
    auto sender = std::move(given);
    for (std::size_t i = 0; i < count; ++i) co_await sender.send(std::size_t{i});
}

Task<void> consume(Receiver<std::size_t> receiver) {
    while (auto value = co_await receiver.receive()) keep(*value);
}

Task<nanoseconds> run_channel(Executor& engine, std::size_t count, std::size_t producers) {
    auto [sender, receiver] = weir::channel<std::size_t>(100);
    const auto start = Clock::now();
    std::vector<weir::JoinHandle<void>> tasks;
    for (std::size_t i = 0; i < producers; ++i) tasks.push_back(engine.spawn(produce(sender, count / producers)));
    { const auto last = std::move(sender); }
    tasks.push_back(engine.spawn(consume(std::move(receiver))));
    for (auto& task : tasks) co_await std::move(task);
    co_return Clock::now() - start;
}

Task<void> take_turns(Executor& engine, weir::Semaphore& permits, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
        const auto permit = co_await permits.acquire();
        co_await engine.yield();
    }
}

struct Shared {
    weir::RwLock lock;
    std::size_t value = 1;
};

Task<void> read(Shared& shared, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
        const auto guard = co_await shared.lock.read();
        auto value = shared.value;
        keep(value);
    }
}

Task<std::size_t> service(std::size_t value) {
    keep(value);
    co_return value;
}

}  // namespace

Task<nanoseconds> ping_pong(Executor& engine, std::size_t count) {
    auto [ping, pings] = weir::channel<std::size_t>(1);
    auto [pong, pongs] = weir::channel<std::size_t>(1);
    const auto start = Clock::now();
    auto other = engine.spawn(echo(std::move(pings), std::move(pong)));
    for (std::size_t i = 0; i < count; ++i) {
        co_await ping.send(std::size_t{i});
        auto value = co_await pongs.receive();
        keep(*value);
    }
    { const auto last = std::move(ping); }
    co_await std::move(other);
    co_return Clock::now() - start;
}

Task<nanoseconds> channel_1(Executor& engine, std::size_t count) { return run_channel(engine, count, 1); }
Task<nanoseconds> channel_4(Executor& engine, std::size_t count) { return run_channel(engine, count, 4); }

Task<nanoseconds> semaphore(Executor& engine, std::size_t count) {
    constexpr std::size_t tasks = 32;
    weir::Semaphore permits{8};
    auto timing = time_beside(engine, tasks, [&engine, &permits, each = count / tasks](std::size_t) {
        return take_turns(engine, permits, each);
    });
    co_return co_await std::move(timing);
}

Task<nanoseconds> rw_lock_read(Executor& engine, std::size_t count) {
    constexpr std::size_t readers = 4;
    Shared shared;
    auto timing =
        time_beside(engine, readers, [&shared, each = count / readers](std::size_t) { return read(shared, each); });
    co_return co_await std::move(timing);
}

Task<nanoseconds> breaker(Executor& engine, std::size_t count) {
    weir::patterns::CircuitBreaker breaker;
    const auto start = Clock::now();
    for (std::size_t i = 0; i < count; ++i) {
        auto permit = breaker.try_acquire(engine);
        auto value = co_await service(i);
        keep(value);
        permit->succeed(engine);
    }
    co_return Clock::now() - start;
}

}  // namespace bench
