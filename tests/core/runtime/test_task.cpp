// Tasks and their handles on both engines: results, failures, frames, and who counts what nobody awaits.
#include <QTest>
#include <atomic>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/runtime/group.h"
#include "core/runtime/select.h"
#include "tests/core/engines.h"
#include "tests/program.h"

namespace test_task {

using namespace std::chrono_literals;
using engines::Engine;
using engines::until;
using weir::Executor;
using weir::JoinHandle;
using weir::Task;
using weir::TaskGroup;

Task<int> value(int n) { co_return n; }

Task<int> late(Executor& engine, int n) {
    co_await engine.sleep(50us);
    co_return n;
}

Task<int> fails(std::string why) {
    throw std::runtime_error{why};
    co_return 0;  // makes it a coroutine
}

Task<void> fails_late(Executor& engine) {
    co_await engine.sleep(50us);
    throw std::runtime_error{"nobody looks"};
}

Task<std::unique_ptr<int>> owned(int n) { co_return std::make_unique<int>(n); }

std::string message_of(const auto& f) {
    try {
        f();
    } catch (const std::exception& e) {
        return e.what();
    }
    return {};
}

Task<void> results(Executor& engine) {
    CHECK(co_await value(1) == 1);
    auto beside = engine.spawn(value(2));
    auto slow = engine.spawn(late(engine, 3));
    CHECK(co_await std::move(beside) == 2);
    CHECK(co_await std::move(slow) == 3);
    CHECK(*co_await owned(4) == 4);
    auto moved = engine.spawn(owned(5));
    auto handle = std::move(moved);
    CHECK(*co_await std::move(handle) == 5);
    CHECK(handle.done());
}

Task<void> failures(Executor& engine) {
    int caught = 0;
    try {
        co_await fails("called");
    } catch (const std::runtime_error& e) {
        caught += std::string{e.what()} == "called";
    }
    auto handle = engine.spawn(fails("spawned"));
    try {
        co_await std::move(handle);
    } catch (const std::runtime_error& e) {
        caught += std::string{e.what()} == "spawned";
    }
    CHECK(caught == 2);
}

/// Awaits a handle whose task has ended meanwhile, and one whose task has not.
Task<void> awaited_after_the_end(Executor& engine) {
    auto ended = engine.spawn(late(engine, 6));
    auto failed = engine.spawn(fails_late(engine));
    co_await until(engine, [&] { return ended.done() && failed.done(); });
    CHECK(co_await std::move(ended) == 6);
    bool caught = false;
    try {
        co_await std::move(failed);
    } catch (const std::runtime_error&) {
        caught = true;
    }
    CHECK(caught);
    CHECK(engine.unobserved_failures() == 0);
}

Task<void> dropped_handles(Executor& engine) {
    TaskGroup group{engine, weir::OnError::collect};
    group.spawn([](Executor& e) -> Task<void> {
        static_cast<void>(e.spawn(value(1)));
        static_cast<void>(e.spawn(late(e, 2)));
        static_cast<void>(e.spawn(fails("dropped")));
        static_cast<void>(e.spawn(fails_late(e)));
        auto ended = e.spawn(fails_late(e));
        co_await until(e, [&] { return ended.done(); });
        // Dropped after its end: the failure goes to the scope all the same.
    }(engine));
    co_await group.join();  // waits for what was let go, too
    CHECK(group.failures().size() == 3);
    CHECK(group.running() == 0);
}

/// No group: the failure is counted where everybody can see it.
Task<void> dropped_without_a_group(Executor& engine) {
    static_cast<void>(engine.spawn(fails_late(engine)));
    co_await until(engine, [&] { return engine.unobserved_failures() == 1; });
}

Task<void> cancelled_is_no_failure(Executor& engine) {
    TaskGroup group{engine, weir::OnError::collect};
    group.spawn([](Executor& e) -> Task<void> { co_await e.sleep(1h); }(engine));
    group.cancel();
    co_await group.join();
    CHECK(group.failures().empty());
}

/// A handle dropped while its task is inside a time limit: the task counts in its home scope, not in the limit's.
Task<void> dropped_inside_a_limit(Executor& engine, std::atomic<bool>& inside, std::atomic<bool>& go_on) {
    TaskGroup group{engine};
    group.spawn([](Executor& e, std::atomic<bool>& in, std::atomic<bool>& on) -> Task<void> {
        auto limited = [](Executor& e2, std::atomic<bool>& in2, std::atomic<bool>& on2) -> Task<void> {
            auto body = [](Executor& e3, std::atomic<bool>& in3, std::atomic<bool>& on3) -> Task<void> {
                in3 = true;
                co_await until(e3, [&on3] { return on3.load(); });
            };
            co_await weir::timeout(e2, 1h, body(e2, in2, on2));
        };
        auto handle = e.spawn(limited(e, in, on));
        co_await until(e, [&in] { return in.load(); });
        { const auto gone = std::move(handle); }
        on = true;
    }(engine, inside, go_on));
    co_await group.join();
    CHECK(group.running() == 0);
}

Task<void> same_again(Executor& engine, int& sum) {
    // One worker, nobody to steal: each child is taken back and run as a plain call.
    for (int i = 0; i < 100; ++i) {
        auto child = engine.spawn(value(i));
        sum += co_await std::move(child);
    }
}

Task<int> deep(int depth) {
    if (depth == 0) co_return 0;
    co_return 1 + co_await deep(depth - 1);
}

/// Suspends and goes on, perhaps on another thread, on the way down and on the way up.
Task<int> restless(Executor& engine, int depth) {
    if (depth == 0) {
        co_await engine.yield();
        co_return 0;
    }
    if (depth % 7 == 0) co_await engine.yield();
    const int below = co_await restless(engine, depth - 1);
    if (depth % 5 == 0) co_await engine.yield();
    co_return below + 1;
}

Task<void> restless_at_many_depths(Executor& engine) {
    std::vector<weir::JoinHandle<int>> tasks;
    for (int depth = 1; depth <= 200; ++depth) tasks.push_back(engine.spawn(restless(engine, depth)));
    for (int depth = 1; depth <= 200; ++depth)
        CHECK(co_await std::move(tasks[static_cast<std::size_t>(depth - 1)]) == depth);
}

Task<int> fails_at_the_bottom(Executor& engine, int depth, bool yields) {
    if (depth == 0) {
        if (yields) co_await engine.yield();
        throw std::runtime_error{"bottom"};
    }
    co_return 1 + co_await fails_at_the_bottom(engine, depth - 1, yields);
}

Task<void> failure_comes_up_from(Executor& engine, int depth, bool yields) {
    bool caught = false;
    try {
        co_await fails_at_the_bottom(engine, depth, yields);
    } catch (const std::runtime_error&) {
        caught = true;
    }
    CHECK(caught);
}

Task<void> many_awaits(int count) {
    for (int i = 0; i < count; ++i) CHECK(co_await value(i) == i);
}

Task<int> forked(Executor& engine, int n) {
    if (n < 2) co_return n;
    auto left = engine.spawn(forked(engine, n - 1));
    const int right = co_await forked(engine, n - 2);
    co_return right + co_await std::move(left);
}

/// Notes when it is destroyed.
class Marker {
public:
    explicit Marker(std::atomic<int>& count) : count_{&count} {}
    Marker(Marker&& other) noexcept : count_{std::exchange(other.count_, nullptr)} {}
    Marker& operator=(Marker&&) = delete;
    ~Marker() {
        if (count_ != nullptr) ++*count_;
    }

private:
    std::atomic<int>* count_;
};

Task<void> keeps(Executor& engine, Marker /*kept in the frame*/) { co_await engine.yield(); }

Task<Marker> yields_marker(std::atomic<int>& gone) { co_return Marker{gone}; }

Task<void> result_is_destroyed_once(Executor& engine, std::atomic<int>& gone) {
    {
        const auto marker = co_await yields_marker(gone);
        CHECK(gone == 0);
    }
    CHECK(gone == 1);
    co_await yields_marker(gone);
    CHECK(gone == 2);
    auto handle = engine.spawn(yields_marker(gone));
    {
        const auto marker = co_await std::move(handle);
        CHECK(gone == 2);
    }
    CHECK(gone == 3);
}

class TestTask : public QObject {
    Q_OBJECT

private slots:
    void cleanup() { QCOMPARE(weir::frame_pool::live_frames(), 0); }

