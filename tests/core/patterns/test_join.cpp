// What joining does, production beside textbook, on both engines: outcomes and their places, failures, cancellation,
// and where children compute.
#include <QTest>
#include <algorithm>
#include <atomic>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/patterns/join.h"
#include "core/patterns/textbook/join.h"
#include "core/runtime/frame_pool.h"
#include "core/runtime/select.h"
#include "core/sync/semaphore.h"
#include "core/theory/makespan.h"
#include "tests/core/engines.h"
#include "tests/program.h"

namespace test_join {

using namespace std::chrono_literals;
using weir::Duration;
using weir::Executor;
using weir::Simulation;
using weir::Task;
using weir::patterns::ComputePlace;
using weir::patterns::join_all;
using weir::patterns::Outcomes;
using weir::patterns::try_join;
namespace textbook = weir::patterns::textbook;
using Where = ComputePlace::Where;

/// The later in the list the sooner it ends.
Task<int> backwards(Executor& engine, int i) {
    co_await engine.sleep((10 - i) * 1ms);
    co_return i * 10;
}

Task<int> throws(Executor& engine, std::string what) {
    co_await engine.yield();
    throw std::runtime_error{what};
}

Task<int> for_ever(Executor& engine) {
    co_await engine.sleep(24h);
    co_return 1;
}

/// What tidying up came to.
Task<int> throws_when_cancelled(Executor& engine) {
    try {
        co_await engine.sleep(24h);
    } catch (const weir::Cancelled&) {
        throw std::runtime_error{"late"};
    }
    co_return 1;
}

Task<int> cancels_itself(Executor& engine) {
    co_await engine.yield();
    throw weir::Cancelled{};
}

Task<std::unique_ptr<int>> boxed(Executor& engine, int i) {
    co_await engine.sleep(1ms);
    co_return std::make_unique<int>(i);
}

Task<void> counts(Executor& engine, std::atomic<int>& count) {
    co_await engine.sleep(1ms);
    ++count;
}

Task<int> computes(ComputePlace& place, Duration length, std::atomic<int>& ran, bool fails) {
    auto job = [&ran, fails] {
        const int number = ++ran;
        if (fails) throw std::runtime_error{"job"};
        return number;
    };
    return place.compute(length, job);
}

Task<int> computes_on_the_worker(Executor& engine, Duration length) {
    auto job = [] { return 1; };
    return textbook::compute(engine, length, job);
}

template <class... T>
std::vector<Task<int>> list(T... children) {
    std::vector<Task<int>> all;
    (all.push_back(std::move(children)), ...);
    return all;
}

std::vector<Task<int>> ten_backwards(Executor& engine) {
    std::vector<Task<int>> children;
    for (int i = 0; i < 10; ++i) children.push_back(backwards(engine, i));
    return children;
}

std::string message(const std::exception_ptr& failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const std::exception& e) {
        return e.what();
    }
}

/// What comes out of a join that is to throw.
template <class T>
std::string thrown_by(engines::Engine& engine, Task<T> task) {
    try {
        engine.run(std::move(task));
    } catch (const std::exception& e) {
        return e.what();
    }
    return "";
}

/// Virtual time that children take which compute so long each.
Duration makespan(ComputePlace& place, Simulation& engine, const std::vector<Duration>& lengths) {
    std::atomic<int> ran{0};
    std::vector<Task<int>> children;
    for (const auto length : lengths) children.push_back(computes(place, length, ran, false));
    const auto begin = engine.now();
    engine.run(try_join(engine, std::move(children)));
    return engine.now() - begin;
}

/// How late a timer of 1 ms is answered that was set on the workers just before.
Task<void> measure_lateness(Executor& engine, Duration& late) {
    const auto due = engine.after(1ms);
    co_await engine.sleep(1ms);
    late = engine.now() - due;
}

class TestJoin : public QObject {
    Q_OBJECT

private slots:
    void cleanup() { QCOMPARE(weir::frame_pool::live_frames(), 0); }

