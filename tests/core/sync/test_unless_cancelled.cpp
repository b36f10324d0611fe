// A wait that tells of its cancellation by a result: the same outcomes as the throwing form, and nothing thrown.
#include <QTest>
#include <optional>

#include "core/runtime/group.h"
#include "core/runtime/unless_cancelled.h"
#include "core/sync/channel.h"
#include "core/sync/semaphore.h"
#include "tests/core/engines.h"
#include "tests/program.h"

namespace test_unless_cancelled {

using std::chrono::hours;
using std::chrono::microseconds;
using weir::Executor;
using weir::Receiver;
using weir::Semaphore;
using weir::Task;
using weir::TaskGroup;
using weir::unless_cancelled;

Task<void> sleep(Executor& engine, weir::Duration time, bool& to_the_end) {
    to_the_end = co_await unless_cancelled(engine.sleep(time));
}

Task<void> acquire(Semaphore& semaphore, std::optional<bool>& got) {
    const auto permit = co_await unless_cancelled(semaphore.acquire());
    got = permit.has_value();
}

Task<void> receive(Receiver<int>& receiver, std::optional<std::optional<int>>& got) {
    got = co_await unless_cancelled(receiver.receive());
}

Task<void> cancel_when_all_wait(Executor& engine, TaskGroup& group) {
    co_await engine.sleep(microseconds{200});
    group.cancel();
    co_await group.join();
    CHECK(group.failures().empty());
}

Task<void> a_sleep_is_cut_short(Executor& engine) {
    TaskGroup group{engine};
    bool to_the_end = true;
    group.spawn(sleep(engine, hours{1}, to_the_end));
    co_await cancel_when_all_wait(engine, group);
    CHECK(!to_the_end);
}

Task<void> a_sleep_ends(Executor& engine) {
    TaskGroup group{engine};
    bool to_the_end = false;
    group.spawn(sleep(engine, microseconds{50}, to_the_end));
    co_await group.join();
    CHECK(to_the_end);
}

Task<void> no_wait_begins_in_a_cancelled_scope(Executor& engine) {
    TaskGroup group{engine};
    group.cancel();
    bool to_the_end = true;
    std::optional<bool> got;
    Semaphore free{1};
    group.spawn(sleep(engine, hours{1}, to_the_end));
    group.spawn(acquire(free, got));
    co_await group.join();
    CHECK(!to_the_end);
    CHECK(got == false);
    CHECK(free.available() == 1);
}

Task<void> a_wait_in_line_is_left(Executor& engine) {
    TaskGroup group{engine};
    Semaphore taken{0};
    std::optional<bool> got;
    group.spawn(acquire(taken, got));
    co_await cancel_when_all_wait(engine, group);
    CHECK(got == false);
    CHECK(taken.waiting() == 0);
    taken.add_permits(1);
    CHECK(taken.available() == 1);
}

Task<void> a_permit_is_delivered_and_given_back(Executor& engine) {
    TaskGroup group{engine};
    Semaphore free{1};
    std::optional<bool> got;
    group.spawn(acquire(free, got));
    co_await group.join();
    CHECK(got == true);
    CHECK(free.available() == 1);
}

Task<void> a_message_a_closed_channel_and_a_cancellation_differ(Executor& engine) {
    auto [sender, receiver] = weir::channel<int>(1);
    std::optional<std::optional<int>> got;
    CHECK(sender.try_send(7) == weir::SendResult::sent);
    {
        TaskGroup group{engine};
        group.spawn(receive(receiver, got));
        co_await group.join();
        CHECK(got == std::optional{std::optional{7}});
    }
    {
        TaskGroup group{engine};
        group.spawn(receive(receiver, got));
        co_await cancel_when_all_wait(engine, group);
        CHECK(!got.has_value());
    }
    { const auto last = std::move(sender); }
    TaskGroup group{engine};
    group.spawn(receive(receiver, got));
    co_await group.join();
    CHECK(got.has_value() && !got->has_value());
}

class TestUnlessCancelled : public QObject {
    Q_OBJECT

private slots:
    void outcome_data() {
        QTest::addColumn<Task<void> (*)(Executor&)>("body");
        QTest::addColumn<bool>("threads");
        const auto add = [](const char* name, Task<void> (*body)(Executor&)) {
            for (const bool threads : {false, true})
                QTest::addRow("%s, %s", name, threads ? "thread pool" : "simulation") << body << threads;
        };
        add("a sleep is cut short", a_sleep_is_cut_short);
        add("a sleep ends", a_sleep_ends);
        add("no wait begins in a cancelled scope", no_wait_begins_in_a_cancelled_scope);
        add("a wait in line is left", a_wait_in_line_is_left);
        add("a permit is delivered and given back", a_permit_is_delivered_and_given_back);
        add("messages", a_message_a_closed_channel_and_a_cancellation_differ);
    }
    void outcome() {
        using Body = Task<void> (*)(Executor&);
        QFETCH(Body, body);
        engines::Engine engine;
        engine.run(body(*engine));
    }
};

}  // namespace test_unless_cancelled

WEIR_TEST(test_unless_cancelled, TestUnlessCancelled)
#include "test_unless_cancelled.moc"
