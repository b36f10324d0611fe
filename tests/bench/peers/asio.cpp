// The Asio side of the benchmark table: C++20 coroutines on a thread_pool, channels of asio::experimental.
//
// Asio has no cheap handle of a spawned coroutine to await later: a counter, and a channel into which the last child
// sends, take its place.
#include <array>
#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/experimental/concurrent_channel.hpp>
#include <asio/post.hpp>
#include <asio/steady_timer.hpp>
#include <asio/strand.hpp>
#include <asio/this_coro.hpp>
#include <asio/thread_pool.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/use_future.hpp>
#include <atomic>
#include <memory>
#include <system_error>

#include "tests/bench/row_program.h"

namespace {

using asio::awaitable;
using asio::use_awaitable;
using bench::Clock;
using std::chrono::nanoseconds;
using Pool = asio::thread_pool::executor_type;
template <class T>
using Channel = asio::experimental::concurrent_channel<Pool, void(std::error_code, T)>;

asio::thread_pool* pool = nullptr;

/// Runs a row's root coroutine on the pool.
nanoseconds on_pool(awaitable<nanoseconds> root) {
    return asio::co_spawn(*pool, std::move(root), asio::use_future).get();
}

/// Waits for `count` arrivals.
class Latch {
public:
    explicit Latch(std::size_t count) : left_{count}, done_{pool->get_executor(), 1} {}
    void arrive() {
        if (left_.fetch_sub(1, std::memory_order_acq_rel) == 1) done_.try_send(std::error_code{}, true);
    }
    awaitable<void> wait() { co_await done_.async_receive(use_awaitable); }

private:
    std::atomic<std::size_t> left_;
    Channel<bool> done_;
};

awaitable<void> arrive(Latch& latch) {
    latch.arrive();
    co_return;
}

awaitable<nanoseconds> spawn_join(std::size_t count) {
    const auto start = Clock::now();
    Latch latch{count};
    for (std::size_t i = 0; i < count; ++i) asio::co_spawn(*pool, arrive(latch), asio::detached);
    co_await latch.wait();
    co_return Clock::now() - start;
}

awaitable<void> yielder(Latch& latch, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) co_await asio::post(pool->get_executor(), use_awaitable);
    latch.arrive();
}

awaitable<nanoseconds> yielding(std::size_t count) {
    constexpr std::size_t yielders = 16;
    const auto start = Clock::now();
    Latch latch{yielders};
    for (std::size_t i = 0; i < yielders; ++i) asio::co_spawn(*pool, yielder(latch, count / yielders), asio::detached);
    co_await latch.wait();
    co_return Clock::now() - start;
}

awaitable<void> echo(Channel<std::size_t>& pings, Channel<std::size_t>& pongs, std::size_t count, Latch& latch) {
    for (std::size_t i = 0; i < count; ++i) {
        const auto value = co_await pings.async_receive(use_awaitable);
        co_await pongs.async_send(std::error_code{}, value, use_awaitable);
    }
    latch.arrive();
}

awaitable<nanoseconds> ping_pong(std::size_t count) {
    Channel<std::size_t> pings{pool->get_executor(), 1};
    Channel<std::size_t> pongs{pool->get_executor(), 1};
    Latch latch{1};
    const auto start = Clock::now();
    asio::co_spawn(*pool, echo(pings, pongs, count, latch), asio::detached);
    for (std::size_t i = 0; i < count; ++i) {
        co_await pings.async_send(std::error_code{}, i, use_awaitable);
        auto value = co_await pongs.async_receive(use_awaitable);
        bench::keep(value);
    }
    co_await latch.wait();
    co_return Clock::now() - start;
}

awaitable<void> produce(Channel<std::size_t>& channel, std::size_t count, Latch& latch) {
    for (std::size_t i = 0; i < count; ++i) co_await channel.async_send(std::error_code{}, i, use_awaitable);
    latch.arrive();
}

awaitable<nanoseconds> channel(std::size_t count, std::size_t producers) {
    Channel<std::size_t> channel{pool->get_executor(), 100};
    Latch latch{producers};
    const auto start = Clock::now();
    for (std::size_t i = 0; i < producers; ++i)
        asio::co_spawn(*pool, produce(channel, count / producers, latch), asio::detached);
    for (std::size_t i = 0; i < count / producers * producers; ++i) {
        auto value = co_await channel.async_receive(use_awaitable);
        bench::keep(value);
    }
    co_await latch.wait();
    co_return Clock::now() - start;
}

awaitable<void> sleeper(std::chrono::milliseconds time, Latch& latch) {
    asio::steady_timer timer{pool->get_executor(), time};
    co_await timer.async_wait(use_awaitable);
    latch.arrive();
}

awaitable<nanoseconds> timers(std::size_t count) {
    Latch latch{count};
    const auto start = Clock::now();
    for (std::size_t i = 0; i < count; ++i)
        asio::co_spawn(*pool, sleeper(std::chrono::milliseconds{i % 10}, latch), asio::detached);
    co_await latch.wait();
    co_return Clock::now() - start;
}

awaitable<std::size_t> child(std::size_t value) {
    bench::keep(value);
    co_return value;
}

awaitable<nanoseconds> await_child(std::size_t count) {
    const auto start = Clock::now();
    for (std::size_t i = 0; i < count; ++i) {
        auto value = co_await child(i);
        bench::keep(value);
    }
    co_return Clock::now() - start;
}

constexpr std::array rows{
    bench::Row{"spawn_join", [](std::size_t n) { return on_pool(spawn_join(n)); }},
    bench::Row{"yield", [](std::size_t n) { return on_pool(yielding(n)); }},
    bench::Row{"ping_pong", [](std::size_t n) { return on_pool(ping_pong(n)); }},
    bench::Row{"channel_1", [](std::size_t n) { return on_pool(channel(n, 1)); }},
    bench::Row{"channel_4", [](std::size_t n) { return on_pool(channel(n, 4)); }},
    bench::Row{"timers", [](std::size_t n) { return on_pool(timers(n)); }},
    bench::Row{"await_child", [](std::size_t n) { return on_pool(await_child(n)); }},
};

}  // namespace

int main(int argc, char** argv) {
    return bench::row_program(argc, argv, rows, [](std::size_t workers, auto once) {
        asio::thread_pool threads{workers};
        pool = &threads;
        once();
        threads.join();
    });
}
