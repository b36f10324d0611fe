// Figures are measured as the series say, and a goal is reached when its conditions have held together for long enough.
#include <QTest>
#include <cmath>

#include "core/scenario/figures.h"
#include "tests/core/scenario/fake_lab.h"
#include "tests/program.h"

namespace test_figures {

using namespace weir::labs;
using namespace weir::scenario;

const LabInfo lab = weir::labs::testing::fake_lab();

/// Ten samples a second from 0: 10 items offered a second in the first 5 s and 30 in the next, of which so many fail.
History run_of(double seconds, double failed_share) {
    History history;
    double offered = 0;
    for (int i = 0; i <= static_cast<int>(seconds * 10); ++i) {
        Sample sample;
        sample.t_s = i / 10.0;
        sample.totals.assign(7, 0);
        if (i > 0) offered += sample.t_s <= 5 ? 1 : 3;
        sample.totals[0] = static_cast<std::uint64_t>(offered);
        sample.totals[2] = static_cast<std::uint64_t>(std::floor(offered * failed_share));
        sample.totals[1] = sample.totals[0] - sample.totals[2];
        sample.gauges = {i < 50 ? 2.0 : 4.0, 0.0};
        if (i > 0) {
            weir::metrics::Histogram latencies;
            latencies.record(i <= 50 ? 10'000'000 : 200'000'000);
            sample.latencies = latencies.take();
        }
        history.add(std::move(sample));
    }
    return history;
}

bool near(double value, double expected) { return std::abs(value - expected) <= 0.011 * expected; }

class TestFigures : public QObject {
    Q_OBJECT
private slots:
    void a_rate_is_what_was_counted_in_the_time() {
        const auto run = run_of(10, 0);
        QCOMPARE(value_of({"offered", ""}, lab, run, 0, 5), 10.0);
        QCOMPARE(value_of({"offered", ""}, lab, run, 5, 10), 30.0);
        QCOMPARE(value_of({"offered", ""}, lab, run, 0, 10), 20.0);
        QCOMPARE(value_of({"offered", ""}, lab, run, 4, 6), 20.0);
    }

    void a_gauge_is_the_mean_of_its_samples() {
        const auto run = run_of(10, 0);
        QCOMPARE(value_of({"queue", ""}, lab, run, 1, 4), 2.0);
        QCOMPARE(value_of({"queue", ""}, lab, run, 5, 9), 4.0);
        QVERIFY(near(value_of({"queue", ""}, lab, run, 0, 10), 3.02));
    }

    void a_percentile_is_of_all_items_of_the_time() {
        const auto run = run_of(10, 0);
        QVERIFY(near(value_of({"latency_p50", ""}, lab, run, 0, 5), 10));
        QVERIFY(near(value_of({"latency_p50", ""}, lab, run, 5, 10), 200));
        // 50 items of 10 ms, 5 of 200: a mean of percentiles would say something between.
        QVERIFY(near(value_of({"latency_p50", ""}, lab, run, 0, 5.5), 10));
        QVERIFY(near(value_of({"latency_p95", ""}, lab, run, 0, 5.5), 200));
    }

    void a_share_is_in_per_cent() {
        const auto run = run_of(10, 0.25);
        QVERIFY(near(value_of({"failed", "offered"}, lab, run, 0, 10), 25));
        QCOMPARE(unit_of({"failed", "offered"}, lab), "%");
        QCOMPARE(unit_of({"failed", ""}, lab), "/s");
    }

    void what_is_not_there_is_no_number() {
        const auto run = run_of(10, 0);
        QVERIFY(std::isnan(value_of({"queue", ""}, lab, run, 20, 30)));
        QVERIFY(std::isnan(value_of({"queue", ""}, lab, History{}, 0, 1)));
        QVERIFY(std::isnan(value_of({"completed", "failed"}, lab, run, 0, 10)));  // a share of nothing
        QVERIFY(!Bounds{}.hold(std::nan("")));
    }

    void a_goal_is_reached_after_its_time_and_stays_so() {
        const Goal goal{{{{"offered", ""}, {.at_least = 25}}, {{"queue", ""}, {.at_most = 5}}}, 3};
        GoalWatch watch{goal, lab};
        watch.look(run_of(5, 0));
        QVERIFY(!watch.reached());
        QCOMPARE(watch.held_s(), 0.0);
        // The second before shows more than 25 a second only from 5.8 s on.
        watch.look(run_of(8.6, 0));
        QVERIFY(!watch.reached());
        QVERIFY(std::abs(watch.held_s() - 2.9) < 0.001);
        watch.look(run_of(8.7, 0));
        QVERIFY(watch.reached());
        QCOMPARE(watch.values().at(0), 30.0);
        QCOMPARE(watch.values().at(1), 4.0);
    }

    void looking_often_or_once_is_the_same() {
        const Goal goal{{{{"offered", ""}, {.at_least = 25}}}, 3};
        GoalWatch often{goal, lab};
        for (int i = 0; i <= 100; ++i) often.look(run_of(i / 10.0, 0));
        GoalWatch once{goal, lab};
        once.look(run_of(10, 0));
        QCOMPARE(often.held_s(), once.held_s());
        QCOMPARE(often.reached(), once.reached());
    }

    void a_break_begins_the_time_anew() {
        const Goal goal{{{{"offered", ""}, {.at_most = 15}}}, 6};
        GoalWatch watch{goal, lab};
        watch.look(run_of(10, 0));
        QVERIFY(!watch.reached());
        QCOMPARE(watch.held_s(), 0.0);
        QCOMPARE(watch.values().at(0), 30.0);
    }

    void figures_read_well() {
        QCOMPARE(format_figure(0, ""), "0");
        QCOMPARE(format_figure(0.0004, "ms"), "0 ms");
        QCOMPARE(format_figure(0.1234, "ms"), "0.123 ms");
        QCOMPARE(format_figure(12.34, "/s"), "12.3/s");
        QCOMPARE(format_figure(99.96, "%"), "100 %");
        QCOMPARE(format_figure(200, "ms"), "200 ms");
        QCOMPARE(format_figure(-1234.5, ""), "-1235");
        QCOMPARE(format_figure(123456, "items"), "123456 items");
        QCOMPARE(format_figure(std::nan(""), "ms"), "–");
        QCOMPARE(words_of({{"failed", "offered"}, {.at_most = 1}}, lab), "failed / offered at most 1 %");
        QCOMPARE(words_of({{"completed", ""}, {.at_least = 10, .at_most = 20}}, lab),
                 "completed at least 10/s and at most 20/s");
    }
};

}  // namespace test_figures

WEIR_TEST(test_figures, TestFigures)
#include "test_figures.moc"
