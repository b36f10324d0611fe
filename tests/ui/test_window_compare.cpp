// Comparing variants: both run on the same load, whatever is done to one is done to the other, and both are drawn.
#include <QListWidget>
#include <QPushButton>
#include <QTest>
#include <algorithm>
#include <memory>

#include "core/scenario/figures.h"
#include "tests/program.h"
#include "tests/ui/eventually.h"
#include "ui/controls/control_panel.h"
#include "ui/diagrams/diagram.h"
#include "ui/other_run.h"
#include "ui/plots/plot_board.h"
#include "ui/plots/time_plot.h"
#include "ui/run_bar.h"
#include "ui/stage.h"
#include "ui/window.h"

namespace test_window_compare {

using namespace weir;
using namespace weir::ui;

std::unique_ptr<Window> opened(const char* lab = "circuit-breaker",
                               labs::EngineKind engine = labs::EngineKind::virtual_time) {
    labs::Experiment e;
    e.lab = lab;
    e.engine = engine;
    e.seed = 7;
    auto w = std::make_unique<Window>(e, WindowOptions{.remember = false, .dark = true, .running = false});
    w->resize(1280, 720);
    w->show();
    if (!QTest::qWaitForWindowActive(w.get())) qFatal("the window does not become active");
    return w;
}

double value(const labs::Session& session, const char* id) {
    return session.parameters().get(*session.parameters().find(id));
}

std::uint64_t offered(const labs::Session& session) { return session.snapshot()->offered; }

std::size_t index_of(Window& w, const char* id) { return *w.session().parameters().find(id); }

class TestWindowCompare final : public QObject {
    Q_OBJECT
private slots:
    void both_variants_face_the_same_load() {
        auto w = opened();
        QTest::mouseClick(w->runBar()->compareButton(), Qt::LeftButton);
        QVERIFY(w->isComparing());
        QVERIFY(w->runBar()->compareButton()->isChecked());
        const auto& other = *w->otherRun();
        QCOMPARE(value(w->session(), "variant"), 1.0);
        QCOMPARE(value(*other.session, "variant"), 0.0);
        w->advanceTo(20);
        w->drawNow();
        QCOMPARE(other.session->now_s(), w->session().now_s());
        QVERIFY(offered(w->session()) > 1000);
        QCOMPARE(offered(*other.session), offered(w->session()));
        QCOMPARE(other.history.size(), w->history().size());
    }

    void both_are_drawn() {
        auto w = opened();
        QCOMPARE(w->findChildren<Diagram*>().size(), 1);
        w->setComparing(true);
        w->advanceTo(5);
        w->drawNow();
        const auto diagrams = w->findChildren<Diagram*>();
        QCOMPARE(diagrams.size(), 2);
        for (const auto* diagram : diagrams) {
            QVERIFY(eventually([&] { return diagram->isVisible(); }));
            QVERIFY(!diagram->textTwin().isEmpty());
        }
        QStringList words;
        for (const auto* label : w->findChild<Stage*>()->findChildren<TextLine*>()) words << label->text();
        QVERIFY(words.filter(QStringLiteral("Production")).size() == 1);
        QVERIFY(words.filter(QStringLiteral("Textbook")).size() == 1);
        // The crosshair reads both.
        auto* plot = qobject_cast<TimePlot*>(w->plots()->plot(0));
        plot->setCursor(3);
        QVERIFY(plot->cursorWords().contains(QStringLiteral("┄")));
        QCOMPARE(w->size(), (QSize{1280, 720}));  // there is room for both
        // A legend entry hides the series of both.
        const double high = plot->maximum();
        for (auto* button : plot->legend())
            if (button->isCheckable()) button->click();
        plot->setCursor(3);
        QVERIFY(!plot->cursorWords().contains(QStringLiteral("┄")));
        QVERIFY(high > 0);
    }

    void what_is_done_to_one_is_done_to_the_other() {
        auto w = opened();
        w->setComparing(true);
        const auto rate = index_of(*w, "load.rate");
        emit w->controls()->edited(rate, w->controls()->value(rate), 500, 1);
        QVERIFY(eventually([&] {
            return value(w->session(), "load.rate") == 500 && value(*w->otherRun()->session, "load.rate") == 500;
        }));
        w->undoStack()->undo();
        QVERIFY(eventually([&] {
            return value(w->session(), "load.rate") == 200 && value(*w->otherRun()->session, "load.rate") == 200;
        }));
        // A button of the lab.
        emit w->controls()->actionRequested(0);
        QVERIFY(eventually([&] { return value(*w->otherRun()->session, "fault.outage") == 1; }));
        QCOMPARE(value(w->session(), "fault.outage"), 1.0);
        // Run, pause, step, reset.
        w->setRunning(true);
        QVERIFY(w->otherRun()->session->running());
        w->setRunning(false);
        QVERIFY(!w->otherRun()->session->running());
        w->runBar()->stepButton()->click();
        QVERIFY(eventually(
            [&] { return w->session().now_s() > 0 && w->otherRun()->session->now_s() >= w->session().now_s(); }));
        w->resetRun();
        QVERIFY(w->isComparing());
        QCOMPARE(w->otherRun()->session->now_s(), 0.0);
        QCOMPARE(w->otherRun()->history.size(), std::size_t{0});
        w->advanceTo(2);
        w->drawNow();
        QVERIFY(w->otherRun()->history.size() > 10);
    }

    void the_variant_itself_can_be_changed() {
        auto w = opened();
        w->setComparing(true);
        const auto variant = index_of(*w, "variant");
        emit w->controls()->edited(variant, 1, 0, 1);
        QCOMPARE(value(w->session(), "variant"), 0.0);
        QCOMPARE(value(*w->otherRun()->session, "variant"), 1.0);
    }

    void it_follows_to_another_lab_and_engine() {
        auto w = opened();
        w->setComparing(true);
        for (const auto& lab : labs::registry()) {
            labs::Experiment e;
            e.lab = lab.id;
            e.engine = labs::EngineKind::virtual_time;
            w->open(e);
            QVERIFY(w->isComparing());
            QCOMPARE(w->otherRun()->session->info().id, lab.id);
            w->advanceTo(3);
            w->drawNow();
            QCOMPARE(w->findChildren<Diagram*>().size(), 2);
            QVERIFY2(w->otherRun()->session->snapshot()->conserved(), lab.id.c_str());
        }
        w->chooseEngine(labs::EngineKind::threads);
        QVERIFY(w->isComparing());
        QCOMPARE(w->otherRun()->session->engine(), labs::EngineKind::threads);
        w->setRunning(true);
        QVERIFY(eventually([&] { return w->otherRun()->history.size() > 5 && w->history().size() > 5; }));
    }

    void a_key_turns_it_on_and_off() {
        auto w = opened();
        QTest::keyClick(w.get(), Qt::Key_C);
        QVERIFY(w->isComparing());
        w->advanceTo(3);
        w->drawNow();
        QTest::keyClick(w.get(), Qt::Key_C);
        QVERIFY(!w->isComparing());
        QVERIFY(!w->runBar()->compareButton()->isChecked());
        w->advanceTo(3);
        w->drawNow();
        QCOMPARE(w->findChildren<Diagram*>().size(), 1);
        QVERIFY(qobject_cast<TimePlot*>(w->plots()->plot(0))->points() > 20);
    }
};

}  // namespace test_window_compare

WEIR_TEST(test_window_compare, TestWindowCompare)
#include "test_window_compare.moc"
