// The ring hands over in order what fitted and counts what did not; the mailbox keeps the latest.
#include <rapidcheck.h>

#include <QTest>
#include <deque>
#include <memory>
#include <thread>

#include "core/metrics/event_ring.h"
#include "core/metrics/mailbox.h"
#include "tests/program.h"

namespace test_event_ring {

using weir::metrics::EventRing;
using weir::metrics::Mailbox;

class TestEventRing : public QObject {
    Q_OBJECT

private slots:
    void capacity_is_a_power_of_two() {
        QCOMPARE(EventRing<int>(1).capacity(), std::size_t{1});
        QCOMPARE(EventRing<int>(5).capacity(), std::size_t{8});
        QCOMPARE(EventRing<int>(64).capacity(), std::size_t{64});
    }

    void behaves_as_a_bounded_queue_that_counts_what_it_refused() {
        QVERIFY(rc::check("any sequence of push, pop and drain", [] {
            EventRing<int> ring(*rc::gen::inRange<std::size_t>(1, 9));
            std::deque<int> model;
            std::uint64_t refused = 0;
            int next = 0;
            for (const int action : *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 10))) {
                if (action < 6) {
                    const bool fits = model.size() < ring.capacity();
                    RC_ASSERT(ring.push(next) == fits);
                    if (fits) model.push_back(next);
                    if (!fits) ++refused;
                    ++next;
                } else if (action < 9) {
                    int got = -1;
                    RC_ASSERT(ring.pop(got) == !model.empty());
                    if (model.empty()) continue;
                    RC_ASSERT(got == model.front());
                    model.pop_front();
                } else {
                    std::deque<int> drained;
                    const auto n = ring.drain([&](const int& event) { drained.push_back(event); });
                    RC_ASSERT(n == drained.size());
                    RC_ASSERT(drained == model);
                    model.clear();
                }
                RC_ASSERT(ring.dropped() == refused);
            }
        }));
    }

    void across_threads_every_event_arrives_in_order_or_is_counted() {
        constexpr std::uint64_t events = 300'000;
        EventRing<std::uint64_t> ring(128);
        std::atomic<bool> finished = false;
        std::jthread producer([&] {
            for (std::uint64_t i = 1; i <= events; ++i) ring.push(i);
            finished.store(true, std::memory_order_release);
        });
        std::uint64_t last = 0;
        std::uint64_t received = 0;
        bool ordered = true;
        const auto take = [&](std::uint64_t event) {
            ordered = ordered && event > last;
            last = event;
            ++received;
        };
        for (bool done = false; !done;) {
            done = finished.load(std::memory_order_acquire);
            std::uint64_t event = 0;
            for (int i = 0; i < 16 && ring.pop(event); ++i) take(event);
            ring.drain(take);
        }
        QVERIFY(ordered);
        QCOMPARE(received + ring.dropped(), events);
    }

    void the_mailbox_keeps_the_latest_and_lets_go_of_the_rest() {
        Mailbox<int> mailbox;
        QVERIFY(!mailbox.get());
        auto first = std::make_shared<const int>(1);
        const std::weak_ptr<const int> watch = first;
        mailbox.put(std::move(first));
        QCOMPARE(*mailbox.get(), 1);
        QCOMPARE(*mailbox.get(), 1);
        mailbox.put(std::make_shared<const int>(2));
        QVERIFY(watch.expired());
        QCOMPARE(*mailbox.get(), 2);
    }

    void a_value_taken_from_the_mailbox_stays_as_it_was() {
        Mailbox<int> mailbox;
        mailbox.put(std::make_shared<const int>(1));
        const auto held = mailbox.get();
        mailbox.put(std::make_shared<const int>(2));
        QCOMPARE(*held, 1);
    }
};

}  // namespace test_event_ring

WEIR_TEST(test_event_ring, TestEventRing)
#include "test_event_ring.moc"
