// The window as its user meets it: every control changes its parameter, pause freezes, engines switch, undo undoes, and
// all of it works from the keyboard.
#include <QAbstractButton>
#include <QAbstractSlider>
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>
#include <map>

#include "tests/program.h"
#include "tests/ui/eventually.h"
#include "ui/controls/control_panel.h"
#include "ui/controls/parameter_row.h"
#include "ui/controls/scale.h"
#include "ui/diagrams/diagram.h"
#include "ui/plots/plot_board.h"
#include "ui/run_bar.h"
#include "ui/text_line.h"
#include "ui/window.h"

namespace test_window {

using namespace weir;
using namespace weir::ui;

labs::Experiment breaker(labs::EngineKind engine = labs::EngineKind::virtual_time) {
    labs::Experiment e;
    e.lab = "circuit-breaker";
    e.engine = engine;
    e.seed = 7;
    return e;
}

WindowOptions quiet() { return {.remember = false, .dark = true, .running = true}; }

std::size_t index_of_id(Window& w, const char* id) { return *w.session().parameters().find(id); }

/// The value the engine works with; on the virtual engine a change is posted and arrives a moment later.
bool engine_has(Window& w, std::size_t i, double value) {
    return eventually([&] { return w.session().parameters().get(i) == value; });
}

/// How often each widget of a window took a style sheet in. Qt tells a widget that was put into another so, each time.
class Styled final : public QObject {
public:
    Styled() { qApp->installEventFilter(this); }
    std::map<QObject*, int> times;
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() == QEvent::StyleChange) ++times[watched];
        return QObject::eventFilter(watched, event);
    }
};

class TestWindow final : public QObject {
    Q_OBJECT
private slots:
    void a_line_without_room_ends_in_an_ellipsis_and_tells_the_whole() {
        const auto words = QStringLiteral("closed: 3 of 20 failed, which is less than half of them");
        const auto shown = [](const QString& text) {
            TextLine line;
            line.resize(120, 20);
            line.setText(text);
            return line.grab().toImage();
        };
        TextLine line;
        const auto hint = line.sizeHint();
        line.setText(words);
        QCOMPARE(line.sizeHint(), hint);
        QCOMPARE(line.toolTip(), words);
        QCOMPARE(line.accessibleDescription(), words);
        QVERIFY(shown(words) == shown(line.fontMetrics().elidedText(words, Qt::ElideRight, 120)));
        QVERIFY(shown(words) != shown(words.left(5)));
    }

    /// What makes showing another lab quick: each of its widgets is made where it belongs, and styled there once.
    void the_widgets_of_another_lab_are_styled_once() {
        Window w{breaker(), quiet()};
        w.show();
        QCoreApplication::processEvents();
        for (const auto& lab : labs::registry()) {
            if (lab.id == "circuit-breaker") continue;
            const Styled styled;
            labs::Experiment next;
            next.lab = lab.id;
            w.open(next);
            QCoreApplication::processEvents();
            QVERIFY(styled.times.size() > 50);
            for (const auto& [widget, times] : styled.times) {
                const int most = qobject_cast<Diagram*>(widget) != nullptr ? 2 : 1;  // the stage makes its frame later
                QVERIFY2(times <= most, widget->metaObject()->className());
            }
        }
    }

    void the_number_of_workers_acts_by_a_restart() {
        Window w{breaker(), quiet()};
        w.show();
        const auto i = index_of_id(w, "pool.workers");
        w.session().advance_to(1);
        w.controls()->row(i)->findChild<QDoubleSpinBox*>()->setValue(5);
        QVERIFY(engine_has(w, i, 5));
        QCOMPARE(w.session().snapshot()->workers, 5);
        QVERIFY(w.session().now_s() < 1);
    }

