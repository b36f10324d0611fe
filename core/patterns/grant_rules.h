// The four rules by which a rate limiter decides when the next permits may go out.
//
// All count time in *permits*: v(t) is the integral of the rate up to t, so one permit comes due per unit of v whatever
// the rate. Changing the rate changes how fast v runs and nothing else, which is why it grants no surplus: what was
// used stays used, and what was still to wait is waited at the new rate.
//
//   token bucket    GCRA with increment 1 and tolerance burst - 1: n permits go out iff v >= TAT - (burst - n), then
//                   TAT = max(TAT, v) + n. A full bucket passes `burst` at once.
//   leaky bucket    a queue drained at the rate: each permit keeps 1 from the one before, so it never bursts.
//   fixed window    v is cut into windows of `burst`; each lets `burst` out. Twice that can pass around a boundary.
//   sliding window  at most `burst` in any window of `burst`: a log of what went out.
//
// Invariants
//  1. In every closed window of length t the token bucket and the sliding window grant at most burst + rate t, the
//     leaky bucket at most 1 + rate t, the fixed window at most twice its burst + rate t. (rate t: the integral, where
//     the rate changed; burst: the greatest in force.)
//  2. earliest(n, now) is exact: at that time take(n) is allowed; one nanosecond before it is not, unless it is now.
//  3. A change frees nothing: what more would be free under the new terms counts as taken.
//
// Sources: ITU-T I.371 (GCRA); Turner, "New directions in communications", IEEE Communications Magazine 24(10), 1986
// (leaky bucket). Not thread-safe: its owner's lock guards it. Allocates only for a sliding window, when the burst
// changes.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/runtime/time.h"

namespace weir::patterns {

enum class GrantAlgorithm : std::uint8_t { token_bucket, leaky_bucket, fixed_window, sliding_window };

struct GrantTerms {
    static constexpr std::uint32_t max_burst = 100'000;

    GrantAlgorithm algorithm = GrantAlgorithm::token_bucket;
    double rate = 100;         ///< permits a second, 1e-3 to 1e9
    std::uint32_t burst = 10;  ///< permits that may go out at once, 1 to max_burst; the leaky bucket ignores it

    bool operator==(const GrantTerms&) const = default;
};

/// Why these terms cannot be used, as one line naming the field and what was expected; nothing when they can.
std::optional<std::string> check(const GrantTerms& terms);

/// The most permits one request may ask for: the burst, and 1 of a leaky bucket.
std::uint32_t most_at_once(const GrantTerms& terms);

class GrantRule {
public:
    /// @pre check(terms) finds nothing
    GrantRule(const GrantTerms& terms, Time now);

    const GrantTerms& terms() const { return terms_; }

    /// When n permits may go out if nothing else does before: `now` or later. The end of time if that is further than
    /// the clock reaches. @pre 1 <= n <= most_at_once(terms())
    Time earliest(std::uint32_t n, Time now) const;

    /// They go out. @pre earliest(n, now) == now, and `now` is not before that of any call before
    void take(std::uint32_t n, Time now);

    /// Takes them if they may go out now: earliest and take in one. @pre as for both
    bool try_take(std::uint32_t n, Time now) {
        const double v = permits_at(now);
        if (terms_.algorithm != GrantAlgorithm::token_bucket) {
            if (due(n, v) > v) return false;
            count(n, v);
            return true;
        }
        if (ready_ - (burst() - n) > v) return false;
        ready_ = std::max(ready_, v) + n;
        return true;
    }

    /// What could go out now, 0 to most_at_once(terms()); of the buckets, a part of a permit counts, too.
    double free_at(Time now) const;

    /// Other terms from now on; invariant 3 holds across algorithms, too. @pre check(terms) finds nothing, and as for
    /// take
    void change(const GrantTerms& terms, Time now);

private:
    double permits_at(Time t) const { return static_cast<double>((t - anchor_).count()) * per_ns_; }
    double due(std::uint32_t n, double v) const;
    double free_of(double v) const;
    void count(double n, double v);
    void start_over(double v);
    void resize(double burst_before, double free);
    double burst() const { return terms_.burst; }

    static double per_ns(const GrantTerms& terms) { return terms.rate * 1e-9; }

    GrantTerms terms_;
    double per_ns_;  ///< the rate
    Time anchor_;    ///< where v is 0: the start, or the last change
    /// Token bucket: TAT. Leaky bucket: when the next may go. Fixed window: where the window of `used_` began.
    double ready_ = 0;
    double used_ = 0;          ///< fixed window
    std::vector<double> log_;  ///< sliding window: when each of the last `burst` permits is back, a ring
    std::size_t log_oldest_ = 0;
};

}  // namespace weir::patterns
