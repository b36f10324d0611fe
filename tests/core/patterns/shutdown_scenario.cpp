// Many schedules: tasks work, heed their token or do not, throw, clean up and throw again; nodes of the token tree are
// cancelled, more tasks come, and two calls shut down, one of which may be cancelled, as may the scope around the
// coordinator, while any ready task may be next.
// The production form breaks no invariant; on the textbook form the exploration finds each of its defects.
#include <optional>
#include <vector>

#include "core/patterns/shutdown.h"
#include "core/patterns/textbook/shutdown.h"
#include "core/runtime/frame_pool.h"
#include "core/runtime/unless_cancelled.h"
#include "tests/core/patterns/scenarios.h"
#include "tests/core/patterns/shutdown_watch.h"

namespace shutdown_scenario {

using namespace std::chrono_literals;
using namespace shutdown_watch;
using weir::Duration;
using weir::Executor;
using weir::Random;
using weir::Scope;
using weir::Simulation;
using weir::Task;
using weir::TaskGroup;
using weir::unless_cancelled;
using weir::patterns::Shutdown;
namespace textbook = weir::patterns::textbook;

struct Production {
    using Pattern = Shutdown;
    static constexpr bool may_be_tied = true;

    static void make(std::optional<Pattern>& all, Executor& engine, Scope* around) { all.emplace(engine, around); }
    static std::optional<std::size_t> spawn(Pattern& all, Task<void> work, Task<void> cleanup, bool /*heeds*/) {
        return all.spawn(std::move(work), std::move(cleanup));
    }
    static Task<void> shut_down(Pattern& all, Duration deadline, Watch& watch) {
        const auto report = co_await all.shut_down(deadline);
        watch.compare(report);
        watch.checks.require(all.status().working == 0 && all.status().cleaning == 0, invariant::ends);
    }
    /// There is no way to drop it with tasks left that does not end the program.
    static Task<void> leave(Pattern& all, Watch& watch) {
        watch.ask(0ms, false);
        return shut_down(all, 0ms, watch);
    }
};

struct Textbook {
    using Pattern = textbook::Shutdown;
    using Race = Pattern::Race;
    static constexpr bool may_be_tied = false;

    static void make(std::optional<Pattern>& all, Executor& engine, Scope* /*around*/) { all.emplace(engine); }
    static std::optional<std::size_t> spawn(Pattern& all, Task<void> work, Task<void> cleanup, bool heeds) {
        const auto race = heeds ? Race::against_the_token : Race::forgotten;
        if (!all.spawn(std::move(work), std::move(cleanup), race)) return std::nullopt;
        return all.handles() - 1;
    }
    static Task<void> shut_down(Pattern& all, Duration /*deadline*/, Watch& watch) {
        co_await all.shut_down();
        watch.checks.require(watch.failures() == 0, invariant::reports);
    }
    static Task<void> leave(Pattern& /*all*/, Watch& /*watch*/) { co_return; }
};

/// The scope around the coordinator: none, one with nothing else in it, or one with the calls that may be cancelled.
class Around {
public:
    Around(Watch& watch, Random& load, bool may_be_tied) {
        const auto kind = may_be_tied ? load.below(3) : 0;
        if (kind == 0) return;
        has_calls_ = kind == 2;
        doomed_.emplace(watch.checks, scope_, [this, &watch] {
            if (has_calls_) watch.cut_calls();
            watch.cut_around();
        });
    }
    Around(const Around&) = delete;
    Around& operator=(const Around&) = delete;

