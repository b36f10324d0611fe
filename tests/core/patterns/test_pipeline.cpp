// What a pipeline does with its items, on both engines; and what the textbook form does instead.
#include <QTest>
#include <algorithm>
#include <atomic>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <vector>

#include "core/patterns/pipeline.h"
#include "core/patterns/textbook/pipeline.h"
#include "core/runtime/failure.h"
#include "core/runtime/frame_pool.h"
#include "core/runtime/select.h"
#include "core/theory/makespan.h"
#include "tests/core/engines.h"
#include "tests/program.h"

namespace test_pipeline {

using namespace weir;
using namespace std::chrono_literals;
using patterns::pipeline::Config;
using patterns::pipeline::End;
using patterns::pipeline::Exit;
using patterns::pipeline::Resequencer;

/// Does the work it is given and remembers what left, and how.
class Recorder final : public patterns::pipeline::Stages<int> {
public:
    using Work = std::function<Task<bool>(std::size_t stage, int item)>;

    explicit Recorder(Work work) : work_{std::move(work)} {}

    Task<bool> work(std::size_t stage, int& item) override {
        ++working;
        try {
            const bool good = co_await work_(stage, item);
            --working;
            co_return good;
        } catch (...) {
            --working;
            throw;
        }
    }
    void left(int item, const Exit& exit) noexcept override {
        const std::lock_guard guard{lock_};
        items_.push_back(item);
        exits_.push_back(exit);
    }

    std::vector<int> all_that(End end) const {
        const std::lock_guard guard{lock_};
        std::vector<int> some;
        for (std::size_t i = 0; i < items_.size(); ++i)
            if (exits_[i].end == end) some.push_back(items_[i]);
        return some;
    }
    Exit exit_of(int item) const {
        const std::lock_guard guard{lock_};
        const auto i = std::ranges::find(items_, item) - items_.begin();
        return exits_.at(static_cast<std::size_t>(i));
    }

    std::atomic<int> working{0};

private:
    Work work_;
    mutable std::mutex lock_;
    std::vector<int> items_;
    std::vector<Exit> exits_;
};

Config stages(std::vector<std::size_t> workers, std::size_t capacity = 4, bool resequence = false) {
    Config config;
    config.workers = std::move(workers);
    config.capacity = capacity;
    config.resequence = resequence;
    return config;
}

std::vector<int> numbers(int n) {
    std::vector<int> all;
    for (int i = 0; i < n; ++i) all.push_back(i);
    return all;
}

template <class P>
Task<void> send_numbers(P& pipeline, int n) {
    for (int i = 0; i < n; ++i) {
        int item = i;
        CHECK(co_await pipeline.send(std::move(item)));
    }
    pipeline.close();
}

/// Sends 0 to n - 1, then the end, and waits until all is through.
template <class P>
Task<void> whole_run(Executor& engine, P& pipeline, int n) {
    TaskGroup group{engine};
    group.spawn(pipeline.run());
    group.spawn(send_numbers(pipeline, n));
    co_await group.join();
    group.rethrow_first();
}

Task<bool> at_once() { co_return true; }
Task<bool> after(Executor& engine, Duration time) {
    co_await engine.sleep(time);
    co_return true;
}
Task<bool> at_gate(Executor& engine, const std::atomic<bool>& open) {
    while (!open) co_await engine.sleep(100us);
    co_return true;
}
Task<bool> throwing(Executor& engine, bool throws) {
    co_await engine.yield();
    if (throws) throw std::runtime_error{"broken"};
    co_return true;
}

std::vector<int> sorted(std::vector<int> items) {
    std::ranges::sort(items);
    return items;
}

class TestPipeline : public QObject {
    Q_OBJECT

private slots:
    void cleanup() { QCOMPARE(frame_pool::live_frames(), 0); }

    void every_item_goes_through_every_stage_data() { engines::rows(); }
    void every_item_goes_through_every_stage() {
        engines::Engine engine;
        std::atomic<int> calls{0};
        Recorder recorder{[&](std::size_t, int) {
            ++calls;
            return at_once();
        }};
        patterns::Pipeline<int> pipeline{*engine, recorder, stages({2, 1, 3})};
        engine.run(whole_run(*engine, pipeline, 300));
        QCOMPARE(sorted(recorder.all_that(End::completed)), numbers(300));
        QCOMPARE(calls.load(), 900);
    }

