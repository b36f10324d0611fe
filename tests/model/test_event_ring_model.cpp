// The event ring under the model checker: a ring of two events, a producer that makes three, a consumer.
//
// Explored: every schedule of at most four preemptions; the run prints how many.
#include <QTest>
#include <memory>

#include "core/metrics/event_ring.h"
#include "tests/model/explore.h"
#include "tests/program.h"

namespace test_event_ring_model {

using weir::metrics::EventRing;
using weir::model::check;

struct ThreeEvents : rl::test_suite<ThreeEvents, 2> {
    std::unique_ptr<EventRing<int>> ring = std::make_unique<EventRing<int>>(std::size_t{2});
    int accepted = 0;
    int received = 0;
    int last = 0;

    void receive(int event) {
        check(event > last, "events come in order, each once");
        last = event;
        ++received;
    }
    void thread(unsigned index) {
        if (index == 0) {
            for (int event = 1; event <= 3; ++event)
                if (ring->push(event)) ++accepted;
            return;
        }
        int event = 0;
        if (ring->pop(event)) receive(event);
        ring->drain([this](int e) { receive(e); });
    }
    void after() {
        int event = 0;
        while (ring->pop(event)) receive(event);
        check(received == accepted, "what was accepted comes out");
        check(accepted + static_cast<int>(ring->dropped()) == 3, "what does not fit is counted");
        check(accepted >= 2, "the ring holds its capacity");
        ring.reset();
    }
};

weir::model::Run explore() { return weir::model::bounded<ThreeEvents>(4); }

class TestEventRingModel : public QObject {
    Q_OBJECT

private slots:
    void events_come_whole_and_in_order() {
        const auto run = explore();
        qInfo("%s", run.text().c_str());
        QCOMPARE(QString::fromStdString(run.broken), QString{});
    }

    void each_memory_order_is_needed() {
        QCOMPARE(QString::fromStdString(weir::model::unnoticed({explore}, {"EventRing"})), QString{});
    }
};

}  // namespace test_event_ring_model

WEIR_TEST(test_event_ring_model, TestEventRingModel)
#include "test_event_ring_model.moc"
