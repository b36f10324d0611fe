// What fanning out does, production beside textbook, on both engines: results and their numbers, failures, the limit,
// cancellation.
#include <QTest>
#include <algorithm>
#include <atomic>
#include <mutex>
#include <numeric>
#include <optional>
#include <stdexcept>
#include <vector>

#include "core/patterns/fan_out.h"
#include "core/patterns/textbook/fan_out.h"
#include "core/runtime/frame_pool.h"
#include "core/runtime/select.h"
#include "core/sync/channel.h"
#include "core/theory/makespan.h"
#include "tests/core/engines.h"
#include "tests/program.h"

namespace test_fan_out {

using namespace std::chrono_literals;
using weir::Duration;
using weir::Executor;
using weir::Simulation;
using weir::Task;
using weir::patterns::FanInOrder;
using weir::patterns::FanOut;
using weir::patterns::FanResult;
namespace textbook = weir::patterns::textbook;
using OnError = FanOut::OnError;

/// The numbers 0 to n - 1.
struct Numbers {
    int count;
    std::atomic<int> taken{0};
};

Task<std::optional<int>> next(Numbers& numbers) {
    if (numbers.taken == numbers.count) co_return std::nullopt;
    co_return numbers.taken++;
}

/// What a run delivered, in the order in which it did.
struct Tray {
    std::vector<std::size_t> indices;
    std::vector<int> values;
    std::vector<std::size_t> failed;
    std::vector<std::size_t> cancelled;
    std::atomic<bool> delivering{false};
    std::atomic<int> count{0};

    void take(FanResult<int, int> result) noexcept {
        CHECK(!delivering.exchange(true));
        CHECK(result.index == static_cast<std::size_t>(result.item));
        indices.push_back(result.index);
        if (result.value) values.push_back(*result.value);
        if (result.failure) failed.push_back(result.index);
        if (result.cancelled()) cancelled.push_back(result.index);
        ++count;
        delivering = false;
    }
};

template <class Work>
Task<void> into(FanOut& fan_out, FanOut::Options options, Numbers& numbers, Tray& tray, Work work) {
    auto source = [&numbers] { return next(numbers); };
    auto deliver = [&tray](FanResult<int, int> result) noexcept { tray.take(std::move(result)); };
    co_await fan_out.run(options, std::move(source), std::move(work), std::move(deliver));
}

template <class Work>
Task<std::vector<int>> results(textbook::FanOut& fan_out, Numbers& numbers, Work work) {
    auto source = [&numbers] { return next(numbers); };
    co_return co_await fan_out.run(std::move(source), std::move(work));
}

std::vector<std::size_t> ascending(std::size_t count) {
    std::vector<std::size_t> all(count);
    std::iota(all.begin(), all.end(), std::size_t{0});
    return all;
}

/// The later it was taken the sooner it ends.
Task<int> backwards(Executor& engine, int item) {
    co_await engine.sleep((10 - item % 10) * 1ms);
    co_return item * 10;
}

Task<int> throws_at(Executor& engine, int item, int bad) {
    co_await engine.sleep(1ms);
    if (item == bad) throw std::runtime_error{"item " + std::to_string(item)};
    co_await engine.sleep(1ms);
    co_return item;
}

struct Gauge {
    std::atomic<int> now{0};
    std::atomic<int> most{0};
};

Task<int> gauged(Executor& engine, Gauge& gauge, int item) {
    const int in_work = ++gauge.now;
    int most = gauge.most;
    while (most < in_work && !gauge.most.compare_exchange_weak(most, in_work)) {
    }
    co_await engine.sleep(1ms);
    --gauge.now;
    co_return item;
}

Task<int> compute(Executor& engine, int item) {
    co_await engine.work((1 + item % 4) * 1ms);
    co_return item;
}

Task<int> for_ever(Executor& engine, int item) {
    co_await engine.sleep(24h);
    co_return item;
}

Task<void> feed(Executor& engine, weir::Sender<int>& to) {
    for (int i = 0; i < 50; ++i) {
        co_await engine.sleep(i % 3 * 200us);
        CHECK(co_await to.send(int{i}));
    }
}

Task<std::optional<int>> next(weir::Receiver<int>& from) { co_return co_await from.receive(); }

Task<void> from_channel(Executor& engine, FanOut& fan_out, weir::Receiver<int>& from, Tray& tray) {
    auto source = [&from] { return next(from); };
    auto work = [&engine](int& item) { return compute(engine, item); };
    auto deliver = [&tray](FanResult<int, int> result) noexcept { tray.take(std::move(result)); };
    co_await fan_out.run({}, std::move(source), std::move(work), std::move(deliver));
}

Task<void> until_50_are_there(Executor& engine, FanOut& fan_out, Tray& tray) {
    auto [sender, receiver] = weir::channel<int>(2);
    weir::TaskGroup group{engine};
    group.spawn(feed(engine, sender));
    group.spawn(from_channel(engine, fan_out, receiver, tray));
    while (tray.count < 50) co_await engine.sleep(100us);
    group.cancel();
    co_await group.join();
    group.rethrow_first();
}

class TestFanOut : public QObject {
    Q_OBJECT

private slots:
    void cleanup() { QCOMPARE(weir::frame_pool::live_frames(), 0); }