    void one_worker_a_stage_keeps_the_order_data() { engines::rows(); }
    void one_worker_a_stage_keeps_the_order() {
        engines::Engine engine;
        Recorder recorder{[&](std::size_t, int i) { return after(*engine, i % 3 == 0 ? 300us : 0us); }};
        patterns::Pipeline<int> pipeline{*engine, recorder, stages({1, 1, 1}, 2)};
        engine.run(whole_run(*engine, pipeline, 50));
        QCOMPARE(recorder.all_that(End::completed), numbers(50));
    }

    void a_resequencer_keeps_the_order_of_several_workers_data() { engines::rows(); }
    void a_resequencer_keeps_the_order_of_several_workers() {
        engines::Engine engine;
        Recorder recorder{[&](std::size_t, int i) { return after(*engine, i % 4 == 0 ? 2ms : 0ms); }};
        patterns::Pipeline<int> ordered{*engine, recorder, stages({4, 3}, 4, true)};
        engine.run(whole_run(*engine, ordered, 60));
        QCOMPARE(recorder.all_that(End::completed), numbers(60));
        Recorder other{[&](std::size_t, int i) { return after(*engine, i % 4 == 0 ? 2ms : 0ms); }};
        patterns::Pipeline<int> unordered{*engine, other, stages({4, 3})};
        engine.run(whole_run(*engine, unordered, 60));
        QCOMPARE(sorted(other.all_that(End::completed)), numbers(60));
        if (!engine.threads()) QVERIFY(other.all_that(End::completed) != numbers(60));
    }

    void a_resequencer_does_not_wait_for_what_failed_data() { engines::rows(); }
    void a_resequencer_does_not_wait_for_what_failed() {
        engines::Engine engine;
        Recorder recorder{[&](std::size_t, int i) { return throwing(*engine, i % 3 == 1); }};
        patterns::Pipeline<int> pipeline{*engine, recorder, stages({3, 2}, 2, true)};
        engine.run(whole_run(*engine, pipeline, 60));
        const auto completed = recorder.all_that(End::completed);
        QCOMPARE(completed.size(), std::size_t{40});
        QVERIFY(std::ranges::is_sorted(completed));
        QCOMPARE(recorder.all_that(End::failed).size(), std::size_t{20});
    }

    void a_throw_fails_one_item_and_stops_nothing_data() { engines::rows(); }
    void a_throw_fails_one_item_and_stops_nothing() {
        engines::Engine engine;
        Recorder recorder{[&](std::size_t k, int i) { return throwing(*engine, k == 1 && i == 7); }};
        patterns::Pipeline<int> pipeline{*engine, recorder, stages({1, 2, 1})};
        engine.run(whole_run(*engine, pipeline, 20));
        QCOMPARE(recorder.all_that(End::completed).size(), std::size_t{19});
        QCOMPARE(recorder.all_that(End::failed), std::vector<int>{7});
        const auto exit = recorder.exit_of(7);
        QCOMPARE(exit.stage, std::size_t{1});
        QCOMPARE(message_of(exit.failure), std::string{"broken"});
        QCOMPARE(engine->unobserved_failures(), std::uint64_t{0});
    }

    void a_refusal_fails_one_item_data() { engines::rows(); }
    void a_refusal_fails_one_item() {
        engines::Engine engine;
        Recorder recorder{[](std::size_t k, int i) -> Task<bool> { co_return k != 0 || i != 3; }};
        patterns::Pipeline<int> pipeline{*engine, recorder, stages({1, 1})};
        engine.run(whole_run(*engine, pipeline, 5));
        QCOMPARE(recorder.all_that(End::completed), (std::vector<int>{0, 1, 2, 4}));
        QCOMPARE(recorder.exit_of(3).stage, std::size_t{0});
        QVERIFY(recorder.exit_of(3).failure == nullptr);
    }

    void without_items_it_ends_with_the_input_data() { engines::rows(); }
    void without_items_it_ends_with_the_input() {
        engines::Engine engine;
        Recorder recorder{[](std::size_t, int) { return at_once(); }};
        patterns::Pipeline<int> pipeline{*engine, recorder, stages({1, 5, 2})};
        engine.run(whole_run(*engine, pipeline, 0));
        QCOMPARE(recorder.all_that(End::completed).size(), std::size_t{0});
        int late = 1;
        QVERIFY(!pipeline.try_send(std::move(late)));
    }

