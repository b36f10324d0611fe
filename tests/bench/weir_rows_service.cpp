// Rows of the async service: a call through three layers under each kind of dispatch.
#include <chrono>
#include <expected>
#include <utility>

#include "core/patterns/service.h"
#include "core/patterns/service_layers.h"
#include "core/runtime/random.h"
#include "tests/bench/weir_rows.h"

namespace bench {
namespace {

namespace service = weir::patterns::service;

struct Echo {
    Task<service::Reply<std::size_t>> operator()(std::size_t& request) const {
        keep(request);
        co_return request;
    }
};

using Virtual = service::VirtualSocket<std::size_t, std::size_t>;
using Erased = service::ErasedSocket<std::size_t, std::size_t>;

/// The layers of every row, around the same service.
struct Layers {
    explicit Layers(Executor& engine)
        : limit{layered::at_once, 0},
          timeout{engine, layered::time_limit},
          retry{engine, service::RetryConfig{}, weir::Random{1}} {}

    Echo echo;
    service::ConcurrencyLimit limit;
    service::Timeout timeout;
    service::Retry retry;
};

/// @param call as call(request), a task of a reply
template <class Call>
Task<nanoseconds> time_calls(const Call& call, std::size_t count) {
    const auto start = Clock::now();
    for (std::size_t i = 0; i < count; ++i) {
        auto request = i;
        auto calling = call(request);
        auto reply = co_await std::move(calling);
        keep(*reply);
    }
    co_return Clock::now() - start;
}

/// Layers in an order that is chosen while the program runs.
template <class Socket>
Task<nanoseconds> call_stack(Executor& engine, std::size_t count) {
    Layers layers{engine};
    service::Stack<Socket> stack{layers.echo};
    stack.wrap(layers.limit);
    stack.wrap(layers.timeout);
    stack.wrap(layers.retry);
    const auto call = [&stack](std::size_t& request) { return stack.call(request); };
    auto timing = time_calls(call, count);
    co_return co_await std::move(timing);
}

/// Layers in an order that is chosen when it is compiled, as tower's are: one type for all.
Task<nanoseconds> call_bound(Executor& engine, std::size_t count) {
    Layers layers{engine};
    const service::Bottom bottom{&layers.echo};
    const service::Bound limited{&layers.limit, &bottom};
    const service::Bound timed{&layers.timeout, &limited};
    const service::Bound retried{&layers.retry, &timed};
    auto timing = time_calls(retried, count);
    co_return co_await std::move(timing);
}

}  // namespace

Task<nanoseconds> service_static(Executor& engine, std::size_t count) { return call_bound(engine, count); }
Task<nanoseconds> service_virtual(Executor& engine, std::size_t count) { return call_stack<Virtual>(engine, count); }
Task<nanoseconds> service_erased(Executor& engine, std::size_t count) { return call_stack<Erased>(engine, count); }

}  // namespace bench
