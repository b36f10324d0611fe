// Pipelines on real threads: several senders, short queues and a staff that change meanwhile, work that fails. Every
// item that was sent leaves once, and in order where order is kept, by any number of engine workers.
#include <QTest>
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <stdexcept>
#include <vector>

#include "core/patterns/pipeline.h"
#include "core/runtime/frame_pool.h"
#include "core/runtime/group.h"
#include "core/runtime/thread_pool.h"
#include "tests/program.h"

namespace test_pipeline_threads {

using namespace std::chrono_literals;
using weir::Executor;
using weir::Task;
using weir::TaskGroup;
using Pipeline = weir::patterns::Pipeline<std::size_t>;
namespace pipeline = weir::patterns::pipeline;

constexpr std::size_t senders = 4;
constexpr std::size_t items_each = 5'000;
constexpr std::size_t stages = 3;

/// Mostly done at once; some let others run, some wait, some are refused, some throw.
class Stages final : public pipeline::Stages<std::size_t> {
public:
    explicit Stages(Executor& engine) : engine_{engine} {}

    Task<bool> work(std::size_t stage, std::size_t& item) override {
        const auto number = item % items_each + stage;
        if (number % 7 == 0) co_await engine_.yield();
        if (number % 501 == 0) co_await engine_.sleep(100us);
        if (number % 1003 == 1) throw std::runtime_error{"item"};
        co_return number % 1009 != 2;
    }
    void left(std::size_t item, const pipeline::Exit& exit) noexcept override {
        ++times_left[item];
        if (exit.end == pipeline::End::cancelled) ++cancelled;
        if (exit.end != pipeline::End::completed) return;
        ++completed;
        auto& next = next_of[item / items_each];
        if (item < next.exchange(item + 1)) ++out_of_order;
    }

    std::vector<std::atomic<int>> times_left = std::vector<std::atomic<int>>(senders * items_each);
    std::vector<std::atomic<std::size_t>> next_of = std::vector<std::atomic<std::size_t>>(senders);
    std::atomic<int> completed{0};
    std::atomic<int> cancelled{0};
    std::atomic<int> out_of_order{0};

private:
    Executor& engine_;
};

Task<void> send_all(Pipeline& pipeline, std::size_t sender, std::atomic<std::size_t>& sent) {
    for (std::size_t i = 0; i < items_each; ++i) {
        auto item = sender * items_each + i;
        const bool was_sent = co_await pipeline.send(std::move(item));
        if (!was_sent) co_return;
        ++sent;
    }
}

Task<void> keep_changing(Executor& engine, Pipeline& pipeline) {
    for (std::size_t i = 0;; ++i) {
        pipeline.set_workers(i % stages, 1 + i * 5 % 7);
        pipeline.set_capacity(1 + i * 3 % 8);
        co_await engine.sleep(200us);
    }
}

/// @return items that were sent
Task<std::size_t> run(Executor& engine, Stages& work, bool resequence, bool cut_short) {
    pipeline::Config config;
    config.workers = {2, 1, 3};
    config.capacity = 2;
    config.resequence = resequence;
    Pipeline pipeline{engine, work, config};
    std::atomic<std::size_t> sent{0};
    TaskGroup running{engine};
    running.spawn(pipeline.run());
    TaskGroup changing{engine};
    changing.spawn(keep_changing(engine, pipeline));
    TaskGroup sending{engine};
    for (std::size_t sender = 0; sender < senders; ++sender) sending.spawn(send_all(pipeline, sender, sent));
    if (cut_short) {
        co_await engine.sleep(3ms);
        running.cancel();
    }
    co_await sending.join();
    pipeline.close();
    co_await running.join();
    changing.cancel();
    co_await changing.join();
    co_return sent;
}

class TestPipelineThreads : public QObject {
    Q_OBJECT

private slots:
    static void items_leave_once_data() {
        QTest::addColumn<unsigned>("workers");
        QTest::addColumn<bool>("resequence");
        QTest::addColumn<bool>("cut_short");
        for (const unsigned workers : {1U, 2U, 8U})
            for (const bool resequence : {false, true})
                for (const bool cut_short : {false, true})
                    QTest::addRow("%u workers%s%s", workers, resequence ? ", in order" : "",
                                  cut_short ? ", cancelled" : "")
                        << workers << resequence << cut_short;
    }
    static void items_leave_once() {
        QFETCH(const unsigned, workers);
        QFETCH(const bool, resequence);
        QFETCH(const bool, cut_short);
        const auto frames = weir::frame_pool::live_frames();
        {
            weir::ThreadPoolOptions options;
            options.workers = workers;
            weir::ThreadPool pool{options};
            Stages work{pool};
            const auto sent = pool.run(run(pool, work, resequence, cut_short));
            std::size_t left = 0;
            for (const auto& times : work.times_left) {
                QVERIFY(times <= 1);
                left += static_cast<std::size_t>(times.load());
            }
            QCOMPARE(left, sent);
            if (!cut_short) {
                QCOMPARE(sent, senders * items_each);
                QCOMPARE(work.cancelled.load(), 0);
                QVERIFY(work.completed < static_cast<int>(sent));  // some failed
            }
            if (resequence) QCOMPARE(work.out_of_order.load(), 0);
            QCOMPARE(pool.unobserved_failures(), 0U);
        }
        QCOMPARE(weir::frame_pool::live_frames(), frames);
    }
};

}  // namespace test_pipeline_threads

WEIR_TEST(test_pipeline_threads, TestPipelineThreads)
#include "test_pipeline_threads.moc"
