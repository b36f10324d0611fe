// The async service and its layers on both engines, one behaviour a test.
#include <QTest>
#include <array>
#include <atomic>
#include <memory>
#include <numeric>
#include <optional>
#include <vector>

#include "core/runtime/group.h"
#include "service_kit.h"
#include "tests/core/engines.h"
#include "tests/program.h"

namespace test_service {

using namespace std::chrono_literals;
using namespace service_kit;
using engines::Engine;
using engines::until;
using service::Why;
using weir::Random;
using weir::Simulation;
using weir::TaskGroup;
using AllStacks = Everything::AllStacks;
using service::Dispatch;
using End = Step::End;

using Replied = std::optional<service::Reply<int>>;

Task<void> ask(const AllStacks& stack, Dispatch dispatch, Call& call, Replied& reply) {
    auto answering = stack.call(dispatch, call);
    reply.emplace(co_await std::move(answering));
    CHECK(call.alive == 0);
}

bool is(const Replied& reply, Why why) { return reply && !reply->has_value() && reply->error().why == why; }
bool is(const Replied& reply, int attempt) { return reply && reply->has_value() && **reply == attempt; }

void rows() {
    QTest::addColumn<bool>("threads");
    QTest::addColumn<int>("dispatch");
    for (const bool threads : {false, true}) {
        const char* const engine = threads ? "thread pool" : "simulation";
        QTest::addRow("static, %s", engine) << threads << static_cast<int>(Dispatch::statically);
        QTest::addRow("virtual, %s", engine) << threads << static_cast<int>(Dispatch::virtually);
        QTest::addRow("type-erased, %s", engine) << threads << static_cast<int>(Dispatch::erased);
    }
}

/// A call in the dispatch of this row.
class Asked {
public:
    explicit Asked(std::vector<Step> steps = {Step{}}) : call{std::move(steps)} {}

    Task<void> of(const AllStacks& stack) {
        QFETCH(int, dispatch);
        return ask(stack, static_cast<Dispatch>(dispatch), call, reply);
    }

    Call call;
    Replied reply;
};

/// Begins a call, waits until `holds()`, cancels it and waits for its end.
template <class Holds>
Task<void> cancel_when(Executor& engine, Task<void> asking, Holds holds) {
    TaskGroup group{engine};
    group.spawn(std::move(asking));
    auto waiting = until(engine, holds);
    co_await std::move(waiting);
    group.cancel();
    co_await group.join();
}

Task<void> both(Executor& engine, Task<void> one, Task<void> other) {
    TaskGroup group{engine};
    group.spawn(std::move(one));
    group.spawn(std::move(other));
    co_await group.join();
}

class TestService : public QObject {
    Q_OBJECT

private slots:
    void a_service_alone_answers_fails_and_throws_data() { rows(); }
    void a_service_alone_answers_fails_and_throws() {
        Engine engine;
        Everything all{*engine};
        Asked good;
        Asked failed{{{End::failed, {}}}};
        Asked throws{{{End::throws, {}}}};
        for (auto* const asked : {&good, &failed, &throws}) engine.run(asked->of(all.stack));
        QVERIFY(is(good.reply, 0));
        QVERIFY(is(failed.reply, Why::failed) && !(*failed.reply).error().cause);
        QVERIFY(is(throws.reply, Why::failed));
        QVERIFY_EXCEPTION_THROWN(std::rethrow_exception((*throws.reply).error().cause), Thrown);
    }

    void retry_goes_on_until_one_is_good_or_enough_have_failed_data() { rows(); }
    void retry_goes_on_until_one_is_good_or_enough_have_failed() {
        Engine engine;
        Everything all{*engine};
        all.stack.wrap(all.retry);
        Asked third{{{End::failed, {}}, {End::throws, {}}, {}}};
        Asked none{{{End::failed, {}}}};
        engine.run(third.of(all.stack));
        engine.run(none.of(all.stack));
        QVERIFY(is(third.reply, 2));
        QVERIFY(is(none.reply, Why::failed));
        QCOMPARE(none.call.attempts.load(), 3);
        QCOMPARE(all.retry.retries(), 4U);
    }

