// The way of an item. Batch: it is offered when it is taken, so its latency is that of its own call, as with a user who
// asks again when there is an answer; what is left in the batch has not arrived yet. Open load: it arrives, waits for a
// lane, first come first served, and is rejected if far too many wait.
//
// Then it stands on a lane, the service is called, and it has met its fate when its result is delivered: results that a
// pattern holds back are in flight, and those it loses are dropped.
#include "core/labs/fan_out_lab.h"

#include <algorithm>
#include <atomic>
#include <memory>
#include <optional>
#include <utility>

#include "core/labs/batches.h"
#include "core/labs/common.h"
#include "core/labs/fan_out_account.h"
#include "core/labs/fan_out_job.h"
#include "core/labs/fan_out_lanes.h"
#include "core/labs/fan_out_start.h"
#include "core/labs/fan_out_state.h"
#include "core/labs/load.h"
#include "core/labs/probe.h"
#include "core/labs/service.h"
#include "core/patterns/fan_out.h"
#include "core/patterns/textbook/fan_out.h"
#include "core/sync/channel.h"
#include "core/sync/notify.h"
#include "core/theory/makespan.h"

namespace weir::labs {
namespace {

using fan_out::Accepted;
using fan_out::Batch;
using fan_out::Job;
using patterns::FanInOrder;

// An open load waits without limit, as the queue of theory does, but an overload that is left alone must not eat up all
// memory: as many may wait as the largest batch has items.
constexpr std::size_t most_waiting = 100'000;

struct OwnIndices {
    explicit OwnIndices(const Parameters& p)
        : in_flight{parameter_index(p, "limit.in_flight")},
          items{parameter_index(p, "items")},
          order{parameter_index(p, "order")},
          on_error{parameter_index(p, "on_error")} {}

    std::size_t in_flight, items, order, on_error;
};

template <class F>
class FanOutLab final : public Lab {
public:
    FanOutLab(Executor& engine, const Parameters& parameters, Probe& probe, FanOutMode mode)
        : engine_{engine},
          parameters_{parameters},
          probe_{probe},
          open_{mode == FanOutMode::open},
          at_{parameters},
          service_at_{parameters},
          faults_at_{parameters},
          fan_out_{engine, whole(parameters, at_.in_flight)},
          service_{inside(), parameters},
          arrivals_{channel<Job>(open_ ? most_waiting : 1)} {
        probe.group().spawn(open_ ? arrivals() : batches());
        if (!open_) return;
        probe.spawn_outside(
            offer_load(probe, parameters, [this](Item item, Draws draws) { return serve(std::move(item), draws); }));
    }

    void parameter_changed(std::size_t parameter) override {
        if (parameter == at_.in_flight) fan_out_.set_at_once(whole(parameters_, at_.in_flight));
    }
    void read_gauges(std::span<double> gauges) const override {
        gauges[0] = static_cast<double>(lanes_.busy());
        gauges[1] = static_cast<double>(lanes_.held_back());
        gauges[2] = static_cast<double>(account_.left_to_take());
    }
    void read_totals(std::span<std::uint64_t> totals) const override {
        totals[0] = account_.batches();
        totals[1] = account_.out_of_order();
    }
    std::size_t phase() const override { return 0; }
    Badge badge() const override;
    std::string reason() const override { return account_.reason(); }
    std::shared_ptr<const LabState> state() const override;
    std::string detail_json() const override { return account_.detail_json(); }

private:
    static constexpr bool is_textbook = std::is_same_v<F, patterns::textbook::FanOut>;

    Executor& inside() {
        if constexpr (is_textbook)
            return fan_out_.inside();
        else
            return engine_;
    }

    Task<void> batches();
    Task<void> run_batch(Batch& batch);
    void end_batch(Batch& batch);
    Task<std::optional<Job>> next_item(Batch& batch);
    void deliver(Batch& batch, Job& job, Fate fate) noexcept;

    Task<void> serve(Item item, Draws draws);
    bool accept(Item item, const Draws& draws, std::shared_ptr<Notify> answered);
    Task<void> arrivals();
    Task<void> run_arrivals();
    Task<std::optional<Job>> next_arrival();
    void deliver(Job& job, Fate fate) noexcept;

    Task<Answer> call(Job& job);
    Task<void> work(Job& job);
    Task<void> work_or_drop(Job& job);
    Task<Job> work_in_batch(Job& job);
    Task<void> work_on_arrival(Job& job);

