// Many schedules: tasks read and write a shared state under every strategy, some of them are cancelled, give up or
// throw, an actor's owner is cancelled, and an observer checks every invariant. The textbook form loses updates, and
// forms with flaws put in on purpose break the invariant that each is about, which shows that the exploration would
// notice.
#include <exception>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "core/patterns/shared_state.h"
#include "core/patterns/textbook/shared_state.h"
#include "core/runtime/select.h"
#include "tests/core/patterns/flawed_state.h"
#include "tests/core/patterns/scenarios.h"
#include "tests/core/patterns/state_watch.h"

namespace shared_state_scenario {

using namespace std::chrono_literals;
using namespace state_test;
using weir::Executor;
using weir::Random;
using weir::Simulation;
using weir::Task;
using weir::TaskGroup;
using weir::patterns::Hold;
using weir::patterns::SharedMap;
using weir::patterns::SharedState;
using weir::patterns::shared_state::Strategy;
namespace shared_state = weir::patterns::shared_state;
namespace textbook = weir::patterns::textbook;
using Kind = Operation::Kind;

enum Occasion : std::size_t {
    together,
    writer_waits,
    left_line,
    left_inside,
    threw_inside,
    threw_in_update,
    swapped,
    not_swapped,
    owner_gone
};
const std::vector<const char*> occasions{"several read together",
                                         "a writer waits",
                                         "a task is cancelled in the line",
                                         "a task is cancelled inside",
                                         "work inside throws",
                                         "an update throws",
                                         "a compare-and-set writes",
                                         "a compare-and-set does not",
                                         "a call is cancelled with the owner of an actor"};

struct Oops final : std::runtime_error {
    Oops() : std::runtime_error{"oops"} {}
};

struct World {
    World(Random r, explore::Checks& c, explore::Size s, const Terms& terms)
        : random{r}, checks{c}, size{s}, watch{terms, c} {}

