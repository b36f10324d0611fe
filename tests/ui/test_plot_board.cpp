// The plots as their user meets them: they follow a run, keep to what the history says, and stand still when told to.
#include <QApplication>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>
#include <cmath>

#include "core/labs/lab.h"
#include "tests/program.h"
#include "ui/plots/plot_axes.h"
#include "ui/plots/plot_board.h"
#include "ui/plots/time_plot.h"

namespace test_plot_board {

using namespace weir;
using namespace weir::ui;

const labs::LabInfo& breaker() { return *labs::find_lab("circuit-breaker"); }

constexpr double period_s = 0.05;

labs::Sample sample_at(double t_s, std::uint64_t offered, double queue, std::uint8_t phase = 0) {
    labs::Sample s;
    s.t_s = t_s;
    s.totals.assign(7 + breaker().own_totals.size(), 0);
    s.totals[0] = offered;
    s.totals[1] = offered;
    s.gauges.assign(breaker().gauges.size(), 0);
    s.gauges[0] = queue;
    s.phase = phase;
    return s;
}

/// A board with a history of its own; time goes on by `feed`.
struct Fixture {
    labs::Parameters parameters{breaker().parameters};
    labs::History history{400};
    PlotBoard board{breaker(), dark_theme()};
    std::uint64_t offered = 0;
    int fed = 0;

    Fixture() {
        board.setParameters(&parameters);
        board.resize(900, 320);
        board.show();
    }
    double now_s() const { return fed * period_s; }
    void feed(int samples, double queue = 5) {
        for (int i = 0; i < samples; ++i) history.add(sample_at(++fed * period_s, offered += 10, queue));
        board.refresh(history, now_s());
    }
    TimePlot& plot(std::size_t i) { return *qobject_cast<TimePlot*>(board.plot(i)); }
};

void turn_wheel(QWidget& canvas, int steps) {
    const QPointF at{canvas.width() / 2.0, canvas.height() / 2.0};
    QWheelEvent event{
        at, canvas.mapToGlobal(at), {}, {0, steps * 120}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false};
    QApplication::sendEvent(&canvas, &event);
}

class TestPlotBoard final : public QObject {
    Q_OBJECT
private slots:
    void there_is_a_plot_for_each_the_lab_names() {
        Fixture f;
        QCOMPARE(f.board.plotCount(), breaker().plots.size());
        for (std::size_t i = 0; i < f.board.plotCount(); ++i) {
            QCOMPARE(f.plot(i).accessibleName(), QString::fromStdString(breaker().plots[i].title));
            QVERIFY(f.plot(i).canvas()->accessibleName().contains(f.plot(i).accessibleName()));
        }
    }

    void refresh_adds_what_is_new_once() {
        Fixture f;
        f.feed(20);
        QCOMPARE(f.plot(0).points(), 20U);
        f.board.refresh(f.history, f.now_s());
        QCOMPARE(f.plot(0).points(), 20U);
        f.feed(1);
        for (std::size_t i = 0; i < f.board.plotCount(); ++i) QCOMPARE(f.plot(i).points(), 21U);
    }

    void plots_are_drawn_in_turn_and_hold_everything_new() {
        Fixture f;
        f.feed(1200);
        const auto drawn = [&] {
            std::size_t n = 0;
            for (std::size_t i = 0; i < f.board.plotCount(); ++i)
                if (f.plot(i).shownTo() == f.now_s()) ++n;
            return n;
        };
        const auto all = f.board.plotCount();
        QCOMPARE(drawn(), all);
        for (int i = 0; i < 3; ++i) {
            // A period is half a pixel: two plots at a time keep all within one. No time at all: one plot.
            f.history.add(sample_at(++f.fed * period_s, f.offered += 10, 5));
            f.board.refresh(f.history, f.now_s(), PlotBoard::Share::some);
            QCOMPARE(drawn(), all / 2);
            for (std::size_t more = all / 2 + 1; more <= all; ++more) {
                f.board.refresh(f.history, f.now_s(), PlotBoard::Share::some);
                QCOMPARE(drawn(), more);
            }
            for (std::size_t k = 0; k < all; ++k) QCOMPARE(f.plot(k).times().back(), f.now_s());
        }
    }

