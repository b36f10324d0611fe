// Both breakers hammered by threads: counts add up, probes stay within their number, edges stay legal, and reading
// meanwhile is harmless. Meant above all for ThreadSanitizer. Time is a shared counter, so threads bring times slightly
// out of order, as real ones do.
#include <QTest>
#include <array>
#include <atomic>
#include <random>
#include <thread>
#include <vector>

#include "core/patterns/circuit_breaker.h"
#include "core/patterns/textbook/circuit_breaker.h"
#include "tests/program.h"

namespace test_circuit_breaker_threads {

using namespace std::chrono_literals;
using weir::Duration;
using weir::Time;
using weir::patterns::CircuitBreaker;
using weir::patterns::CircuitBreakerConfig;
using weir::patterns::OutcomeWindow;
using weir::patterns::breaker::Outcome;
using weir::patterns::breaker::State;
using weir::patterns::breaker::Status;
using weir::patterns::breaker::Transition;
namespace textbook = weir::patterns::textbook;

constexpr int thread_count = 4;
constexpr int calls_each = 20'000;

struct Counts {
    std::atomic<std::uint64_t> admitted{0};
    std::atomic<std::uint64_t> refused{0};
    std::atomic<std::uint64_t> cancelled{0};
};

/// Each thread keeps up to four calls open; failures come in phases so that the breaker opens and recovers.
template <class Breaker>
void hammer(Breaker& breaker, Counts& counts, std::atomic<std::int64_t>& clock) {
    std::vector<std::jthread> threads;
    for (unsigned seed = 1; seed <= thread_count; ++seed) {
        threads.emplace_back([&, seed] {
            std::mt19937_64 random(seed);
            std::vector<typename Breaker::Permit> open;
            for (int i = 0; i < calls_each; ++i) {
                const Time now{Duration{clock.fetch_add(10'000)}};
                auto permit = breaker.try_acquire(now);
                (permit ? counts.admitted : counts.refused).fetch_add(1);
                if (permit) open.push_back(std::move(*permit));
                if (open.empty() || (permit && open.size() < 4 && random() % 2 == 0)) continue;
                const auto which = open.begin() + static_cast<std::ptrdiff_t>(random() % open.size());
                const bool bad_phase = (i / 1000) % 2 == 0;
                const auto dice = random() % 10;
                if (dice == 0)
                    counts.cancelled.fetch_add(1);
                else if (dice < (bad_phase ? 9U : 2U))
                    which->fail(now);
                else
                    which->succeed(now);
                open.erase(which);
            }
            counts.cancelled.fetch_add(open.size());
        });
    }
}

class TestCircuitBreakerThreads : public QObject {
    Q_OBJECT

private slots:
    void production_holds_under_threads_data() {
        QTest::addColumn<int>("kind");
        QTest::newRow("window by count") << static_cast<int>(OutcomeWindow::Kind::count);
        QTest::newRow("window by time") << static_cast<int>(OutcomeWindow::Kind::time);
    }
    void production_holds_under_threads() {
        QFETCH(int, kind);
        CircuitBreakerConfig config;
        config.window = {static_cast<OutcomeWindow::Kind>(kind), 20, 5ms};
        config.open_for = 1ms;
        config.half_open_deadline = 2ms;
        CircuitBreaker breaker(config);
        Counts counts;
        std::atomic<std::int64_t> clock{0};
        std::uint64_t torn = 0;
        {
            std::jthread reader([&](const std::stop_token& stop) {
                std::array<Outcome, 32> strip{};
                while (!stop.stop_requested()) {
                    const Time now{Duration{clock.load()}};
                    const Status s = breaker.status(now);
                    if (s.generation != 1 + s.opened + s.half_opened + s.closed) ++torn;
                    if (s.probes_started > s.probes_allowed) ++torn;
                    if (breaker.reason(now).empty()) ++torn;
                    if (breaker.last_outcomes(strip, now) > strip.size()) ++torn;
                    config.failure_threshold = config.failure_threshold == 50 ? 60 : 50;
                    breaker.configure(config, now);
                    std::this_thread::yield();
                }
            });
            hammer(breaker, counts, clock);
        }
        const Status s = breaker.status(Time{Duration{clock.load()}});
        QCOMPARE(torn, std::uint64_t{0});
        QCOMPARE(s.admitted, counts.admitted.load());
        QCOMPARE(s.refused, counts.refused.load());
        QCOMPARE(s.cancelled, counts.cancelled.load());
        QCOMPARE(s.admitted + s.refused, std::uint64_t{thread_count * calls_each});
        QVERIFY(s.max_probes_in_flight <= config.probes);
        QVERIFY(s.opened > 0);
        QVERIFY(s.closed > 0);
        std::array<Transition, CircuitBreaker::recent_capacity> recent{};
        const std::size_t n = breaker.recent(recent);
        for (std::size_t i = 0; i < n; ++i) {
            const auto& [at, from, to, cause, tally, threshold, period, probes] = recent[i];
            QVERIFY((from == State::closed && to == State::open) || (from == State::open && to == State::half_open) ||
                    (from == State::half_open && to != State::half_open));
            if (i > 0) QVERIFY(recent[i - 1].to == from);
        }
    }

    void textbook_keeps_its_counts_whatever_its_state() {
        textbook::CircuitBreaker breaker({5, 1ms});
        Counts counts;
        std::atomic<std::int64_t> clock{0};
        hammer(breaker, counts, clock);
        const Status s = breaker.status(Time{Duration{clock.load()}});
        QCOMPARE(s.admitted, counts.admitted.load());
        QCOMPARE(s.refused, counts.refused.load());
        QCOMPARE(s.cancelled, counts.cancelled.load());
        QVERIFY(s.opened > 0);
    }
};

}  // namespace test_circuit_breaker_threads

WEIR_TEST(test_circuit_breaker_threads, TestCircuitBreakerThreads)
#include "test_circuit_breaker_threads.moc"
