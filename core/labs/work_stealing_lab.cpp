// The way of a task. It is offered with its batch, all at one moment, and waits until a worker takes it; so its latency
// is how far into the batch it was done. Then it runs, which is a call of the service, and has met its fate when that
// ends: a bad answer is an answer, but a crash is thrown at the pool.
//
// A task that the pool destroys without having run it is dropped, unless the run is being put away.
#include "core/labs/work_stealing_lab.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "core/labs/batches.h"
#include "core/labs/common.h"
#include "core/labs/detail.h"
#include "core/labs/load.h"
#include "core/labs/probe.h"
#include "core/labs/service.h"
#include "core/labs/work_stealing_book.h"
#include "core/labs/work_stealing_forms.h"
#include "core/labs/work_stealing_start.h"
#include "core/labs/work_stealing_state.h"

namespace weir::labs {
namespace {

using work_stealing::Batch;
using work_stealing::Book;
using work_stealing::Config;
using work_stealing::Placed;
using work_stealing::Production;
using work_stealing::Status;
using work_stealing::Textbook;

struct Indices {
    explicit Indices(const Parameters& p)
        : tasks{parameter_index(p, "tasks")},
          skew{parameter_index(p, "skew")},
          strategy{parameter_index(p, "strategy")},
          steal{parameter_index(p, "steal")},
          capacity{parameter_index(p, "queue.capacity")} {}

    std::size_t tasks, skew, strategy, steal, capacity;
};

Config config_from(const Parameters& p, const Indices& at) {
    Config config;
    config.strategy = choice<patterns::stealing::Strategy>(p, at.strategy);
    config.steal = choice<patterns::stealing::Steal>(p, at.steal);
    config.capacity = whole(p, at.capacity);
    return config;
}

/// A task in the pool's hands: its item ends with it, whatever becomes of it. Move-only.
class Ticket {
public:
    Ticket(Probe& probe, std::shared_ptr<Batch> of, std::size_t its_number, const Draws& luck)
        : batch{std::move(of)}, number{its_number}, draws{luck}, probe_{probe}, item_{probe.offer(batch->begun)} {
        item_.enter_queue();
    }
    Ticket(Ticket&&) noexcept = default;
    Ticket& operator=(Ticket&&) = delete;
    ~Ticket() {
        if (batch) end(probe_.group().cancelled() ? Fate::cancelled : Fate::dropped);
    }

    void start() noexcept {
        batch->run(number);
        item_.start();
    }
    void end(Fate fate) noexcept {
        std::exchange(batch, nullptr)->ended();
        item_.end(fate);
    }

    std::shared_ptr<Batch> batch;  ///< null when it has ended, or was moved from
    std::size_t number;
    Draws draws;

private:
    Probe& probe_;
    Item item_;
};

std::size_t waiting(const Status& status) {
    auto sum = status.shared;
    for (const auto& worker : status.workers) sum += worker.waiting;
    return sum;
}

/// Workers that have nothing to do while tasks wait.
std::size_t idle_beside_work(const Status& status) { return waiting(status) > 0 ? status.parked : 0; }

std::uint64_t sum(const Status& status, std::uint64_t Status::Worker::*of) {
    std::uint64_t all = 0;
    for (const auto& worker : status.workers) all += worker.*of;
    return all;
}

template <class Form>
class WorkStealingLab final : public Lab {
public:
    WorkStealingLab(Executor& engine, const Parameters& parameters, Probe& probe)
        : engine_{engine},
          parameters_{parameters},
          probe_{probe},
          at_{parameters},
          faults_at_{parameters},
          service_{engine, parameters, ServiceIndices{parameters, "task_time", "spread"}},
          batch_{std::make_shared<Batch>(0, Time{})},
          pool_{engine, probe.group(), config_from(parameters, at_)} {
        probe.group().spawn(batches());
    }

    void parameter_changed(std::size_t parameter) override {
        if (parameter == at_.strategy || parameter == at_.steal || parameter == at_.capacity)
            pool_.configure(config_from(parameters_, at_));
    }
    void read_gauges(std::span<double> gauges) const override;
    void read_totals(std::span<std::uint64_t> totals) const override;
    std::size_t phase() const override { return idle_beside_work(pool_.status()) > 0 ? 1 : 0; }
    Badge badge() const override;
    std::string reason() const override;
    std::shared_ptr<const LabState> state() const override;
    std::string detail_json() const override;

private:
    Task<void> batches();
    std::vector<Placed> make_jobs(const std::shared_ptr<Batch>& batch, std::uint64_t number);
    std::size_t home_of(std::size_t task) const;
    Task<void> work_on(Ticket ticket);
    std::shared_ptr<const Batch> batch() const {
        const std::lock_guard guard{lock_};
        return batch_;
    }

