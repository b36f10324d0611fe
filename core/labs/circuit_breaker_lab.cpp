// The way of an item: into the queue, or rejected if it is full; out of it, first come first served, when one of
// limit.in_flight slots is free; then the breaker admits or rejects it; then the call; then its fate.
//
// The breaker stands behind the queue, so that when it opens the queue drains at once instead of holding stale work.
#include "core/labs/circuit_breaker_lab.h"

#include <algorithm>
#include <atomic>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "core/labs/breaker_state.h"
#include "core/labs/circuit_breaker_start.h"
#include "core/labs/common.h"
#include "core/labs/detail.h"
#include "core/labs/load.h"
#include "core/labs/probe.h"
#include "core/labs/service.h"
#include "core/patterns/circuit_breaker.h"
#include "core/patterns/textbook/circuit_breaker.h"
#include "core/sync/semaphore.h"

namespace weir::labs {
namespace {

namespace breaker = patterns::breaker;

/// Indices of the breaker's own parameters.
struct BreakerIndices {
    explicit BreakerIndices(const Parameters& p)
        : consecutive{parameter_index(p, "breaker.consecutive")},
          mode{parameter_index(p, "breaker.mode")},
          failure_threshold{parameter_index(p, "breaker.failure_threshold")},
          slow_threshold{parameter_index(p, "breaker.slow_threshold")},
          slow_call{parameter_index(p, "breaker.slow_call")},
          window_type{parameter_index(p, "breaker.window_type")},
          window{parameter_index(p, "breaker.window")},
          minimum_calls{parameter_index(p, "breaker.minimum_calls")},
          open_for{parameter_index(p, "breaker.open_for")},
          backoff{parameter_index(p, "breaker.backoff")},
          probes{parameter_index(p, "breaker.probes")},
          half_open_deadline{parameter_index(p, "breaker.half_open_deadline")},
          shadow{parameter_index(p, "shadow.watch")},
          shadow_failure_threshold{parameter_index(p, "shadow.failure_threshold")},
          shadow_slow_threshold{parameter_index(p, "shadow.slow_threshold")},
          shadow_window{parameter_index(p, "shadow.window")},
          shadow_minimum_calls{parameter_index(p, "shadow.minimum_calls")} {}

    std::size_t consecutive, mode, failure_threshold, slow_threshold, slow_call, window_type, window, minimum_calls,
        open_for, backoff, probes, half_open_deadline, shadow, shadow_failure_threshold, shadow_slow_threshold,
        shadow_window, shadow_minimum_calls;
};

std::uint32_t count_of(const Parameters& p, std::size_t i) { return static_cast<std::uint32_t>(p.get(i)); }

template <class Config>
Config config_from(const Parameters& p, const BreakerIndices& i);

template <>
patterns::CircuitBreakerConfig config_from(const Parameters& p, const BreakerIndices& i) {
    using Config = patterns::CircuitBreakerConfig;
    Config config;
    config.mode = choice<Config::Mode>(p, i.mode);
    config.window.kind = choice<patterns::OutcomeWindow::Kind>(p, i.window_type);
    config.window.calls = whole(p, i.window);
    config.window.length = from_seconds(p.get(i.window));
    config.minimum_calls = count_of(p, i.minimum_calls);
    config.failure_threshold = p.get(i.failure_threshold);
    config.slow_threshold = p.get(i.slow_threshold);
    config.slow_call = from_seconds(p.get(i.slow_call) / 1000);
    config.open_for = from_seconds(p.get(i.open_for));
    config.backoff = p.get(i.backoff);
    config.probes = count_of(p, i.probes);
    config.half_open_deadline = from_seconds(p.get(i.half_open_deadline));
    return config;
}

template <>
patterns::textbook::CircuitBreakerConfig config_from(const Parameters& p, const BreakerIndices& i) {
    return {.consecutive = count_of(p, i.consecutive), .open_for = from_seconds(p.get(i.open_for))};
}

patterns::CircuitBreakerConfig shadow_config(const Parameters& p, const BreakerIndices& i) {
    auto config = config_from<patterns::CircuitBreakerConfig>(p, i);
    // Off and on again it starts afresh, as with any change of mode.
    using Mode = patterns::CircuitBreakerConfig::Mode;
    config.mode = is_on(p, i.shadow) ? Mode::metrics_only : Mode::disabled;
    config.window.kind = patterns::OutcomeWindow::Kind::count;
    config.window.calls = whole(p, i.shadow_window);
    config.minimum_calls = count_of(p, i.shadow_minimum_calls);
    config.failure_threshold = p.get(i.shadow_failure_threshold);
    config.slow_threshold = p.get(i.shadow_slow_threshold);
    return config;
}

std::size_t phase_of(breaker::State state) {
    switch (state) {
        case breaker::State::open:
        case breaker::State::forced_open:
            return 1;
        case breaker::State::half_open:
            return 2;
        default:
            return 0;
    }
}

/// Seconds with one decimal, for people: "1.4 s".
std::string seconds_text(Duration d) {
    const auto tenths = static_cast<long>(std::ceil(to_seconds(d) * 10 - 1e-9));
    return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " s";
}

template <class B>
class CircuitBreakerLab final : public Lab {
public:
    CircuitBreakerLab(Executor& engine, const Parameters& parameters, Probe& probe)
        : engine_{engine},
          parameters_{parameters},
          probe_{probe},
          at_{parameters},
          limits_{parameters},
          service_at_{parameters},
          faults_at_{parameters},
          service_{engine, parameters},
          slots_total_{static_cast<std::int64_t>(parameters.get(limits_.in_flight))},
          slots_{slots_total_.load(), "call slot"},
          breaker_{config_from<typename B::Config>(parameters, at_)},
          shadow_{shadow_config(parameters, at_)} {
        probe.spawn_outside(
            offer_load(probe, parameters, [this](Item item, Draws draws) { return serve(std::move(item), draws); }));
    }

