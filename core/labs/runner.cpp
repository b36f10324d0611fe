#include "core/labs/runner.h"

#include <algorithm>
#include <deque>
#include <mutex>
#include <stdexcept>
#include <string>

#include "core/labs/run.h"

namespace weir::labs {
namespace {

void check_books(const RunResult& result) {
    std::uint64_t sum = result.in_flight;
    for (const auto n : result.fates) sum += n;
    if (sum != result.offered)
        throw std::runtime_error{"items are not accounted for: " + std::to_string(result.offered) + " offered, " +
                                 std::to_string(sum) + " ended or in flight"};
}

Task<RunResult> result_at(Run& run, Time end) {
    co_await run.engine().sleep_until(end);
    co_return run.result();
}

Task<void> wait_until(Run& run, Time time) { co_await run.engine().sleep_until(time); }

}  // namespace

RunResult run_experiment(const Experiment& experiment, const std::function<void(const Sample&)>& on_sample) {
    std::mutex lock;
    std::deque<Sample> samples;
    RunOptions options;
    options.paused = true;
    const bool direct = experiment.engine == EngineKind::virtual_time;
    options.on_sample = [&](Sample&& sample) {
        if (!on_sample) return;
        if (direct) return on_sample(sample);
        const std::lock_guard guard{lock};
        samples.push_back(std::move(sample));
    };
    const auto hand_over = [&] {
        std::deque<Sample> ready;
        {
            const std::lock_guard guard{lock};
            ready.swap(samples);
        }
        for (const auto& sample : ready) on_sample(sample);
    };
    Run run{experiment, std::move(options)};
    const Time end{from_seconds(experiment.duration_s)};
    RunResult result;
    if (direct) {
        run.simulation()->run_until(end);
        result = run.result();
    } else {
        run.pool()->resume();
        for (Time t{std::chrono::seconds{1}}; t < end; t += std::chrono::seconds{1}) {
            run.pool()->run(wait_until(run, t));
            hand_over();
        }
        result = run.pool()->run(result_at(run, end));
        hand_over();
    }
    check_books(result);
    run.stop();
    return result;
}

}  // namespace weir::labs
