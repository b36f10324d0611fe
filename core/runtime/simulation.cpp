#include "core/runtime/simulation.h"

#include <algorithm>
#include <map>
#include <memory>

#include "core/runtime/simulation_parts.h"

namespace weir {
/// While it lives, this thread is the engine's.
class Simulation::Entered {
public:
    explicit Entered(Simulation& simulation) noexcept : outer_{context} {
        context.may_take_back = simulation.options_.choice == Choice::policy;
        simulation.enter(*simulation.workers_[simulation.cursor_]);
    }
    ~Entered() { context = outer_; }
    Entered(const Entered&) = delete;
    Entered& operator=(const Entered&) = delete;

private:
    Context outer_;
};

Simulation::Simulation(const SimulationOptions& options)
    : Executor{options.seed, virtual_time_}, random_{options.seed, Stream::schedule}, options_{options} {
    for (unsigned i = 0; i < std::max(1U, options.workers); ++i)
        workers_.push_back(std::make_unique<Worker>(*this, i, options.record_polls));
    for (const auto& w : workers_) w->resumes_in_place = options.choice == Choice::policy;
    if (options.choice != Choice::policy) operations_per_poll_ = 0;
    outside_ = std::make_unique<Outside>(*this);
    if (options.choice == Choice::pct) {
        // Which priority goes with which change is random, too: a task lowered earlier may end up above or below.
        for (unsigned i = 1; i < options.pct_depth; ++i)
            pct_changes_.push_back({1 + random_.below(options.pct_length), i});
        std::ranges::sort(pct_changes_, std::greater{}, &PctChange::event);
    }
}

Simulation::~Simulation() = default;

Executor& Simulation::outside() { return *outside_; }

void Simulation::enter(Worker& w) noexcept {
    context.engine = &w.engine;
    context.queue = &w.queue;
    context.stats = &w.stats;
    context.worker = &w;
}

EngineStats Simulation::stats() const {
    EngineStats sum;
    for (const auto& w : workers_) sum.add(w->stats);
    sum.unobserved_failures = unobserved_failures();
    return sum;
}

void Simulation::drain_polls(const std::function<void(const PollEvent&)>& f) {
    for (const auto& w : workers_)
        if (w->polls) w->polls->drain(f);
    outside_->drain_polls(f);
}

std::uint64_t Simulation::dropped_polls() const {
    std::uint64_t sum = outside_->dropped_polls();
    for (const auto& w : workers_)
        if (w->polls) sum += w->polls->dropped();
    return sum;
}

// --- What happens next ------------------------------------------------------------------------------------------

bool Simulation::step() {
    const Entered entered{*this};
    if (poll_next()) return true;
    if (timers_.empty()) return false;
    fire_next();
    return true;
}

bool Simulation::run_until(Time until, std::uint64_t max_events) {
    const Entered entered{*this};
    for (std::uint64_t n = 0;; ++n) {
        if (n == max_events) return false;
        if (poll_next()) continue;
        if (timers_.empty() || timers_.earliest() > until) break;
        fire_next();
    }
    if (until > now()) {
        virtual_time_.put_forward(until);
        polls_at_this_instant_ = 0;
    }
    return true;
}

void Simulation::fire_next() {
    ++events_;
    auto& timer = timers_.pop();
    if (timer.deadline > now()) {
        virtual_time_.put_forward(timer.deadline);
        polls_at_this_instant_ = 0;
    }
    enter(next_free_worker());
    context.stats->timers.add();
    timer.state = Timer::State::fired;
    timer.on_fire();
}

Simulation::Worker& Simulation::next_free_worker() noexcept {
    // What a timer or the outside makes ready goes to a worker that could run it, without taking anyone's turn.
    for (std::size_t i = 0; i < workers_.size(); ++i) {
        auto& w = *workers_[(cursor_ + i) % workers_.size()];
        if (!w.busy) return w;
    }
    return *workers_[cursor_];
}

bool Simulation::poll_next() {
    if (options_.choice != Choice::policy) return poll_explored();
    if (auto& outside = outside_->worker; !outside.busy && outside.queue.size() > 0) {
        poll_on(outside, *outside.queue.pop_oldest());
        return true;
    }
    const auto count = workers_.size();
    for (std::size_t i = 0; i < count; ++i) {
        auto& w = *workers_[cursor_];
        cursor_ = cursor_ + 1 == count ? 0 : cursor_ + 1;
        if (w.busy) continue;
        if (auto* task = next_for(w)) {
            poll_on(w, *task);
            return true;
        }
    }
    return false;
}

void Simulation::poll_on(Worker& w, TaskRecord& task) {
    ++events_;
    enter(w);
    if (++polls_at_this_instant_ > options_.livelock_polls) {
        w.queue.push(&task);
        polls_at_this_instant_ = 0;  // what comes now is unwinding
        throw Livelock{"livelock: " + std::to_string(options_.livelock_polls) + " polls at " +
                       std::to_string(to_seconds(now())) + " s without time advancing"};
    }
    w.stats.polls.add();
    w.tail_before = w.queue.tail();
    if (!w.polls) [[likely]]
        return poll(task);
    w.begin_slice(number_of(task));
    poll(task);
    if (!w.busy) w.end_slice();
}

std::uint64_t Simulation::number_of(TaskRecord& task) noexcept {
    constexpr auto number = (std::uint64_t{1} << TaskRecord::priority_shift) - 1;
    if ((task.priority & number) == 0) task.priority |= ++tasks_numbered_;
    return task.priority & number;
}

TaskRecord* Simulation::next_for(Worker& w) {
    if (w.resumes != nullptr) return std::exchange(w.resumes, nullptr);
    if (!w.yielded && w.queue.tail() > w.tail_before && w.newest_in_a_row < newest_in_a_row_limit) {
        ++w.newest_in_a_row;
        if (auto* task = w.queue.pop_newest()) return task;
    }
    w.yielded = false;
    w.newest_in_a_row = 0;
    if (auto* task = w.queue.pop_oldest()) return task;
    return steal(w);
}

TaskRecord* Simulation::steal(Worker& w) {
    const auto count = workers_.size();
    if (count == 1) return nullptr;
    bool any = false;
    for (const auto& other : workers_) any = any || other->queue.size() > 0;
    if (!any) return nullptr;
    const auto first = random_.below(count);
    for (std::size_t i = 0; i < count; ++i) {
        auto& victim = *workers_[(first + i) % count];
        // A lone task is its owner's next, unless the owner is busy.
        if (&victim == &w || victim.queue.size() < (victim.busy ? 1U : 2U)) continue;
        std::size_t taken = 0;
        auto* task = victim.queue.steal_half(w.queue, taken);
        w.stats.steals.add();
        w.stats.stolen.add(taken);
        w.slice.stolen = true;
        return task;
    }
    return nullptr;
}

// --- The engine's services ----------------------------------------------------------------------------------------

void Simulation::enqueue_from_outside(TaskRecord& task) noexcept { next_free_worker().queue.push(&task); }

void Simulation::reschedule_last(TaskRecord& task) noexcept {
    static_cast<Worker*>(context.worker)->yielded = true;
    schedule(task);
}

bool Simulation::arm(Timer& timer) noexcept {
    if (timer.state == Timer::State::refused) return false;
    timer.state = Timer::State::armed;
    timers_.insert(timer);
    return true;
}

bool Simulation::disarm(Timer& timer) noexcept {
    if (timer.state == Timer::State::armed) {
        timers_.remove(timer);
        timer.state = Timer::State::idle;
        return true;
    }
    if (timer.state == Timer::State::idle) timer.state = Timer::State::refused;
    return false;
}

bool Simulation::do_work(TaskRecord& task, Duration length) noexcept {
    if (length <= Duration::zero()) return false;
    auto& w = *static_cast<Worker*>(context.worker);
    w.busy = true;
    w.working = &task;
    w.deadline = after(length);
    w.state = Timer::State::idle;
    arm(w);
    return true;
}

void Simulation::do_blocking(Blocking& job) noexcept {
    job.next = nullptr;
    for (auto& thread : blocking_)
        if (thread->job == nullptr) return start_blocking(*thread, job);
    if (blocking_.size() < options_.blocking_threads) {
        blocking_.push_back(std::make_unique<BlockingThread>(*this));
        return start_blocking(*blocking_.back(), job);
    }
    (blocked_first_ != nullptr ? blocked_last_->next : blocked_first_) = &job;
    blocked_last_ = &job;
}

void Simulation::start_blocking(BlockingThread& thread, Blocking& job) noexcept {
    thread.job = &job;
    thread.deadline = after(job.length());
    thread.state = Timer::State::idle;
    arm(thread);
}

// --- Running to the end -----------------------------------------------------------------------------------------

void Simulation::run_to_end(Task<void> task) {
    auto root = std::make_unique<Scope>(nullptr);
    spawn_in(*root, std::move(task));
    try {
        const Entered entered{*this};
        while (root->running() > 0) {
            if (poll_next()) continue;
            if (timers_.empty()) break;
            fire_next();
        }
    } catch (const Livelock&) {
        unwind(std::move(root));
        throw;
    }
    if (root->running() == 0) return;
    std::map<std::string, std::size_t> waits;
    root->for_each_waiter([&](const Waiter& w) { ++waits[w.place]; });
    std::string report = "deadlock at ";
    report.append(std::to_string(to_seconds(now()))).append(" s:");
    for (const auto& [place, count] : waits)
        report.append(" ").append(std::to_string(count)).append(" waiting for ").append(place).append(",");
    if (waits.empty()) report += " tasks wait for each other to end,";
    report.back() = ';';
    report += " nothing is ready and no timer is pending";
    unwind(std::move(root));
    throw Deadlock{report};
}

void Simulation::unwind(std::unique_ptr<Scope> root) noexcept {
    // Cancel what can be cancelled, so that the report is all that is left of it.
    root->cancel();
    try {
        const Entered entered{*this};
        while (root->running() > 0) {
            if (poll_next()) continue;
            if (timers_.empty()) break;
            fire_next();  // work that has begun is done to its end
        }
    } catch (const Livelock&) {
        // A task that keeps rescheduling itself and never looks whether it is cancelled.
    }
    if (root->running() > 0) static_cast<void>(root.release());  // tasks still point to it
}

}  // namespace weir
