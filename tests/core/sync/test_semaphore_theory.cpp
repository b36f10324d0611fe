// A semaphore of c permits stands for c servers. Who is turned away when none is free is lost, and of those Erlang B
// says how many, whatever service times look like; who waits in line for one instead, Erlang C. In virtual time, on
// Poisson arrivals.
//
// The seed is fixed, so a row always gives the same figures. Runs are long enough for them to scatter by 1 % or so.
#include <QTest>
#include <cmath>
#include <cstdint>
#include <utility>

#include "core/runtime/group.h"
#include "core/runtime/random.h"
#include "core/runtime/simulation.h"
#include "core/sync/semaphore.h"
#include "core/theory/erlang.h"
#include "tests/program.h"

namespace test_semaphore_theory {

using namespace weir;

constexpr double mean_s = 1;

/// A length of mean 1 from a number that is uniform in [0, 1).
using Length = double (*)(double);
double constant(double) { return 1; }
double uniform(double u) { return 2 * u; }
double exponential(double u) { return -std::log1p(-u); }
double pareto(double u) { return 0.6 * std::pow(1 - u, -0.4); }  // shape 2.5

struct Servers {
    explicit Servers(int c) : permits{c} {}
    Semaphore permits;
    int arrived = 0;
    int lost = 0;
    int waited = 0;
    double wait_s = 0;  ///< of all together
};

Task<void> hold(Executor& engine, Semaphore::Permit permit, Duration length) {
    co_await engine.sleep(length);
    permit.release();
}

Task<void> wait_and_hold(Executor& engine, Servers& servers, Duration length) {
    const Time came = engine.now();
    auto permit = co_await servers.permits.acquire();
    if (engine.now() > came) ++servers.waited;
    servers.wait_s += to_seconds(engine.now() - came);
    co_await engine.sleep(length);
}

/// So many Poisson arrivals at a load of so many erlangs.
Task<void> arrivals(Executor& engine, Servers& servers, int count, double load, Length length, bool may_wait) {
    auto times = engine.random(Stream::load);
    auto lengths = engine.random(Stream::pattern);
    TaskGroup calls{engine, OnError::collect};
    Time at = engine.now();
    for (; servers.arrived < count; ++servers.arrived) {
        at += from_seconds(times.exponential() * mean_s / load);
        co_await engine.sleep_until(at);
        const auto lasts = from_seconds(mean_s * length(lengths.uniform()));
        if (may_wait) {
            calls.spawn(wait_and_hold(engine, servers, lasts));
        } else if (auto permit = servers.permits.try_acquire()) {
            calls.spawn(hold(engine, std::move(*permit), lasts));
        } else {
            ++servers.lost;
        }
    }
    co_await calls.join();
    calls.rethrow_first();
}

double off(double measured, double expected) { return 100 * (measured / expected - 1); }

class TestSemaphoreTheory : public QObject {
    Q_OBJECT

private slots:
    void those_turned_away_are_as_many_as_erlang_b_says_data() {
        QTest::addColumn<int>("servers");
        QTest::addColumn<double>("load");
        QTest::addColumn<Length>("length");
        const auto row = [](int servers, double load, const char* name, Length length) {
            QTest::addRow("%d servers, %g erlang, %s", servers, load, name) << servers << load << length;
        };
        for (const auto& [servers, load] : {std::pair{1, 0.5}, {1, 2.0}, {4, 2.0}, {4, 6.0}, {16, 12.0}, {16, 20.0}})
            row(servers, load, "exponential", exponential);
        row(4, 4, "constant", constant);
        row(4, 4, "uniform", uniform);
        row(4, 4, "pareto", pareto);
    }
    void those_turned_away_are_as_many_as_erlang_b_says() {
        QFETCH(int, servers);
        QFETCH(double, load);
        QFETCH(Length, length);
        Simulation engine;
        Servers all{servers};
        engine.run(arrivals(engine, all, 300'000, load, length, false));
        const double loss = static_cast<double>(all.lost) / all.arrived;
        const double expected = theory::erlang_b(load, servers);
        qInfo("loss %.4f (%+.2f %%)", loss, off(loss, expected));
        QVERIFY(std::abs(off(loss, expected)) < 3);
        QCOMPARE(all.permits.available(), std::int64_t{servers});
    }

    void those_in_line_are_as_many_as_erlang_c_says_and_wait_as_long_data() {
        QTest::addColumn<int>("servers");
        QTest::addColumn<double>("load");
        for (const auto& [servers, load] : {std::pair{1, 0.5}, {2, 1.0}, {4, 3.0}})
            QTest::addRow("%d servers, %g erlang", servers, load) << servers << load;
    }
    void those_in_line_are_as_many_as_erlang_c_says_and_wait_as_long() {
        QFETCH(int, servers);
        QFETCH(double, load);
        Simulation engine;
        Servers all{servers};
        engine.run(arrivals(engine, all, 1'000'000, load, exponential, true));
        const double waited = static_cast<double>(all.waited) / all.arrived;
        const double expected = theory::erlang_c(load, servers);
        const double wait_s = all.wait_s / all.arrived;
        const double expected_s = theory::mmc_mean_wait_s(load / mean_s, 1 / mean_s, servers);
        qInfo("wait %.4f (%+.2f %%), for %.4f s (%+.2f %%)", waited, off(waited, expected), wait_s,
              off(wait_s, expected_s));
        QVERIFY(std::abs(off(waited, expected)) < 3);
        QVERIFY(std::abs(off(wait_s, expected_s)) < 3);
    }
};

}  // namespace test_semaphore_theory

WEIR_TEST(test_semaphore_theory, TestSemaphoreTheory)
#include "test_semaphore_theory.moc"
