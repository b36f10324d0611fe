// The window without a mouse: Tab reaches everything in the order in which it is read, every control changes its
// parameter by keys, and every key of the key sheet does what it says.
#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QScrollArea>
#include <QSlider>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

#include "tests/program.h"
#include "tests/ui/each_lab.h"
#include "tests/ui/eventually.h"
#include "ui/controls/control_panel.h"
#include "ui/controls/parameter_row.h"
#include "ui/diagrams/diagram.h"
#include "ui/plots/plot_board.h"
#include "ui/plots/time_plot.h"
#include "ui/run_bar.h"
#include "ui/window.h"

namespace test_window_keys {

using namespace weir;
using namespace weir::ui;

/// A window that has the keyboard, and whose run stands still.
std::unique_ptr<Window> active(const std::string& lab = "circuit-breaker") {
    auto w = std::make_unique<Window>(of_lab(lab), WindowOptions{.remember = false, .dark = true, .running = false});
    w->resize(1280, 720);
    w->show();
    w->activateWindow();
    if (!QTest::qWaitForWindowActive(w.get())) qFatal("the window does not become active");
    return w;
}

std::size_t parameter(Window& w, const char* id) { return *w.session().parameters().find(id); }

/// To whatever has the focus, as a person types.
void press(Window& w, int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    auto* focused = QApplication::focusWidget();
    QTest::keyClick(focused != nullptr ? focused : &w, static_cast<Qt::Key>(key), modifiers);
}

bool takes_tab(const QWidget* widget, const QWidget* window) {
    // The field inside a spin box or a combo belongs to its owner.
    const auto* owner = widget->focusProxy() != nullptr ? widget->focusProxy() : widget->parentWidget();
    const bool inner = qobject_cast<const QAbstractSpinBox*>(owner) || qobject_cast<const QComboBox*>(owner);
    return (widget->focusPolicy() & Qt::TabFocus) != 0 && widget->isVisibleTo(window) && widget->isEnabled() &&
           !inner && widget->window() == window && widget != window;
}

/// Chooses this path in the file dialog that is about to open, by its keys.
void answer_dialog(const QString& path) {
    QTimer::singleShot(0, [path] {
        auto* dialog = qobject_cast<QFileDialog*>(QApplication::activeModalWidget());
        if (dialog == nullptr) qFatal("no file dialog");
        dialog->selectFile(path);
        QTimer::singleShot(0, dialog, [dialog] { QTest::keyClick(dialog, Qt::Key_Return); });
    });
}

class TestWindowKeys final : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QApplication::setAttribute(Qt::AA_DontUseNativeDialogs); }

    void tab_reaches_everything_once_and_comes_round() {
        const auto owner = active();
        auto& w = *owner;
        std::vector<QWidget*> expected;
        for (auto* widget : w.findChildren<QWidget*>())
            if (takes_tab(widget, &w)) expected.push_back(widget);
        QVERIFY(expected.size() > 30);
        auto* const first = w.runBar()->runButton();
        first->setFocus();
        std::vector<QWidget*> visited;
        do {
            visited.push_back(QApplication::focusWidget());
            press(w, Qt::Key_Tab);
        } while (QApplication::focusWidget() != first && visited.size() < 300);
        for (auto* widget : expected)
            QVERIFY2(std::ranges::count(visited, widget) == 1, qPrintable(widget->accessibleName()));
        QCOMPARE(visited.size(), expected.size());
        // Back is the same way.
        press(w, Qt::Key_Backtab, Qt::ShiftModifier);
        QCOMPARE(QApplication::focusWidget(), visited.back());
    }

    void tab_goes_from_the_run_bar_by_patterns_picture_and_plots_to_the_parameters() {
        const auto owner = active();
        auto& w = *owner;
        w.runBar()->runButton()->setFocus();
        const auto part = [&](QWidget* widget) {
            if (w.runBar()->isAncestorOf(widget)) return 0;
            if (qobject_cast<QListWidget*>(widget)) return 1;
            if (widget == w.diagram()) return 2;
            if (w.plots()->isAncestorOf(widget)) return 3;
            return w.controls()->isAncestorOf(widget) ? 4 : 5;
        };
        int before = 0;
        int y = -1;
        auto* const panel = w.controls()->findChild<QScrollArea*>()->widget();
        QWidget* const first = QApplication::focusWidget();
        do {
            auto* const focused = QApplication::focusWidget();
            const int now = part(focused);
            QVERIFY2(now >= before, qPrintable(focused->accessibleName()));
            before = now;
            if (now == 4) {  // in the panel from top to bottom
                const int place = focused->mapTo(panel, QPoint{}).y();
                QVERIFY2(place + focused->height() / 2 > y, qPrintable(focused->accessibleName()));
                y = place;
            }
            press(w, Qt::Key_Tab);
        } while (QApplication::focusWidget() != first);
        QCOMPARE(before, 4);
    }

    void what_has_the_focus_is_in_view() {
        const auto owner = active();
        auto& w = *owner;
        auto* const scroll = w.controls()->findChild<QScrollArea*>();
        auto* const viewport = scroll->viewport();
        w.runBar()->runButton()->setFocus();
        QWidget* const first = QApplication::focusWidget();
        int seen = 0;
        do {
            auto* const focused = QApplication::focusWidget();
            if (viewport->isAncestorOf(focused)) {
                ++seen;
                // A field counts as in view when the text in it is.
                const QRect whole{focused->mapTo(viewport, QPoint{}), focused->size()};
                const auto text = whole.adjusted(0, 3, 0, -4);
                QVERIFY2(viewport->rect().contains(text), qPrintable(focused->accessibleName()));
            }
            press(w, Qt::Key_Tab);
        } while (QApplication::focusWidget() != first);
        QVERIFY(seen > 20);
    }

    void every_number_is_typed_and_every_slider_moved_data() { each_lab(); }
    void every_number_is_typed_and_every_slider_moved() {
        QFETCH(QByteArray, lab);
        const auto owner = active(lab.toStdString());
        auto& w = *owner;
        const auto& specs = w.session().info().parameters;
        int typed = 0;
        for (std::size_t i = 0; i < specs.size(); ++i) {
            auto* row = w.controls()->row(i);
            if (row == nullptr || !row->isVisibleTo(&w) || specs[i].acts == labs::Acts::on_restart) continue;
            auto* box = row->findChild<QDoubleSpinBox*>();
            if (box == nullptr) continue;
            // A load that leaves the window time to answer, however slow the build is.
            const double most = specs[i].unit == "/s" ? 1000 : specs[i].maximum;
            const double wanted = specs[i].initial == most ? specs[i].minimum + 1 : most;
            box->setFocus();
            box->selectAll();
            QTest::keyClicks(box, box->locale().toString(wanted, 'f', specs[i].decimals));
            press(w, Qt::Key_Return);
            QVERIFY2(engine_has(w, i, wanted), specs[i].id.c_str());
            auto* slider = row->findChild<QSlider*>();
            QVERIFY2(slider != nullptr, specs[i].id.c_str());
            slider->setFocus();
            press(w, Qt::Key_Home);
            QVERIFY2(engine_has(w, i, specs[i].minimum), specs[i].id.c_str());
            // News of what was typed may come after that: the panel shows it until those of the key do.
            QVERIFY2(eventually([&] { return slider->value() == 0; }), specs[i].id.c_str());
            press(w, Qt::Key_PageUp);
            QVERIFY2(eventually([&] { return w.session().parameters().get(i) > specs[i].minimum; }),
                     specs[i].id.c_str());
            ++typed;
            w.resetParameters();
        }
        QVERIFY2(typed >= 7, qPrintable(QString::number(typed)));
    }

    void every_choice_and_switch_is_made_by_keys_data() { each_lab(); }
    void every_choice_and_switch_is_made_by_keys() {
        QFETCH(QByteArray, lab);
        const auto owner = active(lab.toStdString());
        auto& w = *owner;
        const auto& specs = w.session().info().parameters;
        int made = 0;
        for (std::size_t i = 0; i < specs.size(); ++i) {
            auto* row = w.controls()->row(i);
            if (row == nullptr || !row->isVisibleTo(&w)) continue;
            if (auto* choice = row->findChild<QComboBox*>()) {
                const int before = choice->currentIndex();
                choice->setFocus();
                press(w, before == 0 ? Qt::Key_Down : Qt::Key_Up);
                QVERIFY2(engine_has(w, i, before == 0 ? 1 : before - 1), specs[i].id.c_str());
                ++made;
            } else if (auto* toggle = row->findChild<QCheckBox*>()) {
                toggle->setFocus();
                press(w, Qt::Key_Space);
                QVERIFY2(engine_has(w, i, 1 - specs[i].initial), specs[i].id.c_str());
                QVERIFY2(!w.isRunning(), "Space was the switch's, not the window's");
                ++made;
            }
            w.resetParameters();
        }
        QVERIFY2(made >= 2, qPrintable(QString::number(made)));
    }

    void buttons_are_pressed_by_space() {
        const auto owner = active();
        auto& w = *owner;
        auto* outage = w.controls()->actionButtons().front();
        outage->setFocus();
        press(w, Qt::Key_Space);
        QVERIFY(engine_has(w, parameter(w, "fault.outage"), 1));
        QVERIFY(!w.isRunning());
        w.runBar()->runButton()->setFocus();
        press(w, Qt::Key_Space);
        QVERIFY(w.isRunning());
    }

    void digits_choose_the_labs_there_are_and_no_others() {
        const auto owner = active();
        auto& w = *owner;
        std::vector<QString> expected;
        for (std::size_t i = 0; i < labs::registry().size(); ++i) expected.push_back(QString::number((i + 1) % 10));
        std::vector<QString> digits;
        for (const auto* action : w.findChildren<QAction*>()) {
            const auto keys = action->shortcut().toString();
            if (keys.size() == 1 && keys.front().isDigit()) digits.push_back(keys);
        }
        QCOMPARE(digits, expected);
        w.diagram()->setFocus();
        press(w, Qt::Key_1);
        QCOMPARE(w.session().info().id, labs::registry()[0].id);
        press(w, Qt::Key_0);
        QVERIFY(!w.banner()->isVisible());
    }

    void the_time_axis_is_zoomed_and_followed() {
        const auto owner = active();
        auto& w = *owner;
        w.session().advance_to(30);
        w.drawNow();
        w.diagram()->setFocus();
        QVERIFY(w.plots()->following());
        press(w, Qt::Key_Home);
        QVERIFY(!w.plots()->following());
        press(w, Qt::Key_End);
        QVERIFY(w.plots()->following());
        // Replots are queued.
        const auto picture = [&] { return w.plots()->grab().toImage(); };
        QTest::qWait(50);
        const auto before = picture();
        press(w, Qt::Key_Plus);
        QVERIFY(eventually([&] { return picture() != before; }));
        QTest::qWait(50);
        const auto nearer = picture();
        press(w, Qt::Key_Minus);
        QVERIFY(eventually([&] { return picture() != nearer; }));
    }

    void the_engine_is_chosen_by_keys() {
        const auto owner = active();
        auto& w = *owner;
        w.diagram()->setFocus();
        press(w, Qt::Key_T, Qt::ControlModifier);
        QCOMPARE(w.session().engine(), labs::EngineKind::threads);
        press(w, Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(w.session().engine(), labs::EngineKind::virtual_time);
        w.runBar()->virtualButton()->setFocus();
        press(w, Qt::Key_Left);
        QCOMPARE(w.session().engine(), labs::EngineKind::threads);
    }

    void a_key_held_down_switches_once_and_steps_on() {
        const auto owner = active();
        auto& w = *owner;
        w.diagram()->setFocus();
        const auto hold = [&](Qt::Key key, const QString& letter) {
            for (const bool again : {false, true, true, true}) {
                auto* const focused = QApplication::focusWidget();
                QTest::simulateEvent(focused != nullptr ? focused : &w, true, key, Qt::NoModifier, letter, again);
            }
        };
        hold(Qt::Key_C, QStringLiteral("c"));
        QVERIFY(w.isComparing());
        QCOMPARE(QApplication::focusWidget(), w.diagram());
        press(w, Qt::Key_C);
        QVERIFY(!w.isComparing());
        press(w, Qt::Key_Home);
        const auto shown_s = [&] {
            w.drawNow();
            return qobject_cast<TimePlot*>(w.plots()->plot(0))->shownTo();
        };
        const double whole_s = shown_s();
        press(w, Qt::Key_Plus);
        const double once_s = shown_s();
        press(w, Qt::Key_Home);
        hold(Qt::Key_Plus, QStringLiteral("+"));
        QVERIFY2(shown_s() < once_s && once_s < whole_s, qPrintable(QString::number(shown_s())));
    }

    void a_plot_is_maximised_and_restored() {
        const auto owner = active();
        auto& w = *owner;
        auto* plot = w.plots()->plot(1);
        const auto inside = plot->findChildren<QWidget*>();
        const auto canvas = std::ranges::find_if(inside, [&](QWidget* c) { return takes_tab(c, &w); });
        QVERIFY(canvas != inside.end());
        (*canvas)->setFocus();
        press(w, Qt::Key_F);
        QVERIFY(plot->isVisible() && !w.diagram()->isVisible() && !w.plots()->plot(0)->isVisible());
        press(w, Qt::Key_Escape);
        QVERIFY(w.diagram()->isVisible() && w.plots()->plot(0)->isVisible());
        // Another lab is shown whole.
        press(w, Qt::Key_F);
        QVERIFY(!w.diagram()->isVisible());
        press(w, Qt::Key_2);
        QVERIFY(eventually([&] { return w.diagram()->isVisible() && w.plots()->plot(0)->isVisible(); }));
    }

    void saved_and_opened_by_keys_everything_comes_back() {
        const QTemporaryDir folder;
        const auto path = folder.filePath(QStringLiteral("mine.json"));
        {
            const auto owner = active();
            auto& w = *owner;
            w.session().set(parameter(w, "load.rate"), 321);
            w.session().advance_to(2);
            w.session().set(parameter(w, "fault.failure"), 35);
            QVERIFY(engine_has(w, parameter(w, "fault.failure"), 35));
            w.diagram()->setFocus();
            answer_dialog(path);
            press(w, Qt::Key_S, Qt::ControlModifier);
            QVERIFY2(QFile::exists(path), qPrintable(w.banner()->text()));
        }
        const auto owner = active();
        auto& w = *owner;
        w.diagram()->setFocus();
        press(w, Qt::Key_T, Qt::ControlModifier);
        auto* seed = w.runBar()->seedBox();
        seed->setFocus();
        seed->selectAll();
        QTest::keyClick(seed, Qt::Key_Delete);
        QTest::keyClick(seed, Qt::Key_Return);
        QCOMPARE(seed->text(), QStringLiteral("7"));  // none at all is no seed
        seed->selectAll();
        QTest::keyClicks(seed, QStringLiteral("99"));
        press(w, Qt::Key_Return);
        QCOMPARE(w.session().experiment().seed, std::uint64_t{99});
        w.diagram()->setFocus();
        answer_dialog(path);
        press(w, Qt::Key_O, Qt::ControlModifier);
        QVERIFY2(!w.banner()->isVisible(), qPrintable(w.banner()->text()));
        const auto opened = w.session().experiment();
        QCOMPARE(opened.engine, labs::EngineKind::virtual_time);
        QCOMPARE(opened.seed, std::uint64_t{7});
        QVERIFY(std::abs(opened.duration_s - 2) < 1e-6);
        QCOMPARE(opened.changes.size(), std::size_t{2});
        w.session().advance_to(2.1);
        QCOMPARE(w.session().parameters().get(parameter(w, "load.rate")), 321.0);
        QCOMPARE(w.session().parameters().get(parameter(w, "fault.failure")), 35.0);
    }
};

}  // namespace test_window_keys

WEIR_TEST(test_window_keys, TestWindowKeys)
#include "test_window_keys.moc"
