// Rows of the patterns that items flow through: fan-out, pipeline, rate limiter, batching, work stealing.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <limits>
#include <numeric>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "core/patterns/batching.h"
#include "core/patterns/fan_out.h"
#include "core/patterns/pipeline.h"
#include "core/patterns/rate_limiter.h"
#include "core/patterns/work_stealing.h"
#include "core/runtime/group.h"
#include "tests/bench/weir_rows.h"

namespace bench {
namespace {

using weir::TaskGroup;
namespace patterns = weir::patterns;

class Numbers {
public:
    explicit Numbers(std::size_t count) : count_{count} {}
    Task<std::optional<std::size_t>> operator()() {
        if (next_ == count_) co_return std::nullopt;
        co_return next_++;
    }

private:
    std::size_t next_ = 0;
    std::size_t count_;
};

Task<std::size_t> worked_on(std::size_t& item) {
    keep(item);
    co_return item;
}

class TrivialStages final : public patterns::pipeline::Stages<std::size_t> {
public:
    Task<bool> work(std::size_t /*stage*/, std::size_t& item) override {
        keep(item);
        co_return true;
    }
    void left(std::size_t item, const patterns::pipeline::Exit& /*exit*/) noexcept override { keep(item); }
};

/// A limiter whose permits are due faster than anybody can ask for them.
patterns::RateLimiterConfig never_limits() {
    patterns::RateLimiterConfig config;
    config.terms.rate = 1e9;
    config.terms.burst = patterns::GrantTerms::max_burst;
    return config;
}

Task<void> acquire_permits(patterns::RateLimiter& limiter, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
        auto granted = co_await limiter.acquire();
        keep(*granted);
    }
}

Task<nanoseconds> acquire_by(Executor& engine, std::size_t count, std::size_t tasks) {
    patterns::RateLimiter limiter{engine, never_limits()};
    auto timing = time_beside(engine, tasks,
                              [&limiter, each = count / tasks](std::size_t) { return acquire_permits(limiter, each); });
    co_return co_await std::move(timing);
}

using Batcher = patterns::Batcher<std::size_t, std::size_t>;

Task<std::vector<std::size_t>> echo_batch(std::span<const std::size_t> items) {
    co_return std::vector<std::size_t>(items.begin(), items.end());
}

/// One of the callers, who share the items: so all are there until the end. Had each its own, the last few of them
/// would fill no batch, and the row would measure how long these linger.
Task<void> submit_items(Batcher& batcher, std::atomic<std::size_t>& next, std::size_t count) {
    for (auto item = next++; item < count; item = next++) {
        auto submitting = batcher.submit(item);
        auto result = co_await std::move(submitting);
        keep(result);
    }
}

Task<void> job(std::size_t number) {
    compute(skewed::rounds(number));
    co_return;
}

Task<void> timed_job(std::size_t number, std::vector<nanoseconds>& times) {
    const auto start = Clock::now();
    compute(skewed::rounds(number));
    times[number] = Clock::now() - start;
    co_return;
}

/// How long until make(0), make(1), ... make(count - 1) have ended, all submitted to the first worker of a pool.
template <class Make>
Task<nanoseconds> makespan_of(Executor& engine, std::size_t count, Make make) {
    patterns::stealing::Config config;
    config.capacity = count;
    TaskGroup home{engine};
    patterns::StealingPool pool{engine, home, engine.workers(), config};
    const auto start = Clock::now();
    for (std::size_t i = 0; i < count; ++i) pool.submit_to(0, make(i));
    auto draining = pool.drain();
    co_await std::move(draining);
    const auto time = Clock::now() - start;
    auto closing = pool.close();
    co_await std::move(closing);
    co_await home.join();
    co_return time;
}

}  // namespace

Task<nanoseconds> fan_out(Executor& engine, std::size_t count) {
    patterns::FanOut fan{engine, fan_out_at_once};
    const auto start = Clock::now();
    auto running = fan.run(patterns::FanOut::Options{}, Numbers{count}, worked_on,
                           [](auto&& result) noexcept { keep(*result.value); });
    co_await std::move(running);
    co_return Clock::now() - start;
}

Task<nanoseconds> pipeline(Executor& engine, std::size_t count) {
    TrivialStages stages;
    patterns::pipeline::Config config;
    config.workers = {1, 1, 1};
    config.capacity = pipeline_capacity;
    patterns::Pipeline<std::size_t> pipeline{engine, stages, config};
    TaskGroup running{engine};
    const auto start = Clock::now();
    running.spawn(pipeline.run());
    for (std::size_t i = 0; i < count; ++i) co_await pipeline.send(std::size_t{i});
    pipeline.close();
    co_await running.join();
    co_return Clock::now() - start;
}

Task<nanoseconds> limiter_1(Executor& engine, std::size_t count) { return acquire_by(engine, count, 1); }
Task<nanoseconds> limiter_8(Executor& engine, std::size_t count) { return acquire_by(engine, count, 8); }

Task<nanoseconds> batcher(Executor& engine, std::size_t count) {
    patterns::batching::Config config;
    config.size = batching::size;
    config.linger = batching::linger;
    config.capacity = batching::callers;
    TaskGroup home{engine};
    Batcher batcher{engine, home, config, echo_batch};
    std::atomic<std::size_t> next{0};
    auto timing = time_beside(engine, batching::callers,
                              [&batcher, &next, count](std::size_t) { return submit_items(batcher, next, count); });
    const auto time = co_await std::move(timing);
    co_await batcher.close();
    co_await home.join();
    co_return time;
}

Task<nanoseconds> skewed_queue(Executor& engine, std::size_t count) { return makespan_of(engine, count, job); }

Task<nanoseconds> skewed_over_bound(Executor& engine, std::size_t count) {
    std::vector<nanoseconds> times(count);
    auto measuring = makespan_of(engine, count, [&times](std::size_t number) { return timed_job(number, times); });
    const auto makespan = co_await std::move(measuring);
    const auto bound = std::accumulate(times.begin(), times.end(), nanoseconds{0}) / engine.workers();
    const auto over = makespan - bound - *std::ranges::max_element(times);
    co_return weir::from_seconds(weir::to_seconds(over) / weir::to_seconds(bound));
}

}  // namespace bench
