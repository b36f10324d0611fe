// The pool that steals on real threads, where workers park and submitters submit at the same moment: no wake is lost,
// and closing and cancelling let nothing slip through.
#include <QTest>
#include <atomic>
#include <memory>
#include <vector>

#include "core/patterns/work_stealing.h"
#include "core/runtime/frame_pool.h"
#include "core/runtime/group.h"
#include "core/runtime/thread_pool.h"
#include "tests/program.h"

namespace test_work_stealing_threads {

using weir::Executor;
using weir::Task;
using weir::TaskGroup;
using weir::ThreadPool;
using weir::patterns::StealingPool;
namespace stealing = weir::patterns::stealing;

#ifdef WEIR_SANITIZED  // what it looks for shows in fewer rounds
constexpr int shorter = 10;
#else
constexpr int shorter = 1;
#endif

std::unique_ptr<ThreadPool> threads(unsigned workers) {
    weir::ThreadPoolOptions options;
    options.workers = workers;
    return std::make_unique<ThreadPool>(options);
}

/// Keeps its worker until so many have come, so each needs a worker of its own.
Task<void> meet(Executor& engine, std::atomic<int>& come, int all) {
    come.fetch_add(1);
    while (come.load() < all) co_await engine.yield();
}

/// What was accepted, and what became of it.
struct Count {
    std::atomic<int> accepted{0};
    std::atomic<int> run{0};
    std::atomic<int> alive{0};
};

class Alive {
public:
    explicit Alive(Count& count) : count_{&count} { count_->alive.fetch_add(1); }
    Alive(Alive&& other) noexcept : count_{std::exchange(other.count_, nullptr)} {}
    Alive& operator=(Alive&&) = delete;
    ~Alive() {
        if (count_ != nullptr) count_->alive.fetch_sub(1);
    }
    Count& operator*() const { return *count_; }

private:
    Count* count_;
};

Task<void> job(StealingPool& pool, Alive alive, int children) {
    (*alive).run.fetch_add(1);
    for (int i = 0; i < children; ++i) {
        pool.submit(job(pool, Alive{*alive}, children - 1));
        (*alive).accepted.fetch_add(1);
    }
    co_return;
}

/// Submits until it is refused.
Task<void> submit_on(Executor& engine, StealingPool& pool, Count& count) {
    try {
        for (std::size_t i = 0;; ++i) {
            if (i % 3 == 0)
                pool.submit(job(pool, Alive{count}, 2));
            else
                pool.submit_to(i % pool.workers(), job(pool, Alive{count}, 0));
            count.accepted.fetch_add(1);
            if (i % 16 == 0) co_await engine.yield();
        }
    } catch (const stealing::Closed&) {  // NOLINT: that is the end of it
    }
}

class TestWorkStealingThreads : public QObject {
    Q_OBJECT

private slots:
    void cleanup() { QCOMPARE(weir::frame_pool::live_frames(), 0); }

    void a_job_for_each_worker_wakes_them_all() {
        // If a wake were lost a worker would sleep beside a waiting job, and the others wait for it for ever.
        constexpr unsigned workers = 3;
        constexpr int rounds = 100'000 / shorter;
        auto engine = threads(workers + 1);
        std::atomic<int> come{0};
        const auto run = [&]() -> Task<void> {
            TaskGroup home{*engine};
            StealingPool pool{*engine, home, workers, {}};
            for (int round = 0; round < rounds; ++round) {
                come = 0;
                for (unsigned i = 0; i < workers; ++i) {
                    if (round % 2 == 0)
                        pool.submit_to(0, meet(*engine, come, workers));
                    else
                        pool.submit(meet(*engine, come, workers));
                }
                co_await pool.drain();
            }
            co_await pool.close();
            co_await home.join();
        };
        engine->run(run());
    }

    void what_is_accepted_beside_a_close_runs_and_beside_a_cancellation_is_gone_data() {
        QTest::addColumn<bool>("cancels");
        QTest::newRow("close") << false;
        QTest::newRow("cancel") << true;
    }
    void what_is_accepted_beside_a_close_runs_and_beside_a_cancellation_is_gone() {
        QFETCH(bool, cancels);
        auto engine = threads(3);
        for (int round = 0; round < 3000 / shorter; ++round) {
            Count count;
            const auto run = [&]() -> Task<void> {
                TaskGroup home{*engine};
                TaskGroup others{*engine};
                StealingPool pool{*engine, home, 2, {}};
                for (int i = 0; i < 2; ++i) others.spawn(submit_on(*engine, pool, count));
                for (int i = 0; i < round % 20; ++i) co_await engine->yield();
                if (cancels)
                    home.cancel();
                else
                    co_await pool.close();
                co_await home.join();
                co_await others.join();
            };
            engine->run(run());
            QCOMPARE(count.alive.load(), 0);
            if (cancels)
                QVERIFY(count.run.load() <= count.accepted.load());
            else
                QCOMPARE(count.run.load(), count.accepted.load());
        }
    }
};

}  // namespace test_work_stealing_threads

WEIR_TEST(test_work_stealing_threads, TestWorkStealingThreads)
#include "test_work_stealing_threads.moc"