    void input_order_is_kept_whatever_ends_first_data() { engines::rows(); }
    void input_order_is_kept_whatever_ends_first() {
        engines::Engine engine;
        FanOut fan_out{*engine, 10};
        Numbers numbers{100};
        Tray tray;
        auto work = [&](int& item) { return backwards(*engine, item); };
        engine.run(into(fan_out, {FanInOrder::input, OnError::fail_fast}, numbers, tray, work));
        QCOMPARE(tray.indices, ascending(100));
        for (std::size_t i = 0; i < 100; ++i) QCOMPARE(tray.values[i], static_cast<int>(i) * 10);
    }

    void completion_order_delivers_as_they_end_each_with_its_number_data() { engines::rows(); }
    void completion_order_delivers_as_they_end_each_with_its_number() {
        engines::Engine engine;
        FanOut fan_out{*engine, 10};
        Numbers numbers{100};
        Tray tray;
        auto work = [&](int& item) { return backwards(*engine, item); };
        engine.run(into(fan_out, {FanInOrder::completion, OnError::fail_fast}, numbers, tray, work));
        QVERIFY(tray.indices != ascending(100));
        for (std::size_t i = 0; i < 100; ++i) QCOMPARE(tray.values[i], static_cast<int>(tray.indices[i]) * 10);
        std::ranges::sort(tray.indices);
        QCOMPARE(tray.indices, ascending(100));
    }

    void no_more_than_so_many_are_worked_on_data() { engines::rows(); }
    void no_more_than_so_many_are_worked_on() {
        engines::Engine engine{4};
        FanOut fan_out{*engine, 7};
        Numbers numbers{100};
        Tray tray;
        Gauge gauge;
        auto work = [&](int& item) { return gauged(*engine, gauge, item); };
        engine.run(into(fan_out, {}, numbers, tray, work));
        if (engine.threads())
            QVERIFY(gauge.most <= 7);
        else
            QCOMPARE(gauge.most.load(), 7);
        QCOMPARE(tray.indices.size(), std::size_t{100});
    }

    void one_throws_and_all_are_collected_data() { engines::rows(); }
    void one_throws_and_all_are_collected() {
        engines::Engine engine;
        FanOut fan_out{*engine, 8};
        Numbers numbers{50};
        Tray tray;
        auto work = [&](int& item) { return throws_at(*engine, item, 20); };
        engine.run(into(fan_out, {FanInOrder::input, OnError::collect_all}, numbers, tray, work));
        QCOMPARE(tray.indices, ascending(50));
        QCOMPARE(tray.failed, std::vector<std::size_t>{20});
        QCOMPARE(tray.values.size(), std::size_t{49});
        QCOMPARE(engine->unobserved_failures(), std::uint64_t{0});
    }

