// The semaphore on both engines, one behaviour a test.
#include <QTest>
#include <algorithm>
#include <atomic>
#include <stdexcept>
#include <vector>

#include "core/runtime/group.h"
#include "core/sync/semaphore.h"
#include "tests/core/engines.h"
#include "tests/program.h"

namespace test_semaphore {

using namespace std::chrono_literals;
using engines::Engine;
using engines::until;
using weir::Executor;
using weir::Semaphore;
using weir::Task;
using weir::TaskGroup;

struct Log {
    void add(int what) {
        const std::lock_guard guard{lock};
        entries.push_back(what);
    }
    std::mutex lock;
    std::vector<int> entries;
};

/// Takes n permits, notes its id, gives them back.
Task<void> take(Semaphore& permits, Log& log, int id, std::int64_t n = 1) {
    const auto permit = co_await permits.acquire(n);
    log.add(id);
}

Task<void> counts(Semaphore& permits) {
    CHECK(permits.available() == 3);
    {
        const auto one = co_await permits.acquire();
        CHECK(permits.available() == 2);
        const auto two = co_await permits.acquire(2);
        CHECK(permits.available() == 0);
        CHECK(!permits.try_acquire());
    }
    CHECK(permits.available() == 3);
    CHECK(!permits.try_acquire(4));
    auto all = permits.try_acquire(3);
    CHECK(all.has_value());
    all->release();
    CHECK(permits.available() == 3);
    all->release();  // nothing left to give
    CHECK(permits.available() == 3);
}

Task<void> moves(Semaphore& permits) {
    auto a = co_await permits.acquire();
    auto b = co_await permits.acquire(2);
    CHECK(a && b);
    a = std::move(b);  // gives back what it held
    CHECK(permits.available() == 1);
    CHECK(!b);  // NOLINT(bugprone-use-after-move): that is what is asked
    Semaphore::Permit c{std::move(a)};
    CHECK(c && !a);  // NOLINT(bugprone-use-after-move)
    c.forget();
    CHECK(!c);
    CHECK(permits.available() == 1);
}

Task<void> in_line(Executor& engine, Semaphore& permits, Log& log) {
    auto held = co_await permits.acquire(2);
    TaskGroup group{engine};
    // One after the other, so that the line is known: the first asks for all there is.
    const std::vector<std::int64_t> asks{2, 1, 1, 2, 1};
    for (int i = 0; i < 5; ++i) {
        group.spawn(take(permits, log, i, asks[static_cast<std::size_t>(i)]));
        co_await until(engine, [&permits, i] { return permits.waiting() == static_cast<std::size_t>(i) + 1; });
    }
    auto one = permits.try_acquire();
    CHECK(!one);
    held.release();
    co_await group.join();
    CHECK(permits.available() == 2);
    CHECK(permits.waiting() == 0);
}

Task<void> the_big_one_holds_back(Executor& engine, Semaphore& permits, Log& log) {
    const auto held = co_await permits.acquire(1);
    TaskGroup big{engine};
    TaskGroup small{engine};
    big.spawn(take(permits, log, 0, 2));
    co_await until(engine, [&] { return permits.waiting() == 1; });
    small.spawn(take(permits, log, 1, 1));
    co_await until(engine, [&] { return permits.waiting() == 2; });
    CHECK(permits.available() == 1);  // enough for the small one, but the big one came first
    big.cancel();
    co_await big.join();
    co_await small.join();  // the permit is still held: leaving the line let the small one through
    CHECK(log.entries == std::vector{1});
}

Task<void> cancelled_before(Executor& engine, Semaphore& permits, Log& log) {
    TaskGroup group{engine};
    group.cancel();
    group.spawn(take(permits, log, 0));
    co_await group.join();
    CHECK(log.entries.empty());
    CHECK(permits.available() == 1);
}

Task<void> granted_before_cancelled(Executor& engine, Semaphore& permits, Log& log) {
    auto held = co_await permits.acquire();
    TaskGroup group{engine};
    group.spawn(take(permits, log, 7));
    co_await until(engine, [&] { return permits.waiting() == 1; });
    held.release();
    group.cancel();
    co_await group.join();
    CHECK(log.entries == std::vector{7});
    CHECK(permits.available() == 1);
}

Task<void> fails_while_holding(Semaphore& permits) {
    const auto permit = co_await permits.acquire();
    throw std::runtime_error{"on purpose"};
}

Task<void> resized(Executor& engine, Semaphore& permits, Log& log) {
    auto held = co_await permits.acquire(2);
    TaskGroup group{engine};
    for (int i = 0; i < 2; ++i) group.spawn(take(permits, log, i));
    co_await until(engine, [&] { return permits.waiting() == 2; });
    permits.add_permits(2);
    co_await group.join();
    CHECK(permits.available() == 2);

    permits.add_permits(-3);  // 4 there were, 2 are out
    CHECK(permits.available() == -1);
    CHECK(!permits.try_acquire());
    held.release();
    CHECK(permits.available() == 1);
}

/// Takes and returns a free permit until told to stop: never has to wait.
Task<void> greedy(Semaphore& permits, std::atomic<bool>& stop) {
    while (!stop) const auto permit = co_await permits.acquire();
}
Task<void> stopper(Executor& engine, Semaphore& permits, std::atomic<bool>& stop) {
    co_await engine.yield();          // the greedy one has begun
    CHECK(permits.available() == 1);  // and holds nothing while it lets others run
    stop = true;
}
Task<void> beside_a_greedy_one(Executor& engine, Semaphore& permits) {
    std::atomic<bool> stop{false};
    TaskGroup group{engine};
    group.spawn(greedy(permits, stop));
    group.spawn(stopper(engine, permits, stop));
    co_await group.join();
}

class TestSemaphore : public QObject {
    Q_OBJECT

private slots:
    void cleanup() { QCOMPARE(weir::frame_pool::live_frames(), 0); }

