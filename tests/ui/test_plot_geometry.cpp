// Where things stand in a plot: bands of phases, round ends of the axes, steps between their labels. Plain arithmetic.
#include <QTest>
#include <cmath>
#include <limits>

#include "tests/program.h"
#include "ui/plots/plot_axes.h"
#include "ui/plots/plot_marks.h"

namespace test_plot_geometry {

using namespace weir;
using namespace weir::ui;

std::vector<labs::Sample> phases(std::initializer_list<int> of_each) {
    std::vector<labs::Sample> samples;
    for (const int phase : of_each) {
        labs::Sample sample;
        sample.t_s = static_cast<double>(samples.size());
        sample.phase = static_cast<std::uint8_t>(phase);
        samples.push_back(sample);
    }
    return samples;
}

class TestPlotGeometry final : public QObject {
    Q_OBJECT
private slots:
    void bands_are_the_runs_of_a_phase() {
        const auto samples = phases({0, 0, 1, 1, 2, 0, 0, 2, 2});
        const std::vector<PhaseBand> all{{1, 3, 1}, {3, 4, 2}, {6, 8, 2}};
        QCOMPARE(phase_bands(samples, 0, 10), all);
        const std::vector<PhaseBand> some{{6, 8, 2}};
        QCOMPARE(phase_bands(samples, 5, 10), some);
        QCOMPARE(phase_bands(samples, 0, 10, 1), some);
        QVERIFY(phase_bands(samples, 4.5, 5.5).empty());
        QVERIFY(phase_bands({}, 0, 10).empty());
    }

    void a_short_phase_between_long_ones_has_an_edge() {
        // Ten pixels a second: half a second is too narrow to be seen.
        const std::vector<PhaseBand> bands{{2, 4, 1},   {4, 4.5, 2},   {4.5, 7, 1},
                                           {9, 9.2, 2}, {9.3, 9.5, 2}, {12, 13, 2}};
        const auto marks = band_marks(bands, 100, 10);
        QCOMPARE(marks.size(), bands.size());
        const bool edged[] = {false, false, false, true, false, false};
        for (std::size_t i = 0; i < marks.size(); ++i) {
            QCOMPARE(marks[i].left, std::round(100 + bands[i].from_s * 10));
            QCOMPARE(marks[i].left + marks[i].width, std::round(100 + bands[i].to_s * 10));
            QCOMPARE(marks[i].edged, edged[i]);
        }
        // At four a second it is, the long ones around it are not.
        QVERIFY(band_marks(bands, 0, 4)[1].edged);
        QVERIFY(!band_marks(bands, 0, 1)[0].edged);
        QVERIFY(!band_marks(bands, 0, 1)[2].edged);
    }

    void phases_of_equal_length_have_no_edges() {
        std::vector<PhaseBand> bands;
        for (int i = 0; i < 20; ++i) bands.push_back({i * 0.1, (i + 1) * 0.1, static_cast<std::size_t>(1 + i % 2)});
        for (const auto& mark : band_marks(bands, 0, 5)) QVERIFY(!mark.edged);
    }

    void value_axes_end_at_round_numbers_data() {
        QTest::addColumn<double>("value");
        QTest::addColumn<double>("top");
        QTest::newRow("nothing") << 0.0 << 1.0;
        QTest::newRow("no number") << std::numeric_limits<double>::quiet_NaN() << 1.0;
        QTest::newRow("below one") << 0.03 << 0.032;
        QTest::newRow("exact") << 4.0 << 4.0;
        QTest::newRow("small") << 5.0 << 6.0;
        QTest::newRow("hundreds") << 232.0 << 240.0;
        QTest::newRow("just over") << 241.0 << 280.0;
        QTest::newRow("large") << 33000.0 << 40000.0;
    }
    void value_axes_end_at_round_numbers() {
        QFETCH(double, value);
        QFETCH(double, top);
        QVERIFY(std::abs(round_maximum(value) - top) < 1e-9 * std::max(1.0, top));
    }

    void time_steps_are_few_and_even() {
        QCOMPARE(time_step(48), 8.0);
        QCOMPARE(time_step(49), 15.0);
        QCOMPARE(time_step(1), 0.25);
        QCOMPARE(time_step(100000), 18000.0);
        for (double span = 1; span < 1e6; span *= 1.1) QVERIFY(span / time_step(span) <= 6.0001);
    }

    void logarithmic_axes_hold_whole_decades() {
        const auto narrow = decades(30, 50);
        QCOMPARE(narrow.bottom, 1.0);
        QCOMPARE(narrow.top, 100.0);
        const auto wide = decades(0.5, 1000);
        QCOMPARE(wide.bottom, 0.1);
        QCOMPARE(wide.top, 1000.0);
    }
};

}  // namespace test_plot_geometry

WEIR_TEST(test_plot_geometry, TestPlotGeometry)
#include "test_plot_geometry.moc"