    void a_slider_and_its_field_show_the_same_value() {
        Window w{breaker(), quiet()};
        const auto i = index_of_id(w, "load.rate");
        auto* slider = w.controls()->row(i)->findChild<QSlider*>();
        auto* box = w.controls()->row(i)->findChild<QDoubleSpinBox*>();
        slider->setValue(slider_steps / 2);
        const double value = slider_value(w.session().parameters().spec(i), slider_steps / 2);
        QCOMPARE(box->value(), value);
        QVERIFY(engine_has(w, i, value));
        box->setValue(1000);
        QCOMPARE(slider->value(), slider_position(w.session().parameters().spec(i), 1000));
    }

    void a_drag_is_one_step_of_undo() {
        Window w{breaker(), quiet()};
        const auto i = index_of_id(w, "fault.failure");
        auto* slider = w.controls()->row(i)->findChild<QSlider*>();
        slider->setSliderDown(true);
        for (const int position : {100, 200, 300}) slider->setValue(position);
        slider->setSliderDown(false);
        QCOMPARE(w.undoStack()->count(), 1);
        QCOMPARE(w.controls()->value(i), 30.0);
        w.undoStack()->undo();
        QCOMPARE(w.controls()->value(i), 0.0);
        QVERIFY(engine_has(w, i, 0));
        w.undoStack()->redo();
        QCOMPARE(w.controls()->value(i), 30.0);
        slider->setSliderDown(true);
        slider->setValue(400);
        slider->setSliderDown(false);
        QCOMPARE(w.undoStack()->count(), 2);
    }

    void a_double_click_on_the_label_brings_the_default_back() {
        Window w{breaker(), quiet()};
        w.show();
        const auto i = index_of_id(w, "service.latency");
        auto* row = w.controls()->row(i);
        row->findChild<QDoubleSpinBox*>()->setValue(100);
        QTest::mouseDClick(row->findChild<QLabel*>(), Qt::LeftButton);
        QCOMPARE(w.controls()->value(i), w.session().parameters().spec(i).initial);
    }

    void reset_parameters_is_one_step_and_leaves_the_run_alone() {
        Window w{breaker(), quiet()};
        const auto failure = index_of_id(w, "fault.failure");
        const auto rate = index_of_id(w, "load.rate");
        w.controls()->row(failure)->findChild<QDoubleSpinBox*>()->setValue(50);
        w.controls()->row(rate)->findChild<QDoubleSpinBox*>()->setValue(900);
        QVERIFY(eventually([&] { return w.session().now_s() > 0.05; }));
        const double before = w.session().now_s();
        w.resetParameters();
        QVERIFY(engine_has(w, rate, 200));
        QVERIFY(w.session().now_s() >= before);
        w.undoStack()->undo();
        QCOMPARE(w.controls()->value(rate), 900.0);
        QCOMPARE(w.controls()->value(failure), 50.0);
    }

    void pause_freezes_time_and_plots_data() {
        QTest::addColumn<int>("engine");
        QTest::newRow("threads") << 0;
        QTest::newRow("virtual") << 1;
    }
    void pause_freezes_time_and_plots() {
        QFETCH(int, engine);
        Window w{breaker(engine == 0 ? labs::EngineKind::threads : labs::EngineKind::virtual_time), quiet()};
        w.show();
        QVERIFY(eventually([&] { return w.history().size() >= 3; }));
        w.setRunning(false);
        // The engine may be in the middle of a slice; then it stands.
        double now = -1;
        QVERIFY(eventually([&] { return std::exchange(now, w.session().now_s()) == w.session().now_s(); }));
        QTest::qWait(50);
        now = w.session().now_s();
        const auto rows = w.history().size();
        const auto offered = w.session().snapshot()->offered;
        QTest::qWait(250);
        QCOMPARE(w.session().now_s(), now);
        QVERIFY(w.history().size() <= rows + 1);
        QCOMPARE(w.session().snapshot()->offered, offered);
        w.setRunning(true);
        QVERIFY(eventually([&] { return w.session().now_s() > now; }));
    }

