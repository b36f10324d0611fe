// Circuit breaker, textbook form: as tutorials write it, with the defects of that form. Not for use; for comparison.
//
// It counts failures in a row and keeps the state, the count and the time of the last failure in separate variables,
// each atomic, so that there is no data race and nothing else is guaranteed. Each decision is two steps, a look and an
// act (tutorials take a read lock for the first, drop it, and take a write lock for the second); the steps are public
// so that a schedule can put other tasks between them.
//
// Defects, each caught by an invariant of the production form (core/patterns/circuit_breaker.h)
//  1. Look and act are not one step: two callers act on the same look, increments get lost, a finished half-open is
//     entered again, and the breaker closes straight from open.
//  2. Half-open admits every caller.
//  3. No generation: a late success while open erases the count and the time of the last failure, and without that
//     time it never tries again (stuck), until an equally late failure sets one; a late failure prolongs the open
//     period.
//  4. A caller's timeout counts as nothing, so a service that hangs never opens it.
//  5. Only failures in a row count: any number of failures with a success in every `consecutive` calls never opens it.
//  6. Half-open has no deadline: a probe that hangs leaves the breaker half-open.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "core/patterns/breaker.h"
#include "core/runtime/time.h"

namespace weir::patterns::textbook {

struct CircuitBreakerConfig {
    std::uint32_t consecutive = 5;                ///< failures in a row that open it, >= 1
    Duration open_for = std::chrono::seconds(2);  ///< since the last failure

    bool operator==(const CircuitBreakerConfig&) const = default;
};

/// All functions may be called from any thread. Must outlive its permits.
class CircuitBreaker {
public:
    using Config = CircuitBreakerConfig;

    /// What a look at the state says about a caller.
    struct Look {
        bool admit = false;
        bool half_open = false;  ///< the open period is over: act() will set half-open
        Duration retry_after{};
        breaker::State state = breaker::State::closed;  ///< as it was at the look
    };

    /// What a look at an outcome says should be stored.
    struct Change {
        std::uint32_t failures = 0;
        std::optional<Time> last_failure;
        std::optional<breaker::State> state;
    };

    class Permit {
    public:
        Permit(Permit&& other) noexcept : breaker_(std::exchange(other.breaker_, nullptr)), probe_(other.probe_) {}
        Permit& operator=(Permit&& other) noexcept {
            if (this != &other) {
                cancel();
                breaker_ = std::exchange(other.breaker_, nullptr);
                probe_ = other.probe_;
            }
            return *this;
        }
        ~Permit() { cancel(); }

        void succeed(Time now) { settle(false, now); }
        void fail(Time now) { settle(true, now); }
        void time_out(Time) { cancel(); }  // defect 4
        void cancel() {
            if (breaker_ == nullptr) return;
            breaker_->cancelled_.fetch_add(1, std::memory_order_relaxed);
            finish();
        }

        /// The two steps of succeed and fail, for schedules that put something between them. @pre nothing was reported.
        Change look(bool failed, Time now) const { return breaker_->look_at_outcome(failed, now); }
        void act(const Change& change) {
            breaker_->store(change);
            finish();
        }

    private:
        friend class CircuitBreaker;
        Permit(CircuitBreaker* breaker, bool probe) : breaker_(breaker), probe_(probe) {}
        void settle(bool failed, Time now) {
            if (breaker_ != nullptr) act(look(failed, now));
        }
        void finish() {
            if (probe_) breaker_->probes_in_flight_.fetch_sub(1, std::memory_order_relaxed);
            breaker_ = nullptr;
        }

        CircuitBreaker* breaker_;
        bool probe_;  // only to count probes in flight; the textbook form itself remembers nothing of a call
    };

    explicit CircuitBreaker(const Config& config = {});
    CircuitBreaker(const CircuitBreaker&) = delete;
    CircuitBreaker& operator=(const CircuitBreaker&) = delete;

    std::expected<Permit, breaker::Refusal> try_acquire(Time now) { return act(look(now)); }  // defect 1: two steps

    /// The two steps of try_acquire.
    Look look(Time now) const;
    std::expected<Permit, breaker::Refusal> act(const Look& look);

    void configure(const Config& config, Time now);
    Config config() const;

    breaker::Status status(Time now) const;
    /// "closed: 3 failures in a row, opens at 5", "opened: 5 failures in a row", "half-open: everyone is admitted, ..."
    std::string reason(Time now) const;
    /// It remembers the failures in a row and nothing else.
    std::size_t last_outcomes(std::span<breaker::Outcome> out, Time now) const;

private:
    // No failure is remembered. A time far before any engine's start.
    static constexpr std::int64_t never = INT64_MIN;

    Change look_at_outcome(bool failed, Time now) const;
    void store(const Change& change);
    void set_state(breaker::State state);

    std::atomic<std::uint32_t> consecutive_;
    std::atomic<std::int64_t> open_for_ns_;

    std::atomic<breaker::State> state_{breaker::State::closed};
    std::atomic<std::uint32_t> failures_{0};
    std::atomic<std::int64_t> last_failure_ns_{never};

    // Counts for status(); the breaker's decisions do not read them.
    std::atomic<std::uint64_t> opened_{0};
    std::atomic<std::uint64_t> half_opened_{0};
    std::atomic<std::uint64_t> closed_{0};
    std::atomic<std::uint64_t> admitted_{0};
    std::atomic<std::uint64_t> refused_{0};
    std::atomic<std::uint64_t> cancelled_{0};
    std::atomic<std::uint32_t> probes_started_{0};
    std::atomic<std::uint32_t> probes_in_flight_{0};
    std::atomic<std::uint32_t> max_probes_in_flight_{0};
};

static_assert(breaker::Breaker<CircuitBreaker>);

}  // namespace weir::patterns::textbook
