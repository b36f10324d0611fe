// How work finds a worker, under the model checker: pools of two or three workers made of the run queue, the parker and
// the protocol between them, all from the sources that the engine runs. What is checked: each task is run exactly once,
// and none is stranded while a worker is idle. For that a task waits, in its poll, for another worker to run a task it
// has made ready, so that a lost wakeup is a deadlock.
//
// Explored: 100 000 schedules by chance; every schedule of at most two preemptions of one worker and the outside, with
// membarrier(2) (95 872) and without (94 720); every schedule of a token's way (378). Each run prints its figures.
#include <QTest>
#include <array>
#include <memory>

#include "core/runtime/task.h"
#include "core/runtime/work_sharing.h"
#include "tests/model/explore.h"
#include "tests/program.h"

namespace test_work_sharing_model {

using weir::Atomic;
using weir::Parker;
using weir::Plain;
using weir::TaskRecord;
using weir::WorkerPost;
using weir::WorkSharing;
using weir::model::check;
using weir::model::Run;

/// Workers that go round as ThreadPool's do, without clock and timers. Threads from number `workers` on are outside.
template <class Scenario, unsigned workers, unsigned outside, std::size_t task_count>
struct Pool : rl::test_suite<Scenario, static_cast<int>(workers + outside)> {
    Atomic<bool> wants_work{false};
    Atomic<bool> stopping{false};
    Atomic<std::size_t> left{task_count};
    WorkSharing sharing{wants_work};
    std::array<std::unique_ptr<WorkerPost>, workers> posts;
    std::array<TaskRecord, task_count> records;
    std::array<Plain<int>, task_count> runs{};

    Pool() {
        for (auto& post : posts) {
            post = std::make_unique<WorkerPost>();
            sharing.add(*post);
        }
    }

    void thread(unsigned index) {
        auto& self = static_cast<Scenario&>(*this);
        if (index >= workers) return self.from_outside();
        auto& post = *posts[index];
        while (!stopping.load(std::memory_order_relaxed)) {
            auto* task = post.searching ? nullptr : post.queue.pop_oldest();
            if (task == nullptr) task = search(post, index);
            if (task == nullptr)
                park(post);
            else
                run(self, post, *task);
        }
    }

    void after() {
        for (const auto& times : runs) check(times == 1, "run exactly once");
        for (auto& post : posts) post.reset();
    }

    void from_outside() {}

    /// As Executor::schedule does on a worker.
    void push(WorkerPost& post, std::size_t task) {
        post.queue.push(&records[task]);
        if (WorkSharing::wanted_after_push(wants_work, post.queue)) sharing.wake_one();
    }

private:
    TaskRecord* search(WorkerPost& post, unsigned index) {
        sharing.begin_search(post);
        auto* task = post.queue.pop_oldest();
        if (task == nullptr) task = sharing.pop_injected();
        std::size_t taken = 0;
        if (task == nullptr) task = sharing.steal(post, index + 1, false, taken);
        sharing.end_search(post, task != nullptr);
        return task;
    }

    void park(WorkerPost& post) {
        sharing.announce(post);
        if (!sharing.work_for(post) && !stopping.load(std::memory_order_seq_cst)) post.parker.park();
        sharing.withdraw(post);
    }

    void run(Scenario& self, WorkerPost& post, const TaskRecord& record) {
        const auto task = static_cast<std::size_t>(&record - records.data());
        runs[task] = runs[task] + 1;
        self.poll(post, task);
        if (left.fetch_sub(1, std::memory_order_acq_rel) > 1) return;
        stopping.store(true, std::memory_order_seq_cst);
        for (auto& other : posts) other->parker.unpark();
    }
};

/// A thread outside makes tasks ready while the workers go idle.
template <unsigned workers, std::size_t tasks>
struct FromOutside : Pool<FromOutside<workers, tasks>, workers, 1, tasks> {
    void from_outside() {
        for (auto& record : this->records) this->sharing.inject(record);
    }
    void poll(WorkerPost& /*post*/, std::size_t /*task*/) {}
};

/// A task makes two ready and goes on until another worker has run one.
struct Burst : Pool<Burst, 2, 0, 3> {
    Parker helped;

