// Shared state on both engines and under every strategy: what each operation does, what an exception or a cancellation
// leaves behind, and who waits for whom.
#include <QTest>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/patterns/shared_state.h"
#include "core/patterns/textbook/shared_state.h"
#include "core/runtime/frame_pool.h"
#include "core/runtime/group.h"
#include "core/runtime/select.h"
#include "core/sync/notify.h"
#include "tests/core/engines.h"
#include "tests/program.h"

namespace test_shared_state {

using namespace std::chrono_literals;
using weir::Executor;
using weir::Task;
using weir::TaskGroup;
using weir::patterns::Hold;
using weir::patterns::shared_state::Strategy;
namespace shared_state = weir::patterns::shared_state;
namespace textbook = weir::patterns::textbook;

using Map = weir::patterns::SharedMap<std::string, int>;
using State = weir::patterns::SharedState<std::string, int>;
using Found = std::optional<int>;

void rows() {
    QTest::addColumn<bool>("threads");
    QTest::addColumn<int>("strategy");
    for (const bool threads : {false, true})
        for (std::size_t i = 0; i < shared_state::strategy_ids.size(); ++i)
            QTest::addRow("%s, %s", shared_state::strategy_ids[i].data(), threads ? "threads" : "simulation")
                << threads << static_cast<int>(i);
}

/// Builds a map, gives it to `body`, puts it away and waits for its owner.
template <class Body, class... More>
Task<void> with_map(Executor& engine, Strategy strategy, Body body, More... more) {
    TaskGroup home{engine};
    auto map = shared_state::make<std::string, int>(strategy, engine, home);
    co_await body(engine, *map, more...);
    map.reset();
    co_await home.join();
}

Strategy strategy_of_row() {
    QFETCH(int, strategy);
    return static_cast<Strategy>(strategy);
}

/// Runs it on the engine and the strategy of the row. @param body captures nothing
template <class Body, class... More>
void run(Body body, More... more) {
    engines::Engine engine;
    engine.run(with_map(*engine, strategy_of_row(), body, more...));
}

int one_more(const Found& before) { return before.value_or(0) + 1; }

Task<void> add(State& map, int times) {
    for (int i = 0; i < times; ++i) co_await map.update("a", one_more);
}

Task<void> add_by_compare_and_set(State& map, int times) {
    for (int i = 0; i < times;) {
        const auto seen = co_await map.get("a");
        if (co_await map.compare_and_set("a", seen, one_more(seen))) ++i;
    }
}

/// A place where an operation stays inside until it is told to go on.
struct Gate {
    weir::Notify entered;
    weir::Notify go;

    Hold hold() {
        return [this] { return pass(); };
    }
    Task<void> pass() {
        entered.notify_one();
        co_await go.wait();
    }
};

Task<void> get_at(Map& map, Hold hold) { co_await map.get("a", std::move(hold)); }
Task<void> set_at(Map& map, int value, Hold hold) { co_await map.set("a", value, std::move(hold)); }

Task<void> throw_oops() {
    throw std::runtime_error{"oops"};
    co_return;
}

/// How long to wait for what is expected to come, or not to.
constexpr weir::Duration patience(bool comes) { return comes ? weir::Duration{1min} : weir::Duration{2ms}; }

template <class T>
Task<std::string> failure_of(Task<T> task) {
    try {
        co_await std::move(task);
    } catch (const std::exception& e) {
        co_return std::string{e.what()};
    }
    co_return std::string{};
}

class TestSharedState : public QObject {
    Q_OBJECT

private slots:
    void cleanup() { QCOMPARE(weir::frame_pool::live_frames(), 0); }

