// A live session, as a window drives it, on both engines: it runs, stands still, takes changes, writes down what was
// done, and can be put away at any moment.
#include <QTest>
#include <algorithm>
#include <chrono>
#include <functional>
#include <map>
#include <thread>

#include "core/labs/session.h"
#include "core/theory/little.h"
#include "lab_runs.h"
#include "tests/program.h"

namespace test_session {

using namespace weir;
using namespace weir::labs;
using namespace lab_runs;
using namespace std::chrono_literals;

Experiment live(EngineKind engine) { return experiment(engine, 10, {{"load.rate", "1000"}, {"service.latency", "2"}}); }

/// Waits until something is so; how long it takes decides nothing.
bool becomes(const std::function<bool()>& holds) { return QTest::qWaitFor(holds, 60'000); }

bool has_run_to(const Session& session, double t_s) {
    return becomes([&] { return session.now_s() >= t_s; });
}

std::size_t action(std::string_view id) {
    const auto& actions = lab().actions;
    return static_cast<std::size_t>(std::ranges::find(actions, id, &ActionSpec::id) - actions.begin());
}

/// Waits until the session has told of so many changes.
std::vector<AppliedChange> changes_of(Session& session, std::size_t n) {
    std::vector<AppliedChange> changes;
    becomes([&] {
        session.take_changes(changes);
        return changes.size() >= n;
    });
    return changes;
}

/// One step, done when the picture after it is there.
bool step(Session& session) {
    const auto before = session.snapshot();
    session.step();
    return becomes([&] { return session.snapshot() != before; });
}

struct Totals {
    std::uint64_t offered, in_flight;
    std::array<std::uint64_t, fate_count> fates;
    bool operator==(const Totals&) const = default;
};
template <class Books>
Totals totals(const Books& books) {
    return {books.offered, books.in_flight, books.fates};
}

class TestSession : public QObject {
    Q_OBJECT

private slots:
    void it_is_built_paused_at_time_zero_data() { engines(); }
    void it_is_built_paused_at_time_zero() {
        const auto e = live(fetched_engine());
        const Session session{e};
        QVERIFY(!session.running());
        QCOMPARE(session.now_s(), 0.0);
        QCOMPARE(session.engine(), e.engine);
        QCOMPARE(session.info().id, e.lab);
        const auto snapshot = session.snapshot();
        QVERIFY(snapshot != nullptr);
        QCOMPARE(snapshot->offered, std::uint64_t{0});
        QVERIFY(snapshot->state != nullptr);
        QCOMPARE(session.experiment(), e);
    }

    void it_runs_and_every_snapshot_is_in_balance_data() { engines(); }
    void it_runs_and_every_snapshot_is_in_balance() {
        Session session{live(fetched_engine())};
        session.run();
        QVERIFY(session.running());
        std::uint64_t offered = 0;
        bool grows = true;
        bool conserved = true;
        QVERIFY(becomes([&] {
            const auto s = session.snapshot();
            grows = grows && s->offered >= offered;
            conserved = conserved && s->conserved();
            offered = s->offered;
            return s->t_s >= 0.5;
        }));
        QVERIFY(grows);
        QVERIFY(conserved);
        QVERIFY(offered > 0);
        std::vector<Sample> samples;
        std::vector<ItemEvent> events;
        QVERIFY(becomes([&] {
            session.take_samples(samples);
            session.take_events(events);
            return samples.size() >= 4 && !events.empty();
        }));
        for (std::size_t i = 1; i < samples.size(); ++i) QVERIFY(samples[i].t_s > samples[i - 1].t_s);
        QCOMPARE(session.failure(), std::string());
    }

    void pause_stops_engine_time_and_run_goes_on_data() { engines(); }
    void pause_stops_engine_time_and_run_goes_on() {
        Session session{live(fetched_engine())};
        session.run();
        QVERIFY(has_run_to(session, 0.05));
        session.pause();
        QVERIFY(!session.running());
        // What was under way is done once this change is told.
        session.set(index_of("fault.failure"), 1);
        QCOMPARE(changes_of(session, 1).size(), std::size_t{1});
        // A change takes a nanosecond of virtual time, which is shown a moment after it is told.
        double t_s = 0;
        QVERIFY(becomes([&] {
            const auto before = session.snapshot();
            t_s = session.now_s();
            QTest::qWait(100);
            return totals(*session.snapshot()) == totals(*before) && session.now_s() == t_s;
        }));
        QTest::qWait(100);
        QCOMPARE(session.now_s(), t_s);
        session.run();
        QVERIFY(has_run_to(session, t_s + 0.05));
    }

    void set_acts_and_is_told_and_written_down_data() { engines(); }
    void set_acts_and_is_told_and_written_down() {
        auto e = live(fetched_engine());
        Session session{e};
        const auto rate = index_of("load.rate");
        const auto mode = index_of("breaker.mode");
        session.run();
        QVERIFY(has_run_to(session, 0.05));
        session.set(mode, value_of("breaker.mode", "forced_open"));
        session.set(rate, 500);
        const auto changes = changes_of(session, 2);
        QCOMPARE(changes.size(), std::size_t{2});
        QCOMPARE(changes[0].parameter, mode);
        QCOMPARE(changes[1].parameter, rate);
        QCOMPARE(changes[1].from, 1000.0);
        QCOMPARE(changes[1].to, 500.0);
        QVERIFY(changes[0].t_s >= 0.05);
        QVERIFY(changes[1].t_s >= changes[0].t_s);
        QCOMPARE(session.parameters().get(rate), 500.0);
        QVERIFY(becomes([&] { return session.snapshot()->badge.text == "FORCED OPEN"; }));
        QVERIFY(becomes([&] { return session.snapshot()->fates[weir::index_of(Fate::rejected)] > 0; }));
        e.changes = {{changes[0].t_s, "breaker.mode", changes[0].to}, {changes[1].t_s, "load.rate", 500}};
        e.duration_s = session.experiment().duration_s;
        QCOMPARE(session.experiment().changes, e.changes);
        QVERIFY(e.duration_s >= changes[1].t_s);
        QVERIFY(!check(session.experiment(), session.info()));
    }

    void set_acts_while_paused_data() { engines(); }
    void set_acts_while_paused() {
        Session session{live(fetched_engine())};
        const auto rate = index_of("load.rate");
        session.set(rate, 70);
        QVERIFY(becomes([&] { return session.parameters().get(rate) == 70; }));
        QVERIFY(session.now_s() < 1e-6);
        const auto written = session.experiment();
        QCOMPARE(written.changes.size(), std::size_t{1});
        QCOMPARE(written.duration_s, 10.0);
        QVERIFY(!check(written, session.info()));
    }

    void a_button_acts_now_and_later_and_is_written_down_before_data() { engines(); }
    void a_button_acts_now_and_later_and_is_written_down_before() {
        const auto engine = fetched_engine();
        auto e = live(engine);
        at(e, 0.05, "fault.failure", "1");
        at(e, 500, "fault.failure", "2");
        Session session{e};
        session.act(action("outage"));
        QVERIFY(becomes([&] { return session.experiment().changes.size() == 4; }));
        const double pressed_s = engine == EngineKind::virtual_time ? 1e-9 : 0;
        const std::vector<Change> expected{{pressed_s, "fault.outage", 1},
                                           {0.05, "fault.failure", 1},
                                           {3 + pressed_s, "fault.outage", 0},
                                           {500, "fault.failure", 2}};
        QCOMPARE(session.experiment().changes, expected);
        session.run();
        const auto changes = changes_of(session, 3);
        QCOMPARE(changes.size(), std::size_t{3});
        QCOMPARE(changes[2].parameter, index_of("fault.outage"));
        QVERIFY(changes[2].t_s >= 3);
        if (engine == EngineKind::virtual_time) QCOMPARE(changes[2].t_s, 3 + 1e-9);
        QCOMPARE(session.parameters().get(index_of("fault.outage")), 0.0);
        QCOMPARE(session.experiment().changes, expected);
        QVERIFY(!check(session.experiment(), session.info()));
    }

    void a_second_press_of_a_button_begins_anew() {
        Session session{live(EngineKind::virtual_time)};
        const auto on = [&] { return session.parameters().get(index_of("fault.outage")) == 1; };
        session.advance_to(1);
        session.act(action("outage"));
        session.act(action("spike"));  // a button of its own
        session.advance_to(3);
        session.act(action("outage"));
        session.advance_to(4.5);
        QVERIFY(on());
        QCOMPARE(session.parameters().get(index_of("fault.spike")), 0.0);
        session.advance_to(5.9);
        QVERIFY(on());
        session.advance_to(6.1);
        QVERIFY(!on());
        // Pressed twice, it went on once and off once; and the run can be run again.
        const auto written = session.experiment();
        const auto count = std::ranges::count(written.changes, "fault.outage", &Change::parameter);
        QCOMPARE(count, std::ptrdiff_t{2});
        const auto again = run_experiment(written);
        QCOMPARE(again.fates, session.snapshot()->fates);
    }

    void of_samples_nobody_takes_for_long_none_is_lost_from_the_totals() {
        Session session{live(EngineKind::virtual_time)};
        std::vector<Sample> samples;
        session.advance_to(600);
        session.take_samples(samples);
        QVERIFY(samples.size() > 600 && samples.size() <= 1200);
        std::uint64_t ended = 0;
        for (std::size_t i = 0; i < samples.size(); ++i) {
            ended += samples[i].latencies.count();
            if (i > 0) QVERIFY(samples[i].t_s > samples[i - 1].t_s);
        }
        QCOMPARE(samples.back().t_s, 600.0);
        const auto& totals = samples.back().totals;
        QCOMPARE(ended, totals[total_of(Fate::completed)]);
        samples.clear();
        session.take_samples(samples);
        QVERIFY(samples.empty());
        session.advance_to(601);
        session.take_samples(samples);
        QCOMPARE(samples.size(), std::size_t{10});
    }

    void it_can_be_put_away_at_any_moment_data() { engines(); }
    void it_can_be_put_away_at_any_moment() {
        auto e = live(fetched_engine());
        for (const auto& [id, word] : Settings{{"load.rate", "5000"}, {"fault.hang", "30"}, {"call.timeout", "0"}})
            e.parameters[id] = value_of(id, word);
        for (const double t_s : {0.0, 0.01, 0.1}) {
            for (const bool paused : {false, true}) {
                Session session{e};
                session.act(action("outage"));
                if (t_s > 0) session.run();
                QVERIFY(has_run_to(session, t_s));
                if (paused) session.pause();
                session.set(index_of("load.rate"), 100);
            }
        }
        // Never run, a snapshot still held.
        auto session = std::make_unique<Session>(e);
        const auto snapshot = session->snapshot();
        session.reset();
        QVERIFY(snapshot->conserved());
    }

    void it_can_be_put_away_while_a_change_by_hand_is_made() {
        // The engine must notice its end whether it waits or is in the middle of the change.
        using Clock = std::chrono::steady_clock;
        for (int i = 0; i < 300; ++i) {
            Session session{live(EngineKind::virtual_time)};
            std::this_thread::sleep_for(200us);  // so that it waits
            session.set(index_of("fault.failure"), i % 100);
            const auto end = Clock::now() + i % 100 * 1500ns;
            while (Clock::now() < end) {
            }
        }
    }

    void a_bad_experiment_is_refused_data() { engines(); }
    void a_bad_experiment_is_refused() {
        auto e = live(fetched_engine());
        e.changes = {{1, "variant", 0}};
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, Session{e});
    }

    void item_events_nobody_takes_are_counted() {
        Session session{live(EngineKind::virtual_time)};
        session.advance_to(130);
        std::vector<ItemEvent> events;
        session.take_events(events);
        QCOMPARE(events.size(), std::size_t{4096});
        QVERIFY(session.dropped() >= 100);
    }

    void one_step_is_one_event() {
        Session session{live(EngineKind::virtual_time)};
        std::uint64_t offered = 0;
        int steps = 0;
        for (; offered < 20; ++steps) {
            QVERIFY(step(session));
            const auto now = session.snapshot()->offered;
            QVERIFY2(now <= offered + 1, "never two items by one step");
            offered = now;
        }
        QVERIFY2(steps > 20, "items also start and end");
        QVERIFY(session.now_s() > 0);
    }

    void steps_have_no_effect_on_threads() {
        Session session{live(EngineKind::threads)};
        session.step();
        session.advance_to(5);
        QCOMPARE(session.now_s(), 0.0);
        QCOMPARE(session.experiment().duration_s, 10.0);
    }

    void littles_law_holds_once_the_window_is_full() {
        Session session{live(EngineKind::virtual_time)};
        session.advance_to(5);
        QVERIFY(!session.snapshot()->little.settled);
        for (const double t_s : {11.0, 20.0, 30.0}) {
            session.advance_to(t_s);
            const auto law = session.snapshot()->little;
            QVERIFY(law.settled);
            QVERIFY(std::abs(law.lambda - 1000) < 50);
            QVERIFY(theory::littles_error(law.l, law.lambda, law.w_s) < 0.01);
        }
    }

    // --- What was done by hand can be done again -------------------------------------------------------------------

    void the_experiment_of_a_session_runs_again_to_the_same_totals_data() {
        QTest::addColumn<QString>("arrivals");
        QTest::addColumn<QString>("work");
        for (const char* arrivals : {"constant", "poisson", "bursts", "closed"})
            for (const char* work : {"io", "cpu"}) QTest::addRow("%s %s", arrivals, work) << arrivals << work;
    }
    void the_experiment_of_a_session_runs_again_to_the_same_totals() {
        QFETCH(QString, arrivals);
        QFETCH(QString, work);
        auto e = in_virtual_time(99, {{"load.rate", "1000"},
                                      {"load.arrivals", arrivals.toStdString()},
                                      {"service.work", work.toStdString()},
                                      {"service.latency", "3"},
                                      {"pool.workers", "3"},
                                      {"limit.in_flight", "8"},
                                      {"fault.failure", "20"},
                                      {"fault.hang", "1"},
                                      {"call.timeout", "50"},
                                      {"breaker.open_for", "0.1"}});
        at(e, 1.5, "limit.in_flight", "3");
        Session session{e};
        const auto set = [&](const std::string& id, const std::string& word) {
            session.set(index_of(id), value_of(id, word));
        };
        // Before anything ran, at instants where items arrive, several at one instant, after single steps.
        set("queue.capacity", "40");
        session.advance_to(1);
        set("limit.in_flight", "16");
        set("limit.in_flight", "2");
        set("load.rate", "700");
        session.act(action("spike"));
        set("service.latency", "4");
        session.advance_to(2);
        for (int i = 0; i < 13; ++i) QVERIFY(step(session));
        set("limit.in_flight", "20");
        for (int i = 0; i < 5; ++i) QVERIFY(step(session));
        set("load.burst", "33");
        set("load.users", "25");
        session.advance_to(4.4);
        const auto live_totals = totals(*session.snapshot());
        const auto written = session.experiment();
        QCOMPARE(written.duration_s, 4.4);
        QCOMPARE(written.changes.size(), std::size_t{11});
        const auto again = run_experiment(written);
        QCOMPARE(again.offered, live_totals.offered);
        QCOMPARE(again.fates, live_totals.fates);
        QCOMPARE(again.in_flight, live_totals.in_flight);
        QVERIFY(again.offered > 500);
    }
};

}  // namespace test_session

WEIR_TEST(test_session, TestSession)
#include "test_session.moc"
