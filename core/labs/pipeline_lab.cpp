// The way of an item: into the first stage's queue, or rejected if that is full; through the stages; then its fate. In
// each stage a worker calls the stage's own service, and what comes back in error, too late, or not at all because the
// call crashed, leaves there as failed or timed out.
//
// Once the textbook form has taken a crash for the end of the input, every item that comes is rejected, and those it
// has lost are dropped.
#include "core/labs/pipeline_lab.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cmath>
#include <deque>
#include <memory>
#include <utility>

#include "core/labs/common.h"
#include "core/labs/detail.h"
#include "core/labs/load.h"
#include "core/labs/pipeline_books.h"
#include "core/labs/pipeline_start.h"
#include "core/labs/pipeline_state.h"
#include "core/labs/probe.h"
#include "core/labs/service.h"
#include "core/labs/text.h"
#include "core/patterns/pipeline.h"
#include "core/patterns/textbook/pipeline.h"
#include "core/sync/notify.h"

namespace weir::labs {
namespace {

namespace pipeline = patterns::pipeline;

using Place = StageBooks::Place;

/// Indices of the pipeline's own parameters.
struct PipelineIndices {
    explicit PipelineIndices(const Parameters& p)
        : capacity{parameter_index(p, "queue.capacity")},
          resequence{parameter_index(p, "resequence")},
          fault_stage{parameter_index(p, "fault.stage")} {
        for (std::size_t k = 0; k < pipeline_stages; ++k) {
            const auto stage = "stage" + std::to_string(k + 1);
            latency[k] = parameter_index(p, stage + ".latency");
            workers[k] = parameter_index(p, stage + ".workers");
        }
    }

    std::size_t capacity, resequence, fault_stage;
    std::array<std::size_t, pipeline_stages> latency{}, workers{};
};

/// Tells whoever waits for it, a user in a closed loop, that an item is gone, whatever became of it.
class Farewell {
public:
    explicit Farewell(std::shared_ptr<Notify> waits) noexcept : waits_{std::move(waits)} {}
    Farewell(Farewell&&) noexcept = default;
    Farewell& operator=(Farewell&&) = delete;
    ~Farewell() {
        if (waits_) waits_->notify_one();
    }

private:
    std::shared_ptr<Notify> waits_;
};

/// An item and all that belongs to it on its way.
struct Parcel {
    Parcel(Item i, const Draws& draws, const Executor& engine, std::shared_ptr<Notify> waits)
        : Parcel{std::move(i), Random{std::bit_cast<std::uint64_t>(draws.latency), Stream::faults}, engine,
                 std::move(waits)} {}

    Farewell farewell;  // the last to go
    Item item;
    std::array<Draws, pipeline_stages> luck;  // each stage's own, all decided when the item arrived
    Whereabouts at;
    Fate failure = Fate::failed;  // should it fail

private:
    Parcel(Item&& i, Random&& random, const Executor& engine, std::shared_ptr<Notify>&& waits)
        : farewell{std::move(waits)},
          item{std::move(i)},
          luck{Draws{random}, Draws{random}, Draws{random}},
          at{engine} {}
};

/// Rounded for people: "33.3", "250".
std::string rounded(double value) {
    const double unit = value < 100 ? 10 : 1;
    return format_number(std::round(value * unit) / unit);
}

template <class P>
class PipelineLab final : public Lab, private pipeline::Stages<Parcel> {
public:
    PipelineLab(Executor& engine, const Parameters& parameters, Probe& probe)
        : engine_{engine},
          parameters_{parameters},
          probe_{probe},
          at_{parameters},
          load_at_{parameters},
          faults_at_{parameters},
          pipeline_{engine, *this, config()} {
        for (std::size_t k = 0; k < pipeline_stages; ++k) {
            services_.emplace_back(engine, parameters, ServiceIndices{parameters, parameters.spec(at_.latency[k]).id},
                                   [this, k] { return struck(k); });
            books_.emplace_back(workers(k));
        }
        probe.group().spawn(run());
        probe.spawn_outside(
            offer_load(probe, parameters, [this](Item item, Draws draws) { return serve(std::move(item), draws); }));
    }

    void parameter_changed(std::size_t parameter) override {
        if (parameter == at_.capacity) pipeline_.set_capacity(whole(parameters_, at_.capacity));
        if constexpr (!is_textbook) {
            if (parameter == at_.resequence) pipeline_.set_resequence(is_on(parameters_, at_.resequence));
            for (std::size_t k = 0; k < pipeline_stages; ++k) {
                if (parameter != at_.workers[k]) continue;
                books_[k].set_workers(workers(k), engine_.now());
                pipeline_.set_workers(k, workers(k));
            }
        }
    }

