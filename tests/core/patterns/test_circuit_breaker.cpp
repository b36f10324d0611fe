// The production breaker, case by case: each row is a configuration, what happens, and what must be true after it.
#include <QTest>
#include <array>
#include <vector>

#include "core/patterns/circuit_breaker.h"
#include "core/runtime/thread_pool.h"
#include "tests/core/patterns/breaker_player.h"
#include "tests/program.h"

namespace test_circuit_breaker {

using namespace weir;
using breaker_test::basic;
using breaker_test::Player;
using breaker_test::with;
using namespace std::chrono_literals;
using patterns::CircuitBreaker;
using patterns::OutcomeWindow;
using patterns::breaker::Cause;
using patterns::breaker::Outcome;
using patterns::breaker::State;
using patterns::breaker::Status;
using patterns::breaker::Transition;
using Config = CircuitBreaker::Config;
using Mode = Config::Mode;

struct Case {
    const char* name;
    Config config;
    const char* script;
    State state;
    const char* reason;
};

const std::vector<Case>& cases() {
    static const std::vector<Case> table{
        {"starts closed", basic(), "", State::closed, "closed: no calls yet, waiting for 10 calls"},
        {"too few calls never open it", basic(), "f9", State::closed, "closed: 9 of 9 failed, waiting for 10 calls"},
        {"enough failures open it", basic(), "f10", State::open, "opened: 10 of 10 failed (100 % >= 50 %)"},
        {"the threshold is enough", basic(), "s10 f10", State::open, "opened: 10 of 20 failed (50 % >= 50 %)"},
        {"below the threshold it stays closed", basic(), "s11 f9", State::closed,
         "closed: 9 of 20 failed (45 % < 50 %)"},
        {"old outcomes leave the window", basic(), "f4 s20 f9", State::closed, "closed: 9 of 20 failed (45 % < 50 %)"},
        {"a minimum above the window means a full window", with([](Config& c) { c.minimum_calls = 500; }), "f20",
         State::open, "opened: 20 of 20 failed (100 % >= 50 %)"},
        {"a full window counts as enough, not fewer", with([](Config& c) { c.minimum_calls = 500; }), "f19",
         State::closed, "closed: 19 of 19 failed, waiting for 20 calls"},
        {"a timeout is a failure", basic(), "t10", State::open, "opened: 10 of 10 failed (100 % >= 50 %)"},
        {"slow calls open it", basic(), "s4 l6", State::open, "opened: 6 of 10 slow (60 % >= 60 %)"},
        {"some slow calls do not", basic(), "s5 l5", State::closed,
         "closed: 0 of 10 failed (0 % < 50 %), 5 of 10 slow (50 % < 60 %)"},
        {"without a limit no call is slow", with([](Config& c) { c.slow_call = 0ms; }), "l10", State::closed,
         "closed: 0 of 10 failed (0 % < 50 %)"},
        {"a call as long as the limit is slow", basic(), "s4 a6 +100 S6", State::open,
         "opened: 6 of 10 slow (60 % >= 60 %)"},
        {"a call shorter than the limit is not", basic(), "s4 a6 +99 S6", State::closed,
         "closed: 0 of 10 failed (0 % < 50 %)"},
        {"a cancelled call counts nothing", basic(), "f9 a5 C5", State::closed,
         "closed: 9 of 9 failed, waiting for 10 calls"},

        {"by time: failures of the last seconds open it", with([](Config& c) {
             c.window = {OutcomeWindow::Kind::time, 20, 10s};
         }),
         "f5 +1000 f5", State::open, "opened: 10 of 10 failed (100 % >= 50 %)"},
        {"by time: old failures are forgotten", with([](Config& c) {
             c.window = {OutcomeWindow::Kind::time, 20, 10s};
         }),
         "f5 +10000 f5", State::closed, "closed: 5 of 5 failed, waiting for 10 calls"},
        {"by time: the minimum is not capped by a count", with([](Config& c) {
             c.window = {OutcomeWindow::Kind::time, 20, 10s};
             c.minimum_calls = 30;
         }),
         "f29", State::closed, "closed: 29 of 29 failed, waiting for 30 calls"},

        {"open refuses", basic(), "f10 x5", State::open, "opened: 10 of 10 failed (100 % >= 50 %)"},
        {"open refuses to the last moment", basic(), "f10 +1999 x1", State::open,
         "opened: 10 of 10 failed (100 % >= 50 %)"},
        {"after its time it says so and waits for a call", basic(), "f10 +2000", State::open,
         "opened: 10 of 10 failed (100 % >= 50 %); due for a probe"},
        {"the first call after its time is a probe", basic(), "f10 +2000 a1", State::half_open,
         "half-open: 0 of 3 probes answered, 0 failed, 1 in flight"},
        {"half-open admits its probes and no more", basic(), "f10 +2000 a3 x4", State::half_open,
         "half-open: 0 of 3 probes answered, 0 failed, 3 in flight"},
        {"an answered probe frees no slot", basic(), "f10 +2000 a3 S1 x1", State::half_open,
         "half-open: 1 of 3 probes answered, 0 failed, 2 in flight"},
        {"a cancelled probe frees its slot", basic(), "f10 +2000 a3 x1 C1 a1 x1", State::half_open,
         "half-open: 0 of 3 probes answered, 0 failed, 3 in flight"},
        {"probes that succeed close it", basic(), "f10 +2000 s3", State::closed,
         "closed: 3 of 3 probes succeeded, waiting for 10 calls"},
        {"closing starts an empty window", basic(), "f10 +2000 s3 f9", State::closed,
         "closed: 9 of 9 failed, waiting for 10 calls"},
        {"probes below the threshold close it", basic(), "f10 +2000 s1 f1 s1", State::closed,
         "closed: 2 of 3 probes succeeded, waiting for 10 calls"},
        {"probes that fail open it again", basic(), "f10 +2000 f1 s1 f1 x1", State::open,
         "opened again: 2 of 3 probes failed (66.7 % >= 50 %)"},
        {"one failed probe does not decide before the others", basic(), "f10 +2000 f2", State::half_open,
         "half-open: 2 of 3 probes answered, 2 failed, 0 in flight"},
        {"slow probes open it again", basic(), "f10 +2000 l2 s1 x1", State::open,
         "opened again: 2 of 3 probes slow (66.7 % >= 60 %)"},
        {"half-open ends at its deadline", basic(), "f10 +2000 a3 S1 +5000", State::open,
         "opened again: 1 of 3 probes answered within 5 s"},
        {"just before the deadline it is half-open", basic(), "f10 +2000 a3 S1 +4999", State::half_open,
         "half-open: 1 of 3 probes answered, 0 failed, 2 in flight"},
        {"an answer after the deadline is too late", basic(), "f10 +2000 a3 S1 +5000 S2", State::open,
         "opened again: 1 of 3 probes answered within 5 s"},
        {"the open period after a deadline began at the deadline", basic(), "f10 +2000 a3 +6999 x1", State::open,
         "opened again: 0 of 3 probes answered within 5 s"},
        {"and ends on time though nobody called", basic(), "f10 +2000 a3 +7000 a1", State::half_open,
         "half-open: 0 of 3 probes answered, 0 failed, 1 in flight"},

        {"late answers change nothing while open", basic(), "a5 f10 S3 F2", State::open,
         "opened: 10 of 10 failed (100 % >= 50 %)"},
        {"late answers are no probes", basic(), "a5 f10 +2000 a1 F5", State::half_open,
         "half-open: 0 of 3 probes answered, 0 failed, 1 in flight"},
        {"a late cancellation frees no slot", basic(), "a5 f10 +2000 a3 C5 x1", State::half_open,
         "half-open: 0 of 3 probes answered, 0 failed, 3 in flight"},
        {"late answers do not count once closed again", basic(), "a5 f10 +2000 s3 F5", State::closed,
         "closed: 3 of 3 probes succeeded, waiting for 10 calls"},

        {"backoff lengthens the second open period", with([](Config& c) { c.backoff = 2; }),
         "f10 +2000 f3 +3999 x1 +1 f3 +7999 x1 +1 a1", State::half_open,
         "half-open: 0 of 3 probes answered, 0 failed, 1 in flight"},
        {"backoff counts a missed deadline", with([](Config& c) { c.backoff = 2; }), "f10 +2000 a3 +8999 x1 +1 a1",
         State::half_open, "half-open: 0 of 3 probes answered, 0 failed, 1 in flight"},
        {"backoff is capped", with([](Config& c) {
             c.backoff = 10;
             c.max_open_for = 3s;
         }),
         "f10 +2000 f3 +2999 x1 +1 a1", State::half_open, "half-open: 0 of 3 probes answered, 0 failed, 1 in flight"},
        {"the cap never shortens the open period itself", with([](Config& c) { c.max_open_for = 1s; }), "f10 +1999 x1",
         State::open, "opened: 10 of 10 failed (100 % >= 50 %)"},
        {"closing resets backoff", with([](Config& c) { c.backoff = 2; }), "f10 +2000 f3 +4000 s3 f10 +2000 a1",
         State::half_open, "half-open: 0 of 3 probes answered, 0 failed, 1 in flight"},

        {"forced open refuses all", with([](Config& c) { c.mode = Mode::forced_open; }), "x3 +60000 x3",
         State::forced_open, "forced open: every call is refused"},
        {"disabled admits all and counts none", with([](Config& c) { c.mode = Mode::disabled; }), "f50 a200",
         State::disabled, "disabled: every call is admitted, none is counted"},
        {"metrics only admits all and knows what it would do", with([](Config& c) { c.mode = Mode::metrics_only; }),
         "f10 f7", State::metrics_only, "metrics only, would have opened: 10 of 10 failed (100 % >= 50 %)"},
        {"metrics only counts before it would open", with([](Config& c) { c.mode = Mode::metrics_only; }), "f4 s3",
         State::metrics_only, "metrics only, would be closed: 4 of 7 failed, waiting for 10 calls"},
        {"metrics only probes as it would", with([](Config& c) { c.mode = Mode::metrics_only; }), "f10 +2000 a9",
         State::metrics_only, "metrics only, would be half-open: 0 of 3 probes answered, 0 failed, 3 in flight"},
    };
    return table;
}

class TestCircuitBreaker : public QObject {
    Q_OBJECT

private slots:
    void does_what_its_state_demands_data() {
        QTest::addColumn<int>("row");
        for (std::size_t i = 0; i < cases().size(); ++i) QTest::newRow(cases()[i].name) << static_cast<int>(i);
    }
    void does_what_its_state_demands() {
        QFETCH(int, row);
        const Case& c = cases()[static_cast<std::size_t>(row)];
        Player p(c.config);
        p.play(QString::fromLatin1(c.script));
        QCOMPARE(patterns::breaker::id_of(p.breaker.status(p.now).state), patterns::breaker::id_of(c.state));
        QCOMPARE(QString::fromStdString(p.breaker.reason(p.now)), QString::fromLatin1(c.reason));
    }

