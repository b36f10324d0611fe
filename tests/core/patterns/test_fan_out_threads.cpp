// Fan-out on real threads: lanes that go on from item to item, lanes that wait, and a limit that moves meanwhile. Every
// item is delivered once, with what became of it, by any number of workers.
#include <QTest>
#include <chrono>
#include <cstddef>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

#include "core/patterns/fan_out.h"
#include "core/runtime/frame_pool.h"
#include "core/runtime/group.h"
#include "core/runtime/thread_pool.h"
#include "tests/program.h"

namespace test_fan_out_threads {

using namespace std::chrono_literals;
using weir::Executor;
using weir::Task;
using weir::patterns::FanInOrder;
using weir::patterns::FanOut;
using weir::patterns::FanResult;

constexpr int items = 20'000;
constexpr std::size_t most_at_once = 64;
constexpr int throws_every = 1000;

struct Account {
    int taken = 0;
    std::vector<int> delivered = std::vector<int>(items);  // how often
    std::size_t next = 0;
    int out_of_order = 0;
    int failed = 0;
    int wrong = 0;
};

Task<std::optional<int>> next(Account& account) {
    if (account.taken == items) co_return std::nullopt;
    co_return account.taken++;
}

/// Mostly done at once; some let others run, some wait, some throw.
Task<int> work(Executor& engine, int item) {
    if (item % 5 == 0) co_await engine.yield();
    if (item % 97 == 0) co_await engine.sleep(100us);
    if (item % throws_every == 7) throw std::runtime_error{"item"};
    co_return -item;
}

Task<void> move_limit(Executor& engine, FanOut& fan_out) {
    for (std::size_t i = 0;; ++i) {
        fan_out.set_at_once(1 + i * 7 % most_at_once);
        co_await engine.sleep(200us);
    }
}

Task<void> run(Executor& engine, FanInOrder order, Account& account) {
    FanOut fan_out{engine, most_at_once};
    weir::TaskGroup mover{engine};
    mover.spawn(move_limit(engine, fan_out));
    auto source = [&account] { return next(account); };
    auto worked = [&engine](int& item) { return work(engine, item); };
    auto deliver = [&account](FanResult<int, int> result) noexcept {
        ++account.delivered[result.index];
        if (result.index != account.next++) ++account.out_of_order;
        if (result.failure) ++account.failed;
        if (result.value && *result.value != -static_cast<int>(result.index)) ++account.wrong;
    };
    co_await fan_out.run({order, FanOut::OnError::collect_all}, std::move(source), std::move(worked),
                         std::move(deliver));
    mover.cancel();
    co_await mover.join();
}

class TestFanOutThreads : public QObject {
    Q_OBJECT

private slots:
    void every_item_is_delivered_once_data() {
        QTest::addColumn<unsigned>("workers");
        QTest::addColumn<bool>("in_order");
        for (const unsigned workers : {1U, 2U, 4U, 8U}) {
            QTest::addRow("%u workers, input order", workers) << workers << true;
            QTest::addRow("%u workers, completion order", workers) << workers << false;
        }
    }
    void every_item_is_delivered_once() {
        QFETCH(unsigned, workers);
        QFETCH(bool, in_order);
        weir::ThreadPoolOptions options;
        options.workers = workers;
        Account account;
        {
            weir::ThreadPool engine{options};
            engine.run(run(engine, in_order ? FanInOrder::input : FanInOrder::completion, account));
        }
        QCOMPARE(account.delivered, std::vector<int>(items, 1));
        QCOMPARE(account.failed, items / throws_every);
        QCOMPARE(account.wrong, 0);
        if (in_order) QCOMPARE(account.out_of_order, 0);
        QCOMPARE(weir::frame_pool::live_frames(), 0);
    }
};

}  // namespace test_fan_out_threads

WEIR_TEST(test_fan_out_threads, TestFanOutThreads)
#include "test_fan_out_threads.moc"
