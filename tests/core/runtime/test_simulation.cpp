// The virtual-time engine: the same seed gives the same events, time jumps, work occupies workers, and what can never
// end is reported.
#include <rapidcheck.h>
#include <QTest>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/runtime/group.h"
#include "core/runtime/select.h"
#include "core/runtime/simulation.h"
#include "tests/core/engines.h"
#include "tests/program.h"

namespace test_simulation {

using namespace std::chrono_literals;
using weir::Choice;
using weir::Duration;
using weir::Executor;
using weir::Random;
using weir::Scope;
using weir::Simulation;
using weir::SimulationOptions;
using weir::Task;
using weir::TaskGroup;
using weir::Time;

/// What happened, when and to whom.
struct Trace {
    std::vector<std::pair<Time, int>> events;
    void note(const Executor& engine, int who) { events.emplace_back(engine.now(), who); }
    std::uint64_t hash() const {
        std::uint64_t h = 14695981039346656037U;
        for (const auto& [time, who] : events)
            h = (h ^ static_cast<std::uint64_t>(time.time_since_epoch().count()) * 31 ^
                 static_cast<std::uint64_t>(who)) *
                1099511628211U;
        return h;
    }
};

Task<void> busy_body(Executor& engine, Random random, Trace& trace, int who, int depth) {
    for (int i = 0; i < 6; ++i) {
        trace.note(engine, who);
        switch (random.below(5)) {
            case 0:
                co_await engine.sleep(Duration{random.below(1000)});
                break;
            case 1:
                co_await engine.work(Duration{random.below(1000)});
                break;
            case 2:
                co_await engine.blocking(Duration{random.below(1000)});
                break;
            case 3:
                if (depth > 0) {
                    auto child = engine.spawn(busy_body(engine, Random{random()}, trace, who * 10 + i, depth - 1));
                    co_await engine.yield();
                    co_await std::move(child);
                }
                break;
            default:
                co_await engine.yield();
        }
    }
}

Task<void> busy(Executor& engine, std::uint64_t seed, Trace& trace) {
    TaskGroup group{engine};
    for (int i = 1; i <= 8; ++i)
        group.spawn(busy_body(engine, Random{seed + static_cast<std::uint64_t>(i)}, trace, i, 2));
    co_await group.join();
}

Trace trace_of(SimulationOptions options, std::uint64_t load) {
    Simulation engine{options};
    Trace trace;
    engine.run(busy(engine, load, trace));
    return trace;
}

Task<void> work(Executor& engine, Duration length) { co_await engine.work(length); }
Task<void> block(Executor& engine, Duration length, int& done) {
    co_await engine.blocking(length);
    ++done;
}

Task<void> work_many(Executor& engine, int count, Duration length) {
    TaskGroup group{engine};
    for (int i = 0; i < count; ++i) group.spawn(work(engine, length));
    co_await group.join();
}

Task<void> block_many(Executor& engine, int count, Duration length, int& done) {
    TaskGroup group{engine};
    for (int i = 0; i < count; ++i) group.spawn(block(engine, length, done));
    co_await group.join();
}

Task<void> sleep_and_note(Executor& engine, Duration d, int who, std::vector<int>& order) {
    co_await engine.sleep(d);
    order.push_back(who);
}

Task<void> three_sleepers(Executor& engine, std::vector<int>& order) {
    TaskGroup group{engine};
    group.spawn(sleep_and_note(engine, 3h, 0, order));
    group.spawn(sleep_and_note(engine, 1h, 1, order));
    group.spawn(sleep_and_note(engine, 2h, 2, order));
    co_await group.join();
}

Task<void> same_instant(Executor& engine, std::vector<int>& order) {
    TaskGroup group{engine};
    for (int i = 0; i < 6; ++i) {
        group.spawn(sleep_and_note(engine, 1ms, i, order));
        co_await engine.yield();  // armed one after the other
    }
    co_await group.join();
}

Task<void> ticker(Executor& engine, int& ticks) {
    while (true) {
        co_await engine.sleep(1ms);
        ++ticks;
    }
}

Task<void> for_ever() { co_await weir::UntilCancelled{}; }

Task<void> all_stuck(Executor& engine) {
    TaskGroup group{engine};
    for (int i = 0; i < 3; ++i) group.spawn(for_ever());
    co_await group.join();
}

Task<void> spin(Executor& engine) {
    while (true) co_await engine.yield();
}
Task<void> spin_beside(Executor& engine) {
    TaskGroup group{engine};
    group.spawn(spin(engine));
    group.spawn([](Executor& e) -> Task<void> { co_await e.sleep(1s); }(engine));
    group.spawn([](Executor& e) -> Task<void> { co_await e.work(1s); }(engine));
    co_await group.join();
}

class TestSimulation : public QObject {
    Q_OBJECT

private slots:
    void cleanup() {
        QVERIFY2(engines::failure.empty(), engines::failure.c_str());
        QCOMPARE(weir::frame_pool::live_frames(), 0);
    }