    void a_task_yields_its_result_data() { engines::rows(); }
    void a_task_yields_its_result() {
        Engine engine;
        QCOMPARE(engine.run(value(7)), 7);
        QCOMPARE(*engine.run(owned(8)), 8);
        engine.run(results(*engine));
    }

    void a_failure_comes_out_where_the_task_is_awaited_data() { engines::rows(); }
    void a_failure_comes_out_where_the_task_is_awaited() {
        Engine engine;
        engine.run(failures(*engine));
        QCOMPARE(message_of([&] { engine.run(fails("run")); }), std::string{"run"});
        engine.run(awaited_after_the_end(*engine));
        QCOMPARE(engine->unobserved_failures(), 0U);
    }

    void a_scope_waits_for_what_was_let_go_and_gets_its_failures_data() { engines::rows(); }
    void a_scope_waits_for_what_was_let_go_and_gets_its_failures() {
        Engine engine;
        engine.run(dropped_handles(*engine));
        QCOMPARE(engine->unobserved_failures(), 0U);
        engine.run(cancelled_is_no_failure(*engine));
    }

    void a_failure_nobody_awaits_is_counted_and_can_be_read_data() { engines::rows(); }
    void a_failure_nobody_awaits_is_counted_and_can_be_read() {
        Engine engine;
        QCOMPARE(engine->first_unobserved_failure(), std::string{});
        engine.run(dropped_without_a_group(*engine));
        QCOMPARE(engine->unobserved_failures(), 1U);
        QCOMPARE(engine->stats().unobserved_failures, 1U);
        QCOMPARE(engine->first_unobserved_failure(), std::string{"nobody looks"});
    }

