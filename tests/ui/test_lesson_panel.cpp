// A lesson in the window, from the list on the left to its goal: predicted first, run, compared, then reached by hand.
#include <QDockWidget>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QRadioButton>
#include <QTest>
#include <algorithm>
#include <memory>

#include "tests/program.h"
#include "tests/ui/eventually.h"
#include "tests/ui/own_settings.h"
#include "ui/controls/control_panel.h"
#include "ui/controls/parameter_row.h"
#include "ui/diagrams/diagram.h"
#include "ui/lessons/answer_button.h"
#include "ui/lessons/curve_canvas.h"
#include "ui/lessons/drawer.h"
#include "ui/lessons/lesson_panel.h"
#include "ui/run_bar.h"
#include "ui/window.h"

namespace test_lesson_panel {

using namespace weir;
using namespace weir::ui;
using Step = LessonPanel::Step;

std::unique_ptr<Window> opened(bool remember = false) {
    labs::Experiment e;
    e.lab = "circuit-breaker";
    e.engine = labs::EngineKind::virtual_time;
    auto w = std::make_unique<Window>(e, WindowOptions{.remember = remember, .dark = true, .running = false});
    w->resize(1280, 720);
    w->show();
    w->activateWindow();
    if (!QTest::qWaitForWindowActive(w.get())) qFatal("the window does not become active");
    return w;
}

const scenario::Lesson& lesson_where(auto holds) {
    const auto found = std::ranges::find_if(all_lessons(), holds);
    if (found == all_lessons().end()) qFatal("there is no such lesson");
    return *found;
}

const scenario::Lesson& with_answers() {
    return lesson_where([](const auto& lesson) { return !lesson.answers.empty(); });
}
const scenario::Lesson& with_drawing() {
    return lesson_where([](const auto& lesson) { return lesson.drawing.has_value(); });
}

/// By the keyboard, from the list.
LessonPanel& choose(Window& w, const scenario::Lesson& lesson) {
    w.lessonList()->setFocus();
    w.lessonList()->setCurrentRow(static_cast<int>(&lesson - all_lessons().data()));
    QTest::keyClick(w.lessonList(), Qt::Key_Return);
    return *w.drawer()->lesson();
}

/// Runs it as fast as there is, once a prediction has been made.
bool run_to_the_answer(Window& w, LessonPanel& panel) {
    QTest::mouseClick(panel.button(), Qt::LeftButton);
    w.runBar()->setSpeed(100);
    return eventually([&] { return panel.step() == Step::compare; });
}

QRadioButton* radio(LessonPanel& panel, std::size_t i) { return qobject_cast<QRadioButton*>(panel.answers()[i]); }

class TestLessonPanel final : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { set_up_application(*qApp); }

    void the_list_shows_all_and_opens_one_at_its_question() {
        auto w = opened();
        QCOMPARE(static_cast<std::size_t>(w->lessonList()->count()), all_lessons().size());
        const auto& lesson = with_answers();
        auto& panel = choose(*w, lesson);
        QCOMPARE(panel.lesson(), &lesson);
        QVERIFY(panel.isVisible());
        QCOMPARE(w->session().info().id, lesson.experiment.lab);
        QVERIFY(!w->isRunning());
        QCOMPARE(w->session().now_s(), 0.0);
        QCOMPARE(panel.step(), Step::predict);
        QCOMPARE(panel.answers().size(), lesson.answers.size());
        QVERIFY(panel.words().contains(QString::fromStdString(lesson.question)));
        // All of it is seen, in a small window, too.
        QVERIFY(eventually([&] {
            return std::ranges::all_of(panel.answers(), [](const QWidget* answer) {
                return answer->visibleRegion().boundingRect() == answer->rect();
            });
        }));
        // Not before something is predicted.
        QVERIFY(!panel.button()->isEnabled());
    }

    void the_measured_answer_stands_beside_the_prediction() {
        auto w = opened();
        const auto& lesson = with_answers();
        auto& panel = choose(*w, lesson);
        QTest::keyClick(radio(panel, 0), Qt::Key_Space);
        QVERIFY(radio(panel, 0)->isChecked());
        QVERIFY(panel.button()->isEnabled());
        panel.button()->setFocus();
        QVERIFY(run_to_the_answer(*w, panel));
        QCOMPARE(w->focusWidget(), w->diagram());  // not what happened to come after the button
        QVERIFY(!w->isRunning());
        int right = 0;
        for (std::size_t i = 0; i < lesson.answers.size(); ++i) {
            right += radio(panel, i)->text().contains(QStringLiteral("✓")) ? 1 : 0;
            QVERIFY(!radio(panel, i)->isEnabled());
        }
        QCOMPARE(right, 1);
        const auto said = radio(panel, 0)->text();
        QVERIFY(said.contains(QStringLiteral("✓")) || said.contains(QStringLiteral("✗")));
        // The figures are those of the history that the plots show.
        const auto figures = scenario::measure(lesson, w->session().info(), w->history());
        for (std::size_t i = 0; i < figures.size(); ++i) {
            const auto unit = scenario::unit_of(lesson.figures[i].measure, w->session().info());
            QVERIFY(panel.words().contains(QString::fromStdString(scenario::format_figure(figures[i], unit))));
        }
        QVERIFY(!panel.words().contains(QLatin1Char{'{'}));
    }