    void parameter_changed(std::size_t parameter) override {
        if (parameter == limits_.in_flight) {
            const auto wanted = static_cast<std::int64_t>(parameters_.get(limits_.in_flight));
            const auto before = slots_total_.exchange(wanted);
            if (wanted != before) slots_.add_permits(wanted - before);
            return;
        }
        const auto now = engine_.now();
        const auto config = config_from<typename B::Config>(parameters_, at_);
        if (config != breaker_.config()) breaker_.configure(config, now);
        const auto shadow = shadow_config(parameters_, at_);
        if (shadow.mode != shadow_.config().mode) {
            const auto before = shadow_.status(now);
            shadow_opened_before_.store(before.opened);
            shadow_refused_before_.store(before.would_have_refused);
        }
        if (shadow != shadow_.config()) shadow_.configure(shadow, now);
    }

    void read_gauges(std::span<double> gauges) const override {
        const auto status = breaker_.status(engine_.now());
        // The textbook breaker has no window, so it shows how near it is to opening: failures in a row as a share of
        // those that open it. Where no call counts as slow there is nothing to show.
        const double consecutive = parameters_.get(at_.consecutive);
        gauges[0] = is_textbook ? std::min(100.0, 100.0 * status.window.failures / consecutive) : status.failure_rate;
        const bool slow_counts = !is_textbook && parameters_.get(at_.slow_call) > 0;
        gauges[1] = slow_counts ? status.slow_rate : std::numeric_limits<double>::quiet_NaN();
    }
    void read_totals(std::span<std::uint64_t> totals) const override {
        totals[0] = breaker_.status(engine_.now()).opened;
        totals[1] = calls_.load(std::memory_order_relaxed);
    }
    std::size_t phase() const override { return phase_of(breaker_.status(engine_.now()).state); }
    std::size_t phase_of_sample() override {
        const auto status = breaker_.status(engine_.now());
        // Open, but half-open in between: its probes have failed within the time of the sample.
        const bool probed = std::exchange(half_opened_before_, status.half_opened) != status.half_opened;
        return phase_of(probed && status.state == breaker::State::open ? breaker::State::half_open : status.state);
    }
    std::string reason() const override { return breaker_.reason(engine_.now()); }
    Badge badge() const override;
    std::shared_ptr<const LabState> state() const override;
    std::string detail_json() const override;

private:
    static constexpr bool is_textbook = std::is_same_v<B, patterns::textbook::CircuitBreaker>;

