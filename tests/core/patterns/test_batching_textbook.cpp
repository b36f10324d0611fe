// Each defect of the textbook batcher with the shortest course of events that shows it; the production batcher goes
// through the same events without it. And where the textbook form is right, it does what tutorials say.
#include <QTest>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/patterns/batching.h"
#include "core/patterns/textbook/batching.h"
#include "core/runtime/frame_pool.h"
#include "core/runtime/group.h"
#include "core/runtime/simulation.h"
#include "tests/program.h"

namespace test_batching_textbook {

using namespace std::chrono_literals;
using weir::Duration;
using weir::Executor;
using weir::Simulation;
using weir::Task;
using weir::TaskGroup;
namespace batching = weir::patterns::batching;
namespace textbook = weir::patterns::textbook;

using Production = weir::patterns::Batcher<int, int>;
using Textbook = textbook::Batcher<int, int>;

struct Submit {
    int at_ms;
    int item;
};

/// What happened: a word a departure, "12@30" items 1 and 2 at 30 ms, then a word an item that came to no good,
/// "3:lost".
template <class Batcher>
Task<std::string> course_of(Executor& engine, const batching::Config& config, int handling_ms,
                            std::vector<Submit> submits) {
    TaskGroup home{engine};
    TaskGroup callers{engine};
    std::string course;
    std::map<int, std::string> ends;
    auto handler = [&](std::span<const int> items) -> Task<std::vector<int>> {
        co_await engine.sleep(Duration(1ms) * handling_ms);
        if (items.front() == 9) throw std::runtime_error("nine");
        co_return std::vector<int>(items.size());
    };
    auto on_departure = [&](const batching::Departure& d, std::span<const int> items) {
        course += course.empty() ? "" : " ";
        for (const int i : items) course += std::to_string(i);
        course += "@" + std::to_string(d.at.time_since_epoch() / 1ms);
    };
    Batcher batcher{engine, home, config, handler, on_departure};
    const auto caller = [](Batcher& to, int item, std::map<int, std::string>& told) -> Task<void> {
        try {
            co_await to.submit(item);
        } catch (const batching::Rejected&) {
            told[item] = ":rejected";
        } catch (const textbook::Lost&) {
            told[item] = ":lost";
        } catch (const std::runtime_error&) {
            told[item] = ":failed";
        }
    };
    for (const auto& [at_ms, item] : submits) {
        co_await engine.sleep_until(weir::Time{} + Duration(1ms) * at_ms);
        callers.spawn(caller(batcher, item, ends));
    }
    co_await callers.join();
    batcher.close();
    co_await home.join();
    for (const auto& [item, end] : ends) course += " " + std::to_string(item) + end;
    co_return course;
}

template <class Batcher>
QString course(const batching::Config& config, int handling_ms, const std::vector<Submit>& submits) {
    Simulation engine;
    return QString::fromStdString(engine.run(course_of<Batcher>(engine, config, handling_ms, submits)));
}

batching::Config small(std::size_t capacity = 100) {
    batching::Config c;
    c.size = 3;
    c.linger = 10ms;
    c.in_flight = 2;
    c.capacity = capacity;
    return c;
}

class TestBatchingTextbook : public QObject {
    Q_OBJECT

private slots:
    void cleanup() { QCOMPARE(weir::frame_pool::live_frames(), 0); }

    void its_timer_runs_free() {
        // The second comes a millisecond before the third, and the tick in between.
        const std::vector<Submit> submits{{19, 1}, {21, 2}};
        QCOMPARE(course<Textbook>(small(), 1, submits), QStringLiteral("1@20 2@30"));
        QCOMPARE(course<Production>(small(), 1, submits), QStringLiteral("12@29"));
    }

    void its_intake_stalls_while_a_batch_is_handled() {
        const std::vector<Submit> submits{{1, 1}, {2, 2}, {3, 3}, {4, 4}, {5, 5}, {6, 6}, {7, 7}};
        QCOMPARE(course<Textbook>(small(3), 50, submits), QStringLiteral("123@3 456@53 7:rejected"));
        QCOMPARE(course<Production>(small(3), 50, submits), QStringLiteral("123@3 456@6 7@53"));
    }

    void ticks_it_missed_cut_tiny_batches() {
        // Three in 30 ms would make a full batch; the ticks at 10, 20 and 30 cut them apart, long after.
        auto config = small();
        config.in_flight = 1;
        const std::vector<Submit> submits{{1, 1}, {2, 2}, {3, 3}, {8, 4}, {18, 5}, {28, 6}};
        QCOMPARE(course<Textbook>(config, 40, submits), QStringLiteral("123@3 4@43 5@83 6@123"));
        QCOMPARE(course<Production>(config, 40, submits), QStringLiteral("123@3 456@43"));
    }

    void a_throw_loses_items_it_had_accepted() {
        const std::vector<Submit> submits{{1, 9}, {2, 2}, {3, 3}, {4, 4}, {50, 5}};
        QCOMPARE(course<Textbook>(small(), 20, submits),
                 QStringLiteral("923@3 2:failed 3:failed 4:lost 5:rejected 9:failed"));
        QCOMPARE(course<Production>(small(), 20, submits),
                 QStringLiteral("923@3 4@14 5@60 2:failed 3:failed 9:failed"));
    }

    void undisturbed_it_does_what_tutorials_say() {
        QCOMPARE(course<Textbook>(small(), 1, {{1, 1}, {2, 2}, {3, 3}, {15, 4}, {16, 5}}),
                 QStringLiteral("123@3 45@20"));
        auto config = small(2);  // holds fewer than make a batch full: the tick sends them
        QCOMPARE(course<Textbook>(config, 1, {{1, 1}, {2, 2}, {3, 3}}), QStringLiteral("12@10 3:rejected"));
        config = small();
        config.linger = 0ns;  // ticks as often as it may
        QCOMPARE(course<Textbook>(config, 1, {{1, 1}, {3, 2}}), QStringLiteral("1@1 2@3"));
    }
};

}  // namespace test_batching_textbook

WEIR_TEST(test_batching_textbook, TestBatchingTextbook)
#include "test_batching_textbook.moc"
