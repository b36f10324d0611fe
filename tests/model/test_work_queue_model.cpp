// The run queue under the model checker: its owner and one or two thieves, from the sources that the engine runs.
//
// Explored: 60 000 schedules by chance in which the owner does anything, and every schedule of at most two preemptions
// (5 344, 10 704 and 113 664) at the last task, of taking back and at a full ring. Each run prints its figures.
#include <QTest>
#include <array>
#include <memory>

#include "core/runtime/task.h"
#include "core/runtime/work_queue.h"
#include "tests/model/explore.h"
#include "tests/program.h"

namespace test_work_queue_model {

using weir::Plain;
using weir::TaskRecord;
using weir::WorkQueue;
using weir::model::check;

/// A queue and tasks that must each be taken exactly once, by somebody who sees what was written before the push.
template <std::size_t count>
struct Tasks {
    std::unique_ptr<WorkQueue> queue = std::make_unique<WorkQueue>(2);  // grows under the thieves' hands
    std::array<TaskRecord, count> records;
    std::array<Plain<int>, count> taken{};

    void push(std::size_t i) {
        taken[i] = 0;
        queue->push(&records[i]);
    }
    void take(const TaskRecord* task) {
        if (task == nullptr) return;
        auto& times = taken[static_cast<std::size_t>(task - records.data())];
        times = times + 1;
    }
    void steal() {
        WorkQueue own{2};
        std::size_t number = 0;
        take(queue->steal_half(own, number));
        while (auto* const task = own.pop_newest()) take(task);
    }
    void after() {
        while (auto* const task = queue->pop_newest()) take(task);
        for (const auto& times : taken) check(times == 1, "taken exactly once");
        queue.reset();
    }
};

/// The owner does what it can do in any order.
template <unsigned thieves>
struct AnyOrder : rl::test_suite<AnyOrder<thieves>, static_cast<int>(1 + thieves)>, Tasks<5> {
    void after() { Tasks::after(); }
    void thread(unsigned index) {
        if (index > 0) {
            for (int i = 0; i < 2; ++i) steal();
            return;
        }
        for (std::size_t pushed = 0; pushed < records.size();) {
            switch (rl::rand(5)) {
                case 0:
                    take(queue->pop_newest());
                    break;
                case 1:
                    take(queue->pop_oldest());
                    break;
                case 2:
                    if (pushed > 0 && queue->take_back(&records[pushed - 1])) take(&records[pushed - 1]);
                    break;
                default:
                    push(pushed++);
            }
        }
    }
};

/// The owner and a thief at the last task: the race the protocol is about.
struct LastTask : rl::test_suite<LastTask, 2>, Tasks<1> {
    void after() { Tasks::after(); }
    void thread(unsigned index) {
        if (index > 0) return steal();
        push(0);
        take(queue->pop_newest());
    }
};

struct TakeBack : rl::test_suite<TakeBack, 2>, Tasks<2> {
    void before() {
        push(0);
        push(1);
    }
    void after() { Tasks::after(); }
    void thread(unsigned index) {
        if (index > 0) return steal();
        if (queue->take_back(&records[1])) take(&records[1]);
        if (queue->take_back(&records[0])) take(&records[0]);
    }
};

/// The ring is full, so the last push needs the slot that a thief is reading, or more room.
struct Full : rl::test_suite<Full, 2>, Tasks<3> {
    void before() {
        push(0);
        push(1);
    }
    void after() { Tasks::after(); }
    void thread(unsigned index) {
        if (index > 0) return steal();
        push(2);
        take(queue->pop_oldest());
    }
};

const std::vector<std::function<weir::model::Run()>> by_chance{
    [] { return weir::model::by_chance<AnyOrder<1>>(20'000); },
    [] { return weir::model::by_chance<AnyOrder<2>>(40'000); },
};

class TestWorkQueueModel : public QObject {
    Q_OBJECT

private slots:
    void each_task_is_taken_once_and_seen_whole_data() {
        QTest::addColumn<std::function<weir::model::Run()>>("run");
        QTest::newRow("any order, one thief") << by_chance[0];
        QTest::newRow("any order, two thieves") << by_chance[1];
        QTest::newRow("the last task") << std::function{[] { return weir::model::bounded<LastTask>(2); }};
        QTest::newRow("taking back") << std::function{[] { return weir::model::bounded<TakeBack>(2); }};
        QTest::newRow("a full ring") << std::function{[] { return weir::model::bounded<Full>(2); }};
    }
    void each_task_is_taken_once_and_seen_whole() {
        QFETCH(std::function<weir::model::Run()>, run);
        const auto result = run();
        qInfo("%s", result.text().c_str());
        QCOMPARE(QString::fromStdString(result.broken), QString{});
    }

    void each_memory_order_is_needed() {
        // Relacy counts what the same thread stores after a release to that release, as C++11 did; C++20 no longer
        // does, so a thief that reads this store needs it to be one.
        QCOMPARE(QString::fromStdString(weir::model::unnoticed(by_chance, {"WorkQueue", "SpinLock"})),
                 QString{"WorkQueue::settle store release\n"});
    }
};

}  // namespace test_work_queue_model

WEIR_TEST(test_work_queue_model, TestWorkQueueModel)
#include "test_work_queue_model.moc"
