// Circuit breaker, production form: stops calling a failing service, waits, then lets a few probes decide.
//
// A synchronous state machine behind one spin lock, held for some nanoseconds and never across a call. It has no clock
// of its own: every function takes the moment, so it runs on either engine and in tests without waiting. Given an
// engine for the moment, it reads that clock only where the outcome depends on it: not for a call let through while
// closed, nor, with a window by count, for its outcome; that is dated to the last kernel tick, should the window be
// changed to one by time. Nothing happens between calls: what time alone decides (an open period over, a half-open
// deadline passed) is applied by the next call, dated as if it had happened on time, and told truthfully by status()
// before that.
//
//             failure or slow rate >= threshold, at least minimum_calls
//     closed ---------------------------------------------------------> open <-----------------+
//        ^                                                               |                      | probes' rate
//        |                                                               | first call after     | >= threshold,
//        |                                                               | the open period      | or the deadline
//        |             all `probes` answered, rates below thresholds     v                      |
//        +---------------------------------------------------------- half-open -----------------+
//
// Invariants
//  1. Only the edges drawn above, and a change of mode, which starts afresh: closed, empty window, no backoff.
//  2. Open admits nobody before opened_at + open_for * backoff^(half-open attempts failed in a row), capped at
//     max_open_for. The first call after it is the first probe.
//  3. In one half-open generation the probes in flight and those answered are together at most `probes`.
//  4. Every change of state takes a new generation. An outcome of a call begun in an earlier one changes nothing but
//     the count of stale outcomes.
//  5. Half-open always ends: once `probes` outcomes are in, their rates against the same thresholds decide (>= opens
//     again, otherwise closed); at half_open_deadline at the latest it is open again. An outcome that arrives at or
//     after the deadline is stale.
//  6. A permit destroyed without an outcome (a cancelled call) counts nothing; in half-open its slot is free again.
//  7. status(), reason(), recent() and last_outcomes() change nothing.
//
// metrics_only runs the same machine on the same outcomes but overrides its refusals: a call it would have refused gets
// a permit whose outcome counts nothing. A *shadow* is a second breaker in this mode with its own thresholds; acquire
// from it whenever the live one admits and report the same outcome to both.
//
// Semantics after Resilience4j, Polly v8 and sony/gobreaker; M. T. Nygard, "Release It!", 2007.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <utility>

#include "core/patterns/breaker.h"
#include "core/patterns/circuit_breaker_config.h"
#include "core/patterns/outcome_window.h"
#include "core/runtime/moment.h"
#include "core/runtime/spinlock.h"
#include "core/runtime/time.h"

namespace weir::patterns {

/// Thread-safe. Must outlive its permits.
class CircuitBreaker {
public:
    using Config = CircuitBreakerConfig;

    /// Leave to make one call. Move-only; the call's duration is measured from acquire to report. The functions below
    /// may be called once, from any thread; afterwards the permit is empty and does nothing.
    class Permit {
    public:
        Permit(Permit&& other) noexcept
            : breaker_(std::exchange(other.breaker_, nullptr)),
              generation_(other.generation_),
              started_(other.started_) {}
        Permit& operator=(Permit&& other) noexcept {
            if (this != &other) {
                cancel();
                breaker_ = std::exchange(other.breaker_, nullptr);
                generation_ = other.generation_;
                started_ = other.started_;
            }
            return *this;
        }
        ~Permit() { cancel(); }

        void succeed(Moment now) { settle(false, now); }
        void fail(Moment now) { settle(true, now); }
        /// The caller gave up waiting: the service failed it.
        void time_out(Moment now) { settle(true, now); }
        /// The caller no longer wants the answer, which says nothing of the service. The destructor does the same.
        void cancel() {
            if (breaker_ != nullptr) std::exchange(breaker_, nullptr)->give_back(generation_);
        }

        /// Of the state in which the call began; 0 if its outcome counts nothing.
        std::uint64_t generation() const { return generation_; }

