// A run from start to end: every item has exactly one fate at every moment, timed changes act at their time, equal
// experiments give equal results, and what cannot be run is refused in one line.
#include <QTest>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>

#include "core/labs/run.h"
#include "core/labs/runner.h"
#include "core/labs/text.h"
#include "core/runtime/frame_pool.h"
#include "lab_runs.h"
#include "tests/program.h"

namespace test_runner {

using namespace weir;
using namespace weir::labs;
using namespace lab_runs;

/// Everything that can go wrong at once, and too much load on top, in bursts beyond what the queue holds.
Settings chaos() {
    static const Settings settings{{"load.rate", "2000"},        {"load.arrivals", "bursts"},  {"load.burst", "40"},
                                   {"limit.in_flight", "8"},     {"queue.capacity", "16"},     {"service.latency", "2"},
                                   {"service.spread", "pareto"}, {"call.timeout", "20"},       {"fault.failure", "10"},
                                   {"fault.slow", "5"},          {"fault.hang", "3"},          {"fault.crash", "3"},
                                   {"shadow.watch", "on"},       {"breaker.open_for", "0.05"}, {"pool.workers", "2"}};
    return settings;
}

std::uint64_t sum(const std::array<std::uint64_t, fate_count>& fates) {
    return std::accumulate(fates.begin(), fates.end(), std::uint64_t{0});
}

/// What run_experiment says of a sound experiment after a change to it.
std::string refusal(const std::function<void(Experiment&)>& change) {
    auto e = in_virtual_time(0.1);
    at(e, 0.05, "load.rate", "100");
    change(e);
    try {
        run_experiment(e);
    } catch (const std::invalid_argument& refused) {
        return refused.what();
    }
    return "it ran";
}

class TestRunner : public QObject {
    Q_OBJECT

private slots:
    void cleanup() { QCOMPARE(frame_pool::live_frames(), 0); }  // at rest no frame is left over

    void a_rejected_item_that_had_started_breaks_the_books() {
        Run run{in_virtual_time(1), {}};
        auto item = run.probe().offer(Time{});
        QVERIFY(run.snapshot()->conserved());
        item.start();
        item.end(Fate::rejected);
        QVERIFY(!run.snapshot()->conserved());
        QCOMPARE(run.probe().figures().rejected_after_start, std::uint64_t{1});
    }

    void a_failure_of_the_lab_itself_is_told_while_it_runs() {
        Run run{in_virtual_time(1), {}};
        QCOMPARE(run.probe().failure(), std::string{});
        run.probe().group().spawn([]() -> Task<void> {
            throw std::runtime_error{"a bug of the lab"};
            co_return;
        }());
        run.simulation()->run_until(Time{from_seconds(0.1)});
        QCOMPARE(run.probe().failure(), std::string{"a bug of the lab"});
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, run.stop());
    }

    void every_item_has_one_fate_at_every_sample_and_at_the_end_data() { engines(); }
    void every_item_has_one_fate_at_every_sample_and_at_the_end() {
        const auto engine = fetched_engine();
        for (const char* variant : {"textbook", "production"}) {
            auto e = experiment(engine, engine == EngineKind::threads ? 1 : 20, chaos());
            e.parameters["variant"] = value_of("variant", variant);
            std::size_t samples = 0;
            Sample last;
            last.totals.resize(1 + fate_count);
            std::string broken;
            const auto watch = [&](const Sample& s) {
                ++samples;
                auto left = s.totals[0];
                for (std::size_t i = 0; i <= fate_count; ++i) {
                    if (i > 0) left -= s.totals[i];
                    if (s.totals[i] < last.totals[i]) broken = "a total fell";
                }
                if (static_cast<double>(left) != s.gauges[1]) broken = "offered is not fates plus in flight";
                if (s.gauges[0] > s.gauges[1]) broken = "more wait than there are";
                if (s.gauges[0] > 16) broken = "more wait than the queue holds";
                if (s.t_s <= last.t_s) broken = "time did not advance";
                last = s;
            };
            const auto result = run_experiment(e, {.on_sample = watch});
            QCOMPARE(broken.c_str(), "");
            QVERIFY(samples >= 5);
            QCOMPARE(sum(result.fates) + result.in_flight, result.offered);
            QVERIFY(result.queue.max <= 16);
            if (engine == EngineKind::virtual_time) QCOMPARE(result.queue.max, 16.0);
            for (const auto fate : {Fate::completed, Fate::failed, Fate::rejected, Fate::timed_out})
                QVERIFY2(count(result, fate) > 0, std::string{id_of(fate)}.c_str());
            QCOMPARE(count(result, Fate::dropped), std::uint64_t{0});
            QCOMPARE(count(result, Fate::cancelled), std::uint64_t{0});
            QCOMPARE(result.unobserved_failures, std::uint64_t{0});
        }
    }