    void reads_and_writes_data() { rows(); }
    void reads_and_writes() {
        run([](Executor&, State& map) -> Task<void> {
            CHECK(co_await map.get("a") == std::nullopt);
            CHECK(co_await map.set("a", 1) == std::nullopt);
            CHECK(co_await map.set("a", 2) == 1);
            CHECK(co_await map.set("b", 7) == std::nullopt);
            CHECK(co_await map.get("a") == 2);
            std::vector<std::string> keys{"b", "none", "a", "b"};
            const auto found = co_await map.get_many(std::move(keys));
            const std::vector<Found> expected{7, std::nullopt, 2, 7};
            CHECK(found == expected);
            std::vector<std::string> no_keys;
            const auto none = co_await map.get_many(std::move(no_keys));
            CHECK(none.empty());
        });
    }

    void update_yields_what_was_there_before_data() { rows(); }
    void update_yields_what_was_there_before() {
        run([](Executor&, State& map) -> Task<void> {
            CHECK(co_await map.update("a", one_more) == std::nullopt);
            CHECK(co_await map.update("a", one_more) == 1);
            CHECK(co_await map.get("a") == 2);
        });
    }

    void compare_and_set_writes_only_over_what_is_expected_data() { rows(); }
    void compare_and_set_writes_only_over_what_is_expected() {
        run([](Executor&, State& map) -> Task<void> {
            CHECK(!co_await map.compare_and_set("a", 1, 5));
            CHECK(co_await map.get("a") == std::nullopt);
            CHECK(co_await map.compare_and_set("a", std::nullopt, 5));
            CHECK(!co_await map.compare_and_set("a", std::nullopt, 6));
            CHECK(co_await map.compare_and_set("a", 5, 6));
            CHECK(co_await map.get("a") == 6);
        });
    }

    void an_update_that_throws_leaves_the_value_data() { rows(); }
    void an_update_that_throws_leaves_the_value() {
        run([](Executor&, State& map) -> Task<void> {
            co_await map.set("a", 1);
            const auto oops = [](const Found&) -> int { throw std::runtime_error{"oops"}; };
            CHECK(co_await failure_of(map.update("a", oops)) == "oops");
            CHECK(co_await failure_of(map.update("a", one_more, throw_oops)) == "oops");
            CHECK(co_await failure_of(map.set("a", 9, throw_oops)) == "oops");
            CHECK(co_await failure_of(map.compare_and_set("a", 1, 9, throw_oops)) == "oops");
            CHECK(co_await failure_of(map.get("a", throw_oops)) == "oops");
            const std::vector<std::string> keys{"a"};
            CHECK(co_await failure_of(map.get_many(keys, throw_oops)) == "oops");
            CHECK(co_await map.update("a", one_more) == 1);  // and nobody is left inside
            CHECK(co_await map.get("a") == 2);
        });
    }

    void no_increment_is_lost_data() { rows(); }
    void no_increment_is_lost() {
        run([](Executor& engine, State& map) -> Task<void> {
            TaskGroup tasks{engine};
            for (int i = 0; i < 4; ++i) {
                tasks.spawn(add(map, 500));
                tasks.spawn(add_by_compare_and_set(map, 100));
            }
            co_await tasks.join();
            tasks.rethrow_first();
            CHECK(co_await map.get("a") == 4 * 600);
        });
    }

    void a_cancelled_operation_has_changed_nothing_data() { rows(); }
    void a_cancelled_operation_has_changed_nothing() {
        run([](Executor& engine, State& map) -> Task<void> {
            Gate gate;
            TaskGroup inside{engine};
            TaskGroup waiting{engine};
            inside.spawn(set_at(map, 1, gate.hold()));
            co_await gate.entered.wait();
            waiting.spawn(set_at(map, 2, {}));
            for (int i = 0; i < 8; ++i) co_await engine.yield();
            waiting.cancel();
            co_await waiting.join();  // although the first is still inside
            inside.cancel();
            co_await inside.join();
            CHECK(inside.failures().empty() && waiting.failures().empty());
            CHECK(co_await map.set("a", 3) == std::nullopt);
        });
    }

