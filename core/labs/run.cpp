#include "core/labs/run.h"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <utility>

#include "core/labs/text.h"

namespace weir::labs {
namespace {

/// The experiment's lab, once it is sure that the lab can run it.
const LabInfo& lab_of(const Experiment& experiment) {
    const auto* info = find_lab(experiment.lab);
    if (info == nullptr) {
        std::vector<std::string> ids;
        for (const auto& lab : registry()) ids.push_back(lab.id);
        throw std::invalid_argument{"lab: expected one of " + joined(ids) + ", got " + in_quotes(experiment.lab)};
    }
    if (const auto problem = check(experiment, *info)) throw std::invalid_argument{*problem};
    return *info;
}

}  // namespace

unsigned workers_of(const Experiment& experiment, const LabInfo& lab) {
    const auto spec = std::ranges::find(lab.parameters, "pool.workers", &ParameterSpec::id);
    if (spec == lab.parameters.end()) return ThreadPool::processors();
    const auto chosen = experiment.parameters.find(spec->id);
    return static_cast<unsigned>(chosen != experiment.parameters.end() ? chosen->second : spec->initial);
}

Run::Run(const Experiment& experiment, RunOptions options)
    : experiment_{experiment}, info_{lab_of(experiment)}, options_{std::move(options)}, parameters_{info_.parameters} {
    for (const auto& [id, value] : experiment.parameters) parameters_.set(*parameters_.find(id), value);
    const auto count = workers_of(experiment, info_);
    if (experiment.engine == EngineKind::virtual_time) {
        auto simulation = std::make_unique<Simulation>(
            SimulationOptions{.workers = count, .seed = experiment.seed, .record_polls = options_.record_polls});
        simulation_ = simulation.get();
        engine_ = std::move(simulation);
    } else {
        ThreadPoolOptions pool_options;
        pool_options.workers = count;
        pool_options.seed = experiment.seed;
        pool_options.niceness = options_.niceness;
        pool_options.paused = options_.paused;
        pool_options.record_polls = options_.record_polls;
        auto pool = std::make_unique<ThreadPool>(pool_options);
        pool_ = pool.get();
        engine_ = std::move(pool);
    }
    probe_ = std::make_unique<Probe>(*engine_, info_, options_.item_events);
    lab_ = info_.start(*engine_, parameters_, *probe_);
    for (const auto& change : experiment.changes)
        apply_at({Time{from_seconds(change.at_s)}, *parameters_.find(change.parameter), change.value});
    probe_->spawn_outside(sample_loop());
}

Run::~Run() {
    try {
        stop();
    } catch (...) {
        // Whoever wants to know calls stop() first; here the run is only being put away.
        stopped_ = true;
    }
}

void Run::change(std::size_t parameter, double value, std::optional<Time> due) {
    AppliedChange made{to_seconds(engine_->now()), parameter, parameters_.get(parameter), value};
    made_.push_back({due ? to_seconds(*due) : made.t_s, info_.parameters[parameter].id, value});
    parameters_.set(parameter, value);
    lab_->parameter_changed(parameter);
    if (options_.on_change) options_.on_change(made);
}

void Run::apply(std::size_t parameter, double value) {
    if (pool_ != nullptr) {
        const std::lock_guard guard{apply_lock_};
        return change(parameter, value, std::nullopt);
    }
    const auto next = engine_->now() + Duration{1};
    apply_at({next, parameter, value});
    simulation_->run_until(next);
}

void Run::act(const ActionSpec& action) {
    {
        const std::lock_guard guard{apply_lock_};
        for (auto& pending : pending_)
            if (pending.action == &action) pending.recalled = true;
    }
    for (const auto& step : action.steps) {
        const auto parameter = *parameters_.find(step.parameter);
        if (step.after_s > 0)
            apply_at({engine_->after(from_seconds(step.after_s)), parameter, step.value, &action});
        else if (parameters_.get(parameter) != step.value)  // pressed again it is so already: no change to tell of
            apply(parameter, step.value);
    }
}

void Run::apply_at(const Pending& pending) {
    const std::lock_guard guard{apply_lock_};
    probe_->spawn_outside(change_later(pending_.insert(pending_.end(), pending)));
}

Task<void> Run::change_later(std::list<Pending>::const_iterator pending) {
    co_await engine_->outside().sleep_until(pending->at);
    const std::lock_guard guard{apply_lock_};
    if (!pending->recalled) change(pending->parameter, pending->value, pending->at);
    pending_.erase(pending);
}

std::vector<Change> Run::changes() const {
    std::vector<Change> all;
    {
        const std::lock_guard guard{apply_lock_};
        all = made_;
        for (const auto& p : pending_)
            if (!p.recalled) all.push_back({to_seconds(p.at), info_.parameters[p.parameter].id, p.value});
    }
    std::ranges::stable_sort(all, {}, &Change::at_s);
    return all;
}

Task<void> Run::sample_loop() {
    for (std::int64_t n = 1;; ++n) {
        co_await engine_->outside().sleep_until(Time{from_seconds(sample_interval_s) * n});
        auto sample = probe_->take_sample(*lab_);
        if (options_.on_sample) options_.on_sample(std::move(sample));
    }
}

std::shared_ptr<const Snapshot> Run::snapshot() const {
    auto s = std::make_shared<Snapshot>();
    const auto figures = probe_->figures();
    s->t_s = figures.t_s;
    s->offered = figures.offered;
    s->fates = figures.fates;
    s->in_flight = figures.in_flight;
    s->little = probe_->little();
    s->workers = static_cast<int>(engine_->workers());
    s->unobserved_failures = engine_->unobserved_failures();
    s->sampled_one_in = probe_->sampled_one_in();
    s->phase = lab_->phase();
    s->badge = lab_->badge();
    s->reason = lab_->reason();
    s->state = lab_->state();
    return s;
}

RunResult Run::result() const {
    constexpr double ms = 1e-6;  // of a nanosecond
    const auto figures = probe_->figures();
    const auto latencies = probe_->latencies();
    RunResult r;
    r.lab = info_.id;
    r.engine = experiment_.engine;
    r.seed = experiment_.seed;
    r.duration_s = experiment_.duration_s;
    r.measured_s = figures.t_s;
    r.offered = figures.offered;
    r.fates = figures.fates;
    r.in_flight = figures.in_flight;
    if (figures.t_s > 0) {
        r.throughput_per_s = static_cast<double>(figures.fates[index_of(Fate::completed)]) / figures.t_s;
        r.queue.mean = figures.waiting_seconds / figures.t_s;
        r.little.l = figures.in_flight_seconds / figures.t_s;
        r.little.lambda = static_cast<double>(figures.offered) / figures.t_s;
    }
    r.queue.max = static_cast<double>(figures.waiting_max);
    if (figures.ended > 0) r.little.w_s = figures.sojourn_seconds / static_cast<double>(figures.ended);
    r.little.settled = figures.ended > 0;
    r.latency_ms = {latencies.mean() * ms, latencies.quantile(0.5) * ms, latencies.quantile(0.95) * ms,
                    latencies.quantile(0.99) * ms, static_cast<double>(latencies.max()) * ms};
    r.unobserved_failures = engine_->unobserved_failures();
    r.detail_json = lab_->detail_json();
    return r;
}

void Run::stop() {
    if (std::exchange(stopped_, true)) return;
    auto& group = probe_->group();
    const auto end = [](TaskGroup& g) -> Task<void> { co_await g.join(); };
    if (pool_ != nullptr) {
        pool_->resume();
        group.cancel();
        pool_->run(end(group));
    } else {
        group.cancel();
        simulation_->run(end(group));
    }
    group.rethrow_first();
}

}  // namespace weir::labs
