// Every control of every lab: what it is set to reaches the engine, by value and by the mouse; by keys, see
// test_window_keys.
#include <QAbstractItemView>
#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QSlider>
#include <QTest>

#include "tests/program.h"
#include "tests/ui/each_lab.h"
#include "tests/ui/eventually.h"
#include "ui/controls/control_panel.h"
#include "ui/controls/parameter_row.h"
#include "ui/controls/scale.h"
#include "ui/window.h"

namespace test_window_controls {

using namespace weir;
using namespace weir::ui;

const WindowOptions still{.remember = false, .dark = true, .running = false};

class TestWindowControls final : public QObject {
    Q_OBJECT
private slots:
    void every_control_changes_its_parameter_on_the_engine_data() { each_lab(); }
    void every_control_changes_its_parameter_on_the_engine() {
        QFETCH(QByteArray, lab);
        Window w{of_lab(lab.toStdString()), still};
        w.show();
        const auto& specs = w.session().info().parameters;
        std::size_t changed = 0;
        for (std::size_t i = 0; i < specs.size(); ++i) {
            // Outage and spike are switched by buttons.
            if (specs[i].acts == labs::Acts::on_restart || specs[i].kind == labs::Kind::toggle) continue;
            auto* row = w.controls()->row(i);
            QVERIFY2(row != nullptr, specs[i].id.c_str());
            ++changed;
            if (auto* box = row->findChild<QDoubleSpinBox*>()) {
                const double wanted = specs[i].initial == specs[i].maximum ? specs[i].minimum + 1 : specs[i].maximum;
                box->setValue(wanted);
                QVERIFY2(engine_has(w, i, wanted), specs[i].id.c_str());
            } else if (auto* combo = row->findChild<QComboBox*>()) {
                const int wanted = combo->currentIndex() == 0 ? 1 : 0;
                combo->setCurrentIndex(wanted);
                QVERIFY2(engine_has(w, i, wanted), specs[i].id.c_str());
            } else {
                QFAIL(specs[i].id.c_str());
            }
            w.undoStack()->undo();
            QVERIFY2(engine_has(w, i, specs[i].initial), specs[i].id.c_str());
        }
        QVERIFY2(changed >= 10, qPrintable(QString::number(changed)));
    }

    void every_control_that_is_seen_answers_the_mouse_data() { each_lab(); }
    void every_control_that_is_seen_answers_the_mouse() {
        QFETCH(QByteArray, lab);
        Window w{of_lab(lab.toStdString()), still};
        w.show();
        std::size_t changed = 0;
        for (std::size_t i = 0; i < w.session().parameters().size(); ++i) {
            auto* row = w.controls()->row(i);
            if (row == nullptr || !row->isVisibleTo(&w)) continue;
            const double before = w.session().parameters().get(i);
            if (auto* slider = row->findChild<QSlider*>()) {
                const bool low = slider->value() < slider_steps / 2;
                QTest::mouseClick(slider, Qt::LeftButton, {}, {low ? slider->width() - 2 : 2, slider->height() / 2});
            } else if (auto* combo = row->findChild<QComboBox*>()) {
                combo->showPopup();
                auto* list = combo->view();
                const auto other = list->model()->index(before == 0 ? 1 : 0, 0);
                QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(other).center());
                combo->hidePopup();
            } else if (auto* toggle = row->findChild<QCheckBox*>()) {
                QTest::mouseClick(toggle, Qt::LeftButton, {}, {8, toggle->height() / 2});
            }
            QVERIFY2(eventually([&] { return w.session().parameters().get(i) != before; }),
                     w.session().info().parameters[i].id.c_str());
            ++changed;
            w.resetParameters();
        }
        QVERIFY2(changed >= 10, qPrintable(QString::number(changed)));
    }
};

}  // namespace test_window_controls

WEIR_TEST(test_window_controls, TestWindowControls)
#include "test_window_controls.moc"
