// select() and timeout() on both engines. Where an outcome depends on time, the other way would take an hour.
#include <QTest>
#include <atomic>
#include <memory>
#include <stdexcept>
#include <string>

#include "core/runtime/select.h"
#include "tests/core/engines.h"
#include "tests/program.h"

namespace test_select {

using namespace std::chrono_literals;
using engines::Engine;
using engines::until;
using weir::Executor;
using weir::Task;
using weir::TaskGroup;

weir::ThreadPoolOptions with_workers(unsigned workers) {
    weir::ThreadPoolOptions options;
    options.workers = workers;
    return options;
}

struct Counts {
    std::atomic<int> cancelled{0};
    std::atomic<int> cleaned_up{0};
};

Task<int> soon(Executor& engine, int n) {
    co_await engine.sleep(50us);
    co_return n;
}

/// Takes its time to leave when it is cancelled.
Task<std::unique_ptr<int>> never(Executor& engine, Counts& counts) {
    std::exception_ptr cancelled;
    try {
        co_await engine.sleep(1h);
    } catch (const weir::Cancelled&) {
        cancelled = std::current_exception();
        ++counts.cancelled;
    }
    co_await [](Executor&, Counts& c) -> Task<void> {
        ++c.cleaned_up;
        co_return;
    }(engine, counts);
    if (cancelled) std::rethrow_exception(cancelled);
    co_return std::make_unique<int>(0);
}

Task<void> nothing_for_an_hour(Executor& engine) { co_await engine.sleep(1h); }

Task<int> fail(Executor& engine, std::string why) {
    co_await engine.sleep(50us);
    throw std::runtime_error{why};
}

/// Ends well, but only after it was cancelled.
Task<int> stubborn(int n) {
    co_await weir::UntilCancelled{};
    co_return n;
}

/// Fails when it is cancelled.
Task<int> sore_loser() {
    co_await weir::UntilCancelled{};
    throw std::runtime_error{"sore"};
}

Task<void> winner(Executor& engine, Counts& counts) {
    auto result = co_await weir::select(engine, never(engine, counts), soon(engine, 7), nothing_for_an_hour(engine));
    CHECK(result.index() == 1);
    CHECK(std::get<1>(result) == 7);
    CHECK(counts.cancelled == counts.cleaned_up);  // losers were awaited to the end
    auto only = co_await weir::select(engine, nothing_for_an_hour(engine),
                                      [](Executor& e) -> Task<void> { co_await e.yield(); }(engine));
    CHECK(only.index() == 1);
}

Task<void> failing_first(Executor& engine) {
    bool caught = false;
    try {
        // The stubborn one ends well after the failure: too late.
        co_await weir::select(engine, stubborn(1), fail(engine, "first"), nothing_for_an_hour(engine));
    } catch (const std::runtime_error& e) {
        caught = std::string{e.what()} == "first";
    }
    CHECK(caught);
    CHECK(engine.unobserved_failures() == 0);
}

Task<void> sore(Executor& engine) {
    const auto result = co_await weir::select(engine, sore_loser(), soon(engine, 3));
    CHECK(result.index() == 1);
    CHECK(engine.unobserved_failures() == 1);
}

Task<void> select_in_cancelled(Executor& engine, Counts& counts, std::atomic<bool>& threw) {
    TaskGroup group{engine};
    group.spawn([](Executor& e, Counts& c, std::atomic<bool>& t) -> Task<void> {
        try {
            co_await weir::select(e, never(e, c), nothing_for_an_hour(e));
        } catch (const weir::Cancelled&) {
            t = true;
        }
    }(engine, counts, threw));
    co_await engine.sleep(100us);
    group.cancel();
    co_await group.join();
}

Task<void> limits(Executor& engine, Counts& counts) {
    CHECK(co_await weir::timeout(engine, 1h, soon(engine, 5)) == 5);
    CHECK(!co_await weir::timeout(engine, 200us, never(engine, counts)));
    CHECK(counts.cancelled <= 1 && counts.cleaned_up == counts.cancelled);
    CHECK(!co_await weir::timeout(engine, 100us, nothing_for_an_hour(engine)));
    CHECK(!co_await weir::timeout(engine, -1ns, nothing_for_an_hour(engine)));
    CHECK(co_await weir::timeout(engine, weir::Duration::max(), soon(engine, 6)) == 6);
    // What is done is delivered, even past the limit.
    CHECK(co_await weir::timeout(engine, 50us, stubborn(9)) == 9);
    // The limit is over with the call.
    CHECK(!weir::cancel_requested());
    co_await engine.sleep(100us);
}

Task<void> limit_and_failure(Executor& engine) {
    bool caught = false;
    try {
        co_await weir::timeout(engine, 1h, fail(engine, "inside"));
    } catch (const std::runtime_error& e) {
        caught = std::string{e.what()} == "inside";
    }
    CHECK(caught);
    caught = false;
    try {
        co_await weir::timeout(engine, 50us, sore_loser());
    } catch (const std::runtime_error&) {
        caught = true;
    }
    CHECK(caught);
}

Task<void> nested_limits(Executor& engine, Counts& counts) {
    // The outer limit comes first, and counts as that: the inner one passes the cancellation on.
    std::atomic<bool> went_on{false};
    auto inner = [](Executor& e, Counts& c, std::atomic<bool>& w) -> Task<void> {
        co_await weir::timeout(e, 1h, never(e, c));
        w = true;
    };
    CHECK(!co_await weir::timeout(engine, 100us, inner(engine, counts, went_on)));
    CHECK(!went_on);
    // The inner one comes first: the outer goes on.
    auto other = [](Executor& e, Counts& c) -> Task<int> {
        CHECK(!co_await weir::timeout(e, 100us, never(e, c)));
        co_return 4;
    };
    CHECK(co_await weir::timeout(engine, 1h, other(engine, counts)) == 4);
}

Task<void> cancelled_inside(Executor& engine, std::atomic<int>& threw) {
    TaskGroup group{engine};
    group.spawn([](Executor& e, std::atomic<int>& t) -> Task<void> {
        try {
            co_await weir::timeout(e, 2h, nothing_for_an_hour(e));
        } catch (const weir::Cancelled&) {
            ++t;
            throw;
        }
    }(engine, threw));
    co_await engine.sleep(100us);
    group.cancel();
    co_await group.join();
}

/// What is spawned inside and let go ends with the limit, too.
Task<void> limit_over_the_rest(Executor& engine, std::atomic<int>& cancelled) {
    auto body = [](Executor& e, std::atomic<int>& c) -> Task<int> {
        auto handle = e.spawn([](Executor& e2, std::atomic<int>& c2) -> Task<void> {
            try {
                co_await e2.sleep(1h);
            } catch (const weir::Cancelled&) {
                ++c2;
                throw;
            }
        }(e, c));
        { const auto gone = std::move(handle); }
        co_return 1;
    };
    CHECK(co_await weir::timeout(engine, 200us, body(engine, cancelled)) == 1);
}

/// Nothing in it waits.
Task<void> ask_until_cancelled() {
    while (true) weir::check_cancelled();
    co_return;
}

/// Its children look at the limit they are under all at once, and are cut off by it or by the one around it.
Task<int> crowd(Executor& engine, std::atomic<int>& came_through) {
    weir::TaskGroup group{engine};
    for (int i = 0; i < 8; ++i)
        group.spawn([](Executor& e, std::atomic<int>& c) -> Task<void> {
            static_cast<void>(co_await weir::timeout(e, 1h, nothing_for_an_hour(e)));
            ++c;
        }(engine, came_through));
    co_await group.join();
    weir::check_cancelled();
    co_return 1;
}

class TestSelect : public QObject {
    Q_OBJECT

private slots:
    void cleanup() { QCOMPARE(weir::frame_pool::live_frames(), 0); }

