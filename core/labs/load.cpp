#include "core/labs/load.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <utility>
#include <vector>

namespace weir::labs {
namespace {

using namespace std::chrono_literals;

// How long a change of load.* may go unseen: below one frame of the window.
constexpr Duration look_interval = 10ms;

// A generator that has fallen behind lets others of the outside run after so many items.
constexpr int items_between_yields = 64;

/// Expected number of items until the next arrival, in units of the mean gap.
double next_gap(Arrivals arrivals, double burst, Random& random) {
    switch (arrivals) {
        case Arrivals::constant:
            return 1;
        case Arrivals::bursts:
            return burst;
        default:
            return random.exponential();
    }
}

/// Which users are there. A user that is no longer wanted leaves when it notices.
using Present = std::vector<std::atomic<bool>>;

Task<void> one_user(Probe& probe, const Parameters& parameters, const Serve& serve, std::size_t number,
                    Present& present) {
    auto& outside = probe.engine().outside();
    const LoadIndices load{parameters};
    Random times{outside.seed() + 1'000'003 * (number + 1), Stream::load};
    Random luck{outside.seed() + 1'000'003 * (number + 1), Stream::faults};
    const auto wanted = [&] {
        return choice<Arrivals>(parameters, load.arrivals) == Arrivals::closed &&
               number < whole(parameters, load.users);
    };
    while (wanted()) {
        double left = times.exponential();
        auto at = outside.now();
        while (left > 0 && wanted()) {
            const double mean_s = parameters.get(load.users) / parameters.get(load.rate);
            const double step_s = std::min(left * mean_s, to_seconds(look_interval));
            at += from_seconds(step_s);
            left = step_s < left * mean_s ? left - step_s / mean_s : 0;
            co_await outside.sleep_until(at);
        }
        if (left > 0) break;  // not wanted any more
        TaskGroup call{probe.engine(), OnError::collect, context.task->scope};
        auto item = probe.offer(at);
        const Draws draws{luck};
        call.spawn(serve(std::move(item), draws));
        co_await call.join();
        call.rethrow_first();
    }
    present[number].store(false);
}

Task<void> closed_loop(Probe& probe, const Parameters& parameters, const Serve& serve) {
    auto& outside = probe.engine().outside();
    const LoadIndices load{parameters};
    TaskGroup users{outside, OnError::collect};
    Present present(static_cast<std::size_t>(parameters.spec(load.users).maximum));
    std::exception_ptr failure;
    try {
        while (choice<Arrivals>(parameters, load.arrivals) == Arrivals::closed) {
            for (std::size_t i = 0; i < whole(parameters, load.users); ++i)
                if (!present[i].exchange(true)) users.spawn(one_user(probe, parameters, serve, i, present));
            co_await outside.sleep(look_interval);
        }
    } catch (...) {
        failure = std::current_exception();
    }
    co_await users.join();
    if (failure) std::rethrow_exception(failure);
    users.rethrow_first();
}

}  // namespace

Task<void> offer_load(Probe& probe, const Parameters& parameters, Serve serve) {
    auto& outside = probe.engine().outside();
    const LoadIndices load{parameters};
    auto times = outside.random(Stream::load);
    auto luck = outside.random(Stream::faults);
    auto at = outside.now();
    double left = -1;  // until the next arrival, in mean gaps; negative: not drawn yet
    int without_pause = 0;
    while (true) {
        const auto arrivals = choice<Arrivals>(parameters, load.arrivals);
        if (arrivals == Arrivals::closed) {
            co_await closed_loop(probe, parameters, serve);
            at = outside.now();
            left = -1;
            continue;
        }
        const double burst = arrivals == Arrivals::bursts ? parameters.get(load.burst) : 1;
        if (left < 0) left = next_gap(arrivals, burst, times);
        const double rate = parameters.get(load.rate);
        const double wait_s = left / rate;
        if (wait_s > to_seconds(look_interval)) {
            at += look_interval;
            left -= to_seconds(look_interval) * rate;
            co_await outside.sleep_until(at);
            continue;
        }
        at += from_seconds(wait_s);
        left = -1;
        if (at > outside.now()) {
            without_pause = 0;
            co_await outside.sleep_until(at);
        } else if (++without_pause % items_between_yields == 0) {
            co_await outside.yield();
        }
        for (int i = 0; i < static_cast<int>(burst); ++i) {
            auto item = probe.offer(at);
            const Draws draws{luck};
            probe.group().spawn(serve(std::move(item), draws));
        }
    }
}

}  // namespace weir::labs
