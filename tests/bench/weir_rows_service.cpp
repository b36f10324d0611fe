// Rows of the async service: a call through three layers under each kind of dispatch.
#include <chrono>
#include <expected>
#include <tuple>

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

using Layers = std::tuple<service::Retry, service::Timeout, service::ConcurrencyLimit>;
using Static = service::StaticSocket<std::size_t, std::size_t, std::tuple<Echo>, Layers>;
using Virtual = service::VirtualSocket<std::size_t, std::size_t>;
using Erased = service::ErasedSocket<std::size_t, std::size_t>;

template <class Socket>
Task<nanoseconds> call_service(Executor& engine, std::size_t count) {
    Echo echo;
    service::ConcurrencyLimit limit{layered::at_once, 0};
    service::Timeout timeout{engine, layered::time_limit};
    service::Retry retry{engine, service::RetryConfig{}, weir::Random{1}};
    service::Stack<Socket> stack{echo};
    stack.wrap(limit);
    stack.wrap(timeout);
    stack.wrap(retry);
    const auto start = Clock::now();
    for (std::size_t i = 0; i < count; ++i) {
        auto request = i;
        auto calling = stack.call(request);
        auto reply = co_await std::move(calling);
        keep(*reply);
    }
    co_return Clock::now() - start;
}

}  // namespace

Task<nanoseconds> service_static(Executor& engine, std::size_t count) { return call_service<Static>(engine, count); }
Task<nanoseconds> service_virtual(Executor& engine, std::size_t count) { return call_service<Virtual>(engine, count); }
Task<nanoseconds> service_erased(Executor& engine, std::size_t count) { return call_service<Erased>(engine, count); }

}  // namespace bench