    Executor& engine_;
    const Parameters& parameters_;
    Probe& probe_;
    bool open_;
    OwnIndices at_;
    ServiceIndices service_at_;
    FaultIndices faults_at_;
    F fan_out_;
    Service service_;
    FanOutLanes lanes_;
    std::atomic<std::size_t> accepted_{0};
    std::pair<Sender<Job>, Receiver<Job>> arrivals_;
    fan_out::Account account_;
};

// --- Working on an item ---------------------------------------------------------------------------------------------

template <class F>
Task<Answer> FanOutLab<F>::call(Job& job) {
    struct Leave {
        Job& of;
        ~Leave() { of.place.leave_lane(); }
    } leave{job};
    job.item.start();
    job.place.begin_work();
    job.length = service_.length(job.draws);
    auto call = service_.call(job.draws);
    const auto answer = co_await std::move(call);
    job.fate = fate_of(answer);
    co_return answer;
}

/// Of the production form: a bad answer is a failure.
template <class F>
Task<void> FanOutLab<F>::work(Job& job) {
    auto called = call(job);
    const auto answer = co_await std::move(called);
    if (answer != Answer::good) throw NoGoodAnswer{answer};
}

/// Of the textbook form: who throws has failed, and who is unwound with it is dropped.
template <class F>
Task<void> FanOutLab<F>::work_or_drop(Job& job) {
    try {
        co_await call(job);
    } catch (const Cancelled&) {
        if (probe_.group().cancelled()) job.item.end(Fate::cancelled);
        throw;
    } catch (const Crash&) {
        job.item.end(Fate::failed);
        throw;
    }
}

template <class F>
Task<Job> FanOutLab<F>::work_in_batch(Job& job) {
    co_await work_or_drop(job);
    co_return std::move(job);
}

template <class F>
Task<void> FanOutLab<F>::work_on_arrival(Job& job) {
    co_await work_or_drop(job);
    deliver(job, job.fate);
}

// --- Batches --------------------------------------------------------------------------------------------------------

template <class F>
Task<void> FanOutLab<F>::batches() {
    for (std::uint64_t n = 0;; ++n) {
        Batch batch{whole(parameters_, at_.items), luck_of_batch(engine_, n), engine_.now()};
        account_.begin_batch(batch.items);
        co_await run_batch(batch);
        end_batch(batch);
        co_await engine_.sleep_until(next_batch_at(batch.begun, batch.items));
    }
}

template <class F>
Task<void> FanOutLab<F>::run_batch(Batch& batch) {
    auto source = [this, &batch] { return next_item(batch); };
    try {
        if constexpr (is_textbook) {
            auto work = [this](Job& job) { return work_in_batch(job); };
            auto results = co_await fan_out_.run(std::move(source), std::move(work));
            for (auto& job : results) {
                deliver(batch, job, job.fate);
                job.place = {};
            }
        } else {
            auto work = [this](Job& job) { return this->work(job); };
            auto collect = [this, &batch](patterns::FanResult<Job, void> result) noexcept {
                deliver(batch, result.item, result.cancelled() ? Fate::cancelled : result.item.fate);
            };
            const typename F::Options options{choice<FanInOrder>(parameters_, at_.order),
                                              choice<typename F::OnError>(parameters_, at_.on_error)};
            co_await fan_out_.run(options, std::move(source), std::move(work), std::move(collect));
        }
    } catch (const NoGoodAnswer&) {  // NOLINT: it failed fast; the results have been delivered
    } catch (const Crash&) {
        if (is_textbook) account_.taken_down();
    }
}

template <class F>
void FanOutLab<F>::end_batch(Batch& batch) {
    // Computing takes workers as well as lanes.
    auto servers = fan_out_.at_once();
    if (choice<ServiceWork>(parameters_, *service_at_.work) == ServiceWork::cpu)
        servers = std::min<std::size_t>(servers, engine_.workers());
    const auto bounds = theory::makespan_bounds(batch.lengths_s, static_cast<int>(servers));
    account_.end_batch(to_seconds(engine_.now() - batch.begun), bounds);
}

template <class F>
Task<std::optional<Job>> FanOutLab<F>::next_item(Batch& batch) {
    if (batch.taken == batch.items) co_return std::nullopt;
    const auto number = batch.taken++;
    account_.take();
    Job job{number, probe_.offer(engine_.now()), Draws{batch.luck}};
    job.place = lanes_.take(number);
    co_return std::move(job);
}

template <class F>
void FanOutLab<F>::deliver(Batch& batch, Job& job, Fate fate) noexcept {
    // A call that was given up says nothing of how long the work takes.
    if (fate == Fate::completed || fate == Fate::failed) batch.lengths_s.push_back(to_seconds(job.length));
    account_.deliver_in_batch(job.number, fate);
    job.item.end(fate);
}

// --- Open load ------------------------------------------------------------------------------------------------------

template <class F>
Task<void> FanOutLab<F>::serve(Item item, Draws draws) {
    auto answered = std::make_shared<Notify>();
    if (accept(std::move(item), draws, answered)) co_await answered->wait();
}

template <class F>
bool FanOutLab<F>::accept(Item item, const Draws& draws, std::shared_ptr<Notify> answered) {
    const auto number = item.id();
    const bool waits = accepted_.fetch_add(1, std::memory_order_relaxed) >= fan_out_.at_once();
    Job job{number, std::move(item), draws, Accepted{accepted_, std::move(answered)}};
    if (waits) job.item.enter_queue();
    const auto sent = arrivals_.first.try_send(std::move(job));
    // What was not sent has not been moved.
    if (sent == SendResult::full) job.item.end(Fate::rejected);     // NOLINT
    if (sent == SendResult::closed) job.item.end(Fate::cancelled);  // NOLINT
    return sent == SendResult::sent;
}

template <class F>
Task<void> FanOutLab<F>::arrivals() {
    std::exception_ptr failure;
    try {
        // The textbook form is taken down by a throw; somebody starts it again.
        while (true) co_await run_arrivals();
    } catch (...) {
        failure = std::current_exception();
    }
    arrivals_.second.close();
    while (auto job = arrivals_.second.try_receive()) job->item.end(Fate::cancelled);
    std::rethrow_exception(failure);
}

template <class F>
Task<void> FanOutLab<F>::run_arrivals() {
    auto source = [this] { return next_arrival(); };
    try {
        if constexpr (is_textbook) {
            auto work = [this](Job& job) { return work_on_arrival(job); };
            co_await fan_out_.run(std::move(source), std::move(work));
        } else {
            auto work = [this](Job& job) { return this->work(job); };
            auto collect = [this](patterns::FanResult<Job, void> result) noexcept {
                deliver(result.item, result.cancelled() ? Fate::cancelled : result.item.fate);
            };
            const typename F::Options options{FanInOrder::completion, F::OnError::collect_all};
            co_await fan_out_.run(options, std::move(source), std::move(work), std::move(collect));
        }
    } catch (const Crash&) {
        account_.taken_down();
    }
}

template <class F>
Task<std::optional<Job>> FanOutLab<F>::next_arrival() {
    auto job = co_await arrivals_.second.receive();
    if (job) job->place = lanes_.take(job->number);
    co_return std::move(job);
}

template <class F>
void FanOutLab<F>::deliver(Job& job, Fate fate) noexcept {
    account_.deliver(job.number, fate);
    job.item.end(fate);
}

// --- What it tells --------------------------------------------------------------------------------------------------

template <class F>
Badge FanOutLab<F>::badge() const {
    if (open_)
        return {std::to_string(lanes_.busy()) + " of " + std::to_string(fan_out_.at_once()) + " lanes", Tone::active};
    return {account_.batch_text(), Tone::active};
}

template <class F>
std::shared_ptr<const LabState> FanOutLab<F>::state() const {
    auto s = std::make_shared<FanOutState>();
    s->textbook = is_textbook;
    s->open = open_;
    s->limit = fan_out_.at_once();
    s->lanes = lanes_.lanes(s->limit);
    s->held_back = lanes_.held_back();
    s->queued = open_ ? arrivals_.second.size() : 0;
    s->arrivals_per_s = probe_.rate(0);
    s->completed_per_s = probe_.rate(1 + index_of(Fate::completed));
    s->failed_per_s = probe_.rate(1 + index_of(Fate::failed)) + probe_.rate(1 + index_of(Fate::timed_out));
    s->dropped_per_s = probe_.rate(1 + index_of(Fate::dropped));
    s->outage = is_on(parameters_, faults_at_.outage);
    s->latency_spike = is_on(parameters_, faults_at_.spike);
    account_.fill(*s);
    return s;
}

}  // namespace

std::unique_ptr<Lab> start_fan_out(Executor& engine, const Parameters& parameters, Probe& probe) {
    const auto mode = choice<FanOutMode>(parameters, parameter_index(parameters, "mode"));
    if (choice<Variant>(parameters, parameter_index(parameters, "variant")) == Variant::textbook)
        return std::make_unique<FanOutLab<patterns::textbook::FanOut>>(engine, parameters, probe, mode);
    return std::make_unique<FanOutLab<patterns::FanOut>>(engine, parameters, probe, mode);
}

}  // namespace weir::labs
