// Scopes: cancellation reaches the whole subtree and nothing else, whatever the shape and size of the tree.
#include <rapidcheck.h>
#include <sys/wait.h>
#include <unistd.h>
#include <QTest>
#include <memory>
#include <vector>

#include "core/runtime/group.h"
#include "core/runtime/scope.h"
#include "core/runtime/select.h"
#include "tests/core/engines.h"
#include "tests/program.h"

namespace test_scope {

using namespace std::chrono_literals;
using engines::Engine;
using weir::Executor;
using weir::Scope;
using weir::Task;
using weir::TaskGroup;
using weir::Waiter;

struct Probe final : Waiter {
    explicit Probe(Scope& s) : scope{s} { attached = scope.attach(*this); }
    ~Probe() {
        if (attached) scope.detach(*this);
    }
    void on_cancel() noexcept override { ++cancelled; }

    Scope& scope;
    bool attached = false;
    int cancelled = 0;
};

/// Waits until cancelled, and counts.
Task<void> wait(std::atomic<int>& started, std::atomic<int>& ended) {
    ++started;
    co_await weir::UntilCancelled{};
    ++ended;
}

/// Tasks nested so deep, each in a group of its own within the one before.
Task<void> nest(Executor& engine, int depth, std::atomic<int>& started, std::atomic<int>& ended) {
    TaskGroup group{engine};
    if (depth > 0) group.spawn(nest(engine, depth - 1, started, ended));
    co_await wait(started, ended);
    co_await group.join();
}

Task<void> deep(Executor& engine, int depth, std::atomic<int>& ended) {
    std::atomic<int> started{0};
    TaskGroup root{engine};
    root.spawn(nest(engine, depth, started, ended));
    co_await engines::until(engine, [&started, depth] { return started == depth + 1; });
    root.cancel();
    co_await root.join();
}

Task<void> wide(Executor& engine, int width, std::atomic<int>& ended) {
    std::atomic<int> started{0};
    TaskGroup root{engine};
    for (int i = 0; i < width; ++i) root.spawn(wait(started, ended));
    co_await engines::until(engine, [&started, width] { return started == width; });
    CHECK(root.running() == static_cast<std::size_t>(width));
    root.cancel();
    co_await root.join();
    CHECK(root.running() == 0);
}

Task<void> each_way_to_wait(Executor& engine, Scope& scope, int& cancelled) {
    scope.cancel();
    // Every suspension in a cancelled scope throws at once, and work is not begun.
    try {
        co_await engine.sleep(1h);
    } catch (const weir::Cancelled&) {
        ++cancelled;
    }
    try {
        co_await engine.yield();
    } catch (const weir::Cancelled&) {
        ++cancelled;
    }
    try {
        co_await engine.work(1h);
    } catch (const weir::Cancelled&) {
        ++cancelled;
    }
    bool ran = false;
    try {
        auto job = std::move_only_function<void()>{[&ran] { ran = true; }};
        co_await engine.blocking(1h, std::move(job));
    } catch (const weir::Cancelled&) {
        ++cancelled;
    }
    try {
        weir::check_cancelled();
    } catch (const weir::Cancelled&) {
        ++cancelled;
    }
    co_await weir::UntilCancelled{};
    CHECK(weir::cancel_requested());
    CHECK(!ran);
}

Task<void> in_cancelled_scope(Executor& engine, int& cancelled) {
    TaskGroup group{engine};
    group.spawn(each_way_to_wait(engine, group, cancelled));
    co_await group.join();
    CHECK(!weir::cancel_requested());  // it never reaches the parent
}

Task<void> sleep_long(Executor& engine, std::atomic<int>& ended) {
    try {
        co_await engine.sleep(1h);
    } catch (const weir::Cancelled&) {
        ++ended;
        throw;
    }
}

Task<void> cancel_sleepers(Executor& engine, std::atomic<int>& ended) {
    TaskGroup group{engine};
    for (int i = 0; i < 500; ++i) group.spawn(sleep_long(engine, ended));
    co_await engine.sleep(100us);  // some sleep, some have not begun
    group.cancel();
    co_await group.join();
}

class TestScope : public QObject {
    Q_OBJECT

private slots:
    void cleanup() { QCOMPARE(weir::frame_pool::live_frames(), 0); }

    void cancelling_reaches_exactly_the_subtree() {
        QVERIFY(rc::check([](const std::vector<std::uint8_t>& shape, std::uint8_t pick, std::uint8_t again) {
            std::vector<std::unique_ptr<Scope>> scopes;
            std::vector<std::size_t> parent{0};
            std::vector<std::unique_ptr<Probe>> probes;
            scopes.push_back(std::make_unique<Scope>(nullptr));
            for (const auto s : shape) {
                parent.push_back(s % scopes.size());
                scopes.push_back(std::make_unique<Scope>(scopes[parent.back()].get()));
            }
            for (auto& scope : scopes) probes.push_back(std::make_unique<Probe>(*scope));
            const auto below = [&](std::size_t i, std::size_t top) {
                while (i != top && i != 0) i = parent[i];
                return i == top;
            };
            const auto first = pick % scopes.size();
            const auto second = again % scopes.size();
            scopes[first]->cancel();
            scopes[second]->cancel();
            scopes[second]->cancel();  // idempotent
            for (std::size_t i = 0; i < scopes.size(); ++i) {
                const bool reached = below(i, first) || below(i, second);
                RC_ASSERT(scopes[i]->cancelled() == reached);
                RC_ASSERT(probes[i]->cancelled == (reached ? 1 : 0));
                // A scope made now is born cancelled, and takes no waiter, exactly where its parent is.
                Scope child{scopes[i].get()};
                RC_ASSERT(child.cancelled() == reached);
                RC_ASSERT(Probe{child}.attached == !reached);
            }
            probes.clear();
            while (!scopes.empty()) scopes.pop_back();
        }));
    }