    void what_comes_into_a_view_that_stands_still_is_drawn() {
        Fixture f;
        f.feed(100, 5);
        f.board.showAll();  // 30 s
        QVERIFY(!f.board.following());
        const double before = f.plot(0).maximum();
        for (int i = 0; i < 8; ++i) {
            f.history.add(sample_at(++f.fed * period_s, f.offered += 100'000, 5000));
            f.board.refresh(f.history, f.now_s(), PlotBoard::Share::some);
        }
        QVERIFY(f.plot(0).maximum() > 10 * before);
        QVERIFY(f.plot(0).shownTo() > f.now_s());  // the view is where it was
    }

    void a_plot_that_is_hidden_takes_no_turn() {
        Fixture f;
        f.feed(1200);
        for (std::size_t i = 0; i < f.board.plotCount(); ++i) f.plot(i).setVisible(i == 1);
        const double before_s = f.now_s();
        for (int i = 0; i < 3; ++i) {
            ++f.fed;
            f.board.refresh(f.history, f.now_s(), PlotBoard::Share::some);
            QCOMPARE(f.plot(1).shownTo(), f.now_s());
        }
        QCOMPARE(f.plot(0).shownTo(), before_s);
        f.plot(1).hide();  // nothing to draw: nor does it look for it for ever
        f.board.refresh(f.history, f.now_s(), PlotBoard::Share::some);
        for (std::size_t i = 0; i < f.board.plotCount(); ++i) f.plot(i).show();
        f.board.refresh(f.history, f.now_s());
        for (std::size_t i = 0; i < f.board.plotCount(); ++i) QCOMPARE(f.plot(i).shownTo(), f.now_s());
    }

    void a_thinned_history_is_drawn_anew() {
        Fixture f;
        f.feed(399);
        const auto revision = f.history.revision();
        f.feed(50);
        QVERIFY(f.history.revision() != revision);
        QCOMPARE(f.plot(0).points(), f.history.size());
    }

    void a_new_run_begins_empty() {
        Fixture f;
        f.feed(50);
        f.board.pinChange({1, 0, 100, 200});
        f.board.zoom(2);
        f.board.clear();
        for (std::size_t i = 0; i < f.board.plotCount(); ++i) {
            QCOMPARE(f.plot(i).points(), 0U);
            QCOMPARE(f.plot(i).pinCount(), 0U);
        }
        QVERIFY(f.board.following());
        f.history.clear();
        f.fed = 0;
        f.feed(3);
        QCOMPARE(f.plot(0).points(), 3U);
    }

    void the_legend_hides_and_shows_its_series() {
        Fixture f;
        auto* button = f.plot(0).legend()[1];
        QVERIFY(f.plot(0).seriesShown(1));
        QTest::mouseClick(button, Qt::LeftButton);
        QVERIFY(!f.plot(0).seriesShown(1));
        QVERIFY(f.plot(0).seriesShown(0));
        button->setFocus();
        QTest::keyClick(button, Qt::Key_Space);
        QVERIFY(f.plot(0).seriesShown(1));
    }

    void a_narrow_plot_keeps_its_legend_as_marks() {
        Fixture f;
        f.board.resize(1200, 320);
        f.feed(1);
        const auto* button = f.plot(0).legend()[0];
        QTRY_COMPARE(button->text(), QStringLiteral("offered"));
        f.board.resize(500, 320);
        QTRY_VERIFY(button->text().isEmpty());
        QVERIFY(button->toolTip().contains(QStringLiteral("offered")));
        QCOMPARE(f.board.width(), 500);
        QVERIFY(std::abs(f.plot(0).width() - f.plot(1).width()) <= 1);
    }

    void a_limit_without_room_for_words_keeps_its_value() {
        Fixture f;
        f.board.resize(1200, 320);
        f.feed(1);
        const auto* threshold = f.plot(3).legend()[2];
        QTRY_COMPARE(threshold->text(), QStringLiteral("threshold 50"));
        f.board.resize(640, 320);
        QTRY_COMPARE(threshold->text(), QStringLiteral("50"));
        QVERIFY(threshold->toolTip().contains(QStringLiteral("threshold 50")));
    }

    void a_hidden_series_shows_it_without_words() {
        Fixture f;
        f.board.resize(500, 320);
        f.feed(1);
        auto* button = f.plot(0).legend()[1];
        QTRY_VERIFY(button->text().isEmpty());
        const auto shown = button->grab().toImage();
        button->setChecked(false);
        QVERIFY(button->grab().toImage() != shown);
    }

    void the_legend_says_the_limit_of_now() {
        Fixture f;
        f.feed(1);
        const auto capacity = *f.parameters.find("queue.capacity");
        f.parameters.set(capacity, 48);
        f.board.refresh(f.history, f.now_s());
        QCOMPARE(f.plot(1).legend().back()->text(), QStringLiteral("capacity 48"));
        QVERIFY(f.plot(1).maximum() >= 48);
    }

    void a_limit_is_hidden_while_it_limits_nothing() {
        Fixture f;
        f.board.resize(1400, 320);
        const auto set = [&](const char* id, double value) {
            f.parameters.set(*f.parameters.find(id), value);
            f.feed(1);
        };
        const auto* slow = f.plot(3).legend().back();
        f.feed(1);
        QVERIFY(slow->isHidden());
        set("breaker.slow_call", 80);  // at 100 %: when all calls were slow
        QVERIFY(!slow->isHidden());
        QTRY_COMPARE(slow->text(), QStringLiteral("slow threshold 100"));
        set("breaker.failure_threshold", 100);
        QVERIFY(!f.plot(3).legend()[2]->isHidden());
        QVERIFY(f.plot(3).maximum() > 100);
        set("breaker.slow_call", 0);
        QVERIFY(slow->isHidden());
    }

    void a_limit_far_above_the_data_does_not_press_it_flat() {
        Fixture f;
        f.parameters.set(*f.parameters.find("queue.capacity"), 1000);
        f.feed(20, 5);
        QVERIFY(f.plot(1).maximum() < 100);
        f.feed(20, 150);
        QVERIFY(f.plot(1).maximum() >= 1000);
    }

    void the_wheel_stops_following_and_follow_returns() {
        Fixture f;
        f.feed(100);
        QSignalSpy changed{&f.board, &PlotBoard::followingChanged};
        turn_wheel(*f.plot(2).canvas(), 1);
        QVERIFY(!f.board.following());
        f.board.follow();
        QVERIFY(f.board.following());
        QCOMPARE(changed.count(), 2);
        QCOMPARE(changed[0][0].toBool(), false);
        QCOMPARE(changed[1][0].toBool(), true);
    }

    void dragging_and_arrow_keys_stop_following() {
        Fixture f;
        f.feed(100);
        auto* canvas = f.plot(0).canvas();
        QTest::mousePress(canvas, Qt::LeftButton, {}, {200, 30});
        QTest::mouseMove(canvas, {150, 30});
        QTest::mouseRelease(canvas, Qt::LeftButton, {}, {150, 30});
        QVERIFY(!f.board.following());
        f.board.follow();
        QTest::keyClick(canvas, Qt::Key_Left);
        QVERIFY(!f.board.following());
    }

    void the_crosshair_is_in_all_plots_until_the_pointer_leaves() {
        Fixture f;
        f.feed(100);
        QTest::mouseMove(f.plot(0).canvas(), {60, 30});
        for (std::size_t i = 0; i < f.board.plotCount(); ++i) QVERIFY(f.plot(i).cursorShown());
        QTest::mouseMove(f.plot(0).canvas(), {10, 30});  // the axis's labels
        for (std::size_t i = 0; i < f.board.plotCount(); ++i) QVERIFY(!f.plot(i).cursorShown());
        QTest::mouseMove(f.plot(0).canvas(), {60, 30});
        QVERIFY(f.plot(0).cursorShown());
        QEvent leave{QEvent::Leave};
        QApplication::sendEvent(f.plot(0).canvas(), &leave);
        for (std::size_t i = 0; i < f.board.plotCount(); ++i) QVERIFY(!f.plot(i).cursorShown());
    }

    void the_crosshair_names_the_phase_of_its_time() {
        Fixture f;
        f.feed(20);
        f.history.add(sample_at(1.1, 300, 5, 2));
        f.board.refresh(f.history, 1.1);
        f.plot(1).setCursor(1.05);
        QCOMPARE(f.plot(1).cursorWords(), QStringLiteral("1.1 s · half-open\nqueue 5.0"));
        f.plot(1).setCursor(0.5);
        QCOMPARE(f.plot(1).cursorWords(), QStringLiteral("0.5 s\nqueue 5.0"));
        // The changes there, too, whether or not their labels have room.
        f.board.pinChange({0.5, 0, 100, 200});
        f.board.pinChange({0.51, 0, 200, 300});
        f.plot(1).setCursor(0.5);
        for (const char* change : {"100 → 200", "200 → 300"})
            QVERIFY(f.plot(1).cursorWords().contains(QString::fromUtf8(change)));
    }

    void a_double_click_asks_for_the_whole_window() {
        Fixture f;
        QSignalSpy asked{&f.board, &PlotBoard::maximiseRequested};
        QTest::mouseDClick(f.plot(1).canvas(), Qt::LeftButton);
        QTest::keyClick(f.plot(1).canvas(), Qt::Key_Return);
        QCOMPARE(asked.count(), 2);
        QCOMPARE(asked[0][0].value<QWidget*>(), f.board.plot(1));
    }

    void no_change_of_a_long_run_goes_unpinned() {
        Fixture f;
        constexpr std::size_t most = 100;
        f.board.pinChange({1, 0, 100, 200});  // alone for a long time
        for (int i = 0; i < 99; ++i) f.board.pinChange({60.0 + i, 0, 100, 200});
        QCOMPARE(f.plot(0).pinCount(), most);
        for (int i = 0; i < 900; ++i) f.board.pinChange({200.0 + i, 0, 300, 400.0 + i});
        for (const std::size_t i : {0U, 3U}) {
            QCOMPARE(f.plot(i).pinCount(), most);
            QCOMPARE(f.plot(i).pinnedChanges(), 1000U);
        }
        f.feed(25'000);
        const auto told_at = [&](double t_s) {
            f.plot(1).setCursor(t_s);
            return f.plot(1).cursorWords();
        };
        QVERIFY2(told_at(1).contains(QStringLiteral("\narrival rate 100 → 200 /s")), qPrintable(told_at(1)));
        QVERIFY2(told_at(70).contains(QStringLiteral(" changes, the last: arrival rate 100 → 200")),
                 qPrintable(told_at(70)));
        QVERIFY2(told_at(1099).contains(QStringLiteral("\narrival rate 300 → 1299 /s")), qPrintable(told_at(1099)));
    }

    void a_drag_is_one_pin_from_where_it_began() {
        Fixture f;
        for (int i = 0; i < 60; ++i) f.board.pinChange({i * 0.1, 0, 100.0 + i, 101.0 + i}, 0.5);
        QCOMPARE(f.plot(0).pinCount(), 1U);
        f.board.pinChange({6.5, 0, 160, 170}, 0.5);  // after a rest
        f.board.pinChange({6.6, 1, 1, 2}, 0.5);      // another parameter
        QCOMPARE(f.plot(0).pinCount(), 3U);
    }

    void a_thinning_draws_its_part_anew_and_leaves_the_rest() {
        Fixture f;
        f.feed(399);
        f.feed(50);
        QVERIFY(f.history.thinned() > 0);
        const auto samples = f.history.samples();
        const auto times = f.plot(0).times();
        QCOMPARE(times.size(), samples.size());
        for (std::size_t i = 0; i < times.size(); ++i) QCOMPARE(times[i], samples[i].t_s);
        // The same as a board that draws all of it at once.
        PlotBoard other{breaker(), dark_theme()};
        other.refresh(f.history, f.now_s());
        const auto& whole = *qobject_cast<TimePlot*>(other.plot(0));
        QCOMPARE(whole.times(), times);
        QCOMPARE(whole.maximum(), f.plot(0).maximum());
    }

    void the_value_axis_grows_at_once_and_shrinks_little_by_little() {
        Fixture f;
        f.parameters.set(*f.parameters.find("queue.capacity"), 10000);
        f.feed(10, 900);
        const double high = f.plot(1).maximum();
        QVERIFY(high >= 900);
        f.feed(390, 5);
        f.feed(1000, 5);
        const double after_one = f.plot(1).maximum();
        for (int i = 0; i < 60; ++i) f.feed(1, 5);
        QVERIFY(after_one > f.plot(1).maximum());
        QCOMPARE(f.plot(1).maximum(), round_maximum(5 * 1.02));
    }
};

}  // namespace test_plot_board

WEIR_TEST(test_plot_board, TestPlotBoard)
#include "test_plot_board.moc"