    void when_a_run_is_stopped_what_is_in_flight_is_cancelled_data() { engines(); }
    void when_a_run_is_stopped_what_is_in_flight_is_cancelled() {
        const auto e = experiment(fetched_engine(), 1,
                                  {{"load.rate", "1000"},
                                   {"fault.hang", "100"},
                                   {"call.timeout", "0"},
                                   {"limit.in_flight", "8"},
                                   {"queue.capacity", "16"}});
        RunOptions options;
        options.paused = true;
        Run run{e, std::move(options)};
        const auto hanging = [&] { return run.probe().figures().fates[index_of(Fate::rejected)] > 0; };
        if (run.pool() != nullptr) {
            run.pool()->resume();
            run.pool()->run([](Executor& engine, auto& holds) -> Task<void> {
                while (!holds()) co_await engine.sleep(std::chrono::milliseconds{1});
            }(run.engine(), hanging));
        } else {
            while (!hanging()) run.simulation()->step();
        }
        const auto in_flight = run.probe().figures().in_flight;
        run.stop();
        const auto figures = run.probe().figures();
        QCOMPARE(figures.in_flight, std::uint64_t{0});
        QCOMPARE(figures.waiting, std::uint64_t{0});
        QCOMPARE(sum(figures.fates), figures.offered);
        // On threads a few more may just be arriving.
        const auto cancelled = figures.fates[index_of(Fate::cancelled)];
        QVERIFY(in_flight >= 8 + 16 && cancelled >= 8 + 16);
        if (run.simulation() != nullptr) QVERIFY(in_flight == 8 + 16 && cancelled == 8 + 16);
    }

    void samples_come_in_order_and_end_with_the_figures_of_the_run() {
        auto e = in_virtual_time(3, chaos());
        e.parameters["load.rate"] = 1900;  // so that no burst comes at the same instant as the last sample
        const auto samples = samples_of(e);
        QCOMPARE(samples.size(), std::size_t{30});
        for (std::size_t i = 0; i < samples.size(); ++i)
            QCOMPARE(samples[i].t_s, to_seconds(from_seconds(0.1 * static_cast<double>(i + 1))));
        const auto result = run_experiment(e);
        QCOMPARE(samples.back().totals[0], result.offered);
        for (const auto fate : all_fates) QCOMPARE(samples.back().totals[total_of(fate)], count(result, fate));
    }

    void timed_changes_act_at_their_time_and_no_other() {
        auto e = in_virtual_time(6, {{"load.arrivals", "constant"},
                                     {"load.rate", "100"},
                                     {"service.latency", "1"},
                                     {"service.spread", "constant"}});
        at(e, 2, "load.rate", "1000");
        at(e, 4, "load.rate", "50");
        at(e, 4, "breaker.mode", "forced_open");
        at(e, 60, "load.rate", "100000");
        const auto samples = samples_of(e);
        // Changing the rate shifts the arrivals by less than one.
        const auto near = [&](double from_s, double to_s, std::uint64_t expected) {
            const auto offered = between(samples, 0, from_s, to_s);
            return offered + 1 >= expected && offered <= expected + 1;
        };
        QVERIFY(near(0, 2, 200));
        QVERIFY(near(2, 4, 2000));
        QVERIFY(near(4, 6, 100));
        QCOMPARE(between(samples, total_of(Fate::rejected), 0, 4), std::uint64_t{0});
        QCOMPARE(between(samples, total_of(Fate::completed), 4.1, 6), std::uint64_t{0});
        QVERIFY(between(samples, total_of(Fate::rejected), 4.1, 6) > 0);
    }

    void a_run_tells_of_each_change_when_it_acts() {
        auto e = in_virtual_time(3);
        at(e, 1.25, "load.rate", "300");
        at(e, 1.25, "load.rate", "400");
        at(e, 2.5, "fault.outage", "on");
        std::vector<AppliedChange> told;
        RunOptions options;
        options.on_change = [&](const AppliedChange& c) { told.push_back(c); };
        Run run{e, std::move(options)};
        QCOMPARE(run.changes(), e.changes);
        run.simulation()->run_until(Time{from_seconds(2)});
        QCOMPARE(told.size(), std::size_t{2});
        QCOMPARE(run.changes(), e.changes);
        run.simulation()->run_until(Time{from_seconds(3)});
        QCOMPARE(told.size(), std::size_t{3});
        const auto rate = index_of("load.rate");
        const auto is = [](const AppliedChange& c, double t_s, std::size_t parameter, double from, double to) {
            return c.t_s == t_s && c.parameter == parameter && c.from == from && c.to == to;
        };
        QVERIFY(is(told[0], 1.25, rate, 200, 300));
        QVERIFY(is(told[1], 1.25, rate, 300, 400));
        QVERIFY(is(told[2], 2.5, index_of("fault.outage"), 0, 1));
        QCOMPARE(run.changes(), e.changes);
        QCOMPARE(run.parameters().get(rate), 400.0);
    }

