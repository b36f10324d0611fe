#include "core/labs/batching_service.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "core/runtime/select.h"

namespace weir::labs {
namespace {

// A computation asks so often whether its answer is still wanted, as in Service.
constexpr Duration looks_up_every = std::chrono::milliseconds{1};

}  // namespace

BatchService::BatchService(Executor& engine, const Parameters& parameters)
    : engine_{engine},
      parameters_{parameters},
      faults_{parameters},
      cost_fixed_{parameter_index(parameters, "batch.cost_fixed")},
      cost_item_{parameter_index(parameters, "batch.cost_item")},
      spread_{parameter_index(parameters, "service.spread")},
      work_{parameter_index(parameters, "service.work")},
      timeout_{parameter_index(parameters, "call.timeout")} {}

Task<Answer> BatchService::call(std::vector<Draws> items) {
    const double limit_ms = parameters_.get(timeout_);
    auto answering = answer(std::move(items));
    if (limit_ms <= 0) co_return co_await std::move(answering);
    const auto answered = co_await timeout(engine_, from_seconds(limit_ms / 1000), std::move(answering));
    co_return answered ? *answered : Answer::timed_out;
}

bool BatchService::any(const std::vector<Draws>& items, double Draws::*luck, std::size_t parameter) const {
    const double chance = parameters_.get(parameter) / 100;
    return std::ranges::any_of(items, [&](const Draws& draws) { return draws.*luck < chance; });
}

double BatchService::mean_s(const std::vector<Draws>& items) const {
    const double slow = parameters_.get(faults_.slow) / 100;
    const double factor = parameters_.get(faults_.slow_factor);
    double ms = parameters_.get(cost_fixed_);
    for (const auto& draws : items) ms += parameters_.get(cost_item_) * (draws.slow < slow ? factor : 1);
    if (is_on(parameters_, faults_.spike)) ms *= factor;
    return ms / 1000;
}

Task<void> BatchService::compute(Duration length) {
    for (auto left = length; left > Duration::zero(); left -= looks_up_every)
        co_await engine_.work(std::min(left, looks_up_every));
}

Task<Answer> BatchService::answer(std::vector<Draws> items) {
    if (is_on(parameters_, faults_.outage)) co_return Answer::error;
    if (any(items, &Draws::hang, faults_.hang)) {
        co_await UntilCancelled{};
        check_cancelled();
    }
    const auto length = service_time(choice<Spread>(parameters_, spread_), mean_s(items), items.front());
    if (choice<ServiceWork>(parameters_, work_) == ServiceWork::cpu)
        co_await compute(length);
    else
        co_await engine_.sleep(length);
    if (any(items, &Draws::crash, faults_.crash)) throw Crash{};
    co_return any(items, &Draws::failure, faults_.failure) ? Answer::error : Answer::good;
}

}  // namespace weir::labs
