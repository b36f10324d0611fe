// Histories of real threads, checked after the run: with 1 to 8 workers, callers cancelled and updates that throw,
// every shared map was linearizable, and what a rate limiter let out kept its envelope in every window.
#include <QTest>
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "core/patterns/rate_limiter.h"
#include "core/patterns/shared_state.h"
#include "core/runtime/frame_pool.h"
#include "core/runtime/group.h"
#include "core/runtime/random.h"
#include "core/runtime/thread_pool.h"
#include "core/theory/token_bucket.h"
#include "tests/core/patterns/state_watch.h"
#include "tests/program.h"

namespace test_histories_on_threads {

using namespace std::chrono_literals;
using state_test::Found;
using state_test::Operation;
using weir::Executor;
using weir::Random;
using weir::Task;
using weir::TaskGroup;
using weir::patterns::GrantAlgorithm;
using weir::patterns::RateLimiter;
namespace shared_state = weir::patterns::shared_state;
using Kind = Operation::Kind;
using State = weir::patterns::SharedState<int, int>;

#ifdef WEIR_SANITIZED  // which learns nothing from length
constexpr int rounds = 40;
#else
constexpr int rounds = 200;
#endif
constexpr int clients = 6;
constexpr int operations = 5;  // of each: so many can be searched for an order

void workers_rows() {
    QTest::addColumn<unsigned>("workers");
    for (const unsigned workers : {1U, 2U, 3U, 5U, 8U}) QTest::addRow("%u workers", workers) << workers;
}

weir::ThreadPoolOptions threads(unsigned workers) {
    weir::ThreadPoolOptions options;
    options.workers = workers;
    return options;
}

struct Oops final : std::runtime_error {
    Oops() : std::runtime_error{"oops"} {}
};

// --- A shared map ---------------------------------------------------------------------------------------------------

struct Client {
    explicit Client(std::uint64_t seed) : random{seed} {}

    Random random;
    std::vector<Operation> history;  // what has ended well: all else has changed nothing
};

struct World {
    State& map;
    std::atomic<std::uint64_t> clock{0};
    std::atomic<int> values{0};
};

Task<void> operate(World& world, Client& client) {
    const int key = static_cast<int>(client.random.below(state_test::keys));
    const auto kind = static_cast<Kind>(client.random.below(5));
    Operation op{kind, {key}, world.clock.fetch_add(1)};
    op.written = world.values.fetch_add(1) + 1;
    if (kind == Kind::get) {
        auto got = world.map.get(key);
        op.found.push_back(co_await std::move(got));
    } else if (kind == Kind::get_many) {
        op.on = {2, 0, 1};
        auto got = world.map.get_many(op.on);
        op.found = co_await std::move(got);
    } else if (kind == Kind::set) {
        auto set = world.map.set(key, op.written);
        op.found.push_back(co_await std::move(set));
    } else if (kind == Kind::increment) {
        const bool throws = client.random.below(4) == 0;
        const auto fn = [throws](const Found& before) { return throws ? throw Oops{} : before.value_or(0) + 1; };
        auto update = world.map.update(key, fn);
        op.found.push_back(co_await std::move(update));
    } else {
        if (!client.history.empty()) op.expected = client.history.back().found.front();
        auto swap = world.map.compare_and_set(key, op.expected, op.written);
        op.swapped = co_await std::move(swap);
        op.found.emplace_back();
    }
    op.ended = world.clock.fetch_add(1);
    client.history.push_back(std::move(op));
}

Task<void> go_on(Executor& engine, World& world, Client& client) {
    for (int i = 0; i < operations; ++i) {
        try {
            auto operation = operate(world, client);
            co_await std::move(operation);
        } catch (const Oops&) {
        }
        if (client.random.below(4) == 0) co_await engine.yield();
    }
}

/// Clients beside each other, the last of them cancelled in the middle of it. @return their history
Task<std::vector<Operation>> history_of(Executor& engine, shared_state::Strategy strategy, std::uint64_t seed) {
    TaskGroup home{engine};
    std::vector<Operation> all;
    {
        const auto map = shared_state::make<int, int>(strategy, engine, home);
        World world{*map};
        std::vector<Client> everyone;
        for (std::uint64_t i = 0; i < clients; ++i) everyone.emplace_back(seed * clients + i);
        TaskGroup lasting{engine};
        TaskGroup doomed{engine};
        for (auto& client : everyone)
            (&client == &everyone.back() ? doomed : lasting).spawn(go_on(engine, world, client));
        for (auto pauses = seed % 5; pauses > 0; --pauses) co_await engine.yield();
        doomed.cancel();
        co_await lasting.join();
        co_await doomed.join();
        lasting.rethrow_first();
        doomed.rethrow_first();
        for (auto& client : everyone) std::ranges::move(client.history, std::back_inserter(all));
    }
    co_await home.join();
    co_return all;
}

// --- A rate limiter -------------------------------------------------------------------------------------------------

constexpr double rate = 5000;
constexpr std::uint32_t burst = 10;

using Grants = std::vector<double>;

Task<void> take(RateLimiter& limiter, Grants& grants, std::uint64_t seed) {
    Random random{seed};
    while (true) {
        const auto n = static_cast<std::uint32_t>(1 + random.below(3));
        const auto tried = limiter.try_acquire(n);
        auto out = tried;
        if (!tried) out = co_await limiter.acquire(n);
        if (out) grants.insert(grants.end(), n, weir::to_seconds(*out));
    }
}

/// Eight take what they get, one after another is cancelled. @return when permits went out
Task<Grants> grants_of(Executor& engine, RateLimiter& limiter) {
    std::vector<Grants> of_each(8);
    std::vector<std::unique_ptr<TaskGroup>> groups;
    for (std::size_t i = 0; i < of_each.size(); ++i) {
        groups.push_back(std::make_unique<TaskGroup>(engine));
        groups.back()->spawn(take(limiter, of_each[i], i));
    }
    for (const auto& group : groups) {
        co_await engine.sleep(5ms);
        group->cancel();
        co_await group->join();
    }
    Grants all;
    for (const auto& grants : of_each) all.insert(all.end(), grants.begin(), grants.end());
    std::ranges::sort(all);
    co_return all;
}

class TestHistoriesOnThreads : public QObject {
    Q_OBJECT

private slots:
    void cleanup() { QCOMPARE(weir::frame_pool::live_frames(), 0); }