    void read_gauges(std::span<double> gauges) const override {
        const auto now = engine_.now();
        for (std::size_t k = 0; k < pipeline_stages; ++k) {
            gauges[k] = static_cast<double>(books_[k].figures(now).in(Place::queue));
            gauges[pipeline_stages + k] = 100 * utilisation_[k].load(std::memory_order_relaxed);
        }
    }
    void read_totals(std::span<std::uint64_t> totals) const override {
        const auto now = engine_.now();
        for (std::size_t k = 0; k < pipeline_stages; ++k) {
            const auto figures = books_[k].figures(now);
            totals[k] = figures.passed;
            totals[pipeline_stages + k] = figures.failed;
        }
    }
    std::size_t phase() const override { return ended_.load() ? 2 : full_stage_.load() > 0 ? 1 : 0; }
    std::size_t phase_of_sample() override;
    std::string reason() const override;
    Badge badge() const override;
    std::shared_ptr<const LabState> state() const override;
    std::string detail_json() const override;

private:
    static constexpr bool is_textbook = std::is_same_v<P, patterns::textbook::Pipeline<Parcel>>;

    std::size_t workers(std::size_t k) const { return is_textbook ? 1 : whole(parameters_, at_.workers[k]); }
    bool struck(std::size_t k) const {
        const auto where = whole(parameters_, at_.fault_stage);
        return where == 0 || where == k + 1;
    }
    pipeline::Config config() const {
        pipeline::Config config;
        config.workers.clear();
        for (std::size_t k = 0; k < pipeline_stages; ++k) config.workers.push_back(workers(k));
        config.capacity = whole(parameters_, at_.capacity);
        config.resequence = is_on(parameters_, at_.resequence);
        return config;
    }
    PipelineState::Stage stage_state(std::size_t k, Time now) const;

    Task<void> run();
    Task<void> serve(Item item, Draws draws);

    Task<bool> work(std::size_t k, Parcel& parcel) override;
    void left(Parcel parcel, const pipeline::Exit& exit) noexcept override;
    void queued(std::size_t k, Parcel& parcel) noexcept override {
        parcel.item.enter_queue();
        if (k > 0) parcel.item.move(PipelineState::queue_place(k));
        parcel.at.go(books_[k], Place::queue);
    }
    void taken(std::size_t k, Parcel& parcel) noexcept override {
        parcel.item.leave_queue();
        parcel.at.go(books_[k], Place::work);
    }

