// A paced simulation: it ends for good at its last time, and says why.
#include <QTest>
#include <atomic>
#include <semaphore>
#include <thread>

#include "core/runtime/group.h"
#include "core/runtime/pacer.h"
#include "tests/program.h"

namespace test_pacer {

using namespace std::chrono_literals;
using weir::Executor;
using weir::Pacer;
using weir::Simulation;
using weir::Task;
using weir::Time;

Task<void> tick(Executor& engine, int& ticks) {
    while (true) {
        co_await engine.sleep(1ms);
        ++ticks;
    }
}

/// A simulation that ticks every millisecond, for the life of the test.
struct Ticking {
    Ticking() { simulation.spawn_in(scope, tick(simulation, ticks)); }
    ~Ticking() {
        scope.cancel();
        simulation.run([](weir::Scope& s) -> Task<void> { co_await s.join(); }(scope));
    }
    Ticking(const Ticking&) = delete;
    Ticking& operator=(const Ticking&) = delete;

    Simulation simulation;
    weir::Scope scope{nullptr};
    int ticks = 0;
};

class TestPacer : public QObject {
    Q_OBJECT

private slots:
    void it_ends_for_good_at_its_last_time() {
        Ticking t;
        {
            Pacer pacer{t.simulation, Time{2s}, [] {}};
            pacer.advance_to(Time{1s});
            QCOMPARE(pacer.failure(), std::string());
            pacer.advance_to(Time{3s});
            QCOMPARE(pacer.failure(), std::string("no run is longer than 2 s"));
        }
        QCOMPARE(t.simulation.now(), Time{2s});
        QCOMPARE(t.ticks, 2000);
    }

    void running_ends_there_too() {
        Ticking t;
        {
            Pacer pacer{t.simulation, Time{2s}, [] {}};
            pacer.set_speed(1000);
            pacer.run();
            QVERIFY(QTest::qWaitFor([&] { return !pacer.failure().empty(); }, 60'000));
        }
        QCOMPARE(t.simulation.now(), Time{2s});
    }

    void what_was_posted_before_an_advance_runs_before_it() {
        Ticking t;
        Pacer pacer{t.simulation, Time{10s}, [] {}};
        std::binary_semaphore first_runs{0};
        std::binary_semaphore all_said{0};
        Time second_ran{-1s};
        pacer.post([&] {
            first_runs.release();
            all_said.acquire();
        });
        first_runs.acquire();
        // While the first is at work: another, and an advance after it.
        pacer.post([&] { second_ran = t.simulation.now(); });
        std::jthread advance{[&] { pacer.advance_to(Time{1s}); }};
        std::this_thread::sleep_for(20ms);  // long enough for it to have been asked for, as a rule
        all_said.release();
        advance.join();
        QCOMPARE(second_ran, Time{});
    }

    void what_is_posted_still_runs_after_the_end() {
        Ticking t;
        std::atomic<bool> ran{false};
        Pacer pacer{t.simulation, Time{1ms}, [] {}};
        pacer.advance_to(Time{1s});
        pacer.post([&] { ran = true; });
        QVERIFY(QTest::qWaitFor([&] { return ran.load(); }, 60'000));
    }
};

}  // namespace test_pacer

WEIR_TEST(test_pacer, TestPacer)
#include "test_pacer.moc"
