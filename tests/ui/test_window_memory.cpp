// What the window remembers from one start to the next: its size, its panels, the theme and the files opened last. And
// what it does not touch when it is told not to.
#include <QAction>
#include <QDockWidget>
#include <QMenu>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <memory>

#include "core/labs/lab.h"
#include "core/scenario/experiment_file.h"
#include "tests/program.h"
#include "tests/ui/eventually.h"
#include "tests/ui/own_settings.h"
#include "ui/theme.h"
#include "ui/window.h"

namespace test_window_memory {

using namespace weir;
using namespace weir::ui;

labs::Experiment breaker() {
    labs::Experiment e;
    e.lab = "circuit-breaker";
    e.engine = labs::EngineKind::virtual_time;
    return e;
}

WindowOptions remembering() { return {.remember = true, .dark = {}, .running = false}; }

std::unique_ptr<Window> started(const WindowOptions& options = remembering()) {
    auto w = std::make_unique<Window>(breaker(), options);
    w->show();
    if (!QTest::qWaitForWindowExposed(w.get())) qFatal("the window does not show");
    return w;
}

QDockWidget* dock(Window& w, const char* name) { return w.findChild<QDockWidget*>(QLatin1String(name)); }

QStringList recent_files(Window& w) {
    QStringList names;
    for (auto* menu : w.findChildren<QMenu*>()) emit menu->aboutToShow();
    for (auto* menu : w.findChildren<QMenu*>()) {
        if (menu->title() != QStringLiteral("Open &recent")) continue;
        for (const auto* action : menu->actions()) names << action->text();
    }
    return names;
}

QString saved(const QTemporaryDir& folder, const QString& name) {
    const auto path = folder.filePath(name);
    auto e = breaker();
    const auto* lab = labs::find_lab(e.lab);
    if (!scenario::write_experiment(path.toStdString(), e, *lab)) qFatal("cannot write");
    return path;
}

class TestWindowMemory final : public QObject {
    Q_OBJECT
    OwnSettings settings_;

private slots:
    void initTestCase() { QCoreApplication::setOrganizationName(QStringLiteral("WeirTest")); }
    void init() { QSettings{}.clear(); }

    void size_and_panels_come_back() {
        QSize size;
        int width = 0;
        {
            const auto w = started();
            QVERIFY(dock(*w, "patternsDock")->isVisible());
            w->resize(1180, 690);
            dock(*w, "patternsDock")->close();
            w->resizeDocks({dock(*w, "parametersDock")}, {390}, Qt::Horizontal);
            QVERIFY(eventually([&] { return dock(*w, "parametersDock")->width() > 380; }));
            size = w->size();
            width = dock(*w, "parametersDock")->width();
            QVERIFY(w->close());
        }
        const auto w = started();
        QCOMPARE(w->size(), size);
        QVERIFY(!dock(*w, "patternsDock")->isVisible());
        QVERIFY(eventually([&] { return dock(*w, "parametersDock")->width() == width; }));
    }

    void the_theme_comes_back_unless_another_is_forced() {
        const auto lightness = [](Window& w) { return w.palette().color(QPalette::Window).lightness(); };
        for (const int choice : {1, 2}) {
            started()->chooseTheme(choice);
            const auto w = started();
            QCOMPARE(lightness(*w) > 128, choice == 1);
        }
        auto forced = remembering();
        forced.dark = false;
        QVERIFY(lightness(*started(forced)) > 128);
        QVERIFY2(lightness(*started()) < 128, "what was forced once is not remembered");
    }

    void the_files_opened_last_come_first_and_each_once() {
        const QTemporaryDir folder;
        {
            const auto w = started();
            for (int i = 0; i < 10; ++i) w->openFile(saved(folder, QStringLiteral("%1.json").arg(i)));
            w->openFile(saved(folder, QStringLiteral("7.json")));
            w->openFile(folder.filePath(QStringLiteral("none.json")));
        }
        const auto w = started();
        QCOMPARE(recent_files(*w),
                 (QStringList{"7.json", "9.json", "8.json", "6.json", "5.json", "4.json", "3.json", "2.json"}));
        // A file that is gone is named, and the run goes on.
        QVERIFY(QFile::remove(folder.filePath(QStringLiteral("7.json"))));
        for (auto* action : w->findChildren<QAction*>())
            if (action->text() == QStringLiteral("7.json")) action->trigger();
        QCOMPARE(w->session().experiment().lab, std::string{"circuit-breaker"});
    }

    void what_is_told_not_to_remember_leaves_no_trace() {
        const QTemporaryDir folder;
        WindowOptions forgetting;
        forgetting.remember = false;
        forgetting.running = false;
        {
            const auto w = started(forgetting);
            w->chooseTheme(1);
            w->openFile(saved(folder, QStringLiteral("a.json")));
            QVERIFY(w->close());
        }
        QVERIFY(QSettings{}.allKeys().isEmpty());
    }
};

}  // namespace test_window_memory

WEIR_TEST(test_window_memory, TestWindowMemory)
#include "test_window_memory.moc"
