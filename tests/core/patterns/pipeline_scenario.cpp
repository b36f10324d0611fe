// Many schedules: senders, a whole pipeline, changes of its workers, capacity and resequencer, failures at every stage,
// and cancellations, while any ready task may be next; an observer checks every invariant at every step. The production
// pipeline breaks none in any of them; on the textbook one the exploration finds each defect.
#include <memory>
#include <string>
#include <vector>

#include "core/patterns/pipeline.h"
#include "core/patterns/textbook/pipeline.h"
#include "core/runtime/group.h"
#include "core/runtime/simulation.h"
#include "tests/core/patterns/pipeline_watch.h"
#include "tests/core/patterns/scenarios.h"

namespace pipeline_scenario {

using namespace std::chrono_literals;
using pipeline_test::Config;
using pipeline_test::Luck;
using pipeline_test::PipelineWatch;
using pipeline_test::Token;
using weir::Executor;
using weir::Random;
using weir::Simulation;
using weir::Task;
namespace invariant = pipeline_test::invariant;

enum Occasion : std::size_t {
    send_waits,
    full,
    send_cancelled,
    send_on_closed,
    run_cancelled,
    overtaken,
    waited_for_turn,
    failed_before_its_turn,
    held_for_room,
    retired,
    shrunk,
};
const std::vector<const char*> occasions{"a send waits for room",
                                         "a full queue refuses",
                                         "a send is cancelled",
                                         "a send finds the pipeline closed",
                                         "the run is cancelled with items inside",
                                         "an item overtakes another",
                                         "a worker waits for its turn",
                                         "an item fails before its turn",
                                         "a worker is held up by a full queue",
                                         "a worker is retired while it has an item",
                                         "a capacity shrinks below what is queued"};

struct Production {
    using Pipeline = weir::patterns::Pipeline<Token>;

    static Config config(Random& load, bool little) {
        Config c;
        c.workers.clear();
        const auto stages = little ? 1 + load.below(2) : 2 + load.below(2);
        const auto most_workers = 1 + load.below(3);
        for (std::uint64_t k = 0; k < stages; ++k) c.workers.push_back(1 + load.below(most_workers));
        c.capacity = 1 + load.below(2);
        c.resequence = load.below(2) == 0;
        return c;
    }

    static void change(Pipeline& pipeline, PipelineWatch& watch, std::size_t stages, Random& load) {
        const auto what = load.below(3);
        const auto number = 1 + load.below(3);
        if (what == 0) {
            const auto k = load.below(stages);
            watch.set_workers(k, number);
            pipeline.set_workers(k, number);
        } else if (what == 1) {
            watch.set_capacity(number);
            pipeline.set_capacity(number);
        } else {
            watch.set_resequence(number == 1);
            pipeline.set_resequence(number == 1);
        }
    }
};

struct Textbook {
    using Pipeline = weir::patterns::textbook::Pipeline<Token>;

    static Config config(Random& load, bool /*little*/) {
        Config c;
        c.workers.assign(2 + load.below(2), 1);
        c.capacity = 1 + load.below(2);
        return c;
    }

    static void change(Pipeline& pipeline, PipelineWatch& watch, std::size_t /*stages*/, Random& load) {
        const auto number = 1 + load.below(3);
        watch.set_capacity(number);
        pipeline.set_capacity(number);
    }
};

std::vector<std::array<Luck, PipelineWatch::most_stages>> luck_from(Random& load, explore::Size size) {
    std::vector<std::array<Luck, PipelineWatch::most_stages>> all(static_cast<std::size_t>(size.tasks * size.rounds));
    for (auto& item : all) {
        for (auto& luck : item) {
            luck.ticks = static_cast<int>(load.below(4));
            const auto fortune = load.below(16);
            if (fortune == 0) luck.outcome = Luck::Outcome::refused;
            if (fortune == 1) luck.outcome = Luck::Outcome::thrown;
        }
    }
    return all;
}

/// One schedule's pipeline and its observer.
template <class Kind>
struct Experiment {
    Experiment(Executor& engine, Random random, explore::Checks& c, explore::Size s)
        : load{random},
          size{s},
          config{Kind::config(load, little())},
          watch{engine, config, luck_from(load, size), c},
          pipeline{engine, watch, config},
          checks{c} {}

    /// Schedules are gone through one by one: senders and their pipeline, whom nobody disturbs.
    bool little() const { return size.rounds == 1; }

