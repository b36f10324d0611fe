// Items on their way through a diagram, without a window: where each is seen follows from its events and the ways.
#include <QTest>
#include <algorithm>
#include <cmath>
#include <vector>

#include "tests/program.h"
#include "ui/diagrams/travellers.h"

namespace test_travellers {

using namespace weir;
using namespace weir::ui;

using Kind = labs::ItemEvent::Kind;

/// A lane of 100 pixels, each way 1 s: waiting at 100, at work from 200 on, out at 300; refused items fall.
Ways lane() {
    Ways ways;
    ways.way(entrance, waiting, {0, 0}, {100, 0}, 1);
    ways.line(waiting, {{100, 0}, {-10, 0}, 5});
    ways.way(waiting, at_work(), {100, 0}, {200, 0}, 1);
    ways.way(at_work(), at_work(1), {200, 0}, {250, 0}, 1);
    ways.way(at_work(), way_out(Fate::completed), {200, 0}, {300, 0}, 1);
    ways.way(waiting, way_out(Fate::rejected), {100, 0}, {100, 50}, 1, true);
    return ways;
}

void tell(Travellers& travellers, std::vector<labs::ItemEvent> events) { travellers.add(events); }

const Travellers::Seen* find(const Travellers& travellers, std::uint64_t item) {
    const auto found = std::ranges::find(travellers.seen(), item, &Travellers::Seen::item);
    return found == travellers.seen().end() ? nullptr : &*found;
}

/// Walks as frames do, 60 a second, so that lines have time to close up.
void walk_to(Travellers& travellers, const Ways& ways, double from_s, double to_s) {
    for (double t = from_s; t < to_s; t += 1.0 / 60) travellers.walk(ways, t);
    travellers.walk(ways, to_s);
}

class TestTravellers final : public QObject {
    Q_OBJECT
private slots:
    void an_item_walks_each_way_in_its_time() {
        Travellers t;
        tell(t, {{0, 7, Kind::arrived}});
        t.walk(lane(), 0.5);
        QCOMPARE(find(t, 7)->at, QPointF(50, 0));
        QVERIFY(!find(t, 7)->fate);
        t.walk(lane(), 1.5);
        QCOMPARE(find(t, 7)->at, QPointF(100, 0));
        tell(t, {{2, 7, Kind::started}});
        t.walk(lane(), 2.25);
        QCOMPARE(find(t, 7)->at, QPointF(125, 0));
        t.walk(lane(), 3.5);  // inside of what shows it in its own way
        QVERIFY(find(t, 7) == nullptr);
        tell(t, {{4, 7, Kind::ended, Fate::completed}});
        t.walk(lane(), 4.5);
        QCOMPARE(find(t, 7)->at, QPointF(250, 0));
        QVERIFY(find(t, 7)->fate == Fate::completed);
        t.walk(lane(), 5.01);
        QCOMPARE(t.size(), std::size_t{0});
    }

    void one_that_is_faster_than_the_eye_lags_behind_and_skips_nothing() {
        Travellers t;
        tell(t, {{0, 1, Kind::arrived}, {0.01, 1, Kind::started}, {0.02, 1, Kind::ended, Fate::completed}});
        double last = -1;
        for (double now = 0; now < 3; now += 0.05) {
            t.walk(lane(), now);
            const auto* seen = find(t, 1);
            QVERIFY2(seen != nullptr, qPrintable(QString::number(now)));
            QVERIFY(seen->at.x() >= last && seen->at.x() - last < 12);
            last = seen->at.x();
        }
        t.walk(lane(), 3.01);
        QCOMPARE(t.size(), std::size_t{0});
    }

