// The sliding window counts what it says: the last N calls, or the calls of the last T seconds.
#include <rapidcheck.h>

#include <QTest>
#include <array>
#include <tuple>
#include <vector>

#include "core/patterns/outcome_window.h"
#include "tests/program.h"

namespace test_outcome_window {

using namespace weir;
using namespace std::chrono_literals;
using patterns::OutcomeWindow;
using patterns::breaker::Outcome;
using patterns::breaker::Tally;
using Kind = OutcomeWindow::Kind;

Time at(Duration since_start) { return Time{since_start}; }

struct Recorded {
    Time time;
    bool failed;
    bool slow;
};

Tally tally_of(const std::vector<Recorded>& all, std::size_t first) {
    Tally sum;
    for (std::size_t i = first; i < all.size(); ++i) sum += {1, all[i].failed ? 1U : 0U, all[i].slow ? 1U : 0U};
    return sum;
}

/// Gap in ms, failed, slow.
using Step = std::tuple<int, bool, bool>;

rc::Gen<std::vector<Step>> steps(int longest_gap) {
    return rc::gen::container<std::vector<Step>>(
        rc::gen::tuple(rc::gen::inRange(0, longest_gap), rc::gen::arbitrary<bool>(), rc::gen::arbitrary<bool>()));
}

class TestOutcomeWindow : public QObject {
    Q_OBJECT

private slots:
    void an_empty_window_has_no_rate() {
        const OutcomeWindow window({Kind::count, 10, 1s});
        QCOMPARE(window.tally(at(5s)), Tally{});
        QCOMPARE(Tally{}.failure_rate(), 0.0);
    }

    void by_count_it_holds_the_newest_outcomes_however_it_is_resized() {
        QVERIFY(rc::check([] {
            const auto first = *rc::gen::inRange<std::size_t>(1, 50);
            const auto second = *rc::gen::inRange<std::size_t>(1, 50);
            const auto sequence = *steps(5);
            OutcomeWindow window({Kind::count, first, 1s});
            std::vector<Recorded> all;
            Time now{};
            std::size_t size = first;
            for (std::size_t i = 0; i < sequence.size(); ++i) {
                const auto& [gap, failed, slow] = sequence[i];
                now += std::chrono::milliseconds(gap);
                if (i == sequence.size() / 2) window.reshape({Kind::count, size = second, 1s});
                all.push_back({now, failed, slow});
                const Tally expected = tally_of(all, all.size() - std::min(all.size(), size));
                RC_ASSERT(window.record(failed, slow, now) == expected);
                RC_ASSERT(window.tally(now + 1h) == expected);
            }
        }));
    }

    void by_time_it_holds_the_young_and_never_the_old() {
        QVERIFY(rc::check([] {
            const Duration length = std::chrono::milliseconds(*rc::gen::inRange(1, 3000));
            const auto sequence = *steps(*rc::gen::element(3, 200, 4000));
            const Duration later = std::chrono::milliseconds(*rc::gen::inRange(0, 4000));
            OutcomeWindow window({Kind::time, 1, length});
            std::vector<Recorded> all;
            Time now{};
            const auto bounded = [&](const Tally& tally, Time when) {
                Tally least;
                Tally most;
                for (const auto& r : all) {
                    const Tally one{1, r.failed ? 1U : 0U, r.slow ? 1U : 0U};
                    // Bucket widths are whole nanoseconds, so 32 of them may fall 31 ns short of the length.
                    if (when - r.time < length - length / 32 - 64ns) least += one;
                    if (when - r.time < length) most += one;
                }
                return tally.calls >= least.calls && tally.calls <= most.calls && tally.failures >= least.failures &&
                       tally.failures <= most.failures && tally.slow >= least.slow && tally.slow <= most.slow;
            };
            for (const auto& [gap, failed, slow] : sequence) {
                now += std::chrono::milliseconds(gap);
                all.push_back({now, failed, slow});
                const Tally tally = window.record(failed, slow, now);
                RC_ASSERT(bounded(tally, now));
                RC_ASSERT(window.tally(now) == tally);
                RC_ASSERT(bounded(window.tally(now + later), now + later));
                RC_ASSERT(window.tally(now) == tally);  // looking ahead changed nothing
            }
        }));
    }

    void changing_the_kind_recounts_the_same_outcomes() {
        OutcomeWindow window({Kind::count, 4, 1s});
        for (int i = 0; i < 10; ++i) window.record(i % 2 == 0, i >= 8, at(i * 100ms));
        QCOMPARE(window.tally(at(1s)), (Tally{4, 2, 2}));
        // Of the calls at 0, 100, ... 900 ms those from 600 ms on are younger than 320 ms at 900 ms.
        window.reshape({Kind::time, 4, 320ms});
        QCOMPARE(window.tally(at(900ms)), (Tally{4, 2, 2}));
        window.reshape({Kind::time, 4, 640ms});
        QCOMPARE(window.tally(at(900ms)), (Tally{7, 3, 2}));
        window.reshape({Kind::count, 3, 640ms});
        QCOMPARE(window.tally(at(900ms)), (Tally{3, 1, 2}));
    }

    void a_change_under_load_keeps_the_newest_outcomes() {
        OutcomeWindow window({Kind::time, 20, 10s});
        for (int i = 0; i < 5000; ++i) window.record(i >= 4500, false, at(i * 1ms));
        QCOMPARE(window.tally(at(5s)).calls, 5000U);
        window.reshape({Kind::time, 20, 20s});
        QCOMPARE(window.tally(at(5s)), (Tally{OutcomeWindow::capacity, 500, 0}));
        window.reshape({Kind::count, 1000, 20s});
        QCOMPARE(window.tally(at(5s)), (Tally{1000, 500, 0}));
    }

    void an_earlier_time_counts_as_the_latest_seen() {
        OutcomeWindow window({Kind::time, 20, 1s});
        window.record(true, false, at(5s));
        QCOMPARE(window.record(true, false, at(3s)), (Tally{2, 2, 0}));
        QCOMPARE(window.tally(at(3s)), (Tally{2, 2, 0}));
        QCOMPARE(window.tally(at(6s)), Tally{});
    }

    void the_strip_shows_the_newest_outcomes_oldest_first() {
        OutcomeWindow window({Kind::count, 4, 1s});
        window.record(false, false, at(0s));
        window.record(true, false, at(1s));
        window.record(false, true, at(2s));
        window.record(true, true, at(3s));
        window.record(false, false, at(4s));
        std::array<Outcome, 3> small{};
        QCOMPARE(window.last(small, at(4s)), std::size_t{3});
        QCOMPARE(small, (std::array{Outcome::slow, Outcome::failure, Outcome::success}));
        std::array<Outcome, 8> large{};
        QCOMPARE(window.last(large, at(4s)), std::size_t{4});
        QCOMPARE(large[0], Outcome::failure);
        window.reshape({Kind::time, 4, 1500ms});
        QCOMPARE(window.last(large, at(4s)), std::size_t{2});
        QCOMPARE(window.last(large, at(10s)), std::size_t{0});
    }

    void clearing_forgets_everything() {
        for (const Kind kind : {Kind::count, Kind::time}) {
            OutcomeWindow window({kind, 4, 1s});
            window.record(true, true, at(0s));
            window.clear();
            QCOMPARE(window.tally(at(0s)), Tally{});
            QCOMPARE(window.record(false, false, at(1ms)), (Tally{1, 0, 0}));
        }
    }
};

}  // namespace test_outcome_window

WEIR_TEST(test_outcome_window, TestOutcomeWindow)
#include "test_outcome_window.moc"