    void reading_the_status_never_changes_it() {
        Player p(basic());
        p.play("f10 +2000 a3 S1");
        const Status before = p.breaker.status(p.now);
        std::array<Outcome, 32> strip{};
        std::array<Transition, 8> transitions{};
        for (const Duration ahead : {1s, 5s, 60s}) {
            p.breaker.status(p.now + ahead);
            p.breaker.reason(p.now + ahead);
            p.breaker.last_outcomes(strip, p.now + ahead);
            p.breaker.recent(transitions);
        }
        QCOMPARE(p.breaker.status(p.now), before);
    }

    void the_status_tells_how_long_and_how_many() {
        Player p(with([](Config& c) { c.backoff = 2; }));
        p.play("s1 f9 x2 +500");
        Status s = p.breaker.status(p.now);
        QCOMPARE(s.open_total, Duration(2s));
        QCOMPARE(s.open_remaining, Duration(1500ms));
        QVERIFY(!s.due);
        QCOMPARE(s.window.calls, 10U);
        QCOMPARE(s.opened, std::uint64_t{1});
        QCOMPARE(s.refused, std::uint64_t{2});
        p.play("+1500");
        s = p.breaker.status(p.now);
        QCOMPARE(s.open_remaining, Duration::zero());
        QVERIFY(s.due);
        QCOMPARE(s.half_opened, std::uint64_t{0});
        p.play("a2 +1000 S1 a1 F1");
        s = p.breaker.status(p.now);
        QVERIFY(s.state == State::half_open);
        QCOMPARE(s.half_open_remaining, Duration(4s));
        QCOMPARE(s.probes_allowed, 3U);
        QCOMPARE(s.probes_started, 3U);
        QCOMPARE(s.probes_succeeded, 1U);
        QCOMPARE(s.probes_failed, 1U);
        QCOMPARE(s.max_probes_in_flight, 2U);
        p.play("+4000");
        s = p.breaker.status(p.now);
        QVERIFY(s.state == State::open);
        QCOMPARE(s.opened, std::uint64_t{2});
        QCOMPARE(s.open_total, Duration(4s));
        p.play("+4000 s3 s1");
        s = p.breaker.status(p.now);
        QCOMPARE(s.half_opened, std::uint64_t{2});
        QCOMPARE(s.closed, std::uint64_t{1});
        QCOMPARE(s.window.calls, 1U);
        QCOMPARE(s.admitted, std::uint64_t{17});
    }

