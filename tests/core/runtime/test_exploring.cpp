// The tools that explore: schedules one by one, each once and none left out; the same schedule again by its choices;
// the simplest that breaks what another broke; and a cancellation at each suspension in turn.
#include <QRegularExpression>
#include <QTest>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/runtime/group.h"
#include "core/runtime/unless_cancelled.h"
#include "tests/core/explore/schedules.h"
#include "tests/program.h"

namespace test_exploring {

using namespace std::chrono_literals;
using explore::Checks;
using explore::Deviations;
using explore::Director;
using explore::Plan;
using explore::Schedules;
using explore::Size;
using explore::Way;
using weir::Choice;
using weir::Executor;
using weir::Random;
using weir::Simulation;
using weir::Task;
using weir::TaskGroup;

Task<void> steps(Executor& engine, char name, int count, std::string& order) {
    for (int i = 0; i < count; ++i) {
        order += name;
        if (i + 1 < count) co_await engine.yield();
    }
}

Task<void> interleave(Executor& engine, Size size, std::string& order) {
    TaskGroup group{engine};
    for (int i = 0; i < size.tasks; ++i) group.spawn(steps(engine, static_cast<char>('a' + i), size.rounds, order));
    co_await group.join();
}

/// Tasks that are woken at one instant.
Task<void> wake_together(Executor& engine, Size size, std::string& order) {
    TaskGroup group{engine};
    for (int i = 0; i < size.tasks; ++i) {
        group.spawn([](Executor& e, char name, int count, std::string& o) -> Task<void> {
            co_await e.sleep(1ms);
            auto rest = steps(e, name, count, o);
            co_await std::move(rest);
        }(engine, static_cast<char>('a' + i), size.rounds, order));
    }
    co_await group.join();
}

/// What tasks do, as the order in which they do it.
using Program = Task<void> (*)(Executor&, Size, std::string&);

struct Orders {
    explore::Scenario of(Program program) {
        return [this, program](Simulation& engine, Random, Checks& checks, Size size) {
            last.clear();
            engine.run(program(engine, size, last));
            ++times[last];
            checks.require(last != forbidden, "not this order");
        };
    }
    std::string last;
    std::string forbidden;
    std::map<std::string, int> times;
};

/// A task looks and acts in two steps, another changes what was seen, among many other steps of both.
Task<void> race(Executor& engine, Checks& checks) {
    int value = 0;
    TaskGroup group{engine};
    group.spawn([](Executor& e, Checks& c, const int& v) -> Task<void> {
        for (int i = 0; i < 3; ++i) co_await e.yield();
        const int seen = v;
        co_await e.yield();
        c.require(v == seen, "what was seen still holds");
        for (int i = 0; i < 3; ++i) co_await e.yield();
    }(engine, checks, value));
    group.spawn([](Executor& e, int& v) -> Task<void> {
        for (int i = 0; i < 5; ++i) co_await e.yield();
        ++v;
        for (int i = 0; i < 5; ++i) co_await e.yield();
    }(engine, value));
    co_await group.join();
}

void race_scenario(Simulation& engine, Random, Checks& checks) { engine.run(race(engine, checks)); }

/// Stages that are reached in order when the first task is left in its middle, and the second one, too.
Task<void> stages(Executor& engine, Checks& checks) {
    int reached = 0;
    TaskGroup group{engine};
    for (int i = 0; i < 2; ++i) {
        group.spawn([](Executor& e, int me, int& r) -> Task<void> {
            for (int stage = 1 + me; stage <= 4; stage += 2) {
                r = r == stage - 1 ? stage : -100;
                for (int n = 0; n < 3; ++n) co_await e.yield();
            }
        }(engine, i, reached));
    }
    co_await group.join();
    checks.require(reached != 4, "the stages are never reached in order");
}

void stages_scenario(Simulation& engine, Random, Checks& checks) { engine.run(stages(engine, checks)); }

/// Holds a permit, so to speak, over two suspensions, and gives it back when cancelled at the first only.
struct Leak {
    int held = 0;
};

Task<void> leaky(Executor& engine, Leak& leak) {
    ++leak.held;
    const bool first = co_await weir::unless_cancelled(engine.sleep(1ms));
    if (first) co_await engine.sleep(1ms);
    --leak.held;
    co_await engine.sleep(1ms);
}

void leaky_scenario(Simulation& engine, Random, Checks& checks, Size) {
    Leak leak;
    engine.run([](Executor& e, Checks& c, Leak& l) -> Task<void> {
        TaskGroup doomed{e};
        const Checks::Doomed may_be_cancelled{c, doomed};
        doomed.spawn(leaky(e, l));
        co_await doomed.join();
    }(engine, checks, leak));
    checks.require(leak.held == 0, "what is held is given back");
}

class TestExploring : public QObject {
    Q_OBJECT

private slots:
    /// How much is explored is said here, for each test.
    void initTestCase() {
        qunsetenv("WEIR_SCHEDULES");
        qunsetenv("WEIR_SEED");
    }
    void cleanup() { QCOMPARE(weir::frame_pool::live_frames(), 0); }