    void retries_end_with_the_budget_and_success_refills_it_data() { rows(); }
    void retries_end_with_the_budget_and_success_refills_it() {
        Engine engine;
        Everything all{*engine};
        all.stack.wrap(all.retry);
        auto config = tries(3);
        config.budget = 3;
        config.earned = 0.5;
        all.retry.configure(config);
        const auto ask_once = [&](End end) {
            Asked asked{{{end, {}}}};
            engine.run(asked.of(all.stack));
            return asked.call.attempts.load();
        };
        QCOMPARE(ask_once(End::failed), 3);
        QCOMPARE(ask_once(End::failed), 2);
        QCOMPARE(ask_once(End::failed), 1);
        QCOMPARE(all.retry.exhausted(), 2U);
        QCOMPARE(ask_once(End::good), 1);
        QCOMPARE(ask_once(End::good), 1);
        QCOMPARE(ask_once(End::failed), 2);
        QCOMPARE(all.retry.budget().permits(), 0.0);
    }

    void a_timeout_ends_a_call_that_hangs_data() { rows(); }
    void a_timeout_ends_a_call_that_hangs() {
        Engine engine;
        Everything all{*engine};
        all.limit.set_limit(2ms);
        all.stack.wrap(all.hedge);
        all.stack.wrap(all.limit);
        Asked hangs{{{End::good, never}}};
        engine.run(hangs.of(all.stack));
        QVERIFY(is(hangs.reply, Why::timed_out));
        QCOMPARE(all.limit.cut(), 1U);
    }

    void a_hedge_takes_the_first_good_answer_data() { rows(); }
    void a_hedge_takes_the_first_good_answer() {
        Engine engine;
        Everything all{*engine};
        all.hedge.set_delay(2ms);
        all.stack.wrap(all.hedge);
        Asked slow{{{End::good, never}, {}}};
        Asked second_fails{{{End::good, 50ms}, {End::failed, {}}}};
        Asked both_fail{{{End::failed, 20ms}, {End::throws, {}}}};
        for (auto* const asked : {&slow, &second_fails, &both_fail}) engine.run(asked->of(all.stack));
        QVERIFY(is(slow.reply, 1));
        QVERIFY(is(second_fails.reply, 0));
        QCOMPARE(second_fails.call.attempts.load(), 2);
        QVERIFY(is(both_fail.reply, Why::failed) && !(*both_fail.reply).error().cause);  // the first one's
        QCOMPARE(all.hedge.hedges(), 3U);
        QCOMPARE(all.hedge.won(), 1U);
    }

    void a_hedge_waits_before_it_sends_another_data() { rows(); }
    void a_hedge_waits_before_it_sends_another() {
        Engine engine;
        Everything all{*engine};
        all.stack.wrap(all.hedge);
        Asked good;
        Asked failed{{{End::failed, 1ms}}};
        engine.run(good.of(all.stack));
        engine.run(failed.of(all.stack));
        QVERIFY(is(good.reply, 0));
        QVERIFY(is(failed.reply, Why::failed));
        QCOMPARE(failed.call.attempts.load(), 1);
        QCOMPARE(all.hedge.hedges(), 0U);
    }

    void so_many_are_below_a_concurrency_limit_data() { rows(); }
    void so_many_are_below_a_concurrency_limit() {
        Engine engine;
        Everything all{*engine};
        all.concurrency.configure(1, 1);
        all.stack.wrap(all.concurrency);
        Asked first{{{End::good, 20ms}}};
        Asked second;
        Asked third;
        engine.run([](Executor& on, Everything& it, Asked& a, Asked& b, Asked& c) -> Task<void> {
            TaskGroup group{on};
            group.spawn(a.of(it.stack));
            auto begun = until(on, [&it] { return it.service.in_flight == 1; });
            co_await std::move(begun);
            group.spawn(b.of(it.stack));
            auto waits = until(on, [&it] { return it.concurrency.waiting() == 1; });
            co_await std::move(waits);
            auto refused = c.of(it.stack);
            co_await std::move(refused);
            co_await group.join();
        }(*engine, all, first, second, third));
        QVERIFY(is(first.reply, 0) && is(second.reply, 0));
        QVERIFY(is(third.reply, Why::refused));
        QCOMPARE(third.call.attempts.load(), 0);
        QCOMPARE(all.service.most_in_flight.load(), 1);
        QCOMPARE(all.concurrency.in_flight(), std::size_t{0});
    }