    void each_lesson_is_gone_through_by_the_keyboard_data() {
        QTest::addColumn<std::size_t>("number");
        for (std::size_t i = 0; i < all_lessons().size(); ++i) QTest::newRow(all_lessons()[i].title.c_str()) << i;
    }
    void each_lesson_is_gone_through_by_the_keyboard() {
        QFETCH(std::size_t, number);
        auto w = opened();
        const auto& lesson = all_lessons()[number];
        auto& panel = choose(*w, lesson);
        if (lesson.drawing) {
            panel.canvas()->setFocus();
            for (int i = 0; i < 60; ++i) QTest::keyClick(panel.canvas(), Qt::Key_Right);
        } else {
            QTest::keyClick(radio(panel, 0), Qt::Key_Space);
        }
        QVERIFY(panel.button()->isEnabled());
        QTest::keyClick(panel.button(), Qt::Key_Space);
        QVERIFY(w->isRunning());
        w->runBar()->setSpeed(100);
        QVERIFY(eventually([&] { return panel.step() == Step::compare; }));
        QVERIFY(!w->isRunning());
        for (const auto& figure : lesson.figures)
            QVERIFY2(panel.words().contains(QString::fromStdString(figure.label)), figure.label.c_str());
        QTest::keyClick(panel.button(), Qt::Key_Space);
        QCOMPARE(panel.step(), Step::goal);
        QVERIFY(panel.words().contains(QString::fromStdString(lesson.task.text)));
        QTest::keyClick(panel.button(), Qt::Key_Space);
        QVERIFY(w->isRunning());
        QCOMPARE(w->session().info().id, lesson.experiment.lab);
    }

    void the_list_marks_the_lesson_that_was_asked_for() {
        auto w = opened();
        QCOMPARE(w->lessonList()->currentRow(), -1);
        const auto& lesson = with_answers();
        choose(*w, lesson);
        const auto row = static_cast<int>(&lesson - all_lessons().data());
        QCOMPARE(w->lessonList()->currentRow(), row);
        QTest::keyClick(w.get(), Qt::Key_R);
        QCOMPARE(w->lessonList()->currentRow(), row);
        QTest::keyClick(w.get(), lesson.experiment.lab == "join" ? Qt::Key_9 : Qt::Key_4);
        QCOMPARE(w->lessonList()->currentRow(), -1);
    }

    void no_answer_is_cut_however_narrow_it_is() {
        const int ring_px = 16;
        for (const auto& lesson : all_lessons()) {
            for (const auto& answer : lesson.answers) {
                const auto words = QString::fromStdString(answer.text);
                AnswerButton button{words};
                for (const int width : {600, 300, 200}) {
                    button.resize(width, button.sizeHint().height());
                    button.grab();
                    for (const auto& line : button.text().split(QLatin1Char{'\n'}))
                        QVERIFY2(button.fontMetrics().horizontalAdvance(line) <= width - ring_px, qPrintable(line));
                    QCOMPARE(button.text().simplified(), words.simplified());
                    QCOMPARE(button.accessibleName(), words);
                }
                const int whole_px = button.fontMetrics().horizontalAdvance(words);
                if (whole_px < 150 || whole_px > 200)
                    QCOMPARE(button.text().contains(QLatin1Char{'\n'}), whole_px > 200);
            }
        }
    }

    void a_curve_is_drawn_and_compared() {
        auto w = opened();
        auto& panel = choose(*w, with_drawing());
        QVERIFY(panel.answers().empty());
        QVERIFY(!panel.button()->isEnabled());
        auto* canvas = panel.canvas();
        QVERIFY(canvas->isVisible());
        QTest::qWait(50);
        QCOMPARE(w->size(), (QSize{1280, 720}));  // there is room for all of it
        QTest::mousePress(canvas, Qt::LeftButton, {}, {80, canvas->height() / 2});
        QMouseEvent move{QEvent::MouseMove,
                         QPointF(canvas->width() - 20, 40),
                         canvas->mapToGlobal(QPointF(canvas->width() - 20, 40)),
                         Qt::NoButton,
                         Qt::LeftButton,
                         {}};
        QCoreApplication::sendEvent(canvas, &move);
        QTest::mouseRelease(canvas, Qt::LeftButton);
        // One stroke from left to right leaves no gap, and goes up.
        const auto drawn = canvas->drawn();
        QVERIFY(std::ranges::count_if(drawn, [](double v) { return !std::isnan(v); }) > 40);
        QVERIFY(drawn[50] > drawn[10]);
        QVERIFY(run_to_the_answer(*w, panel));
        QVERIFY(panel.words().contains(QStringLiteral("of the axis away")));
    }

