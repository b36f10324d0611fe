// Which series stand in a plot: its user chooses, the choice is kept, and whatever is chosen can be told apart.
#include <QApplication>
#include <QMenu>
#include <QPushButton>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <memory>
#include <set>

#include "core/labs/lab.h"
#include "tests/program.h"
#include "tests/ui/eventually.h"
#include "tests/ui/own_settings.h"
#include "ui/plots/line_look.h"
#include "ui/plots/plot_board.h"
#include "ui/plots/time_plot.h"
#include "ui/window.h"

namespace test_plot_series {

using namespace weir;
using namespace weir::ui;

std::unique_ptr<Window> window_of(const std::string& lab, bool remember) {
    labs::Experiment e;
    e.lab = lab;
    e.engine = labs::EngineKind::virtual_time;
    auto w = std::make_unique<Window>(e, WindowOptions{.remember = remember, .dark = true, .running = false});
    w->show();
    if (!QTest::qWaitForWindowActive(w.get())) qFatal("the window does not show");
    w->session().advance_to(3);
    w->drawNow();
    return w;
}

TimePlot& plot(Window& w, std::size_t i) { return *qobject_cast<TimePlot*>(w.plots()->plot(i)); }

/// The entries of the plot's menu "Series", opened by the keyboard.
QList<QAction*> entries(Window& w, std::size_t i) {
    w.activateWindow();
    if (!QTest::qWaitForWindowActive(&w)) qFatal("the window does not become active");
    plot(w, i).canvas()->setFocus();
    QTest::keyClick(plot(w, i).canvas(), Qt::Key_F10, Qt::ShiftModifier);
    auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
    if (menu == nullptr) return {};
    for (auto* action : menu->actions())
        if (action->text() == QStringLiteral("&Series")) return action->menu()->actions();
    return {};
}

bool choose(Window& w, std::size_t i, const QString& label) {
    for (auto* action : entries(w, i)) {
        if (action->text() != label) continue;
        const bool could = action->isEnabled();
        action->trigger();
        QApplication::activePopupWidget()->close();
        return could;
    }
    return false;
}

QStringList legend(TimePlot& plot) {
    QStringList labels;
    for (const auto* button : plot.legend())
        if (button->isCheckable()) labels << button->accessibleName().section(QLatin1Char{','}, 0, 0);
    return labels;
}

class TestPlotSeries final : public QObject {
    Q_OBJECT
    OwnSettings settings_;

private slots:
    void initTestCase() { QCoreApplication::setOrganizationName(QStringLiteral("WeirTest")); }
    void init() { QSettings{}.clear(); }

    void the_menu_has_every_series_of_the_plots_unit() {
        const auto w = window_of("circuit-breaker", false);
        QStringList offered;
        for (const auto* action : entries(*w, 0))
            if (action->isCheckable()) offered << action->text();
        QStringList wanted;
        for (const auto& series : labs::find_lab("circuit-breaker")->series)
            if (series.unit == "/s") wanted << QString::fromStdString(series.label);
        offered.sort();
        wanted.sort();
        QCOMPARE(offered, wanted);
        QVERIFY(wanted.contains(QStringLiteral("throughput")));
        QApplication::activePopupWidget()->close();
    }

    void a_chosen_series_stands_in_plot_and_legend_with_all_its_points() {
        const auto w = window_of("circuit-breaker", false);
        auto& queue = plot(*w, 1);
        QCOMPARE(legend(queue), QStringList{"queue"});
        QVERIFY(choose(*w, 1, QStringLiteral("in flight")));
        // Nothing runs: it is drawn all the same.
        QVERIFY(eventually([&] { return queue.points() == w->history().size(); }));
        QCOMPARE(legend(queue), (QStringList{"queue", "in flight"}));
        QCOMPARE(queue.legend().back()->isHidden(), false);  // the limit is there as before
        queue.setCursor(2);
        QVERIFY2(queue.cursorWords().contains(QStringLiteral("in flight")), qPrintable(queue.cursorWords()));
        QVERIFY(queue.legend()[1]->nextInFocusChain() != queue.canvas());
        QCOMPARE(queue.canvas()->nextInFocusChain(), queue.legend()[0]);

        QVERIFY(choose(*w, 1, QStringLiteral("queue")));
        QCOMPARE(legend(queue), QStringList{"in flight"});
        QVERIFY2(!choose(*w, 1, QStringLiteral("in flight")), "one stays");
        QVERIFY(choose(*w, 1, QStringLiteral("As &designed")));
        QCOMPARE(legend(queue), QStringList{"queue"});
        QVERIFY(!choose(*w, 1, QStringLiteral("As &designed")));
    }