    void a_higher_limit_lets_waiting_calls_in_at_once_data() { rows(); }
    void a_higher_limit_lets_waiting_calls_in_at_once() {
        Engine engine;
        Everything all{*engine};
        all.concurrency.configure(1, 10);
        all.stack.wrap(all.concurrency);
        Asked hangs{{{End::good, never}}};
        Asked waits{{{End::good, never}}};
        engine.run(cancel_when(*engine, both(*engine, hangs.of(all.stack), waits.of(all.stack)), [&all] {
            if (all.concurrency.waiting() == 1) all.concurrency.configure(2, 10);
            return all.service.in_flight == 2;
        }));
        QCOMPARE(all.concurrency.in_flight(), std::size_t{0});
    }

    void a_rate_limit_makes_calls_wait_or_refuses_them_data() { rows(); }
    void a_rate_limit_makes_calls_wait_or_refuses_them() {
        Engine engine;
        Everything all{*engine};
        all.rate.configure({weir::patterns::GrantAlgorithm::token_bucket, 100, 1}, 1);
        all.stack.wrap(all.rate);
        Asked first;
        Asked second;
        Asked third;
        const auto began = engine->now();
        engine.run(both(*engine, first.of(all.stack), second.of(all.stack)));
        QVERIFY(engine->now() - began >= 10ms);
        all.rate.configure({weir::patterns::GrantAlgorithm::token_bucket, 0.01, 1}, 0);
        engine.run(third.of(all.stack));
        QVERIFY(is(first.reply, 0) && is(second.reply, 0));
        QVERIFY(is(third.reply, Why::refused));
    }

    void a_breaker_opens_on_failures_and_not_on_refusals_below_it_data() { rows(); }
    void a_breaker_opens_on_failures_and_not_on_refusals_below_it() {
        Engine engine;
        Everything all{*engine};
        all.breaker.configure(opens_after(3));
        all.stack.wrap(all.concurrency);
        all.stack.wrap(all.breaker);
        Asked hangs{{{End::good, never}}};
        all.concurrency.configure(1, 0);
        engine.run(cancel_when(*engine, hangs.of(all.stack), [&all] { return all.service.in_flight == 1; }));
        const auto status = [&] { return all.breaker.breaker().status(engine->now()); };
        QCOMPARE(status().cancelled, 1U);
        Asked busy{{{End::good, never}}};
        std::array<Asked, 5> refused;
        std::atomic<bool> all_answered{false};
        engine.run(cancel_when(
            *engine,
            [](Executor& on, Everything& it, Asked& a, std::array<Asked, 5>& more,
               std::atomic<bool>& done) -> Task<void> {
                TaskGroup group{on};
                group.spawn(a.of(it.stack));
                auto begun = until(on, [&it] { return it.service.in_flight == 1; });
                co_await std::move(begun);
                for (auto& asked : more) {
                    auto asking = asked.of(it.stack);
                    co_await std::move(asking);
                }
                done = true;
                co_await group.join();
            }(*engine, all, busy, refused, all_answered),
            [&all_answered] { return all_answered.load(); }));
        QVERIFY(is(refused[0].reply, Why::refused));
        QCOMPARE(status().window.calls, 0U);
        for (int i = 0; i < 3; ++i) {
            Asked failed{{{End::throws, {}}}};
            engine.run(failed.of(all.stack));
        }
        Asked last;
        engine.run(last.of(all.stack));
        QVERIFY(is(last.reply, Why::refused));
        QCOMPARE((*last.reply).error().by, "circuit breaker");
        QCOMPARE(last.call.attempts.load(), 0);
    }

    void order_changes_the_result_data() { rows(); }
    void order_changes_the_result() {
        Engine engine;
        const auto seen_by_breaker = [&](bool retry_outside) {
            Everything all{*engine};
            if (!retry_outside) all.stack.wrap(all.retry);
            all.stack.wrap(all.breaker);
            if (retry_outside) all.stack.wrap(all.retry);
            Asked failed{{{End::failed, {}}}};
            engine.run(failed.of(all.stack));
            return all.breaker.breaker().status(engine->now()).window.failures;
        };
        QCOMPARE(seen_by_breaker(true), 3U);
        QCOMPARE(seen_by_breaker(false), 1U);
    }