    Scope* of_work() { return doomed_ ? &scope_ : nullptr; }
    Scope* of_calls() { return has_calls_ ? &scope_ : weir::context.task->scope; }
    bool to_be_cancelled(Random& load, const explore::Checks& checks) const {
        return doomed_ && load.below(2) == 0 && !checks.cancels_doomed;
    }
    Task<void> cancel(Executor& engine, Duration after) {
        co_await engine.sleep(after);
        doomed_->cancel();
    }

private:
    Scope scope_{nullptr};
    bool has_calls_ = false;
    std::optional<explore::Checks::Doomed> doomed_;
};

Task<void> work_on(Executor& engine, Watch& watch, std::size_t number) {
    const auto luck = watch.tasks[number].luck;
    const auto token = watch.tree[luck.node];
    Working working{watch, number, engine.now()};
    for (int i = 0; luck.endless || i < luck.steps; ++i) {
        if (luck.heeds && token.cancelled()) break;
        const bool went_on = co_await unless_cancelled(engine.sleep(1ms));
        if (went_on) continue;
        watch.cut(number);
        if (luck.swallows) co_return;
        working.abort();
    }
    if (luck.awaits) {
        const bool asked = co_await unless_cancelled(token.wait());
        if (!asked) {
            watch.cut(number);
            working.abort();
        }
        watch.checks.require(token.cancelled(), invariant::wakes);
    }
    if (luck.throws) working.fail();
}

Task<void> clean_up(Executor& engine, Watch& watch, std::size_t number) {
    const auto luck = watch.tasks[number].luck;
    Cleaning cleaning{watch, number};
    for (int i = 0; i < luck.cleanup_steps; ++i) co_await engine.sleep(1ms);
    cleaning.done();
    if (luck.cleanup_throws) cleaning.fail();
}

template <class Kind>
void spawn_one(Executor& engine, typename Kind::Pattern& all, Watch& watch, Luck luck) {
    const auto number = watch.tasks.size();
    watch.tasks.emplace_back().luck = luck;
    auto work = work_on(engine, watch, number);
    auto cleanup = clean_up(engine, watch, number);
    watch.answer(number, Kind::spawn(all, std::move(work), std::move(cleanup), luck.heeds));
}

template <class Kind>
Task<void> spawn_some(Executor& engine, typename Kind::Pattern& all, Watch& watch, Random load, int most) {
    const auto count = 1 + load.below(static_cast<std::uint64_t>(most));
    for (std::uint64_t i = 0; i < count; ++i) {
        spawn_one<Kind>(engine, all, watch, Luck{load, watch.tree.size()});
        if (load.below(2) == 0) co_await engine.sleep(1ms);
    }
}

Task<void> cancel_one(Executor& engine, Watch& watch, Random load) {
    co_await engine.sleep(load.below(3) * 1ms);
    watch.cancel(1 + load.below(watch.tree.size() - 1));
    watch.add_node(load.below(watch.tree.size()));
}

/// Waits at a node from outside, until calls are cut at the latest.
Task<void> wait_at(Watch& watch, std::size_t node) {
    const auto token = watch.tree[node];
    watch.waiting = true;
    const bool asked = co_await unless_cancelled(token.wait());
    watch.waiting = false;
    watch.checks.require(asked ? token.cancelled() : watch.calls_cut, invariant::wakes);
    if (!asked) watch.checks.saw(wait_cut);
}

template <class Kind>
Task<void> ask(Executor& engine, typename Kind::Pattern& all, Watch& watch, Random load, bool may_be_cut) {
    co_await engine.sleep(load.below(6) * 1ms);
    const Duration deadline = load.below(5) * 1ms;
    watch.ask(deadline, may_be_cut);
    co_await Kind::shut_down(all, deadline, watch);
    watch.all_ended();
}

Task<void> cut_calls(Executor& engine, Watch& watch, Duration after, TaskGroup& doomed) {
    co_await engine.sleep(after);
    watch.cut_calls();
    doomed.cancel();
    co_await engine.sleep(1us);  // until all is done that can be done before time goes on
    watch.checks.require(!watch.waiting, invariant::wakes);
}

/// Ends a schedule that would go on for ever.
Task<void> guard(Executor& engine, Watch& watch, TaskGroup& doomed, TaskGroup& lasting) {
    co_await engine.sleep(far_too_long);
    watch.overdue();
    watch.cut_calls();
    doomed.cancel();
    lasting.cancel();
}

/// A task ends by itself, long before anybody shuts down.
template <class Kind>
Task<void> forerunner(Executor& engine, typename Kind::Pattern& all, Watch& watch) {
    const auto frames = weir::frame_pool::live_frames();
    spawn_one<Kind>(engine, all, watch, Luck{});
    co_await engine.sleep(1ms);
    watch.checks.require(weir::frame_pool::live_frames() == frames, invariant::reaped);
}

/// Two calls to shut down, of which one may be cancelled, while more tasks come.
template <class Kind>
Task<void> shut_down_in_the_end(Executor& engine, typename Kind::Pattern& all, Around& around, Watch& watch,
                                Random load, explore::Size size) {
    TaskGroup lasting{engine};
    TaskGroup doomed{engine, weir::OnError::cancel_siblings, around.of_calls()};
    TaskGroup guards{engine};
    const explore::Checks::Doomed may_be_cancelled{watch.checks, doomed, [&watch] { watch.cut_calls(); }};
    for (int i = 0; i < size.tasks; ++i)
        lasting.spawn(spawn_some<Kind>(engine, all, watch, Random{load()}, size.rounds));
    if (load.below(2) == 0) lasting.spawn(cancel_one(engine, watch, Random{load()}));
    doomed.spawn(wait_at(watch, load.below(watch.tree.size())));
    // All schedules of the smallest load can be gone through with one call alone.
    if (size.tasks > 1) doomed.spawn(ask<Kind>(engine, all, watch, Random{load()}, true));
    lasting.spawn(ask<Kind>(engine, all, watch, Random{load()}, false));
    if (load.below(3) == 0 && !watch.checks.cancels_doomed)
        guards.spawn(cut_calls(engine, watch, load.below(8) * 1ms, doomed));
    if (around.to_be_cancelled(load, watch.checks)) guards.spawn(around.cancel(engine, load.below(8) * 1ms));
    guards.spawn(guard(engine, watch, doomed, lasting));
    co_await doomed.join();
    co_await lasting.join();
    guards.cancel();
    co_await guards.join();
    doomed.rethrow_first();
    lasting.rethrow_first();
}

/// Nobody shuts down: the coordinator just goes.
template <class Kind>
Task<void> leave(Executor& engine, std::optional<typename Kind::Pattern>& all, Around& around, Watch& watch,
                 Random load, int most) {
    watch.checks.saw(left_alone);
    TaskGroup group{engine, weir::OnError::collect};  // of what a coordinator that is gone leaves behind, too
    group.spawn(spawn_some<Kind>(engine, *all, watch, Random{load()}, most));
    if (around.to_be_cancelled(load, watch.checks)) group.spawn(around.cancel(engine, load.below(8) * 1ms));
    co_await engine.sleep(10ms);
    co_await Kind::leave(*all, watch);
    all.reset();
    watch.checks.require(watch.alive() == 0, invariant::left);
    group.cancel();
    co_await group.join();
}

template <class Kind>
Task<void> life(Executor& engine, Watch& watch, Random load, explore::Size size) {
    Around around{watch, load, Kind::may_be_tied};
    std::optional<typename Kind::Pattern> all;
    Kind::make(all, engine, around.of_work());
    watch.grow(all->token(), load);
    if (load.below(4) == 0) co_await forerunner<Kind>(engine, *all, watch);
    if (load.below(8) == 0)
        co_await leave<Kind>(engine, all, around, watch, Random{load()}, size.rounds);
    else
        co_await shut_down_in_the_end<Kind>(engine, *all, around, watch, Random{load()}, size);
}

template <class Kind>
void scenario(Simulation& engine, Random load, explore::Checks& checks, explore::Size size) {
    Watch watch{engine, checks};
    engine.run(life<Kind>(engine, watch, load, size));
}

scenarios::Subject subject() {
    return {
        "shutdown",
        {.occasions = occasions, .size = {2, 3}, .small = {1, 1}},
        scenario<Production>,
        {{"textbook", scenario<Textbook>}},
    };
}

}  // namespace shutdown_scenario

const scenarios::Subject scenarios::shutdown = shutdown_scenario::subject();
