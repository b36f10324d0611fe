// A reference model of the production breaker: slow, obvious, and written from the invariants in
// core/patterns/circuit_breaker.h rather than from its code. It keeps every outcome with its time and recounts.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/patterns/circuit_breaker.h"

namespace breaker_test {

using weir::Duration;
using weir::Time;
using weir::patterns::CircuitBreakerConfig;
using weir::patterns::OutcomeWindow;
using weir::patterns::breaker::State;
using weir::patterns::breaker::Tally;

struct ModelCall {
    std::uint64_t generation = 0;  ///< 0: counts nothing
    Time began{};
    bool may_be_slow = false;  ///< slow calls counted when it began
};

class BreakerModel {
public:
    explicit BreakerModel(const CircuitBreakerConfig& config) : config_(config) {}

    /// Nothing means refused.
    std::optional<ModelCall> acquire(Time now) {
        using Mode = CircuitBreakerConfig::Mode;
        if (config_.mode == Mode::forced_open) return std::nullopt;
        if (config_.mode == Mode::disabled) return ModelCall{0, now, false};
        deadline(now);
        if (state_ == State::open && now >= since_ + open_for()) go(State::half_open, now);
        const bool lets_in =
            state_ == State::closed || (state_ == State::half_open && in_flight_ + answers_.size() < config_.probes);
        if (lets_in) {
            if (state_ == State::half_open) ++in_flight_;
            return ModelCall{generation_, now, slow_counts()};
        }
        return config_.mode == Mode::metrics_only ? std::optional(ModelCall{0, now, false}) : std::nullopt;
    }

    void report(const ModelCall& call, bool failed, Time now) {
        if (call.generation == 0) return;
        deadline(now);
        if (call.generation != generation_) return;
        const bool slow = call.may_be_slow && slow_counts() && now - call.began >= config_.slow_call;
        if (state_ == State::closed) {
            outcomes_.push_back({now, failed, slow});
            judge_window(now);
        } else {
            --in_flight_;
            answers_.push_back({now, failed, slow});
            judge_probes(now);
        }
    }

    void cancel(const ModelCall& call) {
        if (call.generation == generation_ && state_ == State::half_open) --in_flight_;
    }

    void configure(const CircuitBreakerConfig& config, Time now) {
        deadline(now);
        const bool fresh = config.mode != config_.mode;
        config_ = config;
        if (fresh) {
            state_ = State::closed;
            ++generation_;
            failed_attempts_ = 0;
            since_ = now;
            outcomes_.clear();
        }
        if (state_ == State::closed) judge_window(now);
        if (state_ == State::half_open && now >= since_ + config_.half_open_deadline)
            fail_attempt(now);
        else if (state_ == State::half_open)
            judge_probes(now);
    }

    /// State at `now`, as pure as status() must be.
    State state(Time now) const {
        BreakerModel copy = *this;
        copy.deadline(now);
        return copy.state_;
    }
    std::uint64_t generation(Time now) const {
        BreakerModel copy = *this;
        copy.deadline(now);
        return copy.generation_;
    }

    Tally tally(Time now) const {
        const auto& window = config_.window;
        Tally sum;
        for (std::size_t i = 0; i < outcomes_.size(); ++i) {
            const Outcome& o = outcomes_[i];
            const Duration bucket = window.length / static_cast<std::int64_t>(OutcomeWindow::buckets);
            const auto number = [bucket](Time t) { return t.time_since_epoch() / bucket; };
            const bool counts = window.kind == OutcomeWindow::Kind::count
                                    ? outcomes_.size() - i <= window.calls
                                    : number(now) - number(o.at) < static_cast<std::int64_t>(OutcomeWindow::buckets);
            if (counts) sum += {1, o.failed ? 1U : 0U, o.slow ? 1U : 0U};
        }
        return sum;
    }

    Duration open_for() const {
        double period = static_cast<double>(config_.open_for.count());
        for (std::uint32_t i = 0; i < failed_attempts_; ++i) period *= config_.backoff;
        const auto cap = static_cast<double>(std::max(config_.open_for, config_.max_open_for).count());
        return Duration{static_cast<std::int64_t>(std::min(period, cap))};
    }

    Duration open_for(Time now) const {
        BreakerModel copy = *this;
        copy.deadline(now);
        return copy.open_for();
    }

    std::uint32_t probes_in_flight() const { return in_flight_; }

private:
    bool slow_counts() const { return config_.slow_call > Duration::zero(); }
    struct Outcome {
        Time at;
        bool failed;
        bool slow;
    };

    static bool reaches(std::uint32_t part, std::uint32_t whole, double percent) {
        return static_cast<double>(part) * 100 >= percent * whole;
    }
    bool bad(const Tally& t) const {
        return reaches(t.failures, t.calls, config_.failure_threshold) ||
               reaches(t.slow, t.calls, config_.slow_threshold);
    }

    void deadline(Time now) {
        if (state_ == State::half_open && now >= since_ + config_.half_open_deadline)
            fail_attempt(since_ + config_.half_open_deadline);
    }
    void fail_attempt(Time at) {
        ++failed_attempts_;
        go(State::open, at);
    }
    void go(State next, Time at) {
        state_ = next;
        since_ = at;
        ++generation_;
        in_flight_ = 0;
        answers_.clear();
        if (next == State::closed) {
            outcomes_.clear();
            failed_attempts_ = 0;
        }
    }
    void judge_window(Time now) {
        const Tally t = tally(now);
        const bool by_count = config_.window.kind == OutcomeWindow::Kind::count;
        const std::size_t needed =
            by_count ? std::min<std::size_t>(config_.minimum_calls, config_.window.calls) : config_.minimum_calls;
        if (t.calls >= needed && bad(t)) go(State::open, now);
    }
    void judge_probes(Time now) {
        if (answers_.size() < config_.probes) return;
        Tally t;
        for (const Outcome& o : answers_) t += {1, o.failed ? 1U : 0U, o.slow ? 1U : 0U};
        if (bad(t))
            fail_attempt(now);
        else
            go(State::closed, now);
    }

    CircuitBreakerConfig config_;
    State state_ = State::closed;
    Time since_{};
    std::uint64_t generation_ = 1;
    std::uint32_t failed_attempts_ = 0;
    std::uint32_t in_flight_ = 0;
    std::vector<Outcome> outcomes_;
    std::vector<Outcome> answers_;
};

}  // namespace breaker_test