    void a_refusal_says_when_to_come_back() {
        Player p(basic());
        p.play("f10 +500");
        const auto open = p.breaker.try_acquire(p.now);
        QVERIFY(!open && open.error().state == State::open);
        QCOMPARE(open.error().retry_after, Duration(1500ms));
        p.play("+1500 a3 +1000");
        const auto half_open = p.breaker.try_acquire(p.now);
        QVERIFY(!half_open && half_open.error().state == State::half_open);
        QCOMPARE(half_open.error().retry_after, Duration(4s));
    }

    void the_recent_transitions_are_listed_with_their_evidence() {
        Player p(basic());
        p.play("f10 +2000 a3 +5000 +2500 s3");
        std::array<Transition, 8> seen{};
        QCOMPARE(p.breaker.recent(seen), std::size_t{5});
        const std::array causes{Cause::failure_rate, Cause::open_elapsed, Cause::probes_deadline, Cause::open_elapsed,
                                Cause::probes_passed};
        const std::array<Duration, 5> times{0s, 2s, 7s, 9500ms, 9500ms};
        for (std::size_t i = 0; i < causes.size(); ++i) {
            QCOMPARE(seen[i].cause, causes[i]);
            QCOMPARE(seen[i].at.time_since_epoch(), times[i]);
        }
        QCOMPARE(seen[0].tally.failures, 10U);
        std::array<Transition, 2> newest{};
        QCOMPARE(p.breaker.recent(newest), std::size_t{2});
        QCOMPARE(newest[1].cause, Cause::probes_passed);
    }

