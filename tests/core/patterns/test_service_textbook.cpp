// What a call allocates beside its coroutine frames: the textbook form a box, the production form nothing, by whatever
// dispatch.
#include <QTest>

#include "core/patterns/textbook/service.h"
#include "core/runtime/frame_pool.h"
#include "core/runtime/simulation.h"
#include "service_kit.h"
#include "tests/program.h"

namespace test_service_textbook {

using namespace service_kit;
using AllStacks = Stacks<Layers>;

class TestServiceTextbook : public QObject {
    Q_OBJECT

private slots:
    void a_box_a_call() {
        weir::Simulation engine{weir::SimulationOptions{}};
        Scripted scripted{engine};
        weir::patterns::textbook::Boxed<Call, int, Scripted> boxed{scripted};
        Call call;
        const int frames = engine.run(allocated([&] { return plain(scripted, call); }));
        const int all = engine.run(allocated([&] { return unboxed(boxed, call); }));
        QCOMPARE(all - frames, calls_counted);
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
        const int all =
            engine.run(allocated([&] { return stack.call(static_cast<service::Dispatch>(dispatch), call); }));
        // Frames come from a pool, save under sanitizers: those of two layers, the bottom and the service.
        QCOMPARE(all, weir::frame_pool::detail::pooled ? 0 : 4 * calls_counted);
    }
};

}  // namespace test_service_textbook

WEIR_TEST(test_service_textbook, TestServiceTextbook)
#include "test_service_textbook.moc"