    void the_engine_is_switched_mid_run_and_parameters_stay() {
        Window w{breaker(labs::EngineKind::threads), quiet()};
        w.show();
        const auto i = index_of_id(w, "fault.failure");
        w.controls()->row(i)->findChild<QDoubleSpinBox*>()->setValue(20);
        QVERIFY(eventually([&] { return w.history().size() >= 2; }));
        QTest::mouseClick(w.runBar()->virtualButton(), Qt::LeftButton);
        QCOMPARE(w.session().engine(), labs::EngineKind::virtual_time);
        QCOMPARE(w.session().parameters().get(i), 20.0);
        QVERIFY(eventually([&] { return w.session().snapshot()->offered > 0; }));
        QTest::mouseClick(w.runBar()->threadsButton(), Qt::LeftButton);
        QCOMPARE(w.session().engine(), labs::EngineKind::threads);
        QVERIFY(eventually([&] { return w.session().snapshot()->offered > 0; }));
    }

    void a_restart_parameter_restarts_the_run_and_keeps_the_others() {
        Window w{breaker(), quiet()};
        w.show();
        const auto rate = index_of_id(w, "load.rate");
        w.controls()->row(rate)->findChild<QDoubleSpinBox*>()->setValue(500);
        QVERIFY(eventually([&] { return w.session().now_s() > 0.3; }));
        const auto variant = index_of_id(w, "variant");
        w.controls()->row(variant)->findChild<QComboBox*>()->setCurrentIndex(0);
        QVERIFY(w.session().now_s() < 0.3);
        QCOMPARE(w.session().parameters().get(variant), 0.0);
        QCOMPARE(w.session().parameters().get(rate), 500.0);
        w.undoStack()->undo();
        QCOMPARE(w.session().parameters().get(variant), 1.0);
    }

    void only_relevant_parameters_are_shown() {
        Window w{breaker(), quiet()};
        w.show();
        const auto burst = index_of_id(w, "load.burst");
        QVERIFY(!w.controls()->row(burst)->isVisibleTo(w.controls()));
        w.controls()->row(index_of_id(w, "load.arrivals"))->findChild<QComboBox*>()->setCurrentIndex(2);
        QVERIFY(w.controls()->row(burst)->isVisibleTo(w.controls()));
    }

    void an_outage_ends_by_itself() {
        Window w{breaker(), quiet()};
        w.show();
        const auto outage = index_of_id(w, "fault.outage");
        auto* const button = w.controls()->actionButtons().front();
        const auto off = button->grab().toImage();
        QTest::mouseClick(button, Qt::LeftButton);
        QVERIFY(engine_has(w, outage, 1));
        w.drawNow();
        QVERIFY(button->grab().toImage() != off);
        QCOMPARE(button->accessibleDescription(), QStringLiteral("is on"));
        w.session().advance_to(w.session().now_s() + 4);
        QVERIFY(engine_has(w, outage, 0));
        w.drawNow();
        QVERIFY(button->grab().toImage() == off);
        QCOMPARE(button->accessibleDescription(), QString{});
        const auto spike = index_of_id(w, "fault.spike");
        QCOMPARE(w.controls()->actionButtons()[1]->text(), QStringLiteral("Latency spike"));
        QTest::mouseClick(w.controls()->actionButtons()[1], Qt::LeftButton);
        QVERIFY(engine_has(w, spike, 1));
        w.session().advance_to(w.session().now_s() + 4);
        QVERIFY(engine_has(w, spike, 0));
    }

    void paused_and_drawn_it_rests_and_wakes_for_a_change() {
        Window w{breaker(), quiet()};
        w.show();
        w.setRunning(false);
        QVERIFY(eventually([&] { return !w.isTicking(); }));
        w.controls()->row(index_of_id(w, "fault.failure"))->findChild<QDoubleSpinBox*>()->setValue(50);
        QVERIFY(w.isTicking());
        QVERIFY(eventually([&] { return !w.isTicking(); }));
        w.setRunning(true);
        QVERIFY(w.isTicking());
        QTest::qWait(50);
        QVERIFY(w.isTicking());
    }

