// A live breaker takes a new configuration at once, and refuses one that is out of range by the name of the field.
#include <QTest>
#include <array>
#include <cmath>
#include <functional>
#include <stdexcept>

#include "core/patterns/circuit_breaker.h"
#include "tests/core/patterns/breaker_player.h"
#include "tests/program.h"

namespace test_circuit_breaker_config {

using namespace std::chrono_literals;
using breaker_test::basic;
using breaker_test::Player;
using breaker_test::with;
using weir::Time;
using weir::patterns::CircuitBreaker;
using Config = CircuitBreaker::Config;
using Mode = Config::Mode;

class TestCircuitBreakerConfig : public QObject {
    Q_OBJECT

private slots:
    void a_new_configuration_acts_at_once_data() {
        QTest::addColumn<QString>("before");
        QTest::addColumn<int>("change");
        QTest::addColumn<QString>("after");
        QTest::addColumn<QString>("reason");
        QTest::newRow("lower threshold opens on what the window holds") << "s8 f4" << 0 << ""
                                                                        << "opened: 4 of 12 failed (33.3 % >= 30 %)";
        QTest::newRow("smaller minimum opens on what the window holds") << "f5" << 1 << ""
                                                                        << "opened: 5 of 5 failed (100 % >= 50 %)";
        QTest::newRow("smaller window keeps the newest outcomes") << "s10 f9" << 2 << ""
                                                                  << "opened: 9 of 10 failed (90 % >= 50 %)";
        QTest::newRow("shorter open period is measured from its start")
            << "f10 +1200" << 3 << ""
            << "opened: 10 of 10 failed (100 % >= 50 %); due for a probe";
        QTest::newRow("fewer probes decide on the answers there are")
            << "f10 +2000 s2" << 4 << ""
            << "closed: 2 of 2 probes succeeded, waiting for 10 calls";
        QTest::newRow("more probes are admitted") << "f10 +2000 a3" << 5 << "a3 x1"
                                                  << "half-open: 0 of 6 probes answered, 0 failed, 6 in flight";
        QTest::newRow("shorter deadline ends half-open now") << "f10 +2000 a3 +3000" << 6 << "+1999 x1"
                                                             << "opened again: 0 of 3 probes answered within 1 s";
        QTest::newRow("another mode starts afresh") << "a1 f10" << 7 << "x3"
                                                    << "forced open: every call is refused";
        QTest::newRow("the same again changes nothing") << "s8 f4" << 8 << ""
                                                        << "closed: 4 of 12 failed (33.3 % < 50 %)";
    }
    void a_new_configuration_acts_at_once() {
        QFETCH(QString, before);
        QFETCH(int, change);
        QFETCH(QString, after);
        QFETCH(QString, reason);
        static const std::array<std::function<void(Config&)>, 9> changes{
            [](Config& c) { c.failure_threshold = 30; },
            [](Config& c) { c.minimum_calls = 5; },
            [](Config& c) { c.window.calls = 10; },
            [](Config& c) { c.open_for = 1s; },
            [](Config& c) { c.probes = 2; },
            [](Config& c) { c.probes = 6; },
            [](Config& c) { c.half_open_deadline = 1s; },
            [](Config& c) { c.mode = Mode::forced_open; },
            [](Config&) {},
        };
        Player p(basic());
        p.play(before);
        const Config config = with(changes[static_cast<std::size_t>(change)]);
        p.breaker.configure(config, p.now);
        QVERIFY(p.breaker.config() == config);
        p.play(after);
        QCOMPARE(QString::fromStdString(p.breaker.reason(p.now)), reason);
    }

    void leaving_a_mode_starts_afresh() {
        Player p(basic());
        p.play("a2 f10");
        p.breaker.configure(with([](Config& c) { c.mode = Mode::disabled; }), p.now);
        p.play("a1");
        p.breaker.configure(basic(), p.now);
        p.play("F3 f9");
        QCOMPARE(QString::fromStdString(p.breaker.reason(p.now)),
                 QStringLiteral("closed: 9 of 9 failed, waiting for 10 calls"));
        QCOMPARE(p.breaker.status(p.now).stale, std::uint64_t{2});
    }

    void a_configuration_out_of_range_is_refused_with_its_name_data() {
        QTest::addColumn<int>("change");
        QTest::addColumn<QString>("message");
        int i = 0;
        for (const char* message :
             {"window.calls must be 1 to 1000", "window.calls must be 1 to 1000", "window.length must be at least 1 ms",
              "minimum_calls must be at least 1", "failure_threshold must be above 0 and at most 100 %",
              "failure_threshold must be above 0 and at most 100 %", "slow_threshold must be above 0 and at most 100 %",
              "slow_call must not be negative", "open_for must be above zero", "backoff must be at least 1",
              "max_open_for must not be negative", "probes must be at least 1",
              "half_open_deadline must be above zero"})
            QTest::addRow("%d", i) << i << QString::fromLatin1(message), ++i;
    }
    void a_configuration_out_of_range_is_refused_with_its_name() {
        QFETCH(int, change);
        QFETCH(QString, message);
        static const std::array<std::function<void(Config&)>, 13> changes{
            [](Config& c) { c.window.calls = 0; },
            [](Config& c) { c.window.calls = 1001; },
            [](Config& c) { c.window.length = 999us; },
            [](Config& c) { c.minimum_calls = 0; },
            [](Config& c) { c.failure_threshold = 0; },
            [](Config& c) { c.failure_threshold = 100.5; },
            [](Config& c) { c.slow_threshold = std::nan(""); },
            [](Config& c) { c.slow_call = -1ms; },
            [](Config& c) { c.open_for = 0s; },
            [](Config& c) { c.backoff = 0.5; },
            [](Config& c) { c.max_open_for = -1s; },
            [](Config& c) { c.probes = 0; },
            [](Config& c) { c.half_open_deadline = 0s; },
        };
        const Config bad = with(changes[static_cast<std::size_t>(change)]);
        QCOMPARE(QString::fromStdString(check(bad).value_or("fine")), message);
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, CircuitBreaker{bad});
        CircuitBreaker breaker(basic());
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, breaker.configure(bad, Time{}));
        QVERIFY(breaker.config() == basic());
    }
};

}  // namespace test_circuit_breaker_config

WEIR_TEST(test_circuit_breaker_config, TestCircuitBreakerConfig)
#include "test_circuit_breaker_config.moc"