    Task<void> serve(Item item, Draws draws);
    Task<void> call(Item item, Draws draws);
    bool join_queue() noexcept;
    std::string shadow_text(Time now) const;

    Executor& engine_;
    const Parameters& parameters_;
    Probe& probe_;
    BreakerIndices at_;
    ConcurrencyIndices limits_;
    ServiceIndices service_at_;
    FaultIndices faults_at_;
    Service service_;
    std::atomic<std::int64_t> slots_total_;
    Semaphore slots_;
    std::atomic<std::size_t> queued_{0};
    std::atomic<std::size_t> busy_{0};
    std::atomic<std::uint64_t> calls_{0};
    B breaker_;
    patterns::CircuitBreaker shadow_;
    std::atomic<std::uint64_t> shadow_opened_before_{0};  // counts when it was last turned on
    std::atomic<std::uint64_t> shadow_refused_before_{0};
    std::uint64_t half_opened_before_ = 0;  // as of the sample before
};

template <class B>
bool CircuitBreakerLab<B>::join_queue() noexcept {
    const auto capacity = whole(parameters_, limits_.queue_capacity);
    auto queued = queued_.load(std::memory_order_relaxed);
    while (queued < capacity)
        if (queued_.compare_exchange_weak(queued, queued + 1, std::memory_order_relaxed)) return true;
    return false;
}

template <class B>
Task<void> CircuitBreakerLab<B>::serve(Item item, Draws draws) {
    auto slot = slots_.try_acquire();
    if (!slot) {
        if (!join_queue()) {
            item.end(Fate::rejected);
            co_return;
        }
        item.enter_queue();
        bool cancelled = false;
        try {
            slot = co_await slots_.acquire();
        } catch (const Cancelled&) {
            cancelled = true;
        }
        item.leave_queue();
        queued_.fetch_sub(1, std::memory_order_relaxed);
        if (cancelled) {
            item.end(Fate::cancelled);
            co_return;
        }
    }
    auto called = call(std::move(item), draws);
    co_await std::move(called);
}

template <class B>
Task<void> CircuitBreakerLab<B>::call(Item item, Draws draws) {
    auto leave = breaker_.try_acquire(Moment{engine_});
    if (!leave) {
        item.end(Fate::rejected);
        co_return;
    }
    std::optional<patterns::CircuitBreaker::Permit> watched;
    if (is_on(parameters_, at_.shadow))
        if (auto seen = shadow_.try_acquire(engine_)) watched.emplace(std::move(*seen));
    item.start();
    calls_.fetch_add(1, std::memory_order_relaxed);
    busy_.fetch_add(1, std::memory_order_relaxed);
    auto served = fate_of(service_.call(draws));
    const auto fate = co_await std::move(served);
    busy_.fetch_sub(1, std::memory_order_relaxed);
    const auto report = [fate, now = Moment{engine_}](auto& permit) {
        if (fate == Fate::completed) permit.succeed(now);
        if (fate == Fate::failed) permit.fail(now);
        if (fate == Fate::timed_out) permit.time_out(now);
        if (fate == Fate::cancelled) permit.cancel();
    };
    report(*leave);
    if (watched) report(*watched);
    item.end(fate);
}

template <class B>
Badge CircuitBreakerLab<B>::badge() const {
    const auto status = breaker_.status(engine_.now());
    switch (status.state) {
        case breaker::State::closed:
            return {"CLOSED", Tone::good};
        case breaker::State::open:
            if (status.stuck) return {"OPEN · stuck", Tone::bad};
            if (status.due) return {"OPEN · waiting for a probe", Tone::bad};
            return {"OPEN · " + seconds_text(status.open_remaining), Tone::bad};
        case breaker::State::half_open:
            if (status.probes_allowed == 0) return {"HALF-OPEN · everyone", Tone::warning};
            return {"HALF-OPEN · probe " + std::to_string(status.probes_started) + " of " +
                        std::to_string(status.probes_allowed),
                    Tone::warning};
        case breaker::State::forced_open:
            return {"FORCED OPEN", Tone::bad};
        case breaker::State::disabled:
            return {"DISABLED", Tone::muted};
        case breaker::State::metrics_only:
            return {"METRICS ONLY", Tone::muted};
    }
    return {};
}

template <class B>
std::string CircuitBreakerLab<B>::shadow_text(Time now) const {
    if (is_textbook || !is_on(parameters_, at_.shadow)) return {};
    const auto status = shadow_.status(now);
    const auto state = status.machine == breaker::State::closed ? "closed"
                       : status.machine == breaker::State::open ? "open"
                                                                : "half-open";
    const auto opened = status.opened - shadow_opened_before_.load();
    return std::string{"shadow would be "} + state + ", opened " + std::to_string(opened) +
           (opened == 1 ? " time" : " times");
}

template <class B>
std::shared_ptr<const LabState> CircuitBreakerLab<B>::state() const {
    const auto now = engine_.now();
    const auto status = breaker_.status(now);
    auto s = std::make_shared<BreakerState>();
    s->position = static_cast<BreakerState::Switch>(status.state);
    s->textbook = is_textbook;
    s->open_remaining_s = to_seconds(status.open_remaining);
    s->open_total_s = to_seconds(status.open_total);
    s->probes_allowed = static_cast<int>(status.probes_allowed);
    s->probes_started = static_cast<int>(status.probes_started);
    s->probes_succeeded = static_cast<int>(status.probes_succeeded);
    std::array<breaker::Outcome, 100> outcomes{};
    const auto count = breaker_.last_outcomes(outcomes, now);
    for (std::size_t i = 0; i < count; ++i) s->window.push_back(static_cast<BreakerState::Outcome>(outcomes[i]));
    s->window_calls = status.window.calls;
    s->failure_rate = status.failure_rate;
    s->slow_rate = status.slow_rate;
    s->failure_threshold = parameters_.get(is_textbook ? at_.consecutive : at_.failure_threshold);
    s->shadow = shadow_text(now);
    s->arrivals_per_s = probe_.rate(0);
    s->completed_per_s = probe_.rate(1 + index_of(Fate::completed));
    s->failed_per_s = probe_.rate(1 + index_of(Fate::failed)) + probe_.rate(1 + index_of(Fate::timed_out));
    s->rejected_per_s = probe_.rate(1 + index_of(Fate::rejected));
    s->queued = queued_.load(std::memory_order_relaxed);
    s->queue_capacity = whole(parameters_, limits_.queue_capacity);
    s->busy = busy_.load(std::memory_order_relaxed);
    s->call_slots = whole(parameters_, limits_.in_flight);
    s->service_latency_ms = parameters_.get(service_at_.latency);
    s->service_failure_percent = parameters_.get(faults_at_.failure);
    s->outage = is_on(parameters_, faults_at_.outage);
    s->latency_spike = is_on(parameters_, faults_at_.spike);
    return s;
}

template <class B>
std::string CircuitBreakerLab<B>::detail_json() const {
    const auto now = engine_.now();
    const auto status = breaker_.status(now);
    Detail detail;
    detail.set("state", breaker::id_of(status.state));
    detail.set("opened", status.opened);
    detail.set("half_opened", status.half_opened);
    detail.set("closed", status.closed);
    detail.set("max_probes_in_flight", status.max_probes_in_flight);
    detail.set("calls_reaching_service", calls_.load(std::memory_order_relaxed));
    detail.set("reason", breaker_.reason(now));
    if (!is_textbook && is_on(parameters_, at_.shadow)) {
        const auto shadow = shadow_.status(now);
        detail.set("shadow", Detail{}
                                 .set("state", breaker::id_of(shadow.machine))
                                 .set("opened", shadow.opened - shadow_opened_before_.load())
                                 .set("would_have_refused", shadow.would_have_refused - shadow_refused_before_.load()));
    }
    return detail.text();
}

}  // namespace

std::unique_ptr<Lab> start_circuit_breaker(Executor& engine, const Parameters& parameters, Probe& probe) {
    if (choice<Variant>(parameters, parameter_index(parameters, "variant")) == Variant::textbook)
        return std::make_unique<CircuitBreakerLab<patterns::textbook::CircuitBreaker>>(engine, parameters, probe);
    return std::make_unique<CircuitBreakerLab<patterns::CircuitBreaker>>(engine, parameters, probe);
}

}  // namespace weir::labs
