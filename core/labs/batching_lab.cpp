// The way of an item: into the queue, or rejected if it is full; out of it with the batch it leaves in; then, batch and
// all, one call of the service; then its own fate.
//
// Whoever waits for an item may be cancelled while its batch is under way, so the item is shared by the two (Ride).
#include "core/labs/batching_lab.h"

#include <algorithm>
#include <atomic>
#include <limits>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/labs/batching_book.h"
#include "core/labs/batching_service.h"
#include "core/labs/batching_start.h"
#include "core/labs/batching_state.h"
#include "core/labs/common.h"
#include "core/labs/detail.h"
#include "core/labs/load.h"
#include "core/labs/probe.h"
#include "core/patterns/batching.h"
#include "core/patterns/textbook/batching.h"

namespace weir::labs {
namespace {

namespace batching = patterns::batching;

/// Indices of the parameters of batches and of the queue.
struct BatchIndices {
    explicit BatchIndices(const Parameters& p)
        : size{parameter_index(p, "batch.size")},
          linger{parameter_index(p, "batch.linger")},
          in_flight{parameter_index(p, "batch.in_flight")},
          capacity{parameter_index(p, "queue.capacity")},
          on_error{parameter_index(p, "on_error")},
          cost_fixed{parameter_index(p, "batch.cost_fixed")},
          cost_item{parameter_index(p, "batch.cost_item")} {}

    std::size_t size, linger, in_flight, capacity, on_error, cost_fixed, cost_item;
};

batching::Config config_from(const Parameters& p, const BatchIndices& i) {
    batching::Config config;
    config.size = whole(p, i.size);
    config.linger = from_seconds(p.get(i.linger) / 1000);
    config.in_flight = whole(p, i.in_flight);
    config.capacity = whole(p, i.capacity);
    config.on_error = choice<batching::OnError>(p, i.on_error);
    return config;
}

/// An item and its place in the queue: shared by the task that serves it and the batch it travels in.
class Ride {
public:
    Ride(Item item, std::atomic<std::size_t>& queued) noexcept : item_{std::move(item)}, queued_{queued} {
        item_.enter_queue();
    }

    /// Its batch leaves. No effect if it has ended.
    void start() {
        const std::lock_guard guard{lock_};
        if (ended_) return;
        item_.start();
        leave_queue();
    }
    void end(Fate fate) {
        const std::lock_guard guard{lock_};
        ended_ = true;
        item_.leave_queue();
        leave_queue();
        item_.end(fate);
    }

private:
    void leave_queue() {
        if (std::exchange(in_queue_, false)) queued_.fetch_sub(1, std::memory_order_relaxed);
    }