    void a_slow_last_stage_fills_everything_before_it_data() { engines::rows(); }
    void a_slow_last_stage_fills_everything_before_it() {
        engines::Engine engine;
        std::atomic<bool> open{false};
        Recorder recorder{[&](std::size_t k, int) { return k == 2 ? at_gate(*engine, open) : at_once(); }};
        patterns::Pipeline<int> pipeline{*engine, recorder, stages({1, 2, 3}, 4)};
        constexpr int room = 3 * 4 + 1 + 2 + 3;  // the queues, and an item in the hands of each worker
        const auto fill = [](Executor& on, patterns::Pipeline<int>& p, std::atomic<bool>& gate) -> Task<void> {
            TaskGroup group{on};
            group.spawn(p.run());
            int sent = 0;
            const auto offer = [&] {
                int item = sent;
                if (p.try_send(std::move(item))) ++sent;
                return sent == room;
            };
            co_await engines::until(on, offer);
            co_await on.sleep(2ms);  // time enough for one more, if there were room
            int one_more = sent;
            CHECK(!p.try_send(std::move(one_more)));
            gate = true;
            CHECK(co_await p.send(std::move(one_more)));
            p.close();
            co_await group.join();
        };
        engine.run(fill(*engine, pipeline, open));
        QCOMPARE(sorted(recorder.all_that(End::completed)), numbers(room + 1));
    }

    void workers_are_hired_and_retired_while_it_runs_data() { engines::rows(); }
    void workers_are_hired_and_retired_while_it_runs() {
        engines::Engine engine;
        std::atomic<bool> open{false};
        Recorder recorder{[&](std::size_t, int) { return at_gate(*engine, open); }};
        patterns::Pipeline<int> pipeline{*engine, recorder, stages({2}, 100)};
        const auto play = [](Executor& on, patterns::Pipeline<int>& p, Recorder& seen,
                             std::atomic<bool>& gate) -> Task<void> {
            TaskGroup group{on};
            group.spawn(p.run());
            for (int i = 0; i < 40; ++i) CHECK(p.try_send(int{i}));
            const auto two_work = [&] { return seen.working == 2; };
            co_await engines::until(on, two_work);
            p.set_workers(0, 6);
            const auto six_work = [&] { return seen.working == 6; };
            co_await engines::until(on, six_work);
            p.set_workers(0, 1);
            gate = true;
            const auto some_are_through = [&] { return seen.all_that(End::completed).size() > 6; };
            co_await engines::until(on, some_are_through);
            CHECK(seen.working <= 1);
            p.close();
            co_await group.join();
        };
        engine.run(play(*engine, pipeline, recorder, open));
        QCOMPARE(sorted(recorder.all_that(End::completed)), numbers(40));
    }

    void the_capacity_changes_while_it_runs_data() { engines::rows(); }
    void the_capacity_changes_while_it_runs() {
        engines::Engine engine;
        Recorder recorder{[](std::size_t, int) { return at_once(); }};
        patterns::Pipeline<int> pipeline{*engine, recorder, stages({1}, 2)};
        const auto fits = [&pipeline] {
            int n = 0;
            while (pipeline.try_send(int{n})) ++n;
            return n;
        };
        QCOMPARE(fits(), 2);  // nothing runs yet
        pipeline.set_capacity(5);
        QCOMPARE(fits(), 3);
        pipeline.set_capacity(1);
        QCOMPARE(fits(), 0);
        pipeline.close();
        engine.run(pipeline.run());
        QCOMPARE(recorder.all_that(End::completed), (std::vector<int>{0, 1, 0, 1, 2}));
    }

