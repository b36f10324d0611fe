// What the tests of the async service share: a service that does what each call says, and stacks under each dispatch.
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <tuple>
#include <utility>
#include <vector>

#include "core/patterns/service_dispatch.h"
#include "core/patterns/service_layers.h"
#include "core/patterns/textbook/service.h"
#include "core/runtime/executor.h"
#include "core/runtime/random.h"
#include "tests/core/allocations.h"

namespace service_kit {

namespace service = weir::patterns::service;
using weir::Duration;
using weir::Executor;
using weir::Task;

/// What becomes of an attempt.
struct Step {
    enum class End { good, failed, throws };
    End end = End::good;
    Duration takes{};
};

struct Thrown final : std::runtime_error {
    Thrown() : std::runtime_error{"thrown by the service"} {}
};

inline void raise(std::atomic<int>& most, int to) {
    for (int seen = most.load(); seen < to && !most.compare_exchange_weak(seen, to);) {
    }
}

/// A call: what its attempts will do, the last step again and again, and how many there were.
struct Call {
    explicit Call(std::vector<Step> its = {Step{}}) : steps{std::move(its)} {}

    std::vector<Step> steps;
    std::atomic<int> attempts{0};
    std::atomic<int> alive{0};
};

/// Counts who is inside.
class Inside {
public:
    Inside(Call& call, std::atomic<int>& in_service) : call_{call}, in_service_{in_service} {
        ++call_.alive;
        ++in_service_;
    }
    ~Inside() {
        --call_.alive;
        --in_service_;
    }
    Inside(const Inside&) = delete;
    Inside& operator=(const Inside&) = delete;

private:
    Call& call_;
    std::atomic<int>& in_service_;
};

/// Yields the number of the attempt, the first being 0.
class Scripted {
public:
    explicit Scripted(Executor& engine) : engine_{engine} {}

    Task<service::Reply<int>> operator()(Call& call) const {
        const int number = call.attempts++;
        const Inside inside{call, in_flight};
        raise(most_in_flight, in_flight);
        const auto step = call.steps[std::min(static_cast<std::size_t>(number), call.steps.size() - 1)];
        if (step.takes > Duration::zero()) co_await engine_.sleep(step.takes);
        if (step.end == Step::End::throws) throw Thrown{};
        if (step.end == Step::End::failed) co_return std::unexpected(service::Failure{service::Why::failed});
        co_return number;
    }

    mutable std::atomic<int> in_flight{0};
    mutable std::atomic<int> most_in_flight{0};

private:
    Executor& engine_;
};

/// What a call of the textbook form is, and what it would be without a box, which must live while what is in it runs.
inline Task<service::Reply<int>> unboxed(weir::patterns::textbook::Service<Call, int>& boxed, Call& call) {
    auto box = boxed.call(call);
    co_return co_await std::move(*box);
}
inline Task<service::Reply<int>> plain(const Scripted& scripted, Call& call) {
    auto answering = scripted(call);
    co_return co_await std::move(answering);
}

inline constexpr int calls_counted = 100;

/// How often so many answers allocate, once their frames have been allocated before.
template <class Answer>
Task<int> allocated(Answer answer) {
    int before = 0;
    for (int i = -1; i < calls_counted; ++i) {
        if (i == 0) before = allocations::so_far();
        auto answering = answer();
        static_cast<void>(co_await std::move(answering));
    }
    co_return allocations::so_far() - before;
}

using Implementations = std::tuple<Scripted>;
using Layers = std::tuple<service::RateLimit, service::ConcurrencyLimit, service::Timeout, service::Retry,
                          service::Breaker, service::Hedge>;

template <class LayerList>
using Stacks = service::Stacks<Call, int, Implementations, LayerList>;

inline constexpr Duration never = std::chrono::hours{1};

inline service::RetryConfig tries(std::uint32_t most) {
    service::RetryConfig config;
    config.max_attempts = most;
    config.backoff = std::chrono::microseconds{1};
    config.budget = 0;
    return config;
}

inline weir::patterns::CircuitBreakerConfig opens_after(std::uint32_t failures) {
    weir::patterns::CircuitBreakerConfig config;
    config.window.calls = failures;
    config.minimum_calls = failures;
    config.failure_threshold = 100;
    config.open_for = never;
    return config;
}

/// One of each, set so that it lets a good call through.
struct Everything {
    using AllStacks = Stacks<Layers>;

    explicit Everything(Executor& engine)
        : service{engine},
          rate{engine, {weir::patterns::GrantAlgorithm::token_bucket, 1000, 10}, 10},
          concurrency{2, 10},
          limit{engine, never},
          retry{engine, tries(3), weir::Random{1}},
          breaker{engine, opens_after(10)},
          hedge{engine, never},
          stack{service} {}

    Scripted service;
    service::RateLimit rate;
    service::ConcurrencyLimit concurrency;
    service::Timeout limit;
    service::Retry retry;
    service::Breaker breaker;
    service::Hedge hedge;
    AllStacks stack;
};

}  // namespace service_kit
