// Work stealing on both engines: who takes which job, failures, draining and closing, cancelling, settings.
#include <QTest>
#include <algorithm>
#include <atomic>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "core/runtime/frame_pool.h"
#include "tests/program.h"
#include "work_stealing_runs.h"

namespace test_work_stealing {

using namespace std::chrono_literals;
using namespace work_stealing_runs;
using weir::Simulation;
using weir::patterns::stealing::Placed;
namespace stealing = weir::patterns::stealing;

Task<void> note(std::vector<int>& order, int number) {
    order.push_back(number);
    co_return;
}

Task<void> count_up(std::atomic<int>& count) {
    count.fetch_add(1);
    co_return;
}

struct Fault final : std::runtime_error {
    Fault() : std::runtime_error{"fault"} {}
};

Task<void> fail() {
    throw Fault{};
    co_return;
}

template <class Error, class F>
bool throws(F f, std::string_view message = {}) {
    try {
        f();
    } catch (const Error& e) {
        return message.empty() || e.what() == message;
    }
    return false;
}

/// A tree of jobs, each of which submits its children.
Task<void> grow(StealingPool& pool, std::atomic<int>& nodes, int depth) {
    nodes.fetch_add(1);
    for (int i = 0; depth > 0 && i < 2; ++i) pool.submit(grow(pool, nodes, depth - 1));
    co_return;
}

std::uint64_t executed(const stealing::Status& status) {
    std::uint64_t sum = 0;
    for (const auto& worker : status.workers) sum += worker.executed;
    return sum;
}

std::uint64_t stolen(const stealing::Status& status) {
    std::uint64_t sum = 0;
    for (const auto& worker : status.workers) sum += worker.stolen;
    return sum;
}

class TestWorkStealing : public QObject {
    Q_OBJECT

private slots:
    void cleanup() { QCOMPARE(weir::frame_pool::live_frames(), 0); }

    // --- Who takes what --------------------------------------------------------------------------------------------

    void the_owner_takes_the_newest_and_the_shared_queue_gives_the_oldest_data() {
        QTest::addColumn<int>("strategy");
        QTest::addColumn<std::vector<int>>("order");
        QTest::newRow("deque") << static_cast<int>(Strategy::stealing) << std::vector{3, 2, 1};
        QTest::newRow("central") << static_cast<int>(Strategy::central) << std::vector{1, 2, 3};
    }
    void the_owner_takes_the_newest_and_the_shared_queue_gives_the_oldest() {
        QFETCH(int, strategy);
        QFETCH(std::vector<int>, order);
        auto engine = std::make_unique<Simulation>();
        std::vector<int> got;
        auto body = [&](StealingPool& pool) -> Task<void> {
            for (int i = 1; i <= 3; ++i) pool.submit_to(0, note(got, i));
            co_await pool.drain();
        };
        engine->run(with_pool(*engine, 1, config_of(static_cast<Strategy>(strategy)), body));
        QCOMPARE(got, order);
    }

    void a_full_deque_overflows_to_the_shared_queue() {
        Simulation engine;
        std::vector<int> got;
        auto body = [&](StealingPool& pool) -> Task<void> {
            for (int i = 1; i <= 5; ++i) pool.submit_to(0, note(got, i));
            const auto status = pool.status();
            CHECK(status.workers[0].waiting == 2);
            CHECK(status.shared == 3);
            co_await pool.drain();
        };
        engine.run(with_pool(engine, 1, config_of(Strategy::stealing, Steal::half, 2), body));
        QCOMPARE(got, (std::vector{2, 1, 3, 4, 5}));
    }

    void a_deque_that_never_runs_dry_does_not_keep_the_shared_queue_waiting() {
        Simulation engine;
        int after = 0;
        bool done = false;
        // Each job submits its successor, so the deque has a newest job for ever.
        struct Chain {
            static Task<void> link(StealingPool& pool, const bool& done, int& after) {
                if (done) co_return;
                ++after;
                pool.submit(link(pool, done, after));
            }
            static Task<void> end(bool& done) {
                done = true;
                co_return;
            }
        };
        auto body = [&](StealingPool& pool) -> Task<void> {
            pool.submit_to(0, Chain::link(pool, done, after));
            pool.submit(Chain::end(done));
            co_await pool.drain();
        };
        engine.run(with_pool(engine, 1, config_of(Strategy::stealing), body));
        QVERIFY(after > 0 && after <= 61);
    }

