// The circuit-breaker lab in virtual time: every fault shows where it should, the breaker answers to it in both
// variants, and a parameter acts while the lab runs.
#include <QTest>
#include <algorithm>
#include <cmath>
#include <set>

#include "core/labs/history.h"
#include "core/labs/run.h"
#include "core/runtime/frame_pool.h"
#include "lab_figures.h"
#include "lab_runs.h"
#include "tests/program.h"

namespace test_circuit_breaker_lab {

using namespace weir;
using namespace weir::labs;
using namespace lab_runs;

constexpr std::size_t offered = 0, opened = 1 + fate_count, calls = 2 + fate_count;

/// A calm lab: constant arrivals and call times, room for all.
Experiment calm(double duration_s, Settings settings = {}) {
    auto e = in_virtual_time(duration_s, {{"load.rate", "100"},
                                          {"load.arrivals", "constant"},
                                          {"service.latency", "10"},
                                          {"service.spread", "constant"},
                                          {"limit.in_flight", "64"}});
    for (const auto& [id, word] : settings) e.parameters[id] = value_of(id, word);
    return e;
}

std::uint64_t number(const RunResult& result, const char* path) {
    return static_cast<std::uint64_t>(figure(result, path));
}

/// The phases the samples go through, each once: "closed open half_open closed".
std::string phases(const std::vector<Sample>& samples) {
    std::string text;
    const Sample* last = nullptr;
    for (const auto& s : samples) {
        if (last == nullptr || s.phase != last->phase) text += (text.empty() ? "" : " ") + lab().phases[s.phase].id;
        last = &s;
    }
    return text;
}

const SeriesSpec& series(const std::string& id) {
    for (const auto& s : lab().series)
        if (s.id == id) return s;
    qFatal("no series %s", id.c_str());
}

/// The value of a series over the 0.5 s before t_s.
double value(const std::vector<Sample>& samples, const std::string& id, double t_s) {
    History history;
    std::size_t i = 0;
    for (const auto& s : samples) {
        if (s.t_s <= t_s + 1e-9) i = history.size();
        history.add(s);
    }
    return history.value(series(id), i, 0.5);
}

class TestCircuitBreakerLab : public QObject {
    Q_OBJECT

private slots:
    void cleanup() { QCOMPARE(frame_pool::live_frames(), 0); }  // at rest no frame is left over

    // --- Faults ----------------------------------------------------------------------------------------------------

    void nothing_wrong_all_complete() {
        const auto result = run_experiment(calm(10));
        QCOMPARE(count(result, Fate::completed) + result.in_flight, result.offered);
        QVERIFY(result.offered >= 999 && result.offered <= 1000);
        QCOMPARE(result.latency_ms.max, 10.0);
        QCOMPARE(lab_runs::words(result, "state"), std::string{"closed"});
        QCOMPARE(number(result, "opened"), std::uint64_t{0});
        QCOMPARE(number(result, "calls_reaching_service"), result.offered);
    }

    void each_fault_has_its_fate_and_its_share_data() {
        QTest::addColumn<QByteArray>("fault");
        QTest::addColumn<int>("fate");
        const auto row = [](const char* fault, Fate fate) {
            QTest::newRow(fault) << QByteArray{fault} << static_cast<int>(fate);
        };
        row("fault.failure", Fate::failed);
        row("fault.crash", Fate::failed);
        row("fault.hang", Fate::timed_out);
        row("fault.slow", Fate::timed_out);  // ten times 10 ms is longer than the timeout
    }
    void each_fault_has_its_fate_and_its_share() {
        QFETCH(QByteArray, fault);
        QFETCH(int, fate);
        const auto e = calm(50, {{"call.timeout", "50"}, {"breaker.mode", "disabled"}, {fault.toStdString(), "30"}});
        const auto result = run_experiment(e);
        const auto expected = static_cast<Fate>(fate);
        QVERIFY(is_chance(share(result, expected), 0.3, result.offered));
        QCOMPARE(count(result, expected) + count(result, Fate::completed) + result.in_flight, result.offered);
        if (expected == Fate::timed_out) QCOMPARE(result.latency_ms.max, 50.0);
        QCOMPARE(result.unobserved_failures, std::uint64_t{0});
    }

