// What one run leaves to the next: resets, files, seeds and what is undone across them.
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include "core/labs/breaker_state.h"
#include "core/scenario/experiment_file.h"
#include "tests/program.h"
#include "tests/ui/eventually.h"
#include "ui/controls/control_panel.h"
#include "ui/controls/parameter_row.h"
#include "ui/diagrams/diagram.h"
#include "ui/plots/plot_board.h"
#include "ui/plots/time_plot.h"
#include "ui/run_bar.h"
#include "ui/status_bar.h"
#include "ui/window.h"

namespace test_window_runs {

using namespace weir;
using namespace weir::ui;

labs::Experiment breaker() {
    labs::Experiment e;
    e.lab = "circuit-breaker";
    e.engine = labs::EngineKind::virtual_time;
    e.seed = 7;
    return e;
}

/// A window whose run stands still, so that the test alone moves time.
WindowOptions still() { return {.remember = false, .dark = true, .running = false}; }

std::size_t index_of_id(Window& w, const char* id) { return *w.session().parameters().find(id); }
double engine_value(Window& w, const char* id) { return w.session().parameters().get(index_of_id(w, id)); }

void type(Window& w, const char* id, double value) {
    w.controls()->row(index_of_id(w, id))->findChild<QDoubleSpinBox*>()->setValue(value);
}

void advance(Window& w, double t_s) {
    w.session().advance_to(t_s);
    w.drawNow();
}

class TestWindowRuns final : public QObject {
    Q_OBJECT
private slots:
    void a_reset_in_the_middle_of_an_outage_ends_the_outage() {
        Window w{breaker(), still()};
        w.controls()->actionButtons().front()->click();
        advance(w, 1);
        QCOMPARE(engine_value(w, "fault.outage"), 1.0);
        w.resetRun();
        QCOMPARE(engine_value(w, "fault.outage"), 0.0);
        advance(w, 1);
        QCOMPARE(engine_value(w, "fault.outage"), 0.0);
    }

    void an_opened_file_keeps_its_timed_changes_through_a_reset() {
        const QTemporaryDir folder;
        const auto path = folder.filePath(QStringLiteral("timed.json"));
        auto timed = breaker();
        timed.parameters = {{"fault.failure", 5}};
        timed.changes = {{2, "fault.failure", 60}};
        QVERIFY(scenario::write_experiment(path.toStdString(), timed, labs::opening_lab()));
        Window w{breaker(), still()};
        w.openFile(path);
        QVERIFY2(w.banner()->text().isEmpty(), qPrintable(w.banner()->text()));
        for (int run = 0; run < 2; ++run) {
            QCOMPARE(engine_value(w, "fault.failure"), 5.0);
            advance(w, 3);
            QCOMPARE(engine_value(w, "fault.failure"), 60.0);
            QCOMPARE(w.controls()->value(index_of_id(w, "fault.failure")), 60.0);
            w.resetRun();
        }
    }

    void a_change_by_hand_stays_through_a_reset() {
        Window w{breaker(), still()};
        type(w, "load.rate", 640);
        advance(w, 1);
        QCOMPARE(engine_value(w, "load.rate"), 640.0);
        w.resetRun();
        QCOMPARE(engine_value(w, "load.rate"), 640.0);
        w.chooseEngine(labs::EngineKind::threads);
        QCOMPARE(engine_value(w, "load.rate"), 640.0);
    }

    void opening_a_file_forgets_the_steps_of_undo() {
        const QTemporaryDir folder;
        const auto path = folder.filePath(QStringLiteral("other.json"));
        auto other = breaker();
        other.parameters = {{"load.rate", 300}};
        QVERIFY(scenario::write_experiment(path.toStdString(), other, labs::opening_lab()));
        Window w{breaker(), still()};
        type(w, "load.rate", 640);
        QVERIFY(w.undoStack()->canUndo());
        w.openFile(path);
        QVERIFY(!w.undoStack()->canUndo());
        QCOMPARE(engine_value(w, "load.rate"), 300.0);
    }

