#include "core/labs/runner.h"

#include <algorithm>
#include <deque>
#include <mutex>
#include <stdexcept>
#include <string>

#include "core/labs/run.h"

namespace weir::labs {
namespace {

/// Of a RunResult, or of the Figures after the run.
template <class Books>
void check_books(const Books& books) {
    std::uint64_t sum = books.in_flight;
    for (const auto n : books.fates) sum += n;
    if (sum != books.offered)
        throw std::runtime_error{"items are not accounted for: " + std::to_string(books.offered) + " offered, " +
                                 std::to_string(sum) + " ended or in flight"};
}

void check_at_rest(const Figures& figures) {
    if (figures.rejected_after_start != 0)
        throw std::runtime_error{"items are not accounted for: " + std::to_string(figures.rejected_after_start) +
                                 " rejected after they had started"};
    check_books(figures);
    if (figures.waiting != 0)
        throw std::runtime_error{"items are not accounted for: " + std::to_string(figures.waiting) +
                                 " still waiting after the run has ended"};
    if (figures.in_flight != 0)
        throw std::runtime_error{"items are not accounted for: " + std::to_string(figures.in_flight) +
                                 " still in flight after the run has ended"};
}

Task<RunResult> result_at(Run& run, Time end) {
    co_await run.engine().outside().sleep_until(end);
    co_return run.result();
}

Task<void> wait_until(Run& run, Time time) { co_await run.engine().outside().sleep_until(time); }

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
            run.pool()->outside().run(wait_until(run, t));
            hand_over();
        }
        result = run.pool()->outside().run(result_at(run, end));
        hand_over();
    }
    check_books(result);
    run.stop();
    check_at_rest(run.probe().figures());
    return result;
}

}  // namespace weir::labs
