// What the batcher does, on both engines: when batches leave, what becomes of every item, and that nothing is lost or
// hangs whatever the handler does.
#include <QTest>
#include <algorithm>
#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <numeric>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/patterns/batching.h"
#include "core/runtime/frame_pool.h"
#include "core/runtime/group.h"
#include "core/sync/semaphore.h"
#include "tests/core/engines.h"
#include "tests/program.h"

namespace test_batching {

using namespace std::chrono_literals;
using engines::until;
using weir::Executor;
using weir::Semaphore;
using weir::Task;
using weir::TaskGroup;
namespace batching = weir::patterns::batching;
using Batcher = weir::patterns::Batcher<int, int>;
using batching::Config;
using batching::Departure;
using batching::OnError;
using batching::Reason;
using Items = std::vector<int>;

Config with(const std::function<void(Config&)>& change) {
    Config c;
    c.size = 4;
    c.linger = 1h;  // the end of time, unless a test says otherwise
    c.capacity = 100;
    change(c);
    return c;
}
Config basic() {
    return with([](Config&) {});
}

/// A batcher whose handler returns ten times each item, throws at 13 and returns nothing at 17. While `gate` is shut,
/// batches stay in flight.
class Bench {
public:
    Bench(Executor& e, const Config& config, bool open = true)
        : engine(e),
          home(e),
          gate(open ? 1000 : 0),
          batcher(
              e, home, config, [this](std::span<const int> items) { return handle(items); },
              [this](const Departure& d, std::span<const int> items) {
                  departures.push_back(d);
                  batches.emplace_back(items.begin(), items.end());
                  left.fetch_add(items.size());
              }) {}

    /// Submits in the background; the outcome goes to `outcomes[item]`, "70" or what failed.
    void submit(int item) { submit(home, item); }
    void submit(TaskGroup& group, int item) { group.spawn(note(item)); }
    Task<void> submit_all(int from, int to) {
        for (int i = from; i < to; ++i) {
            const auto before = accepted();
            submit(i);
            co_await until(engine, [&] { return accepted() > before; });
        }
    }
    std::uint64_t accepted() const { return batcher.status().accepted; }
    std::size_t waiting() const { return batcher.status().waiting; }
    Task<void> end() {
        co_await batcher.close();
        co_await home.join();
        home.rethrow_first();
        const auto status = batcher.status();
        CHECK(status.waiting == 0 && status.in_flight == 0);
    }
    std::string outcome(int item) {
        const std::lock_guard guard(lock);
        return outcomes.contains(item) ? outcomes[item] : "none";
    }

    Executor& engine;
    TaskGroup home;
    Semaphore gate;
    std::vector<Departure> departures;
    std::vector<Items> batches;
    std::atomic<std::size_t> left{0};
    std::atomic<int> calls{0};
    std::atomic<int> answered{0};
    Batcher batcher;

private:
    Task<Items> handle(std::span<const int> items) {
        calls.fetch_add(1);
        const auto permit = co_await gate.acquire();
        Items results;
        for (const int i : items) {
            if (i == 13) throw std::runtime_error("unlucky");
            results.push_back(10 * i);
        }
        if (std::ranges::count(items, 17) > 0) results.clear();
        co_return results;
    }
    Task<void> note(int item) {
        std::string what;
        bool cancelled = false;
        try {
            what = std::to_string(co_await batcher.submit(item));
        } catch (const weir::Cancelled&) {
            cancelled = true;
        } catch (const std::exception& e) {
            what = e.what();
        }
        const std::lock_guard guard(lock);
        outcomes[item] = cancelled ? "cancelled" : what;
        answered.fetch_add(1);
    }