    void a_thief_takes_the_oldest_one_or_half_data() {
        QTest::addColumn<int>("steal");
        QTest::addColumn<int>("expected");  // jobs taken by the first theft of eight
        QTest::newRow("one") << static_cast<int>(Steal::one) << 1;
        QTest::newRow("half") << static_cast<int>(Steal::half) << 4;
    }
    void a_thief_takes_the_oldest_one_or_half() {
        QFETCH(int, steal);
        QFETCH(int, expected);
        stealing::JobQueue queue;
        std::vector<int> got;
        for (std::size_t i = 0; i < 8; ++i) {
            Placed job{i, note(got, 0)};
            QVERIFY(queue.push(job, 8));
        }
        Placed refused{8, note(got, 0)};
        QVERIFY(!queue.push(refused, 8));
        QCOMPARE(refused.home, std::size_t{8});
        std::vector<Placed> loot;
        queue.steal(static_cast<Steal>(steal), loot);
        QCOMPARE(static_cast<int>(loot.size()), expected);
        for (std::size_t i = 0; i < loot.size(); ++i) QCOMPARE(loot[i].home, i);
        QCOMPARE(queue.take_newest()->home, std::size_t{7});
        QCOMPARE(queue.take_oldest()->home, loot.size());
        QCOMPARE(queue.homes(2), (std::vector{loot.size() + 1, loot.size() + 2}));
        QCOMPARE(queue.size(), 6 - loot.size());
    }

    void a_long_deque_is_not_held_up_by_one_theft() {
        stealing::JobQueue queue;
        std::vector<int> got;
        for (std::size_t i = 0; i < 2000; ++i) {
            Placed job{i, note(got, 0)};
            QVERIFY(queue.push(job, stealing::JobQueue::unbounded));
        }
        std::vector<Placed> loot;
        queue.steal(Steal::half, loot);
        QCOMPARE(loot.size(), stealing::max_steal);
    }

    // --- Everywhere ------------------------------------------------------------------------------------------------

    void every_job_runs_once_wherever_it_comes_from_data() { engines::rows(); }
    void every_job_runs_once_wherever_it_comes_from() {
        engines::Engine engine;
        constexpr int rounds = 50;
        constexpr int per_round = 200;
        std::atomic<int> count{0};
        std::atomic<int> nodes{0};
        auto body = [&](StealingPool& pool) -> Task<void> {
            TaskGroup others{*engine};
            struct Submit {
                static Task<void> many(Executor& engine, StealingPool& pool, std::atomic<int>& count, std::size_t to) {
                    for (int round = 0; round < rounds; ++round) {
                        for (int i = 0; i < per_round; ++i) {
                            if (i % 3 == 0)
                                pool.submit(count_up(count));
                            else
                                pool.submit_to(to, count_up(count));
                        }
                        if (round % 5 == 0)
                            co_await pool.drain();
                        else
                            co_await engine.yield();
                    }
                }
            };
            for (std::size_t to = 0; to < 3; ++to) others.spawn(Submit::many(*engine, pool, count, to));
            for (int i = 0; i < 10; ++i) pool.submit(grow(pool, nodes, 7));
            co_await others.join();
            others.rethrow_first();
            co_await pool.drain();
            CHECK(count == 3 * rounds * per_round);
            CHECK(nodes == 10 * 255);
            CHECK(executed(pool.status()) == 3 * rounds * per_round + 10 * 255);
        };
        engine.run(with_pool(*engine, 3, config_of(Strategy::stealing, Steal::half, 16), body));
        QCOMPARE(engine->unobserved_failures(), 0U);
    }

    void a_throw_is_one_failure_and_nothing_else_data() { engines::rows(); }
    void a_throw_is_one_failure_and_nothing_else() {
        engines::Engine engine;
        std::atomic<int> failures{0};
        std::atomic<int> count{0};
        auto run = [&]() -> Task<void> {
            TaskGroup home{*engine};
            StealingPool pool{*engine, home, 2, {}, [&](const std::exception_ptr&) { failures.fetch_add(1); }};
            for (int i = 0; i < 300; ++i) pool.submit_to(0, i % 3 == 0 ? fail() : count_up(count));
            co_await pool.close();
            co_await home.join();
            home.rethrow_first();
            CHECK(executed(pool.status()) == 300);
        };
        engine.run(run());
        QCOMPARE(failures.load(), 100);
        QCOMPARE(count.load(), 200);
        QCOMPARE(engine->unobserved_failures(), 0U);
    }

    void a_failure_nobody_listens_to_is_counted() {
        Simulation engine;
        auto body = [&](StealingPool& pool) -> Task<void> {
            pool.submit(fail());
            co_await pool.drain();
        };
        engine.run(with_pool(engine, 2, {}, body));
        QCOMPARE(engine.unobserved_failures(), 1U);
    }