    void every_value_comes_at_its_own_index_data() { engines::rows(); }
    void every_value_comes_at_its_own_index() {
        engines::Engine engine;
        const auto outcomes = engine.run(join_all(*engine, ten_backwards(*engine)));
        const auto values = engine.run(try_join(*engine, ten_backwards(*engine)));
        const auto unwrapped = engine.run(textbook::join(*engine, ten_backwards(*engine)));
        QCOMPARE(outcomes.size(), std::size_t{10});
        QCOMPARE(values.size(), std::size_t{10});
        for (std::size_t i = 0; i < 10; ++i) {
            QCOMPARE(values[i], static_cast<int>(i) * 10);
            QCOMPARE(*outcomes[i].value, values[i]);
        }
        QCOMPARE(unwrapped, values);
    }

    void values_may_be_move_only_data() { engines::rows(); }
    void values_may_be_move_only() {
        engines::Engine engine;
        std::vector<Task<std::unique_ptr<int>>> children;
        for (int i = 0; i < 3; ++i) children.push_back(boxed(*engine, i));
        const auto values = engine.run(try_join(*engine, std::move(children)));
        for (std::size_t i = 0; i < 3; ++i) QCOMPARE(*values[i], static_cast<int>(i));
    }

    void children_and_jobs_may_have_no_value_data() { engines::rows(); }
    void children_and_jobs_may_have_no_value() {
        engines::Engine engine;
        std::atomic<int> count{0};
        const auto children = [&] {
            std::vector<Task<void>> all;
            for (int i = 0; i < 3; ++i) all.push_back(counts(*engine, count));
            return all;
        };
        const auto outcomes = engine.run(join_all(*engine, children()));
        for (const auto& outcome : outcomes) QVERIFY(outcome.value && !outcome.failure);
        QCOMPARE(engine.run(try_join(*engine, children())).size(), std::size_t{3});
        QCOMPARE(engine.run(textbook::join(*engine, children())).size(), std::size_t{3});
        const auto job = [&count] { ++count; };
        for (const auto where : {Where::async_workers, Where::blocking_pool}) {
            ComputePlace place{*engine, where, 1};
            engine.run(place.compute(10us, job));
        }
        engine.run(textbook::compute(*engine, 10us, job));
        QCOMPARE(count.load(), 12);
    }

    void nothing_to_join_is_joined_at_once_data() { engines::rows(); }
    void nothing_to_join_is_joined_at_once() {
        engines::Engine engine;
        QVERIFY(engine.run(join_all(*engine, std::vector<Task<int>>{})).empty());
        QVERIFY(engine.run(try_join(*engine, std::vector<Task<int>>{})).empty());
    }

    void a_failure_is_collected_and_the_rest_goes_on_data() { engines::rows(); }
    void a_failure_is_collected_and_the_rest_goes_on() {
        engines::Engine engine;
        auto children = list(backwards(*engine, 1), throws(*engine, "one"), backwards(*engine, 2));
        const auto outcomes = engine.run(join_all(*engine, std::move(children)));
        QCOMPARE(*outcomes[0].value, 10);
        QVERIFY(!outcomes[1].value && !outcomes[1].cancelled());
        QCOMPARE(message(outcomes[1].failure), std::string{"one"});
        QCOMPARE(*outcomes[2].value, 20);
        QCOMPARE(engine->unobserved_failures(), std::uint64_t{0});
    }

    void the_first_failure_cancels_the_rest_and_comes_out_data() { engines::rows(); }
    void the_first_failure_cancels_the_rest_and_comes_out() {
        engines::Engine engine;
        Outcomes<int> outcomes;
        auto children = list(throws_when_cancelled(*engine), throws(*engine, "early"), for_ever(*engine));
        QCOMPARE(thrown_by(engine, try_join(*engine, std::move(children), outcomes)), std::string{"early"});
        QCOMPARE(message(outcomes[0].failure), std::string{"late"});
        QCOMPARE(message(outcomes[1].failure), std::string{"early"});
        QVERIFY(outcomes[2].cancelled());
        QCOMPARE(engine->unobserved_failures(), std::uint64_t{0});
    }

    void who_wants_only_values_lets_later_failures_be_counted_data() { engines::rows(); }
    void who_wants_only_values_lets_later_failures_be_counted() {
        engines::Engine engine;
        auto children = list(throws_when_cancelled(*engine), throws(*engine, "early"), for_ever(*engine));
        QCOMPARE(thrown_by(engine, try_join(*engine, std::move(children))), std::string{"early"});
        QCOMPARE(engine->unobserved_failures(), std::uint64_t{1});
        QCOMPARE(engine->first_unobserved_failure(), std::string{"late"});
    }