    void before() { sharing.inject(records[0]); }
    void poll(WorkerPost& post, std::size_t task) {
        if (task > 0) return helped.unpark();
        push(post, 1);
        push(post, 2);
        helped.park();
    }
};

/// A task makes one ready and computes until another worker has run it.
struct LongPoll : Pool<LongPoll, 2, 0, 2> {
    Parker helped;

    void before() { sharing.inject(records[0]); }
    void poll(WorkerPost& post, std::size_t task) {
        if (task > 0) return helped.unpark();
        push(post, 1);
        WorkSharing::begin_long_poll(post);
        sharing.ask_for_help(post, false);
        helped.park();
        WorkSharing::end_long_poll(post);
    }
};

/// Two workers are in one poll each, of which one has made two tasks ready: the third must run one.
struct Chain : Pool<Chain, 3, 0, 4> {
    std::array<Parker, 2> helped;

    void before() {
        sharing.inject(records[0]);
        sharing.inject(records[1]);
    }
    void poll(WorkerPost& post, std::size_t task) {
        if (task > 1) {
            for (auto& parker : helped) parker.unpark();
            return;
        }
        if (task == 0) {
            push(post, 2);
            push(post, 3);
        }
        helped[task].park();
    }
};

/// A token from one thread to another, and what was written before it was given.
struct Handover : rl::test_suite<Handover, 2> {
    Parker parker;
    Plain<int> value{0};

    void thread(unsigned index) {
        if (index > 0) {
            value = 1;
            return parker.unpark();
        }
        parker.park();
        check(value == 1, "what was written before the token was given");
    }
};

Run without_barrier(Run explore()) {
    weir::model::kernel_has_barrier = false;
    auto run = explore();
    weir::model::kernel_has_barrier = true;
    run.scheduler += ", no barrier";
    return run;
}

struct Case {
    const char* name;
    std::function<Run()> run;
};

template <class Scenario>
Run by_chance() {
    return weir::model::by_chance<Scenario>(10'000);
}

template <class Scenario, unsigned switches>
Run bounded() {
    return weir::model::bounded<Scenario>(switches);
}

// The quickest to see a weakened order come first.
const std::vector<Case> cases{
    {"handing over a token", weir::model::all<Handover>},
    {"two workers and the outside", by_chance<FromOutside<2, 2>>},
    {"a long poll, without membarrier", [] { return without_barrier(by_chance<LongPoll>); }},
    {"a long poll", by_chance<LongPoll>},
    {"a burst", by_chance<Burst>},
    {"a chain of wakeups", by_chance<Chain>},
    {"one worker and the outside, without membarrier", [] { return without_barrier(bounded<FromOutside<1, 1>, 2>); }},
    {"one worker and the outside", bounded<FromOutside<1, 1>, 2>},
};

class TestWorkSharingModel : public QObject {
    Q_OBJECT

private slots:
    void no_work_is_stranded_data() {
        QTest::addColumn<std::function<Run()>>("run");
        for (const auto& c : cases) QTest::newRow(c.name) << c.run;
    }
    void no_work_is_stranded() {
        QFETCH(std::function<Run()>, run);
        const auto result = run();
        qInfo("%s", result.text().c_str());
        QCOMPARE(QString::fromStdString(result.broken), QString{});
    }

    void each_memory_order_is_needed() {
        std::vector<std::function<Run()>> runs;
        for (const auto& c : cases) runs.push_back(c.run);
        QCOMPARE(QString::fromStdString(
                     weir::model::unnoticed(runs, {"WorkSharing", "WorkerPost", "Parker", "weir::heavy_barrier"})),
                 QString{});
    }
};

}  // namespace test_work_sharing_model

WEIR_TEST(test_work_sharing_model, TestWorkSharingModel)
#include "test_work_sharing_model.moc"
