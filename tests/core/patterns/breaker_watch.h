// An outside observer of a circuit breaker, production or textbook. It is told what is done to the breaker, sees the
// status before and after, keeps its own account, and checks each invariant. It trusts nothing the breaker counts
// except its state.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <optional>

#include "core/patterns/breaker.h"
#include "tests/core/explore/scenario.h"

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
inline constexpr const char* free_probe = "half-open admits a probe while one is free";
inline constexpr const char* stale = "a stale outcome changes nothing";
inline constexpr const char* ends = "half-open always ends";
inline constexpr const char* opens = "closed opens when enough of the last calls failed or were slow";
inline constexpr const char* opens_only_then = "closed opens only then";
inline constexpr const char* decides = "half-open is decided by its probes";
}  // namespace invariant

/// What the breaker under watch is configured to do.
struct Terms {
    std::uint32_t window = 20;  // calls
    Duration window_length{};   // above zero: the calls of so long count instead
    std::uint32_t minimum_calls = 5;
    double failure_threshold = 50;
    double slow_threshold = 100;
    Duration slow_call{};  // zero: no call is slow
    Duration open_for = std::chrono::seconds(2);
    int backoff = 1;
    std::uint32_t probes = 1;
    Duration half_open_deadline = std::chrono::seconds(5);
};

class BreakerWatch {
public:
    /// A call as the watch remembers it: when, and in which of its epochs, it was admitted.
    struct Call {
        std::uint64_t epoch = 0;
        Time started{};
    };
    enum class End { success, failure, timeout, cancelled };

    /// What came to pass.
    struct Seen {
        bool opened_by_slow_calls_alone = false;
        bool waited_longer_after_failed_probes = false;
        bool outcome_left_the_window = false;
        bool deadline_passed = false;
    };

    BreakerWatch(const Terms& terms, explore::Checks& checks) : terms_(terms), checks_(checks) {}

    /// A caller asked.
    std::optional<Call> asked(const Status& before, const Status& after, bool admitted, Time now) {
        const bool was_open = state_ == State::open;
        const bool over = now >= since_ + open_period();
        see(before, now);
        checks_.require(!was_open || over || !admitted, invariant::not_before_its_time);
        checks_.require(!was_open || !over || admitted || state_ != State::open, invariant::at_its_time);
        see(after, now);
        if (!admitted) {
            checks_.require(state_ != State::half_open || probes_ >= terms_.probes, invariant::free_probe);
            return std::nullopt;
        }
        if (state_ == State::half_open) checks_.require(++probes_ <= terms_.probes, invariant::probes);
        return Call{epoch_, now};
    }

    void ended(const Call& call, End end, const Status& before, const Status& after, Time now) {
        see(before, now);
        const bool stale = call.epoch != epoch_;
        checks_.require(!stale || same(before, after), invariant::stale);
        if (!stale && end != End::cancelled) {
            const bool slow = terms_.slow_call > Duration::zero() && now - call.started >= terms_.slow_call;
            outcomes_.push_back({now, end != End::success, slow});
        } else if (!stale && state_ == State::half_open) {
            --probes_;
        }
        const State was = state_;
        const bool reached = forget_and_judge(now);
        const bool all_answered = outcomes_.size() >= terms_.probes;
        see(after, now);
        // A cancelled call says nothing, so nothing is decided by it.
        if (stale || end == End::cancelled) return;
        if (was == State::closed) checks_.require(!reached || state_ != State::closed, invariant::opens);
        if (was != State::half_open) return;
        const auto verdict = !all_answered ? State::half_open : reached ? State::open : State::closed;
        checks_.require(state_ == verdict, invariant::decides);
    }

    /// Time passed.
    void waited(const Status& after, Time now) { see(after, now); }

    const Seen& seen() const { return seen_; }

private:
    struct Outcome {
        Time at;
        bool failed;
        bool slow;
    };

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
            checks_.require(now >= since_ + open_period(), invariant::not_before_its_time);
        if (state_ == State::closed && next == State::open)
            checks_.require(forget_and_judge(now), invariant::opens_only_then);
        // A deadline that passed unobserved ended half-open when it passed.
        const Time deadline = since_ + terms_.half_open_deadline;
        const bool missed = state_ == State::half_open && next == State::open && now >= deadline;
        seen_.deadline_passed |= missed;
        since_ = missed ? deadline : now;
        if (state_ == State::half_open) failed_attempts_ = next == State::open ? failed_attempts_ + 1 : 0;
        if (next == State::open && open_period() > terms_.open_for) seen_.waited_longer_after_failed_probes = true;
        state_ = next;
        ++epoch_;
        probes_ = 0;
        outcomes_.clear();
    }

    Duration open_period() const {
        Duration period = terms_.open_for;
        for (std::uint32_t i = 0; i < failed_attempts_; ++i) period *= terms_.backoff;
        return period;
    }

    /// Drops what has left the window, then says whether the rates in it (closed), or of the probes (half-open), reach
    /// a threshold.
    bool forget_and_judge(Time now) {
        const bool closed = state_ == State::closed;
        const auto left = [&](const Outcome& o) {
            if (terms_.window_length > Duration::zero()) return now - o.at >= terms_.window_length;
            return outcomes_.size() > terms_.window;
        };
        while (closed && !outcomes_.empty() && left(outcomes_.front())) {
            outcomes_.pop_front();
            seen_.outcome_left_the_window = true;
        }
        const auto share_of = [&](bool Outcome::*what) {
            return 100.0 * static_cast<double>(std::ranges::count(outcomes_, true, what)) /
                   static_cast<double>(outcomes_.size());
        };
        if (outcomes_.size() < (closed ? terms_.minimum_calls : 1U)) return false;
        const bool by_failures = share_of(&Outcome::failed) >= terms_.failure_threshold;
        const bool by_slow = share_of(&Outcome::slow) >= terms_.slow_threshold;
        if (closed && by_slow && !by_failures) seen_.opened_by_slow_calls_alone = true;
        return by_failures || by_slow;
    }

    Terms terms_;
    explore::Checks& checks_;
    State state_ = State::closed;
    Time since_{};
    std::uint64_t epoch_ = 0;
    std::uint32_t probes_ = 0;           // admitted and not cancelled, in this half-open
    std::uint32_t failed_attempts_ = 0;  // half-open attempts failed since it was last closed
    std::deque<Outcome> outcomes_;       // closed: in the window; half-open: of the probes
    Seen seen_;
};

}  // namespace breaker_test
