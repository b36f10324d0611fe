// What the user has the window be like: large for a projector, of high contrast, as the system is, without motion; and
// the hint of the first time.
#include <QAbstractButton>
#include <QApplication>
#include <QDockWidget>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QWindow>
#include <memory>

#include "core/labs/lab.h"
#include "tests/program.h"
#include "tests/ui/eventually.h"
#include "tests/ui/own_settings.h"
#include "ui/diagrams/scene_diagram.h"
#include "ui/hint_line.h"
#include "ui/plots/plot_board.h"
#include "ui/run_bar.h"
#include "ui/theme.h"
#include "ui/window.h"

namespace test_window_modes {

using namespace weir;
using namespace weir::ui;

std::unique_ptr<Window> window_of(const std::string& lab, const WindowOptions& options, QSize size = {1280, 720}) {
    labs::Experiment e;
    e.lab = lab;
    e.engine = labs::EngineKind::virtual_time;
    auto w = std::make_unique<Window>(e, options);
    w->resize(size);
    w->show();
    w->activateWindow();
    if (!QTest::qWaitForWindowActive(w.get())) qFatal("the window does not show");
    return w;
}

WindowOptions forgetting() { return {.remember = false, .dark = true, .running = false}; }
WindowOptions remembering() { return {.remember = true, .dark = {}, .running = false}; }

bool is_open(Window& w, const char* dock) { return w.findChild<QDockWidget*>(QLatin1String(dock))->isVisible(); }

QImage settled(Window& w) {
    for (int i = 0; i < 3; ++i) {
        QApplication::processEvents();
        w.drawNow();
    }
    QApplication::processEvents();
    return w.grab().toImage();
}

bool is_dark(const Window& w) { return w.palette().color(QPalette::Window).lightness() < 128; }

/// Counts how often a widget is painted.
class Paints final : public QObject {
public:
    explicit Paints(QWidget& of) { of.installEventFilter(this); }
    bool eventFilter(QObject* /*watched*/, QEvent* event) override {
        if (event->type() == QEvent::Paint) ++count;
        return false;
    }
    int count = 0;
};

class TestWindowModes final : public QObject {
    Q_OBJECT
    OwnSettings settings_;

private slots:
    void initTestCase() {
        QCoreApplication::setOrganizationName(QStringLiteral("WeirTest"));
        set_up_application(*qApp);
    }
    void init() { QSettings{}.clear(); }
    void cleanup() { set_interface_scale(1); }

    void presenting_is_larger_and_cuts_nothing_off_data() {
        QTest::addColumn<QByteArray>("lab");
        for (const auto& lab : labs::registry()) QTest::newRow(lab.id.c_str()) << QByteArray::fromStdString(lab.id);
    }
    void presenting_is_larger_and_cuts_nothing_off() {
        QFETCH(QByteArray, lab);
        const auto w = window_of(lab.toStdString(), forgetting());
        w->session().advance_to(5);
        settled(*w);
        const int before = w->runBar()->runButton()->fontMetrics().height();
        w->setPresenter(true);
        settled(*w);
        QCOMPARE(w->size(), (QSize{1280, 720}));
        QCOMPARE(QApplication::font().pixelSize(), 18);
        QVERIFY(w->runBar()->runButton()->fontMetrics().height() >= 1.3 * before);
        QVERIFY(!is_open(*w, "patternsDock") && !is_open(*w, "parametersDock"));
        for (auto* button : w->runBar()->findChildren<QAbstractButton*>())
            QVERIFY2(button->width() >= button->minimumSizeHint().width(), qPrintable(button->accessibleName()));
        const QRect whole = w->rect();
        for (auto* child : w->findChildren<QWidget*>()) {
            if (!child->isVisible() || child->size().isEmpty()) continue;
            const QRect at{child->mapTo(w.get(), QPoint{}), child->size()};
            QVERIFY2(whole.contains(at),
                     qPrintable(QStringLiteral("%1 %2").arg(QLatin1String{child->metaObject()->className()},
                                                            child->accessibleName())));
        }
        // No plot is scrolled out of sight.
        auto* board = w->plots();
        QVERIFY2(board->height() <= board->parentWidget()->height(),
                 qPrintable(QStringLiteral("%1 of %2").arg(board->parentWidget()->height()).arg(board->height())));
        QTest::keyClick(w.get(), Qt::Key_F8);
        settled(*w);
        QVERIFY(is_open(*w, "drawerDock"));
        QCOMPARE(w->size(), (QSize{1280, 720}));
    }

