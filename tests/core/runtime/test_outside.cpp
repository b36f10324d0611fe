// The outside of an engine: on time however busy the workers are, on the same clock, in the same scopes, and without a
// trace in what the workers do.
#include <QTest>
#include <atomic>
#include <exception>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "core/runtime/frame_pool.h"
#include "core/runtime/group.h"
#include "core/runtime/select.h"
#include "core/sync/channel.h"
#include "tests/core/engines.h"
#include "tests/program.h"

namespace test_outside {

using namespace std::chrono_literals;
using engines::Engine;
using weir::Cancelled;
using weir::Choice;
using weir::Executor;
using weir::OnError;
using weir::Simulation;
using weir::SimulationOptions;
using weir::Task;
using weir::TaskGroup;
using weir::ThreadPool;
using weir::ThreadPoolOptions;
using weir::Time;

/// Computes, never letting go of its worker, until `enough`.
Task<void> compute_until(Executor& engine, std::atomic<int>& ticks, int enough) {
    while (ticks < enough) co_await engine.work(100us);
}

Task<void> tick(Executor& outside, std::atomic<int>& ticks, int times) {
    for (int i = 1; i <= times; ++i) {
        co_await outside.sleep_until(Time{10ms * i});
        ++ticks;
    }
}

Task<void> add_later(Executor& engine, std::atomic<int>& sum, int n) {
    co_await engine.sleep(1ms);
    sum += n;
}

Task<void> sleep_for_ever(Executor& engine, std::atomic<int>& cancelled) {
    try {
        co_await engine.sleep(24h);
    } catch (const Cancelled&) {
        ++cancelled;
        throw;
    }
}

Task<int> answer(Executor& engine, int n) {
    co_await engine.sleep(1ms);
    co_return n;
}

Task<void> ask(Executor& engine, int& got) {
    auto handle = engine.spawn(answer(engine, 42));
    got = co_await std::move(handle);
}

Task<void> fail() {
    throw std::runtime_error{"outside"};
    co_return;
}

Task<void> send(weir::Sender<int> to, int count) {
    for (int i = 0; i < count; ++i) static_cast<void>(co_await to.send(int{i}));
}

/// What a worker polled, and where: the schedule as the tasks see it.
using Schedule = std::vector<std::pair<const void*, int>>;

Task<void> leave_trace(Executor& engine, Schedule& schedule, int name) {
    for (int i = 0; i < 20; ++i) {
        schedule.emplace_back(weir::context.worker, name);
        if (i % 4 == 0) co_await engine.work(3ms);
        if (i % 4 == 1) co_await engine.sleep(1ms);
        if (i % 4 == 2) co_await engine.yield();
    }
}

Task<void> observe(Executor& outside, int& looks) {
    while (true) {
        co_await outside.sleep(500us);
        ++looks;
    }
}

/// Which worker ran which task in which order, the workers numbered as they come.
std::vector<std::pair<std::size_t, int>> schedule_of(bool observed) {
    SimulationOptions options;
    options.workers = 3;
    Simulation engine{options};
    Schedule schedule;
    int looks = 0;
    engine.run([](Simulation& e, Schedule& s, bool watch, int& n) -> Task<void> {
        TaskGroup watching{e};
        if (watch) e.outside().spawn_in(watching, observe(e.outside(), n));
        TaskGroup group{e};
        for (int name = 0; name < 7; ++name) group.spawn(leave_trace(e, s, name));
        co_await group.join();
        watching.cancel();
        co_await watching.join();
    }(engine, schedule, observed, looks));
    if (observed && looks < 10) throw std::logic_error{"hardly observed"};
    std::vector<const void*> workers;
    std::vector<std::pair<std::size_t, int>> numbered;
    for (const auto& [worker, name] : schedule) {
        const auto found = std::ranges::find(workers, worker);
        numbered.emplace_back(static_cast<std::size_t>(found - workers.begin()), name);
        if (found == workers.end()) workers.push_back(worker);
    }
    return numbered;
}

class TestOutside : public QObject {
    Q_OBJECT

private slots:
    void cleanup() { QCOMPARE(weir::frame_pool::live_frames(), 0); }