    Random load;
    explore::Size size;  // senders, and items of each
    Config config;
    PipelineWatch watch;
    typename Kind::Pipeline pipeline;
    explore::Checks& checks;
    std::size_t waiting = 0;  // senders
    bool closed = false;
    bool ended = false;
};

template <class Kind>
Task<void> pause(Executor& engine, Experiment<Kind>& x) {
    const auto ticks = static_cast<int>(x.load.below(3));
    if (ticks > 0) co_await engine.sleep(ticks * PipelineWatch::tick);
}

template <class Kind>
Task<bool> send_waiting(Experiment<Kind>& x, Token& token) {
    const bool was_full = x.watch.full(0);
    ++x.waiting;
    bool sent = false;
    try {
        sent = co_await x.pipeline.send(std::move(token));
    } catch (const weir::Cancelled&) {
        --x.waiting;
        x.checks.saw(send_cancelled);
        x.watch.answered(token.number(), false);
        throw;
    }
    --x.waiting;
    if (was_full && sent) x.checks.saw(send_waits);
    if (!sent) x.checks.saw(send_on_closed);
    x.watch.require(sent || x.closed || x.watch.cancelled, invariant::closed);
    co_return sent;
}

template <class Kind>
Task<void> send_all(Executor& engine, Experiment<Kind>& x, int sender) {
    for (int i = 0; i < x.size.rounds; ++i) {
        const auto number = static_cast<std::size_t>(sender * x.size.rounds + i);
        co_await pause(engine, x);
        Token token{x.watch.alive, number};
        bool sent = false;
        if (x.load.below(3) == 0) {
            const bool may_refuse = x.watch.full(0) || x.waiting > 0 || x.closed || x.watch.cancelled;
            sent = x.pipeline.try_send(std::move(token));
            x.watch.require(sent || may_refuse, invariant::closed);
            if (!sent && x.watch.full(0)) x.checks.saw(full);
        } else {
            sent = co_await send_waiting(x, token);
        }
        x.watch.answered(number, sent);
        x.watch.require(token.intact() != sent, invariant::refused);
    }
}

template <class Kind>
Task<void> run(Experiment<Kind>& x) {
    co_await x.pipeline.run();
    x.watch.ended(x.closed);
}

/// Between two ticks nothing happens. Not for ever: who then still waits is a deadlock.
template <class Kind>
Task<void> look(Executor& engine, Experiment<Kind>& x) {
    co_await engine.sleep(PipelineWatch::tick / 2);
    for (int ticks = 0; !x.ended && ticks < 200; ++ticks) {
        x.watch.at_rest(x.waiting, x.closed);
        co_await engine.sleep(PipelineWatch::tick);
    }
}

template <class Kind>
Task<void> change(Executor& engine, Experiment<Kind>& x) {
    for (auto changes = x.load.below(3); changes > 0; --changes) {
        co_await pause(engine, x);
        Kind::change(x.pipeline, x.watch, x.config.workers.size(), x.load);
    }
}

/// Sends, one sender cancelled at any moment, then the end; or the whole run is cancelled at any moment.
template <class Kind>
Task<void> everyone(Executor& engine, Experiment<Kind>& x) {
    weir::TaskGroup running{engine};
    weir::TaskGroup lasting{engine};
    weir::TaskGroup doomed{engine};
    weir::TaskGroup looking{engine};
    const explore::Checks::Doomed run_may_be_cancelled{x.checks, running, [&x] { x.watch.cancelled = true; }};
    const explore::Checks::Doomed send_may_be_cancelled{x.checks, doomed};
    looking.spawn(look(engine, x));
    co_await engine.sleep(PipelineWatch::tick / 4);  // alone, the observer begins in but one way
    running.spawn(run(x));
    for (int i = 0; i < x.size.tasks; ++i) (i == 0 ? doomed : lasting).spawn(send_all(engine, x, i));
    if (!x.little()) lasting.spawn(change(engine, x));
    co_await pause(engine, x);
    co_await engine.yield();
    if (x.load.below(2) == 0 && !x.checks.cancels_doomed) doomed.cancel();
    co_await pause(engine, x);
    const auto end = x.load.below(4);
    if (end == 0 && !x.checks.cancels_doomed) {
        if (x.watch.inside() > 0) x.checks.saw(run_cancelled);
        x.watch.cancelled = true;
        running.cancel();
    } else if (end == 1) {  // in the middle of it
        x.closed = true;
        x.pipeline.close();
    }
    co_await doomed.join();
    co_await lasting.join();
    x.closed = true;
    x.pipeline.close();
    co_await running.join();
    x.ended = true;
    co_await looking.join();
    for (const auto* group : {&running, &lasting, &doomed, &looking}) group->rethrow_first();
}

template <class Kind>
void scenario(Simulation& engine, Random load, explore::Checks& checks, explore::Size size) {
    Experiment<Kind> x{engine, load, checks, size};
    engine.run(everyone(engine, x));
    x.watch.over();
    checks.require(x.watch.alive == 0, "no item is left over");
    const auto& seen = x.watch.seen();
    if (seen.overtaken) checks.saw(overtaken);
    if (seen.waited_for_turn) checks.saw(waited_for_turn);
    if (seen.failed_before_its_turn) checks.saw(failed_before_its_turn);
    if (seen.held_for_room) checks.saw(held_for_room);
    if (seen.above_workers) checks.saw(retired);
    if (seen.above_capacity) checks.saw(shrunk);
}

scenarios::Subject subject() {
    return {
        "pipeline",
        {.occasions = occasions, .size = {3, 2}, .small = {1, 1}},
        scenario<Production>,
        {{"textbook", scenario<Textbook>}},
    };
}

}  // namespace pipeline_scenario

const scenarios::Subject scenarios::pipeline = pipeline_scenario::subject();
