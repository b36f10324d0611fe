// A cancellation that comes between an operation's success and the moment its task goes on. On threads that moment is a
// few instructions long; here the awaiter's steps are taken one by one, with the others' doings in between.
#include <QTest>
#include <coroutine>
#include <optional>

#include "core/runtime/group.h"
#include "core/runtime/simulation.h"
#include "core/sync/channel.h"
#include "core/sync/notify.h"
#include "core/sync/rw_lock.h"
#include "core/sync/semaphore.h"
#include "tests/core/engines.h"
#include "tests/program.h"

namespace test_late_cancellation {

using weir::Executor;
using weir::Notify;
using weir::Receiver;
using weir::RwLock;
using weir::Scope;
using weir::Semaphore;
using weir::Sender;
using weir::Simulation;
using weir::Task;
using weir::TaskGroup;

/// The handle of the coroutine that awaits it.
struct OwnHandle {
    std::coroutine_handle<> handle;
    bool await_ready() const noexcept { return false; }
    bool await_suspend(std::coroutine_handle<> own) noexcept {
        handle = own;
        return false;
    }
    std::coroutine_handle<> await_resume() const noexcept { return handle; }
};

/// Awaits `wait` step by step: it does not succeed at once, then `makes_it_succeed` happens, then it succeeds on the
/// second look, then the scope is cancelled. What the await yields, or nothing if it throws Cancelled.
template <class Wait, class F>
auto succeed_then_cancel(std::coroutine_handle<> own, Scope& scope, Wait& wait, F makes_it_succeed)
    -> std::optional<decltype(wait.await_resume())> {
    if (wait.await_ready()) return std::nullopt;
    makes_it_succeed();
    if (wait.await_suspend(own)) std::abort();  // it waits in earnest: the test is wrong
    scope.cancel();
    try {
        return wait.await_resume();
    } catch (const weir::Cancelled&) {
        return std::nullopt;
    }
}

Task<void> receive(Scope& scope) {
    const auto own = co_await OwnHandle{};
    auto [sender, receiver] = weir::channel<int>(1);
    auto wait = receiver.receive();
    const auto got =
        succeed_then_cancel(own, scope, wait, [&] { CHECK(sender.try_send(9) == weir::SendResult::sent); });
    CHECK(got.has_value() && *got == 9);
}

Task<void> send(Scope& scope) {
    const auto own = co_await OwnHandle{};
    auto [sender, receiver] = weir::channel<int>(1);
    CHECK(sender.try_send(1) == weir::SendResult::sent);
    int message = 2;
    auto wait = sender.send(std::move(message));
    const auto sent = succeed_then_cancel(own, scope, wait, [&] { CHECK(receiver.try_receive() == 1); });
    CHECK(sent == true);
    CHECK(receiver.try_receive() == 2);
}

Task<void> reserve(Scope& scope) {
    const auto own = co_await OwnHandle{};
    auto [sender, receiver] = weir::channel<int>(1);
    CHECK(sender.try_send(1) == weir::SendResult::sent);
    {
        auto wait = sender.reserve();
        auto permit = succeed_then_cancel(own, scope, wait, [&] { CHECK(receiver.try_receive() == 1); });
        CHECK(permit.has_value() && permit->has_value());
    }
    CHECK(sender.try_send(3) == weir::SendResult::sent);  // the slot came back
}

Task<void> acquire(Scope& scope) {
    const auto own = co_await OwnHandle{};
    Semaphore permits{1};
    auto held = permits.try_acquire();
    {
        auto wait = permits.acquire();
        const auto permit = succeed_then_cancel(own, scope, wait, [&] { held->release(); });
        CHECK(permit.has_value());
        CHECK(permits.available() == 0);
    }
    CHECK(permits.available() == 1);
}

Task<void> write(Scope& scope) {
    const auto own = co_await OwnHandle{};
    RwLock lock;
    auto held = lock.try_read();
    {
        auto wait = lock.write();
        CHECK(succeed_then_cancel(own, scope, wait, [&] { held->release(); }).has_value());
    }
    CHECK(lock.try_write().has_value());
}

/// void cannot go into an optional.
struct Told {
    Notify::Wait wait;
    bool await_ready() const noexcept { return wait.await_ready(); }
    bool await_suspend(std::coroutine_handle<> own) noexcept { return wait.await_suspend(own); }
    bool await_resume() {
        wait.await_resume();
        return true;
    }
};

Task<void> notified(Scope& scope) {
    const auto own = co_await OwnHandle{};
    Notify notify;
    Told wait{Notify::Wait{notify}};
    CHECK(succeed_then_cancel(own, scope, wait, [&] { notify.notify_one(); }) == true);
}

Task<void> in_a_group(Executor& engine, Task<void> (*what)(Scope&)) {
    TaskGroup group{engine};
    group.spawn(what(group));
    co_await group.join();
    CHECK(group.cancelled());
}

class TestLateCancellation : public QObject {
    Q_OBJECT

private slots:
    void what_has_been_done_is_delivered_data() {
        QTest::addColumn<int>("which");
        const char* const names[] = {"receive", "send", "reserve", "semaphore", "rw-lock", "notify"};
        for (int i = 0; i < 6; ++i) QTest::newRow(names[i]) << i;
    }
    void what_has_been_done_is_delivered() {
        QFETCH(int, which);
        Task<void> (*const all[])(Scope&) = {receive, send, reserve, acquire, write, notified};
        Simulation engine;
        engine.run(in_a_group(engine, all[which]));
        QVERIFY2(engines::failure.empty(), engines::failure.c_str());
        QCOMPARE(engine.unobserved_failures(), 0U);
        QCOMPARE(weir::frame_pool::live_frames(), 0);
    }
};

}  // namespace test_late_cancellation

WEIR_TEST(test_late_cancellation, TestLateCancellation)
#include "test_late_cancellation.moc"