    void a_child_that_cancels_itself_stops_nobody_but_leaves_a_gap_data() { engines::rows(); }
    void a_child_that_cancels_itself_stops_nobody_but_leaves_a_gap() {
        engines::Engine engine;
        Outcomes<int> outcomes;
        auto children = list(cancels_itself(*engine), backwards(*engine, 1));
        QCOMPARE(thrown_by(engine, try_join(*engine, std::move(children), outcomes)), std::string{"cancelled"});
        QVERIFY(outcomes[0].cancelled());
        QCOMPARE(*outcomes[1].value, 10);
    }

    void cancelled_it_delivers_every_outcome_data() { engines::rows(); }
    void cancelled_it_delivers_every_outcome() {
        engines::Engine engine;
        auto children = list(for_ever(*engine), throws_when_cancelled(*engine));
        const auto outcomes = engine.run(weir::timeout(*engine, 5ms, join_all(*engine, std::move(children))));
        QVERIFY(outcomes.has_value());
        QVERIFY((*outcomes)[0].cancelled());
        QCOMPARE(message((*outcomes)[1].failure), std::string{"late"});
    }

    void try_join_cancelled_has_waited_for_its_children_data() { engines::rows(); }
    void try_join_cancelled_has_waited_for_its_children() {
        engines::Engine engine;
        Outcomes<int> outcomes;
        auto children = list(for_ever(*engine), for_ever(*engine));
        const auto in_time = engine.run(weir::timeout(*engine, 5ms, try_join(*engine, std::move(children), outcomes)));
        QVERIFY(!in_time);
        QVERIFY(outcomes[0].cancelled() && outcomes[1].cancelled());
    }

    void a_job_is_run_to_its_end_and_delivered_or_never_begins_data() { engines::rows(); }
    void a_job_is_run_to_its_end_and_delivered_or_never_begins() {
        engines::Engine engine;
        ComputePlace place{*engine, Where::blocking_pool, 1};
        std::atomic<int> ran{0};
        Outcomes<int> outcomes;
        auto children = list(computes(place, 5ms, ran, false), computes(place, 5ms, ran, false), backwards(*engine, 9),
                             throws(*engine, "early"));
        QCOMPARE(thrown_by(engine, try_join(*engine, std::move(children), outcomes)), std::string{"early"});
        const auto with_value = (outcomes[0].value ? 1 : 0) + (outcomes[1].value ? 1 : 0);
        QCOMPARE(with_value, ran.load());
        if (!engine.threads()) QCOMPARE(ran.load(), 1);
    }

    void a_job_that_throws_is_one_failed_outcome_data() { engines::rows(); }
    void a_job_that_throws_is_one_failed_outcome() {
        engines::Engine engine;
        for (const auto where : {Where::async_workers, Where::blocking_pool}) {
            ComputePlace place{*engine, where, 2};
            std::atomic<int> ran{0};
            std::vector<Task<int>> children;
            for (int i = 0; i < 20; ++i) children.push_back(computes(place, 10us, ran, i == 7));
            const auto outcomes = engine.run(join_all(*engine, std::move(children)));
            QCOMPARE(ran.load(), 20);
            for (std::size_t i = 0; i < 20; ++i) QCOMPARE(outcomes[i].failure != nullptr, i == 7);
            QCOMPARE(message(outcomes[7].failure), std::string{"job"});
        }
    }

    void no_blocking_threads_are_refused() {
        Simulation engine;
        QVERIFY_EXCEPTION_THROWN((ComputePlace{engine, Where::blocking_pool, 0}), std::invalid_argument);
        ComputePlace place{engine, Where::blocking_pool, 3};
        QVERIFY_EXCEPTION_THROWN(place.set_blocking_threads(0), std::invalid_argument);
        QCOMPARE(place.blocking_threads(), std::size_t{3});
    }