    std::mutex lock;
    std::map<int, std::string> outcomes;
};

Task<void> full_batches_leave_at_once(Executor& engine) {
    Bench b{engine, basic()};
    co_await b.submit_all(0, 8);
    co_await until(engine, [&] { return b.answered == 8; });
    CHECK((b.batches == std::vector<Items>{{0, 1, 2, 3}, {4, 5, 6, 7}}));
    for (const auto& d : b.departures) CHECK(d.reason == Reason::full && d.size == 4);
    for (int i = 0; i < 8; ++i) CHECK(b.outcome(i) == std::to_string(10 * i));
    co_await b.end();
}

Task<void> the_timer_starts_with_the_first_item(Executor& engine, bool exact) {
    Bench b{engine, with([](Config& c) { c.linger = 20ms; })};
    co_await engine.sleep(7ms);
    co_await b.submit_all(0, 2);
    co_await until(engine, [&] { return b.answered == 2; });
    co_await b.end();
    CHECK((b.batches.front() == Items{0, 1}) || !exact);
    const auto& d = b.departures.front();
    CHECK(d.reason == Reason::time && d.first_wait >= 20ms);
    CHECK(!exact || d.first_wait == 20ms);
}

Task<void> a_failure_is_everybodys(Executor& engine) {
    Bench b{engine, basic()};
    co_await b.submit_all(10, 22);
    co_await until(engine, [&] { return b.answered == 12; });
    for (int i = 10; i < 14; ++i) CHECK(b.outcome(i) == "unlucky");
    for (int i = 14; i < 18; ++i) CHECK(b.outcome(i) == "the handler gave 0 results for 4 items");
    for (int i = 18; i < 22; ++i) CHECK(b.outcome(i) == std::to_string(10 * i));
    CHECK(b.calls == 3);
    co_await b.end();
}

Task<void> splitting_finds_the_bad_ones(Executor& engine) {
    Bench b{engine, with([](Config& c) { c.size = 8, c.on_error = OnError::split; })};
    co_await b.submit_all(10, 18);
    co_await until(engine, [&] { return b.answered == 8; });
    for (int i = 10; i < 17; ++i) CHECK(b.outcome(i) == (i == 13 ? "unlucky" : std::to_string(10 * i)));
    CHECK(b.outcome(17) == "the handler gave 0 results for 1 items");
    CHECK(b.batches.size() == 1);
    CHECK(b.calls == 1 + 2 + 4 + 4);  // each quarter but two is well; the bad two are looked at one by one
    co_await b.end();
}

Task<void> what_does_not_fit_is_rejected(Executor& engine) {
    Bench b{engine, with([](Config& c) { c.capacity = 3, c.in_flight = 1; }), false};
    co_await b.submit_all(0, 3);  // a queue of three cannot hold four: three are a full batch
    co_await until(engine, [&] { return b.left == 3 && b.waiting() == 0; });
    co_await b.submit_all(3, 6);
    b.submit(6);
    co_await until(engine, [&] { return b.answered == 1; });
    CHECK(b.outcome(6) == "rejected: the queue is full");
    b.gate.add_permits(10);
    co_await b.end();
    CHECK((b.batches == std::vector<Items>{{0, 1, 2}, {3, 4, 5}}));
    bool closed = false;
    try {
        co_await b.batcher.submit(7);
    } catch (const batching::Rejected& e) {
        closed = e.why == batching::Rejected::Why::closed;
    }
    CHECK(closed);
}

Task<void> a_cancelled_submit(Executor& engine) {
    Bench b{engine, with([](Config& c) { c.size = 2, c.in_flight = 1; }), false};
    TaskGroup doomed{engine};
    b.submit(doomed, 0);
    co_await until(engine, [&] { return b.accepted() == 1; });
    co_await b.submit_all(1, 2);
    co_await until(engine, [&] { return b.left == 2; });
    b.submit(doomed, 2);
    co_await until(engine, [&] { return b.accepted() == 3; });
    co_await b.submit_all(3, 5);
    doomed.cancel();
    co_await until(engine, [&] { return b.waiting() == 2; });  // out of the line, though the slot is taken
    co_await doomed.join();
    CHECK(b.outcome(0) == "cancelled" && b.outcome(2) == "cancelled");
    b.gate.add_permits(10);
    co_await b.end();
    CHECK((b.batches == std::vector<Items>{{0, 1}, {3, 4}}));
    CHECK(b.outcome(1) == "10" && b.outcome(3) == "30" && b.outcome(4) == "40");
}

Task<void> flush_and_close_drain(Executor& engine) {
    Bench b{engine, basic()};
    co_await b.batcher.flush();  // nothing to wait for
    co_await b.submit_all(0, 3);
    co_await b.batcher.flush();
    CHECK((b.batches == std::vector<Items>{{0, 1, 2}}));
    CHECK(b.departures[0].reason == Reason::flush);
    co_await b.submit_all(3, 5);
    co_await b.batcher.close();
    co_await b.batcher.close();
    CHECK((b.batches.back() == Items{3, 4}));
    co_await b.end();
    for (int i = 0; i < 5; ++i) CHECK(b.outcome(i) == std::to_string(10 * i));
}

Task<void> the_end_of_its_home_fails_all_that_is_left(Executor& engine) {
    Bench b{engine, with([](Config& c) { c.size = 2, c.in_flight = 1; }), false};
    TaskGroup callers{engine};
    for (int i = 0; i < 5; ++i) b.submit(callers, i);
    co_await until(engine, [&] { return b.accepted() == 5 && b.batcher.status().in_flight == 1; });
    b.home.cancel();
    co_await b.home.join();
    co_await callers.join();
    for (int i = 0; i < 5; ++i) CHECK(b.outcome(i) == "cancelled");
    CHECK(b.batcher.status().closed);
}

Task<void> it_changes_while_it_runs(Executor& engine) {
    Bench b{engine, basic(), false};
    co_await b.submit_all(0, 3);
    b.batcher.configure(with([](Config& c) { c.size = 3; }));  // three are full now
    co_await until(engine, [&] { return b.left == 3; });
    co_await b.submit_all(3, 4);
    b.batcher.configure(with([](Config& c) { c.linger = 1ms; }));  // has lingered long enough
    co_await until(engine, [&] { return b.left == 4; });
    co_await b.submit_all(4, 8);  // both slots are taken
    co_await until(engine, [&] { return b.waiting() == 4 && b.batcher.status().in_flight == 2; });
    b.batcher.configure(with([](Config& c) { c.in_flight = 3; }));
    co_await until(engine, [&] { return b.left == 8; });
    b.gate.add_permits(10);
    co_await b.end();
    CHECK((b.batches == std::vector<Items>{{0, 1, 2}, {3}, {4, 5, 6, 7}}));
}

Task<void> many_submit_at_once(Executor& engine) {
    constexpr int callers = 50;
    constexpr int each = 40;
    Bench b{engine, with([](Config& c) { c.size = 7, c.linger = 100us, c.in_flight = 3; })};
    TaskGroup group{engine};
    const auto caller = [](Batcher& batcher, int first) -> Task<void> {
        for (int i = first; i < first + each; ++i) {
            const int result = co_await batcher.submit(100 + i);
            CHECK(result == 10 * (100 + i));
        }
    };
    for (int i = 0; i < callers; ++i) group.spawn(caller(b.batcher, i * each));
    co_await group.join();
    group.rethrow_first();
    co_await b.end();
    Items all;
    for (const auto& batch : b.batches) {
        CHECK(!batch.empty() && batch.size() <= 7);
        all.insert(all.end(), batch.begin(), batch.end());
    }
    std::ranges::sort(all);
    Items expected(callers * each);
    std::iota(expected.begin(), expected.end(), 100);
    CHECK(all == expected);
}

class TestBatching : public QObject {
    Q_OBJECT

private slots:
    void cleanup() { QCOMPARE(weir::frame_pool::live_frames(), 0); }