    void counts_its_permits_data() { engines::rows(); }
    void counts_its_permits() {
        Engine engine;
        Semaphore permits{3};
        engine.run(counts(permits));
    }

    void a_permit_moves_and_may_be_forgotten_data() { engines::rows(); }
    void a_permit_moves_and_may_be_forgotten() {
        Engine engine;
        Semaphore permits{3};
        engine.run(moves(permits));
        QCOMPARE(permits.available(), 1);
    }

    void first_come_first_served_data() { engines::rows(); }
    void first_come_first_served() {
        Engine engine;
        Semaphore permits{2};
        Log log;
        engine.run(in_line(*engine, permits, log));
        QCOMPARE(log.entries.size(), std::size_t{5});
        std::sort(log.entries.begin() + 1, log.entries.begin() + 3);  // these two are served together
        QCOMPARE(log.entries, (std::vector{0, 1, 2, 3, 4}));
    }

    void a_task_that_asks_for_many_holds_back_those_behind_it_until_it_leaves_data() { engines::rows(); }
    void a_task_that_asks_for_many_holds_back_those_behind_it_until_it_leaves() {
        Engine engine;
        Semaphore permits{2};
        Log log;
        engine.run(the_big_one_holds_back(*engine, permits, log));
        QCOMPARE(permits.available(), 2);
    }

    void a_cancelled_task_takes_nothing_even_if_it_is_free_data() { engines::rows(); }
    void a_cancelled_task_takes_nothing_even_if_it_is_free() {
        Engine engine;
        Semaphore permits{1};
        Log log;
        engine.run(cancelled_before(*engine, permits, log));
    }

    void a_permit_granted_before_the_cancellation_is_delivered_data() { engines::rows(); }
    void a_permit_granted_before_the_cancellation_is_delivered() {
        Engine engine;
        for (int i = 0; i < 100; ++i) {
            Semaphore permits{1};
            Log log;
            engine.run(granted_before_cancelled(*engine, permits, log));
        }
    }

    void a_permit_comes_back_when_its_task_fails_data() { engines::rows(); }
    void a_permit_comes_back_when_its_task_fails() {
        Engine engine;
        Semaphore permits{1};
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, engine.run(fails_while_holding(permits)));
        QCOMPARE(permits.available(), 1);
    }

    void permits_can_be_added_and_taken_away_data() { engines::rows(); }
    void permits_can_be_added_and_taken_away() {
        Engine engine;
        Semaphore permits{2};
        Log log;
        engine.run(resized(*engine, permits, log));
        QCOMPARE(permits.available(), 1);
    }

    void a_task_that_never_waits_lets_others_run_data() { engines::rows(); }
    void a_task_that_never_waits_lets_others_run() {
        Engine engine{1};
        Semaphore permits{1};
        engine.run(beside_a_greedy_one(*engine, permits));
        QCOMPARE(permits.available(), 1);
    }
};

}  // namespace test_semaphore

WEIR_TEST(test_semaphore, TestSemaphore)
#include "test_semaphore.moc"