    void the_same_seed_gives_the_same_events() {
        QVERIFY(rc::check([](std::uint64_t seed, std::uint64_t load) {
            for (const auto choice : {Choice::policy, Choice::random, Choice::pct}) {
                SimulationOptions options;
                options.seed = seed;
                options.choice = choice;
                options.workers = 1 + static_cast<unsigned>(load % 4);
                const auto first = trace_of(options, load);
                const auto again = trace_of(options, load);
                RC_ASSERT(first.events == again.events);
                RC_ASSERT(first.hash() == again.hash());
            }
        }));
    }

    void other_seeds_give_other_schedules() {
        std::set<std::uint64_t> hashes;
        for (std::uint64_t seed = 0; seed < 50; ++seed) {
            SimulationOptions options;
            options.seed = seed;
            options.choice = Choice::random;
            hashes.insert(trace_of(options, 1).hash());
        }
        QVERIFY(hashes.size() > 45);
    }

    void time_jumps_to_the_next_deadline() {
        Simulation engine;
        std::vector<int> order;
        engine.run(three_sleepers(engine, order));
        QCOMPARE(order, (std::vector{1, 2, 0}));
        QCOMPARE(engine.now(), Time{3h});
        QVERIFY(engine.events() < 20);
    }

    void timers_of_one_instant_fire_in_the_order_of_arming() {
        SimulationOptions options;
        options.workers = 1;
        Simulation engine{options};
        std::vector<int> order;
        engine.run(same_instant(engine, order));
        QCOMPARE(order, (std::vector{0, 1, 2, 3, 4, 5}));
    }

    void work_occupies_a_worker_data() {
        QTest::addColumn<unsigned>("workers");
        QTest::addColumn<int>("jobs");
        QTest::addColumn<int>("rounds");
        QTest::newRow("one worker") << 1U << 5 << 5;
        QTest::newRow("as many as jobs") << 4U << 4 << 1;
        QTest::newRow("more jobs") << 4U << 10 << 3;
        QTest::newRow("more workers") << 8U << 3 << 1;
    }
    void work_occupies_a_worker() {
        QFETCH(unsigned, workers);
        QFETCH(int, jobs);
        QFETCH(int, rounds);
        for (const auto choice : {Choice::policy, Choice::random, Choice::pct}) {
            SimulationOptions options;
            options.workers = workers;
            options.choice = choice;
            Simulation engine{options};
            engine.run(work_many(engine, jobs, 10ms));
            QCOMPARE(engine.now(), Time{rounds * 10ms});
        }
    }

    void blocking_work_keeps_to_its_limit() {
        SimulationOptions options;
        options.workers = 1;
        options.blocking_threads = 3;
        Simulation engine{options};
        int done = 0;
        engine.run(block_many(engine, 7, 10ms, done));
        QCOMPARE(done, 7);
        QCOMPARE(engine.now(), Time{30ms});  // three at a time, and no worker is kept from its work
    }

