// The timer wheel and the timer heap, against a multimap: never early, nothing lost, in order, far deadlines too.
#include <rapidcheck.h>
#include <QTest>
#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <vector>

#include "core/runtime/timer_heap.h"
#include "core/runtime/timer_wheel.h"
#include "tests/program.h"

namespace test_timers {

using weir::Duration;
using weir::Time;
using weir::Timer;
using weir::TimerHeap;
using weir::TimerWheel;

struct Alarm final : Timer {
    void on_fire() noexcept override {}
};

constexpr std::int64_t tick = std::int64_t{1} << TimerWheel::tick_bits;

Time at(std::int64_t ns) { return Time{Duration{ns}}; }

/// A distance in time of any order of magnitude: below a tick, at the borders of levels, beyond the wheel.
std::int64_t any_distance() {
    const auto bits = *rc::gen::inRange(0, 56);
    const auto base = std::int64_t{1} << bits;
    return std::max<std::int64_t>(
        0, base + *rc::gen::inRange<std::int64_t>(-3, 4) * *rc::gen::element<std::int64_t>(1, tick));
}

/// The wheel and what should be in it.
class Wheel {
public:
    explicit Wheel(Time start) : now_{start} { drain(); }

    void insert(std::int64_t distance) {
        alarms_.push_back(std::make_unique<Alarm>());
        auto& alarm = *alarms_.back();
        alarm.deadline = now_ + Duration{distance};
        wheel_.insert(alarm);
        model_.emplace(alarm.deadline, &alarm);
    }
    void remove(std::size_t which) {
        if (model_.empty()) return;
        auto i = model_.begin();
        std::advance(i, static_cast<std::ptrdiff_t>(which % model_.size()));
        wheel_.remove(*i->second);
        model_.erase(i);
    }
    void advance(std::int64_t distance) {
        now_ += Duration{distance};
        drain();
    }
    /// As a worker that sleeps until the next deadline and looks then.
    void sleep_until_next() {
        const auto next = wheel_.next_deadline();
        RC_ASSERT(next.has_value() == !model_.empty());
        if (!next) return;
        // At or before the earliest deadline, rounded up to the tick in which it fires.
        RC_ASSERT(*next <= std::max(TimerWheel::due(model_.begin()->first), now_));
        now_ = std::max(now_, *next);
        drain();
    }
    bool empty() const { return model_.empty(); }
    void check_size() const { RC_ASSERT(wheel_.empty() == model_.empty()); }

private:
    void drain() {
        std::set<Timer*> fired;
        while (auto* const timer = wheel_.next_expired(now_)) {
            RC_ASSERT(timer->deadline <= now_);
            RC_ASSERT(fired.insert(timer).second);
        }
        // Everything whose tick is over has fired, and nothing that was removed.
        for (auto i = model_.begin(); i != model_.end();) {
            const bool over = TimerWheel::due(i->first) <= now_;
            RC_ASSERT(fired.erase(i->second) == (over ? 1U : 0U));
            i = over ? model_.erase(i) : std::next(i);
        }
        RC_ASSERT(fired.empty());
    }

    TimerWheel wheel_;
    Time now_;
    std::vector<std::unique_ptr<Alarm>> alarms_;
    std::multimap<Time, Alarm*> model_;
};

void play(Wheel& wheel, int steps) {
    for (int i = 0; i < steps; ++i) {
        switch (*rc::gen::inRange(0, 8)) {
            case 0:
                wheel.remove(*rc::gen::arbitrary<std::size_t>());
                break;
            case 1:
                wheel.advance(any_distance() >> *rc::gen::inRange(0, 20));
                break;
            case 2:
            case 3:
                wheel.sleep_until_next();
                break;
            default:
                wheel.insert(any_distance());
        }
        wheel.check_size();
    }
}

class TestTimers : public QObject {
    Q_OBJECT

private slots:
    void the_wheel_fires_each_timer_in_the_tick_of_its_deadline() {
        QVERIFY(rc::check([] {
            Wheel wheel{at(0)};
            play(wheel, *rc::gen::inRange(0, 60));
        }));
    }

    void the_wheel_turns_over_at_the_end_of_each_level() {
        QVERIFY(rc::check([] {
            // Right before a level's round ends; the last is the whole wheel's, after 13 days.
            const auto level = *rc::gen::inRange(1, 7);
            const auto rounds = *rc::gen::inRange<std::int64_t>(1, 4);
            const auto end = (rounds << (6 * level)) * tick;
            Wheel wheel{at(end - *rc::gen::inRange<std::int64_t>(0, 3) * tick)};
            for (int i = 0; i < 10; ++i) wheel.insert(*rc::gen::inRange<std::int64_t>(0, 200) * tick);
            play(wheel, 20);
        }));
    }

    void sleeping_from_deadline_to_deadline_empties_the_wheel() {
        QVERIFY(rc::check([] {
            Wheel wheel{at(*rc::gen::inRange<std::int64_t>(0, 1'000'000'000))};
            const auto count = *rc::gen::inRange(1, 30);
            for (int i = 0; i < count; ++i) wheel.insert(any_distance());
            int sleeps = 0;
            for (; !wheel.empty(); ++sleeps) {
                wheel.sleep_until_next();
                // A timer is hung anew once a level, and once a round of the wheel while it lies beyond that.
                RC_ASSERT(sleeps < count * 200);
            }
        }));
    }

    void the_furthest_deadlines_never_fire_early() {
        TimerWheel wheel;
        Alarm last;
        last.deadline = Time::max();
        wheel.insert(last);
        Alarm soon;
        soon.deadline = at(5);
        wheel.insert(soon);
        QCOMPARE(wheel.next_expired(at(tick)), &soon);
        for (std::int64_t days = 1; days < 2000; days *= 2) {
            const auto now = at(days * 86'400'000'000'000);
            QCOMPARE(wheel.next_expired(now), nullptr);
            QVERIFY(*wheel.next_deadline() > now);
        }
        wheel.remove(last);
        QVERIFY(wheel.empty());
    }

    void the_heap_pops_by_deadline_and_then_by_order_of_arming() {
        QVERIFY(rc::check([] {
            TimerHeap heap;
            std::vector<std::unique_ptr<Alarm>> alarms;
            std::multimap<Time, Alarm*> model;  // equal keys stay in the order of insertion
            const auto steps = *rc::gen::inRange(0, 200);
            for (int i = 0; i < steps; ++i) {
                const auto what = *rc::gen::inRange(0, 4);
                if (what < 2) {
                    alarms.push_back(std::make_unique<Alarm>());
                    alarms.back()->deadline = at(*rc::gen::inRange(0, 20));
                    heap.insert(*alarms.back());
                    model.emplace(alarms.back()->deadline, alarms.back().get());
                } else if (what == 2 && !model.empty()) {
                    RC_ASSERT(heap.earliest() == model.begin()->first);
                    RC_ASSERT(&heap.pop() == model.begin()->second);
                    model.erase(model.begin());
                } else if (!model.empty()) {
                    auto which = model.begin();
                    std::advance(which,
                                 *rc::gen::inRange<std::ptrdiff_t>(0, static_cast<std::ptrdiff_t>(model.size())));
                    heap.remove(*which->second);
                    model.erase(which);
                }
                RC_ASSERT(heap.empty() == model.empty());
            }
            for (const auto& [deadline, alarm] : model) RC_ASSERT(&heap.pop() == alarm);
            RC_ASSERT(heap.empty());
        }));
    }
};

}  // namespace test_timers

WEIR_TEST(test_timers, TestTimers)
#include "test_timers.moc"
