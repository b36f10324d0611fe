#include "core/patterns/circuit_breaker.h"

#include <algorithm>
#include <mutex>
#include <stdexcept>

#include "core/patterns/breaker_reason.h"

namespace weir::patterns {

using breaker::Cause;
using breaker::Refusal;
using breaker::State;
using breaker::Status;
using breaker::Tally;
using breaker::Transition;

namespace {
using Config = CircuitBreakerConfig;
using Mode = Config::Mode;

constexpr State state_chosen_by(Mode mode) {
    switch (mode) {
        case Mode::forced_open:
            return State::forced_open;
        case Mode::disabled:
            return State::disabled;
        case Mode::metrics_only:
            return State::metrics_only;
        case Mode::automatic:
            break;
    }
    return State::closed;
}

/// A mode in which outcomes drive the machine.
constexpr bool runs(Mode mode) { return mode == Mode::automatic || mode == Mode::metrics_only; }

bool reaches(std::uint32_t part, std::uint32_t whole, double threshold) {
    return whole > 0 && 100.0 * part >= threshold * whole;
}

void require(const Config& config) {
    if (const auto wrong = check(config)) throw std::invalid_argument("circuit breaker: " + *wrong);
}
}  // namespace

CircuitBreaker::CircuitBreaker(const Config& config) : config_((require(config), config)), window_(config.window) {}

std::expected<CircuitBreaker::Permit, Refusal> CircuitBreaker::try_acquire(Moment now) {
    const std::lock_guard guard(lock_);
    if (runs(config_.mode)) {
        if (machine_.state != State::closed) [[unlikely]]
            return acquire_while_not_closed(now);
        ++admitted_;
        return Permit(this, machine_.generation, start_of_call(now));
    }
    if (config_.mode == Mode::forced_open) {
        ++refused_;
        return std::unexpected(Refusal{State::forced_open, Duration::zero()});
    }
    ++admitted_;
    return Permit(this, 0, untimed);
}

std::expected<CircuitBreaker::Permit, Refusal> CircuitBreaker::acquire_while_not_closed(Time now) {
    pass_time(now);
    if (machine_.state == State::open) {
        const Duration left = machine_.since + machine_.open_for - now;
        if (left > Duration::zero()) return refuse(left);
        enter({now, State::open, State::half_open, Cause::open_elapsed, {}, 0, machine_.open_for, config_.probes});
    }
    if (machine_.probes_started >= config_.probes) return refuse(machine_.since + config_.half_open_deadline - now);
    ++machine_.probes_started;
    max_probes_in_flight_ = std::max(max_probes_in_flight_, machine_.probes_started - machine_.probes.calls);
    ++admitted_;
    return Permit(this, machine_.generation, start_of_call(now));
}

Time CircuitBreaker::start_of_call(Moment now) const {
    return config_.slow_call > Duration::zero() ? now.exact() : untimed;
}

std::expected<CircuitBreaker::Permit, Refusal> CircuitBreaker::refuse(Duration retry_after) {
    if (config_.mode == Mode::metrics_only) {
        ++would_have_refused_;
        ++admitted_;
        return Permit(this, 0, untimed);
    }
    ++refused_;
    return std::unexpected(Refusal{machine_.state, retry_after});
}

void CircuitBreaker::settle(std::uint64_t generation, Time started, bool failed, Moment now) {
    if (generation == 0) return;
    const std::lock_guard guard(lock_);
    if (machine_.state != State::closed || started != untimed || config_.window.kind == OutcomeWindow::Kind::time)
        now = now.exact();  // from here on one and the same time
    if (machine_.state == State::half_open) pass_time(now);
    if (generation != machine_.generation) {
        ++stale_;
        return;
    }
    const bool slow_counts = started != untimed && config_.slow_call > Duration::zero();
    const bool slow = slow_counts && now.exact() - started >= config_.slow_call;
    // Open hands out no permits of its own generation, so the call began closed or as a probe.
    if (machine_.state == State::closed) {
        judge_window(window_.record(failed, slow, now.coarse()), now);
    } else {
        machine_.probes += {1, failed ? 1U : 0U, slow ? 1U : 0U};
        judge_probes(now);
    }
}

void CircuitBreaker::give_back(std::uint64_t generation) {
    const std::lock_guard guard(lock_);
    ++cancelled_;
    if (generation == machine_.generation && machine_.state == State::half_open) --machine_.probes_started;
}

void CircuitBreaker::configure(const Config& config, Time now) {
    require(config);
    const std::lock_guard guard(lock_);
    pass_time(now);  // what has passed, passed under the old configuration
    if (config.mode != config_.mode) start_over(config, now);
    config_ = config;
    window_.reshape(config.window);
    if (!runs(config.mode)) return;
    switch (machine_.state) {
        case State::closed:
            judge_window(window_.tally(now), now);
            break;
        case State::open:
            machine_.open_for = open_period(config, machine_.failed_attempts);
            break;
        default:
            if (deadline_passed(machine_, config, now))
                enter(missed_deadline(machine_, config, now));
            else
                judge_probes(now);
    }
}

void CircuitBreaker::start_over(const Config& config, Time now) {
    const auto shown = [this](Mode mode) { return mode == Mode::automatic ? machine_.state : state_chosen_by(mode); };
    const State from = shown(config_.mode);
    machine_.state = State::closed;
    machine_.failed_attempts = 0;
    ++machine_.generation;
    machine_.since = now;
    machine_.last = {now, from, shown(config.mode), Cause::by_hand, {}, 0, {}, 0};
    recent_[machine_.transitions++ % recent_capacity] = machine_.last;
    window_.clear();
}

CircuitBreaker::Config CircuitBreaker::config() const {
    const std::lock_guard guard(lock_);
    return config_;
}

Status CircuitBreaker::status(Time now) const {
    const std::lock_guard guard(lock_);
    const Machine machine = machine_at(now);
    Status s;
    s.machine = machine.state;
    s.state = config_.mode == Mode::automatic ? machine.state : state_chosen_by(config_.mode);
    s.generation = machine.generation;
    s.window = window_.tally(now);
    s.failure_rate = s.window.failure_rate();
    s.slow_rate = s.window.slow_rate();
    if (machine.state == State::open) {
        s.open_total = machine.open_for;
        s.open_remaining = std::clamp(machine.since + machine.open_for - now, Duration::zero(), machine.open_for);
        s.due = s.open_remaining == Duration::zero();
    }
    s.probes_allowed = config_.probes;
    if (machine.state == State::half_open) {
        s.half_open_remaining = std::min(machine.since + config_.half_open_deadline - now, config_.half_open_deadline);
        s.probes_started = machine.probes_started;
        s.probes_succeeded = machine.probes.calls - machine.probes.failures;
        s.probes_failed = machine.probes.failures;
    }
    s.opened = machine.opened;
    s.half_opened = machine.half_opened;
    s.closed = machine.closed;
    s.admitted = admitted_;
    s.refused = refused_;
    s.would_have_refused = would_have_refused_;
    s.cancelled = cancelled_;
    s.stale = stale_;
    s.max_probes_in_flight = max_probes_in_flight_;
    return s;
}

std::string CircuitBreaker::reason(Time now) const {
    std::unique_lock guard(lock_);
    const Machine machine = machine_at(now);
    const Config config = config_;
    const Tally tally = window_.tally(now);
    guard.unlock();

    if (!runs(config.mode)) return describe(Transition{.to = state_chosen_by(config.mode)});
    std::string text;
    switch (machine.state) {
        case State::closed:
            text = breaker::describe_closed(config, tally, machine.last);
            break;
        case State::open:
            text = describe(machine.last);
            if (now - machine.since >= machine.open_for) text += "; due for a probe";
            break;
        default:
            text = "half-open: " + breaker::describe_rate(machine.probes.calls, config.probes, "probes answered");
            text += ", " + std::to_string(machine.probes.failures) + " failed, " +
                    std::to_string(machine.probes_started - machine.probes.calls) + " in flight";
    }
    if (config.mode == Mode::automatic) return text;
    return (machine.state == State::open ? "metrics only, would have " : "metrics only, would be ") + text;
}

std::size_t CircuitBreaker::last_outcomes(std::span<breaker::Outcome> out, Time now) const {
    const std::lock_guard guard(lock_);
    return window_.last(out, now);
}

std::size_t CircuitBreaker::recent(std::span<Transition> out) const {
    const std::lock_guard guard(lock_);
    const auto n = std::min<std::uint64_t>({machine_.transitions, recent_capacity, out.size()});
    for (std::uint64_t i = 0; i < n; ++i) out[i] = recent_[(machine_.transitions - n + i) % recent_capacity];
    return static_cast<std::size_t>(n);
}

void CircuitBreaker::pass_time(Time now) {
    if (deadline_passed(machine_, config_, now)) [[unlikely]]
        enter(missed_deadline(machine_, config_, machine_.since + config_.half_open_deadline));
}

CircuitBreaker::Machine CircuitBreaker::machine_at(Time now) const {
    Machine machine = machine_;
    if (deadline_passed(machine, config_, now))
        apply(machine, config_, missed_deadline(machine, config_, machine.since + config_.half_open_deadline));
    return machine;
}

bool CircuitBreaker::deadline_passed(const Machine& machine, const Config& config, Time now) {
    return machine.state == State::half_open && now - machine.since >= config.half_open_deadline;
}

Transition CircuitBreaker::missed_deadline(const Machine& machine, const Config& config, Time at) {
    return {at, State::half_open,          State::open,  Cause::probes_deadline, machine.probes,
            0,  config.half_open_deadline, config.probes};
}

void CircuitBreaker::judge_window(const Tally& tally, Moment now) {
    if ((tally.failures | tally.slow) == 0) [[likely]]
        return;  // thresholds are above zero
    if (tally.calls < calls_needed(config_)) return;
    if (reaches(tally.failures, tally.calls, config_.failure_threshold))
        enter({now, State::closed, State::open, Cause::failure_rate, tally, config_.failure_threshold, {}, 0});
    else if (reaches(tally.slow, tally.calls, config_.slow_threshold))
        enter({now, State::closed, State::open, Cause::slow_rate, tally, config_.slow_threshold, {}, 0});
}

void CircuitBreaker::judge_probes(Time now) {
    const Tally& probes = machine_.probes;
    if (probes.calls < config_.probes) return;
    Transition verdict{now, State::half_open, State::closed, Cause::probes_passed, probes, 0, {}, config_.probes};
    if (reaches(probes.failures, probes.calls, config_.failure_threshold)) {
        verdict.to = State::open;
        verdict.cause = Cause::probes_failed;
        verdict.threshold = config_.failure_threshold;
    } else if (reaches(probes.slow, probes.calls, config_.slow_threshold)) {
        verdict.to = State::open;
        verdict.cause = Cause::probes_slow;
        verdict.threshold = config_.slow_threshold;
    }
    enter(verdict);
}

void CircuitBreaker::enter(const Transition& transition) {
    apply(machine_, config_, transition);
    recent_[(machine_.transitions - 1) % recent_capacity] = transition;
    if (transition.to == State::closed) window_.clear();
}

void CircuitBreaker::apply(Machine& machine, const Config& config, const Transition& transition) {
    machine.state = transition.to;
    machine.since = transition.at;
    machine.last = transition;
    ++machine.generation;
    ++machine.transitions;
    switch (transition.to) {
        case State::open:
            ++machine.opened;
            if (transition.from == State::half_open) ++machine.failed_attempts;
            machine.open_for = open_period(config, machine.failed_attempts);
            break;
        case State::half_open:
            ++machine.half_opened;
            machine.probes_started = 0;
            machine.probes = {};
            break;
        default:
            ++machine.closed;
            machine.failed_attempts = 0;
    }
}

}  // namespace weir::patterns