    void a_shadow_sees_the_same_outcomes_and_keeps_its_own_opinion() {
        CircuitBreaker live(basic());
        CircuitBreaker shadow(with([](Config& c) {
            c.mode = Mode::metrics_only;
            c.failure_threshold = 20;
        }));
        const Time now{};
        for (int i = 0; i < 20; ++i) {
            auto permit = live.try_acquire(now);
            auto watched = shadow.try_acquire(now);
            QVERIFY(permit && watched);
            if (i % 4 == 0) {
                permit->fail(now);
                watched->fail(now);
            } else {
                permit->succeed(now);
                watched->succeed(now);
            }
        }
        QVERIFY(live.status(now).state == State::closed);
        const Status s = shadow.status(now);
        QVERIFY(s.state == State::metrics_only);
        QVERIFY(s.machine == State::open);
        QCOMPARE(s.opened, std::uint64_t{1});
        QCOMPARE(s.would_have_refused, std::uint64_t{10});
        QCOMPARE(s.refused, std::uint64_t{0});
        QCOMPARE(QString::fromStdString(shadow.reason(now)),
                 QStringLiteral("metrics only, would have opened: 3 of 10 failed (30 % >= 20 %)"));
    }

    void a_permit_reports_once() {
        CircuitBreaker breaker(basic());
        auto permit = breaker.try_acquire(Time{});
        permit->fail(Time{});
        permit->fail(Time{});
        permit->cancel();
        QCOMPARE(breaker.status(Time{}).window.calls, 1U);
        QCOMPARE(breaker.status(Time{}).cancelled, std::uint64_t{0});
        auto first = breaker.try_acquire(Time{});
        auto second = breaker.try_acquire(Time{});
        *first = std::move(*second);  // the permit written over is a cancelled call
        QCOMPARE(breaker.status(Time{}).cancelled, std::uint64_t{1});
        first->succeed(Time{});
        second->succeed(Time{});  // moved from
        QCOMPARE(breaker.status(Time{}).window.calls, 2U);
    }

