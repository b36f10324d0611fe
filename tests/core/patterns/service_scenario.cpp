// Many schedules: calls go through layers in an order of this schedule's, under a dispatch of each call's; the service
// fails, throws and hangs, two callers are cancelled, settings and order change. Each layer is watched from both sides.
// The production form breaks no invariant. What the textbook form has no place for, the same watch misses at once.
#include <array>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "core/runtime/group.h"
#include "service_kit.h"
#include "service_watch.h"
#include "tests/core/patterns/scenarios.h"

namespace service_scenario {

using namespace std::chrono_literals;
using namespace service_kit;
using namespace service_watch;
using weir::Random;
using weir::Simulation;
using weir::TaskGroup;
using weir::patterns::GrantAlgorithm;
using weir::patterns::GrantTerms;
using End = Step::End;

template <class Layer>
using W = Watched<Layer>;
using WatchedLayers = std::tuple<W<service::RateLimit>, W<service::ConcurrencyLimit>, W<service::Timeout>,
                                 W<service::Retry>, W<service::Breaker>, W<service::Hedge>>;
using WatchedStacks = Stacks<WatchedLayers>;

weir::patterns::CircuitBreakerConfig touchy() {
    auto config = opens_after(2);
    config.open_for = 2ms;
    config.probes = 1;
    return config;
}

Limits drawn(Random& load) {
    Limits limits;
    limits.concurrency = limits.concurrency_before = 1 + load.below(2);
    limits.capacity = load.below(3);
    limits.retry.max_attempts = 1 + static_cast<std::uint32_t>(load.below(3));
    limits.retry.backoff = Duration{load.below(3) * 1'000'000};
    limits.retry.max_backoff = 2ms;
    limits.retry.budget = 1 + static_cast<double>(load.below(3));
    limits.retry.earned = 0.5;
    limits.hedge = Duration{load.below(3) * 1'000'000};
    limits.time = Duration{(1 + load.below(4)) * 1'000'000};
    limits.burst = 1 + static_cast<std::uint32_t>(load.below(3));
    return limits;
}

std::vector<Step> steps(Random& load) {
    std::vector<Step> all;
    for (int i = 0; i < 4; ++i) {
        constexpr std::array ends{End::good, End::good, End::failed, End::throws};
        Step step{ends[load.below(ends.size())], Duration{load.below(4) * 1'000'000}};
        if (load.below(8) == 0) step.takes = 20ms;  // it hangs, as far as anybody here waits
        all.push_back(step);
    }
    return all;
}

/// The layers of a schedule, two retries among them, and the orders they stand in.
struct World {
    World(Executor& on, Random& load, explore::Checks& c)
        : engine{on},
          checks{c},
          limits{drawn(load)},
          service{on},
          rate{on, limits, c, on, GrantTerms{GrantAlgorithm::token_bucket, limits.rate, limits.burst}, limits.capacity},
          concurrency{on, limits, c, limits.concurrency, limits.capacity},
          time{on, limits, c, on, limits.time},
          retry{on, limits, c, on, limits.retry, Random{load()}},
          retry_too{on, limits, c, on, limits.retry, Random{load()}},
          breaker{on, limits, c, on, touchy()},
          hedge{on, limits, c, on, limits.hedge} {
        for (auto& stack : stacks) {
            std::array<int, 7> order{0, 1, 2, 3, 4, 5, 6};
            for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[load.below(i)]);
            const auto count = load.below(5);
            for (std::size_t i = 0; i < count; ++i) wrap(stack, order[i]);
        }
    }

    void wrap(WatchedStacks& stack, int layer) {
        if (layer == 0) stack.wrap(rate);
        if (layer == 1) stack.wrap(concurrency);
        if (layer == 2) stack.wrap(time);
        if (layer == 3) stack.wrap(retry);
        if (layer == 4) stack.wrap(retry_too);
        if (layer == 5) stack.wrap(breaker);
        if (layer == 6) stack.wrap(hedge);
    }

    Executor& engine;
    explore::Checks& checks;
    Limits limits;
    Scripted service;
    W<service::RateLimit> rate;
    W<service::ConcurrencyLimit> concurrency;
    W<service::Timeout> time;
    W<service::Retry> retry, retry_too;
    W<service::Breaker> breaker;
    W<service::Hedge> hedge;
    std::array<WatchedStacks, 2> stacks{WatchedStacks{service}, WatchedStacks{service}};
    std::size_t current = 0;
};

/// What every caller may count on, whoever answers.
template <class Asking>
Task<void> one_call(explore::Checks& checks, Call& call, Asking asking) {
    try {
        auto answering = asking(call);
        const auto reply = co_await std::move(answering);
        const int attempts = call.attempts;
        checks.require(!reply || (*reply >= 0 && *reply < attempts), invariant::one_fate);
        if (reply) {
            const auto last = std::min(static_cast<std::size_t>(*reply), call.steps.size() - 1);
            checks.require(call.steps[last].end == End::good, invariant::one_fate);
        } else if (reply.error().cause) {
            checks.saw(threw);
        }
    } catch (const Thrown&) {
        checks.require(false, invariant::throws);
    } catch (const weir::Cancelled&) {
        checks.require(weir::cancel_requested(), invariant::one_fate);
        checks.require(call.alive == 0, invariant::nothing_left);
        throw;
    }
    checks.require(call.alive == 0, invariant::nothing_left);
}