    void without_a_timeout_a_hang_holds_its_slot_for_good() {
        const auto result = run_experiment(calm(
            20, {{"call.timeout", "0"}, {"fault.hang", "100"}, {"limit.in_flight", "4"}, {"queue.capacity", "6"}}));
        QCOMPARE(result.in_flight, std::uint64_t{10});
        QCOMPARE(count(result, Fate::rejected) + 10, result.offered);
        QCOMPARE(number(result, "calls_reaching_service"), std::uint64_t{4});
    }

    void slow_calls_show_in_the_latency_and_open_on_their_share() {
        auto e = calm(10, {{"fault.slow", "30"}});
        auto result = run_experiment(e);
        QVERIFY(std::abs(result.latency_ms.p50 - 10) < 0.1);
        QVERIFY(std::abs(result.latency_ms.p95 - 100) < 1);
        QCOMPARE(number(result, "opened"), std::uint64_t{0});
        e.parameters["breaker.slow_call"] = 50;
        e.parameters["breaker.slow_threshold"] = 20;
        const auto samples = samples_of(e);
        result = run_experiment(e);
        QVERIFY(number(result, "opened") > 0);
        QVERIFY(count(result, Fate::rejected) > 0);
        QCOMPARE(count(result, Fate::failed), std::uint64_t{0});
        double most = 0;
        for (const auto& s : samples) most = std::max(most, s.gauges[3]);
        QVERIFY2(most >= 20, "the series of slow calls shows it");
        QVERIFY(lab_runs::words(result, "reason").find("slow") != std::string::npos);
    }

    void a_latency_spike_shows_while_it_lasts() {
        auto e = calm(6);
        at(e, 2, "fault.spike", "on");
        at(e, 4, "fault.spike", "off");
        const auto samples = samples_of(e);
        const auto near = [&](double t_s, double ms) { return std::abs(value(samples, "latency_p50", t_s) - ms) < 1; };
        QVERIFY(near(1.9, 10));
        QVERIFY(near(3.9, 100));
        QVERIFY(near(5.9, 10));
        QCOMPARE(samples.back().totals[opened], std::uint64_t{0});
    }

    // --- The breaker -----------------------------------------------------------------------------------------------

    void an_outage_opens_it_and_it_recovers_data() {
        QTest::addColumn<QByteArray>("variant");
        QTest::newRow("textbook") << QByteArray{"textbook"};
        QTest::newRow("production") << QByteArray{"production"};
    }
    void an_outage_opens_it_and_it_recovers() {
        QFETCH(QByteArray, variant);
        auto e = calm(10, {{"variant", variant.toStdString()}, {"breaker.open_for", "1"}, {"load.rate", "200"}});
        at(e, 3, "fault.outage", "on");
        at(e, 5.5, "fault.outage", "off");
        const auto samples = samples_of(e);
        const auto failed = total_of(Fate::failed);
        const auto rejected = total_of(Fate::rejected);
        const auto completed = total_of(Fate::completed);
        QCOMPARE(between(samples, failed, 0, 3) + between(samples, rejected, 0, 3), std::uint64_t{0});
        QVERIFY(samples.back().totals[opened] >= 2);
        // While it is open calls do not reach the service: nearly all of the outage's items are spared.
        QVERIFY(between(samples, failed, 3, 5.5) < 40);
        QVERIFY(between(samples, rejected, 3, 5.5) > 440);
        QVERIFY(between(samples, calls, 3, 5.5) < 50);
        // One open period after the end of the outage at the latest all is well again.
        QCOMPARE(between(samples, rejected, 7, 10), std::uint64_t{0});
        QVERIFY(between(samples, completed, 7, 10) >= 599);
        QCOMPARE(samples.back().phase, std::uint8_t{0});
        QVERIFY(phases(samples).starts_with("closed open"));
        QVERIFY(phases(samples).ends_with("closed"));
    }