    void the_keyboard_alone_runs_the_window() {
        Window w{breaker(), quiet()};
        w.show();
        w.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&w));
        w.diagram()->setFocus();
        QTest::keyClick(&w, Qt::Key_Space);
        QVERIFY(!w.isRunning());
        QTest::qWait(60);
        const double before = w.session().now_s();
        for (int i = 0; i < 20; ++i) QTest::keyClick(&w, Qt::Key_Period);
        QVERIFY(eventually([&] { return w.session().now_s() > before; }));
        QTest::keyClick(&w, Qt::Key_R);
        QVERIFY(eventually([&] { return w.session().now_s() == 0; }));
        QTest::keyClick(&w, Qt::Key_Space);
        QVERIFY(w.isRunning());
        w.controls()->row(index_of_id(w, "fault.failure"))->findChild<QDoubleSpinBox*>()->setValue(40);
        QTest::keyClick(&w, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(w.controls()->value(index_of_id(w, "fault.failure")), 0.0);
        QTest::keyClick(&w, Qt::Key_Y, Qt::ControlModifier);
        QCOMPARE(w.controls()->value(index_of_id(w, "fault.failure")), 40.0);
        w.diagram()->setFocus();
        QTest::keyClick(&w, Qt::Key_F);
        QVERIFY(!w.plots()->isVisible());
        QTest::keyClick(&w, Qt::Key_Escape);
        QVERIFY(w.plots()->isVisible());
    }

    void every_widget_that_takes_the_focus_has_an_accessible_name() {
        Window w{breaker(), quiet()};
        w.show();
        for (auto* widget : w.findChildren<QWidget*>()) {
            if ((widget->focusPolicy() & Qt::TabFocus) == 0 || !widget->isVisibleTo(&w)) continue;
            // The field inside a spin box or a combo is named by its owner.
            if (qobject_cast<QAbstractSpinBox*>(widget->parentWidget()) ||
                qobject_cast<QComboBox*>(widget->parentWidget()))
                continue;
            auto* accessible = QAccessible::queryAccessibleInterface(widget);
            QVERIFY(accessible != nullptr);
            QVERIFY2(!accessible->text(QAccessible::Name).isEmpty(),
                     qPrintable(QStringLiteral("%1 %2").arg(widget->metaObject()->className(), widget->objectName())));
        }
    }

    void a_saved_experiment_opens_again() {
        const QTemporaryDir folder;
        const auto path = folder.filePath(QStringLiteral("mine.json"));
        Window w{breaker(), quiet()};
        w.show();
        const auto i = index_of_id(w, "fault.failure");
        QVERIFY(eventually([&] { return w.session().now_s() > 0.1; }));
        w.controls()->row(i)->findChild<QDoubleSpinBox*>()->setValue(35);
        QVERIFY(engine_has(w, i, 35));
        QVERIFY(eventually([&] { return w.session().experiment().changes.size() == 1; }));
        QVERIFY2(w.saveFile(path), qPrintable(w.banner()->text()));
        Window other{breaker(labs::EngineKind::threads), quiet()};
        other.openFile(path);
        QVERIFY2(!other.banner()->isVisibleTo(&other), qPrintable(other.banner()->text()));
        QCOMPARE(other.session().engine(), labs::EngineKind::virtual_time);
    }

    void a_bad_file_is_one_clear_line_and_nothing_is_lost() {
        const QTemporaryDir folder;
        const auto path = folder.filePath(QStringLiteral("bad.json"));
        QFile file{path};
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{\"weir\":1, oops");
        file.close();
        Window w{breaker(), quiet()};
        w.show();
        const auto i = index_of_id(w, "fault.failure");
        w.controls()->row(i)->findChild<QDoubleSpinBox*>()->setValue(35);
        w.openFile(path);
        QVERIFY(w.banner()->isVisibleTo(&w));
        QVERIFY(w.banner()->text().contains(QStringLiteral("bad.json")));
        QVERIFY(!w.banner()->text().contains(QLatin1Char{'\n'}));
        QCOMPARE(w.controls()->value(i), 35.0);
    }
};

}  // namespace test_window

WEIR_TEST(test_window, TestWindow)
#include "test_window.moc"