    private:
        friend class CircuitBreaker;
        Permit(CircuitBreaker* breaker, std::uint64_t generation, Time started)
            : breaker_(breaker), generation_(generation), started_(started) {}
        void settle(bool failed, Moment now) {
            if (breaker_ != nullptr) std::exchange(breaker_, nullptr)->settle(generation_, started_, failed, now);
        }

        CircuitBreaker* breaker_;
        std::uint64_t generation_;
        Time started_;
    };

    /// @throws std::invalid_argument with check()'s line if the configuration is out of range.
    explicit CircuitBreaker(const Config& config = {});
    CircuitBreaker(const CircuitBreaker&) = delete;
    CircuitBreaker& operator=(const CircuitBreaker&) = delete;

    /// Asks leave to call the service now.
    std::expected<Permit, breaker::Refusal> try_acquire(Moment now);

    /// Changes the configuration of a live breaker; acts at once. New thresholds judge what the window or the probes
    /// already hold; an open period and a deadline that run are measured anew from their start; another window recounts
    /// the newest outcomes; another mode starts afresh (invariant 1). A call begun while slow calls did not count is
    /// not slow, however long it takes.
    /// @throws std::invalid_argument with check()'s line, and changes nothing.
    void configure(const Config& config, Time now);
    Config config() const;

    breaker::Status status(Time now) const;

    /// One line: why the state is what it is, or why it has not opened yet. "opened: 11 of 20 failed (55 % >= 50 %)",
    /// "closed: 4 of 7 failed, waiting for 10 calls". Allocates; not for the hot path.
    std::string reason(Time now) const;

    /// The newest outcomes in the window, oldest first, at most out.size(); returns how many. While open or half-open
    /// it is still the window that opened; closing empties it.
    std::size_t last_outcomes(std::span<breaker::Outcome> out, Time now) const;

    /// The newest transitions, oldest first, at most out.size() and recent_capacity; returns how many.
    static constexpr std::size_t recent_capacity = 16;
    std::size_t recent(std::span<breaker::Transition> out) const;

private:
    // All that outcomes and time change, apart from the window. Plain, so that status() can let time act on a copy.
    struct Machine {
        breaker::State state = breaker::State::closed;  // closed, open or half_open
        std::uint64_t generation = 1;
        Time since{};                       // when the state was entered
        std::uint32_t failed_attempts = 0;  // half-open attempts failed since it was last closed
        Duration open_for{};                // of this open period
        std::uint32_t probes_started = 0;
        breaker::Tally probes;
        std::uint64_t transitions = 0;
        breaker::Transition last;
        std::uint64_t opened = 0;
        std::uint64_t half_opened = 0;
        std::uint64_t closed = 0;
    };

    // Of a call that is never slow, because slow calls did not count when it began.
    static constexpr Time untimed = Time::max();

    void settle(std::uint64_t generation, Time started, bool failed, Moment now);
    void give_back(std::uint64_t generation);

    // All below: with lock_ held.
    void pass_time(Time now);
    void enter(const breaker::Transition& transition);
    void judge_window(const breaker::Tally& tally, Moment now);
    void judge_probes(Time now);
    void start_over(const Config& config, Time now);
    std::expected<Permit, breaker::Refusal> acquire_while_not_closed(Time now);
    Time start_of_call(Moment now) const;
    std::expected<Permit, breaker::Refusal> refuse(Duration retry_after);
    Machine machine_at(Time now) const;

    static bool deadline_passed(const Machine& machine, const Config& config, Time now);
    static breaker::Transition missed_deadline(const Machine& machine, const Config& config, Time at);
    static void apply(Machine& machine, const Config& config, const breaker::Transition& transition);

    mutable SpinLock lock_;
    Config config_;
    Machine machine_;
    std::uint64_t admitted_ = 0;
    std::uint64_t refused_ = 0;
    std::uint64_t would_have_refused_ = 0;
    std::uint64_t cancelled_ = 0;
    std::uint64_t stale_ = 0;
    std::uint32_t max_probes_in_flight_ = 0;
    std::array<breaker::Transition, recent_capacity> recent_{};
    OutcomeWindow window_;
};

static_assert(breaker::Breaker<CircuitBreaker>);

}  // namespace weir::patterns