    Executor& engine_;
    const Parameters& parameters_;
    Probe& probe_;
    PipelineIndices at_;
    LoadIndices load_at_;
    FaultIndices faults_at_;
    std::deque<Service> services_;
    std::deque<StageBooks> books_;
    P pipeline_;
    std::atomic<bool> ended_{false};
    // As of the last sample.
    std::atomic<std::size_t> full_stage_{0};  // the last whose queue was full at some moment, from 1; 0: none
    std::array<std::atomic<double>, pipeline_stages> utilisation_{};
};

template <class P>
Task<void> PipelineLab<P>::run() {
    co_await pipeline_.run();
    ended_.store(true);
}

template <class P>
Task<void> PipelineLab<P>::serve(Item item, Draws draws) {
    std::shared_ptr<Notify> gone;
    if (choice<Arrivals>(parameters_, load_at_.arrivals) == Arrivals::closed) gone = std::make_shared<Notify>();
    Parcel parcel{std::move(item), draws, engine_, gone};
    if (!pipeline_.try_send(std::move(parcel))) {
        parcel.item.end(Fate::rejected);  // NOLINT: not sent, it has not been moved
        co_return;
    }
    if (gone) co_await gone->wait();
}

template <class P>
Task<bool> PipelineLab<P>::work(std::size_t k, Parcel& parcel) {
    parcel.item.start();
    if (k > 0) parcel.item.move(PipelineState::work_place(k));
    parcel.at.go(books_[k], Place::work);
    const auto answer = co_await services_[k].call(parcel.luck[k]);
    if (answer == Answer::timed_out) parcel.failure = Fate::timed_out;
    if (answer != Answer::good) co_return false;
    books_[k].passed();
    parcel.at.go(books_[k], Place::hands);
    co_return true;
}

template <class P>
void PipelineLab<P>::left(Parcel parcel, const pipeline::Exit& exit) noexcept {
    if (exit.end == pipeline::End::failed) books_[exit.stage].failed();
    parcel.item.end(exit.end == pipeline::End::completed   ? Fate::completed
                    : exit.end == pipeline::End::cancelled ? Fate::cancelled
                                                           : parcel.failure);
}

template <class P>
std::size_t PipelineLab<P>::phase_of_sample() {
    const auto now = engine_.now();
    std::size_t full = 0;
    for (std::size_t k = 0; k < pipeline_stages; ++k) {
        const auto lately = books_[k].take_lately(now);
        utilisation_[k].store(lately.utilisation, std::memory_order_relaxed);
        if (lately.queue_max >= whole(parameters_, at_.capacity)) full = k + 1;
    }
    full_stage_.store(full);
    return phase();
}

template <class P>
Badge PipelineLab<P>::badge() const {
    if (ended_.load()) return {"ENDED · a stage threw", Tone::bad};
    const auto full = full_stage_.load();
    if (full > 0) return {"BACKPRESSURE · stage " + std::to_string(full), Tone::warning};
    return {"FLOWING", Tone::good};
}

/// What the latencies let through at most, faults aside.
template <class P>
std::string PipelineLab<P>::reason() const {
    if (ended_.load()) return "a stage threw, and it was taken for the end of the input: no item goes through any more";
    double sum_ms = 0;
    double slowest_ms = 0;  // per item, all workers together
    std::size_t slowest = 0;
    for (std::size_t k = 0; k < pipeline_stages; ++k) {
        const double latency_ms = parameters_.get(at_.latency[k]);
        sum_ms += latency_ms;
        const double per_item_ms = latency_ms / static_cast<double>(workers(k));
        if (per_item_ms > slowest_ms) slowest = k;
        slowest_ms = std::max(slowest_ms, per_item_ms);
    }
    if (sum_ms <= 0) return "no stage takes time";
    const auto at_most = [](double per_item_ms) {
        return " let " + rounded(1000 / per_item_ms) + "/s through at most";
    };
    if (is_textbook) return "one task does all stages in turn: " + rounded(sum_ms) + " ms an item" + at_most(sum_ms);
    const auto count = workers(slowest);
    return "stage " + std::to_string(slowest + 1) + " is the slowest: " + std::to_string(count) +
           (count == 1 ? " worker" : " workers") + " at " + rounded(parameters_.get(at_.latency[slowest])) +
           " ms an item" + at_most(slowest_ms);
}

template <class P>
PipelineState::Stage PipelineLab<P>::stage_state(std::size_t k, Time now) const {
    constexpr std::size_t own_totals = 1 + fate_count;
    const auto figures = books_[k].figures(now);
    PipelineState::Stage s;
    s.queued = figures.in(Place::queue);
    s.queue_capacity = is_textbook && k > 0 ? 0 : whole(parameters_, at_.capacity);
    s.workers = workers(k);
    s.working = figures.in(Place::work);
    s.held = figures.in(Place::hands);
    s.utilisation = utilisation_[k].load(std::memory_order_relaxed);
    s.latency_ms = parameters_.get(at_.latency[k]);
    s.passed_per_s = probe_.rate(own_totals + k);
    s.failed_per_s = probe_.rate(own_totals + pipeline_stages + k);
    s.struck = struck(k);
    return s;
}

template <class P>
std::shared_ptr<const LabState> PipelineLab<P>::state() const {
    const auto now = engine_.now();
    auto s = std::make_shared<PipelineState>();
    for (std::size_t k = 0; k < pipeline_stages; ++k) s->stages.push_back(stage_state(k, now));
    s->textbook = is_textbook;
    s->resequence = !is_textbook && is_on(parameters_, at_.resequence);
    s->ended = ended_.load();
    s->arrivals_per_s = probe_.rate(0);
    s->completed_per_s = probe_.rate(1 + index_of(Fate::completed));
    s->failed_per_s = probe_.rate(1 + index_of(Fate::failed)) + probe_.rate(1 + index_of(Fate::timed_out));
    s->rejected_per_s = probe_.rate(1 + index_of(Fate::rejected));
    s->dropped_per_s = probe_.rate(1 + index_of(Fate::dropped));
    s->outage = is_on(parameters_, faults_at_.outage);
    s->latency_spike = is_on(parameters_, faults_at_.spike);
    return s;
}

template <class P>
std::string PipelineLab<P>::detail_json() const {
    const auto now = engine_.now();
    const double t_s = to_seconds(now);
    const auto over = [](double sum, double whole) { return whole > 0 ? sum / whole : 0; };
    std::vector<Detail> stages;
    stages.reserve(books_.size());
    for (const auto& books : books_) {
        const auto figures = books.figures(now);
        Detail stage;
        stage.set("throughput_per_s", over(static_cast<double>(figures.passed), t_s));
        stage.set("utilisation", over(figures.seconds_in(Place::work), figures.worker_seconds));
        stage.set("queue_mean", over(figures.seconds_in(Place::queue), t_s));
        stage.set("queue_max", figures.queue_max);
        stage.set("failed", figures.failed);
        stages.push_back(std::move(stage));
    }
    return Detail{}.set("stages", stages).set("ended", ended_.load()).text();
}

}  // namespace

std::unique_ptr<Lab> start_pipeline(Executor& engine, const Parameters& parameters, Probe& probe) {
    if (choice<Variant>(parameters, parameter_index(parameters, "variant")) == Variant::textbook)
        return std::make_unique<PipelineLab<patterns::textbook::Pipeline<Parcel>>>(engine, parameters, probe);
    return std::make_unique<PipelineLab<patterns::Pipeline<Parcel>>>(engine, parameters, probe);
}

}  // namespace weir::labs
