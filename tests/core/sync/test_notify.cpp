// Notify on both engines, one behaviour a test.
#include <QTest>
#include <algorithm>
#include <atomic>
#include <vector>

#include "core/runtime/group.h"
#include "core/runtime/select.h"
#include "core/runtime/unless_cancelled.h"
#include "core/sync/notify.h"
#include "tests/core/engines.h"
#include "tests/program.h"

namespace test_notify {

using namespace std::chrono_literals;
using engines::Engine;
using engines::until;
using weir::Executor;
using weir::Notify;
using weir::Task;
using weir::TaskGroup;

Task<void> wait(Notify& notify) { co_await notify.wait(); }

/// Waits and notes who was woken.
Task<void> note(Notify& notify, std::vector<int>& woken, int id) {
    co_await notify.wait();
    woken.push_back(id);
}

Task<void> tell_when_somebody_waits(Executor& engine, Notify& notify) {
    co_await until(engine, [&notify] { return notify.waiting() == 1; });
    notify.notify_one();
}

/// By whichever way a cancellation is told.
Task<void> wait_for_an_hour(Executor& engine, Notify& notify) {
    const auto told = co_await weir::unless_cancelled(notify.wait_until(engine, engine.now() + 1h));
    CHECK(!told);
    bool thrown = false;
    try {
        co_await notify.wait_until(engine, engine.now() + 1h);
    } catch (const weir::Cancelled&) {
        thrown = true;
    }
    CHECK(thrown);
}

Task<bool> woken_within(Executor& engine, Notify& notify, weir::Duration limit) {
    const auto got = co_await weir::timeout(engine, limit, wait(notify));
    co_return got.has_value();
}

Task<void> tokens(Executor& engine, Notify& notify) {
    CHECK(!co_await woken_within(engine, notify, 1ms));
    notify.notify_one();
    notify.notify_one();
    CHECK(co_await woken_within(engine, notify, 1h));
    CHECK(!co_await woken_within(engine, notify, 1ms));
    notify.notify_all();
    CHECK(!co_await woken_within(engine, notify, 1ms));
}

Task<void> limited(Executor& engine, Notify& notify) {
    notify.notify_one();
    CHECK(co_await notify.wait_until(engine, engine.now()));  // the token is there, whatever the time
    const auto deadline = engine.now() + 2ms;
    CHECK(!co_await notify.wait_until(engine, deadline));
    CHECK(engine.now() >= deadline);
    CHECK(!co_await notify.wait_until(engine, engine.now() - 1ms));
    CHECK(notify.waiting() == 0);

    TaskGroup group{engine};
    std::vector<int> woken;
    group.spawn(note(notify, woken, 1));
    co_await until(engine, [&] { return notify.waiting() == 1; });
    CHECK(!co_await notify.wait_until(engine, engine.now() + 1ms));
    CHECK(notify.waiting() == 1);  // the other one waits on
    notify.notify_one();
    co_await group.join();

    TaskGroup other{engine};
    other.spawn(tell_when_somebody_waits(engine, notify));
    CHECK(co_await notify.wait_until(engine, engine.now() + 1h));
    co_await other.join();

    TaskGroup gone{engine};
    gone.spawn(wait_for_an_hour(engine, notify));
    co_await until(engine, [&] { return notify.waiting() == 1; });
    gone.cancel();
    gone.spawn(wait_for_an_hour(engine, notify));  // cancelled before it begins
    co_await gone.join();
    CHECK(notify.waiting() == 0);
}

Task<void> longest_first(Executor& engine, Notify& notify, std::vector<int>& woken) {
    TaskGroup group{engine};
    for (std::size_t i = 0; i < 4; ++i) {
        group.spawn(note(notify, woken, static_cast<int>(i)));
        co_await until(engine, [&notify, i] { return notify.waiting() == i + 1; });
    }
    for (std::size_t left = 4; left > 2; --left) {
        notify.notify_one();
        CHECK(notify.waiting() == left - 1);
        co_await until(engine, [&group, left] { return group.running() == left - 1; });
    }
    notify.notify_all();
    CHECK(notify.waiting() == 0);
    co_await group.join();
}

Task<void> cancelled_waits(Executor& engine, Notify& notify) {
    std::vector<int> woken;
    TaskGroup gone{engine};
    TaskGroup group{engine};
    gone.cancel();
    notify.notify_one();
    gone.spawn(note(notify, woken, 0));
    co_await gone.join();
    CHECK(woken.empty());
    CHECK(co_await woken_within(engine, notify, 1h));  // it took no token

    group.spawn(note(notify, woken, 1));
    co_await until(engine, [&] { return notify.waiting() == 1; });
    notify.notify_one();
    group.cancel();
    co_await group.join();
    CHECK(woken == std::vector{1});  // told first, cancelled second
}

Task<void> greedy(Notify& notify, std::atomic<bool>& stop) {
    while (!stop) {
        notify.notify_one();
        co_await notify.wait();
    }
}
Task<void> stopper(std::atomic<bool>& stop) {
    stop = true;
    co_return;
}
Task<void> beside_a_greedy_one(Executor& engine, Notify& notify) {
    std::atomic<bool> stop{false};
    TaskGroup group{engine};
    group.spawn(greedy(notify, stop));
    group.spawn(stopper(stop));
    co_await group.join();
}

class TestNotify : public QObject {
    Q_OBJECT

private slots:
    void cleanup() { QCOMPARE(weir::frame_pool::live_frames(), 0); }

    void a_notification_nobody_waits_for_leaves_one_token_data() { engines::rows(); }
    void a_notification_nobody_waits_for_leaves_one_token() {
        Engine engine;
        Notify notify;
        engine.run(tokens(*engine, notify));
    }

    void a_wait_ends_at_its_deadline_data() { engines::rows(); }
    void a_wait_ends_at_its_deadline() {
        Engine engine;
        Notify notify;
        for (int i = 0; i < 20; ++i) engine.run(limited(*engine, notify));
    }

    void the_longest_waiting_is_woken_first_and_notify_all_wakes_the_rest_data() { engines::rows(); }
    void the_longest_waiting_is_woken_first_and_notify_all_wakes_the_rest() {
        Engine engine{1};
        Notify notify;
        std::vector<int> woken;
        engine.run(longest_first(*engine, notify, woken));
        std::sort(woken.begin() + 2, woken.end());  // those that are woken together run in any order
        QCOMPARE(woken, (std::vector{0, 1, 2, 3}));
    }

    void a_cancelled_wait_takes_no_token_and_a_granted_one_is_not_cancelled_data() { engines::rows(); }
    void a_cancelled_wait_takes_no_token_and_a_granted_one_is_not_cancelled() {
        Engine engine;
        Notify notify;
        for (int i = 0; i < 50; ++i) engine.run(cancelled_waits(*engine, notify));
    }

    void a_task_that_never_waits_lets_others_run_data() { engines::rows(); }
    void a_task_that_never_waits_lets_others_run() {
        Engine engine{1};
        Notify notify;
        engine.run(beside_a_greedy_one(*engine, notify));
    }
};

}  // namespace test_notify

WEIR_TEST(test_notify, TestNotify)
#include "test_notify.moc"
