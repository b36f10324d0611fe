// The words both circuit breakers, production and textbook, share, so that a lab, a diagram or a test can use either.
//
// Everything here is a plain value. Times are engine times (core/runtime/time.h); rates and thresholds are percent.
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/runtime/time.h"

namespace weir::patterns::breaker {

/// What a caller meets. Only the first three are reached by outcomes and time; the others are chosen by hand.
enum class State : std::uint8_t { closed, open, half_open, forced_open, disabled, metrics_only };

/// The identifier used in files and in `detail`: "closed", "open", "half_open", ...
constexpr std::string_view id_of(State state) {
    constexpr std::array<std::string_view, 6> ids{"closed",      "open",     "half_open",
                                                  "forced_open", "disabled", "metrics_only"};
    return ids[static_cast<std::size_t>(state)];
}

/// How a call ended, as the strip of last outcomes draws it. A call both slow and failed is a failure here, though it
/// counts towards both rates.
enum class Outcome : std::uint8_t { success, failure, slow };

/// Calls counted, and how many of them failed or were slow (a call can be both).
struct Tally {
    std::uint32_t calls = 0;
    std::uint32_t failures = 0;
    std::uint32_t slow = 0;

    constexpr Tally& operator+=(const Tally& other) {
        calls += other.calls;
        failures += other.failures;
        slow += other.slow;
        return *this;
    }
    constexpr Tally& operator-=(const Tally& other) {
        calls -= other.calls;
        failures -= other.failures;
        slow -= other.slow;
        return *this;
    }
    constexpr bool operator==(const Tally&) const = default;

    /// Percent; 0 when nothing was counted.
    constexpr double failure_rate() const { return calls == 0 ? 0 : 100.0 * failures / calls; }
    constexpr double slow_rate() const { return calls == 0 ? 0 : 100.0 * slow / calls; }
};

/// Why a call was not admitted.
struct Refusal {
    State state = State::open;  ///< open, half_open (all probes are taken) or forced_open
    /// Until a call may be admitted again, as far as time alone decides: the rest of the open period, of the half-open
    /// deadline; zero when unknown (forced open, or a textbook breaker that is stuck).
    Duration retry_after{};
};

enum class Cause : std::uint8_t {
    failure_rate,     ///< closed -> open
    slow_rate,        ///< closed -> open
    open_elapsed,     ///< open -> half-open, by the first call after the open period
    probes_passed,    ///< half-open -> closed
    probes_failed,    ///< half-open -> open
    probes_slow,      ///< half-open -> open
    probes_deadline,  ///< half-open -> open: the probes did not all answer in time
    by_hand           ///< the mode was changed
};

/// One change of state with the evidence for it.
struct Transition {
    Time at{};
    State from = State::closed;
    State to = State::closed;
    Cause cause = Cause::by_hand;
    Tally tally{};             ///< the window, or the probes, that decided
    double threshold = 0;      ///< percent, of the rate causes
    Duration period{};         ///< the open period that elapsed, or the deadline that passed
    std::uint32_t probes = 0;  ///< how many probes were allowed
};

/// A breaker at one moment. Taking it changes nothing.
struct Status {
    State state = State::closed;
    /// What the state machine itself says: equals `state`, except in metrics_only, where it is what the breaker would
    /// be, and in the other two states chosen by hand, where it is closed.
    State machine = State::closed;
    bool due = false;              ///< machine is open and its period is over: the next call will be the first probe
    bool stuck = false;            ///< textbook only: open and nothing but luck will ever end it
    std::uint64_t generation = 0;  ///< grows with every change of state

    Tally window;  ///< of the textbook breaker: the failures in a row it has counted
    double failure_rate = 0;
    double slow_rate = 0;

    Duration open_remaining{};  ///< zero unless the machine is open and not due
    Duration open_total{};      ///< the whole open period with backoff; zero unless open
    Duration half_open_remaining{};

    std::uint32_t probes_allowed = 0;  ///< 0 means without limit (textbook)
    std::uint32_t probes_started = 0;  ///< of this half-open generation: admitted and not cancelled
    std::uint32_t probes_succeeded = 0;
    std::uint32_t probes_failed = 0;

    // Running totals since construction. In metrics_only opened, half_opened and closed say what would have happened.
    std::uint64_t opened = 0;
    std::uint64_t half_opened = 0;
    std::uint64_t closed = 0;
    std::uint64_t admitted = 0;
    std::uint64_t refused = 0;
    std::uint64_t would_have_refused = 0;  ///< metrics_only: admitted, but a live breaker would have refused
    std::uint64_t cancelled = 0;           ///< permits given back without an outcome
    std::uint64_t stale = 0;               ///< outcomes discarded because their call began in an earlier state
    std::uint32_t max_probes_in_flight = 0;

    bool operator==(const Status&) const = default;
};

/// What both breakers offer. A permit is move-only and reports at most one of succeed, fail, time_out; one destroyed
/// without a report is a cancelled call.
template <class B>
concept Breaker = requires(B& b, const B& seen, typename B::Permit& permit, Time now, std::span<Outcome> out) {
    { b.try_acquire(now).value() } -> std::same_as<typename B::Permit&&>;
    { b.try_acquire(now).error() } -> std::same_as<Refusal&&>;
    permit.succeed(now);
    permit.fail(now);
    permit.time_out(now);
    { seen.status(now) } -> std::same_as<Status>;
    { seen.reason(now) } -> std::same_as<std::string>;
    { seen.last_outcomes(out, now) } -> std::same_as<std::size_t>;
};

}  // namespace weir::patterns::breaker