    void after_presenting_all_is_as_it_was() {
        const auto w = window_of("circuit-breaker", forgetting(), {1440, 900});
        w->session().advance_to(5);
        for (int i = 0; i < 60; ++i) w->drawNow();                               // axes shrink little by little
        const auto picture = [&] { return settled(*w).copy(0, 0, 1440, 860); };  // without frames a second
        const auto before = picture();
        w->setPresenter(true);
        QVERIFY(picture() != before);
        w->setPresenter(false);
        for (int i = 0; i < 60; ++i) w->drawNow();
        QVERIFY(picture() == before);
    }

    void presenting_is_remembered_and_so_are_the_panels() {
        {
            const auto w = window_of("circuit-breaker", remembering());
            QVERIFY(is_open(*w, "patternsDock") && is_open(*w, "parametersDock"));
            QTest::keyClick(w.get(), Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
            QVERIFY(!is_open(*w, "patternsDock") && !is_open(*w, "parametersDock"));
            QTest::keyClick(w.get(), Qt::Key_F9);  // one may be shown all the same
            QVERIFY(is_open(*w, "patternsDock"));
            QVERIFY(w->close());
        }
        const auto w = window_of("circuit-breaker", remembering());
        QVERIFY(interface_scale() > 1.3);
        for (auto* label : w->findChildren<QLabel*>())
            QVERIFY2(label->fontInfo().pixelSize() >= 15, qPrintable(label->objectName() + label->text()));
        QVERIFY(w->runBar()->runButton()->fontInfo().pixelSize() >= 15);
        QVERIFY(!is_open(*w, "patternsDock") && !is_open(*w, "parametersDock"));
        w->setPresenter(false);
        QCOMPARE(interface_scale(), 1.0);
        QVERIFY(is_open(*w, "patternsDock") && is_open(*w, "parametersDock"));
    }

    void comparing_while_presenting_does_not_make_the_window_larger() {
        for (const bool presenter_first : {true, false}) {
            const auto w = window_of("circuit-breaker", forgetting());
            w->session().advance_to(5);
            if (presenter_first) w->setPresenter(true);
            w->setComparing(true);
            w->setPresenter(true);
            settled(*w);
            QCOMPARE(w->size(), (QSize{1280, 720}));
            w->setComparing(false);
            settled(*w);
            QCOMPARE(w->size(), (QSize{1280, 720}));
        }
    }

    void a_drawer_opened_while_presenting_stays_open() {
        const auto w = window_of("circuit-breaker", forgetting());
        w->setPresenter(true);
        QTest::keyClick(w.get(), Qt::Key_F8);
        w->setPresenter(false);
        QVERIFY(is_open(*w, "drawerDock") && is_open(*w, "patternsDock"));
    }

    void a_part_of_the_diagram_is_found_where_it_is_drawn_large() {
        const auto w = window_of("circuit-breaker", forgetting());
        w->session().advance_to(5);
        w->setPresenter(true);
        settled(*w);
        auto* diagram = qobject_cast<SceneDiagram*>(w->diagram());
        QVERIFY(diagram != nullptr);
        QVERIFY(diagram->scene().card().width() * 1.3 < diagram->width());
        for (const auto& mark : diagram->scene().marks())
            QVERIFY(QRectF(diagram->rect()).contains(mark.where.center() * interface_scale()) || mark.where.isEmpty());
    }

    void high_contrast_is_remembered_and_goes_with_light_and_dark() {
        {
            const auto w = window_of("circuit-breaker", remembering());
            // Shown in one theme after the other, nothing keeps the colours of the one before.
            for (const bool high : {false, true, false, true})
                for (const int choice : {1, 2, 1}) {
                    w->chooseContrast(high);
                    w->chooseTheme(choice);
                    QApplication::processEvents();
                    QCOMPARE(w->centralWidget()->grab().toImage().pixelColor(2, 2),
                             theme_for(choice == 2, high).window);
                }
            w->chooseContrast(true);
            w->chooseTheme(1);
            QCOMPARE(w->palette().color(QPalette::Window), QColor{Qt::white});
            w->chooseTheme(2);
            QCOMPARE(w->palette().color(QPalette::Window), QColor{Qt::black});
        }
        const auto w = window_of("circuit-breaker", remembering());
        QCOMPARE(w->palette().color(QPalette::Window), QColor{Qt::black});
        w->chooseContrast(false);
        QCOMPARE(w->palette().color(QPalette::Window), dark_theme().window);
    }

    void the_system_is_followed_while_the_window_runs() {
        bool dark = false;
        auto options = remembering();
        options.system_dark = [&dark] { return dark; };
        const auto w = window_of("circuit-breaker", options);
        const auto become = [&](bool now) {
            dark = now;
            QEvent changed{QEvent::ThemeChange};  // what Qt sends to each window
            QApplication::sendEvent(w->windowHandle(), &changed);
        };
        QVERIFY(!is_dark(*w));
        become(true);
        QVERIFY(is_dark(*w));
        become(false);
        QVERIFY(!is_dark(*w));
        w->chooseTheme(2);
        become(false);
        QVERIFY2(is_dark(*w), "what was chosen stays");
        become(true);
        w->chooseTheme(1);
        w->chooseTheme(0);
        QVERIFY2(is_dark(*w), "as the system is now, not as it was at the start");
        QVERIFY2(!system_is_dark(), "the palette of this platform is light, whatever ours is");
        QVERIFY2(is_dark(*w), "which asking does not change");
    }

    void with_reduced_motion_only_what_stands_is_drawn() {
        const auto w = window_of("circuit-breaker", forgetting());
        auto* diagram = qobject_cast<SceneDiagram*>(w->diagram());
        const auto go = [&](double to_s) {
            for (double t = w->session().now_s(); t < to_s; t += 0.02) {
                w->session().advance_to(t);
                w->drawNow();
            }
        };
        go(2);
        const auto in_line = [&] {
            std::size_t n = 0;
            for (const auto& item : diagram->travellers().seen()) n += item.fate ? 0U : 1U;
            return n;
        };
        QVERIFY(in_line() > 3);
        w->setReducedMotion(true);
        go(2.2);
        for (const auto& item : diagram->travellers().seen()) QVERIFY(!item.fate);
        const auto twin = diagram->textTwin();
        QVERIFY(!twin.isEmpty());
        w->setReducedMotion(false);
        go(2.4);
        QVERIFY(in_line() > 3);
    }

    void with_reduced_motion_the_diagram_is_drawn_four_times_a_second() {
        auto options = forgetting();
        options.running = true;
        const auto w = window_of("circuit-breaker", options);
        w->setReducedMotion(true);
        QVERIFY((w->dockOptions() & QMainWindow::AnimatedDocks) == 0);
        QTest::qWait(500);
        Paints diagram{*w->diagram()};
        int plots = 0;
        connect(w->plots(), &PlotBoard::painted, this, [&] { ++plots; });
        QTest::qWait(2000);
        QVERIFY2(diagram.count <= 12, qPrintable(QString::number(diagram.count)));
        QVERIFY2(plots > 2 * diagram.count, "the plots go on");
        w->setReducedMotion(false);
        QVERIFY((w->dockOptions() & QMainWindow::AnimatedDocks) != 0);
        diagram.count = 0;
        QVERIFY(eventually([&] { return diagram.count > 20; }));
    }

    void reduced_motion_is_remembered() {
        window_of("circuit-breaker", remembering())->setReducedMotion(true);
        QVERIFY((window_of("circuit-breaker", remembering())->dockOptions() & QMainWindow::AnimatedDocks) == 0);
    }

    void the_hint_is_seen_once_and_covers_nothing() {
        {
            const auto w = window_of("circuit-breaker", remembering());
            auto* hint = w->findChild<HintLine*>();
            QVERIFY(hint != nullptr && hint->isVisible());
            QCOMPARE(w->size(), (QSize{1280, 720}));
            for (auto* other : hint->parentWidget()->findChildren<QWidget*>(QString{}, Qt::FindDirectChildrenOnly))
                if (other != hint && other->isVisible()) QVERIFY(!other->geometry().intersects(hint->geometry()));
            QTest::keyClick(w.get(), Qt::Key_Escape);
            QVERIFY(!hint->isVisible());
        }
        QVERIFY(window_of("circuit-breaker", remembering())->findChild<HintLine*>() == nullptr);
    }

    void a_click_dismisses_the_hint_and_closing_does() {
        {
            const auto w = window_of("circuit-breaker", remembering());
            QTest::mouseClick(w->findChild<HintLine*>(), Qt::LeftButton, {}, {40, 8});
            QVERIFY(eventually([&] { return w->findChild<HintLine*>() == nullptr; }));
        }
        QVERIFY(window_of("circuit-breaker", remembering())->findChild<HintLine*>() == nullptr);
        QSettings{}.clear();
        QVERIFY(window_of("circuit-breaker", remembering())->close());
        QVERIFY(window_of("circuit-breaker", remembering())->findChild<HintLine*>() == nullptr);
    }

    void pictures_have_no_hint() {
        QVERIFY(window_of("circuit-breaker", forgetting())->findChild<HintLine*>() == nullptr);
        QVERIFY(QSettings{}.allKeys().isEmpty());
    }
};

}  // namespace test_window_modes

WEIR_TEST(test_window_modes, TestWindowModes)
#include "test_window_modes.moc"
