// Who waits for a primitive is in its line by a node in its own frame: however many wait, nothing is allocated for it.
#include <QTest>
#include <utility>

#include "core/runtime/group.h"
#include "core/runtime/simulation.h"
#include "core/sync/channel.h"
#include "core/sync/mutex.h"
#include "core/sync/notify.h"
#include "core/sync/rw_lock.h"
#include "core/sync/semaphore.h"
#include "tests/core/allocations.h"
#include "tests/program.h"

namespace test_waiting_allocates_nothing {

using weir::Executor;
using weir::Simulation;
using weir::Task;
using weir::TaskGroup;

constexpr int rounds = 10;
constexpr int tasks = 32;

/// Of so many tasks beside each other, after a round in which frames, queues and scopes have got their memory.
template <class Use>
Task<int> counted(Executor& engine, Use use) {
    int before = 0;
    for (int i = -1; i < rounds; ++i) {
        if (i == 0) before = allocations::so_far();
        TaskGroup group{engine};
        for (int k = 0; k < tasks; ++k) group.spawn(use(k));
        co_await group.join();
        group.rethrow_first();
    }
    co_return allocations::so_far() - before;
}

Task<void> hold_semaphore(Executor& engine, weir::Semaphore& semaphore) {
    auto permit = co_await semaphore.acquire();
    co_await engine.yield();
}

Task<void> hold_mutex(Executor& engine, weir::Mutex& mutex) {
    auto held = co_await mutex.lock();
    co_await engine.yield();
}

Task<void> hold_rw_lock(Executor& engine, weir::RwLock& lock, bool writes) {
    if (writes) {
        auto held = co_await lock.write();
        co_await engine.yield();
    } else {
        auto held = co_await lock.read();
        co_await engine.yield();
    }
}

Task<void> wait_or_notify(Executor& engine, weir::Notify& notify, bool last) {
    if (last) {
        co_await engine.yield();
        notify.notify_all();
    } else {
        co_await notify.wait();
    }
}

Task<void> send_or_receive(weir::Sender<int>& to, weir::Receiver<int>& from, bool receives) {
    if (!receives) {
        co_await to.send(1);
        co_return;
    }
    for (int i = 1; i < tasks; ++i) co_await from.receive();
}

class TestWaitingAllocatesNothing : public QObject {
    Q_OBJECT

private slots:
    void for_a_semaphore() {
        Simulation engine;
        weir::Semaphore semaphore{1};
        QCOMPARE(engine.run(counted(engine, [&](int) { return hold_semaphore(engine, semaphore); })), 0);
    }
    void for_a_mutex() {
        Simulation engine;
        weir::Mutex mutex;
        QCOMPARE(engine.run(counted(engine, [&](int) { return hold_mutex(engine, mutex); })), 0);
    }
    void for_a_rw_lock() {
        Simulation engine;
        weir::RwLock lock;
        QCOMPARE(engine.run(counted(engine, [&](int k) { return hold_rw_lock(engine, lock, k % 4 == 0); })), 0);
    }
    void for_a_notification() {
        Simulation engine;
        weir::Notify notify;
        QCOMPARE(engine.run(counted(engine, [&](int k) { return wait_or_notify(engine, notify, k == tasks - 1); })), 0);
    }
    void for_a_place_in_a_channel_or_for_a_message() {
        Simulation engine;
        auto [to, from] = weir::channel<int>(1);
        const auto use = [&to = to, &from = from](int k) { return send_or_receive(to, from, k == 0); };
        QCOMPARE(engine.run(counted(engine, use)), 0);
    }
    void what_is_allocated_is_seen() {
        Simulation engine;
        const auto allocate = [](int) -> Task<void> {
            delete ::new int{1};
            co_return;
        };
        QCOMPARE(engine.run(counted(engine, allocate)), rounds * tasks);
    }
};

}  // namespace test_waiting_allocates_nothing

WEIR_TEST(test_waiting_allocates_nothing, TestWaitingAllocatesNothing)
#include "test_waiting_allocates_nothing.moc"