    Executor& engine_;
    const Parameters& parameters_;
    Probe& probe_;
    Indices at_;
    FaultIndices faults_at_;
    Service service_;
    Book book_;
    mutable SpinLock lock_;
    std::shared_ptr<Batch> batch_;  // with lock_ held
    Form pool_;
};

template <class Form>
Task<void> WorkStealingLab<Form>::batches() {
    for (std::uint64_t n = 0;; ++n) {
        const auto batch = std::make_shared<Batch>(whole(parameters_, at_.tasks), engine_.now());
        {
            const std::lock_guard guard{lock_};
            batch_ = batch;
        }
        auto run = pool_.run(make_jobs(batch, n));
        const bool unharmed = co_await std::move(run);
        check_cancelled();  // a batch that was cut off has no makespan
        book_.end(*batch, to_seconds(engine_.now() - batch->begun), engine_.workers(), !unharmed);
        co_await engine_.sleep_until(next_batch_at(batch->begun, batch->tasks()));
    }
}

template <class Form>
std::vector<Placed> WorkStealingLab<Form>::make_jobs(const std::shared_ptr<Batch>& batch, std::uint64_t number) {
    auto luck = luck_of_batch(engine_, number);
    std::vector<Placed> jobs;
    jobs.reserve(batch->tasks());
    for (std::size_t i = 0; i < batch->tasks(); ++i) {
        Ticket ticket{probe_, batch, i, Draws{luck}};
        jobs.emplace_back(home_of(i), work_on(std::move(ticket)));
    }
    return jobs;
}

/// As many as the skew says go to worker 0, evenly spread over the batch; the others go round.
template <class Form>
std::size_t WorkStealingLab<Form>::home_of(std::size_t task) const {
    const double share = parameters_.get(at_.skew) / 100;
    const auto upto = [share](std::size_t tasks) { return std::floor(static_cast<double>(tasks) * share); };
    if (upto(task + 1) > upto(task)) return 0;
    return (task - static_cast<std::size_t>(upto(task))) % engine_.workers();
}

template <class Form>
Task<void> WorkStealingLab<Form>::work_on(Ticket ticket) {
    ticket.start();
    const auto length = service_.length(ticket.draws);
    try {
        auto call = service_.call(ticket.draws);
        const auto answer = co_await std::move(call);
        if (answer == Answer::timed_out) {
            ticket.end(Fate::timed_out);
            co_return;
        }
        ticket.batch->took(ticket.number, length);
        ticket.end(answer == Answer::good ? Fate::completed : Fate::failed);
    } catch (const Crash&) {
        ticket.batch->took(ticket.number, length);
        ticket.end(Fate::failed);
        throw;
    }
}

// --- What it tells --------------------------------------------------------------------------------------------------

template <class Form>
void WorkStealingLab<Form>::read_gauges(std::span<double> gauges) const {
    constexpr auto nothing = std::numeric_limits<double>::quiet_NaN();
    const auto now = pool_.status();
    const auto figures = book_.figures();
    std::size_t longest = 0;
    for (const auto& worker : now.workers) longest = std::max(longest, worker.waiting);
    gauges[0] = static_cast<double>(std::ranges::count_if(now.workers, &Status::Worker::running));
    gauges[1] = static_cast<double>(longest);
    gauges[2] = static_cast<double>(now.shared);
    gauges[3] = figures.makespan_s ? 1000 * *figures.makespan_s : nothing;
    gauges[4] = figures.makespan_s ? 1000 * figures.bounds.lower : nothing;
    gauges[5] = over_bound(figures).value_or(nothing);
}

template <class Form>
void WorkStealingLab<Form>::read_totals(std::span<std::uint64_t> totals) const {
    const auto now = pool_.status();
    const auto figures = book_.figures();
    totals[0] = figures.batches;
    totals[1] = sum(now, &Status::Worker::steals);
    totals[2] = sum(now, &Status::Worker::stolen);
    totals[3] = figures.lost;
}

template <class Form>
Badge WorkStealingLab<Form>::badge() const {
    const auto now = batch();
    return {"BATCH " + std::to_string(book_.figures().batches + 1) + " · " + std::to_string(now->done()) + " of " +
                std::to_string(now->tasks()),
            phase() == 0 ? Tone::active : Tone::warning};
}

template <class Form>
std::string WorkStealingLab<Form>::reason() const {
    const auto now = pool_.status();
    const auto dead = std::ranges::count_if(now.workers, &Status::Worker::dead);
    if (dead > 0)
        return "a task threw and ended its worker: " + std::to_string(dead) + " of " +
               std::to_string(now.workers.size()) + " are gone, and what was in their queues is lost";
    if (const auto idle = idle_beside_work(now); idle > 0)
        return std::to_string(idle) + (idle == 1 ? " worker has" : " workers have") + " nothing to do while " +
               std::to_string(waiting(now)) + " tasks wait in the queues of others";
    const auto figures = book_.figures();
    return figures.makespan_s ? makespan_text(*figures.makespan_s, figures.bounds) : std::string{};
}

template <class Form>
std::shared_ptr<const LabState> WorkStealingLab<Form>::state() const {
    const auto now = pool_.status();
    const auto figures = book_.figures();
    const auto config = config_from(parameters_, at_);
    const auto current = batch();
    auto s = std::make_shared<WorkStealingState>();
    s->textbook = Form::is_textbook;
    s->strategy =
        Form::is_textbook ? "private" : parameters_.spec(at_.strategy).choices[whole(parameters_, at_.strategy)];
    s->steals_half = config.steal == patterns::stealing::Steal::half;
    s->capacity = config.capacity;
    for (const auto& w : now.workers)
        s->workers.push_back({w.waiting, w.homes, w.running, w.running_home, w.dead, w.executed, w.steals, w.stolen,
                              w.robbed, to_seconds(w.robbed_at.time_since_epoch())});
    s->shared = now.shared;
    s->tasks = current->tasks();
    s->done = current->done();
    s->batches = figures.batches;
    s->makespan_s = figures.makespan_s.value_or(0);
    s->lower_bound_s = figures.bounds.lower;
    s->upper_bound_s = figures.bounds.upper;
    s->lost = figures.lost;
    s->completed_per_s = probe_.rate(1 + index_of(Fate::completed));
    s->failed_per_s = probe_.rate(1 + index_of(Fate::failed)) + probe_.rate(1 + index_of(Fate::timed_out));
    s->steals_per_s = probe_.rate(2 + fate_count);
    s->outage = is_on(parameters_, faults_at_.outage);
    s->latency_spike = is_on(parameters_, faults_at_.spike);
    return s;
}

template <class Form>
std::string WorkStealingLab<Form>::detail_json() const {
    const auto now = pool_.status();
    const auto figures = book_.figures();
    Detail detail;
    const auto bounds = figures.makespan_s ? std::optional{figures.bounds} : std::nullopt;
    detail.set("makespan_s", figures.makespan_s);
    detail.set("lower_bound_s", bounds.transform([](const auto& b) { return b.lower; }));
    detail.set("upper_bound_s", bounds.transform([](const auto& b) { return b.upper; }));
    detail.set("makespan_over_bound", over_bound(figures));
    detail.set("batches", figures.batches);
    detail.set("steals", sum(now, &Status::Worker::steals));
    detail.set("stolen", sum(now, &Status::Worker::stolen));
    std::vector<std::uint64_t> executed;
    executed.reserve(now.workers.size());
    for (const auto& worker : now.workers) executed.push_back(worker.executed);
    detail.set("executed_per_worker", executed);
    detail.set("lost", figures.lost);
    detail.set("twice", figures.twice);
    detail.set("taken_down", figures.taken_down);
    return detail.text();
}

}  // namespace

std::unique_ptr<Lab> start_work_stealing(Executor& engine, const Parameters& parameters, Probe& probe) {
    if (choice<Variant>(parameters, parameter_index(parameters, "variant")) == Variant::textbook)
        return std::make_unique<WorkStealingLab<Textbook>>(engine, parameters, probe);
    return std::make_unique<WorkStealingLab<Production>>(engine, parameters, probe);
}

}  // namespace weir::labs
