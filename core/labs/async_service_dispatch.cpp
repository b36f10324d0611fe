#include "core/labs/async_service_dispatch.h"

#include <algorithm>
#include <chrono>

#include "core/patterns/textbook/service.h"

namespace weir::labs {
namespace {

// A slice is long against a reading of the clock (some 20 ns), short against what others wait for.
constexpr int calls_a_slice = 200;
constexpr std::size_t slices = 9;

/// Median of the slices, ns a call of `ask`, which returns a task.
template <class Ask>
Task<double> time_of(Executor& engine, Ask ask) {
    std::array<double, slices> took{};
    for (auto& ns : took) {
        co_await engine.yield();
        const auto from = engine.now();
        for (int i = 0; i < calls_a_slice; ++i) {
            auto answering = ask();
            static_cast<void>(co_await std::move(answering));
        }
        ns = static_cast<double>((engine.now() - from).count()) / calls_a_slice;
    }
    std::ranges::nth_element(took, took.begin() + slices / 2);
    co_return took[slices / 2];
}

Task<ServiceReply> through_a_box(patterns::textbook::Service<ServiceCall, void>& boxed, ServiceCall& call) {
    const auto box = boxed.call(call);
    co_return co_await std::move(*box);
}

}  // namespace

Task<void> DispatchCost::measure(Executor& engine) {
    co_await engine.sleep(std::chrono::milliseconds{1});  // over only when the clock runs: not while paused
    Random luck{0};
    ServiceCall call{nullptr, Draws{luck}};
    DoNothing nothing;
    patterns::textbook::Boxed<ServiceCall, void, DoNothing> boxed{nothing};
    auto timing = time_of(engine, [&boxed, &call] { return through_a_box(boxed, call); });
    const double ns = co_await std::move(timing);
    boxed_.store(ns, std::memory_order_relaxed);
    if (ns == 0) co_return;  // virtual time

    PassOn layer;
    ServiceStacks stacks{nothing};
    for (std::size_t layers = 0; layers <= layer_places; ++layers) {
        for (const auto dispatch : {Dispatch::statically, Dispatch::virtually, Dispatch::erased}) {
            auto through = time_of(engine, [&stacks, &call, dispatch] { return stacks.call(dispatch, call); });
            through_[static_cast<std::size_t>(dispatch)][layers].store(co_await std::move(through),
                                                                       std::memory_order_relaxed);
        }
        stacks.wrap(layer);
    }
}

}  // namespace weir::labs
