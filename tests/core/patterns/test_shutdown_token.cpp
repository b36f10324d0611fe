// Cancellation tokens on both engines: how far a request goes, who wakes, and trees of any depth and width.
#include <QTest>
#include <algorithm>
#include <atomic>
#include <vector>

#include "core/patterns/shutdown_token.h"
#include "core/runtime/group.h"
#include "tests/core/engines.h"
#include "tests/program.h"

namespace test_shutdown_token {

using namespace std::chrono_literals;
using engines::Engine;
using weir::Executor;
using weir::Task;
using weir::TaskGroup;
using weir::patterns::CancellationToken;

constexpr int deep = 100'000;
Task<void> waits(CancellationToken token, std::atomic<int>& woken) {
    co_await token.wait();
    CHECK(token.cancelled());
    ++woken;
}

Task<void> wakes_those_below(Executor& engine) {
    const CancellationToken root;
    const auto left = root.child();
    const auto right = root.child();
    const auto leaf = left.child();
    std::atomic<int> woken{0};
    TaskGroup group{engine};
    for (const auto& token : {left, leaf, leaf}) group.spawn(waits(token, woken));
    TaskGroup others{engine};
    for (const auto& token : {root, right}) others.spawn(waits(token, woken));
    co_await engine.sleep(1ms);
    left.cancel();
    CHECK(left.cancelled() && leaf.cancelled() && !root.cancelled() && !right.cancelled());
    co_await group.join();
    CHECK(woken == 3);
    co_await waits(leaf.child(), woken);  // cancelled from the start
    others.cancel();                      // a wait cut short leaves nothing behind: root.cancel() finds nobody
    co_await others.join();
    root.cancel();
    CHECK(right.cancelled());
    CHECK(woken == 4);
    CHECK(group.failures().empty() && others.failures().empty());
}

/// Cancels the nodes of a chain, and makes and frees others beside it. Everything below a node is cancelled when its
/// cancel() returns, even if another task is on its way down from further up.
Task<void> cancels(const std::vector<CancellationToken>& chain, std::size_t first, std::size_t step) {
    for (auto i = chain.size() - 1 - first; i < chain.size(); i -= step) {
        const auto beside = chain[i].child().child();
        chain[i].cancel();
        CHECK(beside.cancelled());
        CHECK(chain.back().cancelled());
        for (auto j = i; j < chain.size(); j += 1 + j % 7) CHECK(chain[j].cancelled());
    }
    co_return;
}

Task<void> cancel_one_chain(Executor& engine) {
    std::vector<CancellationToken> chain(1);
    while (chain.size() < 400) chain.push_back(chain.back().child());
    TaskGroup group{engine};
    for (std::size_t i = 0; i < 4; ++i) group.spawn(cancels(chain, i * 3, 11 + i));
    co_await group.join();
}

class TestShutdownToken : public QObject {
    Q_OBJECT

private slots:
    void a_request_covers_the_subtree_and_wakes_it_data() { engines::rows(); }
    void a_request_covers_the_subtree_and_wakes_it() { on_engine(wakes_those_below); }
    void all_below_are_cancelled_when_cancel_returns_data() { engines::rows(); }
    void all_below_are_cancelled_when_cancel_returns() {
        for (int i = 0; i < 20; ++i) on_engine(cancel_one_chain);
    }

    void a_tree_may_be_as_deep_and_wide_as_memory_allows() {
        for (const bool wide : {false, true}) {
            std::vector<CancellationToken> nodes(1);
            while (nodes.size() < deep) nodes.push_back((wide ? nodes.front() : nodes.back()).child());
            nodes[1].cancel();
            QVERIFY(!nodes[0].cancelled());
            const auto cancelled = [](const CancellationToken& token) { return token.cancelled(); };
            const auto count = std::count_if(nodes.begin(), nodes.end(), cancelled);
            QCOMPARE(count, wide ? 1 : deep - 1);
            nodes.front().cancel();
            QVERIFY(std::all_of(nodes.begin(), nodes.end(), cancelled));
            const auto last = nodes.back();
            nodes.clear();
            QVERIFY(last.cancelled());  // which keeps all above it; they go with it, one by one
        }
    }

private:
    template <class F>
    static void on_engine(F what) {
        Engine engine;
        engine.run(what(*engine));
        QCOMPARE(engine->unobserved_failures(), std::uint64_t{0});
    }
};

}  // namespace test_shutdown_token

WEIR_TEST(test_shutdown_token, TestShutdownToken)
#include "test_shutdown_token.moc"