    void one_throws_and_the_rest_is_cancelled_data() { engines::rows(); }
    void one_throws_and_the_rest_is_cancelled() {
        engines::Engine engine;
        FanOut fan_out{*engine, 8};
        Numbers numbers{50};
        Tray tray;
        auto work = [&](int& item) { return throws_at(*engine, item, 20); };
        QVERIFY_EXCEPTION_THROWN(
            engine.run(into(fan_out, {FanInOrder::input, OnError::fail_fast}, numbers, tray, work)),
            std::runtime_error);
        QCOMPARE(tray.indices, ascending(static_cast<std::size_t>(numbers.taken)));
        QCOMPARE(tray.failed, std::vector<std::size_t>{20});
        QVERIFY(numbers.taken > 20 && numbers.taken <= 20 + 8);
        QCOMPARE(tray.values.size() + 1 + tray.cancelled.size(), tray.indices.size());
        QCOMPARE(engine->unobserved_failures(), std::uint64_t{0});
    }

    void a_throw_takes_all_results_of_the_textbook_form_with_it_data() { engines::rows(); }
    void a_throw_takes_all_results_of_the_textbook_form_with_it() {
        engines::Engine engine;
        textbook::FanOut fan_out{*engine, 8};
        Numbers numbers{50};
        auto work = [&](int& item) { return throws_at(fan_out.inside(), item, 49); };
        QVERIFY_EXCEPTION_THROWN(engine.run(results(fan_out, numbers, work)), std::runtime_error);
        QCOMPARE(numbers.taken.load(), 50);
    }

    void textbook_results_tell_nothing_of_their_items_data() { engines::rows(); }
    void textbook_results_tell_nothing_of_their_items() {
        engines::Engine engine;
        textbook::FanOut fan_out{*engine, 10};
        Numbers numbers{100};
        auto work = [&](int& item) { return backwards(fan_out.inside(), item); };
        auto values = engine.run(results(fan_out, numbers, work));
        QVERIFY(!std::ranges::is_sorted(values));
        std::ranges::sort(values);
        for (std::size_t i = 0; i < 100; ++i) QCOMPARE(values[i], static_cast<int>(i) * 10);
    }

    void computing_is_spread_over_the_workers_and_textbook_runs_it_in_one_task() {
        std::vector<double> lengths_s;
        for (int i = 0; i < 40; ++i) lengths_s.push_back((1 + i % 4) * 1e-3);
        for (const std::size_t at_once : {1U, 2U, 3U, 4U, 16U}) {
            Simulation engine{{.workers = 4}};
            FanOut fan_out{engine, at_once};
            Numbers numbers{40};
            Tray tray;
            auto work = [&](int& item) { return compute(engine, item); };
            engine.run(into(fan_out, {}, numbers, tray, work));
            const auto bounds =
                weir::theory::makespan_bounds(lengths_s, static_cast<int>(std::min(at_once, std::size_t{4})));
            const double makespan_s = weir::to_seconds(engine.now());
            QVERIFY(makespan_s >= bounds.lower - 1e-9 && makespan_s <= bounds.upper + 1e-9);

            Simulation other{{.workers = 4}};
            textbook::FanOut naive{other, at_once};
            Numbers again{40};
            auto in_turn = [&](int& item) { return compute(naive.inside(), item); };
            other.run(results(naive, again, in_turn));
            QCOMPARE(other.now().time_since_epoch(), Duration{100ms});  // the sum of all
        }
    }

    void none_at_once_is_refused() {
        Simulation engine;
        QVERIFY_EXCEPTION_THROWN((FanOut{engine, 0}), std::invalid_argument);
        FanOut fan_out{engine, 3};
        QVERIFY_EXCEPTION_THROWN(fan_out.set_at_once(0), std::invalid_argument);
        QCOMPARE(fan_out.at_once(), std::size_t{3});
    }

