// An outside observer of a circuit breaker, production or textbook. It is told what is done to the breaker, sees the
// status before and after, keeps its own account, and names each invariant that does not hold. It trusts nothing
// the breaker counts except its state.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "core/patterns/breaker.h"

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

    explicit BreakerWatch(const Terms& terms) : terms_(terms) {}

    /// A caller asked; `looked` is when its look began (for a breaker that decides in one step, now).
    std::optional<Epoch> asked(const Status& before, const Status& after, bool admitted, Time now) {
        const bool was_open = state_ == State::open;
        const bool over = now >= since_ + terms_.open_for;
        see(before, now);
        if (was_open && admitted && !over) breaks(invariant::not_before_its_time);
        if (was_open && !admitted && over && state_ == State::open) breaks(invariant::at_its_time);
        see(after, now);
        if (!admitted) return std::nullopt;
        if (state_ == State::half_open && ++probes_ > terms_.probes) breaks(invariant::probes);
        return epoch_;
    }

    void ended(Epoch epoch, End end, const Status& before, const Status& after, Time now) {
        see(before, now);
        const bool stale = epoch != epoch_;
        if (stale && !same(before, after)) breaks(invariant::stale);
        if (!stale && end != End::cancelled) {
            if (state_ == State::closed) count(end != End::success);
        } else if (!stale && state_ == State::half_open) {
            --probes_;
        }
        see(after, now);
        if (state_ == State::closed && must_be_open()) breaks(invariant::opens);
    }

    /// Time passed.
    void waited(const Status& after, Time now) { see(after, now); }

    /// The invariants broken so far, each once, in the order in which they broke.
    const std::vector<std::string>& broken() const { return broken_; }

private:
    void breaks(const char* which) {
        if (std::find(broken_.begin(), broken_.end(), which) == broken_.end()) broken_.emplace_back(which);
    }

    static bool same(Status a, Status b) {
        a.stale = b.stale = a.cancelled = b.cancelled = 0;
        return a == b;
    }

    void see(const Status& status, Time now) {
        const State next = status.machine;
        if (next == state_) {
            if (state_ == State::half_open && now >= since_ + terms_.half_open_deadline) breaks(invariant::ends);
            return;
        }
        const bool legal = (state_ == State::closed && next == State::open) ||
                           (state_ == State::open && next == State::half_open) || state_ == State::half_open;
        if (!legal) breaks(invariant::legal_edges);
        if (state_ == State::open && next == State::half_open && now < since_ + terms_.open_for)
            breaks(invariant::not_before_its_time);
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
    State state_ = State::closed;
    Time since_{};
    Epoch epoch_ = 0;
    std::uint32_t probes_ = 0;  // admitted and not cancelled, in this half-open
    std::deque<bool> outcomes_;
    std::vector<std::string> broken_;
};

}  // namespace breaker_test
