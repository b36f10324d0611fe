// Time limits and select under many schedules, with everything that can end them falling on the same instant: the
// limit, the task itself, a grant it waits for, a cancellation from outside.
#include <QTest>
#include <vector>

#include "core/runtime/select.h"
#include "tests/core/explore.h"
#include "tests/program.h"

namespace test_select_explore {

using namespace std::chrono_literals;
using weir::Executor;
using weir::Random;
using weir::Simulation;
using weir::Task;
using weir::TaskGroup;

enum Occasion : std::size_t {
    in_time,
    limit_reached,
    late_result,
    cancelled,
    inner_limit,
    outer_limit,
    won,
    lost,
    tie
};
const std::vector<const char*> occasions{"a task ends in time",
                                         "a limit is reached",
                                         "a result comes after the limit",
                                         "a limit is cancelled from outside",
                                         "the inner limit is reached first",
                                         "the outer limit is reached first",
                                         "the first of a select wins",
                                         "the second wins",
                                         "both ends of a select come at one instant"};

struct Watched {
    Watched(Random random, explore::Checks& c) : load{random}, checks{c} {}
    Random load;
    explore::Checks& checks;
    bool cancelled_outside = false;
};

weir::Duration any_time(Watched& w) { return std::chrono::milliseconds{w.load.below(3)}; }

/// What runs inside one limit or select. It must be nothing when that is over.
class Running {
public:
    explicit Running(int& count) : count_{count} { ++count_; }
    ~Running() { --count_; }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

private:
    int& count_;
};

Task<void> doze(Executor& engine, Watched& w, int& inside) {
    const Running running{inside};
    co_await engine.sleep(any_time(w));
}

Task<int> nap(Executor& engine, Watched& w, int& inside) {
    const Running running{inside};
    co_await engine.sleep(any_time(w));
    if (w.load.below(3) == 0) co_await engine.yield();
    if (w.load.below(4) == 0) co_await engine.work(any_time(w));
    if (w.load.below(4) == 0) static_cast<void>(engine.spawn(doze(engine, w, inside)));  // the limit waits for it
    co_return 1;
}

Task<int> stubborn(int& inside) {
    const Running running{inside};
    co_await weir::UntilCancelled{};
    co_return 2;
}

Task<std::optional<int>> limited(Executor& engine, Watched& w, int& inside) {
    const auto begin = engine.now();
    const auto limit = any_time(w);
    const bool patient = w.load.below(4) > 0;
    std::optional<int> result;
    if (patient)
        result = co_await weir::timeout(engine, limit, nap(engine, w, inside));
    else
        result = co_await weir::timeout(engine, limit, stubborn(inside));
    w.checks.require(inside == 0, "nothing is left running inside a limit");
    w.checks.require(result.has_value() || engine.now() - begin >= limit, "nothing comes of it only after the limit");
    w.checks.saw(result ? in_time : limit_reached);
    if (result == 2) w.checks.saw(late_result);
    co_return result;
}

Task<void> nested(Executor& engine, Watched& w, int& inside) {
    const auto inner = co_await weir::timeout(engine, any_time(w), limited(engine, w, inside));
    if (!inner)
        w.checks.saw(outer_limit);
    else if (!*inner)
        w.checks.saw(inner_limit);
}

Task<void> select_two(Executor& engine, Watched& w, int& inside) {
    const auto begin = engine.now();
    auto result = co_await weir::select(engine, nap(engine, w, inside), nap(engine, w, inside));
    w.checks.require(inside == 0, "losers are awaited");
    w.checks.saw(result.index() == 0 ? won : lost);
    if (engine.now() == begin) w.checks.saw(tie);
}

Task<void> worker(Executor& engine, Watched& w, int id) {
    int inside = 0;
    try {
        if (id % 3 == 0) co_await select_two(engine, w, inside);
        if (id % 3 == 1) co_await nested(engine, w, inside);
        if (id % 3 == 2) static_cast<void>(co_await limited(engine, w, inside));
    } catch (const weir::Cancelled&) {
        w.checks.require(inside == 0, "nothing is left running after a cancellation");
        w.checks.require(w.cancelled_outside, "only a cancellation from outside comes out");
        w.checks.saw(cancelled);
        throw;
    }
}

Task<void> everyone(Executor& engine, Watched& w, int tasks) {
    TaskGroup group{engine};
    const explore::Checks::Doomed may_be_cancelled{w.checks, group, [&w] { w.cancelled_outside = true; }};
    const auto first = w.load.below(3);
    for (int i = 0; i < tasks; ++i) group.spawn(worker(engine, w, static_cast<int>(first) + i));
    co_await engine.sleep(any_time(w));
    if (!w.checks.cancels_doomed && w.load.below(3) == 0) {
        w.cancelled_outside = true;
        group.cancel();
    }
    co_await group.join();
    group.rethrow_first();
}

void scenario(Simulation& engine, Random load, explore::Checks& checks, explore::Size size) {
    Watched w{load, checks};
    engine.run(everyone(engine, w, size.tasks));
}

class TestSelectExplore : public QObject {
    Q_OBJECT

private slots:
    void limits_and_select_hold_data() { explore::ways(); }
    void limits_and_select_hold() {
        explore::holds({.occasions = occasions, .size = {3, 1}, .small = {1, 1}}, scenario);
    }
};

}  // namespace test_select_explore

WEIR_TEST(test_select_explore, TestSelectExplore)
#include "test_select_explore.moc"
