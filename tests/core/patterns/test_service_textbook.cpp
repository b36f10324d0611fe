// What a call allocates beside its coroutine frames: the textbook form a box, the production form nothing, by whatever
// dispatch.
#include <QTest>
#include <cstdlib>
#include <memory>
#include <new>
#include <utility>

#include "core/patterns/textbook/service.h"
#include "core/runtime/frame_pool.h"
#include "core/runtime/simulation.h"
#include "service_kit.h"

using namespace service_kit;
using AllStacks = Stacks<Layers>;

namespace {

constinit thread_local int allocations = 0;  // Qt Test has threads of its own

}  // namespace

void* operator new(std::size_t size) {
    ++allocations;
    if (void* const memory = std::malloc(size)) return memory;
    throw std::bad_alloc{};
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace {

constexpr int calls = 100;

/// Of so many calls, once their frames have been allocated before.
template <class Answer>
Task<int> counted(Answer answer) {
    int before = 0;
    for (int i = -1; i < calls; ++i) {
        if (i == 0) before = allocations;
        auto answering = answer();
        static_cast<void>(co_await std::move(answering));
    }
    co_return allocations - before;
}

/// The box must live while what is in it runs.
Task<service::Reply<int>> unboxed(weir::patterns::textbook::Service<Call, int>& boxed, Call& call) {
    auto box = boxed.call(call);
    co_return co_await std::move(*box);
}
Task<service::Reply<int>> plain(const Scripted& scripted, Call& call) {
    auto answering = scripted(call);
    co_return co_await std::move(answering);
}

}  // namespace

class TestServiceTextbook : public QObject {
    Q_OBJECT

private slots:
    void a_box_a_call() {
        weir::Simulation engine{weir::SimulationOptions{}};
        Scripted scripted{engine};
        weir::patterns::textbook::Boxed<Call, int, Scripted> boxed{scripted};
        Call call;
        const int frames = engine.run(counted([&] { return plain(scripted, call); }));
        const int all = engine.run(counted([&] { return unboxed(boxed, call); }));
        QCOMPARE(all - frames, calls);
    }

    void a_stack_allocates_nothing_but_frames_data() {
        QTest::addColumn<int>("dispatch");
        QTest::newRow("static") << static_cast<int>(service::Dispatch::statically);
        QTest::newRow("virtual") << static_cast<int>(service::Dispatch::virtually);
        QTest::newRow("type-erased") << static_cast<int>(service::Dispatch::erased);
    }
    void a_stack_allocates_nothing_but_frames() {
        QFETCH(int, dispatch);
        weir::Simulation engine{weir::SimulationOptions{}};
        Scripted scripted{engine};
        service::ConcurrencyLimit concurrency{1, 1};
        service::Breaker breaker{engine, {}};
        AllStacks stack{scripted};
        stack.wrap(concurrency);
        stack.wrap(breaker);
        Call call;
        const int all = engine.run(counted([&] { return stack.call(static_cast<service::Dispatch>(dispatch), call); }));
        // Frames come from a pool, save under sanitizers: those of two layers, the bottom and the service.
        QCOMPARE(all, weir::frame_pool::detail::pooled ? 0 : 4 * calls);
    }
};

QTEST_APPLESS_MAIN(TestServiceTextbook)
#include "test_service_textbook.moc"
