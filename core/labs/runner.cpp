#include "core/labs/runner.h"

#include <algorithm>
#include <deque>
#include <mutex>
#include <stdexcept>
#include <string>
#include <utility>

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

// What is recorded is handed over so often, in engine time: with each sample.
constexpr Duration hand_over_interval = from_seconds(sample_interval_s);

// Of each worker between two hand-overs: with 10 us a poll, a busy worker has 10 000, and a burst may be thick.
constexpr std::size_t polls_kept = std::size_t{1} << 16;

/// What has happened since it was last handed over to the observer.
class Recorded {
public:
    explicit Recorded(const Observer& observer) : observer_{observer} {}

    RunOptions options() {
        RunOptions options;
        options.paused = true;
        if (observer_.on_item) options.item_events = ItemEvents::all;
        if (observer_.on_poll) options.record_polls = polls_kept;
        if (observer_.on_sample) options.on_sample = [this](Sample&& s) { keep(samples_, std::move(s)); };
        if (observer_.on_change) options.on_change = [this](const AppliedChange& c) { keep(changes_, c); };
        return options;
    }

    void hand_over(Run& run) {
        for (const auto& change : taken(changes_)) observer_.on_change(change);
        if (observer_.on_item) run.probe().drain_events(observer_.on_item);
        if (observer_.on_poll) run.engine().drain_polls(observer_.on_poll);
        for (const auto& sample : taken(samples_)) observer_.on_sample(sample);
    }

private:
    template <class T>
    void keep(std::deque<T>& kept, T value) {
        const std::lock_guard guard{lock_};
        kept.push_back(std::move(value));
    }
    template <class T>
    std::deque<T> taken(std::deque<T>& kept) {
        const std::lock_guard guard{lock_};
        return std::exchange(kept, {});
    }

    const Observer& observer_;
    std::mutex lock_;  // guards the two below
    std::deque<Sample> samples_;
    std::deque<AppliedChange> changes_;
};

}  // namespace

RunResult run_experiment(const Experiment& experiment, const Observer& observer) {
    Recorded recorded{observer};
    Run run{experiment, recorded.options()};
    const Time end{from_seconds(experiment.duration_s)};
    if (run.pool() != nullptr) run.pool()->resume();
    for (Time t{hand_over_interval}; t < end; t += hand_over_interval) {
        if (run.pool() != nullptr)
            run.pool()->outside().run(wait_until(run, t));
        else
            run.simulation()->run_until(t);
        recorded.hand_over(run);
    }
    RunResult result;
    if (run.pool() != nullptr) {
        result = run.pool()->outside().run(result_at(run, end));
    } else {
        run.simulation()->run_until(end);
        result = run.result();
    }
    recorded.hand_over(run);
    if (observer.on_dropped) observer.on_dropped(run.probe().dropped_events(), run.engine().dropped_polls());
    check_books(result);
    run.stop();
    check_at_rest(run.probe().figures());
    return result;
}

}  // namespace weir::labs