    void it_goes_on_while_every_worker_computes_data() { engines::rows(); }
    void it_goes_on_while_every_worker_computes() {
        Engine engine;
        std::atomic<int> ticks{0};
        engine.run([](Executor& e, std::atomic<int>& n) -> Task<void> {
            TaskGroup group{e};
            e.outside().spawn_in(group, tick(e.outside(), n, 5));
            for (unsigned i = 0; i < 2 * e.workers(); ++i) group.spawn(compute_until(e, n, 5));
            co_await group.join();
        }(*engine, ticks));
        QCOMPARE(ticks.load(), 5);
        if (!engine.threads()) QVERIFY(engine->now() - Time{50ms} < 1ms);
    }

    void its_outside_is_itself_data() { engines::rows(); }
    void its_outside_is_itself() {
        Engine engine;
        auto& outside = engine->outside();
        QVERIFY(&outside != &*engine);
        QCOMPARE(&outside.outside(), &outside);
        QCOMPARE(&engine->outside(), &outside);
        QCOMPARE(outside.workers(), 1U);
        QCOMPARE(outside.seed(), engine->seed());
    }

    void a_scope_joins_and_cancels_tasks_of_both_data() { engines::rows(); }
    void a_scope_joins_and_cancels_tasks_of_both() {
        Engine engine;
        std::atomic<int> sum{0};
        std::atomic<int> cancelled{0};
        engine.run([](Executor& e, std::atomic<int>& s, std::atomic<int>& c) -> Task<void> {
            auto& outside = e.outside();
            TaskGroup group{e};
            group.spawn(add_later(e, s, 1));
            outside.spawn_in(group, add_later(outside, s, 2));
            outside.spawn_in(group, add_later(e, s, 4));  // keeps the workers' time, but runs outside
            co_await group.join();
            CHECK(s == 7);
            TaskGroup doomed{e};
            doomed.spawn(sleep_for_ever(e, c));
            outside.spawn_in(doomed, sleep_for_ever(outside, c));
            outside.spawn_in(doomed, sleep_for_ever(e, c));
            co_await e.sleep(1ms);
            doomed.cancel();
            co_await doomed.join();
        }(*engine, sum, cancelled));
        QCOMPARE(cancelled.load(), 3);
    }

    void each_awaits_the_others_tasks_data() { engines::rows(); }
    void each_awaits_the_others_tasks() {
        Engine engine;
        int from_inside = 0;
        int from_outside = 0;
        engine.run([](Executor& e, int& in, int& out) -> Task<void> {
            TaskGroup group{e};
            e.outside().spawn_in(group, ask(e, out));
            group.spawn(ask(e.outside(), in));
            co_await group.join();
        }(*engine, from_inside, from_outside));
        QCOMPARE(from_inside, 42);
        QCOMPARE(from_outside, 42);
    }

    void they_meet_at_a_channel_data() { engines::rows(); }
    void they_meet_at_a_channel() {
        Engine engine;
        int received = 0;
        engine.run([](Executor& e, int& n) -> Task<void> {
            auto [sender, receiver] = weir::channel<int>(4);
            TaskGroup group{e};
            e.outside().spawn_in(group, send(std::move(sender), 1000));
            while (const auto value = co_await receiver.receive()) {
                CHECK(*value == n);
                ++n;
            }
            co_await group.join();
        }(*engine, received));
        QCOMPARE(received, 1000);
    }

    void a_failure_nobody_awaits_counts_with_the_engine_data() { engines::rows(); }
    void a_failure_nobody_awaits_counts_with_the_engine() {
        Engine engine;
        engine.run([](Executor& e) -> Task<void> {
            weir::Scope scope{nullptr};
            e.outside().spawn_in(scope, fail());
            co_await scope.join();
        }(*engine));
        QCOMPARE(engine->unobserved_failures(), std::uint64_t{1});
        QCOMPARE(engine->first_unobserved_failure(), std::string{"outside"});
    }