    void half_open_admits_exactly_its_probes_and_textbook_everyone() {
        // Calls long enough for many to arrive while half-open waits for the first answer.
        auto e = calm(8, {{"load.rate", "200"}, {"service.latency", "300"}, {"limit.in_flight", "500"}});
        at(e, 2, "fault.outage", "on");
        at(e, 3, "fault.outage", "off");
        QCOMPARE(number(run_experiment(e), "max_probes_in_flight"), std::uint64_t{3});
        e.parameters["variant"] = value_of("variant", "textbook");
        QVERIFY(number(run_experiment(e), "max_probes_in_flight") > 30);
    }

    void hangs_open_the_production_breaker_and_never_the_textbook_one() {
        auto e = calm(10, {{"fault.hang", "100"}, {"call.timeout", "100"}});
        QVERIFY(number(run_experiment(e), "opened") > 0);
        e.parameters["variant"] = value_of("variant", "textbook");
        const auto textbook = run_experiment(e);
        QCOMPARE(number(textbook, "opened"), std::uint64_t{0});
        QCOMPARE(count(textbook, Fate::timed_out) + textbook.in_flight, textbook.offered);
    }

    void forced_open_refuses_all_and_disabled_none() {
        auto e = calm(3, {{"breaker.mode", "forced_open"}});
        auto result = run_experiment(e);
        QCOMPARE(count(result, Fate::rejected), result.offered);
        QCOMPARE(number(result, "calls_reaching_service"), std::uint64_t{0});
        for (const char* mode : {"disabled", "metrics_only"}) {
            e = calm(3, {{"breaker.mode", mode}, {"fault.failure", "100"}});
            result = run_experiment(e);
            QCOMPARE(count(result, Fate::failed) + result.in_flight, result.offered);
        }
    }

    void a_shadow_reports_what_it_would_have_done_and_changes_nothing() {
        // 30 % failures: above the shadow's 25 %, below the breaker's 50 %.
        auto e = calm(20, {{"fault.failure", "30"}, {"breaker.failure_threshold", "90"}, {"breaker.window", "100"}});
        const auto alone = run_experiment(e);
        QVERIFY(alone.detail_json.find("shadow") == std::string::npos);
        e.parameters["shadow.watch"] = 1;
        const auto watched = run_experiment(e);
        QCOMPARE(watched.fates, alone.fates);
        QCOMPARE(watched.latency_ms, alone.latency_ms);
        QCOMPARE(number(watched, "opened"), std::uint64_t{0});
        QVERIFY(number(watched, "shadow/opened") > 0);
        QVERIFY(number(watched, "shadow/would_have_refused") > 0);
        e.parameters["shadow.failure_threshold"] = 90;
        QCOMPARE(number(run_experiment(e), "shadow/opened"), std::uint64_t{0});
    }

    void a_shadow_has_a_threshold_of_its_own_for_slow_calls() {
        // 30 % are slow, and none fails.
        auto e = calm(20, {{"fault.slow", "30"},
                           {"breaker.slow_call", "50"},
                           {"breaker.slow_threshold", "90"},
                           {"shadow.watch", "on"},
                           {"shadow.slow_threshold", "20"}});
        const auto touchy = run_experiment(e);
        QCOMPARE(number(touchy, "opened"), std::uint64_t{0});
        QVERIFY(number(touchy, "shadow/opened") > 0);
        breaker().set(e, {{"breaker.slow_threshold", "20"}, {"shadow.slow_threshold", "90"}});
        const auto calmer = run_experiment(e);
        QVERIFY(number(calmer, "opened") > 0);
        QCOMPARE(number(calmer, "shadow/opened"), std::uint64_t{0});
        // It acts while the lab runs.
        breaker().set(e, {{"breaker.slow_threshold", "90"}});
        at(e, 10, "shadow.slow_threshold", "20");
        const auto changed = run_experiment(e);
        QCOMPARE(number(changed, "opened"), std::uint64_t{0});
        QVERIFY(number(changed, "shadow/opened") > 0);
    }

