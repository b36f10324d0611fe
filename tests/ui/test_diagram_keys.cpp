// Diagrams by the keyboard: the arrows reach every part that tells what it is, Return tells it, and the menu key offers
// the lab's buttons for the part chosen.
#include <QContextMenuEvent>
#include <QMenu>
#include <QTest>
#include <QTimer>
#include <QToolTip>
#include <algorithm>
#include <memory>
#include <vector>

#include "core/labs/run.h"
#include "tests/program.h"
#include "tests/ui/eventually.h"
#include "ui/diagrams/scene.h"
#include "ui/diagrams/scene_diagram.h"
#include "ui/window.h"

namespace test_diagram_keys {

using namespace weir;
using namespace weir::ui;

constexpr QPointF arrows[] = {{-1, 0}, {1, 0}, {0, -1}, {0, 1}};
constexpr QPointF into_the_card{1, 1};

std::vector<QPointF> reached_in(const Scene& scene) {
    std::vector<QPointF> reached;
    const auto reach = [&](std::optional<QPointF> spot) {
        if (spot && std::ranges::find(reached, *spot) == reached.end()) reached.push_back(*spot);
    };
    reach(scene.next({}, into_the_card));
    for (std::size_t i = 0; i < reached.size(); ++i)
        for (const auto& arrow : arrows) reach(scene.next(reached[i], arrow));
    return reached;
}

class TestDiagramKeys final : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { set_up_application(*qApp); }

    void the_arrows_reach_every_part_data() {
        QTest::addColumn<QByteArray>("lab");
        for (const auto& lab : labs::registry()) QTest::newRow(lab.id.c_str()) << QByteArray::fromStdString(lab.id);
    }
    void the_arrows_reach_every_part() {
        QFETCH(QByteArray, lab);
        labs::Experiment experiment;
        experiment.lab = lab.toStdString();
        experiment.engine = labs::EngineKind::virtual_time;
        experiment.duration_s = 100;
        labs::Run run{experiment, {}};
        for (const double t_s : {0.5, 3.0, 11.75}) {
            run.simulation()->run_until(Time{from_seconds(t_s)});
            const auto snapshot = run.snapshot();
            const auto scene = scene_of(experiment.lab)->compose({*snapshot, {}, t_s, QSizeF{750, 240}});
            const auto reached = reached_in(scene);
            int parts = 0;
            for (const auto& mark : scene.marks()) {
                const auto centre = mark.where.center();
                if (scene.at(centre) != &mark) continue;
                ++parts;
                QVERIFY2(std::ranges::find(reached, centre) != reached.end(), qPrintable(mark.tells));
            }
            QVERIFY(parts > 0);
        }
    }

    void return_tells_and_the_menu_is_for_the_part_chosen() {
        labs::Experiment experiment;
        experiment.lab = "shutdown";
        experiment.engine = labs::EngineKind::virtual_time;
        Window window{experiment, {.remember = false, .dark = true, .running = false}};
        window.resize(1280, 720);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        window.advanceTo(1);
        window.drawNow();
        auto* const diagram = qobject_cast<SceneDiagram*>(window.diagram());
        diagram->setFocus(Qt::TabFocusReason);
        // To a node of the tree: what can be cancelled on its own.
        const Mark* chosen = nullptr;
        for (int press = 0; press < 40 && (chosen == nullptr || chosen->setting.parameter.empty()); ++press) {
            QTest::keyClick(diagram, press % 2 == 0 ? Qt::Key_Right : Qt::Key_Down);
            chosen = diagram->scene().at(*diagram->chosen());
        }
        QVERIFY(chosen != nullptr && chosen->setting.parameter == "node");
        QVERIFY(diagram->accessibleDescription().contains(chosen->tells));
        QTest::keyClick(diagram, Qt::Key_Return);
        QVERIFY(eventually([&] { return QToolTip::text() == chosen->tells; }));
        const auto setting = chosen->setting;
        std::vector<Setting> pressed;
        connect(diagram, &Diagram::pressed, this, [&](std::size_t, const Setting& with) { pressed.push_back(with); });
        QTimer::singleShot(0, [] {
            auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
            if (menu == nullptr) qFatal("no menu");
            for (auto* action : menu->actions())
                if (!action->isSeparator()) {
                    action->trigger();
                    break;
                }
            menu->close();
        });
        QContextMenuEvent by_key{QContextMenuEvent::Keyboard, {}, diagram->mapToGlobal(QPoint{})};
        QCoreApplication::sendEvent(diagram, &by_key);
        QCOMPARE(pressed.size(), std::size_t{1});
        QCOMPARE(pressed.front(), setting);
    }
};

}  // namespace test_diagram_keys

WEIR_TEST(test_diagram_keys, TestDiagramKeys)
#include "test_diagram_keys.moc"