    SpinLock lock_;
    Item item_;
    std::atomic<std::size_t>& queued_;
    bool in_queue_ = true;
    bool ended_ = false;
};

struct Rider {
    Rider(std::shared_ptr<Ride> its, const Draws& luck) noexcept : ride{std::move(its)}, draws{luck} {}
    std::shared_ptr<Ride> ride;
    Draws draws;
};

/// Milliseconds with one decimal, for people: "9.5 ms".
std::string ms_text(Duration d) {
    const auto tenths = (d.count() + 50'000) / 100'000;
    return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " ms";
}

template <class B>
class BatchingLab final : public Lab {
public:
    BatchingLab(Executor& engine, const Parameters& parameters, Probe& probe)
        : engine_{engine},
          parameters_{parameters},
          probe_{probe},
          at_{parameters},
          faults_at_{parameters},
          service_{engine, parameters},
          batcher_{engine, probe.group(), config_from(parameters, at_),
                   [this](std::span<const Rider> riders) { return handle(riders); },
                   [this](const batching::Departure& departure, std::span<const Rider> riders) {
                       for (const auto& rider : riders) rider.ride->start();
                       book_.departed(departure);
                   }} {
        probe.spawn_outside(
            offer_load(probe, parameters, [this](Item item, Draws draws) { return serve(std::move(item), draws); }));
    }

    void parameter_changed(std::size_t) override {
        const auto config = config_from(parameters_, at_);
        if (config != batcher_.config()) batcher_.configure(config);
    }

    void read_gauges(std::span<double> gauges) const override;
    void read_totals(std::span<std::uint64_t> totals) const override {
        const auto figures = book_.figures();
        totals[0] = figures.batches;
        totals[1] = figures.full;
        totals[2] = figures.calls;
    }
    std::size_t phase() const override { return static_cast<std::size_t>(stage()); }
    Badge badge() const override;
    std::string reason() const override;
    std::shared_ptr<const LabState> state() const override;
    std::string detail_json() const override;

private:
    static constexpr bool is_textbook = std::is_same_v<B, patterns::textbook::Batcher<Rider, Answer>>;
    enum class Stage : std::uint8_t { flowing, slots_taken, ended };  // in the order of LabInfo::phases

    Task<void> serve(Item item, Draws draws);
    Task<Fate> submit(std::shared_ptr<Ride> ride, Draws draws);
    Task<std::vector<Answer>> handle(std::span<const Rider> riders);
    bool join_queue() noexcept;
    bool ended() const;
    std::size_t slots() const { return is_textbook ? 1 : whole(parameters_, at_.in_flight); }
    Stage stage() const;

    Executor& engine_;
    const Parameters& parameters_;
    Probe& probe_;
    BatchIndices at_;
    FaultIndices faults_at_;
    BatchService service_;
    BatchingBook book_;
    std::atomic<std::size_t> queued_{0};
    B batcher_;
};

template <class B>
bool BatchingLab<B>::join_queue() noexcept {
    // The batcher has the same bound. It is kept here, too, so that an item is in the books as queued before its batch
    // can leave, and only if there is room.
    const auto capacity = whole(parameters_, at_.capacity);
    auto queued = queued_.load(std::memory_order_relaxed);
    while (queued < capacity)
        if (queued_.compare_exchange_weak(queued, queued + 1, std::memory_order_relaxed)) return true;
    return false;
}

template <class B>
Task<void> BatchingLab<B>::serve(Item item, Draws draws) {
    if (ended() || !join_queue()) {
        item.end(Fate::rejected);
        co_return;
    }
    const auto ride = std::make_shared<Ride>(std::move(item), queued_);
    auto submitted = submit(ride, draws);
    const auto fate = co_await std::move(submitted);
    ride->end(fate);
}

template <class B>
Task<Fate> BatchingLab<B>::submit(std::shared_ptr<Ride> ride, Draws draws) {
    try {
        Rider rider{std::move(ride), draws};
        co_return fate_of(co_await batcher_.submit(std::move(rider)));
    } catch (const NoGoodAnswer& e) {
        co_return fate_of(e.answer);
    } catch (const Crash&) {
        co_return Fate::failed;
    } catch (const Cancelled&) {
        co_return Fate::cancelled;
    } catch (const patterns::textbook::Lost&) {
        co_return Fate::dropped;
    } catch (const batching::Rejected&) {
        co_return Fate::rejected;
    }
}

template <class B>
Task<std::vector<Answer>> BatchingLab<B>::handle(std::span<const Rider> riders) {
    std::vector<Draws> luck;
    luck.reserve(riders.size());
    for (const auto& rider : riders) luck.push_back(rider.draws);
    book_.calling();
    const auto begun = engine_.now();
    auto call = service_.call(std::move(luck));
    const auto answer = co_await std::move(call);
    book_.answered(riders.size(), engine_.now() - begun);
    // So that a batch can be split.
    if (!is_textbook && answer != Answer::good) throw NoGoodAnswer{answer};
    co_return std::vector<Answer>(riders.size(), answer);
}

template <class B>
bool BatchingLab<B>::ended() const {
    if constexpr (is_textbook) return batcher_.ended();
    return false;
}

template <class B>
typename BatchingLab<B>::Stage BatchingLab<B>::stage() const {
    if (ended()) return Stage::ended;
    const auto status = batcher_.status();
    const bool due = status.waiting >= whole(parameters_, at_.size) || (status.due && *status.due <= engine_.now());
    const bool waits = is_textbook ? status.waiting > 0 : due;
    return waits && status.in_flight >= slots() ? Stage::slots_taken : Stage::flowing;
}

template <class B>
void BatchingLab<B>::read_gauges(std::span<double> gauges) const {
    constexpr auto nothing = std::numeric_limits<double>::quiet_NaN();
    const auto last = book_.departures();
    double items = 0;
    double wait_s = 0;
    for (const auto& departure : last) {
        items += static_cast<double>(departure.size);
        wait_s += to_seconds(departure.first_wait);
    }
    const auto count = static_cast<double>(last.size());
    const double cost_s = book_.cost_per_item_s();
    gauges[0] = last.empty() ? nothing : items / count;
    gauges[1] = last.empty() ? nothing : 1000 * wait_s / count;
    gauges[2] = cost_s < 0 ? nothing : 1000 * cost_s;
    gauges[3] = static_cast<double>(batcher_.status().in_flight);
}

template <class B>
Badge BatchingLab<B>::badge() const {
    const auto status = batcher_.status();
    const auto waiting = std::to_string(status.waiting);
    switch (stage()) {
        case Stage::ended:
            return {"ENDED · nothing is taken in", Tone::bad};
        case Stage::slots_taken:
            return {(is_textbook ? "STALLED · " : "SLOTS TAKEN · ") + waiting + " waiting", Tone::warning};
        case Stage::flowing:
            break;
    }
    if (status.waiting == 0) return {"EMPTY", Tone::muted};
    return {"FILLING · " + waiting + " of " + std::to_string(whole(parameters_, at_.size)), Tone::good};
}

template <class B>
std::string BatchingLab<B>::reason() const {
    if (ended()) return "a crash ended the loop: what it had accepted is lost, all else is rejected";
    const auto last = book_.departures();
    if (last.empty()) return "no batch has left yet";
    const auto& d = last.back();
    const auto items = std::to_string(d.size) + (d.size == 1 ? " item" : " items");
    const auto why = d.reason == batching::Reason::full ? " left full" : " left by time";
    return "the last batch, of " + items + "," + why + ", its first after " + ms_text(d.first_wait);
}

template <class B>
std::shared_ptr<const LabState> BatchingLab<B>::state() const {
    const auto status = batcher_.status();
    const auto config = config_from(parameters_, at_);
    auto s = std::make_shared<BatchingState>();
    s->textbook = is_textbook;
    s->ended = ended();
    s->seats = std::min(config.size, config.capacity);
    s->waiting = status.waiting;
    s->queue_capacity = config.capacity;
    s->clock_runs = status.due.has_value();
    if (status.due) s->departs_in_s = std::max(0.0, to_seconds(*status.due - engine_.now()));
    s->linger_s = to_seconds(config.linger);
    s->in_flight = status.in_flight;
    s->slot_count = slots();
    for (const auto& d : book_.departures())
        s->departed.push_back(
            {d.number, d.size, static_cast<BatchingState::Reason>(d.reason), 1000 * to_seconds(d.first_wait)});
    s->arrivals_per_s = probe_.rate(0);
    s->completed_per_s = probe_.rate(1 + index_of(Fate::completed));
    s->failed_per_s = probe_.rate(1 + index_of(Fate::failed)) + probe_.rate(1 + index_of(Fate::timed_out));
    s->rejected_per_s = probe_.rate(1 + index_of(Fate::rejected));
    s->cost_fixed_ms = parameters_.get(at_.cost_fixed);
    s->cost_item_ms = parameters_.get(at_.cost_item);
    s->outage = is_on(parameters_, faults_at_.outage);
    s->latency_spike = is_on(parameters_, faults_at_.spike);
    return s;
}

template <class B>
std::string BatchingLab<B>::detail_json() const {
    const auto figures = book_.figures();
    const auto waits = book_.first_waits();
    const double batches = std::max(1.0, static_cast<double>(figures.batches));
    constexpr double ms = 1e-6;  // of a nanosecond
    Detail detail;
    detail.set("batches", figures.batches);
    detail.set("mean_size", static_cast<double>(figures.items) / batches);
    detail.set("full_share", static_cast<double>(figures.full) / batches);
    detail.set("first_wait_ms", Detail{}
                                    .set("mean", waits.mean() * ms)
                                    .set("p99", waits.quantile(0.99) * ms)
                                    .set("max", static_cast<double>(waits.max()) * ms));
    return detail.text();
}

}  // namespace

std::unique_ptr<Lab> start_batching(Executor& engine, const Parameters& parameters, Probe& probe) {
    if (choice<Variant>(parameters, parameter_index(parameters, "variant")) == Variant::textbook)
        return std::make_unique<BatchingLab<patterns::textbook::Batcher<Rider, Answer>>>(engine, parameters, probe);
    return std::make_unique<BatchingLab<patterns::Batcher<Rider, Answer>>>(engine, parameters, probe);
}

}  // namespace weir::labs