    void closed_it_takes_jobs_of_its_own_only() {
        Simulation engine;
        std::atomic<int> nodes{0};
        auto body = [&](StealingPool& pool) -> Task<void> {
            pool.submit(grow(pool, nodes, 5));
            auto closing = pool.close();
            co_await std::move(closing);
            CHECK(nodes == 63);
            CHECK(throws<stealing::Closed>([&] { pool.submit_to(1, count_up(nodes)); }));
            CHECK(nodes == 63);
            CHECK(pool.status().closed);
        };
        engine.run(with_pool(engine, 2, {}, body));
    }

    void cancelled_it_destroys_what_has_not_begun_data() { engines::rows(); }
    void cancelled_it_destroys_what_has_not_begun() {
        engines::Engine engine;
        std::atomic<int> begun{0};
        auto run = [&]() -> Task<void> {
            TaskGroup home{*engine};
            StealingPool pool{*engine, home, 2, {}};
            struct Wait {
                static Task<void> for_ever(std::atomic<int>& begun) {
                    begun.fetch_add(1);
                    co_await weir::UntilCancelled{};
                }
            };
            for (int i = 0; i < 100; ++i) pool.submit_to(0, Wait::for_ever(begun));
            co_await engines::until(*engine, [&] { return begun == 2; });
            home.cancel();
            co_await home.join();
            CHECK(pool.status().pending == 0);
            co_await pool.drain();  // does not wait for what was destroyed
            CHECK(throws<stealing::Closed>([&] { pool.submit(count_up(begun)); }));
        };
        engine.run(run());
        QCOMPARE(begun.load(), 2);
        QCOMPARE(engine->unobserved_failures(), 0U);
    }

    void at_rest_every_worker_is_parked() {
        Simulation engine;
        auto body = [&](StealingPool& pool) -> Task<void> {
            co_await engine.sleep(1ms);
            CHECK(pool.status().parked == 4);
            for (int i = 0; i < 2; ++i) pool.submit_to(0, work(engine, 2ms));
            co_await engine.sleep(1ms);
            CHECK(pool.status().parked == 2);
            CHECK(stolen(pool.status()) + pool.status().workers[0].executed >= 1);
            co_await pool.drain();
            co_await engine.sleep(1ms);
            CHECK(pool.status().parked == 4);
        };
        engine.run(with_pool(engine, 4, {}, body));
    }

    // --- Settings --------------------------------------------------------------------------------------------------

    void a_change_of_strategy_moves_what_waits() {
        Simulation engine;
        std::vector<int> got;
        auto body = [&](StealingPool& pool) -> Task<void> {
            const auto waiting = [&pool] {
                const auto status = pool.status();
                return std::vector{status.workers[0].waiting, status.workers[1].waiting, status.shared};
            };
            pool.submit_to(0, note(got, 1));
            pool.submit_to(1, note(got, 2));
            pool.submit(note(got, 3));
            pool.submit_to(0, note(got, 4));
            CHECK((waiting() == std::vector<std::size_t>{2, 1, 1}));
            pool.configure(config_of(Strategy::central, Steal::one, 1));
            CHECK((waiting() == std::vector<std::size_t>{0, 0, 4}));
            CHECK(pool.config() == config_of(Strategy::central, Steal::one, 1));
            pool.configure(config_of(Strategy::stealing, Steal::one, 1));
            CHECK((waiting() == std::vector<std::size_t>{1, 1, 2}));
            co_await pool.drain();
        };
        engine.run(with_pool(engine, 2, {}, body));
        std::ranges::sort(got);
        QCOMPARE(got, (std::vector{1, 2, 3, 4}));
    }

    void what_makes_no_sense_is_refused() {
        Simulation engine;
        auto run = [&]() -> Task<void> {
            TaskGroup home{engine};
            CHECK(throws<std::invalid_argument>(
                [&] {
                    StealingPool{engine, home, 0, {}};
                },
                "work stealing: expected at least 1 worker, got 0"));
            StealingPool pool{engine, home, 1, {}};
            CHECK(throws<std::invalid_argument>([&] { pool.configure(config_of(Strategy::stealing, Steal::half, 0)); },
                                                "work stealing: capacity must be at least 1"));
            CHECK(pool.config() == StealingPool::Config{});
            co_await pool.close();
            co_await home.join();
        };
        engine.run(run());
    }
};

}  // namespace test_work_stealing

WEIR_TEST(test_work_stealing, TestWorkStealing)
#include "test_work_stealing.moc"
