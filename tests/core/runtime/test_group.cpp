// Task groups on both engines: they end together, and their failures come out in one place.
#include <QTest>
#include <atomic>
#include <stdexcept>
#include <string>

#include "core/runtime/group.h"
#include "tests/core/engines.h"
#include "tests/program.h"

namespace test_group {

using namespace std::chrono_literals;
using engines::Engine;
using engines::until;
using weir::Executor;
using weir::OnError;
using weir::Task;
using weir::TaskGroup;

struct Counts {
    std::atomic<int> ended{0};
    std::atomic<int> cancelled{0};
};

Task<void> fail(Executor& engine, std::string why) {
    co_await engine.sleep(50us);
    throw std::runtime_error{why};
}

Task<void> wait(Executor& engine, Counts& counts) {
    try {
        co_await engine.sleep(1h);
    } catch (const weir::Cancelled&) {
        ++counts.cancelled;
        throw;
    }
}

Task<void> finish(Executor& engine, Counts& counts) {
    for (int i = 0; i < 10; ++i) co_await engine.yield();
    ++counts.ended;
}

Task<void> join_all(Executor& engine, Counts& counts) {
    TaskGroup group{engine};
    for (int i = 0; i < 50; ++i) group.spawn(finish(engine, counts));
    co_await group.join();
    CHECK(counts.ended == 50);
    CHECK(group.failures().empty());
}

Task<void> fail_fast(Executor& engine, Counts& counts) {
    TaskGroup group{engine};
    for (int i = 0; i < 5; ++i) group.spawn(wait(engine, counts));
    group.spawn(fail(engine, "first"));
    co_await group.join();
    CHECK(group.cancelled());
    CHECK(group.failures().size() == 1);
    CHECK(!weir::cancel_requested());
    group.rethrow_first();
}

Task<void> collect(Executor& engine, Counts& counts) {
    TaskGroup group{engine, OnError::collect};
    for (int i = 0; i < 3; ++i) group.spawn(fail(engine, "one of three"));
    for (int i = 0; i < 5; ++i) group.spawn(finish(engine, counts));
    co_await group.join();
    CHECK(!group.cancelled());
    CHECK(group.failures().size() == 3);
    CHECK(counts.ended == 5);
}

Task<void> failing_body(Executor& engine, Counts& counts) {
    auto body = [&](TaskGroup& group) -> Task<void> {
        for (int i = 0; i < 5; ++i) group.spawn(wait(engine, counts));
        group.spawn(fail(engine, "a child"));
        throw std::runtime_error{"the body"};
        co_return;
    };
    co_await weir::with_group(engine, OnError::collect, std::move(body));
}

Task<void> failing_children(Executor& engine) {
    auto body = [&](TaskGroup& group) -> Task<void> {
        for (int i = 0; i < 3; ++i) group.spawn(fail(engine, "a child"));
        co_return;
    };
    co_await weir::with_group(engine, OnError::collect, std::move(body));
}

/// Spawns more in its own group while that is being joined.
Task<void> multiply(Executor& engine, TaskGroup& group, int depth, Counts& counts) {
    co_await engine.yield();
    if (depth > 0)
        for (int i = 0; i < 2; ++i) group.spawn(multiply(engine, group, depth - 1, counts));
    ++counts.ended;
}

Task<void> spawn_while_joining(Executor& engine, Counts& counts) {
    TaskGroup group{engine};
    group.spawn(multiply(engine, group, 9, counts));
    co_await group.join();
}

Task<void> nested(Executor& engine, Counts& counts) {
    TaskGroup outer{engine};
    outer.spawn([](Executor& e, Counts& c) -> Task<void> {
        TaskGroup inner{e};
        for (int i = 0; i < 4; ++i) inner.spawn(wait(e, c));
        co_await inner.join();  // no cancellation point: waits for its children to be cancelled
        CHECK(inner.cancelled());
        ++c.ended;
    }(engine, counts));
    outer.spawn(fail(engine, "outside"));
    co_await outer.join();
    CHECK(counts.ended == 1);
    outer.rethrow_first();
}

Task<void> empty(Executor& engine) {
    TaskGroup group{engine};
    co_await group.join();
    group.rethrow_first();
    const TaskGroup never_joined{engine};
}

std::string message_of(const auto& f) {
    try {
        f();
    } catch (const std::exception& e) {
        return e.what();
    }
    return {};
}

class TestGroup : public QObject {
    Q_OBJECT

private slots:
    void cleanup() { QCOMPARE(weir::frame_pool::live_frames(), 0); }

    void joining_waits_for_every_task_data() { engines::rows(); }
    void joining_waits_for_every_task() {
        Engine engine;
        Counts counts;
        engine.run(join_all(*engine, counts));
        engine.run(empty(*engine));
    }

    void the_first_failure_cancels_the_rest_data() { engines::rows(); }
    void the_first_failure_cancels_the_rest() {
        Engine engine;
        Counts counts;
        QCOMPARE(message_of([&] { engine.run(fail_fast(*engine, counts)); }), std::string{"first"});
        QVERIFY(counts.cancelled <= 5);  // those that had not begun never slept
        QCOMPARE(engine->unobserved_failures(), 0U);
    }

    void a_collecting_group_lets_the_rest_run_data() { engines::rows(); }
    void a_collecting_group_lets_the_rest_run() {
        Engine engine;
        Counts counts;
        engine.run(collect(*engine, counts));
        QCOMPARE(engine->unobserved_failures(), 0U);
    }

    void a_body_that_throws_cancels_its_children_data() { engines::rows(); }
    void a_body_that_throws_cancels_its_children() {
        Engine engine;
        Counts counts;
        QCOMPARE(message_of([&] { engine.run(failing_body(*engine, counts)); }), std::string{"the body"});
    }

    void failures_that_are_not_passed_on_are_counted_data() { engines::rows(); }
    void failures_that_are_not_passed_on_are_counted() {
        Engine engine;
        QCOMPARE(message_of([&] { engine.run(failing_children(*engine)); }), std::string{"a child"});
        QCOMPARE(engine->unobserved_failures(), 2U);
    }

    void a_group_may_grow_while_it_is_joined_data() { engines::rows(); }
    void a_group_may_grow_while_it_is_joined() {
        Engine engine{4};
        Counts counts;
        engine.run(spawn_while_joining(*engine, counts));
        QCOMPARE(counts.ended.load(), 1023);
    }

    void a_failure_cancels_groups_below_data() { engines::rows(); }
    void a_failure_cancels_groups_below() {
        Engine engine;
        Counts counts;
        QCOMPARE(message_of([&] { engine.run(nested(*engine, counts)); }), std::string{"outside"});
    }
};

}  // namespace test_group

WEIR_TEST(test_group, TestGroup)
#include "test_group.moc"
