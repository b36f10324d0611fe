// What exploring reaches: random choice takes every interleaving, and PCT finds ordering bugs of known depth that the
// engine's own policy never shows.
#include <QTest>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/runtime/group.h"
#include "core/runtime/select.h"
#include "core/runtime/simulation.h"
#include "tests/program.h"

namespace test_schedule_choice {

using namespace std::chrono_literals;
using weir::Choice;
using weir::Executor;
using weir::Simulation;
using weir::SimulationOptions;
using weir::Task;
using weir::TaskGroup;

// --- Every interleaving -------------------------------------------------------------------------------------------

Task<void> steps(Executor& engine, char name, int count, std::string& order) {
    for (int i = 0; i < count; ++i) {
        order += name;
        if (i + 1 < count) co_await engine.yield();
    }
}

Task<void> interleave(Executor& engine, std::string& order) {
    TaskGroup group{engine};
    group.spawn(steps(engine, 'a', 3, order));
    group.spawn(steps(engine, 'b', 3, order));
    co_await group.join();
}

template <class Make>
std::string order_under(Choice choice, std::uint64_t seed, Make make) {
    SimulationOptions options;
    options.choice = choice;
    options.seed = seed;
    options.pct_depth = 4;
    options.pct_length = 8;
    Simulation engine{options};
    std::string order;
    engine.run(make(engine, order));
    return order;
}

// --- Timers of one instant, and tasks that are ready then -----------------------------------------------------------

Task<void> at_one_instant(Executor& engine, std::string& order) {
    TaskGroup group{engine};
    for (const char name : {'a', 'b'}) {
        group.spawn([](Executor& e, char n, std::string& o) -> Task<void> {
            co_await e.sleep(1ms);
            o += n;
            co_await e.yield();
            o += n;
        }(engine, name, order));
    }
    co_await group.join();
}

// --- Bugs of known depth --------------------------------------------------------------------------------------------

/// Depth 2: one task looks and acts in two steps, another changes what was seen in between. So many other tasks and
/// steps go on beside it that chance alone hits the gap seldom.
struct Race {
    int seen = 0;
    int value = 0;
    bool found = false;
};

Task<void> look_and_act(Executor& engine, Race& race) {
    for (int i = 0; i < 5; ++i) co_await engine.yield();
    race.seen = race.value;
    co_await engine.yield();
    if (race.value != race.seen) race.found = true;
    for (int i = 0; i < 5; ++i) co_await engine.yield();
}

Task<void> change(Executor& engine, Race& race) {
    for (int i = 0; i < 20; ++i) co_await engine.yield();
    ++race.value;
}

Task<void> depth_two(Executor& engine, bool& found) {
    Race race;
    TaskGroup group{engine};
    group.spawn(look_and_act(engine, race));
    group.spawn(change(engine, race));
    co_await group.join();
    found = race.found;
}

/// Stages that tasks must reach in order, each in the middle of a task; a stage reached out of order spoils it.
struct Stages {
    int reached = 0;
    void reach(int next) { reached = reached == next - 1 ? next : -1; }
};

Task<void> pass(Executor& engine, int count) {
    for (int i = 0; i < count; ++i) co_await engine.yield();
}

/// Depth 3: one task is held up right after its beginning, a second one in its middle, then the first goes on.
Task<void> depth_three(Executor& engine, bool& found) {
    Stages stages;
    TaskGroup group{engine};
    group.spawn([](Executor& e, Stages& s) -> Task<void> {
        s.reach(1);
        co_await pass(e, 3);
        s.reach(3);
    }(engine, stages));
    group.spawn([](Executor& e, Stages& s) -> Task<void> {
        co_await pass(e, 12);
        s.reach(2);
        co_await pass(e, 4);
        s.reach(4);
    }(engine, stages));
    co_await group.join();
    found = stages.reached == 4;
}

/// Depth 3, too, but the task that was held up first must be the last to go on, after a third.
Task<void> depth_three_the_other_way(Executor& engine, bool& found) {
    Stages stages;
    TaskGroup group{engine};
    group.spawn([](Executor& e, Stages& s) -> Task<void> {
        s.reach(1);
        co_await pass(e, 3);
        s.reach(5);
    }(engine, stages));
    group.spawn([](Executor& e, Stages& s) -> Task<void> {
        co_await pass(e, 12);
        s.reach(2);
        co_await pass(e, 4);
        s.reach(4);
    }(engine, stages));
    group.spawn([](Stages& s) -> Task<void> {
        s.reach(3);
        co_return;
    }(stages));
    co_await group.join();
    found = stages.reached == 5;
}

int times_found(Task<void> (*scenario)(Executor&, bool&), SimulationOptions options, int schedules) {
    int found = 0;
    for (int seed = 1; seed <= schedules; ++seed) {
        options.seed = static_cast<std::uint64_t>(seed);
        Simulation engine{options};
        bool hit = false;
        engine.run(scenario(engine, hit));
        found += hit ? 1 : 0;
    }
    return found;
}

class TestScheduleChoice : public QObject {
    Q_OBJECT

private slots:
    void cleanup() { QCOMPARE(weir::frame_pool::live_frames(), 0); }

