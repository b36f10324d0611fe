// The production breaker against a reference model, on random sequences of calls, outcomes, cancellations, waits and
// changes of configuration. After every step both must agree, and each invariant is looked at on its own as well, so
// that an error made in both is found too.
#include <rapidcheck.h>

#include <QTest>
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "core/patterns/circuit_breaker.h"
#include "tests/core/patterns/breaker_model.h"
#include "tests/program.h"

namespace test_circuit_breaker_model {

using namespace std::chrono_literals;
using breaker_test::BreakerModel;
using breaker_test::ModelCall;
using weir::Duration;
using weir::Time;
using weir::patterns::CircuitBreaker;
using weir::patterns::CircuitBreakerConfig;
using weir::patterns::OutcomeWindow;
using weir::patterns::breaker::State;
using weir::patterns::breaker::Status;
using Mode = CircuitBreakerConfig::Mode;

enum class Action { call, succeed, fail, time_out, cancel, wait, wait_long, configure };

struct Step {
    Action action = Action::call;
    int number = 0;  ///< which of the calls in flight, or how long
    CircuitBreakerConfig config;
};

std::ostream& operator<<(std::ostream& out, const Step& step) {
    return out << static_cast<int>(step.action) << ':' << step.number;
}

template <class T>
rc::Gen<T> one_of(std::initializer_list<T> values) {
    return rc::gen::elementOf(std::vector<T>(values));
}

rc::Gen<CircuitBreakerConfig> configs(std::vector<Mode> modes) {
    return rc::gen::exec([modes] {
        CircuitBreakerConfig c;
        c.mode = *rc::gen::elementOf(modes);
        c.window.kind = *one_of({OutcomeWindow::Kind::count, OutcomeWindow::Kind::time});
        c.window.calls = *rc::gen::inRange<std::size_t>(1, 12);
        c.window.length = std::chrono::milliseconds(*rc::gen::inRange(1, 2000));
        c.minimum_calls = *rc::gen::inRange(1U, 8U);
        c.failure_threshold = *one_of({10.0, 100.0 / 3, 50.0, 66.6, 100.0});
        c.slow_threshold = *one_of({25.0, 50.0, 100.0});
        c.slow_call = std::chrono::milliseconds(*one_of({0, 50, 300}));
        c.open_for = std::chrono::milliseconds(*rc::gen::inRange(1, 1000));
        c.backoff = *one_of({1.0, 1.5, 2.0});
        c.max_open_for = std::chrono::milliseconds(*one_of({0, 1500, 60'000}));
        c.probes = *rc::gen::inRange(1U, 5U);
        c.half_open_deadline = std::chrono::milliseconds(*rc::gen::inRange(1, 1500));
        return c;
    });
}

rc::Gen<Step> steps(std::vector<Mode> modes) {
    return rc::gen::exec([modes] {
        Step step;
        step.action = *rc::gen::weightedElement<Action>({{30, Action::call},
                                                         {10, Action::succeed},
                                                         {20, Action::fail},
                                                         {3, Action::time_out},
                                                         {4, Action::cancel},
                                                         {10, Action::wait},
                                                         {5, Action::wait_long},
                                                         {2, Action::configure}});
        step.number = *rc::gen::inRange(0, 400);
        if (step.action == Action::configure) step.config = *configs(modes);
        return step;
    });
}

/// Both breakers side by side, and what an outside observer of the real one notes to judge it on its own.
class Pair {
public:
    explicit Pair(const CircuitBreakerConfig& config) : config_(config), real_(config), model_(config) {}

    void take(const Step& step) {
        const Status before = real_.status(now_);
        switch (step.action) {
            case Action::call:
                call(before);
                break;
            case Action::wait:
                now_ += std::chrono::milliseconds(step.number % 60);
                break;
            case Action::wait_long:
                now_ += std::chrono::milliseconds(step.number * 5);
                break;
            case Action::configure:
                real_.configure(step.config, now_);
                model_.configure(step.config, now_);
                if (step.config.mode != config_.mode) ++mode_changes_;
                config_ = step.config;
                break;
            default:
                if (!calls_.empty()) end(step, before);
        }
        agree();
        edges(step, before);
    }

private:
    struct Call {
        CircuitBreaker::Permit permit;
        ModelCall model;
    };

    void call(const Status& before) {
        auto permit = real_.try_acquire(now_);
        const auto expected = model_.acquire(now_);
        RC_ASSERT(permit.has_value() == expected.has_value());
        if (config_.mode == Mode::automatic) {
            if (before.machine == State::open && !before.due) RC_ASSERT(!permit);
            if (before.machine == State::open && before.due) RC_ASSERT(permit.has_value());
            if (before.machine == State::closed) RC_ASSERT(permit.has_value());
        } else {
            RC_ASSERT(permit.has_value() == (config_.mode != Mode::forced_open));
        }
        if (!permit) {
            RC_ASSERT(permit.error().retry_after >= Duration::zero());
            return;
        }
        RC_ASSERT(permit->generation() == expected->generation);
        const Status after = real_.status(now_);
        if (permit->generation() != 0 && after.machine == State::half_open) {
            RC_ASSERT(after.probes_started <= config_.probes);
            RC_ASSERT(after.probes_started - after.probes_succeeded - after.probes_failed == model_.probes_in_flight());
        }
        calls_.push_back({std::move(*permit), *expected});
    }

    void end(const Step& step, const Status& before) {
        const auto which = calls_.begin() + step.number % static_cast<int>(calls_.size());
        Call call = std::move(*which);
        calls_.erase(which);
        const bool current = call.permit.generation() == before.generation;
        switch (step.action) {
            case Action::succeed:
                call.permit.succeed(now_);
                break;
            case Action::fail:
                call.permit.fail(now_);
                break;
            case Action::time_out:
                call.permit.time_out(now_);
                break;
            default:
                call.permit.cancel();
        }
        if (step.action == Action::cancel)
            model_.cancel(call.model);
        else
            model_.report(call.model, step.action != Action::succeed, now_);
        if (current) return;
        Status after = real_.status(now_);
        after.stale = before.stale;
        after.cancelled = before.cancelled;
        RC_ASSERT(after == before);
    }

    void agree() const {
        const Status s = real_.status(now_);
        RC_ASSERT(real_.status(now_ + 1h).generation >= s.generation);
        RC_ASSERT(real_.status(now_) == s);
        RC_ASSERT(s.machine == model_.state(now_));
        RC_ASSERT(s.generation == model_.generation(now_));
        RC_ASSERT(s.window == model_.tally(now_));
        RC_ASSERT(!real_.reason(now_).empty());
        // Half-open always ends, whether or not anyone calls again.
        RC_ASSERT(real_.status(now_ + config_.half_open_deadline).machine != State::half_open);
        if (s.machine == State::open) {
            RC_ASSERT(s.open_total == model_.open_for(now_));
            RC_ASSERT(s.open_remaining <= s.open_total);
            RC_ASSERT(s.due == (s.open_remaining == Duration::zero()));
        }
        std::array<weir::patterns::breaker::Outcome, 12> strip{};
        RC_ASSERT(real_.last_outcomes(strip, now_) == std::min<std::size_t>(s.window.calls, strip.size()));
    }

    // Every edge is counted once, in an order that only the drawn edges allow.
    void edges(const Step& step, const Status& before) const {
        const Status s = real_.status(now_);
        RC_ASSERT(s.generation == 1 + s.opened + s.half_opened + s.closed + mode_changes_);
        RC_ASSERT(s.closed <= s.half_opened);
        RC_ASSERT(s.half_opened <= s.opened);
        RC_ASSERT(s.opened >= before.opened && s.half_opened >= before.half_opened && s.closed >= before.closed);
        if (step.action == Action::configure || s.machine == before.machine) return;
        RC_ASSERT(!(before.machine == State::closed && s.machine == State::half_open));
        RC_ASSERT(!(before.machine == State::open && s.machine == State::closed));
    }

    CircuitBreakerConfig config_;
    CircuitBreaker real_;
    BreakerModel model_;
    std::vector<Call> calls_;
    Time now_{};
    std::uint64_t mode_changes_ = 0;
};

bool holds(const std::vector<Mode>& modes) {
    return rc::check([&modes] {
        Pair pair(*configs(modes));
        const auto sequence = *rc::gen::scale(3.0, rc::gen::container<std::vector<Step>>(steps(modes)));
        for (const Step& step : sequence) pair.take(step);
    });
}

class TestCircuitBreakerModel : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        // Ten times RapidCheck's own number: a run still takes well under a second.
        if (!qEnvironmentVariableIsSet("RC_PARAMS")) qputenv("RC_PARAMS", "max_success=1000");
    }

    void agrees_with_the_model_in_automatic_mode() { QVERIFY(holds({Mode::automatic})); }
    void agrees_with_the_model_while_it_only_watches() { QVERIFY(holds({Mode::metrics_only})); }
    void agrees_with_the_model_through_all_modes() {
        QVERIFY(holds({Mode::automatic, Mode::automatic, Mode::metrics_only, Mode::forced_open, Mode::disabled}));
    }
};

}  // namespace test_circuit_breaker_model

WEIR_TEST(test_circuit_breaker_model, TestCircuitBreakerModel)
#include "test_circuit_breaker_model.moc"
