// The thread pool: N workers that share the work, timers in order, pausing, the blocking pool, and an idle pool that
// uses no processor. What is asserted never depends on how fast the machine is.
#include <QTest>
#include <algorithm>
#include <atomic>
#include <ctime>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <vector>

#include "core/runtime/group.h"
#include "core/runtime/thread_pool.h"
#include "tests/core/engines.h"
#include "tests/program.h"

namespace test_thread_pool {

using namespace std::chrono_literals;
using engines::until;
using weir::Duration;
using weir::Executor;
using weir::JoinHandle;
using weir::Task;
using weir::TaskGroup;
using weir::ThreadPool;
using weir::ThreadPoolOptions;
using weir::Time;

ThreadPoolOptions with_workers(unsigned workers) {
    ThreadPoolOptions options;
    options.workers = workers;
    return options;
}

Duration processor_time() {
    timespec t{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return std::chrono::seconds{t.tv_sec} + Duration{t.tv_nsec};
}

/// Keeps its worker until as many others are in here as there are workers.
Task<void> meet(Executor& engine, std::atomic<unsigned>& here) {
    ++here;
    while (here < engine.workers()) co_await engine.work(20us);
}

Task<void> meet_all(Executor& engine, std::atomic<unsigned>& here) {
    TaskGroup group{engine};
    for (unsigned i = 0; i < engine.workers(); ++i) group.spawn(meet(engine, here));
    co_await group.join();
}

Task<void> count_one(std::atomic<int>& count) {
    ++count;
    co_return;
}

Task<void> tree(Executor& engine, int depth, std::atomic<int>& leaves) {
    if (depth == 0) {
        ++leaves;
        co_return;
    }
    auto left = engine.spawn(tree(engine, depth - 1, leaves));
    auto right = engine.spawn(tree(engine, depth - 1, leaves));
    if (depth % 3 == 0) co_await engine.yield();
    co_await std::move(left);
    co_await std::move(right);
}

struct Log {
    std::mutex lock;
    std::vector<int> entries;
    void add(int what) {
        const std::lock_guard guard{lock};
        entries.push_back(what);
    }
};

Task<void> wake_at(Executor& engine, Time when, int id, Log& log, std::atomic<int>& early) {
    co_await engine.sleep_until(when);
    if (engine.now() < when) ++early;
    log.add(id);
}

Task<void> alarms(Executor& engine, Log& log, std::atomic<int>& early) {
    TaskGroup group{engine};
    const auto start = engine.now() + 5ms;
    for (int i = 0; i < 50; ++i) {
        const int k = i * 17 % 50;  // armed out of order
        group.spawn(wake_at(engine, start + k * 100us, k, log, early));
    }
    co_await group.join();
}

Task<void> many_sleeps(Executor& engine, std::atomic<int>& early) {
    TaskGroup group{engine};
    for (int i = 0; i < 2000; ++i) {
        group.spawn([](Executor& e, Duration d, std::atomic<int>& early2) -> Task<void> {
            const auto begin = e.now();
            co_await e.sleep(d);
            if (e.now() - begin < d) ++early2;
        }(engine, i % 10 * 300us, early));
    }
    co_await group.join();
}

Task<void> tick_on(Executor& engine, std::atomic<int>& ticks, const std::atomic<bool>& stop) {
    while (!stop) {
        co_await engine.sleep(20us);
        ++ticks;
    }
}

Task<void> block_all(Executor& engine, int jobs, std::atomic<int>& inside, std::atomic<int>& most,
                     std::atomic<int>& done) {
    TaskGroup group{engine};
    for (int i = 0; i < jobs; ++i) {
        group.spawn([](Executor& e, std::atomic<int>& in, std::atomic<int>& m, std::atomic<int>& d) -> Task<void> {
            auto job = std::move_only_function<void()>{[&] {
                const int now = ++in;
                for (int seen = m; now > seen && !m.compare_exchange_weak(seen, now);) {
                }
                std::this_thread::sleep_for(1ms);
                --in;
            }};
            co_await e.blocking(0ns, std::move(job));
            ++d;
        }(engine, inside, most, done));
    }
    co_await group.join();
}

Task<void> block_and_fail(Executor& engine) {
    auto job = std::move_only_function<void()>{[] { throw std::runtime_error{"in a job"}; }};
    co_await engine.blocking(0ns, std::move(job));
}

Task<void> work(Executor& engine, Duration length) { co_await engine.work(length); }

/// Spawns one task and computes: with another worker idle, nobody waits for it to come back.
Task<void> spawn_and_work(Executor& engine, std::atomic<bool>& ran) {
    auto child = engine.spawn([](std::atomic<bool>& r) -> Task<void> {
        r = true;
        co_return;
    }(ran));
    // Bounded by the child only: with nobody to take it this would go on for a minute.
    for (int i = 0; i < 60'000 && !ran; ++i) co_await engine.work(1ms);
    CHECK(ran);
    co_await std::move(child);
}

Task<void> sleep_for_ever(Executor& engine) { co_await engine.sleep(24h); }

class TestThreadPool : public QObject {
    Q_OBJECT

private slots:
    void cleanup() {
        QVERIFY2(engines::failure.empty(), engines::failure.c_str());
        QCOMPARE(weir::frame_pool::live_frames(), 0);
    }

    void all_workers_run_at_once_data() {
        QTest::addColumn<unsigned>("workers");
        for (const unsigned n : {1U, 2U, 3U, 5U, 8U}) QTest::addRow("%u", n) << n;
    }
    void all_workers_run_at_once() {
        QFETCH(unsigned, workers);
        ThreadPool pool{with_workers(workers)};
        QCOMPARE(pool.workers(), workers);
        // Again and again, from idle: every worker must be found, with none left parked.
        for (int i = 0; i < 100; ++i) {
            std::atomic<unsigned> here{0};
            pool.run(meet_all(pool, here));
            QCOMPARE(here.load(), workers);
        }
    }

    void every_task_of_a_tree_runs_data() { all_workers_run_at_once_data(); }
    void every_task_of_a_tree_runs() {
        QFETCH(unsigned, workers);
        ThreadPool pool{with_workers(workers)};
        std::atomic<int> leaves{0};
        pool.run(tree(pool, 14, leaves));
        QCOMPARE(leaves.load(), 1 << 14);
        const auto stats = pool.stats();
        QCOMPARE(stats.spawned, (std::uint64_t{1} << 15) - 2);
        QVERIFY(stats.stolen >= stats.steals);
    }

    void tasks_may_be_spawned_from_any_thread() {
        ThreadPool pool{with_workers(2)};
        std::atomic<int> count{0};
        weir::Scope scope{nullptr};
        {
            std::vector<std::jthread> threads;
            for (int t = 0; t < 4; ++t) {
                threads.emplace_back([&] {
                    for (int i = 0; i < 2000; ++i) pool.spawn_in(scope, count_one(count));
                    weir::frame_pool::flush_thread();
                });
            }
        }
        pool.run([](weir::Scope& s) -> Task<void> { co_await s.join(); }(scope));
        QCOMPARE(count.load(), 8000);
    }

    void handles_may_be_awaited_and_dropped_on_other_threads() {
        ThreadPool pool{with_workers(2)};
        std::atomic<int> count{0};
        for (int i = 0; i < 2000; ++i) {
            auto handle = pool.spawn(count_one(count));
            if (i % 2 == 0)
                pool.run([](JoinHandle<void> h) -> Task<void> { co_await std::move(h); }(std::move(handle)));
        }
        pool.run(until(pool, [&] { return count == 2000; }));
    }

    void each_timer_fires_once_and_never_early() {
        ThreadPool pool{with_workers(1)};
        Log log;
        std::atomic<int> early{0};
        pool.run(alarms(pool, log, early));
        QCOMPARE(early.load(), 0);
        // A worker that comes late finds several due at once, so the order of waking is only roughly that of deadlines.
        std::ranges::sort(log.entries);
        QCOMPARE(log.entries.size(), std::size_t{50});
        for (int i = 0; i < 50; ++i) QCOMPARE(log.entries[static_cast<std::size_t>(i)], i);
    }

    void thousands_of_sleeps_end_and_none_early_data() { all_workers_run_at_once_data(); }
    void thousands_of_sleeps_end_and_none_early() {
        QFETCH(unsigned, workers);
        ThreadPool pool{with_workers(workers)};
        std::atomic<int> early{0};
        pool.run(many_sleeps(pool, early));
        QCOMPARE(early.load(), 0);
        QVERIFY(pool.stats().timers >= 1800);  // of 2000, those of zero length may not need one
    }

    void pausing_stops_time_and_tasks() {
        ThreadPool pool{with_workers(2)};
        std::atomic<int> ticks{0};
        std::atomic<bool> stop{false};
        auto task = pool.spawn(tick_on(pool, ticks, stop));
        while (ticks < 10) std::this_thread::yield();
        for (int round = 0; round < 5; ++round) {
            pool.pause();
            const auto frozen = pool.now();
            // A poll that had begun may end; how late its thread gets the processor nobody knows.
            const int before = ticks;
            std::this_thread::sleep_for(10ms);
            QVERIFY(ticks <= before + 1);
            QCOMPARE(pool.now(), frozen);
            pool.pause();  // twice is once
            QCOMPARE(pool.now(), frozen);
            pool.resume();
            while (ticks < before + 10) std::this_thread::yield();
            QVERIFY(pool.now() > frozen);
            QVERIFY(pool.now() < frozen + 5s);  // the pause is no engine time
        }
        stop = true;
        pool.run([](JoinHandle<void> h) -> Task<void> { co_await std::move(h); }(std::move(task)));
    }

    void coarse_time_is_never_ahead_and_stands_still_too() {
        ThreadPool pool;
        for (int i = 0; i < 1000; ++i) {
            const auto coarse = pool.coarse_now();
            QVERIFY(coarse >= Time{});
            QVERIFY(coarse <= pool.now());
        }
        const auto begin = pool.now();
        while (pool.coarse_now() < begin) std::this_thread::yield();  // it gets there
        pool.pause();
        QCOMPARE(pool.coarse_now(), pool.now());
    }

    void a_pool_may_start_paused() {
        auto options = with_workers(2);
        options.paused = true;
        ThreadPool pool{options};
        std::atomic<int> count{0};
        auto task = pool.spawn(count_one(count));
        std::this_thread::sleep_for(5ms);
        QCOMPARE(count.load(), 0);
        QCOMPARE(pool.now(), Time{});
        pool.resume();
        pool.run([](JoinHandle<void> h) -> Task<void> { co_await std::move(h); }(std::move(task)));
        QCOMPARE(count.load(), 1);
    }

    void the_blocking_pool_runs_as_many_jobs_at_once_as_it_may() {
        auto options = with_workers(2);
        options.blocking_threads = 3;
        ThreadPool pool{options};
        std::atomic<int> inside{0};
        std::atomic<int> most{0};
        std::atomic<int> done{0};
        pool.run(block_all(pool, 30, inside, most, done));
        QCOMPARE(done.load(), 30);
        QVERIFY(most >= 1 && most <= 3);
    }

    void a_job_that_throws_fails_its_await() {
        ThreadPool pool{with_workers(1)};
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, pool.run(block_and_fail(pool)));
        QCOMPARE(pool.unobserved_failures(), 0U);
    }

    void work_uses_the_processor() {
        ThreadPool pool{with_workers(1)};
        for (const Duration length : {Duration{5us}, Duration{20ms}}) {
            const auto before = processor_time();
            const auto begin = pool.now();
            pool.run(work(pool, length));
            QVERIFY(pool.now() - begin >= length);
            if (length > 1ms) QVERIFY(processor_time() - before >= length);
        }
    }

    void a_task_behind_a_working_one_is_taken_by_an_idle_worker() {
        ThreadPool pool{with_workers(2)};
        for (int i = 0; i < 50; ++i) {
            std::atomic<bool> ran{false};
            pool.run(spawn_and_work(pool, ran));
        }
    }

    void an_idle_pool_parks_and_uses_no_processor() {
        ThreadPool pool{with_workers(4)};
        weir::Scope scope{nullptr};
        pool.spawn_in(scope, sleep_for_ever(pool));  // a pending timer does not keep it awake
        while (pool.stats().parks < 4) std::this_thread::yield();
        std::this_thread::sleep_for(5ms);
        const auto parks = pool.stats().parks;
        const auto before = processor_time();
        std::this_thread::sleep_for(300ms);
        const auto used = processor_time() - before;
        QVERIFY2(used < 3ms, qPrintable(QString::number(used.count())));  // 1 %: generous to sanitizers
        QVERIFY(pool.stats().parks <= parks + 4);
        scope.cancel();
        pool.run([](weir::Scope& s) -> Task<void> { co_await s.join(); }(scope));
    }

    void polls_are_recorded_when_asked_for() {
        auto options = with_workers(2);
        options.record_polls = 1 << 12;
        ThreadPool pool{options};
        std::atomic<int> leaves{0};
        pool.run(tree(pool, 8, leaves));
        std::uint64_t events = 0;
        Time last[2] = {};
        bool in_order = true;
        const auto drain = [&] {
            pool.drain_polls([&](const weir::PollEvent& event) {
                ++events;
                in_order =
                    in_order && event.worker < 2 && event.begin <= event.end && event.begin >= last[event.worker % 2];
                last[event.worker % 2] = event.end;
            });
            return events + pool.dropped_polls() == pool.stats().polls;
        };
        QVERIFY(QTest::qWaitFor(drain, 60'000));  // the last poll is written down after what it has done shows
        QVERIFY(in_order);
    }

    void pools_come_and_go() {
        for (unsigned i = 0; i < 100; ++i) {
            ThreadPool pool{with_workers(1 + i % 4)};
            if (i % 2 == 0) continue;  // never used
            std::atomic<int> count{0};
            pool.run(count_one(count));
            QCOMPARE(count.load(), 1);
        }
    }
};

}  // namespace test_thread_pool

WEIR_TEST(test_thread_pool, TestThreadPool)
#include "test_thread_pool.moc"