    void a_report_lists_those_that_wait_in_the_subtree() {
        Scope root{nullptr};
        Scope child{&root};
        Scope other{&root};
        Scope grandchild{&child};
        Probe a{root};
        Probe b{child};
        Probe c{grandchild};
        Probe d{other};
        d.state = Waiter::State::granted;  // about to go on
        int count = 0;
        root.for_each_waiter([&](const Waiter&) { ++count; });
        QCOMPARE(count, 3);
        child.for_each_waiter([&](const Waiter& w) { count += &w == &b || &w == &c ? 10 : 100; });
        QCOMPARE(count, 23);
    }

    void a_hundred_thousand_scopes_do_not_recurse_data() {
        QTest::addColumn<int>("fan_out");
        QTest::newRow("a chain") << 1;
        QTest::newRow("a broad tree") << 10;
        QTest::newRow("all below one") << 100'000;
    }
    void a_hundred_thousand_scopes_do_not_recurse() {
        QFETCH(int, fan_out);
        constexpr std::size_t count = 100'000;
        std::vector<std::unique_ptr<Scope>> scopes;
        scopes.push_back(std::make_unique<Scope>(nullptr));
        for (std::size_t i = 0; i < count; ++i)
            scopes.push_back(std::make_unique<Scope>(scopes[i / static_cast<std::size_t>(fan_out)].get()));
        auto probe = std::make_unique<Probe>(*scopes.back());
        int waiters = 0;
        scopes.front()->for_each_waiter([&](const Waiter&) { ++waiters; });
        QCOMPARE(waiters, 1);
        scopes.front()->cancel();
        QVERIFY(std::ranges::all_of(scopes, [](const auto& s) { return s->cancelled(); }));
        QCOMPARE(probe->cancelled, 1);
        probe.reset();
        while (!scopes.empty()) scopes.pop_back();  // children before their parents
    }

    void scopes_may_go_in_any_order_below_their_parent() {
        Scope root{nullptr};
        std::vector<std::unique_ptr<Scope>> scopes;
        for (int i = 0; i < 100'000; ++i) scopes.push_back(std::make_unique<Scope>(&root));
        // Oldest first, then every third, then the rest: each unlinks itself at once.
        for (std::size_t i = 0; i < 50'000; ++i) scopes[i].reset();
        for (std::size_t i = 50'000; i < 100'000; i += 3) scopes[i].reset();
        root.cancel();
        for (const auto& scope : scopes)
            if (scope) QVERIFY(scope->cancelled());
        scopes.clear();
    }

    void destroying_a_scope_with_a_child_ends_the_program() {
        const pid_t child = fork();
        if (child == 0) {
            ::close(STDERR_FILENO);
            auto scope = std::make_unique<Scope>(nullptr);
            const Scope below{scope.get()};
            scope.reset();
            _exit(0);
        }
        int status = 0;
        waitpid(child, &status, 0);
        QVERIFY(!WIFEXITED(status) || WEXITSTATUS(status) != 0);
    }

    void every_await_in_a_cancelled_scope_throws_data() { engines::rows(); }
    void every_await_in_a_cancelled_scope_throws() {
        Engine engine;
        int cancelled = 0;
        engine.run(in_cancelled_scope(*engine, cancelled));
        QCOMPARE(cancelled, 5);
    }

    void tasks_nested_a_hundred_thousand_deep_are_cancelled_data() { engines::rows(); }
    void tasks_nested_a_hundred_thousand_deep_are_cancelled() {
        Engine engine;
        std::atomic<int> ended{0};
        engine.run(deep(*engine, 100'000, ended));
        QCOMPARE(ended.load(), 100'001);
    }

    void a_hundred_thousand_tasks_side_by_side_are_cancelled_data() { engines::rows(); }
    void a_hundred_thousand_tasks_side_by_side_are_cancelled() {
        Engine engine;
        std::atomic<int> ended{0};
        engine.run(wide(*engine, 100'000, ended));
        QCOMPARE(ended.load(), 100'000);
    }

    void sleepers_are_cancelled_whenever_that_comes_data() { engines::rows(); }
    void sleepers_are_cancelled_whenever_that_comes() {
        Engine engine;
        for (int i = 0; i < 20; ++i) {
            std::atomic<int> ended{0};
            engine.run(cancel_sleepers(*engine, ended));
            QCOMPARE(ended.load(), 500);
        }
    }
};

}  // namespace test_scope

WEIR_TEST(test_scope, TestScope)
#include "test_scope.moc"