    void none_at_once_hangs_the_textbook_form() {
        Simulation engine;
        textbook::FanOut fan_out{engine, 0};
        Numbers numbers{1};
        auto work = [&](int& item) { return compute(fan_out.inside(), item); };
        try {
            engine.run(results(fan_out, numbers, work));
            QFAIL("it ended");
        } catch (const weir::Deadlock& deadlock) {
            QVERIFY(QByteArray{deadlock.what()}.contains("1 waiting for fan-out permit"));
        }
    }

    void nothing_to_do_is_done_at_once() {
        Simulation engine;
        FanOut fan_out{engine, 3};
        Numbers numbers{0};
        Tray tray;
        auto work = [&](int& item) { return compute(engine, item); };
        engine.run(into(fan_out, {}, numbers, tray, work));
        QVERIFY(tray.indices.empty());
    }

    void the_limit_acts_while_it_runs() {
        Simulation engine;
        FanOut fan_out{engine, 1};
        Numbers numbers{1000};
        Tray tray;
        Gauge gauge;
        auto work = [&](int& item) { return gauged(engine, gauge, item); };
        auto change = [](Executor& e, FanOut& f, Gauge& g) -> Task<void> {
            co_await e.sleep(10ms + 500us);
            CHECK(g.now == 1);
            f.set_at_once(20);
            co_await e.sleep(1us);
            CHECK(g.now == 20);
            f.set_at_once(5);
            co_await e.sleep(1ms);  // those begun before have ended
            CHECK(g.now == 5);
        };
        auto changed = engine.spawn(change(engine, fan_out, gauge));
        engine.run(into(fan_out, {}, numbers, tray, work));
        QVERIFY(changed.done());
        QCOMPARE(gauge.most.load(), 20);
        QCOMPARE(tray.indices.size(), std::size_t{1000});
    }

    void cancelled_it_delivers_all_it_took_and_leaves_the_rest_data() { engines::rows(); }
    void cancelled_it_delivers_all_it_took_and_leaves_the_rest() {
        engines::Engine engine;
        FanOut fan_out{*engine, 4};
        Numbers numbers{50};
        Tray tray;
        auto work = [&](int& item) { return for_ever(*engine, item); };
        const auto in_time = engine.run(weir::timeout(*engine, 5ms, into(fan_out, {}, numbers, tray, work)));
        QVERIFY(!in_time);
        QCOMPARE(numbers.taken.load(), 4);
        QCOMPARE(tray.cancelled, ascending(4));
        // Its permits are back.
        Numbers more{50};
        Tray other;
        auto quick = [&](int& item) { return compute(*engine, item); };
        engine.run(into(fan_out, {}, more, other, quick));
        QCOMPARE(other.values.size(), std::size_t{50});
    }

    void a_source_may_wait_and_only_a_cancellation_end_it_data() { engines::rows(); }
    void a_source_may_wait_and_only_a_cancellation_end_it() {
        engines::Engine engine;
        FanOut fan_out{*engine, 3};
        Tray tray;
        engine.run(until_50_are_there(*engine, fan_out, tray));
        QCOMPARE(tray.indices, ascending(50));
        QVERIFY(tray.failed.empty() && tray.cancelled.empty());
    }

    void a_source_that_throws_ends_the_input_and_is_heard_data() { engines::rows(); }
    void a_source_that_throws_ends_the_input_and_is_heard() {
        engines::Engine engine;
        FanOut fan_out{*engine, 4};
        Numbers numbers{50};
        Tray tray;
        auto source = [&numbers]() -> Task<std::optional<int>> {
            if (numbers.taken == 10) throw std::runtime_error{"source"};
            return next(numbers);
        };
        auto work = [&](int& item) { return compute(*engine, item); };
        auto deliver = [&tray](FanResult<int, int> result) noexcept { tray.take(std::move(result)); };
        QVERIFY_EXCEPTION_THROWN(engine.run(fan_out.run({}, source, work, deliver)), std::runtime_error);
        QCOMPARE(tray.indices, ascending(10));
        QCOMPARE(tray.values.size(), std::size_t{10});
    }
};

}  // namespace test_fan_out

WEIR_TEST(test_fan_out, TestFanOut)
#include "test_fan_out.moc"
