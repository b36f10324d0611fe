// The window in German, and how it gets there: by the menu while it runs, or by what is remembered.
#include <QAbstractButton>
#include <QAbstractSpinBox>
#include <QAction>
#include <QComboBox>
#include <QDockWidget>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QPushButton>
#include <QRegularExpression>
#include <QScrollArea>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QTextBrowser>
#include <algorithm>
#include <cmath>
#include <memory>
#include <set>

#include "core/labs/lab.h"
#include "tests/program.h"
#include "tests/translations/missing.h"
#include "tests/ui/each_lab.h"
#include "tests/ui/eventually.h"
#include "tests/ui/own_settings.h"
#include "ui/controls/control_panel.h"
#include "ui/diagrams/diagram.h"
#include "ui/lessons/curve_canvas.h"
#include "ui/lessons/drawer.h"
#include "ui/lessons/lesson_panel.h"
#include "ui/lessons/lesson_store.h"
#include "ui/other_run.h"
#include "ui/plots/plot_board.h"
#include "ui/plots/time_plot.h"
#include "ui/run_bar.h"
#include "ui/status_bar.h"
#include "ui/text.h"
#include "ui/theme.h"
#include "ui/window.h"

namespace test_german_window {

using namespace weir;
using namespace weir::ui;

const WindowOptions forgetful{.remember = false, .dark = true, .running = false};

QAction* action(Window& w, const QString& text) {
    for (auto* menu : w.menuBar()->findChildren<QMenu*>())
        for (auto* each : menu->actions())
            if (each->text() == text) return each;
    return nullptr;
}

void press(Window& w, const QString& text) {
    auto* const wanted = action(w, text);
    if (wanted == nullptr) qFatal("no action %s", qPrintable(text));
    wanted->trigger();
    QCoreApplication::processEvents();
}

QString title_of(Window& w) { return w.findChild<QLabel*>(QStringLiteral("labTitle"))->text(); }

/// Of each menu the letters that choose its entries.
void letters_differ(const QMenu& menu) {
    std::set<QChar> letters;
    for (const auto* each : menu.actions()) {
        const auto at = each->text().indexOf(QLatin1Char{'&'});
        if (at < 0) continue;
        const auto letter = each->text().at(at + 1).toLower();
        QVERIFY2(letters.insert(letter).second, qPrintable(menu.title() + QStringLiteral(": ") + each->text()));
    }
}

class TestGermanWindow final : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { set_up_application(*qApp); }
    void cleanup() { speak(Language::english); }

    void the_menu_switches_the_language_while_a_run_goes_on() {
        Window w{of_lab("circuit-breaker"), {.remember = false, .dark = true, .running = true}};
        w.show();
        w.runBar()->setSpeed(2);
        const auto rate = *w.session().parameters().find("load.rate");
        emit w.controls()->edited(rate, 200, 300, 1);
        w.session().advance_to(3);
        w.drawNow();
        const auto* const session = &w.session();
        QCOMPARE(title_of(w), QStringLiteral("Circuit breaker"));
        QCOMPARE(w.runBar()->resetButton()->text(), QStringLiteral("⟲ Reset"));
        const auto* const plot = qobject_cast<const TimePlot*>(w.plots()->plot(0));
        QTRY_COMPARE(plot->pinCount(), std::size_t{1});

        press(w, QStringLiteral("&Deutsch"));
        QCOMPARE(title_of(w), QStringLiteral("Circuit Breaker"));
        QCOMPARE(w.runBar()->resetButton()->text(), QStringLiteral("⟲ Neu"));
        QCOMPARE(w.menuBar()->actions().front()->text(), QStringLiteral("&Datei"));
        QVERIFY(action(w, QStringLiteral("&Open experiment…")) == nullptr);
        QCOMPARE(&w.session(), session);
        QVERIFY(w.isRunning() && w.session().running());
        QVERIFY(w.session().now_s() >= 3);
        QCOMPARE(w.controls()->value(rate), 300.0);
        QCOMPARE(w.undoStack()->count(), 1);
        QVERIFY(std::abs(w.runBar()->speed() - 2) < 0.1);
        const auto* const anew = qobject_cast<const TimePlot*>(w.plots()->plot(0));
        QVERIFY(anew->points() > 20);
        QCOMPARE(anew->pinCount(), std::size_t{1});

        // All is there to be seen, and keys mean one thing each.
        QVERIFY(QTest::qWaitForWindowActive(&w));
        QVERIFY(w.diagram()->hasFocus());
        QVERIFY(w.menuBar()->isVisible() && w.runBar()->isVisible() && w.controls()->isVisible());
        QVERIFY(w.diagram()->isVisible() && w.plots()->isVisible() && w.findChild<StatusBar*>()->isVisible());
        QTest::keyClick(&w, Qt::Key_Space);
        QVERIFY(!w.isRunning());
        w.undoStack()->undo();
        QVERIFY(eventually([&] { return w.session().parameters().get(rate) == 200; }));

        press(w, QStringLiteral("&English"));
        QCOMPARE(title_of(w), QStringLiteral("Circuit breaker"));
        QCOMPARE(w.menuBar()->actions().front()->text(), QStringLiteral("&File"));
        QVERIFY(!w.isRunning());
    }

