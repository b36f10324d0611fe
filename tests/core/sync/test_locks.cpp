// Mutex and reader-writer lock on both engines, one behaviour a test.
#include <QTest>
#include <atomic>
#include <vector>

#include "core/runtime/group.h"
#include "core/runtime/select.h"
#include "core/sync/mutex.h"
#include "core/sync/rw_lock.h"
#include "tests/core/engines.h"
#include "tests/program.h"

namespace test_locks {

using namespace std::chrono_literals;
using engines::Engine;
using engines::until;
using weir::Executor;
using weir::Mutex;
using weir::RwLock;
using weir::Task;
using weir::TaskGroup;

Task<void> add_one(Executor& engine, Mutex& mutex, int& count) {
    for (int i = 0; i < 100; ++i) {
        const auto guard = co_await mutex.lock();
        const int before = count;
        if (i % 10 == 0) co_await engine.yield();  // held across an await
        count = before + 1;
    }
}

Task<void> count_together(Executor& engine, Mutex& mutex, int& count) {
    TaskGroup group{engine};
    for (int i = 0; i < 8; ++i) group.spawn(add_one(engine, mutex, count));
    co_await group.join();
}

Task<void> lock_by_hand(Mutex& mutex) {
    CHECK(!mutex.locked());
    auto guard = mutex.try_lock();
    CHECK(guard.has_value());
    CHECK(mutex.locked());
    CHECK(!mutex.try_lock());
    guard->release();
    CHECK(!mutex.locked());
    const auto again = co_await mutex.lock();
    CHECK(mutex.locked());
}

Task<void> lock_it(Mutex& mutex) { const auto guard = co_await mutex.lock(); }

Task<void> lock_twice(Mutex& mutex) {
    const auto guard = co_await mutex.lock();
    const auto again = co_await mutex.lock();
}

Task<void> wait_in_vain(Executor& engine, Mutex& mutex) {
    auto guard = co_await mutex.lock();
    const auto in_time = co_await weir::timeout(engine, 1ms, lock_it(mutex));
    CHECK(!in_time);
    CHECK(mutex.waiting() == 0);
    guard.release();
    const auto second = co_await weir::timeout(engine, 1h, lock_it(mutex));
    CHECK(second.has_value());
}

/// Stays inside until told to leave.
Task<void> read(Executor& engine, RwLock& lock, std::atomic<int>& inside, const std::atomic<bool>& leave) {
    const auto guard = co_await lock.read();
    ++inside;
    co_await until(engine, [&leave] { return leave.load(); });
    --inside;
}

Task<void> write(RwLock& lock, std::atomic<int>& inside, std::atomic<int>& written) {
    const auto guard = co_await lock.write();
    CHECK(inside == 0);
    ++written;
}

Task<void> read_together(Executor& engine, RwLock& lock) {
    std::atomic<int> inside{0};
    std::atomic<int> written{0};
    std::atomic<bool> leave{false};
    TaskGroup group{engine};
    for (int i = 0; i < 3; ++i) group.spawn(read(engine, lock, inside, leave));
    co_await until(engine, [&] { return inside == 3; });
    CHECK(lock.try_read().has_value());
    CHECK(!lock.try_write());

    group.spawn(write(lock, inside, written));
    co_await until(engine, [&] { return lock.waiting() == 1; });
    CHECK(!lock.try_read());  // a writer waits, so readers that come now wait behind it
    group.spawn(read(engine, lock, inside, leave));
    co_await until(engine, [&] { return lock.waiting() == 2; });
    CHECK(inside == 3);
    CHECK(written == 0);
    leave = true;
    co_await group.join();
    CHECK(written == 1);
    CHECK(lock.try_write().has_value());
}

Task<void> writer_gives_up(Executor& engine, RwLock& lock) {
    std::atomic<int> inside{0};
    std::atomic<int> written{0};
    std::atomic<bool> leave{false};
    TaskGroup readers{engine};
    TaskGroup writers{engine};
    readers.spawn(read(engine, lock, inside, leave));
    co_await until(engine, [&] { return inside == 1; });
    writers.spawn(write(lock, inside, written));
    co_await until(engine, [&] { return lock.waiting() == 1; });
    readers.spawn(read(engine, lock, inside, leave));
    co_await until(engine, [&] { return lock.waiting() == 2; });
    writers.cancel();
    co_await writers.join();
    co_await until(engine, [&] { return inside == 2; });  // the reader behind it goes in while the first still reads
    leave = true;
    co_await readers.join();
    CHECK(written == 0);
}

std::string deadlock_of(Task<void> task) {
    weir::Simulation engine;
    try {
        engine.run(std::move(task));
    } catch (const weir::Deadlock& e) {
        return e.what();
    }
    return {};
}

class TestLocks : public QObject {
    Q_OBJECT

private slots:
    void cleanup() { QCOMPARE(weir::frame_pool::live_frames(), 0); }

    void no_update_is_lost_under_a_mutex_data() { engines::rows(); }
    void no_update_is_lost_under_a_mutex() {
        Engine engine{4};
        Mutex mutex;
        int count = 0;
        engine.run(count_together(*engine, mutex, count));
        QCOMPARE(count, 800);
        QVERIFY(!mutex.locked());
    }

    void a_mutex_tells_whether_it_is_locked_data() { engines::rows(); }
    void a_mutex_tells_whether_it_is_locked() {
        Engine engine;
        Mutex mutex;
        engine.run(lock_by_hand(mutex));
    }

    void waiting_for_a_mutex_can_be_given_up_data() { engines::rows(); }
    void waiting_for_a_mutex_can_be_given_up() {
        Engine engine;
        Mutex mutex;
        engine.run(wait_in_vain(*engine, mutex));
    }

    void locking_a_mutex_twice_is_reported() {
        Mutex mutex;
        const auto report = deadlock_of(lock_twice(mutex));
        QVERIFY2(report.find("1 waiting for mutex") != std::string::npos, report.c_str());
        QVERIFY(!mutex.locked());  // the report unwound the task
    }

    void readers_share_and_a_waiting_writer_holds_back_later_readers_data() { engines::rows(); }
    void readers_share_and_a_waiting_writer_holds_back_later_readers() {
        Engine engine;
        RwLock lock;
        engine.run(read_together(*engine, lock));
    }

    void a_writer_that_gives_up_lets_the_readers_behind_it_in_data() { engines::rows(); }
    void a_writer_that_gives_up_lets_the_readers_behind_it_in() {
        Engine engine;
        RwLock lock;
        engine.run(writer_gives_up(*engine, lock));
        QVERIFY(lock.try_write().has_value());
    }
};

}  // namespace test_locks

WEIR_TEST(test_locks, TestLocks)
#include "test_locks.moc"
