#include "core/patterns/textbook/circuit_breaker.h"

#include <algorithm>

namespace weir::patterns::textbook {

using breaker::Outcome;
using breaker::Refusal;
using breaker::State;
using breaker::Status;

CircuitBreaker::CircuitBreaker(const Config& config)
    : consecutive_(config.consecutive), open_for_ns_(config.open_for.count()) {}

CircuitBreaker::Look CircuitBreaker::look(Time now) const {
    const State state = state_.load();
    if (state != State::open) return {true, false, {}, state};  // defect 2: half-open is no bound; defect 6: nor ends
    const std::int64_t failed_at = last_failure_ns_.load();
    if (failed_at == never) return {false, false, {}, state};
    const Duration left = Duration{failed_at + open_for_ns_.load()} - now.time_since_epoch();
    if (left > Duration::zero()) return {false, false, left, state};
    return {true, true, {}, state};
}

std::expected<CircuitBreaker::Permit, Refusal> CircuitBreaker::act(const Look& look) {
    if (!look.admit) {
        refused_.fetch_add(1, std::memory_order_relaxed);
        return std::unexpected(Refusal{look.state, look.retry_after});
    }
    if (look.half_open) set_state(State::half_open);
    const bool probe = look.half_open || look.state == State::half_open;
    if (probe) {
        probes_started_.fetch_add(1, std::memory_order_relaxed);
        const std::uint32_t in_flight = probes_in_flight_.fetch_add(1, std::memory_order_relaxed) + 1;
        std::uint32_t most = max_probes_in_flight_.load(std::memory_order_relaxed);
        while (most < in_flight && !max_probes_in_flight_.compare_exchange_weak(most, in_flight)) {
        }
    }
    admitted_.fetch_add(1, std::memory_order_relaxed);
    return Permit(this, probe);
}

CircuitBreaker::Change CircuitBreaker::look_at_outcome(bool failed, Time now) const {
    const State state = state_.load();
    // defect 5: whatever came before, a success begins the count anew
    if (!failed) return {0, std::nullopt, state == State::half_open ? std::optional(State::closed) : std::nullopt};
    const std::uint32_t failures = failures_.load() + 1;
    const bool trips = state == State::half_open || failures >= consecutive_.load();
    return {failures, now, trips ? std::optional(State::open) : std::nullopt};
}

void CircuitBreaker::store(const Change& change) {
    failures_.store(change.failures);  // defect 3: of whatever state the call began in
    last_failure_ns_.store(change.last_failure ? change.last_failure->time_since_epoch().count() : never);
    if (change.state) set_state(*change.state);
}

void CircuitBreaker::set_state(State state) {
    if (state_.exchange(state) == state) return;
    switch (state) {
        case State::open:
            opened_.fetch_add(1, std::memory_order_relaxed);
            break;
        case State::half_open:
            half_opened_.fetch_add(1, std::memory_order_relaxed);
            probes_started_.store(0, std::memory_order_relaxed);
            break;
        default:
            closed_.fetch_add(1, std::memory_order_relaxed);
    }
}

void CircuitBreaker::configure(const Config& config, Time) {
    consecutive_.store(config.consecutive);
    open_for_ns_.store(config.open_for.count());
}

CircuitBreaker::Config CircuitBreaker::config() const { return {consecutive_.load(), Duration{open_for_ns_.load()}}; }

Status CircuitBreaker::status(Time now) const {
    Status s;
    s.state = s.machine = state_.load();
    const std::uint32_t failures = failures_.load();
    s.window = {failures, failures, 0};
    s.failure_rate = s.window.failure_rate();
    if (s.state == State::open) {
        const Look seen = look(now);
        s.open_total = Duration{open_for_ns_.load()};
        s.open_remaining = seen.retry_after;
        s.due = seen.admit;
        s.stuck = last_failure_ns_.load() == never;
    }
    if (s.state == State::half_open) s.probes_started = probes_started_.load(std::memory_order_relaxed);
    s.opened = opened_.load(std::memory_order_relaxed);
    s.half_opened = half_opened_.load(std::memory_order_relaxed);
    s.closed = closed_.load(std::memory_order_relaxed);
    s.generation = 1 + s.opened + s.half_opened + s.closed;
    s.admitted = admitted_.load(std::memory_order_relaxed);
    s.refused = refused_.load(std::memory_order_relaxed);
    s.cancelled = cancelled_.load(std::memory_order_relaxed);
    s.max_probes_in_flight = max_probes_in_flight_.load(std::memory_order_relaxed);
    return s;
}

std::string CircuitBreaker::reason(Time now) const {
    const Status s = status(now);
    const std::string in_a_row =
        std::to_string(s.window.failures) + (s.window.failures == 1 ? " failure in a row" : " failures in a row");
    if (s.state == State::closed) return "closed: " + in_a_row + ", opens at " + std::to_string(consecutive_.load());
    if (s.state == State::half_open)
        return "half-open: everyone is admitted, " + std::to_string(probes_in_flight_.load()) + " in flight";
    if (s.stuck) return "stuck open: a late success erased the time of the last failure";
    return "opened: " + in_a_row + (s.due ? "; due for a probe" : "");
}

std::size_t CircuitBreaker::last_outcomes(std::span<Outcome> out, Time) const {
    const std::size_t n = std::min<std::size_t>(failures_.load(), out.size());
    std::fill_n(out.begin(), n, Outcome::failure);
    return n;
}

}  // namespace weir::patterns::textbook