    void a_handle_may_be_dropped_while_its_task_is_inside_a_time_limit_data() { engines::rows(); }
    void a_handle_may_be_dropped_while_its_task_is_inside_a_time_limit() {
        Engine engine;
        std::atomic<bool> inside{false};
        std::atomic<bool> go_on{false};
        engine.run(dropped_inside_a_limit(*engine, inside, go_on));
    }

    void a_child_nobody_stole_is_run_as_a_plain_call_data() { engines::rows(); }
    void a_child_nobody_stole_is_run_as_a_plain_call() {
        Engine engine{1};
        int sum = 0;
        engine.run(same_again(*engine, sum));
        QCOMPARE(sum, 4950);
        const auto stats = engine->stats();
        QCOMPARE(stats.spawned, 100U);
        QCOMPARE(stats.taken_back, 100U);
    }

    void spawned_tasks_end_or_are_taken_back_data() { engines::rows(); }
    void spawned_tasks_end_or_are_taken_back() {
        Engine engine{4};
        const auto before = engine->stats();
        QCOMPARE(engine.run(forked(*engine, 18)), 2584);
        const auto after = engine->stats();
        // The task that run() starts is not spawned by a worker, but it ends on one.
        QCOMPARE(after.spawned - before.spawned + 1, after.ended - before.ended + after.taken_back - before.taken_back);
    }

    void awaits_nest_and_repeat_without_using_up_the_stack_data() { engines::rows(); }
    void awaits_nest_and_repeat_without_using_up_the_stack() {
        Engine engine;
        QCOMPARE(engine.run(deep(200'000)), 200'000);
        engine.run(many_awaits(1'000'000));
    }

    void children_suspend_and_go_on_at_any_depth_data() { engines::rows(); }
    void children_suspend_and_go_on_at_any_depth() {
        Engine engine{4};
        for (int i = 0; i < 20; ++i) engine.run(restless_at_many_depths(*engine));
    }

    void a_failure_comes_up_from_any_depth_data() { engines::rows(); }
    void a_failure_comes_up_from_any_depth() {
        Engine engine;
        for (const int depth : {1, 63, 64, 65, 66, 1000})
            for (const bool yields : {false, true}) engine.run(failure_comes_up_from(*engine, depth, yields));
    }

    void a_task_that_was_never_started_leaves_nothing() {
        std::atomic<int> gone{0};
        weir::Simulation engine;
        {
            auto task = keeps(engine, Marker{gone});
            auto other = keeps(engine, Marker{gone});
            task = std::move(other);
            QCOMPARE(gone.load(), 1);
        }
        QCOMPARE(gone.load(), 2);
    }

    void arguments_are_gone_when_run_returns_data() { engines::rows(); }
    void arguments_are_gone_when_run_returns() {
        Engine engine;
        for (int i = 0; i < 200; ++i) {
            std::atomic<int> gone{0};
            engine.run(keeps(*engine, Marker{gone}));
            QCOMPARE(gone.load(), 1);
            QCOMPARE(weir::frame_pool::live_frames(), 0);
        }
    }

    void a_result_is_destroyed_exactly_once_data() { engines::rows(); }
    void a_result_is_destroyed_exactly_once() {
        Engine engine;
        std::atomic<int> gone{0};
        engine.run(result_is_destroyed_once(*engine, gone));
        QCOMPARE(gone.load(), 3);
    }
};

}  // namespace test_task

WEIR_TEST(test_task, TestTask)
#include "test_task.moc"
