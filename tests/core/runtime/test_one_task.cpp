// What is spawned on one task takes turns inside it: nothing runs in parallel, waits go on beside each other, and
// neither a wake nor a cancellation is lost.
#include <QTest>
#include <atomic>
#include <vector>

#include "core/runtime/group.h"
#include "core/runtime/one_task.h"
#include "core/runtime/select.h"
#include "core/sync/notify.h"
#include "core/sync/semaphore.h"
#include "tests/core/engines.h"
#include "tests/program.h"

namespace test_one_task {

using namespace std::chrono_literals;
using weir::Duration;
using weir::Executor;
using weir::OneTask;
using weir::Task;
using weir::TaskGroup;

struct Inside {
    std::atomic<int> running{0};
    std::atomic<int> ended{0};
};

Task<void> compute(Executor& engine, Inside& inside) {
    for (int i = 0; i < 3; ++i) {
        CHECK(inside.running.fetch_add(1) == 0);
        co_await engine.work(200us);
        CHECK(inside.running.fetch_sub(1) == 1);
        co_await engine.yield();
    }
    ++inside.ended;
}

/// Runs what `fill(one, group)` spawns inside the awaiting task.
template <class Fill>
Task<void> in_one_task(Executor& engine, Fill fill) {
    OneTask one{engine};
    TaskGroup group{one, weir::OnError::cancel_siblings, weir::context.task->scope};
    fill(one, group);
    co_await one.run(group);
    group.rethrow_first();
}

Task<void> sleeper(Executor& engine, Inside& inside, Duration length) {
    co_await engine.sleep(length);
    ++inside.ended;
}

Task<void> nested(Executor& engine, Inside& inside) {
    auto child = engine.spawn(sleeper(engine, inside, 1ms));
    co_await child;
    const auto in_time = co_await weir::timeout(engine, 1ms, sleeper(engine, inside, 1h));
    CHECK(!in_time);
    ++inside.ended;
}

Task<void> take_turns(Executor& engine, weir::Semaphore& permits, Inside& inside) {
    for (int i = 0; i < 100; ++i) {
        const auto permit = co_await permits.acquire();
        co_await engine.yield();
    }
    ++inside.ended;
}

Task<void> fails(Executor& engine) {
    co_await engine.sleep(1ms);
    throw std::runtime_error{"inside"};
}

Task<void> one_and_another(Executor& engine, weir::Semaphore& permits, Inside& inside) {
    TaskGroup others{engine};
    for (int i = 0; i < 3; ++i) others.spawn(take_turns(engine, permits, inside));
    auto fill = [&](OneTask& one, TaskGroup& group) {
        for (int i = 0; i < 3; ++i) group.spawn(take_turns(one, permits, inside));
    };
    co_await in_one_task(engine, fill);
    co_await others.join();
}

class TestOneTask : public QObject {
    Q_OBJECT

private slots:
    void nothing_inside_runs_in_parallel_data() { engines::rows(); }
    void nothing_inside_runs_in_parallel() {
        engines::Engine engine{4};
        Inside inside;
        const auto begin = engine->now();
        auto fill = [&](OneTask& one, TaskGroup& group) {
            for (int i = 0; i < 10; ++i) group.spawn(compute(one, inside));
        };
        engine.run(in_one_task(*engine, fill));
        QCOMPARE(inside.ended.load(), 10);
        QVERIFY(engine->now() - begin >= 6ms);
        if (!engine.threads()) QCOMPARE(engine->now() - begin, Duration{6ms});
    }

    void waits_go_on_beside_each_other() {
        weir::Simulation engine;
        Inside inside;
        auto fill = [&](OneTask& one, TaskGroup& group) {
            for (int i = 0; i < 10; ++i) group.spawn(sleeper(one, inside, 10ms));
        };
        engine.run(in_one_task(engine, fill));
        QCOMPARE(engine.now().time_since_epoch(), Duration{10ms});
    }

    void spawning_and_time_limits_work_inside_data() { engines::rows(); }
    void spawning_and_time_limits_work_inside() {
        engines::Engine engine;
        Inside inside;
        auto fill = [&](OneTask& one, TaskGroup& group) {
            for (int i = 0; i < 10; ++i) group.spawn(nested(one, inside));
        };
        engine.run(in_one_task(*engine, fill));
        QCOMPARE(inside.ended.load(), 20);
    }

    void inside_and_outside_wake_each_other_data() { engines::rows(); }
    void inside_and_outside_wake_each_other() {
        engines::Engine engine{4};
        weir::Semaphore permits{1};
        Inside inside;
        engine.run(one_and_another(*engine, permits, inside));
        QCOMPARE(inside.ended.load(), 6);
    }

    void cancelled_from_outside_all_inside_ends_data() { engines::rows(); }
    void cancelled_from_outside_all_inside_ends() {
        engines::Engine engine;
        Inside inside;
        auto fill = [&](OneTask& one, TaskGroup& group) {
            for (int i = 0; i < 10; ++i) group.spawn(sleeper(one, inside, 1h));
        };
        const auto in_time = engine.run(weir::timeout(*engine, 1ms, in_one_task(*engine, fill)));
        QVERIFY(in_time.has_value());  // nothing inside failed: the one task ended as it should
        QCOMPARE(inside.ended.load(), 0);
    }

    void a_failure_inside_cancels_its_siblings_data() { engines::rows(); }
    void a_failure_inside_cancels_its_siblings() {
        engines::Engine engine;
        Inside inside;
        auto fill = [&](OneTask& one, TaskGroup& group) {
            for (int i = 0; i < 10; ++i) group.spawn(sleeper(one, inside, 1h));
            group.spawn(fails(one));
        };
        QVERIFY_EXCEPTION_THROWN(engine.run(in_one_task(*engine, fill)), std::runtime_error);
        QCOMPARE(inside.ended.load(), 0);
    }
};

}  // namespace test_one_task

WEIR_TEST(test_one_task, TestOneTask)
#include "test_one_task.moc"
