// Colours can be read and told apart, in all themes.
#include <QTest>
#include <array>
#include <cmath>

#include "tests/program.h"
#include "ui/theme.h"

namespace test_theme {

using namespace weir;
using namespace weir::ui;

/// How a person without green cones sees a colour (Viénot, Brettel and Mollon 1999), in linear light.
std::array<double, 3> deuteranope(const QColor& c) {
    const auto linear = [](double v) { return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4); };
    const double r = linear(c.redF());
    const double g = linear(c.greenF());
    const double b = linear(c.blueF());
    return {0.29275 * r + 0.70725 * g, 0.29275 * r + 0.70725 * g, -0.02234 * r + 0.02234 * g + b};
}

/// CIE 1976 colour difference of what a deuteranope sees; about 2.3 is just noticeable side by side.
double distance(const QColor& a, const QColor& b) {
    const auto lab = [](const std::array<double, 3>& rgb) -> std::array<double, 3> {
        const auto f = [](double t) { return t > 0.008856 ? std::cbrt(t) : 7.787 * t + 16.0 / 116; };
        const double x = f((0.4124 * rgb[0] + 0.3576 * rgb[1] + 0.1805 * rgb[2]) / 0.95047);
        const double y = f(0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]);
        const double z = f((0.0193 * rgb[0] + 0.1192 * rgb[1] + 0.9505 * rgb[2]) / 1.08883);
        return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
    };
    const auto one = lab(deuteranope(a));
    const auto other = lab(deuteranope(b));
    return std::hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]);
}

class TestTheme final : public QObject {
    Q_OBJECT
private slots:
    void text_has_the_contrast_of_its_theme_data() {
        QTest::addColumn<bool>("dark");
        QTest::addColumn<bool>("high");
        QTest::newRow("light") << false << false;
        QTest::newRow("dark") << true << false;
        QTest::newRow("light, high contrast") << false << true;
        QTest::newRow("dark, high contrast") << true << true;
    }
    void text_has_the_contrast_of_its_theme() {
        QFETCH(bool, dark);
        QFETCH(bool, high);
        const auto& t = theme_for(dark, high);
        const double least = high ? 7 : 4.5;
        for (const auto& ground : {t.window, t.panel, t.raised})
            for (const auto& ink : {t.text, t.muted, t.accent, t.good, t.bad, t.warning, t.special, t.slow})
                QVERIFY2(contrast(ink, ground) >= least,
                         qPrintable(
                             QStringLiteral("%1 on %2: %3").arg(ink.name(), ground.name()).arg(contrast(ink, ground))));
        QVERIFY(contrast(t.on_accent, t.accent) >= least);
    }

    void high_contrast_has_a_pure_ground_and_borders_that_are_seen() {
        for (const bool dark : {true, false}) {
            const auto& t = theme_for(dark, true);
            QCOMPARE(t.window, QColor{dark ? Qt::black : Qt::white});
            QCOMPARE(t.panel, t.window);
            QVERIFY(contrast(t.border, t.window) >= 7);
            QVERIFY(contrast(t.track, t.window) >= 3);  // what is no text, as the standard has it
            QVERIFY(t.stroke > theme_for(dark).stroke);
        }
    }

    void contrast_is_that_of_the_standard() {
        QCOMPARE(contrast(Qt::white, Qt::black), 21.0);
        QCOMPARE(contrast(Qt::white, Qt::white), 1.0);
    }

    void roles_keep_apart_for_a_deuteranope_data() { text_has_the_contrast_of_its_theme_data(); }
    void roles_keep_apart_for_a_deuteranope() {
        QFETCH(bool, dark);
        QFETCH(bool, high);
        const auto& t = theme_for(dark, high);
        const std::array roles{t.accent, t.good, t.bad, t.warning, t.special, t.slow, t.muted};
        // Five times what is just noticeable: lines one pixel wide are harder to tell apart than patches.
        for (std::size_t i = 0; i < roles.size(); ++i)
            for (std::size_t k = i + 1; k < roles.size(); ++k)
                QVERIFY2(distance(roles[i], roles[k]) > 12, qPrintable(QStringLiteral("%1 and %2: %3")
                                                                           .arg(roles[i].name(), roles[k].name())
                                                                           .arg(distance(roles[i], roles[k]))));
    }

    void each_fate_has_a_shape_of_its_own() {
        std::vector<QImage> shapes;
        for (const auto fate : all_fates) {
            QImage image{24, 24, QImage::Format_ARGB32_Premultiplied};
            image.fill(Qt::transparent);
            QPainter painter{&image};
            painter.setRenderHint(QPainter::Antialiasing);
            draw_fate(painter, dark_theme(), fate, {12, 12}, 8);
            painter.end();
            shapes.push_back(image.convertToFormat(QImage::Format_Alpha8));
        }
        for (std::size_t i = 0; i < shapes.size(); ++i)
            for (std::size_t k = i + 1; k < shapes.size(); ++k) QVERIFY(shapes[i] != shapes[k]);
    }
};

}  // namespace test_theme

WEIR_TEST(test_theme, TestTheme)
#include "test_theme.moc"