    void a_seed_is_any_64_bits_data() {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<quint64>("seed");
        QTest::newRow("small") << QStringLiteral("12") << quint64{12};
        QTest::newRow("above 31 bits") << QStringLiteral("3000000000") << quint64{3'000'000'000};
        QTest::newRow("largest") << QStringLiteral("18446744073709551615") << ~quint64{0};
        QTest::newRow("too large: as before") << QStringLiteral("18446744073709551616") << quint64{7};
    }
    void a_seed_is_any_64_bits() {
        QFETCH(QString, typed);
        QFETCH(quint64, seed);
        Window w{breaker(), still()};
        w.show();
        auto* field = w.runBar()->seedBox();
        field->setFocus();
        field->selectAll();
        QTest::keyClicks(field, typed);
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(w.session().experiment().seed, std::uint64_t{seed});
        QCOMPARE(field->text(), QString::number(seed));
    }

    void a_change_is_pinned_on_the_plots_when_it_acts() {
        Window w{breaker(), still()};
        advance(w, 1);
        const auto& plot = *qobject_cast<TimePlot*>(w.plots()->plot(0));
        QCOMPARE(plot.pinCount(), std::size_t{0});
        type(w, "fault.failure", 30);
        advance(w, 1.02);
        QCOMPARE(engine_value(w, "fault.failure"), 30.0);
        QCOMPARE(plot.pinCount(), std::size_t{1});
    }

    void on_threads_a_change_has_acted_when_it_is_made_and_the_next_frame_shows_it() {
        auto e = breaker();
        e.engine = labs::EngineKind::threads;
        Window w{e, {.remember = false, .dark = true, .running = true}};
        const auto slots_of = [](const labs::Snapshot& snapshot) {
            return dynamic_cast<const labs::BreakerState*>(snapshot.state.get())->call_slots;
        };
        QVERIFY(eventually([&] { return w.session().snapshot()->offered > 0; }));
        QCOMPARE(slots_of(*w.session().snapshot()), std::size_t{16});
        const auto old = w.session().snapshot();
        type(w, "limit.in_flight", 7);
        QCOMPARE(engine_value(w, "limit.in_flight"), 7.0);  // before anything else has had its turn
        // A snapshot that was being taken meanwhile may be of before; the one after it, a sixtieth of a second later,
        // cannot.
        auto first = old;
        QVERIFY(eventually([&] { return (first = w.session().snapshot()) != old; }));
        auto next = first;
        QVERIFY(eventually([&] { return (next = w.session().snapshot()) != first; }));
        QCOMPARE(slots_of(*next), std::size_t{7});
        w.drawNow();
        auto& plot = *dynamic_cast<TimePlot*>(w.plots()->plot(0));
        QCOMPARE(plot.pinCount(), std::size_t{1});
        QVERIFY(w.diagram()->textTwin().contains(QStringLiteral("of 7 call slots")));
    }

    void the_work_of_a_frame_includes_the_painting_of_the_plots() {
        Window w{breaker(), {.remember = false, .dark = true, .running = true}};
        std::int64_t painted_ns = 0;
        int times = 0;
        connect(w.plots(), &PlotBoard::painted, &w, [&](std::int64_t took_ns) {
            painted_ns += took_ns;
            ++times;
        });
        w.show();
        w.meter().remember(60);
        QVERIFY(eventually([&] { return times > 8; }));
        painted_ns = 0;
        times = 0;
        const auto before_ns = w.meter().total_work_ns();
        QVERIFY(eventually([&] { return times > 40; }));
        QVERIFY(painted_ns > 0);
        QVERIFY(w.meter().total_work_ns() - before_ns >= painted_ns);
    }

    void what_an_export_says_is_shown() {
        Window w{breaker(), still()};
        w.show();
        const auto has = [&](const QColor& colour) {
            const auto picture = w.banner()->grab().toImage();
            return picture.pixelColor(picture.width() / 2, 0) == colour;
        };
        emit w.plots()->message(QStringLiteral("Cannot write there"), false);
        QCOMPARE(w.banner()->text(), QStringLiteral("Cannot write there"));
        QVERIFY(w.banner()->isVisibleTo(&w));
        QVERIFY(has(theme_for(true, false).bad));
        emit w.plots()->message(QStringLiteral("Wrote a.png"), true);
        QVERIFY(has(theme_for(true, false).good));
        auto* const going = w.banner()->findChild<QTimer*>();
        QVERIFY(going->isActive());
        going->start(0);
        QVERIFY(eventually([&] { return !w.banner()->isVisibleTo(&w); }));
        going->setInterval(60'000);
        emit w.plots()->message(QStringLiteral("Wrote a.png"), true);
        emit w.plots()->message(QStringLiteral("Cannot write there"), false);
        QVERIFY(has(theme_for(true, false).bad));
        QVERIFY(!going->isActive());
    }

    void the_status_bar_is_never_wider_than_the_window() {
        Window w{breaker(), still()};
        w.show();
        advance(w, 15);
        auto* bar = w.findChild<StatusBar*>();
        for (const int width : {760, 1024, 1280, 1440}) {
            w.resize(width, 700);
            QTest::qWait(1);
            w.drawNow();
            const auto lines = bar->findChildren<TextLine*>();
            QCOMPARE(lines.size(), 2);
            int wanted = 0;
            for (const auto* line : lines) wanted += QFontMetrics{line->font()}.horizontalAdvance(line->text());
            QVERIFY2(wanted <= bar->width(), qPrintable(QString::number(width)));
            QVERIFY(!lines[0]->geometry().intersects(lines[1]->geometry()));
            QVERIFY(lines.front()->text().contains(QStringLiteral("15.00 s")));
        }
    }
};

}  // namespace test_window_runs

WEIR_TEST(test_window_runs, TestWindowRuns)
#include "test_window_runs.moc"
