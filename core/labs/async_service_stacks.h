// The layers of the async-service lab, six for each place, and the stacks they are put into.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <tuple>
#include <utility>
#include <vector>

#include "core/labs/async_service_call.h"
#include "core/labs/async_service_state.h"
#include "core/labs/common.h"
#include "core/labs/parameters.h"
#include "core/patterns/service_dispatch.h"
#include "core/patterns/service_layers.h"
#include "core/runtime/executor.h"

namespace weir::labs {

using LayerKind = AsyncServiceState::Layer;
inline constexpr std::size_t layer_places = 6;

/// A layer that does nothing but pass on, and a service that does nothing: what is timed to tell what dispatch costs.
struct PassOn {
    template <class Request, class Next>
    patterns::service::Answer<Request, Next> call(Request& request, const Next& next) {
        auto answering = next(request);
        co_return co_await std::move(answering);
    }
};
struct DoNothing {
    Task<ServiceReply> operator()(ServiceCall& /*call*/) const { co_return ServiceReply{}; }
};

using patterns::service::Dispatch;  ///< the words of `dispatch`
using ServiceStacks = patterns::service::Stacks<
    ServiceCall, void,
    std::tuple<ServiceImplementation<Implementation::steady>, ServiceImplementation<Implementation::fast>,
               ServiceImplementation<Implementation::flaky>, ServiceImplementation<Implementation::slow>, DoNothing>,
    std::tuple<patterns::service::RateLimit, patterns::service::ConcurrencyLimit, patterns::service::Timeout,
               patterns::service::Retry, patterns::service::Breaker, patterns::service::Hedge, PassOn>>;

/// Indices of the parameters of layers and services.
struct AsyncServiceIndices {
    explicit AsyncServiceIndices(const Parameters& p);

    std::array<std::size_t, layer_places> layers;
    std::size_t dispatch, implementation, rate_algorithm, rate, burst, when_limited, in_flight, capacity, timeout,
        max_attempts, backoff, max_backoff, budget, earned, hedge_delay, breaker_threshold, breaker_window,
        breaker_minimum, breaker_open_for, breaker_probes;
};

/// What stands in the stack as it is now, from outside to inside, as far as it is asked about.
struct LayerFigures {
    std::uint64_t retries = 0;    ///< of all retry layers there are, as the next two
    std::uint64_t exhausted = 0;  ///< retries that found no budget
    std::uint64_t hedges = 0;
    double least_budget = -1;   ///< permits in the emptiest budget in the stack; below 0: there is none
    double failure_rate = -1;   ///< of the outermost breaker in the stack, percent; below 0: there is none
    bool breaker_open = false;  ///< a breaker in the stack refuses calls
    std::vector<AsyncServiceState::Shell> shells;
};

/// Six layers for each place in the stack, of which at most one stands in it. A layer keeps its state (a breaker its
/// window, a budget its permits) while another stands in its place.
class ServiceLayers {
public:
    ServiceLayers(Executor& engine, const Parameters& parameters, ServiceGround& ground);

    /// Through the stack as the parameters have it now. Calls under way end in the stack they began in.
    Task<ServiceReply> call(ServiceCall& call) const {
        return current_.load(std::memory_order_acquire)->call(choice<Dispatch>(parameters_, at_.dispatch), call);
    }
    /// Passes parameters on to the layers; puts up another stack if they say so. One thread at a time.
    void configure();

    LayerKind kind(std::size_t place) const { return choice<LayerKind>(parameters_, at_.layers[place]); }
    std::size_t standing() const;
    LayerFigures figures() const;

private:
    struct Place {
        Place(Executor& engine, const Parameters& p, const AsyncServiceIndices& at, std::size_t number);

        patterns::service::RateLimit rate_limit;
        patterns::service::ConcurrencyLimit concurrency;
        patterns::service::Timeout timeout;
        patterns::service::Retry retry;
        patterns::service::Breaker breaker;
        patterns::service::Hedge hedge;
    };
    /// Which layers stand, and which implementation.
    using Order = std::array<std::uint8_t, layer_places + 1>;

    std::unique_ptr<ServiceStacks> put_up();
    AsyncServiceState::Shell shell(std::size_t place) const;

    Executor& engine_;
    const Parameters& parameters_;
    AsyncServiceIndices at_;
    ServiceImplementation<Implementation::steady> steady_;
    ServiceImplementation<Implementation::fast> fast_;
    ServiceImplementation<Implementation::flaky> flaky_;
    ServiceImplementation<Implementation::slow> slow_;
    std::deque<Place> places_;
    /// All that have been up: calls may be in any of them, and people who reorder layers come back to what they had.
    std::map<Order, std::unique_ptr<ServiceStacks>> stacks_;
    std::atomic<const ServiceStacks*> current_{nullptr};
};

}  // namespace weir::labs
