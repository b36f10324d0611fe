// Many schedules: tasks read and write a shared state under every strategy, some of them are cancelled, give up or
// throw, and an observer checks every invariant. The textbook form loses updates, and forms with flaws put in on
// purpose break the invariant that each is about, which shows that the exploration would notice.
#include <QTest>
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
#include "tests/core/patterns/state_watch.h"

using namespace std::chrono_literals;
using namespace state_test;
using weir::Choice;
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

namespace {

constexpr int clients = 4;
constexpr int operations_each = 3;

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
                                         "the owner of an actor is cancelled"};

struct Oops final : std::runtime_error {
    Oops() : std::runtime_error{"oops"} {}
};

struct World {
    World(Random r, explore::Checks& c, const Terms& terms) : random{r}, checks{c}, watch{terms, c} {}

    Random random;
    explore::Checks& checks;
    Watch watch;
    std::unique_ptr<SharedMap<int, int>> map;
    SharedState<int, int>* state = nullptr;  // the same map, unless it is the textbook's
    int values_used = 100;
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
    for (int i = 0; i < operations_each; ++i) {
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
            w.checks.require(weir::cancel_requested() || w.owner_dies, "only its task or the owner cancels a call");
            throw;
        }
    }
}

Task<void> end_the_owner(Executor& engine, World& w, TaskGroup& home) {
    for (auto pauses = w.random.below(12); pauses > 0; --pauses) co_await engine.yield();
    home.cancel();
}

Task<void> work_on(Executor& engine, World& w, TaskGroup& home) {
    auto all = explore::with_two_cancelled(engine, w.random, clients + (w.owner_dies ? 1 : 0), [&](int i) {
        return i < clients ? client(engine, w) : end_the_owner(engine, w, home);
    });
    co_await std::move(all);
    if (w.owner_dies) {
        w.checks.saw(owner_gone);
    } else {
        Operation last{Kind::get_many, {0, 1, 2}, w.watch.tick()};
        auto got = w.map->get_many(last.on);
        last.found = co_await std::move(got);
        w.watch.check_count(last.found.front());
        w.watch.ended(std::move(last));
    }
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

void production(Simulation& engine, Random load, explore::Checks& checks) {
    const auto strategy = static_cast<Strategy>(load.below(shared_state::strategy_ids.size()));
    World w{load,
            checks,
            {.by_key = strategy == Strategy::sharded,
             .readers_apart = strategy == Strategy::snapshot,
             .one_at_a_time = strategy == Strategy::mutex || strategy == Strategy::actor}};
    w.owner_dies = strategy == Strategy::actor && w.random.below(8) == 0;
    run(engine, w, [&](Executor& on, TaskGroup& home) {
        auto made = shared_state::make<int, int>(strategy, on, home, 2);
        w.state = made.get();
        w.map = std::move(made);
    });
}

void in_textbook_form(Simulation& engine, Random load, explore::Checks& checks) {
    World w{load, checks, {}};
    run(engine, w, [&](Executor&, TaskGroup&) { w.map = std::make_unique<textbook::SharedState<int, int>>(); });
}

auto with(Flaw flaw) {
    return [flaw](Simulation& engine, Random load, explore::Checks& checks) {
        World w{load, checks, {.one_at_a_time = flaw == Flaw::not_a_mutex}};
        run(engine, w, [&](Executor& on, TaskGroup&) {
            auto made = std::make_unique<FlawedState>(on, flaw);
            w.state = made.get();
            w.map = std::move(made);
        });
    };
}

template <class Scenario>
std::map<std::string, std::uint64_t> times_broken(Scenario scenario) {
    const explore::Plan plan{.occasions = occasions, .schedules = 2000};
    auto times = explore::times_broken(Choice::random, plan, scenario);
    for (const auto& [which, n] : explore::times_broken(Choice::pct, plan, scenario)) times[which] += n;
    for (const auto& [which, n] : times)
        qInfo("%s: broken in %d of %d", which.c_str(), static_cast<int>(n), static_cast<int>(2 * plan.schedules));
    return times;
}

}  // namespace

class TestSharedStateExplore : public QObject {
    Q_OBJECT

private slots:
    void the_checker_knows_which_histories_are_possible_data() {
        QTest::addColumn<int>("read_ends");
        QTest::addColumn<int>("first_read");
        QTest::addColumn<int>("second_read");
        QTest::addColumn<bool>("possible");
        // A set of 7 lasts from 1 to 10; one read goes from 2 to read_ends, another from 6 to 8. 0: nothing is there.
        QTest::newRow("both before it") << 4 << 0 << 0 << true;
        QTest::newRow("between the reads") << 4 << 0 << 7 << true;
        QTest::newRow("both after it") << 4 << 7 << 7 << true;
        QTest::newRow("seen, then not, one after the other") << 4 << 7 << 0 << false;
        QTest::newRow("seen and not seen, beside each other") << 7 << 7 << 0 << true;
        QTest::newRow("a value nobody wrote") << 4 << 3 << 7 << false;
    }
    void the_checker_knows_which_histories_are_possible() {
        QFETCH(int, read_ends);
        QFETCH(int, first_read);
        QFETCH(int, second_read);
        QFETCH(bool, possible);
        const auto operation = [](Kind kind, std::uint64_t began, int ended, int found) {
            Operation op{kind, {1}, began};
            op.ended = static_cast<std::uint64_t>(ended);
            op.found.push_back(found == 0 ? Found{} : Found{found});
            op.written = 7;
            return op;
        };
        const std::vector history{operation(Kind::set, 1, 10, 0), operation(Kind::get, 2, read_ends, first_read),
                                  operation(Kind::get, 6, 8, second_read)};
        QCOMPARE(linearizability::holds(history, Values{}), possible);
    }

    void production_keeps_its_invariants_under_every_schedule_data() { explore::choices(); }
    void production_keeps_its_invariants_under_every_schedule() {
        QFETCH(int, choice);
        const auto broken = explore::all_schedules(static_cast<Choice>(choice), {.occasions = occasions}, production);
        QVERIFY2(broken.empty(), broken.c_str());
    }

    void the_same_exploration_finds_the_lost_updates_of_the_textbook_form() {
        const auto found = times_broken(in_textbook_form);
        QVERIFY(found.contains(invariant::no_lost_update));
        QVERIFY(found.contains(invariant::linearizable));
        QCOMPARE(found.size(), std::size_t{2});
    }

    void the_same_exploration_finds_flaws_put_in_on_purpose_data() {
        QTest::addColumn<int>("flaw");
        QTest::addColumn<QString>("caught_by");
        const auto row = [](const char* name, Flaw flaw, const char* caught_by) {
            QTest::newRow(name) << static_cast<int>(flaw) << QString{caught_by};
        };
        row("get_many reads one key after another", Flaw::torn_get_many, invariant::linearizable);
        row("update lets go of the lock in between", Flaw::slack_update, invariant::no_lost_update);
        row("a change is made before the hold, which throws", Flaw::early_change, invariant::linearizable);
        row("readers take no lock", Flaw::readers_look_in, invariant::exclusion);
        row("readers pass a waiting writer", Flaw::barging_readers, invariant::bypass);
        row("readers share what should be a mutex", Flaw::not_a_mutex, invariant::alone);
    }
    void the_same_exploration_finds_flaws_put_in_on_purpose() {
        QFETCH(int, flaw);
        QFETCH(QString, caught_by);
        QVERIFY(times_broken(with(static_cast<Flaw>(flaw))).contains(caught_by.toStdString()));
    }
};

QTEST_APPLESS_MAIN(TestSharedStateExplore)
#include "test_shared_state_explore.moc"