    Random random;
    explore::Checks& checks;
    explore::Size size;  // clients, and operations of each
    Watch watch;
    std::unique_ptr<SharedMap<int, int>> map;
    SharedState<int, int>* state = nullptr;  // the same map, unless it is the textbook's
    int values_used = 100;
    bool owner_is_to_die = false;
    bool owner_dies = false;
};

Task<void> inside(Executor& engine, World& w, Watch::Ask& ask) {
    const Watch::Inside account{ask};
    if (w.watch.inside(false) > 1) w.checks.saw(together);
    if (w.watch.writer_waits()) w.checks.saw(writer_waits);
    const auto pauses = w.random.below(3);
    for (std::uint64_t i = 0; i < pauses; ++i) {
        if (w.random.below(3) == 0)
            co_await engine.sleep(1ms);
        else
            co_await engine.yield();
        w.watch.look();
    }
    if (w.random.below(12) == 0) {
        w.checks.saw(threw_inside);
        throw Oops{};
    }
}

Task<void> read(Executor& engine, World& w, Operation op) {
    Watch::Ask ask{w.watch, false, op.on};
    const Hold hold = [&] { return inside(engine, w, ask); };
    if (op.kind == Kind::get) {
        auto got = w.map->get(op.on.front(), hold);
        op.found.push_back(co_await std::move(got));
    } else {
        auto got = w.map->get_many(op.on, hold);
        op.found = co_await std::move(got);
    }
    w.watch.ended(std::move(op));
}

Task<Found> set(Executor& engine, World& w, int key, int value) {
    Watch::Ask ask{w.watch, true, {key}};
    const Hold hold = [&] { return inside(engine, w, ask); };
    auto done = w.map->set(key, value, hold);
    co_return co_await std::move(done);
}

Task<void> increment(Executor& engine, World& w, Operation op) {
    const int key = op.on.front();
    if (w.state == nullptr) {
        Found before;
        {
            Watch::Ask ask{w.watch, false, op.on};
            const Hold hold = [&] { return inside(engine, w, ask); };
            auto got = w.map->get(key, hold);
            before = co_await std::move(got);
        }
        auto done = set(engine, w, key, before.value_or(0) + 1);
        op.found.push_back(co_await std::move(done));
    } else {
        const bool throws = w.random.below(12) == 0;
        Watch::Ask ask{w.watch, true, op.on};
        const Hold hold = [&] { return inside(engine, w, ask); };
        const auto fn = [&w, throws](const Found& before) {
            if (throws) w.checks.saw(threw_in_update);
            return throws ? throw Oops{} : before.value_or(0) + 1;
        };
        auto done = w.state->update(key, fn, hold);
        op.found.push_back(co_await std::move(done));
    }
    w.watch.ended(std::move(op));
}

Task<void> write(Executor& engine, World& w, Operation op) {
    const int key = op.on.front();
    op.written = ++w.values_used;
    if (op.kind == Kind::set) {
        auto done = set(engine, w, key, op.written);
        op.found.push_back(co_await std::move(done));
    } else {
        if (w.random.below(2) == 0) {
            auto got = w.map->get(key);
            op.expected = co_await std::move(got);
            op.began = w.watch.tick();
        }
        Watch::Ask ask{w.watch, true, op.on};
        const Hold hold = [&] { return inside(engine, w, ask); };
        auto done = w.state->compare_and_set(key, op.expected, op.written, hold);
        op.swapped = co_await std::move(done);
        w.checks.saw(op.swapped ? swapped : not_swapped);
    }
    w.watch.ended(std::move(op));
}

Task<void> operate(Executor& engine, World& w) {
    const int key = 1 + static_cast<int>(w.random.below(keys - 1));
    const auto now = w.watch.tick();
    switch (w.random.below(8)) {
        case 0:
            return read(engine, w, {Kind::get, {static_cast<int>(w.random.below(keys))}, now});
        case 1:
            return read(engine, w, {Kind::get_many, {0, key}, now});
        case 2:
            return read(engine, w, {Kind::get_many, {2, 1, 0}, now});
        case 3:
            return write(engine, w, {Kind::set, {key}, now});
        case 4:
            if (w.state != nullptr) return write(engine, w, {Kind::compare_and_set, {key}, now});
            [[fallthrough]];
        default:
            return increment(engine, w, {Kind::increment, {0}, now});
    }
}

Task<void> client(Executor& engine, World& w) {
    for (int i = 0; i < w.size.rounds; ++i) {
        if (w.random.below(2) == 0) co_await engine.yield();
        try {
            auto operation = operate(engine, w);
            if (w.random.below(4) == 0) {
                auto limited = weir::timeout(engine, 1ms, std::move(operation));
                static_cast<void>(co_await std::move(limited));
            } else {
                co_await std::move(operation);
            }
        } catch (const Oops&) {
            continue;  // it has changed nothing
        } catch (const weir::Cancelled&) {
            w.checks.require(weir::cancel_requested() || w.owner_dies, invariant::answered);
            if (weir::cancel_requested()) throw;
            w.checks.saw(owner_gone);  // and the next call is answered, too
        }
    }
}

Task<void> end_the_owner(Executor& engine, World& w, TaskGroup& home) {
    for (auto pauses = w.random.below(12); pauses > 0; --pauses) co_await engine.yield();
    w.owner_dies = true;
    home.cancel();
}

/// Everybody else is done.
Task<void> read_all(World& w) {
    Operation last{Kind::get_many, {0, 1, 2}, w.watch.tick()};
    try {
        auto got = w.map->get_many(last.on);
        last.found = co_await std::move(got);
    } catch (const weir::Cancelled&) {
        w.checks.require(w.owner_dies, invariant::answered);
        co_return;
    }
    w.watch.check_count(last.found.empty() ? Found{} : last.found.front());
    w.watch.ended(std::move(last));
}

Task<void> work_on(Executor& engine, World& w, TaskGroup& home) {
    // Only an actor has a task there.
    const explore::Checks::Doomed owner_may_be_cancelled{w.checks, home, [&w] { w.owner_dies = true; }};
    const auto make = [&](int i) { return i < w.size.tasks ? client(engine, w) : end_the_owner(engine, w, home); };
    const int tasks = w.size.tasks + (w.owner_is_to_die ? 1 : 0);
    auto all = explore::with_two_cancelled(engine, w.random, w.checks, tasks, make);
    co_await std::move(all);
    co_await read_all(w);
    w.watch.check_history();
}

/// @param make yields the map, to be put into the world
template <class Make>
Task<void> everyone(Executor& engine, World& w, Make make) {
    TaskGroup home{engine};
    make(engine, home);
    std::exception_ptr failure;
    try {
        co_await work_on(engine, w, home);
    } catch (...) {
        failure = std::current_exception();
    }
    w.map.reset();
    co_await home.join();
    home.rethrow_first();
    if (failure) std::rethrow_exception(failure);
}

template <class Make>
void run(Simulation& engine, World& w, Make make) {
    engine.run(everyone(engine, w, make));
    for (auto n = w.watch.cancelled_in_line; n > 0; --n) w.checks.saw(left_line);
    for (auto n = w.watch.cancelled_inside; n > 0; --n) w.checks.saw(left_inside);
}

void production(Simulation& engine, Random load, explore::Checks& checks, explore::Size size) {
    const auto strategy = static_cast<Strategy>(load.below(shared_state::strategy_ids.size()));
    World w{load,
            checks,
            size,
            {.by_key = strategy == Strategy::sharded,
             .readers_apart = strategy == Strategy::snapshot,
             .one_at_a_time = strategy == Strategy::mutex || strategy == Strategy::actor}};
    w.owner_is_to_die = strategy == Strategy::actor && w.random.below(4) == 0 && !checks.cancels_doomed;
    run(engine, w, [&](Executor& on, TaskGroup& home) {
        auto made = shared_state::make<int, int>(strategy, on, home, 2);
        w.state = made.get();
        w.map = std::move(made);
    });
}

void in_textbook_form(Simulation& engine, Random load, explore::Checks& checks, explore::Size size) {
    World w{load, checks, size, {}};
    run(engine, w, [&](Executor&, TaskGroup&) { w.map = std::make_unique<textbook::SharedState<int, int>>(); });
}

auto with(Flaw flaw) {
    return [flaw](Simulation& engine, Random load, explore::Checks& checks, explore::Size size) {
        World w{load, checks, size, {.one_at_a_time = flaw == Flaw::not_a_mutex}};
        run(engine, w, [&](Executor& on, TaskGroup&) {
            auto made = std::make_unique<FlawedState>(on, flaw);
            w.state = made.get();
            w.map = std::move(made);
        });
    };
}

scenarios::Subject subject() {
    return {
        "shared-state",
        {.occasions = occasions, .size = {4, 3}, .small = {2, 1}},
        production,
        {
            {"textbook", in_textbook_form},
            {"torn get_many", with(Flaw::torn_get_many)},
            {"slack update", with(Flaw::slack_update)},
            {"early change", with(Flaw::early_change)},
            {"readers look in", with(Flaw::readers_look_in)},
            {"barging readers", with(Flaw::barging_readers)},
            {"not a mutex", with(Flaw::not_a_mutex)},
        },
    };
}

}  // namespace shared_state_scenario

const scenarios::Subject scenarios::shared_state = shared_state_scenario::subject();