Task<void> caller(World& world, Random load, int calls) {
    for (int i = 0; i < calls; ++i) {
        const auto pause = load.below(3) * 1ms;
        if (pause > 0ms) co_await world.engine.sleep(pause);
        Call call{steps(load)};
        const auto dispatch = static_cast<service::Dispatch>(load.below(3));
        const auto ask = [&world, dispatch](Call& c) { return world.stacks[world.current].call(dispatch, c); };
        auto calling = one_call(world.checks, call, ask);
        co_await std::move(calling);
    }
}

Task<void> change(World& world, Random load) {
    co_await world.engine.sleep(1ms * static_cast<int>(load.below(4)));
    if (load.below(2) == 0) {
        world.checks.saw(reordered);
        world.current = 1;
    }
    if (load.below(2) == 0) {
        world.checks.saw(settings_changed);
        auto& limits = world.limits;
        limits.concurrency_before = limits.concurrency;
        limits.concurrency = 1 + load.below(3);
        limits.capacity += load.below(2);
        world.concurrency.layer.configure(limits.concurrency, limits.capacity);
        world.rate.layer.configure({GrantAlgorithm::token_bucket, limits.rate, limits.burst}, limits.capacity);
    }
}

Task<void> everyone(World& world, Random load, explore::Size size) {
    TaskGroup around{world.engine};
    around.spawn(change(world, Random{load()}));
    const auto make = [&](int) { return caller(world, Random{load()}, size.rounds); };
    auto calls = explore::with_two_cancelled(world.engine, load, world.checks, size.tasks, make);
    co_await std::move(calls);
    co_await around.join();
}

// --- What callers want -------------------------------------------------------------------------------------------

constexpr Duration patience = 5ms;
constexpr int room = 2;

/// Callers who want an answer within their patience from a service with so much room. `asking(call)` is all they have.
template <class Asking>
Task<void> wanting(Executor& engine, Random load, explore::Checks& checks, Asking asking) {
    const auto from = engine.now();
    Call call{steps(load)};
    auto calling = one_call(checks, call, asking);
    co_await std::move(calling);
    checks.require(engine.now() - from <= patience, invariant::in_time);
}

template <class Asking>
void without_cancelling(Simulation& engine, Random& load, explore::Checks& checks, int callers, const Scripted& service,
                        Asking asking) {
    engine.run([](Executor& on, Random& luck, explore::Checks& c, int count, Asking ask) -> Task<void> {
        TaskGroup group{on};
        for (int i = 0; i < count; ++i) group.spawn(wanting(on, Random{luck()}, c, ask));
        co_await group.join();
    }(engine, load, checks, callers, asking));
    checks.require(service.most_in_flight <= room, invariant::in_flight);
}

void bare(Simulation& engine, Random load, explore::Checks& checks, explore::Size size) {
    Scripted service{engine};
    weir::patterns::textbook::Boxed<Call, int, Scripted> boxed{service};
    without_cancelling(engine, load, checks, size.tasks + 1, service,
                       [&boxed](Call& call) { return unboxed(boxed, call); });
}

void layered(Simulation& engine, Random load, explore::Checks& checks, explore::Size size) {
    Everything all{engine};
    all.concurrency.configure(room, 10);
    all.limit.set_limit(patience);
    all.stack.wrap(all.concurrency);
    all.stack.wrap(all.limit);
    without_cancelling(engine, load, checks, size.tasks + 1, all.service,
                       [&all](Call& call) { return all.stack.call(service::Dispatch::virtually, call); });
}

// --- What a call allocates ---------------------------------------------------------------------------------------

/// One caller, whose calls are answered at once. The frames come from a pool.
template <class Answer>
void counted(Simulation& engine, explore::Checks& checks, Answer answer) {
    checks.require(engine.run(allocated(answer)) == 0, "a call allocates nothing");
}

void boxes(Simulation& engine, Random, explore::Checks& checks) {
    Scripted scripted{engine};
    weir::patterns::textbook::Boxed<Call, int, Scripted> boxed{scripted};
    Call call;
    counted(engine, checks, [&] { return unboxed(boxed, call); });
}

void no_boxes(Simulation& engine, Random, explore::Checks& checks) {
    Everything all{engine};
    all.stack.wrap(all.concurrency);
    Call call;
    for (const auto dispatch : {service::Dispatch::statically, service::Dispatch::virtually, service::Dispatch::erased})
        counted(engine, checks, [&] { return all.stack.call(dispatch, call); });
}

// --- Both --------------------------------------------------------------------------------------------------------

void production(Simulation& engine, Random load, explore::Checks& checks, explore::Size size) {
    if (load.below(16) == 0) return layered(engine, load, checks, size);
    World world{engine, load, checks};
    engine.run(everyone(world, Random{load()}, size));
    checks.require(world.rate.layer.waiting() == 0 && world.concurrency.layer.waiting() == 0, invariant::line);
    checks.require(world.concurrency.layer.in_flight() == 0, invariant::in_flight);
}

scenarios::Subject subject() {
    return {
        "service",
        {.occasions = occasions, .size = {3, 2}, .small = {2, 1}},
        production,
        {{"textbook", bare}, {"textbook, one call after another", boxes, 1, 1, no_boxes}},
    };
}

}  // namespace service_scenario

const scenarios::Subject scenarios::service = service_scenario::subject();