    void a_time_limit_holds_for_what_computes_data() { engines::rows(); }
    void a_time_limit_holds_for_what_computes() {
        Engine engine{1};
        const bool in_time = engine.run([](Executor& e) -> Task<bool> {
            std::atomic<int> never{0};
            auto computing = compute_until(e, never, 1);
            const auto done = co_await weir::timeout(e, 5ms, std::move(computing));
            co_return done.has_value();
        }(*engine));
        QVERIFY(!in_time);
    }

    void in_virtual_time_observing_a_run_does_not_change_it() {
        const auto alone = schedule_of(false);
        QVERIFY(alone.size() == 140);
        QCOMPARE(schedule_of(true), alone);
    }

    void it_competes_when_schedules_are_explored_data() {
        QTest::addColumn<int>("choice");
        QTest::newRow("random") << static_cast<int>(Choice::random);
        QTest::newRow("pct") << static_cast<int>(Choice::pct);
    }
    void it_competes_when_schedules_are_explored() {
        QFETCH(int, choice);
        std::set<std::string> orders;
        for (std::uint64_t seed = 1; seed <= 200; ++seed) {
            SimulationOptions options;
            options.choice = static_cast<Choice>(choice);
            options.pct_length = 10;
            options.seed = seed;
            Simulation engine{options};
            std::string order;
            const auto write = [](Executor& e, std::string& o, char name) -> Task<void> {
                o += name;
                co_await e.yield();
                o += name;
            };
            engine.run([](Executor& e, std::string& o, auto& w) -> Task<void> {
                TaskGroup group{e};
                group.spawn(w(e, o, 'i'));
                e.outside().spawn_in(group, w(e.outside(), o, 'o'));
                co_await group.join();
            }(engine, order, write));
            orders.insert(order);
        }
        // Two changes of priority, PCT's bound here, do not alternate three times.
        std::set<std::string> expected{"iioo", "iooi", "oiio", "ooii"};
        if (static_cast<Choice>(choice) == Choice::random) expected.insert({"ioio", "oioi"});
        for (const auto& order : expected) QVERIFY2(orders.contains(order), order.c_str());
    }

    void on_threads_it_stands_still_while_the_engine_is_paused() {
        ThreadPoolOptions options;
        options.workers = 2;
        options.paused = true;
        ThreadPool engine{options};
        std::atomic<int> ticks{0};
        weir::Scope scope{nullptr};
        engine.outside().spawn_in(scope, tick(engine.outside(), ticks, 3));
        std::this_thread::sleep_for(50ms);
        QCOMPARE(ticks.load(), 0);
        QCOMPARE(engine.outside().now(), Time{});
        engine.resume();
        QVERIFY(QTest::qWaitFor([&] { return ticks == 3; }, 60'000));
        engine.run([](weir::Scope& s) -> Task<void> { co_await s.join(); }(scope));
    }

    void on_threads_computing_stands_still_while_the_engine_is_paused() {
        ThreadPool engine;
        std::atomic<bool> begun{false};
        std::atomic<bool> done{false};
        weir::Scope scope{nullptr};
        engine.spawn_in(scope, [](Executor& e, std::atomic<bool>& b, std::atomic<bool>& d) -> Task<void> {
            b = true;
            co_await e.work(300ms);
            d = true;
        }(engine, begun, done));
        QVERIFY(QTest::qWaitFor([&] { return begun.load(); }, 60'000));
        engine.pause();
        if (!done) {  // unless this thread was held up for all that time
            std::this_thread::sleep_for(600ms);
            QVERIFY(!done);
        }
        engine.resume();
        engine.run([](weir::Scope& s) -> Task<void> { co_await s.join(); }(scope));
        QVERIFY(done);
    }
};

}  // namespace test_outside

WEIR_TEST(test_outside, TestOutside)
#include "test_outside.moc"
