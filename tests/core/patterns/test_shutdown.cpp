// What a coordinated shutdown does, production beside textbook, on both engines.
#include <QTest>
#include <algorithm>
#include <atomic>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/patterns/shutdown.h"
#include "core/patterns/textbook/shutdown.h"
#include "core/runtime/failure.h"
#include "core/runtime/frame_pool.h"
#include "core/runtime/group.h"
#include "tests/core/engines.h"
#include "tests/program.h"

namespace test_shutdown {

using namespace std::chrono_literals;
using engines::Engine;
using engines::until;
using weir::Duration;
using weir::Executor;
using weir::Task;
using weir::TaskGroup;
using weir::patterns::CancellationToken;
using weir::patterns::Shutdown;
namespace textbook = weir::patterns::textbook;
using Fate = Shutdown::Fate;
using Phase = Shutdown::Phase;

constexpr Duration in_no_hurry = 60s;

/// What the tasks of a test did.
struct Account {
    std::atomic<int> started{0};
    std::atomic<int> ended{0};
    std::atomic<int> cleanups_begun{0};
    std::atomic<int> cleanups_ended{0};
};

/// Its end is seen however the task ends.
class Alive {
public:
    explicit Alive(Account& account) : account_{account} { ++account_.started; }
    ~Alive() { ++account_.ended; }
    Alive(const Alive&) = delete;
    Alive& operator=(const Alive&) = delete;

private:
    Account& account_;
};

Task<void> heeds(Executor& engine, CancellationToken token, Account& account) {
    const Alive alive{account};
    while (!token.cancelled()) co_await engine.sleep(1ms);
}

Task<void> awaits(CancellationToken token, Account& account) {
    const Alive alive{account};
    co_await token.wait();
}

/// Never asks whether it is to stop.
Task<void> is_stubborn(Executor& engine, Account& account) {
    const Alive alive{account};
    while (true) co_await engine.sleep(1ms);
}

Task<void> ends(Executor& engine, Account& account, const char* failure = nullptr) {
    const Alive alive{account};
    co_await engine.sleep(1ms);
    if (failure != nullptr) throw std::runtime_error{failure};
}

Task<void> swallows_the_abort(Executor& engine, Account& account) {
    try {
        co_await is_stubborn(engine, account);
    } catch (const weir::Cancelled&) {
    }
}

/// Awaits, as what closes a connection or writes to disk does.
Task<void> cleans(Executor& engine, Account& account, const char* failure = nullptr) {
    const int begun = account.cleanups_begun;
    CHECK(account.ended > begun);
    ++account.cleanups_begun;
    co_await engine.sleep(2ms);
    ++account.cleanups_ended;
    if (failure != nullptr) throw std::runtime_error{failure};
}

/// None if it is not in the report.
std::optional<Fate> fate_of(const Shutdown::Report& report, std::optional<Shutdown::Id> task) {
    for (const auto& outcome : report.outcomes)
        if (outcome.task == task) return outcome.fate;
    return std::nullopt;
}

std::string failure_of(const Shutdown::Report& report, std::optional<Shutdown::Id> task) {
    for (const auto& outcome : report.outcomes)
        if (outcome.task == task) return weir::message_of(outcome.failure);
    return "it is not in the report";
}

Task<void> shuts_down(Shutdown& all, Duration deadline, Shutdown::Report& report, std::atomic<int>& calls) {
    report = co_await all.shut_down(deadline);
    CHECK(all.status().phase == Phase::done);
    ++calls;
}

Task<void> tells_the_fate_of_each(Executor& engine) {
    Account account;
    Shutdown all{engine};
    const auto asked = all.spawn(heeds(engine, all.token(), account), cleans(engine, account));
    const auto waiting = all.spawn(awaits(all.token().child(), account), cleans(engine, account));
    const auto stubborn = all.spawn(is_stubborn(engine, account), cleans(engine, account));
    const auto bad = all.spawn(ends(engine, account, "bad"), cleans(engine, account));
    const auto untidy = all.spawn(awaits(all.token(), account), cleans(engine, account, "untidy"));
    const auto hard = all.spawn(swallows_the_abort(engine, account), cleans(engine, account));
    const auto plain = all.spawn(awaits(all.token(), account));
    CHECK(all.status().working == 7);
    co_await until(engine, [&] { return account.cleanups_ended == 1; });

    Shutdown::Report report;
    std::atomic<int> calls{0};
    TaskGroup group{engine};
    group.spawn(shuts_down(all, in_no_hurry, report, calls));
    co_await until(engine, [&] { return account.ended == 5; });
    group.cancel();  // the call, which aborts the rest
    co_await group.join();
    CHECK(calls == 1);
    CHECK(account.started == 7 && account.ended == 7);
    CHECK(account.cleanups_begun == 6 && account.cleanups_ended == 6);
    CHECK(report.outcomes.size() == 7 && report.finished_before == 0);
    for (const auto id : {asked, waiting, hard, plain}) CHECK(fate_of(report, id) == Fate::finished);
    CHECK(fate_of(report, stubborn) == Fate::aborted);
    CHECK(failure_of(report, bad) == "bad" && failure_of(report, untidy) == "untidy");
    CHECK(report.count(Fate::finished) == 4 && report.count(Fate::aborted) == 1 && report.count(Fate::failed) == 2);
    CHECK(std::is_sorted(report.outcomes.begin(), report.outcomes.end(),
                         [](const auto& a, const auto& b) { return a.task < b.task; }));
    CHECK(!report.drained);
    const auto status = all.status();
    CHECK(status.phase == Phase::done && status.working == 0 && status.cleaning == 0);
}

Task<void> returns_once_drained(Executor& engine) {
    Account account;
    Shutdown all{engine};
    CHECK(all.spawn(heeds(engine, all.token(), account), cleans(engine, account)).has_value());
    const auto report = co_await all.shut_down(in_no_hurry);
    CHECK(report.drained && report.took < in_no_hurry / 2);
    CHECK(account.cleanups_ended == 1);
}

Task<void> refuses_once_it_began(Executor& engine) {
    Account account;
    Shutdown all{engine};
    CHECK(all.spawn(is_stubborn(engine, account)) == Shutdown::Id{0});
    TaskGroup group{engine};
    auto shutdown = engine.spawn(all.shut_down(10ms));
    co_await until(engine, [&] { return all.status().phase != Phase::open; });
    CHECK(all.token().cancelled());
    CHECK(!all.spawn(ends(engine, account), cleans(engine, account)));
    const auto report = co_await shutdown;
    CHECK(!all.spawn(ends(engine, account), cleans(engine, account)));
    co_await group.join();
    CHECK(report.outcomes.size() == 1);
    CHECK(account.started == 1 && account.cleanups_begun == 0);
}

Task<void> keeps_failures_and_nothing_else(Executor& engine) {
    const auto frames = weir::frame_pool::live_frames();
    Account account;
    Shutdown all{engine};
    for (int i = 0; i < 50; ++i) {
        const auto* const failure = i == 7 ? "bad" : nullptr;
        CHECK(all.spawn(ends(engine, account, failure), cleans(engine, account)).has_value());
    }
    const auto nothing_runs = [&] { return all.status().working == 0 && all.status().cleaning == 0; };
    while (!nothing_runs() || weir::frame_pool::live_frames() != frames) co_await engine.sleep(50us);
    const auto report = co_await all.shut_down(0ms);
    CHECK(report.finished_before == 49 && report.outcomes.size() == 1);
    CHECK(failure_of(report, Shutdown::Id{7}) == "bad");
    CHECK(report.drained);
}

Task<void> aborts_at_once(Executor& engine, Duration deadline) {
    Account account;
    Shutdown all{engine};
    CHECK(all.spawn(is_stubborn(engine, account), cleans(engine, account)).has_value());
    co_await until(engine, [&] { return account.started == 1; });
    const auto report = co_await all.shut_down(deadline);
    CHECK(report.count(Fate::aborted) == 1 && account.cleanups_ended == 1);
}

Task<void> joins(Executor& engine) {
    Account account;
    Shutdown all{engine};
    CHECK(all.spawn(is_stubborn(engine, account), cleans(engine, account)).has_value());
    std::atomic<int> calls{0};
    std::vector<Shutdown::Report> reports(3);
    TaskGroup first{engine};
    TaskGroup second{engine};
    TaskGroup impatient{engine};
    first.spawn(shuts_down(all, in_no_hurry, reports[0], calls));
    co_await until(engine, [&] { return all.status().phase != Phase::open; });
    second.spawn(shuts_down(all, 0ms, reports[1], calls));
    impatient.spawn(shuts_down(all, 0ms, reports[2], calls));
    co_await engine.sleep(1ms);
    impatient.cancel();  // only its own wait ends
    co_await impatient.join();
    CHECK(calls == 0 && account.ended == 0);
    first.cancel();
    co_await first.join();
    co_await second.join();
    CHECK(second.failures().empty() && calls == 2);
    for (const auto* report : {&reports[0], &reports[1]}) CHECK(report->count(Fate::aborted) == 1);
    CHECK(reports[0].took == reports[1].took);
    CHECK(account.cleanups_begun == 1);
    const auto again = co_await all.shut_down(0ms);
    CHECK(again.took == reports[0].took);
}

Task<void> keeps_the_deadline(Executor& engine) {
    Account account;
    Shutdown all{engine};
    const auto asked = all.spawn(heeds(engine, all.token(), account), cleans(engine, account));
    const auto stubborn = all.spawn(is_stubborn(engine, account), cleans(engine, account));
    co_await engine.sleep(500us);
    const auto report = co_await all.shut_down(20ms);
    CHECK(fate_of(report, asked) == Fate::finished && fate_of(report, stubborn) == Fate::aborted);
    CHECK(report.took == 22ms);  // and the cleanup
}

Task<void> finishes_although_cancelled(Executor& engine) {
    Account account;
    Shutdown all{engine};
    CHECK(all.spawn(is_stubborn(engine, account), cleans(engine, account)).has_value());
    std::atomic<int> calls{0};
    Shutdown::Report report;
    TaskGroup group{engine};
    group.spawn(shuts_down(all, in_no_hurry, report, calls));
    co_await until(engine, [&] { return all.status().phase == Phase::draining && account.started == 1; });
    group.cancel();
    co_await group.join();
    CHECK(calls == 1 && report.count(Fate::aborted) == 1 && account.cleanups_ended == 1);
}

Task<void> follows_the_scope_around_it(Executor& engine) {
    Account account;
    TaskGroup around{engine};
    {
        Shutdown all{engine, &around};
        CHECK(all.spawn(is_stubborn(engine, account), cleans(engine, account)).has_value());
        around.cancel();
        co_await until(engine, [&] { return account.cleanups_ended == 1; });
        const auto report = co_await all.shut_down(in_no_hurry);
        CHECK(!report.drained && report.count(Fate::aborted) == 1);
    }
    co_await around.join();
}

Task<void> of_nothing(Executor& engine) {
    Shutdown all{engine};
    const auto report = co_await all.shut_down(in_no_hurry);
    CHECK(report.drained && report.outcomes.empty() && report.finished_before == 0);
}

constexpr auto forgotten = textbook::Shutdown::Race::forgotten;

Task<void> the_textbook_cuts_and_swallows(Executor& engine) {
    Account account;
    textbook::Shutdown all{engine};
    CHECK(all.spawn(heeds(engine, all.token(), account), cleans(engine, account)));
    CHECK(all.spawn(ends(engine, account, "bad"), cleans(engine, account)));
    co_await until(engine, [&] { return account.started == 2 && account.ended == 1; });
    CHECK(account.cleanups_begun == 0);  // the failure skipped it
    co_await all.shut_down();            // and nobody hears of it
    CHECK(account.ended == 2);
    CHECK(account.cleanups_ended == 0);  // heeding the token was of no use
}

Task<void> the_textbook_has_no_deadline(Executor& engine) {
    Account account;
    TaskGroup group{engine};
    textbook::Shutdown all{engine};
    const auto run = [](Executor& e, textbook::Shutdown& s, Account& a) -> Task<void> {
        CHECK(s.spawn(is_stubborn(e, a), cleans(e, a), forgotten));
        co_await s.shut_down();
    };
    group.spawn(run(engine, all, account));
    co_await until(engine, [&] { return account.started == 1; });
    co_await engine.sleep(100ms);
    CHECK(account.ended == 0);
    CHECK(group.running() == 1);  // it still waits
    group.cancel();
    co_await group.join();
}

Task<void> the_textbook_keeps_handles(Executor& engine) {
    Account account;
    const auto frames = weir::frame_pool::live_frames();
    textbook::Shutdown all{engine};
    for (int i = 0; i < 50; ++i) CHECK(all.spawn(ends(engine, account), cleans(engine, account)));
    co_await until(engine, [&] { return account.cleanups_ended == 50; });
    co_await engine.sleep(5ms);
    CHECK(all.handles() == 50);
    CHECK(weir::frame_pool::live_frames() >= frames + 50);
    co_await all.shut_down();
}

Task<void> the_textbook_dropped_leaves_tasks(Executor& engine) {
    Account account;
    TaskGroup group{engine};
    const auto run = [](Executor& e, Account& a) -> Task<void> {
        textbook::Shutdown all{e};
        CHECK(all.spawn(heeds(e, all.token(), a), cleans(e, a)));
        co_await until(e, [&a] { return a.started == 1; });
    };
    group.spawn(run(engine, account));
    co_await until(engine, [&] { return group.running() == 1 && account.started == 1; });
    co_await engine.sleep(5ms);
    CHECK(account.ended == 0);
    group.cancel();
    co_await group.join();
}

class TestShutdown : public QObject {
    Q_OBJECT

private slots:
    void the_report_tells_the_fate_of_each_data() { engines::rows(); }
    void the_report_tells_the_fate_of_each() { on_engine(tells_the_fate_of_each); }
    void it_returns_once_all_is_drained_data() { engines::rows(); }
    void it_returns_once_all_is_drained() { on_engine(returns_once_drained); }
    void a_task_is_refused_once_it_began_data() { engines::rows(); }
    void a_task_is_refused_once_it_began() { on_engine(refuses_once_it_began); }
    void what_ended_leaves_its_failure_and_nothing_else_data() { engines::rows(); }
    void what_ended_leaves_its_failure_and_nothing_else() { on_engine(keeps_failures_and_nothing_else); }
    void without_time_it_aborts_at_once_data() { engines::rows(); }
    void without_time_it_aborts_at_once() {
        for (const Duration deadline : {Duration{0ms}, Duration{-5ms}, Duration::min()}) {
            Engine engine;
            engine.run(aborts_at_once(*engine, deadline));
        }
    }
    void the_deadline_is_kept_to_data() {
        QTest::addColumn<bool>("threads");
        QTest::newRow("simulation") << false;  // on threads the machine may be late
    }
    void the_deadline_is_kept_to() { on_engine(keeps_the_deadline); }
    void a_second_call_joins_the_first_data() { engines::rows(); }
    void a_second_call_joins_the_first() { on_engine(joins); }
    void cancelled_it_aborts_and_still_ends_data() { engines::rows(); }
    void cancelled_it_aborts_and_still_ends() { on_engine(finishes_although_cancelled); }
    void the_scope_around_it_aborts_data() { engines::rows(); }
    void the_scope_around_it_aborts() { on_engine(follows_the_scope_around_it); }
    void nothing_to_shut_down_data() { engines::rows(); }
    void nothing_to_shut_down() { on_engine(of_nothing); }

    void textbook_cuts_cleanups_and_swallows_failures_data() { engines::rows(); }
    void textbook_cuts_cleanups_and_swallows_failures() {
        Engine engine;
        engine.run(the_textbook_cuts_and_swallows(*engine));
        // On threads the token may win the race against a failure that is on its way: then the engine alone counts it.
        QVERIFY(engine->unobserved_failures() <= 1);
    }
    void textbook_has_no_deadline_data() { engines::rows(); }
    void textbook_has_no_deadline() { on_engine(the_textbook_has_no_deadline); }
    void textbook_never_reaps_handles_data() { engines::rows(); }
    void textbook_never_reaps_handles() { on_engine(the_textbook_keeps_handles); }
    void textbook_dropped_leaves_tasks_running_data() { engines::rows(); }
    void textbook_dropped_leaves_tasks_running() { on_engine(the_textbook_dropped_leaves_tasks); }

private:
    template <class F>
    static void on_engine(F what) {
        Engine engine;
        engine.run(what(*engine));
        QCOMPARE(engine->unobserved_failures(), std::uint64_t{0});
    }
};

}  // namespace test_shutdown

WEIR_TEST(test_shutdown, TestShutdown)
#include "test_shutdown.moc"
