// An outside observer of a circuit breaker, production or textbook. It is told what is done to the breaker, sees the
// status before and after, keeps its own account, and checks each invariant. It trusts nothing the breaker counts
// except its state.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <optional>

#include "core/patterns/breaker.h"
#include "tests/core/explore.h"

namespace breaker_test {

using weir::Duration;
using weir::Time;
using weir::patterns::breaker::State;
using weir::patterns::breaker::Status;

namespace invariant {
inline constexpr const char* legal_edges = "legal edges only";
inline constexpr const char* not_before_its_time = "open admits nobody before its time";
inline constexpr const char* at_its_time = "open admits a probe once its time is over";
inline constexpr const char* probes = "half-open admits at most its probes";
inline constexpr const char* stale = "a stale outcome changes nothing";
inline constexpr const char* ends = "half-open always ends";
inline constexpr const char* opens = "closed opens when enough of the last calls failed";
}  // namespace invariant

/// What the breaker under watch is configured to do.
struct Terms {
    std::uint32_t window = 20;
    std::uint32_t minimum_calls = 5;
    double failure_threshold = 50;
    Duration open_for = std::chrono::seconds(2);
    std::uint32_t probes = 1;
    Duration half_open_deadline = std::chrono::seconds(5);
};

class BreakerWatch {
public:
    /// A call as the watch remembers it: in which of its epochs it was admitted.
    using Epoch = std::uint64_t;
    enum class End { success, failure, timeout, cancelled };

    BreakerWatch(const Terms& terms, explore::Checks& checks) : terms_(terms), checks_(checks) {}

    /// A caller asked.
    std::optional<Epoch> asked(const Status& before, const Status& after, bool admitted, Time now) {
        const bool was_open = state_ == State::open;
        const bool over = now >= since_ + terms_.open_for;
        see(before, now);
        checks_.require(!was_open || over || !admitted, invariant::not_before_its_time);
        checks_.require(!was_open || !over || admitted || state_ != State::open, invariant::at_its_time);
        see(after, now);
        if (!admitted) return std::nullopt;
        if (state_ == State::half_open) checks_.require(++probes_ <= terms_.probes, invariant::probes);
        return epoch_;
    }

    void ended(Epoch epoch, End end, const Status& before, const Status& after, Time now) {
        see(before, now);
        const bool stale = epoch != epoch_;
        checks_.require(!stale || same(before, after), invariant::stale);
        if (!stale && end != End::cancelled) {
            if (state_ == State::closed) count(end != End::success);
        } else if (!stale && state_ == State::half_open) {
            --probes_;
        }
        see(after, now);
        checks_.require(state_ != State::closed || !must_be_open(), invariant::opens);
    }

    /// Time passed.
    void waited(const Status& after, Time now) { see(after, now); }

private:
    static bool same(Status a, Status b) {
        a.stale = b.stale = a.cancelled = b.cancelled = 0;
        return a == b;
    }

    void see(const Status& status, Time now) {
        const State next = status.machine;
        if (next == state_) {
            checks_.require(state_ != State::half_open || now < since_ + terms_.half_open_deadline, invariant::ends);
            return;
        }
        const bool legal = (state_ == State::closed && next == State::open) ||
                           (state_ == State::open && next == State::half_open) || state_ == State::half_open;
        checks_.require(legal, invariant::legal_edges);
        if (state_ == State::open && next == State::half_open)
            checks_.require(now >= since_ + terms_.open_for, invariant::not_before_its_time);
        // A deadline that passed unobserved ended half-open when it passed.
        const Time deadline = since_ + terms_.half_open_deadline;
        since_ = state_ == State::half_open && next == State::open && now > deadline ? deadline : now;
        state_ = next;
        ++epoch_;
        probes_ = 0;
        outcomes_.clear();
    }

    void count(bool failed) {
        outcomes_.push_back(failed);
        if (outcomes_.size() > terms_.window) outcomes_.pop_front();
    }

    bool must_be_open() const {
        const auto failures = static_cast<double>(std::count(outcomes_.begin(), outcomes_.end(), true));
        const auto calls = static_cast<double>(outcomes_.size());
        return outcomes_.size() >= terms_.minimum_calls && 100 * failures >= terms_.failure_threshold * calls;
    }

    Terms terms_;
    explore::Checks& checks_;
    State state_ = State::closed;
    Time since_{};
    Epoch epoch_ = 0;
    std::uint32_t probes_ = 0;  // admitted and not cancelled, in this half-open
    std::deque<bool> outcomes_;
};

}  // namespace breaker_test
