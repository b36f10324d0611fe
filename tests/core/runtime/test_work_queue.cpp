// The run queue: its owner's operations against std::deque, and hammered by one owner and three thieves.
#include <rapidcheck.h>
#include <QTest>
#include <algorithm>
#include <atomic>
#include <deque>
#include <memory>
#include <thread>
#include <vector>

#include "core/runtime/random.h"
#include "core/runtime/task.h"
#include "core/runtime/work_queue.h"
#include "tests/program.h"

namespace test_work_queue {

using weir::Random;
using weir::TaskRecord;
using weir::WorkQueue;

/// What the owner may do with it.
enum class Op { push, pop_newest, pop_oldest, take_back_newest, take_back_oldest, take_back_other, take_at, steal };

Op any_op() {
    // Pushes are as frequent as everything that takes, so that the queue grows and wraps round.
    return *rc::gen::weightedElement<Op>({{7, Op::push},
                                          {1, Op::pop_newest},
                                          {1, Op::pop_oldest},
                                          {1, Op::take_back_newest},
                                          {1, Op::take_back_oldest},
                                          {1, Op::take_back_other},
                                          {1, Op::take_at},
                                          {1, Op::steal}});
}

/// Does the same to the queue and to a deque; says whether they agree.
void play(const std::vector<Op>& ops, std::size_t capacity) {
    WorkQueue queue{capacity};
    std::deque<TaskRecord*> model;
    std::vector<std::unique_ptr<TaskRecord>> tasks;
    for (const auto op : ops) {
        const auto pop = [&](auto where) {
            auto* const task = model.empty() ? nullptr : *where();
            if (!model.empty()) model.erase(where());
            return task;
        };
        const auto newest = [&] { return std::prev(model.end()); };
        const auto oldest = [&] { return model.begin(); };
        switch (op) {
            case Op::push:
                tasks.push_back(std::make_unique<TaskRecord>());
                queue.push(tasks.back().get());
                model.push_back(tasks.back().get());
                break;
            case Op::pop_newest:
                RC_ASSERT(queue.pop_newest() == pop(newest));
                break;
            case Op::pop_oldest:
                RC_ASSERT(queue.pop_oldest() == pop(oldest));
                break;
            case Op::take_back_newest:
                if (!model.empty()) RC_ASSERT(queue.take_back(pop(newest)));
                break;
            case Op::take_back_oldest:
                if (!model.empty()) RC_ASSERT(queue.take_back(pop(oldest)));
                break;
            case Op::take_back_other: {
                const TaskRecord elsewhere{};
                RC_ASSERT(!queue.take_back(&elsewhere));
                if (model.size() > 2) RC_ASSERT(!queue.take_back(model[model.size() / 2]));
                break;
            }
            case Op::take_at:
                if (!model.empty()) {
                    const auto i = tasks.size() % model.size();
                    RC_ASSERT(queue.at(i) == model[i]);
                    RC_ASSERT(queue.take_at(i) == model[i]);
                    model.erase(model.begin() + static_cast<std::ptrdiff_t>(i));
                }
                break;
            case Op::steal: {
                WorkQueue loot{2};
                std::size_t taken = 0;
                auto* const first = queue.steal_half(loot, taken);
                RC_ASSERT(taken == (model.size() + 1) / 2);
                if (taken > 0) RC_ASSERT(first == model.front());
                for (std::size_t i = 0; i < taken; ++i) {
                    RC_ASSERT((i == 0 ? first : loot.pop_oldest()) == model.front());
                    model.pop_front();
                }
                break;
            }
        }
        RC_ASSERT(queue.size() == model.size());
    }
}

/// Marks each task it takes; a task taken twice shows.
struct Tasks {
    explicit Tasks(std::size_t count) : records(count), taken(count) {}

    void take(const TaskRecord* task) { taken[static_cast<std::size_t>(task - records.data())].fetch_add(1); }
    bool all_once() const {
        return std::ranges::all_of(taken, [](const auto& n) { return n.load() == 1; });
    }

    std::vector<TaskRecord> records;
    std::vector<std::atomic<int>> taken;
};

void owner(WorkQueue& queue, Tasks& tasks, std::uint64_t seed, std::uint64_t longest_burst) {
    Random random{seed};
    std::size_t next = 0;
    while (next < tasks.records.size()) {
        const auto burst = std::min<std::size_t>(1 + random.below(longest_burst), tasks.records.size() - next);
        for (std::size_t i = 0; i < burst; ++i) queue.push(&tasks.records[next++]);
        auto* const newest = &tasks.records[next - 1];
        if (random.below(4) == 0 && queue.take_back(newest)) tasks.take(newest);
        for (auto n = random.below(burst + 2); n > 0; --n)
            if (auto* const task = random.below(3) == 0 ? queue.pop_oldest() : queue.pop_newest()) tasks.take(task);
    }
    while (auto* const task = queue.pop_newest()) tasks.take(task);
}

void thief(WorkQueue& victim, Tasks& tasks, const std::atomic<bool>& finished) {
    WorkQueue own{2};
    bool again = true;
    while (again) {
        again = !finished;
        std::size_t taken = 0;
        auto* task = victim.steal_half(own, taken);
        for (; task != nullptr; task = own.pop_newest()) tasks.take(task);
    }
}

class TestWorkQueue : public QObject {
    Q_OBJECT

private slots:
    void the_owner_sees_a_deque() {
        QVERIFY(rc::check([] {
            const auto ops = *rc::gen::container<std::vector<Op>>(rc::gen::exec(any_op));
            play(ops, std::size_t{1} << *rc::gen::inRange(1, 5));
        }));
    }

    void it_grows_over_long_runs() {
        std::vector<Op> ops;
        for (int i = 0; i < 3000; ++i) ops.push_back(i % 7 == 3 ? Op::pop_oldest : i % 11 == 5 ? Op::steal : Op::push);
        QVERIFY(rc::check([&] { play(ops, 4); }));
    }

    void a_thief_takes_at_most_its_limit() {
        WorkQueue queue{4};
        WorkQueue loot;
        std::vector<TaskRecord> records(2000);
        for (auto& record : records) queue.push(&record);
        std::size_t taken = 0;
        QCOMPARE(queue.steal_half(loot, taken), &records[0]);
        QCOMPARE(taken, WorkQueue::max_steal);
        QCOMPARE(queue.size(), records.size() - taken);
    }

    void each_task_is_taken_exactly_once_data() {
        QTest::addColumn<std::uint64_t>("longest_burst");
        QTest::newRow("nearly empty") << std::uint64_t{2};
        QTest::newRow("short") << std::uint64_t{10};
        QTest::newRow("growing") << std::uint64_t{1000};
    }
    void each_task_is_taken_exactly_once() {
        QFETCH(std::uint64_t, longest_burst);
        constexpr std::size_t count = 100'000;
        for (std::uint64_t seed = 1; seed <= 3; ++seed) {
            WorkQueue queue{2};  // grows under the thieves' hands
            Tasks tasks{count};
            std::atomic<bool> finished{false};
            {
                std::vector<std::jthread> thieves;
                for (int i = 0; i < 3; ++i) thieves.emplace_back([&] { thief(queue, tasks, finished); });
                owner(queue, tasks, seed, longest_burst);
                finished = true;
            }
            QVERIFY(tasks.all_once());
            QCOMPARE(queue.size(), std::size_t{0});
        }
    }
};

}  // namespace test_work_queue

WEIR_TEST(test_work_queue, TestWorkQueue)
#include "test_work_queue.moc"
