// Whatever can have the focus says what it is, to a screen reader and to whoever asks "What's this?", in every lab.
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QComboBox>
#include <QDockWidget>
#include <QLineEdit>
#include <QTest>
#include <memory>

#include "core/labs/lab.h"
#include "tests/program.h"
#include "ui/controls/control_panel.h"
#include "ui/controls/parameter_row.h"
#include "ui/diagrams/diagram.h"
#include "ui/lessons/drawer.h"
#include "ui/lessons/lesson_panel.h"
#include "ui/lessons/lesson_store.h"
#include "ui/plots/plot_board.h"
#include "ui/window.h"

namespace test_window_help {

using namespace weir;
using namespace weir::ui;

/// Parts of a control, which speaks for them.
bool is_part(const QWidget& widget) {
    for (const auto* w = widget.parentWidget(); w != nullptr; w = w->parentWidget())
        if (qobject_cast<const QAbstractSpinBox*>(w) != nullptr || qobject_cast<const QComboBox*>(w) != nullptr)
            return true;
    return false;
}

QString name_of(QWidget& widget) {
    const auto* accessible = QAccessible::queryAccessibleInterface(&widget);
    return accessible == nullptr ? QString{} : accessible->text(QAccessible::Name);
}

/// What Qt tells of it: its own help, or that of what it is part of. The window's is nobody's.
QString help_of(const QWidget& widget) {
    for (const auto* w = &widget; w != nullptr && !w->isWindow(); w = w->parentWidget()) {
        if (!w->whatsThis().isEmpty()) return w->whatsThis();
        if (!w->toolTip().isEmpty()) return w->toolTip();
    }
    return {};
}

class TestWindowHelp final : public QObject {
    Q_OBJECT
private slots:
    void everything_that_can_have_the_focus_says_what_it_is_data() {
        QTest::addColumn<QByteArray>("lab");
        for (const auto& lab : labs::registry()) QTest::newRow(lab.id.c_str()) << QByteArray::fromStdString(lab.id);
    }
    void everything_that_can_have_the_focus_says_what_it_is() {
        QFETCH(QByteArray, lab);
        labs::Experiment e;
        e.lab = lab.toStdString();
        e.engine = labs::EngineKind::virtual_time;
        Window w{e, {.remember = false, .dark = true, .running = false}};
        w.show();
        w.findChild<QDockWidget*>(QStringLiteral("drawerDock"))->show();
        int seen = 0;
        QStringList silent;
        const auto look = [&](QWidget& root) {
            for (auto* widget : root.findChildren<QWidget*>()) {
                if ((widget->focusPolicy() & Qt::TabFocus) == 0 || is_part(*widget)) continue;
                ++seen;
                const auto what =
                    QStringLiteral("%1 '%2' %3 in %4")
                        .arg(QLatin1String{widget->metaObject()->className()}, name_of(*widget), widget->objectName(),
                             QLatin1String{widget->parentWidget()->metaObject()->className()});
                if (name_of(*widget).isEmpty()) silent << what + QStringLiteral(": no name");
                if (help_of(*widget).isEmpty()) silent << what + QStringLiteral(": no help");
            }
        };
        // With each lesson of the lab in the drawer: questions to choose an answer of, and curves to draw.
        for (const auto& lesson : all_lessons()) {
            if (lesson.experiment.lab != e.lab) continue;
            w.drawer()->lesson()->showLesson(lesson);
            look(w);
        }
        QVERIFY2(silent.isEmpty(), qPrintable(silent.join(QLatin1Char{'\n'})));
        QVERIFY2(seen > 30, qPrintable(QString::number(seen)));
    }

    void a_parameters_help_is_that_of_its_schema() {
        for (const auto& lab : labs::registry()) {
            const ControlPanel panel{lab};
            for (std::size_t i = 0; i < lab.parameters.size(); ++i) {
                if (panel.row(i) == nullptr) continue;  // only a button sets it
                const auto help = QString::fromStdString(lab.parameters[i].help);
                QVERIFY(panel.row(i)->whatsThis().startsWith(help));
                for (const auto* child : panel.row(i)->findChildren<QWidget*>())
                    if (!is_part(*child)) QVERIFY(help_of(*child).startsWith(help));
            }
        }
    }

    void a_plot_and_a_diagram_say_what_they_show() {
        for (const auto& lab : labs::registry()) {
            const PlotBoard board{lab, dark_theme()};
            for (std::size_t i = 0; i < board.plotCount(); ++i)
                for (const auto& id : lab.plots[i].series)
                    for (const auto& series : lab.series)
                        if (series.id == id)
                            QVERIFY(board.plot(i)->whatsThis().contains(QString::fromStdString(series.label)));
            const std::unique_ptr<Diagram> diagram{make_diagram(lab, dark_theme(), nullptr)};
            QVERIFY(diagram->whatsThis().startsWith(QString::fromStdString(lab.sentence)));
        }
    }
};

}  // namespace test_window_help

WEIR_TEST(test_window_help, TestWindowHelp)
#include "test_window_help.moc"