    void a_job_that_throws_fails_its_await() {
        Simulation engine;
        auto task = [](Executor& e) -> Task<void> {
            auto job = std::move_only_function<void()>{[] { throw std::runtime_error{"in a job"}; }};
            co_await e.blocking(1ms, std::move(job));
        };
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, engine.run(task(engine)));
    }

    void running_until_a_time_stops_there() {
        Simulation engine;
        int ticks = 0;
        Scope scope{nullptr};
        engine.spawn_in(scope, ticker(engine, ticks));
        QVERIFY(engine.run_until(Time{10ms}));
        QCOMPARE(ticks, 10);
        QCOMPARE(engine.now(), Time{10ms});
        QVERIFY(engine.run_until(Time{10ms + 500us}));
        QCOMPARE(ticks, 10);
        QCOMPARE(engine.now(), Time{10ms + 500us});
        // At most so many events: each tick is a timer and a poll.
        QVERIFY(!engine.run_until(Time{1s}, 20));
        QCOMPARE(ticks, 20);
        QVERIFY(engine.now() < Time{1s});
        QVERIFY(engine.step());
        QVERIFY(engine.step());
        QCOMPARE(ticks, 21);
        scope.cancel();
        while (engine.step()) {
        }
        QVERIFY(!engine.step());
        QCOMPARE(scope.running(), std::size_t{0});
    }

    void a_deadlock_is_reported_with_who_waits_for_what() {
        Simulation engine;
        try {
            engine.run(all_stuck(engine));
            QFAIL("it ended");
        } catch (const weir::Deadlock& e) {
            const std::string what = e.what();
            QVERIFY2(what.find("3 waiting for cancellation") != std::string::npos, e.what());
        }
        // The engine goes on to be of use.
        engine.run(work(engine, 1ms));
    }

    void a_livelock_is_reported() {
        for (const auto choice : {Choice::policy, Choice::random, Choice::pct}) {
            SimulationOptions options;
            options.choice = choice;
            options.livelock_polls = 10'000;
            Simulation engine{options};
            QVERIFY_THROWS_EXCEPTION(weir::Livelock, engine.run(spin_beside(engine)));
            engine.run(work(engine, 1ms));
        }
    }

    void a_livelock_is_no_matter_of_long_runs() {
        SimulationOptions options;
        options.livelock_polls = 100;
        Simulation engine{options};
        int ticks = 0;
        Scope scope{nullptr};
        engine.spawn_in(scope, ticker(engine, ticks));
        QVERIFY(engine.run_until(Time{1s}));  // a thousand polls, but time goes by
        QCOMPARE(ticks, 1000);
        scope.cancel();
        QVERIFY(engine.run_until(Time{2s}));
    }

    void statistics_count_what_happened() {
        SimulationOptions options;
        options.workers = 3;
        Simulation engine{options};
        Trace trace;
        engine.run(busy(engine, 5, trace));
        const auto stats = engine.stats();
        QCOMPARE(stats.polls + stats.timers, engine.events());
        QCOMPARE(stats.spawned + 9 - 8,
                 stats.ended + stats.taken_back);  // run() starts one; the others are spawned within
        QVERIFY(stats.stolen >= stats.steals);
    }

    void engines_nest() {
        // A simulation inside a task of another engine: the context is put back.
        Simulation outer;
        const auto end = outer.run([](Executor& e) -> Task<Time> {
            Simulation inner;
            inner.run(work(inner, 5ms));
            co_await e.work(1ms);
            co_return e.now();
        }(outer));
        QCOMPARE(end, Time{1ms});
    }
};

}  // namespace test_simulation

WEIR_TEST(test_simulation, TestSimulation)
#include "test_simulation.moc"