    void what_the_legend_hides_stays_hidden() {
        const auto w = window_of("circuit-breaker", false);
        auto& throughput = plot(*w, 0);
        throughput.legend()[1]->setChecked(false);
        QVERIFY(choose(*w, 0, QStringLiteral("throughput")));
        QVERIFY(!throughput.seriesShown(1));
        QVERIFY(throughput.seriesShown(0) && throughput.seriesShown(throughput.legend().size() - 1));
    }

    void the_choice_comes_back_for_its_lab_and_plot() {
        {
            const auto w = window_of("circuit-breaker", true);
            QVERIFY(choose(*w, 0, QStringLiteral("throughput")));
            QVERIFY(choose(*w, 0, QStringLiteral("rejected")));
        }
        {
            const auto w = window_of("circuit-breaker", true);
            QVERIFY(legend(plot(*w, 0)).contains(QStringLiteral("throughput")));
            QVERIFY(!legend(plot(*w, 0)).contains(QStringLiteral("rejected")));
            QVERIFY(plot(*w, 1).asDesigned());
            QVERIFY(plot(*window_of("batching", true), 0).asDesigned());
            QVERIFY(choose(*w, 0, QStringLiteral("As &designed")));
        }
        QVERIFY(QSettings{}.value(QStringLiteral("series")).isNull());
        QVERIFY(plot(*window_of("circuit-breaker", true), 0).asDesigned());
    }

    void what_is_told_not_to_remember_does_not() {
        QVERIFY(choose(*window_of("circuit-breaker", false), 0, QStringLiteral("throughput")));
        QVERIFY(QSettings{}.allKeys().isEmpty());
    }

    void lines_of_a_plot_are_told_apart_whatever_is_chosen() {
        const auto& theme = dark_theme();
        for (const auto& lab : labs::registry()) {
            for (const auto& spec : lab.plots) {
                std::vector<labs::Tone> tones;
                const TimePlot made{lab, spec, theme};
                for (const auto i : made.candidates()) tones.push_back(lab.series[i].tone);
                const auto dashes = dashes_of(tones, theme);
                std::map<QRgb, std::vector<Dash>> of_colour;
                for (std::size_t i = 0; i < tones.size(); ++i) of_colour[theme.of(tones[i]).rgb()].push_back(dashes[i]);
                for (const auto& [colour, all] : of_colour)
                    QCOMPARE(std::set<Dash>(all.begin(), all.end()).size(), std::min<std::size_t>(all.size(), 4));
                // As designed each has the look of its tone.
                for (std::size_t i = 0; i < spec.series.size(); ++i) QCOMPARE(dashes[i], dash_of(tones[i]));
            }
        }
    }

    void a_series_of_a_fate_has_the_colour_of_its_token() {
        for (const auto& lab : labs::registry())
            for (const auto& series : lab.series)
                for (const auto fate : all_fates)
                    if (series.id == id_of(fate))
                        for (const auto* theme : {&dark_theme(), &light_theme()})
                            QCOMPARE(theme->of(series.tone), theme->of(fate));
        QVERIFY(dash_of(labs::Tone::cancelled) != dash_of(labs::Tone::dropped));
    }
};

}  // namespace test_plot_series

WEIR_TEST(test_plot_series, TestPlotSeries)
#include "test_plot_series.moc"
