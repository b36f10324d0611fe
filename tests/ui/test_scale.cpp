// A slider's positions and a parameter's values belong to each other.
#include <QTest>

#include "core/labs/lab.h"
#include "tests/program.h"
#include "ui/controls/scale.h"

namespace test_scale {

using namespace weir;
using namespace weir::ui;

class TestScale final : public QObject {
    Q_OBJECT
private slots:
    void every_position_gives_a_value_the_parameter_accepts() {
        for (const auto& lab : labs::registry())
            for (const auto& spec : lab.parameters) {
                if (spec.kind != labs::Kind::real && spec.kind != labs::Kind::integer) continue;
                double before = spec.minimum;
                for (int position = 0; position <= slider_steps; ++position) {
                    const double value = slider_value(spec, position);
                    const auto wrong = labs::check(spec, value);
                    QVERIFY2(!wrong, wrong ? wrong->c_str() : "");
                    QVERIFY2(value >= before, spec.id.c_str());
                    before = value;
                }
            }
    }
    void the_ends_are_the_limits() {
        for (const auto& lab : labs::registry())
            for (const auto& spec : lab.parameters) {
                QCOMPARE(slider_value(spec, 0), spec.minimum);
                QCOMPARE(slider_value(spec, slider_steps), spec.maximum);
                QCOMPARE(slider_position(spec, spec.minimum), 0);
                QCOMPARE(slider_position(spec, spec.maximum), slider_steps);
            }
    }
    void a_logarithmic_slider_gives_each_decade_the_same_room() {
        labs::ParameterSpec spec;
        spec.minimum = 1;
        spec.maximum = 100'000;
        spec.scale = labs::Scale::logarithmic;
        QCOMPARE(slider_position(spec, 10), slider_steps / 5);
        QCOMPARE(slider_position(spec, 1000), slider_steps * 3 / 5);
    }
};

}  // namespace test_scale

WEIR_TEST(test_scale, TestScale)
#include "test_scale.moc"