    void the_first_to_end_wins_and_the_others_are_cancelled_and_awaited_data() { engines::rows(); }
    void the_first_to_end_wins_and_the_others_are_cancelled_and_awaited() {
        Engine engine;
        Counts counts;
        engine.run(winner(*engine, counts));
        QCOMPARE(engine->unobserved_failures(), 0U);
    }

    void the_first_to_fail_decides_too_data() { engines::rows(); }
    void the_first_to_fail_decides_too() {
        Engine engine;
        engine.run(failing_first(*engine));
    }

    void what_losers_throw_is_counted_data() { engines::rows(); }
    void what_losers_throw_is_counted() {
        Engine engine;
        engine.run(sore(*engine));
    }

    void a_select_in_a_cancelled_scope_throws_data() { engines::rows(); }
    void a_select_in_a_cancelled_scope_throws() {
        Engine engine;
        Counts counts;
        std::atomic<bool> threw{false};
        engine.run(select_in_cancelled(*engine, counts, threw));
        QVERIFY(threw);
    }

    void a_limit_cuts_off_what_waits_and_delivers_what_is_done_data() { engines::rows(); }
    void a_limit_cuts_off_what_waits_and_delivers_what_is_done() {
        Engine engine;
        Counts counts;
        engine.run(limits(*engine, counts));
    }

