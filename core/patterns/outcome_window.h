// The sliding window over which a circuit breaker takes its rates: the last N calls, or the calls of the last T
// seconds.
//
// Invariants
// 1. By count: the tally is that of the newest min(N, recorded) outcomes since the last clear().
// 2. By time: an outcome older than T never counts, and one younger than T - T/32 always does. Between the two it
//    leaves together with its bucket, so that recording costs O(1) and memory does not grow with the load.
// 3. reshape() recounts from the newest `capacity` outcomes kept with their times: it loses nothing a smaller window
//    would keep, and growing finds again what is still kept.
// 4. tally() and last() change nothing.
//
// Not thread-safe: its owner's lock guards it. Times may arrive slightly out of order (callers read the clock before
// they take the lock); an earlier time counts as the latest seen.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "core/patterns/breaker.h"
#include "core/runtime/time.h"

namespace weir::patterns {

class OutcomeWindow {
public:
    enum class Kind : std::uint8_t { count, time };

    struct Shape {
        Kind kind = Kind::count;
        std::size_t calls = 20;                      ///< N, 1 to max_calls
        Duration length = std::chrono::seconds(20);  ///< T, at least min_length
        bool operator==(const Shape&) const = default;
    };

    static constexpr std::size_t max_calls = 1000;
    static constexpr Duration min_length = std::chrono::milliseconds(1);
    /// How many outcomes are kept with their times. A power of two above max_calls, so that a slot is a mask.
    static constexpr std::size_t capacity = 1024;
    /// 32 buckets err by at most 3 % of T and are summed in tens of nanoseconds.
    static constexpr std::size_t buckets = 32;

    /// @pre the shape is in range.
    explicit OutcomeWindow(const Shape& shape);

    const Shape& shape() const { return shape_; }
    void reshape(const Shape& shape);

    /// Counts one outcome and returns the tally with it.
    breaker::Tally record(bool failed, bool slow, Time now);

    /// The tally as of `now`.
    breaker::Tally tally(Time now) const;

    /// Copies the newest outcomes that count at `now`, oldest first, at most out.size(); returns how many.
    std::size_t last(std::span<breaker::Outcome> out, Time now) const;

    void clear();

private:
    struct Mark {
        bool failed = false;
        bool slow = false;
    };
    static breaker::Tally tally_of(Mark mark) { return {1, mark.failed ? 1U : 0U, mark.slow ? 1U : 0U}; }

    std::int64_t bucket_of(Time t) const { return t.time_since_epoch() / width_; }
    void advance_to(Time t);
    void rebuild();

    Shape shape_;
    Duration width_;  ///< of one bucket
    std::uint64_t recorded_ = 0;
    Time latest_{};
    breaker::Tally total_;  ///< by time: of the buckets up to and including head_
    std::int64_t head_ = 0;
    Time head_end_;  ///< while a time is before it, recording needs no division
    std::array<breaker::Tally, buckets> bucket_{};
    std::array<Mark, capacity> marks_{};
    std::array<Time, capacity> times_{};
};

}  // namespace weir::patterns