    void a_point_is_no_curve_and_the_right_button_draws_nothing() {
        auto w = opened();
        auto& panel = choose(*w, with_drawing());
        auto* canvas = panel.canvas();
        QTest::mouseClick(canvas, Qt::RightButton, {}, {80, canvas->height() / 2});
        QVERIFY(std::ranges::all_of(canvas->drawn(), [](double v) { return std::isnan(v); }));
        QTest::mouseClick(canvas, Qt::LeftButton, {}, {80, canvas->height() / 2});
        QVERIFY(!panel.button()->isEnabled());
        QTest::mouseClick(canvas, Qt::LeftButton, {}, {180, canvas->height() / 2});
        QVERIFY(panel.button()->isEnabled());
    }

    void a_run_ends_though_nobody_looks_at_the_lesson() {
        auto w = opened();
        auto& panel = choose(*w, with_answers());
        radio(panel, 0)->click();
        QTest::mouseClick(panel.button(), Qt::LeftButton);
        QTest::keyClick(w.get(), Qt::Key_F8);
        QVERIFY(!panel.isVisible());
        w->runBar()->setSpeed(100);
        QVERIFY(eventually([&] { return panel.step() == Step::compare; }));
        QVERIFY(!w->isRunning());
    }

    void a_curve_is_drawn_by_keys() {
        auto w = opened();
        auto& panel = choose(*w, with_drawing());
        auto* canvas = panel.canvas();
        canvas->setFocus();
        for (std::size_t i = 0; i + 1 < CurveCanvas::steps; ++i) QTest::keyClick(canvas, Qt::Key_Right);
        QTest::keyClick(canvas, Qt::Key_Up);
        QVERIFY(std::ranges::none_of(canvas->drawn(), [](double v) { return std::isnan(v); }));
        QVERIFY(canvas->drawn().back() > canvas->drawn().front());
        QVERIFY(!canvas->accessibleName().isEmpty());
        QVERIFY(!canvas->accessibleDescription().isEmpty());
        QVERIFY(panel.button()->isEnabled());
    }

    void who_meddles_gets_no_answer() {
        auto w = opened();
        auto& panel = choose(*w, with_answers());
        radio(panel, 0)->click();
        QTest::mouseClick(panel.button(), Qt::LeftButton);
        QCOMPARE(panel.step(), Step::run);
        w->runBar()->setSpeed(0.1);
        w->chooseEngine(labs::EngineKind::threads);
        QVERIFY(eventually([&] { return panel.step() == Step::predict; }));
        QVERIFY(panel.words().contains(QStringLiteral("by hand")));
        QVERIFY(radio(panel, 0)->isChecked());  // what was predicted stays
    }

    void a_goal_is_reached_by_hand_and_remembered() {
        const OwnSettings settings;
        const auto& lesson = with_answers();
        QCOMPARE(progress_of(lesson), Progress::none);
        auto w = opened(true);
        auto& panel = choose(*w, lesson);
        radio(panel, 0)->click();
        QVERIFY(run_to_the_answer(*w, panel));
        QCOMPARE(progress_of(lesson), Progress::answered);
        QTest::mouseClick(panel.button(), Qt::LeftButton);
        QCOMPARE(panel.step(), Step::goal);
        QVERIFY(panel.words().contains(QString::fromStdString(lesson.task.text)));
        QTest::mouseClick(panel.button(), Qt::LeftButton);
        QVERIFY(w->isRunning());
        for (const auto& [id, value] : lesson.task.parameters)
            QCOMPARE(w->session().parameters().get(*w->session().parameters().find(id)), value);
        // By hand, as from the panel.
        for (const auto& [id, value] : lesson.task.solution) {
            const auto i = *w->session().parameters().find(id);
            emit w->controls()->edited(i, w->controls()->value(i), value, 1);
        }
        w->runBar()->setSpeed(100);
        QVERIFY(eventually([&] { return progress_of(lesson) == Progress::reached; }));
        QVERIFY(panel.words().contains(QStringLiteral("Reached")));
        // Who begins anew has still reached it.
        remember_progress(lesson, Progress::answered);
        QCOMPARE(progress_of(lesson), Progress::reached);
        w->close();
        auto again = opened(true);
        const auto row = static_cast<int>(&lesson - all_lessons().data());
        QVERIFY(again->lessonList()
                    ->item(row)
                    ->data(Qt::AccessibleTextRole)
                    .toString()
                    .contains(QStringLiteral("reached")));
    }
};

}  // namespace test_lesson_panel

WEIR_TEST(test_lesson_panel, TestLessonPanel)
#include "test_lesson_panel.moc"