    void a_failure_passes_through_a_limit_data() { engines::rows(); }
    void a_failure_passes_through_a_limit() {
        Engine engine;
        engine.run(limit_and_failure(*engine));
        QCOMPARE(engine->unobserved_failures(), 0U);
    }

    void limits_nest_data() { engines::rows(); }
    void limits_nest() {
        Engine engine;
        Counts counts;
        engine.run(nested_limits(*engine, counts));
    }

    void a_cancellation_from_outside_passes_through_a_limit_data() { engines::rows(); }
    void a_cancellation_from_outside_passes_through_a_limit() {
        Engine engine;
        std::atomic<int> threw{0};
        engine.run(cancelled_inside(*engine, threw));
        QVERIFY(threw <= 1);
    }

    void a_limit_holds_for_what_is_spawned_inside_and_let_go_data() { engines::rows(); }
    void a_limit_holds_for_what_is_spawned_inside_and_let_go() {
        Engine engine;
        std::atomic<int> cancelled{0};
        engine.run(limit_over_the_rest(*engine, cancelled));
        QVERIFY(cancelled <= 1);
    }

    void who_only_asks_is_cut_off_too() {
        weir::ThreadPool pool{with_workers(2)};
        pool.run([](Executor& e) -> Task<void> {
            CHECK(!co_await weir::timeout(e, 1ms, ask_until_cancelled()));
            CHECK(!co_await weir::timeout(e, 1ms, [](Executor& inner) -> Task<void> {
                static_cast<void>(co_await weir::timeout(inner, 1h, ask_until_cancelled()));
            }(e)));
        }(pool));
        QVERIFY2(engines::failure.empty(), engines::failure.c_str());
    }

    void many_look_at_a_limit_at_once() {
        weir::ThreadPool pool{with_workers(4)};
        for (int round = 0; round < 200; ++round) {
            std::atomic<int> came_through{0};
            pool.run([](Executor& e, std::atomic<int>& c) -> Task<void> {
                CHECK(!co_await weir::timeout(e, 50us, crowd(e, c)));
            }(pool, came_through));
            QCOMPARE(came_through.load(), 0);
        }
        QVERIFY2(engines::failure.empty(), engines::failure.c_str());
    }

    void a_limit_ends_at_its_time() {
        weir::Simulation engine;
        engine.run([](Executor& e) -> Task<void> {
            CHECK(!co_await weir::timeout(e, 3s, nothing_for_an_hour(e)));
            CHECK(e.now() == weir::Time{3s});
            CHECK(co_await weir::timeout(e, 3s, soon(e, 1)) == 1);
            CHECK(e.now() == weir::Time{3s + 50us});
        }(engine));
        QVERIFY2(engines::failure.empty(), engines::failure.c_str());
    }
};

}  // namespace test_select

WEIR_TEST(test_select, TestSelect)
#include "test_select.moc"