    void every_shared_map_is_linearizable_data() { workers_rows(); }
    void every_shared_map_is_linearizable() {
        QFETCH(unsigned, workers);
        weir::ThreadPool pool{threads(workers)};
        for (std::size_t s = 0; s < shared_state::strategy_ids.size(); ++s) {
            for (std::uint64_t round = 1; round <= rounds; ++round) {
                const auto history = pool.run(history_of(pool, static_cast<shared_state::Strategy>(s), round));
                QVERIFY(history.size() >= clients - 1);
                QVERIFY2(linearizability::holds(history, state_test::Values{}), shared_state::strategy_ids[s].data());
            }
        }
        QCOMPARE(pool.unobserved_failures(), 0U);
    }

    void a_limiter_keeps_its_envelope_in_every_window_data() { workers_rows(); }
    void a_limiter_keeps_its_envelope_in_every_window() {
        QFETCH(unsigned, workers);
        weir::ThreadPool pool{threads(workers)};
        for (const auto algorithm : {GrantAlgorithm::token_bucket, GrantAlgorithm::leaky_bucket,
                                     GrantAlgorithm::sliding_window, GrantAlgorithm::fixed_window}) {
            RateLimiter::Config config;
            config.terms = {algorithm, rate, burst};
            RateLimiter limiter{pool, config};
            const auto grants = pool.run(grants_of(pool, limiter));
            QCOMPARE(grants.size(), limiter.granted());
            QVERIFY(grants.size() > 10);
            // A fixed window lets twice its burst pass around a boundary, a leaky bucket one permit after the other.
            const double most = algorithm == GrantAlgorithm::fixed_window   ? 2.0 * burst
                                : algorithm == GrantAlgorithm::leaky_bucket ? 1
                                                                            : burst;
            QVERIFY(weir::theory::worst_window(grants, most, rate).excess() <= 1e-6);
        }
    }
};

}  // namespace test_histories_on_threads

WEIR_TEST(test_histories_on_threads, TestHistoriesOnThreads)
#include "test_histories_on_threads.moc"
