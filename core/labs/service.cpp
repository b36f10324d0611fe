#include "core/labs/service.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numbers>

#include "core/runtime/select.h"

namespace weir::labs {
namespace {

// A computation asks so often whether its answer is still wanted: a call that is given up frees its worker, and a run
// that is put away ends.
constexpr Duration looks_up_every = std::chrono::milliseconds{1};

}  // namespace

Fate fate_of(Answer answer) noexcept {
    switch (answer) {
        case Answer::good:
            return Fate::completed;
        case Answer::error:
            break;
        case Answer::timed_out:
            return Fate::timed_out;
    }
    return Fate::failed;
}

Task<Fate> fate_of(Task<Answer> call) {
    try {
        const auto answer = co_await std::move(call);
        co_return fate_of(answer);
    } catch (const Cancelled&) {
        co_return Fate::cancelled;
    } catch (const Crash&) {
        co_return Fate::failed;
    }
}

Duration service_time(Spread spread, double mean_s, const Draws& draws) {
    constexpr double sigma = 0.5;
    constexpr double shape = 2.5;
    constexpr double longest = 1000;
    double factor = 1;
    switch (spread) {
        case Spread::constant:
            break;
        case Spread::uniform:
            factor = 2 * draws.latency;
            break;
        case Spread::exponential:
            factor = -std::log1p(-draws.latency);
            break;
        case Spread::lognormal: {
            // Box-Muller; 1 - u lies in (0, 1].
            const double normal =
                std::sqrt(-2 * std::log1p(-draws.latency)) * std::cos(2 * std::numbers::pi * draws.latency_too);
            factor = std::exp(sigma * normal - sigma * sigma / 2);
            break;
        }
        case Spread::pareto:
            factor = std::min((shape - 1) / shape * std::pow(1 - draws.latency, -1 / shape), longest);
            break;
    }
    return from_seconds(mean_s * factor);
}

Task<Answer> Service::call(Draws draws) {
    const double limit_ms = parameters_.get(service_.timeout);
    if (limit_ms <= 0) co_return co_await answer(draws);
    const auto answered = co_await timeout(engine_, from_seconds(limit_ms / 1000), answer(draws));
    co_return answered ? *answered : Answer::timed_out;
}

bool Service::is_struck_by(std::size_t fault) const { return is_on(parameters_, fault) && (!struck_ || struck_()); }

double Service::chance(std::size_t fault) const { return is_struck_by(fault) ? parameters_.get(fault) / 100 : 0; }

Duration Service::length(const Draws& draws) const {
    if (is_out()) return Duration::zero();
    double mean_s = parameters_.get(service_.latency) / 1000;
    if (draws.slow < chance(faults_.slow)) mean_s *= parameters_.get(faults_.slow_factor);
    if (is_struck_by(faults_.spike)) mean_s *= parameters_.get(faults_.slow_factor);
    return service_time(choice<Spread>(parameters_, service_.spread), mean_s, draws);
}

Task<void> Service::compute(Duration length) {
    for (auto left = length; left > Duration::zero(); left -= looks_up_every)
        co_await engine_.work(std::min(left, looks_up_every));
}

Task<Answer> Service::answer(Draws draws) {
    if (is_out()) co_return Answer::error;
    auto time = pass_time(draws);
    co_await std::move(time);
    co_return verdict(draws);
}

Task<void> Service::pass_time(Draws draws) {
    if (hangs(draws)) {
        co_await UntilCancelled{};
        check_cancelled();
    }
    const auto time = length(draws);
    if (service_.work && choice<ServiceWork>(parameters_, *service_.work) == ServiceWork::cpu)
        co_await compute(time);
    else
        co_await engine_.sleep(time);
}

Answer Service::verdict(const Draws& draws) const {
    if (draws.crash < chance(faults_.crash)) throw Crash{};
    return draws.failure < chance(faults_.failure) ? Answer::error : Answer::good;
}

}  // namespace weir::labs
