// The clock of a real engine, read while others stop it and let it go on.
#include <QTest>
#include <atomic>
#include <thread>
#include <vector>

#include "core/runtime/pausable_clock.h"
#include "tests/program.h"

namespace test_pausable_clock {

using weir::PausableClock;
using weir::Time;

class TestPausableClock : public QObject {
    Q_OBJECT
private slots:
    void it_stands_still_and_goes_on_where_it_stood() {
        PausableClock clock{false};
        QVERIFY(!clock.stands());
        QVERIFY(!clock.resume());
        const auto before = clock.now();
        clock.pause();
        QVERIFY(clock.stands());
        const auto frozen = clock.now();
        QVERIFY(frozen >= before);
        std::this_thread::sleep_for(std::chrono::milliseconds{2});
        clock.pause();  // twice is once
        QCOMPARE(clock.now(), frozen);
        QVERIFY(clock.resume());
        QVERIFY(!clock.stands());
        QVERIFY(clock.now() >= frozen);
        QVERIFY(clock.now() < frozen + std::chrono::seconds{5});  // the pause is not in it
    }

    void it_never_goes_back_nor_ahead_of_where_it_is_stopped() {
        PausableClock clock{false};
        std::atomic<bool> end{false};
        std::atomic<int> went_back{0};
        std::atomic<std::int64_t> reads{0};
        std::atomic<int> moved_while_standing{0};
        {
            std::vector<std::jthread> threads;
            // More threads than processors, so that some lose theirs in the middle of reading or of stopping it.
            for (int t = 0; t < 4; ++t) {
                threads.emplace_back([&] {
                    Time last{};
                    while (!end) {
                        const auto now = clock.now();
                        if (now < last) ++went_back;
                        last = now;
                        ++reads;
                    }
                });
            }
            for (int round = 0; round < 300; ++round) {
                clock.pause();
                const auto frozen = clock.now();
                for (int i = 0; i < 50; ++i)
                    if (clock.now() != frozen) ++moved_while_standing;
                clock.resume();
                const auto enough = reads + 20;
                while (reads < enough) std::this_thread::yield();
            }
            end = true;
        }
        QCOMPARE(went_back.load(), 0);
        QCOMPARE(moved_while_standing.load(), 0);
    }
};

}  // namespace test_pausable_clock

WEIR_TEST(test_pausable_clock, TestPausableClock)
#include "test_pausable_clock.moc"