    void in_english_too_each_letter_of_a_menu_chooses_one_entry() {
        Window w{of_lab("join"), forgetful};
        for (const auto* menu : w.menuBar()->findChildren<QMenu*>()) letters_differ(*menu);
    }

    void what_was_chosen_is_remembered() {
        const WindowOptions remembering{.remember = true, .dark = {}, .running = false};
        {
            Window w{of_lab("join"), remembering};
            w.show();
            press(w, QStringLiteral("&Deutsch"));
        }
        QCOMPARE(remembered_language(), Language::german);
        speak(remembered_language());
        Window again{of_lab("join"), remembering};
        again.show();
        QVERIFY(action(again, QStringLiteral("&Deutsch"))->isChecked());
        press(again, QStringLiteral("&English"));
        QCOMPARE(remembered_language(), Language::english);
    }

    void no_string_of_a_lab_falls_back_to_english_or_is_cut_off_data() {
        QTest::addColumn<QByteArray>("lab");
        QTest::addColumn<QSize>("size");
        for (const auto& lab : labs::registry())
            for (const auto size : {QSize{1024, 600}, QSize{1440, 900}})
                QTest::addRow("%s %d", lab.id.c_str(), size.width()) << QByteArray::fromStdString(lab.id) << size;
    }
    void no_string_of_a_lab_falls_back_to_english_or_is_cut_off() {
        QFETCH(QByteArray, lab);
        QFETCH(QSize, size);
        const auto opened = [&] {
            auto window = std::make_unique<Window>(of_lab(lab.toStdString()), forgetful);
            window->resize(size);
            window->show();
            QCoreApplication::processEvents();
            return window;
        };
        const auto in_english = opened()->size();
        const Missing missing;
        const auto window = opened();
        auto& w = *window;
        w.session().advance_to(3);
        w.drawNow();
        QCoreApplication::processEvents();
        QCOMPARE(missing.found(), QByteArray{});
        QCOMPARE(w.size(), in_english);  // of which it may need more than is asked for

        for (const auto* menu : w.menuBar()->findChildren<QMenu*>()) letters_differ(*menu);
        for (auto* area : w.controls()->findChildren<QScrollArea*>()) {
            const auto needed = area->widget()->minimumSizeHint().width();
            QVERIFY2(needed <= area->viewport()->width(), qPrintable(QString::number(needed)));
        }
        for (const auto* box : w.controls()->findChildren<QAbstractSpinBox*>()) fits(*box);
        for (const auto* button : w.findChildren<QPushButton*>()) {
            if (!button->isVisible() || button->text().isEmpty()) continue;
            QVERIFY2(button->width() >= button->fontMetrics().horizontalAdvance(button->text()),
                     qPrintable(button->text()));
        }
        for (const auto* label : w.controls()->findChildren<QLabel*>())
            if (label->isVisible()) QVERIFY2(label->width() >= label->sizeHint().width(), qPrintable(label->text()));
    }

    void a_lesson_speaks_german_from_its_question_to_its_goal_data() {
        QTest::addColumn<int>("lesson");
        const auto& all = all_lessons();
        for (std::size_t i = 0; i < all.size(); ++i) QTest::newRow(all[i].id.c_str()) << static_cast<int>(i);
    }
    void a_lesson_speaks_german_from_its_question_to_its_goal() {
        QFETCH(int, lesson);
        const auto& shown = all_lessons()[static_cast<std::size_t>(lesson)];
        const Missing missing;
        Window w{of_lab("circuit-breaker"), forgetful};
        w.resize(1280, 720);
        w.show();
        press(w, text(shown.title));
        auto& panel = *w.drawer()->lesson();
        QCOMPARE(panel.lesson(), &shown);
        const auto reads_german = [&] {
            static const QRegularExpression english_number{QStringLiteral("[0-9]\\.[0-9]")};
            QVERIFY2(!panel.words().contains(english_number), qPrintable(panel.words()));
            QVERIFY2(!panel.words().contains(QLatin1Char{'{'}), qPrintable(panel.words()));
            QCOMPARE(missing.found(), QByteArray{});
        };
        if (shown.drawing)
            QTest::keyClick(panel.canvas(), Qt::Key_Right);
        else
            QTest::keyClick(panel.answers().front(), Qt::Key_Space);
        reads_german();
        panel.button()->click();
        w.advanceTo(shown.experiment.duration_s + 0.2);
        QVERIFY(eventually([&] { return panel.step() == LessonPanel::Step::compare; }));
        reads_german();
        panel.button()->click();
        panel.button()->click();
        w.advanceTo(shown.task.goal.for_s + 2);
        QVERIFY(eventually([&] { return panel.words().contains(QStringLiteral("jetzt")); }));
        reads_german();
        QCOMPARE(w.size(), QSize(1280, 720));
    }