    void each_schedule_is_run_once_and_none_is_left_out_data() {
        QTest::addColumn<int>("tasks");
        QTest::addColumn<int>("steps");
        QTest::addColumn<int>("interleavings");
        QTest::newRow("one task") << 1 << 5 << 1;
        QTest::newRow("two of two steps") << 2 << 2 << 6;         // 4 over 2
        QTest::newRow("two of three steps") << 2 << 3 << 20;      // 6 over 3
        QTest::newRow("two of five steps") << 2 << 5 << 252;      // 10 over 5
        QTest::newRow("three of two steps") << 3 << 2 << 90;      // 6! / 2!^3
        QTest::newRow("three of three steps") << 3 << 3 << 1680;  // 9! / 3!^3
        QTest::newRow("four of two steps") << 4 << 2 << 2520;     // 8! / 2!^4
    }
    void each_schedule_is_run_once_and_none_is_left_out() {
        QFETCH(int, tasks);
        QFETCH(int, steps);
        QFETCH(int, interleavings);
        Orders orders;
        Schedules schedules{Choice::given, {}, orders.of(interleave)};
        orders.times.clear();
        const auto all = explore::enumerate(schedules, {.size = {tasks, steps}}, 10'000);
        QVERIFY(all.complete);
        QCOMPARE(all.schedules, static_cast<std::uint64_t>(interleavings));
        QCOMPARE(orders.times.size(), static_cast<std::size_t>(interleavings));
        for (const auto& [order, times] : orders.times) QVERIFY2(times == 1, order.c_str());
    }

    void timers_of_one_instant_compete_with_what_is_ready() {
        Orders orders;
        Schedules schedules{Choice::given, {}, orders.of(wake_together)};
        orders.times.clear();
        const auto all = explore::enumerate(schedules, {.size = {2, 2}}, 10'000);
        QVERIFY(all.complete);
        for (const char* order : {"aabb", "abab", "abba", "baab", "baba", "bbaa"})
            QVERIFY2(orders.times.contains(order), order);
    }

    void those_with_few_switches_come_first() {
        Orders orders;
        Schedules schedules{Choice::given, {}, orders.of(interleave)};
        orders.times.clear();
        // Of two tasks of three steps: aaabbb, three with one deviation, six with two.
        const auto some = explore::enumerate(schedules, {.size = {2, 3}}, 10);
        QVERIFY(!some.complete);
        QCOMPARE(some.schedules, std::uint64_t{10});
        QCOMPARE(some.deviations, std::size_t{2});
        QCOMPARE(explore::enumerate(schedules, {.size = {2, 3}}, 9).deviations, std::size_t{1});
        orders.times.clear();
        explore::enumerate(schedules, {.size = {2, 3}}, 4);
        for (const char* order : {"aaabbb", "bbbaaa", "abbbaa", "aabbba"}) QVERIFY2(orders.times[order] == 1, order);
    }

    void what_breaks_first_has_the_fewest_switches() {
        Orders orders;
        orders.forbidden = "abab";
        Schedules schedules{Choice::given, {}, orders.of(interleave)};
        const auto all = explore::enumerate(schedules, {.size = {2, 2}}, 10'000);
        QCOMPARE(all.broken, std::vector<std::string>{"not this order"});
        QVERIFY(all.last == (Deviations{{1, 1}, {2, 1}}));
    }

    void a_schedule_by_chance_is_repeated_by_its_choices_data() {
        QTest::addColumn<int>("choice");
        QTest::newRow("random") << static_cast<int>(Choice::random);
        QTest::newRow("pct") << static_cast<int>(Choice::pct);
    }
    void a_schedule_by_chance_is_repeated_by_its_choices() {
        QFETCH(int, choice);
        for (const Program program : {interleave, wake_together}) {
            Orders orders;
            Schedules schedules{Choice::random, {}, orders.of(program)};
            for (std::uint64_t seed = 1; seed <= 500; ++seed) {
                Way way{static_cast<Choice>(choice), seed, {4, 4}};
                schedules.run(way);
                const auto unwatched = orders.last;
                Director director;
                schedules.run(way, &director);
                QCOMPARE(orders.last, unwatched);  // to watch changes nothing
                way.choice = Choice::given;
                Director again{director.deviations()};
                schedules.run(way, &again);
                QCOMPARE(orders.last, unwatched);
                QVERIFY(again.choices() == director.choices());
            }
        }
    }

    void shrinking_finds_the_simplest_schedule_data() {
        QTest::addColumn<int>("which");
        QTest::addColumn<int>("switches");
        QTest::newRow("one switch, between looking and acting") << 0 << 1;
        QTest::newRow("two switches, there and back") << 1 << 2;
    }
    void shrinking_finds_the_simplest_schedule() {
        QFETCH(int, which);
        QFETCH(int, switches);
        Schedules schedules{Choice::random, {}, which == 0 ? race_scenario : stages_scenario};
        std::size_t most = 0;
        int found = 0;
        for (Way way; found < 20; ++way.seed) {
            Director director;
            const auto broken = schedules.run(way, &director);
            if (broken.empty()) continue;
            ++found;
            most = std::max(most, director.deviations().size());
            const auto shrunk = explore::shrink(schedules, way, broken.front());
            QCOMPARE(shrunk.size(), static_cast<std::size_t>(switches));
            Director simplest{shrunk};
            QCOMPARE(schedules.run({Choice::given, way.seed}, &simplest), broken);
        }
        QVERIFY(most > static_cast<std::size_t>(switches));
    }

    void a_schedule_is_told_step_by_step() {
        Schedules schedules{Choice::random, {}, race_scenario};
        const auto simplest = explore::enumerate(schedules, {}, 1000);
        Director director{simplest.last};
        director.listens();
        schedules.run({Choice::given}, &director);
        const auto story = QString::fromStdString(director.story());
        const auto lines = story.split('\n', Qt::SkipEmptyParts);
        QCOMPARE(lines.first().simplified(), "0.000 ms task 1 waits for other tasks, spawns 2 3");
        QCOMPARE(lines.filter("*").size(), 1);
        QCOMPARE(lines.filter("BREAKS what was seen still holds").size(), 1);
        QVERIFY(lines.at(lines.size() - 2).contains("BREAKS"));
        QVERIFY(QRegularExpression("^and [0-9]+ steps more$").match(lines.last().trimmed()).hasMatch());
    }

    void each_suspension_is_tried_for_a_cancellation() {
        Schedules schedules{Choice::random, {}, leaky_scenario};
        Director count;
        QVERIFY(schedules.run({.cancels_doomed = true}, &count).empty());
        QCOMPARE(count.suspensions(), std::uint64_t{3});
        for (std::uint64_t k = 0; k <= 4; ++k)
            QCOMPARE(schedules.run({.cancel_at = k, .cancels_doomed = true}).empty(), k != 2);
        const auto told = explore::cancelled_everywhere({.schedules = 100}, leaky_scenario);
        QVERIFY2(told.starts_with("what is held is given back"), told.c_str());
    }

    void an_exploration_without_occasion_says_so() {
        const auto nothing = [](Simulation&, Random, Checks&) {};
        QVERIFY(!explore::cancelled_everywhere({.schedules = 100}, nothing).empty());
        const Plan plan{.occasions = {"it happens"}, .schedules = 1000};
        QCOMPARE(explore::all_schedules(Choice::random, plan, nothing), "hardly ever met: it happens");
        Orders orders;
        const auto told = [&orders](Size small) {
            return explore::every_schedule({.schedules = 4000, .small = small}, orders.of(interleave));
        };
        QCOMPARE(told({5, 5}), "a load has not been gone through up to two deviations");
        QCOMPARE(told({2, 6}), "most of the smallest loads have not been completed");
        QCOMPARE(told({2, 2}), "");
    }
};

}  // namespace test_exploring

WEIR_TEST(test_exploring, TestExploring)
#include "test_exploring.moc"
