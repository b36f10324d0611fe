// Exploring schedules: which of all that could happen now is next.
#include <algorithm>

#include "core/runtime/simulation.h"
#include "core/runtime/simulation_parts.h"

namespace weir {
namespace {

// Tasks start with a priority of at least this; what PCT lowers them to is below.
constexpr std::uint64_t lowest_at_start = std::uint64_t{1} << 32;

}  // namespace

/// What could be next: a task in some worker's queue, or (no home) the timer that is due.
struct Simulation::Candidate {
    Worker* home = nullptr;
    std::size_t index = 0;
    std::uint64_t priority = 0;
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
    const bool timer_due = !timers_.empty() && timers_.earliest() <= now_;
    const auto next = choose(ready, timer_due);
    if (next.home == nullptr) {
        timer_priority_ = 0;
        fire_next();
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
    poll_on(*runner, *next.home->queue.take_at(next.index));
    return true;
}

Simulation::Candidate Simulation::choose(std::size_t ready, bool timer_due) {
    if (options_.choice == Choice::random) {
        auto which = random_.below(ready + (timer_due ? 1 : 0));
        for (auto* w : runnable_) {
            if (which < w->queue.size()) return {w, which};
            which -= w->queue.size();
        }
        return {};
    }
    while (true) {
        const auto best = choose_by_priority(timer_due);
        if (best.home == nullptr || pct_changes_.empty() || events_ < pct_changes_.back().event) return best;
        best.home->queue.at(best.index)->priority = pct_changes_.back().priority;
        pct_changes_.pop_back();
    }
}

Simulation::Candidate Simulation::choose_by_priority(bool timer_due) {
    const auto given = [this](std::uint64_t& priority) {
        if (priority == 0) priority = lowest_at_start + random_.below(lowest_at_start);
        return priority;
    };
    Candidate best;
    if (timer_due) best.priority = given(timer_priority_);
    for (auto* w : runnable_) {
        for (std::size_t i = 0; i < w->queue.size(); ++i) {
            const auto priority = given(w->queue.at(i)->priority);
            if (priority > best.priority) best = {w, i, priority};
        }
    }
    return best;
}

}  // namespace weir