    void computing_takes_as_long_as_its_place_has_threads() {
        std::vector<Duration> lengths;
        std::vector<double> lengths_s;
        for (int i = 0; i < 24; ++i) {
            lengths.push_back((1 + i % 4) * 1ms);
            lengths_s.push_back(weir::to_seconds(lengths.back()));
        }
        const auto is_greedy = [&](Duration taken, int threads) {
            const auto bounds = weir::theory::makespan_bounds(lengths_s, threads);
            const auto taken_s = weir::to_seconds(taken);
            return taken_s >= bounds.lower - 1e-9 && taken_s <= bounds.upper + 1e-9;
        };
        Simulation engine{{.workers = 2}};
        ComputePlace place{engine, Where::async_workers, 1};
        QVERIFY(is_greedy(makespan(place, engine, lengths), 2));
        place.move_to(Where::blocking_pool);
        QCOMPARE(makespan(place, engine, lengths), Duration{60ms});  // in one thread: the sum of all
        for (const int threads : {6, 4, 2}) {
            place.set_blocking_threads(static_cast<std::size_t>(threads));
            QVERIFY(is_greedy(makespan(place, engine, lengths), threads));
        }
    }

    void more_threads_act_while_children_wait_for_one() {
        Simulation engine;
        ComputePlace place{engine, Where::blocking_pool, 1};
        const auto change = [](Executor& e, ComputePlace& p) -> Task<void> {
            co_await e.sleep(500us);
            p.set_blocking_threads(4);
        };
        auto changed = engine.spawn(change(engine, place));
        QCOMPARE(makespan(place, engine, std::vector<Duration>(4, 1ms)), Duration{1500us});
        QVERIFY(changed.done());
    }

    void the_pool_leaves_the_workers_free_and_the_textbook_form_stalls_them() {
        Simulation engine{{.workers = 2}};
        ComputePlace place{engine, Where::blocking_pool, 4};
        Duration late{-1};
        auto timer = engine.spawn(measure_lateness(engine, late));
        makespan(place, engine, std::vector<Duration>(8, 5ms));
        QCOMPARE(late, Duration::zero());

        std::vector<Task<int>> children;
        for (int i = 0; i < 8; ++i) children.push_back(computes_on_the_worker(engine, 5ms));
        auto other_timer = engine.spawn(measure_lateness(engine, late));
        engine.run(textbook::join(engine, std::move(children)));
        QVERIFY(late >= 4ms);
        QVERIFY(timer.done() && other_timer.done());
    }

    void what_the_textbook_form_leaves_behind_runs_on_and_nobody_hears_of_it_data() { engines::rows(); }
    void what_the_textbook_form_leaves_behind_runs_on_and_nobody_hears_of_it() {
        engines::Engine engine;
        weir::Semaphore gate{0};
        std::atomic<int> ended{0};
        const auto behind = [](weir::Semaphore& g, std::atomic<int>& e) -> Task<int> {
            const auto permit = co_await g.acquire();
            ++e;
            throw std::runtime_error{"behind"};
        };
        const auto caller = [&](Executor& e, weir::Semaphore& g) -> Task<void> {
            auto joined = textbook::join(e, list(throws(e, "first"), behind(g, ended)));
            try {
                co_await std::move(joined);
            } catch (const std::runtime_error& failure) {
                CHECK(std::string{failure.what()} == "first");
            }
            CHECK(ended == 0);
            g.add_permits(1);
        };
        engine.run(caller(*engine, gate));
        engine.run(engines::until(*engine, [&] { return engine->unobserved_failures() > 0; }));
        QCOMPARE(ended.load(), 1);
        QCOMPARE(engine->first_unobserved_failure(), std::string{"behind"});
    }

    void the_textbook_form_hears_of_a_failure_when_all_before_it_have_ended() {
        const auto fails_after = [](Executor& engine, Duration delay, std::string what) -> Task<int> {
            co_await engine.sleep(delay);
            throw std::runtime_error{what};
        };
        Simulation engine;
        QVERIFY_EXCEPTION_THROWN(
            engine.run(try_join(engine, list(fails_after(engine, 9s, "slow"), fails_after(engine, 1s, "quick")))),
            std::runtime_error);
        QCOMPARE(engine.now().time_since_epoch(), Duration{1s});

        std::string heard;
        try {
            engine.run(textbook::join(engine, list(fails_after(engine, 9s, "slow"), fails_after(engine, 1s, "quick"))));
        } catch (const std::runtime_error& failure) {
            heard = failure.what();
        }
        QCOMPARE(heard, std::string{"slow"});
        QCOMPARE(engine.now().time_since_epoch(), Duration{10s});
    }
};

}  // namespace test_join

WEIR_TEST(test_join, TestJoin)
#include "test_join.moc"