    void every_interleaving_of_two_tasks_is_taken_data() {
        QTest::addColumn<int>("choice");
        QTest::newRow("random") << static_cast<int>(Choice::random);
        QTest::newRow("pct") << static_cast<int>(Choice::pct);
    }
    void every_interleaving_of_two_tasks_is_taken() {
        QFETCH(int, choice);
        std::map<std::string, int> orders;
        for (std::uint64_t seed = 0; seed < 4000; ++seed)
            ++orders[order_under(static_cast<Choice>(choice), seed, interleave)];
        if (static_cast<Choice>(choice) == Choice::random) {
            QCOMPARE(orders.size(), std::size_t{20});  // 6 over 3
            for (const auto& [order, times] : orders) QVERIFY2(times > 20, order.c_str());
        } else {
            // Three changes of priority make at most three switches beside the one at the first task's end.
            QVERIFY(orders.size() >= 14);
        }
    }

    void the_policy_takes_one_interleaving() {
        std::set<std::string> orders;
        for (std::uint64_t seed = 0; seed < 100; ++seed) {
            SimulationOptions options;
            options.workers = 1;
            options.seed = seed;
            Simulation engine{options};
            std::string order;
            engine.run(interleave(engine, order));
            orders.insert(order);
        }
        QCOMPARE(orders.size(), std::size_t{1});
    }

    void what_is_ready_competes_with_timers_of_the_same_instant_data() {
        every_interleaving_of_two_tasks_is_taken_data();
    }
    void what_is_ready_competes_with_timers_of_the_same_instant() {
        QFETCH(int, choice);
        std::set<std::string> orders;
        for (std::uint64_t seed = 0; seed < 2000; ++seed)
            orders.insert(order_under(static_cast<Choice>(choice), seed, at_one_instant));
        for (const char* order : {"aabb", "abab", "abba", "baab", "baba", "bbaa"})
            QVERIFY2(orders.contains(order), order);
    }

    void pct_finds_a_bug_of_depth_two_that_the_policy_never_shows() {
        SimulationOptions options;
        options.workers = 1;
        QCOMPARE(times_found(depth_two, options, 500), 0);
        options.choice = Choice::pct;
        options.pct_depth = 2;
        options.pct_length = 40;
        // The guarantee: at least 1 / (n k) = 1 / (3 * 40) of the schedules; half of that leaves room for chance.
        QVERIFY(times_found(depth_two, options, 12'000) >= 12'000 / 120 / 2);
    }

    void pct_finds_bugs_of_depth_three_that_the_policy_never_shows_data() {
        QTest::addColumn<bool>("first_goes_on_last");
        QTest::newRow("first held up, first to go on") << false;
        QTest::newRow("first held up, last to go on") << true;
    }
    void pct_finds_bugs_of_depth_three_that_the_policy_never_shows() {
        QFETCH(bool, first_goes_on_last);
        auto* const scenario = first_goes_on_last ? depth_three_the_other_way : depth_three;
        SimulationOptions options;
        options.workers = 1;
        QCOMPARE(times_found(scenario, options, 500), 0);
        options.choice = Choice::pct;
        options.pct_depth = 3;
        options.pct_length = 25;
        // At least 1 / (n k^2) = 1 / (4 * 625).
        QVERIFY(times_found(scenario, options, 50'000) >= 50'000 / 2500 / 2);
        // One change of priority is not enough.
        options.pct_depth = 2;
        QCOMPARE(times_found(scenario, options, 5000), 0);
    }
};

}  // namespace test_schedule_choice

WEIR_TEST(test_schedule_choice, TestScheduleChoice)
#include "test_schedule_choice.moc"