    void a_call_begun_while_slow_calls_did_not_count_is_not_slow() {
        CircuitBreaker breaker(with([](Config& c) { c.slow_call = 0ms; }));
        std::vector<CircuitBreaker::Permit> before;
        for (int i = 0; i < 10; ++i) before.push_back(std::move(*breaker.try_acquire(Time{})));
        breaker.configure(basic(), Time{} + 1s);
        auto after = breaker.try_acquire(Time{} + 1s);
        for (auto& permit : before) permit.succeed(Time{} + 1h);
        QCOMPARE(breaker.status(Time{} + 1h).window.slow, 0U);
        after->succeed(Time{} + 1h);
        QCOMPARE(breaker.status(Time{} + 1h).window.slow, 1U);
    }

    /// Given an engine for the moment, most calls read no exact clock; what they leave must look as if they had.
    void outcomes_dated_by_an_engine_are_as_good() {
        ThreadPool engine;
        CircuitBreaker breaker(with([](Config& c) { c.slow_call = 0ms; }));
        for (int i = 0; i < 5; ++i) breaker.try_acquire(engine)->fail(engine);
        for (int i = 0; i < 4; ++i) breaker.try_acquire(engine)->succeed(engine);
        breaker.configure(with([](Config& c) { c.window = {OutcomeWindow::Kind::time, 20, 1h}; }), engine.now());
        QCOMPARE(breaker.status(engine.now()).window.calls, 9U);
        QCOMPARE(breaker.status(engine.now() + 2h).window.calls, 0U);
        breaker.configure(with([](Config& c) { c.slow_call = 0ms; }), engine.now());
        auto permit = breaker.try_acquire(engine);
        const Time before = engine.now();
        permit->succeed(engine);  // the tenth call is enough to judge, though it went well
        const Time after = engine.now();
        std::array<Transition, 1> last{};
        QCOMPARE(breaker.recent(last), std::size_t{1});
        QVERIFY(last[0].to == State::open);
        QVERIFY(before <= last[0].at && last[0].at <= after);
        const auto refused = breaker.try_acquire(engine);
        QVERIFY(!refused);
        QVERIFY(refused.error().retry_after <= basic().open_for);
    }

    void a_reason_never_contradicts_its_comparison() {
        Player p(with([](Config& c) {
            c.window = {OutcomeWindow::Kind::time, 20, 1h};
            c.minimum_calls = 3000;
        }));
        p.play("s1501 f1499");
        QCOMPARE(QString::fromStdString(p.breaker.reason(p.now)),
                 QStringLiteral("closed: 1499 of 3000 failed (49.9 % < 50 %)"));
    }
};

}  // namespace test_circuit_breaker

WEIR_TEST(test_circuit_breaker, TestCircuitBreaker)
#include "test_circuit_breaker.moc"