    void a_shadow_turned_off_and_on_starts_afresh() {
        auto e = calm(12, {{"shadow.watch", "on"}, {"fault.failure", "40"}, {"breaker.failure_threshold", "100"}});
        at(e, 5, "fault.failure", "0");
        at(e, 6, "shadow.watch", "off");
        at(e, 6.5, "shadow.watch", "on");
        const auto result = run_experiment(e);
        QCOMPARE(lab_runs::words(result, "shadow/state"), std::string{"closed"});
        QCOMPARE(number(result, "shadow/opened"), std::uint64_t{0});
        QCOMPARE(number(result, "shadow/would_have_refused"), std::uint64_t{0});
        e.changes.resize(1);
        QVERIFY(number(run_experiment(e), "shadow/opened") > 0);
    }

    void the_plot_of_failures_tells_how_near_the_textbook_breaker_is_to_opening() {
        // Every other failure is alone: 20 % of the five in a row, not 100 % of a window of one.
        const auto samples = samples_of(calm(10, {{"variant", "textbook"}, {"fault.failure", "10"}}));
        std::set<double> seen;
        for (const auto& s : samples) seen.insert(s.gauges[2]);
        QVERIFY(seen.contains(0) && seen.contains(20));
        QVERIFY(!seen.contains(100));
    }

    void slow_calls_are_plotted_where_they_count() {
        QVERIFY(std::isnan(samples_of(calm(1)).back().gauges[3]));
        QCOMPARE(
            samples_of(calm(1, {{"breaker.slow_call", "5"}, {"breaker.mode", "metrics_only"}})).front().gauges[3] >= 0,
            true);
        const auto& plot = lab().plots[3];
        QVERIFY(std::ranges::find(plot.series, "breaker.slow_rate") != plot.series.end());
    }

    void no_half_open_phase_is_missed_for_being_shorter_than_a_sample() {
        // Its only probe arrives within 10 ms and fails after 10: most begin and end between two samples.
        auto e = calm(60, {{"fault.failure", "100"}, {"breaker.probes", "1"}, {"breaker.open_for", "1.03"}});
        const auto samples = samples_of(e);
        const auto words = QString::fromStdString(phases(samples));
        QCOMPARE(words.count("half_open"), static_cast<int>(number(run_experiment(e), "half_opened")));
        QVERIFY(words.count("half_open") > 50);
    }

    // --- Load ------------------------------------------------------------------------------------------------------

    void an_open_loop_does_not_slow_down_with_the_service_and_a_closed_one_does() {
        for (const char* arrivals : {"constant", "poisson", "bursts"}) {
            auto e = calm(20, {{"load.arrivals", arrivals}, {"queue.capacity", "5"}, {"limit.in_flight", "2"}});
            at(e, 10, "service.latency", "900");
            const auto samples = samples_of(e);
            const auto before = static_cast<double>(between(samples, offered, 0, 10));
            const auto after = static_cast<double>(between(samples, offered, 10, 20));
            QVERIFY2(std::abs(before - 1000) < 150 && std::abs(after - 1000) < 150, arrivals);
        }
        // 16 users think for 160 ms on average, then wait for the answer: 16 / 0.17 s, then 16 / 1.06 s.
        auto e = calm(40, {{"load.arrivals", "closed"}});
        at(e, 20, "service.latency", "900");
        const auto samples = samples_of(e);
        const auto near = [&](double from_s, double to_s, double rate) {
            const auto measured = static_cast<double>(between(samples, offered, from_s, to_s)) / (to_s - from_s);
            return std::abs(measured - rate) < 0.1 * rate;
        };
        QVERIFY(near(0, 20, 16 / 0.17));
        QVERIFY(near(22, 40, 16 / 1.06));
        for (const auto& s : samples) QVERIFY(s.gauges[1] <= 16);
    }

    // --- Parameters while it runs ----------------------------------------------------------------------------------

