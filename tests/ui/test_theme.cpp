// Colours can be read and told apart, in both themes.
#include <QTest>
#include <array>
#include <cmath>

#include "ui/theme.h"

using namespace weir;
using namespace weir::ui;

namespace {

/// How a person without green cones sees a colour (Viénot, Brettel and Mollon 1999), in linear light.
std::array<double, 3> deuteranope(const QColor& c) {
    const auto linear = [](double v) { return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4); };
    const double r = linear(c.redF());
    const double g = linear(c.greenF());
    const double b = linear(c.blueF());
    return {0.29275 * r + 0.70725 * g, 0.29275 * r + 0.70725 * g, -0.02234 * r + 0.02234 * g + b};
}

double distance(const QColor& a, const QColor& b) {
    const auto x = deuteranope(a);
    const auto y = deuteranope(b);
    return std::hypot(x[0] - y[0], x[1] - y[1], x[2] - y[2]);
}

}  // namespace

class TestTheme final : public QObject {
    Q_OBJECT
private slots:
    void text_has_a_contrast_of_four_and_a_half_data() {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    void text_has_a_contrast_of_four_and_a_half() {
        QFETCH(bool, dark);
        const auto& t = theme_for(dark);
        for (const auto& ground : {t.window, t.panel, t.raised})
            for (const auto& ink : {t.text, t.muted, t.accent, t.good, t.bad, t.warning, t.special})
                QVERIFY2(contrast(ink, ground) >= 4.5,
                         qPrintable(
                             QStringLiteral("%1 on %2: %3").arg(ink.name(), ground.name()).arg(contrast(ink, ground))));
        QVERIFY(contrast(t.on_accent, t.accent) >= 4.5);
    }

    void contrast_is_that_of_the_standard() {
        QCOMPARE(contrast(Qt::white, Qt::black), 21.0);
        QCOMPARE(contrast(Qt::white, Qt::white), 1.0);
    }

    void fates_that_share_a_colour_for_a_deuteranope_differ_in_shape() {
        for (const bool dark : {false, true}) {
            const auto& t = theme_for(dark);
            // The four with a colour of their own also keep apart without green cones.
            const std::array own{t.good, t.bad, t.special, t.warning};
            for (std::size_t i = 0; i < own.size(); ++i)
                for (std::size_t k = i + 1; k < own.size(); ++k)
                    QVERIFY2(distance(own[i], own[k]) > 0.04, qPrintable(QStringLiteral("%1 and %2: %3")
                                                                             .arg(own[i].name(), own[k].name())
                                                                             .arg(distance(own[i], own[k]))));
        }
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

QTEST_MAIN(TestTheme)
#include "test_theme.moc"