    void full_batches_leave_at_once_data() { engines::rows(); }
    void full_batches_leave_at_once() { run(test_batching::full_batches_leave_at_once); }

    void the_timer_starts_with_the_first_item_data() { engines::rows(); }
    void the_timer_starts_with_the_first_item() {
        engines::Engine engine;
        engine.run(test_batching::the_timer_starts_with_the_first_item(*engine, !engine.threads()));
    }

    void a_failure_is_everybodys_data() { engines::rows(); }
    void a_failure_is_everybodys() { run(test_batching::a_failure_is_everybodys); }

    void splitting_finds_the_bad_ones_data() { engines::rows(); }
    void splitting_finds_the_bad_ones() { run(test_batching::splitting_finds_the_bad_ones); }

    void what_does_not_fit_is_rejected_data() { engines::rows(); }
    void what_does_not_fit_is_rejected() { run(test_batching::what_does_not_fit_is_rejected); }

    void a_cancelled_submit_is_taken_out_or_its_outcome_discarded_data() { engines::rows(); }
    void a_cancelled_submit_is_taken_out_or_its_outcome_discarded() { run(test_batching::a_cancelled_submit); }

    void flush_and_close_drain_data() { engines::rows(); }
    void flush_and_close_drain() { run(test_batching::flush_and_close_drain); }

    void the_end_of_its_home_fails_all_that_is_left_data() { engines::rows(); }
    void the_end_of_its_home_fails_all_that_is_left() {
        run(test_batching::the_end_of_its_home_fails_all_that_is_left);
    }

    void it_changes_while_it_runs_data() { engines::rows(); }
    void it_changes_while_it_runs() { run(test_batching::it_changes_while_it_runs); }

    void many_submit_at_once_data() { engines::rows(); }
    void many_submit_at_once() { run(test_batching::many_submit_at_once); }

    void a_configuration_out_of_range_is_refused_by_name() {
        const auto wrong = [](const std::function<void(Config&)>& change) {
            return QString::fromStdString(batching::check(with(change)).value_or(""));
        };
        QCOMPARE(wrong([](Config&) {}), QString());
        QCOMPARE(wrong([](Config& c) { c.size = 0; }), QStringLiteral("size must be at least 1"));
        QCOMPARE(wrong([](Config& c) { c.linger = -1ns; }), QStringLiteral("linger must be 0 to 1 h"));
        QCOMPARE(wrong([](Config& c) { c.linger = 2h; }), QStringLiteral("linger must be 0 to 1 h"));
        QCOMPARE(wrong([](Config& c) { c.in_flight = 0; }), QStringLiteral("in_flight must be at least 1"));
        QCOMPARE(wrong([](Config& c) { c.capacity = 0; }), QStringLiteral("capacity must be at least 1"));
    }

private:
    static void run(Task<void> (*test)(Executor&)) {
        engines::Engine engine;
        engine.run(test(*engine));
    }
};

}  // namespace test_batching

WEIR_TEST(test_batching, TestBatching)
#include "test_batching.moc"