    void those_who_wait_stand_in_line_in_order_of_coming_and_move_up() {
        Travellers t;
        for (std::uint64_t i = 0; i < 8; ++i) tell(t, {{static_cast<double>(i) * 0.01, i, Kind::arrived}});
        walk_to(t, lane(), 0, 3);
        for (std::uint64_t i = 0; i < 8; ++i)
            QCOMPARE(find(t, i)->at.x(), 100 - 10 * static_cast<double>(std::min<std::uint64_t>(i, 4)));
        tell(t, {{3, 0, Kind::started}});
        walk_to(t, lane(), 3, 3.05);
        QVERIFY(find(t, 1)->at.x() > 90 && find(t, 1)->at.x() < 100);  // on its way
        walk_to(t, lane(), 3.05, 5);
        QCOMPARE(find(t, 1)->at.x(), 100.0);
        QCOMPARE(find(t, 7)->at.x(), 60.0);
    }

    void who_comes_stops_behind_those_who_stand() {
        Travellers t;
        tell(t, {{0, 1, Kind::arrived}});
        walk_to(t, lane(), 0, 2);
        tell(t, {{2, 2, Kind::arrived}});
        double farthest = 0;
        for (double now = 2; now < 4; now += 1.0 / 60) {
            t.walk(lane(), now);
            farthest = std::max(farthest, find(t, 2)->at.x());
        }
        QCOMPARE(farthest, 90.0);
    }

    void refused_ones_fade() {
        Travellers t;
        tell(t, {{0, 1, Kind::arrived}, {0.5, 1, Kind::ended, Fate::rejected}});
        t.walk(lane(), 1.75);
        QCOMPARE(find(t, 1)->at, QPointF(100, 37.5));
        QVERIFY(find(t, 1)->opacity < 0.5 && find(t, 1)->fate == Fate::rejected);
    }

    void moves_between_places() {
        Travellers t;
        tell(t, {{0, 1, Kind::arrived}, {1, 1, Kind::started}, {2, 1, Kind::moved, Fate::completed, 1}});
        t.walk(lane(), 2.5);
        QCOMPARE(find(t, 1)->at, QPointF(225, 0));
    }

    void what_is_first_heard_of_late_begins_there() {
        Travellers t;
        tell(t, {{5, 1, Kind::started}, {5, 2, Kind::ended, Fate::completed}, {5, 3, Kind::ended, Fate::rejected}});
        t.walk(lane(), 5.5);
        QCOMPARE(find(t, 1)->at, QPointF(150, 0));
        QCOMPARE(find(t, 2)->at, QPointF(250, 0));
        QCOMPARE(find(t, 3)->at, QPointF(100, 25));
    }

    void where_no_way_leads_out_an_item_vanishes_where_it_was() {
        Travellers t;
        tell(t, {{0, 1, Kind::arrived}, {1, 1, Kind::started}, {3, 1, Kind::ended, Fate::cancelled}});
        t.walk(lane(), 3.2);
        QCOMPARE(find(t, 1)->at, QPointF(200, 0));
        QVERIFY(find(t, 1)->opacity < 1);
        t.walk(lane(), 3.5);
        QCOMPARE(t.size(), std::size_t{0});
    }

    void never_more_than_can_be_drawn_and_none_for_ever() {
        Travellers t;
        for (std::uint64_t i = 0; i < 10'000; ++i) tell(t, {{static_cast<double>(i) * 1e-3, i, Kind::arrived}});
        QVERIFY(t.size() <= 600);
        t.walk(lane(), 10);
        QCOMPARE(t.seen().back().item, std::uint64_t{9999});  // the newest stay
        t.walk(lane(), 100);
        QCOMPARE(t.size(), std::size_t{0});
    }

    void no_ways_no_items() {
        Travellers t;
        tell(t, {{0, 1, Kind::arrived}, {0, 1, Kind::started}, {1, 1, Kind::ended, Fate::completed}});
        t.walk(Ways{}, 0.5);
        QVERIFY(t.seen().empty());
        t.walk(Ways{}, 2);
        QCOMPARE(t.size(), std::size_t{0});
    }
};

}  // namespace test_travellers

WEIR_TEST(test_travellers, TestTravellers)
#include "test_travellers.moc"