    void timed_changes_act_on_threads_too() {
        // With room for everything that a stalled machine could make late, only the change can reject.
        auto e = experiment(
            EngineKind::threads, 1,
            {{"load.rate", "500"}, {"service.latency", "0"}, {"limit.in_flight", "1024"}, {"queue.capacity", "10000"}});
        at(e, 0.3, "breaker.mode", "forced_open");
        const auto samples = samples_of(e);
        for (const auto& s : samples) {
            if (s.t_s >= 0.3) continue;
            QCOMPARE(s.totals[total_of(Fate::rejected)], std::uint64_t{0});
            QCOMPARE(s.phase, std::uint8_t{0});
        }
        const auto& last = samples.back();
        QVERIFY(last.totals[total_of(Fate::completed)] > 0);
        QVERIFY(last.totals[total_of(Fate::rejected)] > 0);
        QCOMPARE(last.phase, std::uint8_t{1});
    }

    void the_seed_decides_and_nothing_else() {
        auto e = in_virtual_time(5, chaos());
        const auto one = run_experiment(e);
        const auto again = run_experiment(e);
        QCOMPARE(again.fates, one.fates);
        QCOMPARE(again.latency_ms, one.latency_ms);
        QCOMPARE(again.queue, one.queue);
        QCOMPARE(again.detail_json, one.detail_json);
        e.seed = 43;
        QVERIFY(run_experiment(e).latency_ms != one.latency_ms);
    }

    void both_variants_face_the_same_items() {
        auto e = in_virtual_time(5, {{"load.rate", "300"}, {"fault.failure", "30"}});
        const auto production = samples_of(e);
        e.parameters["variant"] = value_of("variant", "textbook");
        const auto textbook = samples_of(e);
        QCOMPARE(production.size(), textbook.size());
        for (std::size_t i = 0; i < production.size(); ++i) QCOMPARE(production[i].totals[0], textbook[i].totals[0]);
        QVERIFY(production.back().totals != textbook.back().totals);
    }

    void the_report_says_what_was_asked_and_what_was_measured_data() { engines(); }
    void the_report_says_what_was_asked_and_what_was_measured() {
        const auto engine = fetched_engine();
        const auto result = run_experiment(experiment(engine, 0.35, {{"load.rate", "2000"}, {"service.latency", "1"}}));
        QCOMPARE(result.duration_s, 0.35);
        if (engine == EngineKind::virtual_time)
            QCOMPARE(result.measured_s, 0.35);
        else
            QVERIFY(result.measured_s >= 0.35);
        QCOMPARE(result.throughput_per_s, static_cast<double>(count(result, Fate::completed)) / result.measured_s);
        QCOMPARE(result.little.lambda, static_cast<double>(result.offered) / result.measured_s);
    }

    void what_cannot_be_run_is_refused_in_one_line() {
        QCOMPARE(refusal([](auto&) {}).c_str(), "it ran");
        std::vector<std::string> labs;
        for (const auto& lab : registry()) labs.push_back(lab.id);
        QCOMPARE(refusal([](auto& e) { e.lab = "circuit\nbraker"; }),
                 "lab: expected one of " + joined(labs) + ", got 'circuit?braker'");
        QCOMPARE(refusal([](auto& e) { e.parameters["load.rat"] = 3; }).c_str(),
                 "parameters: expected a parameter of circuit-breaker, got 'load.rat' (did you mean 'load.rate'?)");
        QCOMPARE(refusal([](auto& e) { e.parameters["load.rate"] = 0; }).c_str(),
                 "parameters: load.rate: expected a number from 1 to 100000 /s, got 0");
        QCOMPARE(refusal([](auto& e) { e.changes[0].parameter = "variant"; }).c_str(),
                 "changes: variant: acts by restart only and cannot change during a run");
        QCOMPARE(refusal([](auto& e) { e.changes[0].at_s = -1; }).c_str(),
                 "changes: load.rate: expected a time from 0 to 1000000 s, got -1");
        QVERIFY(refusal([](auto& e) { e.changes[0].at_s = std::nan(""); }).starts_with("changes: load.rate: expected"));
        QVERIFY(refusal([](auto& e) { e.changes[0].at_s = 1e300; }).starts_with("changes: load.rate: expected"));
        QCOMPARE(refusal([](auto& e) {
                     e.changes.push_back({0.01, "load.rate", 5});
                 }).c_str(),
                 "changes: expected them in the order of their times");
        QVERIFY(refusal([](auto& e) { e.duration_s = 0; }).starts_with("duration_s: expected"));
        QVERIFY(refusal([](auto& e) { e.duration_s = -1; }).starts_with("duration_s: expected"));
        const auto endless = std::numeric_limits<double>::infinity();
        QVERIFY(refusal([&](auto& e) { e.duration_s = endless; }).starts_with("duration_s: expected"));
    }
};

}  // namespace test_runner

WEIR_TEST(test_runner, TestRunner)
#include "test_runner.moc"
