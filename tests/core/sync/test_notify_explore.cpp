// Notify under many schedules: no notification is lost, tokens do not add up, and a cancelled wait takes none.
#include <QTest>
#include <deque>

#include "core/runtime/group.h"
#include "core/runtime/select.h"
#include "core/sync/notify.h"
#include "tests/core/explore.h"
#include "tests/core/sync/line.h"
#include "tests/program.h"

namespace test_notify_explore {

using namespace std::chrono_literals;
using weir::Executor;
using weir::Notify;
using weir::Random;
using weir::Simulation;
using weir::Task;

enum Occasion : std::size_t { waited, token_left, cancelled, gave_up, consumed_after_cancel };
const std::vector<const char*> occasions{"a task waits", "a token is left", "a task is cancelled",
                                         "a task gives up in time", "a cancelled task was notified before"};

/// A queue guarded by nothing but Notify, as a consumer would write it: take what is there, else wait to be told. A
/// lost notification leaves consumers waiting beside items for ever, which the engine reports as a deadlock.
struct Watched {
    Watched(Random random, explore::Checks& c) : load{random}, checks{c} {}

    Notify told;
    Random load;
    explore::Checks& checks;
    std::deque<int> items;
    int produced = 0;
    int consumed = 0;
    bool finished = false;
};

Task<void> producer(Executor& engine, Watched& w, int items) {
    for (int i = 0; i < items; ++i) {
        w.items.push_back(++w.produced);
        if (w.told.waiting() == 0) w.checks.saw(token_left);
        w.told.notify_one();
        const auto pause = w.load.below(3);
        if (pause == 1) co_await engine.yield();
        if (pause == 2) co_await engine.sleep(1ms);
    }
}

void take(Watched& w) {
    if (w.items.empty()) return;
    w.items.pop_front();
    ++w.consumed;
    // One token may stand for several items: whoever takes one and sees more tells the next.
    if (!w.items.empty()) w.told.notify_one();
}

Task<void> consumer(Executor& engine, Watched& w) {
    while (!w.finished) {
        take(w);
        if (w.load.below(3) == 0) co_await engine.yield();
        if (!w.items.empty() || w.finished) continue;
        w.checks.saw(waited);
        co_await w.told.wait();
    }
}

Task<void> wait(Notify& notify) { co_await notify.wait(); }

/// Waits and may be cancelled. What it was told before the cancellation it passes on: nothing else would do so.
Task<void> fickle(Executor& engine, Watched& w) {
    try {
        while (!w.finished) {
            bool told = false;
            if (w.load.below(2) == 0)
                told = co_await w.told.wait_until(engine, engine.now() + 1ms);
            else
                told = (co_await weir::timeout(engine, 1ms, wait(w.told))).has_value();
            if (!told) {
                w.checks.saw(gave_up);
                continue;
            }
            if (weir::cancel_requested()) w.checks.saw(consumed_after_cancel);
            take(w);
        }
    } catch (const weir::Cancelled&) {
        w.checks.saw(cancelled);
        throw;
    }
}

Task<void> everyone(Executor& engine, Watched& w, explore::Size size) {
    weir::TaskGroup producers{engine};
    weir::TaskGroup consumers{engine};
    weir::TaskGroup doomed{engine};
    const explore::Checks::Doomed may_be_cancelled{w.checks, doomed};
    const int each = size.tasks / 3;
    for (int i = 0; i < each; ++i) consumers.spawn(consumer(engine, w));
    for (int i = 0; i < each; ++i) doomed.spawn(fickle(engine, w));
    for (int i = 0; i < each; ++i) producers.spawn(producer(engine, w, size.rounds));
    const auto pauses = w.load.below(1 + static_cast<std::uint64_t>(size.tasks));
    for (std::uint64_t i = 0; i < pauses; ++i) co_await engine.yield();
    if (w.load.below(2) == 0) co_await engine.sleep(1ms);
    if (!w.checks.cancels_doomed) doomed.cancel();
    co_await producers.join();
    const int produced = each * size.rounds;
    for (int i = 0; i < 100 && w.consumed < produced; ++i) co_await engine.sleep(1ms);
    w.checks.require(w.consumed == produced, "no notification is lost");
    w.finished = true;
    w.told.notify_all();
    co_await doomed.join();
    co_await consumers.join();
}

void scenario(Simulation& engine, Random load, explore::Checks& checks, explore::Size size) {
    Watched w{load, checks};
    engine.run(everyone(engine, w, size));
    checks.require(w.told.waiting() == 0, "nobody waits at rest");
}

/// Invariants 1 and 2 to the letter: waiting tasks are served in order, one each; all of them by notify_all; one token.
Task<void> waiter(Watched& w, sync_test::Line& line) {
    const sync_test::Line::Place place{line};
    co_await w.told.wait();
    w.checks.require(place.in_turn(w.told.waiting()), "the task that has waited longest is woken");
    ++w.consumed;
}

Task<void> in_order(Executor& engine, Watched& w) {
    sync_test::Line line;
    weir::TaskGroup waiters{engine};
    weir::TaskGroup doomed{engine};
    constexpr int count = 6;
    for (int i = 0; i < count; ++i) (i % 3 == 0 ? doomed : waiters).spawn(waiter(w, line));
    while (w.told.waiting() < count) co_await engine.sleep(1ms);
    for (int i = 0; i < 3; ++i) {
        const auto before = w.told.waiting();
        w.told.notify_one();
        w.checks.require(w.told.waiting() + 1 == before, "one is woken");
        if (w.load.below(2) == 0) co_await engine.yield();
    }
    doomed.cancel();
    co_await doomed.join();
    w.told.notify_all();
    w.checks.require(w.told.waiting() == 0, "all are woken");
    co_await waiters.join();
    w.checks.require(w.consumed >= 4, "every notification reached somebody");
    const auto left = co_await weir::timeout(engine, 1ms, wait(w.told));
    w.checks.require(!left, "notify_all leaves no token");
    w.told.notify_one();
    w.told.notify_one();
    co_await w.told.wait();
    const auto second = co_await weir::timeout(engine, 1ms, wait(w.told));
    w.checks.require(!second, "tokens do not add up");
}

void ordered_scenario(Simulation& engine, Random load, explore::Checks& checks) {
    Watched w{load, checks};
    engine.run(in_order(engine, w));
}

class TestNotifyExplore : public QObject {
    Q_OBJECT

private slots:
    void no_notification_is_lost_data() { explore::ways(); }
    void no_notification_is_lost() {
        explore::holds({.occasions = occasions, .size = {6, 4}, .small = {3, 1}}, scenario);
    }

    void the_longest_waiting_is_woken_data() { explore::choices(); }
    void the_longest_waiting_is_woken() { explore::holds({}, ordered_scenario); }
};

}  // namespace test_notify_explore

WEIR_TEST(test_notify_explore, TestNotifyExplore)
#include "test_notify_explore.moc"
