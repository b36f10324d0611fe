// What makes no sense is refused in one line, or does what it is documented to do; the tests of each pattern have the
// rest of it.
#include <QTest>
#include <array>
#include <chrono>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "core/patterns/batching.h"
#include "core/patterns/pipeline.h"
#include "core/patterns/shared_state.h"
#include "core/patterns/textbook/pipeline.h"
#include "core/runtime/group.h"
#include "core/runtime/simulation.h"
#include "tests/program.h"

namespace test_bad_input {

using namespace std::chrono_literals;
using weir::Simulation;
using weir::Task;
using weir::TaskGroup;
namespace patterns = weir::patterns;
namespace pipeline = weir::patterns::pipeline;

struct Nothing final : pipeline::Stages<int> {
    Task<bool> work(std::size_t, int&) override { co_return true; }
    void left(int, const pipeline::Exit&) noexcept override {}
};

/// What the refusal says; "" if there is none.
template <class F>
QByteArray refusal(F f) {
    try {
        f();
    } catch (const std::invalid_argument& refused) {
        return refused.what();
    }
    return {};
}

template <class Pipeline>
QByteArray refusal_of(std::vector<std::size_t> workers, std::size_t capacity) {
    Simulation engine;
    Nothing stages;
    pipeline::Config config;
    config.workers = std::move(workers);
    config.capacity = capacity;
    return refusal([&] { const Pipeline made{engine, stages, config}; });
}

class TestBadInput : public QObject {
    Q_OBJECT

private slots:
    void a_pipeline_through_which_nothing_could_pass_is_refused_data() {
        QTest::addColumn<std::vector<std::size_t>>("workers");
        QTest::addColumn<std::size_t>("capacity");
        QTest::addColumn<QByteArray>("line");
        using Workers = std::vector<std::size_t>;
        QTest::newRow("no stage") << Workers{} << std::size_t{1}
                                  << QByteArray{"pipeline: expected at least 1 stage, got 0"};
        QTest::newRow("no worker") << Workers{1, 0} << std::size_t{1}
                                   << QByteArray{"pipeline: expected at least 1 worker a stage, got 0"};
        QTest::newRow("no place") << Workers{1} << std::size_t{0}
                                  << QByteArray{"pipeline: expected at least 1 place in a queue, got 0"};
    }
    void a_pipeline_through_which_nothing_could_pass_is_refused() {
        QFETCH(std::vector<std::size_t>, workers);
        QFETCH(std::size_t, capacity);
        QFETCH(QByteArray, line);
        QCOMPARE(refusal_of<patterns::Pipeline<int>>(workers, capacity), line);
        QCOMPARE(refusal_of<patterns::textbook::Pipeline<int>>(workers, capacity), line);
    }

    void nor_can_it_be_made_one_while_it_runs() {
        Simulation engine;
        Nothing stages;
        pipeline::Config config;
        config.capacity = 1;
        patterns::Pipeline<int> line{engine, stages, config};
        QVERIFY(!refusal([&] { line.set_workers(0, 0); }).isEmpty());
        QVERIFY(!refusal([&] { line.set_capacity(0); }).isEmpty());
        QVERIFY(line.try_send(1));
        QVERIFY(!line.try_send(2));
        line.close();
        engine.run(line.run());
    }

    void a_map_without_a_shard_is_refused() {
        Simulation engine;
        TaskGroup home{engine};
        const auto make = [&] {
            patterns::shared_state::make<int, int>(patterns::shared_state::Strategy::sharded, engine, home, 0);
        };
        QCOMPARE(refusal(make), QByteArray{"shared state: expected at least 1 shard, got 0"});
    }

    /// A batch that could never fill leaves when the line is full: nobody lingers for an item that finds no place.
    void a_batch_larger_than_the_queue_leaves_with_what_fits() {
        Simulation engine;
        const auto play = [](Simulation& on) -> Task<void> {
            TaskGroup home{on};
            std::vector<std::size_t> sizes;
            auto handler = [&sizes](std::span<const int> items) -> Task<std::vector<int>> {
                sizes.push_back(items.size());
                co_return std::vector<int>(items.begin(), items.end());
            };
            patterns::batching::Config config;
            config.size = 100;
            config.capacity = 3;
            config.linger = 1min;
            patterns::Batcher<int, int> batcher{on, home, config, handler};
            const auto start = on.now();
            std::array<int, 6> results{};
            const auto submit = [](patterns::Batcher<int, int>& to, int item, int& result) -> Task<void> {
                result = co_await to.submit(item);
            };
            TaskGroup submits{on};
            for (int i = 0; i < 6; ++i) {
                submits.spawn(submit(batcher, i, results[static_cast<std::size_t>(i)]));
                co_await on.sleep(1ms);
            }
            co_await submits.join();
            submits.rethrow_first();
            if (on.now() - start > 10ms) throw std::runtime_error{"they lingered"};
            if (sizes != std::vector<std::size_t>{3, 3}) throw std::runtime_error{"they left otherwise"};
            if (results != std::array{0, 1, 2, 3, 4, 5}) throw std::runtime_error{"other results"};
            co_await batcher.close();
            co_await home.join();
        };
        engine.run(play(engine));
    }
};

}  // namespace test_bad_input

WEIR_TEST(test_bad_input, TestBadInput)
#include "test_bad_input.moc"
