// Where the circuit-breaker diagram's parts lie: whatever the size of the card, they keep apart and inside it.
#include <QTest>
#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "tests/program.h"
#include "ui/diagrams/breaker_geometry.h"

namespace test_breaker_geometry {

using namespace weir::ui;

using Part = std::pair<const char*, QRectF>;

/// The space the lever sweeps, up to a little more than it ever opens.
QRectF sweep(const BreakerGeometry& g) {
    const double length = g.contact.x() - g.pivot.x();
    const double height = length * std::sin(50 * M_PI / 180);
    return {g.pivot.x(), g.pivot.y() - height, length, height};
}

/// Each part that is drawn on the card itself. What lies inside the service is checked on its own.
std::vector<Part> parts(const BreakerGeometry& g) {
    return {{"arrivals", g.arrivals},
            {"arrivals caption", g.arrivals_caption},
            {"queue bar", g.queue_bar},
            {"lever", sweep(g)},
            {"switch caption", g.switch_caption},
            {"through", g.through},
            {"through caption", g.through_caption},
            {"service", g.service},
            {"good lane", g.good_lane},
            {"good caption", g.good_caption},
            {"bad lane", g.bad_lane},
            {"bad caption", g.bad_caption},
            {"bypass caption", g.bypass_caption},
            {"strip title", g.strip_title},
            {"strip", g.strip},
            {"strip caption", g.strip_caption},
            {"note", g.note}};
}

class TestBreakerGeometry final : public QObject {
    Q_OBJECT

    static void sizes() {
        QTest::addColumn<QSizeF>("card");
        constexpr std::pair<int, int> all[] = {{500, 160},  {500, 500},  {640, 180},  {700, 200}, {880, 262},
                                               {1000, 160}, {1200, 300}, {1600, 160}, {1600, 500}};
        for (const auto& [w, h] : all) QTest::addRow("%dx%d", w, h) << QSizeF(w, h);
    }

private slots:
    void nothing_leaves_the_card_data() { sizes(); }
    void nothing_leaves_the_card() {
        QFETCH(QSizeF, card);
        const BreakerGeometry g{card};
        const QRectF room{QPointF{0, 0}, card};
        for (const auto& [name, rect] : parts(g)) {
            QVERIFY2(rect.width() > 0 && rect.height() > 0, name);
            QVERIFY2(room.contains(rect), name);
        }
        const double half = g.pipe / 2;
        QVERIFY(room.contains(g.bypass.boundingRect().adjusted(-half, 0, half, half)));
    }

    void no_part_lies_on_another_data() { sizes(); }
    void no_part_lies_on_another() {
        QFETCH(QSizeF, card);
        const auto all = parts(BreakerGeometry{card});
        for (std::size_t i = 0; i < all.size(); ++i)
            for (std::size_t j = i + 1; j < all.size(); ++j) {
                // The lever is hinged in the axis of the pipes and touches both.
                QVERIFY2(!all[i].second.adjusted(0.5, 0.5, -0.5, -0.5).intersects(all[j].second) ||
                             (all[i].first == QLatin1String{"lever"} && all[j].first == QLatin1String{"through"}) ||
                             (all[i].first == QLatin1String{"arrivals"} && all[j].first == QLatin1String{"lever"}),
                         qPrintable(
                             QStringLiteral("%1 / %2").arg(QLatin1String{all[i].first}, QLatin1String{all[j].first})));
            }
    }

    void the_bypass_touches_nothing_but_the_switch_data() { sizes(); }
    void the_bypass_touches_nothing_but_the_switch() {
        QFETCH(QSizeF, card);
        const BreakerGeometry g{card};
        // As thick as it is drawn; the flat cap lets it begin at the pipe it leaves.
        QPainterPathStroker stroker;
        stroker.setWidth(g.pipe * 0.8);
        stroker.setCapStyle(Qt::FlatCap);
        const auto body = stroker.createStroke(g.bypass);
        for (const auto& [name, rect] : parts(g))
            if (rect != g.arrivals && rect != sweep(g)) QVERIFY2(!body.intersects(rect), name);
    }

    void the_service_keeps_its_lights_and_words_apart_data() { sizes(); }
    void the_service_keeps_its_lights_and_words_apart() {
        QFETCH(QSizeF, card);
        const BreakerGeometry g{card};
        QVERIFY(g.service.contains(g.service_title));
        QVERIFY(g.service.contains(g.service_caption));
        QVERIFY(!g.service_title.intersects(g.service_caption));
        QVERIFY(g.slot_cells.size() >= 8);
        QVERIFY(g.slot_cells.size() <= 32);
        for (std::size_t i = 0; i < g.slot_cells.size(); ++i) {
            const auto& cell = g.slot_cells[i];
            QVERIFY(cell.width() > 2);
            QVERIFY(g.service.contains(cell));
            QVERIFY(!cell.intersects(g.service_title));
            QVERIFY(!cell.intersects(g.service_caption));
            for (std::size_t j = 0; j < i; ++j) QVERIFY(!cell.intersects(g.slot_cells[j]));
        }
    }

    void the_axis_runs_level_from_arrivals_to_the_service_data() { sizes(); }
    void the_axis_runs_level_from_arrivals_to_the_service() {
        QFETCH(QSizeF, card);
        const BreakerGeometry g{card};
        for (const double y : {g.arrivals.center().y(), g.contact.y(), g.through.center().y(), g.service.center().y()})
            QCOMPARE(y, g.pivot.y());
        QVERIFY(g.arrivals.right() <= g.contact.x());
        QVERIFY(g.contact.x() - g.pivot.x() > 24);  // the joints, 6 pixels each, with a gap between them
    }

    void tokens_fit_into_every_pipe_data() { sizes(); }
    void tokens_fit_into_every_pipe() {
        QFETCH(QSizeF, card);
        const BreakerGeometry g{card};
        for (const auto& lane : {g.arrivals, g.through, g.good_lane, g.bad_lane}) {
            QVERIFY(lane.height() > 2 * g.token);
            QVERIFY(lane.width() > lane.height() + 4 * g.token);
        }
    }
};

}  // namespace test_breaker_geometry

WEIR_TEST(test_breaker_geometry, TestBreakerGeometry)
#include "test_breaker_geometry.moc"
