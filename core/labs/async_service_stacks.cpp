#include "core/labs/async_service_stacks.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "core/labs/text.h"

namespace weir::labs {
namespace {

using patterns::breaker::State;

patterns::GrantTerms terms(const Parameters& p, const AsyncServiceIndices& at) {
    patterns::GrantTerms t;
    t.algorithm = choice<patterns::GrantAlgorithm>(p, at.rate_algorithm);
    t.rate = p.get(at.rate);
    t.burst = static_cast<std::uint32_t>(p.get(at.burst));
    return t;
}

/// How many may wait before the rate limit.
std::size_t rate_line(const Parameters& p, const AsyncServiceIndices& at) {
    constexpr int reject = 1;
    return static_cast<int>(p.get(at.when_limited)) == reject ? 0 : whole(p, at.capacity);
}

Duration milliseconds(const Parameters& p, std::size_t i) { return from_seconds(p.get(i) / 1000); }

patterns::service::RetryConfig retry_config(const Parameters& p, const AsyncServiceIndices& at) {
    patterns::service::RetryConfig c;
    c.max_attempts = static_cast<std::uint32_t>(p.get(at.max_attempts));
    c.backoff = milliseconds(p, at.backoff);
    c.max_backoff = milliseconds(p, at.max_backoff);
    c.budget = p.get(at.budget);
    c.earned = p.get(at.earned) / 100;
    return c;
}

patterns::CircuitBreakerConfig breaker_config(const Parameters& p, const AsyncServiceIndices& at) {
    patterns::CircuitBreakerConfig c;
    c.window.calls = whole(p, at.breaker_window);
    c.minimum_calls = static_cast<std::uint32_t>(p.get(at.breaker_minimum));
    c.failure_threshold = p.get(at.breaker_threshold);
    c.open_for = from_seconds(p.get(at.breaker_open_for));
    c.probes = static_cast<std::uint32_t>(p.get(at.breaker_probes));
    return c;
}

std::string waiting_text(std::size_t waiting) { return std::to_string(waiting) + " waiting"; }

std::string breaker_text(State state) {
    return state == State::open ? "open" : state == State::half_open ? "half-open" : "closed";
}

}  // namespace

AsyncServiceIndices::AsyncServiceIndices(const Parameters& p)
    : layers{},
      dispatch{parameter_index(p, "dispatch")},
      implementation{parameter_index(p, "implementation")},
      rate_algorithm{parameter_index(p, "algorithm")},
      rate{parameter_index(p, "rate")},
      burst{parameter_index(p, "burst")},
      when_limited{parameter_index(p, "when_limited")},
      in_flight{parameter_index(p, "limit.in_flight")},
      capacity{parameter_index(p, "queue.capacity")},
      timeout{parameter_index(p, "call.timeout")},
      max_attempts{parameter_index(p, "retry.max_attempts")},
      backoff{parameter_index(p, "retry.backoff")},
      max_backoff{parameter_index(p, "retry.max_backoff")},
      budget{parameter_index(p, "retry.budget")},
      earned{parameter_index(p, "retry.earned")},
      hedge_delay{parameter_index(p, "hedge.delay")},
      breaker_threshold{parameter_index(p, "breaker.failure_threshold")},
      breaker_window{parameter_index(p, "breaker.window")},
      breaker_minimum{parameter_index(p, "breaker.minimum_calls")},
      breaker_open_for{parameter_index(p, "breaker.open_for")},
      breaker_probes{parameter_index(p, "breaker.probes")} {
    for (std::size_t i = 0; i < layer_places; ++i) layers[i] = parameter_index(p, "layer." + std::to_string(i + 1));
}

ServiceLayers::Place::Place(Executor& engine, const Parameters& p, const AsyncServiceIndices& at, std::size_t number)
    : rate_limit{engine, terms(p, at), rate_line(p, at)},
      concurrency{whole(p, at.in_flight), whole(p, at.capacity)},
      timeout{engine, milliseconds(p, at.timeout)},
      retry{engine, retry_config(p, at), Random{engine.seed() + number}},
      breaker{engine, breaker_config(p, at)},
      hedge{engine, milliseconds(p, at.hedge_delay)} {}

ServiceLayers::ServiceLayers(Executor& engine, const Parameters& parameters, ServiceGround& ground)
    : engine_{engine},
      parameters_{parameters},
      at_{parameters},
      steady_{ground},
      fast_{ground},
      flaky_{ground},
      slow_{ground} {
    for (std::size_t i = 0; i < layer_places; ++i) places_.emplace_back(engine, parameters, at_, i);
    configure();
}

void ServiceLayers::configure() {
    for (auto& place : places_) {
        place.rate_limit.configure(terms(parameters_, at_), rate_line(parameters_, at_));
        place.concurrency.configure(whole(parameters_, at_.in_flight), whole(parameters_, at_.capacity));
        place.timeout.set_limit(milliseconds(parameters_, at_.timeout));
        place.retry.configure(retry_config(parameters_, at_));
        place.breaker.configure(breaker_config(parameters_, at_));
        place.hedge.set_delay(milliseconds(parameters_, at_.hedge_delay));
    }
    Order order{static_cast<std::uint8_t>(parameters_.get(at_.implementation))};
    for (std::size_t i = 0; i < layer_places; ++i) order[i + 1] = static_cast<std::uint8_t>(kind(i));
    auto& stacks = stacks_[order];
    if (!stacks) stacks = put_up();
    current_.store(stacks.get(), std::memory_order_release);
}

std::unique_ptr<ServiceStacks> ServiceLayers::put_up() {
    const auto around = [this]() -> std::unique_ptr<ServiceStacks> {
        switch (choice<Implementation>(parameters_, at_.implementation)) {
            case Implementation::steady:
                return std::make_unique<ServiceStacks>(steady_);
            case Implementation::fast:
                return std::make_unique<ServiceStacks>(fast_);
            case Implementation::flaky:
                return std::make_unique<ServiceStacks>(flaky_);
            case Implementation::slow:
                return std::make_unique<ServiceStacks>(slow_);
        }
        return nullptr;
    };
    auto stacks = around();
    for (std::size_t i = layer_places; i-- > 0;) {  // the first place is the outermost
        auto& place = places_[i];
        switch (kind(i)) {
            case LayerKind::none:
                break;
            case LayerKind::rate_limit:
                stacks->wrap(place.rate_limit);
                break;
            case LayerKind::concurrency:
                stacks->wrap(place.concurrency);
                break;
            case LayerKind::timeout:
                stacks->wrap(place.timeout);
                break;
            case LayerKind::retry:
                stacks->wrap(place.retry);
                break;
            case LayerKind::breaker:
                stacks->wrap(place.breaker);
                break;
            case LayerKind::hedge:
                stacks->wrap(place.hedge);
                break;
        }
    }
    return stacks;
}

std::size_t ServiceLayers::standing() const {
    std::size_t count = 0;
    for (std::size_t i = 0; i < layer_places; ++i)
        if (kind(i) != LayerKind::none) ++count;
    return count;
}

AsyncServiceState::Shell ServiceLayers::shell(std::size_t i) const {
    const auto& place = places_[i];
    AsyncServiceState::Shell s;
    s.layer = kind(i);
    switch (s.layer) {
        case LayerKind::none:
            break;
        case LayerKind::rate_limit:
            s.stops = place.rate_limit.waiting() > 0 || place.rate_limit.limiter().free_permits() < 1;
            s.says = waiting_text(place.rate_limit.waiting());
            break;
        case LayerKind::concurrency:
            s.stops = place.concurrency.waiting() > 0;
            s.says =
                std::to_string(place.concurrency.in_flight()) + " inside, " + waiting_text(place.concurrency.waiting());
            break;
        case LayerKind::timeout:
            s.says = std::to_string(place.timeout.cut()) + " given up";
            break;
        case LayerKind::retry: {
            const double permits = place.retry.budget().permits();
            const bool free = parameters_.get(at_.budget) == 0;
            s.stops = !free && permits < 1;
            s.says = free ? "no budget set" : format_number(std::floor(permits * 10) / 10) + " permits left";
            break;
        }
        case LayerKind::breaker: {
            const auto state = place.breaker.breaker().status(engine_.now()).state;
            s.stops = state != State::closed;
            s.says = breaker_text(state);
            break;
        }
        case LayerKind::hedge:
            s.says = std::to_string(place.hedge.hedges()) + " sent, " + std::to_string(place.hedge.won()) + " won";
            break;
    }
    return s;
}

LayerFigures ServiceLayers::figures() const {
    LayerFigures f;
    for (std::size_t i = 0; i < layer_places; ++i) {
        const auto& place = places_[i];
        f.retries += place.retry.retries();
        f.exhausted += place.retry.exhausted();
        f.hedges += place.hedge.hedges();
        if (kind(i) == LayerKind::none) continue;
        f.shells.push_back(shell(i));
        if (kind(i) == LayerKind::breaker) {
            if (f.failure_rate < 0) f.failure_rate = place.breaker.breaker().status(engine_.now()).failure_rate;
            f.breaker_open |= f.shells.back().stops;
        }
        if (kind(i) == LayerKind::retry && parameters_.get(at_.budget) > 0) {
            const double permits = place.retry.budget().permits();
            f.least_budget = f.least_budget < 0 ? permits : std::min(f.least_budget, permits);
        }
    }
    return f;
}

}  // namespace weir::labs