    void one_that_hangs_inside_can_be_given_up_data() { rows(); }
    void one_that_hangs_inside_can_be_given_up() {
        run([](Executor& engine, State& map) -> Task<void> {
            const Hold hang = []() -> Task<void> {
                co_await weir::UntilCancelled{};
                weir::check_cancelled();
            };
            auto set = set_at(map, 1, hang);
            const auto done = co_await weir::timeout(engine, 2ms, std::move(set));
            CHECK(!done);
            CHECK(co_await map.set("a", 2) == std::nullopt);
        });
    }

    void who_reads_beside_a_writer_data() { rows(); }
    void who_reads_beside_a_writer() {
        const bool reads = strategy_of_row() == Strategy::snapshot;
        const auto test = [](Executor& e, State& map, bool expected) -> Task<void> {
            Gate gate;
            TaskGroup writer{e};
            writer.spawn(set_at(map, 1, gate.hold()));
            co_await gate.entered.wait();
            auto reader = map.get("a");
            const auto seen = co_await weir::timeout(e, patience(expected), std::move(reader));
            CHECK(seen.has_value() == expected);
            if (seen) CHECK(*seen == std::nullopt);
            gate.go.notify_one();
            co_await writer.join();
            CHECK(co_await map.get("a") == 1);
        };
        run(test, reads);
    }

    void who_reads_together_data() { rows(); }
    void who_reads_together() {
        const auto s = strategy_of_row();
        const bool together = s != Strategy::mutex && s != Strategy::actor;
        const auto test = [](Executor& e, State& map, bool expected) -> Task<void> {
            Gate gate;
            TaskGroup first{e};
            first.spawn(get_at(map, gate.hold()));
            co_await gate.entered.wait();
            auto second = map.get("a");
            const auto seen = co_await weir::timeout(e, patience(expected), std::move(second));
            CHECK(seen.has_value() == expected);
            gate.go.notify_one();
            co_await first.join();
        };
        run(test, together);
    }

    void operations_end_when_the_owner_of_an_actor_does_data() { engines::rows(); }
    void operations_end_when_the_owner_of_an_actor_does() {
        engines::Engine engine;
        const auto test = [](Executor& e) -> Task<void> {
            TaskGroup home{e};
            auto map = shared_state::make<std::string, int>(Strategy::actor, e, home);
            Gate gate;
            TaskGroup callers{e};
            callers.spawn(set_at(*map, 1, gate.hold()));
            co_await gate.entered.wait();
            for (int i = 0; i < 100; ++i) callers.spawn(set_at(*map, 2, {}));  // more than fit into the inbox
            for (int i = 0; i < 200; ++i) co_await e.yield();
            home.cancel();
            co_await callers.join();
            CHECK(co_await failure_of(map->get("a")) == "cancelled");
            map.reset();
            co_await home.join();
        };
        engine.run(test(*engine));
    }

    void the_textbook_form_is_sound_in_single_operations_and_loses_updates_data() { engines::rows(); }
    void the_textbook_form_is_sound_in_single_operations_and_loses_updates() {
        engines::Engine engine;
        const auto test = [](Executor& e) -> Task<void> {
            textbook::SharedState<std::string, int> whole;
            Map& map = whole;
            CHECK(co_await map.set("a", 1) == std::nullopt);
            CHECK(co_await failure_of(map.set("a", 9, throw_oops)) == "oops");
            const auto before = co_await map.get("a");
            CHECK(before == 1);
            TaskGroup other{e};
            other.spawn(set_at(map, one_more(before), {}));  // another's increment, between our get and our set
            co_await other.join();
            CHECK(co_await map.set("a", one_more(before)) == 2);
            const std::vector<std::string> keys{"a", "b"};
            const auto after = co_await map.get_many(keys);
            const std::vector<Found> expected{2, std::nullopt};
            CHECK(after == expected);  // two increments, one of them lost
        };
        engine.run(test(*engine));
    }
};

}  // namespace test_shared_state

WEIR_TEST(test_shared_state, TestSharedState)
#include "test_shared_state.moc"