    void a_cancelled_call_ends_wherever_it_is_data() { rows(); }
    void a_cancelled_call_ends_wherever_it_is() {
        Engine engine;
        Everything all{*engine};
        all.rate.configure({weir::patterns::GrantAlgorithm::token_bucket, 0.001, 1}, 10);
        all.stack.wrap(all.rate);
        all.stack.wrap(all.limit);
        all.stack.wrap(all.retry);
        all.stack.wrap(all.hedge);
        all.stack.wrap(all.breaker);
        all.stack.wrap(all.concurrency);
        Asked inside{{{End::good, never}}};
        engine.run(cancel_when(*engine, inside.of(all.stack), [&all] { return all.service.in_flight == 1; }));
        Asked waits;
        engine.run(cancel_when(*engine, waits.of(all.stack), [&all] { return all.rate.waiting() == 1; }));
        QVERIFY(!inside.reply && !waits.reply);
        QCOMPARE(inside.call.alive.load(), 0);
        QCOMPARE(waits.call.attempts.load(), 0);
        QCOMPARE(all.rate.waiting(), std::size_t{0});
        QCOMPARE(all.concurrency.in_flight(), std::size_t{0});
    }

    void dispatch_changes_nothing_whatever_the_order() {
        std::array<int, 6> order{};
        std::iota(order.begin(), order.end(), 0);
        do {
            std::array<std::vector<int>, 3> figures;
            for (const auto dispatch : {Dispatch::statically, Dispatch::virtually, Dispatch::erased}) {
                Simulation engine{weir::SimulationOptions{}};
                Everything all{engine};
                all.limit.set_limit(30ms);
                all.hedge.set_delay(5ms);
                for (const int layer : order) {
                    if (layer == 0) all.stack.wrap(all.rate);
                    if (layer == 1) all.stack.wrap(all.concurrency);
                    if (layer == 2) all.stack.wrap(all.limit);
                    if (layer == 3) all.stack.wrap(all.retry);
                    if (layer == 4) all.stack.wrap(all.breaker);
                    if (layer == 5) all.stack.wrap(all.hedge);
                }
                auto& seen = figures[static_cast<std::size_t>(dispatch)];
                for (const auto& steps : {std::vector<Step>{{End::failed, 10ms}, {End::throws, 20ms}, {}},
                                          std::vector<Step>{{End::good, never}}}) {
                    Call call{steps};
                    Replied reply;
                    engine.run(ask(all.stack, dispatch, call, reply));
                    seen.push_back(call.attempts);
                    seen.push_back(reply->has_value() ? **reply : -1 - static_cast<int>(reply->error().why));
                }
            }
            QCOMPARE(figures[1], figures[0]);
            QCOMPARE(figures[2], figures[0]);
        } while (std::next_permutation(order.begin(), order.end()));
    }

    void layers_compose_without_sockets() {
        Simulation engine{weir::SimulationOptions{}};
        Everything all{engine};
        all.limit.set_limit(1ms);
        const service::Bottom bottom{&all.service};
        const service::Bound limited{&all.limit, &bottom};
        const service::Bound tried{&all.retry, &limited};
        Call call{{{End::good, never}, {End::throws, {}}, {}}};
        const auto reply = engine.run(tried(call));
        QVERIFY(reply.has_value());
        QCOMPARE(*reply, 2);
    }

    void bad_settings_are_refused_and_change_nothing() {
        Simulation engine{weir::SimulationOptions{}};
        Everything all{engine};
        QVERIFY_EXCEPTION_THROWN(all.concurrency.configure(0, 1), std::invalid_argument);
        QVERIFY_EXCEPTION_THROWN(all.retry.configure(tries(0)), std::invalid_argument);
        QVERIFY_EXCEPTION_THROWN(all.rate.configure({weir::patterns::GrantAlgorithm::token_bucket, 0, 1}, 1),
                                 std::invalid_argument);
        QVERIFY_EXCEPTION_THROWN(all.breaker.configure(opens_after(0)), std::invalid_argument);
        QVERIFY_EXCEPTION_THROWN((service::ConcurrencyLimit{0, 1}), std::invalid_argument);
        QVERIFY_EXCEPTION_THROWN((service::Retry{engine, tries(0), Random{1}}), std::invalid_argument);
        all.stack.wrap(all.concurrency);
        all.stack.wrap(all.retry);
        Call call{{{End::failed, {}}}};
        Replied reply;
        engine.run(ask(all.stack, Dispatch::statically, call, reply));
        QCOMPARE(call.attempts.load(), 3);
    }
};

}  // namespace test_service

WEIR_TEST(test_service, TestService)
#include "test_service.moc"
