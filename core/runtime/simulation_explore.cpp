// Exploring schedules: which of all that could happen now is next.
#include <algorithm>

#include "core/runtime/simulation.h"
#include "core/runtime/simulation_parts.h"

namespace weir {
namespace {

// Tasks start with a priority of at least this; what PCT lowers them to is below.
constexpr std::uint64_t lowest_at_start = std::uint64_t{1} << (63 - TaskRecord::priority_shift);

}  // namespace

/// What could be next: a task in some worker's queue, or (no home) the timer that is due.
struct Simulation::Candidate {
    Worker* home = nullptr;
    std::size_t index = 0;
    std::uint64_t priority = 0;  // or the task's number, in the order of a Schedule
};

void Simulation::find_runnable() {
    runnable_.clear();
    const bool any_free = std::ranges::any_of(workers_, [](const auto& w) { return !w->busy; });
    for (const auto& w : workers_)
        if (any_free && w->queue.size() > 0) runnable_.push_back(w.get());
    if (auto& w = outside_->worker; !w.busy && w.queue.size() > 0) runnable_.push_back(&w);
}

bool Simulation::poll_explored() {
    find_runnable();
    if (runnable_.empty()) return false;
    std::size_t ready = 0;
    for (const auto* w : runnable_) ready += w->queue.size();
    const bool timer_due = !timers_.empty() && timers_.earliest() <= now();
    const auto next = choose(ready, timer_due);
    if (next.home == nullptr) {
        timer_priority_ = 0;
        fire_next();
        if (options_.schedule != nullptr) options_.schedule->happened(step_);
        return true;
    }
    auto* runner = next.home;
    if (runner != &outside_->worker) {
        const auto free = std::ranges::count_if(workers_, [](const auto& w) { return !w->busy; });
        auto which = random_.below(static_cast<std::uint64_t>(free));
        for (const auto& w : workers_) {
            if (w->busy) continue;
            runner = w.get();
            if (which-- == 0) break;
        }
    }
    auto& task = *next.home->queue.take_at(next.index);
    if (options_.schedule != nullptr)
        poll_watched(*runner, task);
    else
        poll_on(*runner, task);
    return true;
}

Simulation::Candidate Simulation::choose(std::size_t ready, bool timer_due) {
    if (options_.schedule == nullptr)
        return options_.choice == Choice::pct ? choose_by_priority(timer_due) : choose_at_random(ready, timer_due);
    const auto all = candidates(timer_due);
    step_ = {.at = now(), .numbered = tasks_numbered_, .candidates = all.size(), .then = ScheduleStep::Then::fired};
    if (options_.choice == Choice::given) {
        step_.chosen = all.size() > 1 ? options_.schedule->choose(all.size()) : 0;
        return all.at(step_.chosen);
    }
    const auto next =
        options_.choice == Choice::pct ? choose_by_priority(timer_due) : choose_at_random(ready, timer_due);
    const auto same = [&next](const Candidate& c) { return c.home == next.home && c.index == next.index; };
    step_.chosen = static_cast<std::size_t>(std::ranges::find_if(all, same) - all.begin());
    return next;
}

std::vector<Simulation::Candidate> Simulation::candidates(bool timer_due) {
    std::vector<Candidate> all;
    for (auto* w : runnable_)
        for (std::size_t i = 0; i < w->queue.size(); ++i) all.push_back({w, i, number_of(*w->queue.at(i))});
    const auto place = [this](const Candidate& c) { return c.priority == polled_last_ ? 0 : c.priority; };
    std::ranges::sort(all, {}, place);
    if (timer_due) all.emplace_back();
    return all;
}

void Simulation::poll_watched(Worker& w, TaskRecord& task) {
    using Then = ScheduleStep::Then;
    polled_last_ = step_.task = number_of(task);
    step_.home = task.home;
    const auto ended = w.stats.ended.read();
    poll_on(w, task);
    step_.then = Then::waits;
    if (w.stats.ended.read() > ended) {
        step_.then = Then::ended;  // the record is gone
    } else if (w.working == &task) {
        step_.then = Then::works;
    } else {
        for (std::size_t i = 0; i < w.queue.size(); ++i)
            if (w.queue.at(i) == &task) step_.then = Then::ready;
        if (task.scope != nullptr)
            task.scope->for_each_waiter([&](const Waiter& waiter) {
                if (waiter.task == &task) step_.place = waiter.place;
            });
    }
    options_.schedule->happened(step_);
}

Simulation::Candidate Simulation::choose_at_random(std::size_t ready, bool timer_due) {
    auto which = random_.below(ready + (timer_due ? 1 : 0));
    for (auto* w : runnable_) {
        if (which < w->queue.size()) return {w, which};
        which -= w->queue.size();
    }
    return {};
}

Simulation::Candidate Simulation::choose_by_priority(bool timer_due) {
    while (true) {
        const auto best = highest_priority(timer_due);
        if (best.home == nullptr || pct_changes_.empty() || events_ < pct_changes_.back().event) return best;
        auto& task = *best.home->queue.at(best.index);
        task.priority = (pct_changes_.back().priority << TaskRecord::priority_shift) | number_of(task);
        pct_changes_.pop_back();
    }
}

Simulation::Candidate Simulation::highest_priority(bool timer_due) {
    const auto given = [this](std::uint64_t& priority) {
        if (priority >> TaskRecord::priority_shift == 0)
            priority |= (lowest_at_start + random_.below(lowest_at_start)) << TaskRecord::priority_shift;
        return priority;
    };
    Candidate best;
    if (timer_due) best.priority = given(timer_priority_);
    for (auto* w : runnable_) {
        for (std::size_t i = 0; i < w->queue.size(); ++i) {
            auto& task = *w->queue.at(i);
            number_of(task);
            const auto priority = given(task.priority);
            if (priority > best.priority) best = {w, i, priority};
        }
    }
    return best;
}

}  // namespace weir