    void another_language_changes_neither_the_panels_nor_a_lesson() {
        Window w{of_lab("circuit-breaker"), forgetful};
        w.resize(1440, 900);
        w.show();
        QVERIFY(QTest::qWaitForWindowExposed(&w));
        const auto widths = [&] {
            std::vector<int> all;
            for (const char* dock : {"patternsDock", "parametersDock"})
                all.push_back(w.findChild<QDockWidget*>(QLatin1String(dock))->width());
            return all;
        };
        const auto before = widths();
        for (const auto* tongue : {"&Deutsch", "&English"}) {
            press(w, QLatin1String{tongue});
            QTest::qWait(100);  // what is laid out later is, too
            QVERIFY2(std::abs(widths()[0] - before[0]) < 30 && std::abs(widths()[1] - before[1]) < 30,
                     qPrintable(QStringLiteral("%1 and %2 px").arg(widths()[0]).arg(widths()[1])));
        }
        const auto lesson = std::ranges::find_if(all_lessons(), [](const auto& l) { return l.drawing.has_value(); });
        press(w, text(lesson->title));
        for (int i = 0; i < 9; ++i) QTest::keyClick(w.drawer()->lesson()->canvas(), Qt::Key_Right);
        const auto drawn = w.drawer()->lesson()->taken().drawn;
        press(w, QStringLiteral("&Deutsch"));
        const auto same = [](double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); };
        QVERIFY(std::ranges::equal(w.drawer()->lesson()->canvas()->drawn(), drawn, same));
        w.drawer()->lesson()->button()->click();
        w.advanceTo(lesson->experiment.duration_s + 0.2);
        QVERIFY(eventually([&] { return w.drawer()->lesson()->step() == LessonPanel::Step::compare; }));
        const auto words = w.drawer()->lesson()->words();
        press(w, QStringLiteral("&English"));
        QCOMPARE(w.drawer()->lesson()->step(), LessonPanel::Step::compare);
        QVERIFY(w.drawer()->lesson()->words().contains(QStringLiteral("of the axis away")));
        press(w, QStringLiteral("&Deutsch"));
        QCOMPARE(w.drawer()->lesson()->words(), words);
        w.drawer()->lesson()->button()->click();
        w.drawer()->lesson()->button()->click();
        press(w, QStringLiteral("&English"));
        QCOMPARE(w.drawer()->lesson()->step(), LessonPanel::Step::goal);
        w.advanceTo(lesson->task.goal.for_s + 2);
        QVERIFY(eventually([&] { return w.drawer()->lesson()->words().contains(QStringLiteral("now")); }));
    }

    void a_comparison_speaks_german_and_goes_on_in_another_language() {
        const Missing missing;
        Window w{of_lab("rate-limiter"), forgetful};
        w.show();
        press(w, QStringLiteral("Varianten ver&gleichen"));
        w.advanceTo(2);
        w.drawNow();
        QCOMPARE(missing.found(), QByteArray{});
        press(w, QStringLiteral("&English"));
        QVERIFY(w.isComparing());
        QVERIFY(w.otherRun()->session->now_s() >= 2);
        w.drawNow();
    }

    void what_is_wrong_with_a_file_is_said_in_german() {
        const Missing missing;
        Window w{of_lab("join"), forgetful};
        const QTemporaryDir folder;
        const auto path = folder.filePath(QStringLiteral("none.json"));
        w.openFile(path);
        QCOMPARE(w.banner()->text(), path + QStringLiteral(": kann nicht gelesen werden: Datei oder Verzeichnis nicht "
                                                           "gefunden"));
        QVERIFY(!w.saveFile(folder.path()));
        QVERIFY2(w.banner()->text().startsWith(folder.path() + QStringLiteral(": kann nicht geschrieben werden: ")),
                 qPrintable(w.banner()->text()));
        QCOMPARE(missing.found(), QByteArray{});
    }

private:
    /// Its largest value, with its unit, is seen whole.
    static void fits(const QAbstractSpinBox& box) {
        const auto* const number = qobject_cast<const QDoubleSpinBox*>(&box);
        if (number == nullptr || !box.isVisible()) return;
        const auto text = number->textFromValue(number->maximum()) + number->suffix();
        const auto needed = box.fontMetrics().horizontalAdvance(text);
        const auto room = box.findChild<QLineEdit*>()->width() - 4;  // its own margins
        QVERIFY2(needed <= room, qPrintable(QStringLiteral("%1: %2 of %3").arg(text).arg(needed).arg(room)));
    }

    OwnSettings settings_;
};

}  // namespace test_german_window

WEIR_TEST(test_german_window, TestGermanWindow)
#include "test_german_window.moc"