    void the_load_changes_while_it_runs() {
        auto e = calm(8);
        at(e, 2, "load.arrivals", "closed");
        at(e, 2, "load.users", "1");
        at(e, 4, "load.users", "40");
        at(e, 6, "load.arrivals", "bursts");
        at(e, 6, "load.burst", "50");
        const auto samples = samples_of(e);
        QCOMPARE(value(samples, "in_flight", 3.9) <= 1, true);
        // A lone user thinks for 10 ms on average between answers: about 50 a second; 40 of them think for 400 ms.
        const auto rate = [&](double from_s, double to_s) {
            return static_cast<double>(between(samples, offered, from_s, to_s)) / (to_s - from_s);
        };
        QVERIFY(std::abs(rate(0, 2) - 100) < 2);
        QVERIFY(std::abs(rate(2.1, 4) - 50) < 20);
        QVERIFY(std::abs(rate(4.1, 6) - 97) < 35);
        QCOMPARE(between(samples, offered, 6.5, 8) % 50, std::uint64_t{0});
        QVERIFY(between(samples, offered, 6.5, 8) >= 100);
    }

    void the_limit_and_the_queue_change_while_it_runs() {
        auto e = calm(
            9, {{"load.rate", "1000"}, {"limit.in_flight", "4"}, {"queue.capacity", "50"}, {"service.latency", "20"}});
        at(e, 3, "limit.in_flight", "10");
        at(e, 5, "limit.in_flight", "2");
        at(e, 7, "queue.capacity", "5");
        const auto samples = samples_of(e);
        // So many slots of 20 ms each.
        const auto completed = [&](double from_s, double to_s) {
            return static_cast<int>(between(samples, total_of(Fate::completed), from_s, to_s));
        };
        QVERIFY(std::abs(completed(1, 3) - 400) <= 10);
        QVERIFY(std::abs(completed(3.1, 5) - 950) <= 10);
        QVERIFY(std::abs(completed(5.1, 7) - 190) <= 10);
        QCOMPARE(value(samples, "queue", 6.9), 50.0);
        QCOMPARE(value(samples, "in_flight", 6.9), 52.0);
        QCOMPARE(value(samples, "queue", 8.9), 5.0);
    }

    void the_breaker_changes_while_it_runs() {
        auto e = calm(9, {{"fault.failure", "30"}, {"breaker.window", "50"}, {"breaker.open_for", "60"}});
        at(e, 3, "breaker.failure_threshold", "10");  // opens on what the window holds
        at(e, 5, "breaker.open_for", "0.5");          // the open period that runs is measured anew
        at(e, 5, "fault.failure", "0");
        at(e, 7, "breaker.mode", "forced_open");
        const auto samples = samples_of(e);
        QCOMPARE(phases(samples).substr(0, 11).c_str(), "closed open");
        QCOMPARE(between(samples, total_of(Fate::rejected), 0, 3), std::uint64_t{0});
        QCOMPARE(between(samples, calls, 3.1, 5), std::uint64_t{0});
        QVERIFY(between(samples, total_of(Fate::completed), 5.1, 7) > 150);
        QCOMPARE(between(samples, calls, 7, 9), std::uint64_t{0});
    }

    void the_service_changes_while_it_runs() {
        auto e = calm(6);
        at(e, 2, "service.latency", "30");
        at(e, 4, "call.timeout", "20");
        const auto samples = samples_of(e);
        QVERIFY(std::abs(value(samples, "latency_p99", 1.9) - 10) < 0.5);
        QVERIFY(std::abs(value(samples, "latency_p99", 3.9) - 30) < 0.5);
        QCOMPARE(between(samples, total_of(Fate::timed_out), 0, 4), std::uint64_t{0});
        QVERIFY(between(samples, total_of(Fate::timed_out), 4, 6) > 10);
    }
};

}  // namespace test_circuit_breaker_lab

WEIR_TEST(test_circuit_breaker_lab, TestCircuitBreakerLab)
#include "test_circuit_breaker_lab.moc"