    void cancelled_it_ends_and_every_item_has_left_data() { engines::rows(); }
    void cancelled_it_ends_and_every_item_has_left() {
        engines::Engine engine;
        std::atomic<bool> open{false};
        Recorder recorder{[&](std::size_t k, int) { return k == 1 ? at_gate(*engine, open) : at_once(); }};
        patterns::Pipeline<int> pipeline{*engine, recorder, stages({2, 2}, 3)};
        const auto play = [](Executor& on, patterns::Pipeline<int>& p, Recorder& seen) -> Task<void> {
            TaskGroup running{on};
            running.spawn(p.run());
            for (int i = 0; i < 3; ++i) CHECK(p.try_send(int{i}));
            const auto two_work = [&] { return seen.working == 2; };
            co_await engines::until(on, two_work);
            TaskGroup sending{on};
            sending.spawn(send_refused(p));
            running.cancel();
            co_await running.join();
            CHECK(running.failures().empty());
            co_await sending.join();
        };
        engine.run(play(*engine, pipeline, recorder));
        const auto cancelled = recorder.all_that(End::cancelled);
        QVERIFY(cancelled.size() >= 3);  // and what was sent meanwhile
        QCOMPARE(recorder.all_that(End::completed).size(), std::size_t{0});
        int late = 0;
        QVERIFY(!pipeline.try_send(std::move(late)));
    }

    void it_takes_as_long_as_theory_says() {
        for (const auto& latency : {std::vector<Duration>{1ms, 5ms, 2ms}, {4ms, 1ms, 1ms}, {2ms, 2ms, 2ms}}) {
            Simulation engine;
            Recorder recorder{[&](std::size_t k, int) { return after(engine, latency[k]); }};
            patterns::Pipeline<int> pipeline{engine, recorder, stages({1, 1, 1}, 1)};
            engine.run(whole_run(engine, pipeline, 40));
            std::vector<theory::Stage> line;
            for (const auto d : latency) line.push_back({to_seconds(d), 1});
            QCOMPARE(to_seconds(engine.now()), theory::pipeline_makespan_s(line, 40));
        }
    }

    // --- Textbook -------------------------------------------------------------------------------------------------

    void textbook_stages_take_turns() {
        Simulation engine;
        Recorder recorder{[&](std::size_t k, int) { return after(engine, k == 1 ? 5ms : 1ms); }};
        patterns::textbook::Pipeline<int> pipeline{engine, recorder, stages({1, 1, 1}, 1)};
        engine.run(whole_run(engine, pipeline, 40));
        QCOMPARE(recorder.all_that(End::completed), numbers(40));
        QCOMPARE(engine.now().time_since_epoch(), Duration{40 * 7ms});
    }

    void in_the_textbook_a_throw_looks_like_the_end_of_the_input_data() { engines::rows(); }
    void in_the_textbook_a_throw_looks_like_the_end_of_the_input() {
        engines::Engine engine;
        Recorder recorder{[&](std::size_t k, int i) { return throwing(*engine, k == 1 && i == 7); }};
        patterns::textbook::Pipeline<int> pipeline{*engine, recorder, stages({1, 1, 1}, 100)};
        for (int i = 0; i < 20; ++i) QVERIFY(pipeline.try_send(int{i}));
        engine.run(pipeline.run());  // nobody has closed it
        QCOMPARE(recorder.all_that(End::completed), numbers(7));
        QCOMPARE(recorder.all_that(End::failed).size(), std::size_t{0});
        QVERIFY(!pipeline.try_send(int{20}));
        QCOMPARE(engine->unobserved_failures(), std::uint64_t{0});
    }

    // --- Resequencer ----------------------------------------------------------------------------------------------

    void a_turn_comes_when_all_before_it_have_left() {
        Resequencer line;
        auto first = line.join();
        auto second = line.join();
        auto third = line.join();
        Simulation engine;
        const auto waits = [](Simulation& on, Resequencer::Turn& turn) -> Task<bool> {
            const auto come = [](Resequencer::Turn& t) -> Task<void> { co_await t.come(); };
            auto in_time = timeout(on, 1ms, come(turn));
            const auto came = co_await std::move(in_time);
            co_return !came.has_value();
        };
        QVERIFY(engine.run(waits(engine, second)));
        QVERIFY(!engine.run(waits(engine, first)));
        { const auto gone = std::move(second); }
        QVERIFY(engine.run(waits(engine, third)));
        { const auto gone = std::move(first); }
        QVERIFY(!engine.run(waits(engine, third)));
        QCOMPARE(line.size(), std::size_t{1});
    }

private:
    static Task<void> send_refused(patterns::Pipeline<int>& pipeline) {
        int sent = 3;
        while (true) {
            int item = sent++;
            const bool taken = co_await pipeline.send(std::move(item));
            if (!taken) co_return;
        }
    }
};

}  // namespace test_pipeline

WEIR_TEST(test_pipeline, TestPipeline)
#include "test_pipeline.moc"
