// The async-service lab: its books balance on both engines in both variants and under each dispatch, every layer acts
// where it stands and while it runs, and its figures follow the formulas.
#include <QTest>
#include <array>
#include <cmath>

#include "core/labs/async_service_dispatch.h"
#include "core/labs/async_service_state.h"
#include "core/labs/run.h"
#include "core/runtime/frame_pool.h"
#include "core/theory/retry.h"
#include "lab_figures.h"
#include "lab_runs.h"
#include "tests/program.h"

namespace test_async_service_lab {

using namespace weir;
using namespace weir::labs;
using lab_runs::count;
using lab_runs::figure;
using lab_runs::Settings;

#ifdef WEIR_SANITIZED  // which learns nothing from length: the scatter grows with the root of it
constexpr double shorter = 10;
#else
constexpr double shorter = 1;
#endif
constexpr double tolerance = shorter == 1 ? 0.03 : 0.09;

const lab_runs::Runs& runs() {
    static const lab_runs::Runs service{"service"};
    return service;
}

/// These layers from outside to inside, around a service of 1 ms at 1000/s.
Settings order(const std::vector<std::string>& layers) {
    Settings settings{{"service.latency", "1"}, {"service.spread", "constant"}, {"load.rate", "1000"}};
    for (std::size_t i = 0; i < 6; ++i)
        settings.emplace_back("layer." + std::to_string(i + 1), i < layers.size() ? layers[i] : "none");
    return settings;
}
Experiment with(double duration_s, const std::vector<std::string>& layers, const Settings& more = {}) {
    auto e = runs().in_virtual_time(duration_s, order(layers));
    runs().set(e, more);
    return e;
}

/// Retries that cost no time and no permits.
const Settings free_retries{{"retry.backoff", "0"}, {"retry.budget", "0"}};

double amplification(const RunResult& result) { return figure(result, "amplification"); }

std::uint64_t sum_of_fates(const RunResult& result) {
    std::uint64_t sum = result.in_flight;
    for (const auto n : result.fates) sum += n;
    return sum;
}
double share(const RunResult& result, Fate fate) {
    return static_cast<double>(count(result, fate)) / static_cast<double>(result.offered);
}
bool near(double actual, double expected, double relative) {
    return std::abs(actual - expected) <= relative * std::abs(expected);
}

class TestAsyncServiceLab : public QObject {
    Q_OBJECT

private slots:
    void cleanup() { QCOMPARE(frame_pool::live_frames(), 0); }

    void the_books_balance_data() {
        QTest::addColumn<QString>("variant");
        QTest::addColumn<QString>("dispatch");
        QTest::addColumn<bool>("threads");
        for (const bool threads : {false, true}) {
            const char* const engine = threads ? "threads" : "virtual time";
            for (const char* dispatch : {"static", "virtual", "type_erased"})
                QTest::addRow("%s, %s", dispatch, engine) << "production" << dispatch << threads;
            QTest::addRow("textbook, %s", engine) << "textbook"
                                                  << "static" << threads;
        }
    }
    void the_books_balance() {
        QFETCH(QString, variant);
        QFETCH(QString, dispatch);
        QFETCH(bool, threads);
        auto e = with(threads ? 0.4 : 5 / std::sqrt(shorter),
                      {"rate_limit", "concurrency", "retry", "breaker", "hedge", "timeout"},
                      {{"variant", variant.toStdString()},
                       {"dispatch", dispatch.toStdString()},
                       {"load.rate", "2000"},
                       {"rate", "1500"},
                       {"when_limited", "reject"},
                       {"fault.failure", "20"},
                       {"fault.crash", "10"},
                       {"fault.slow", "10"},
                       {"fault.hang", "1"},
                       {"breaker.failure_threshold", "60"},
                       {"retry.backoff", "2"},
                       {"hedge.delay", "3"},
                       {"call.timeout", "20"}});
        e.engine = threads ? EngineKind::threads : EngineKind::virtual_time;
        runs().at(e, e.duration_s / 2, "fault.outage", "on");
        runs().at(e, e.duration_s * 0.75, "fault.outage", "off");
        const auto result = run_experiment(e);
        QVERIFY(result.offered > 0);
        QCOMPARE(sum_of_fates(result), result.offered);
        QCOMPARE(result.unobserved_failures, 0U);
        QCOMPARE(count(result, Fate::dropped), 0U);
        // On threads that get the processor late, a breaker or a limit may leave nothing to complete or to fail.
        if (!threads) QVERIFY(count(result, Fate::completed) > 0 && count(result, Fate::failed) > 0);
        const bool textbook = variant == "textbook";
        if (textbook || !threads) QCOMPARE(count(result, Fate::rejected) > 0, !textbook);
        if (textbook && !threads) QVERIFY(result.in_flight > 0);  // those that hang
    }

    void dispatch_is_timed_on_the_real_clock_only() {
        const auto measured = [](auto& engine, DispatchCost& cost) {
            engine.run(cost.measure(engine));
            std::vector<double> all{cost.boxed()};
            for (const auto dispatch : {Dispatch::statically, Dispatch::virtually, Dispatch::erased})
                for (std::size_t layers = 0; layers <= layer_places; ++layers)
                    all.push_back(cost.through(dispatch, layers));
            return all;
        };
        DispatchCost real;
        ThreadPool pool{ThreadPoolOptions{}};
        for (const double ns : measured(pool, real)) QVERIFY(ns > 0);
        DispatchCost not_real;
        Simulation simulation{SimulationOptions{}};
        for (const double ns : measured(simulation, not_real)) QCOMPARE(ns, 0.0);
        for (const auto dispatch : {Dispatch::statically, Dispatch::virtually, Dispatch::erased})
            qInfo("%.1f ns a call, %.1f a layer", real.through(dispatch, 0),
                  (real.through(dispatch, layer_places) - real.through(dispatch, 0)) / layer_places);
        qInfo("%.1f ns a call through a box", real.boxed());
    }

    void each_fault_meets_its_fate_data() {
        QTest::addColumn<QString>("fault");
        QTest::addColumn<int>("fate");
        QTest::newRow("failure") << "fault.failure" << static_cast<int>(Fate::failed);
        QTest::newRow("crash") << "fault.crash" << static_cast<int>(Fate::failed);
        QTest::newRow("hang") << "fault.hang" << static_cast<int>(Fate::timed_out);
        QTest::newRow("slow") << "fault.slow" << static_cast<int>(Fate::timed_out);
    }
    void each_fault_meets_its_fate() {
        QFETCH(QString, fault);
        QFETCH(int, fate);
        const auto result =
            run_experiment(with(60 / shorter, {"timeout"}, {{fault.toStdString(), "25"}, {"call.timeout", "5"}}));
        // Four standard deviations of a share of so many.
        const double off = 4 * std::sqrt(0.25 * 0.75 / static_cast<double>(result.offered));
        QVERIFY(std::abs(share(result, static_cast<Fate>(fate)) - 0.25) < off);
        QVERIFY(std::abs(share(result, Fate::completed) - 0.75) < off);
    }

    void computing_calls_are_given_up_as_well() {
        const auto result = run_experiment(with(2, {"timeout"},
                                                {{"service.work", "cpu"},
                                                 {"service.latency", "50"},
                                                 {"load.rate", "5"},
                                                 {"pool.workers", "4"},
                                                 {"call.timeout", "10"}}));
        QVERIFY(count(result, Fate::timed_out) > 0);
        QCOMPARE(count(result, Fate::completed), 0U);
    }

    void attempts_follow_the_formula_data() {
        QTest::addColumn<int>("layers");
        QTest::addColumn<int>("most");
        QTest::addColumn<int>("percent");
        for (const int percent : {10, 50, 90})
            for (const int most : {2, 3, 10})
                QTest::addRow("one layer, %d attempts, %d %%", most, percent) << 1 << most << percent;
        QTest::newRow("two layers") << 2 << 3 << 50;
        QTest::newRow("three layers") << 3 << 3 << 80;
    }
    void attempts_follow_the_formula() {
        QFETCH(int, layers);
        QFETCH(int, most);
        QFETCH(int, percent);
        auto e = with(30 / shorter, std::vector<std::string>(static_cast<std::size_t>(layers), "retry"), free_retries);
        runs().set(e, {{"retry.max_attempts", std::to_string(most)}, {"fault.failure", std::to_string(percent)}});
        const auto result = run_experiment(e);
        const std::vector<int> each(static_cast<std::size_t>(layers), most);
        QVERIFY(near(amplification(result), theory::amplification(percent / 100.0, each), tolerance));
        double fails = percent / 100.0;
        for (const int n : each) fails = theory::all_fail(fails, n);
        QVERIFY(std::abs(share(result, Fate::failed) - fails) < tolerance / 3);
    }

    void a_hedge_costs_what_is_slower_than_its_delay() {
        for (const int delay_ms : {10, 40, 80}) {
            auto e = with(30 / shorter, {"hedge"},
                          {{"service.latency", "40"},
                           {"service.spread", "exponential"},
                           {"hedge.delay", std::to_string(delay_ms)}});
            QVERIFY(near(amplification(run_experiment(e)), theory::hedged_calls(40, delay_ms), tolerance));
        }
    }

    void a_budget_bounds_what_retries_add() {
        const auto attempts = [](const char* budget) {
            auto e = with(60 / shorter, {"retry"},
                          {{"fault.failure", "50"}, {"retry.backoff", "0"}, {"retry.budget", budget}});
            return amplification(run_experiment(e));
        };
        QVERIFY(near(attempts("0"), theory::mean_attempts(0.5, 3), tolerance));
        // Calls end well with q = p + (1 - p) r, where r retries a call succeed with p each; r is 10 % of q.
        const double good = 0.5 / (1 - 0.1 * 0.5);
        QVERIFY(near(attempts("20"), 1 + 0.1 * good, tolerance));
    }

    void order_decides_what_a_breaker_sees() {
        // Dead: with retries outside each attempt asks the breaker, and it opens after ten of them; with retries inside
        // it counts calls, three attempts each.
        const auto until_open = [](const std::vector<std::string>& layers) {
            const auto result = run_experiment(
                with(1, layers, {{"fault.failure", "100"}, {"retry.backoff", "0"}, {"breaker.open_for", "60"}}));
            return static_cast<int>(figure(result, "attempts"));
        };
        const int outside = until_open({"retry", "breaker"});
        const int inside = until_open({"breaker", "retry"});
        QVERIFY(outside >= 10 && inside > 2 * outside);
    }

    void layers_and_their_settings_act_while_it_runs() {
        auto e = with(40, {}, {{"fault.failure", "50"}, {"retry.budget", "0"}, {"retry.backoff", "0"}});
        runs().at(e, 10, "layer.4", "retry");
        runs().at(e, 20, "retry.max_attempts", "1");
        runs().at(e, 30, "implementation", "fast");
        runs().at(e, 35, "dispatch", "type_erased");
        runs().at(e, 35, "layer.1", "rate_limit");
        runs().at(e, 35, "rate", "100");
        const auto samples = lab_runs::samples_of(e);
        const auto good = [&](double from, double to) {
            return static_cast<double>(lab_runs::between(samples, lab_runs::total_of(Fate::completed), from, to)) /
                   static_cast<double>(lab_runs::between(samples, 0, from, to));
        };
        QVERIFY(std::abs(good(1, 10) - 0.5) < 0.02);
        QVERIFY(std::abs(good(11, 20) - 0.875) < 0.02);
        QVERIFY(std::abs(good(21, 30) - 0.5) < 0.02);
        QVERIFY(std::abs(good(31, 35) - 1) < 0.01);
        QVERIFY(std::abs(good(36, 40) - 0.1) < 0.01);
    }

    void a_line_before_a_limit_is_the_queue() {
        auto e = with(10, {"concurrency"}, {{"limit.in_flight", "1"}, {"load.rate", "2000"}, {"queue.capacity", "30"}});
        runs().at(e, 5, "limit.in_flight", "8");
        const auto result = run_experiment(e);
        QCOMPARE(result.queue.max, 30.0);
        QVERIFY(near(static_cast<double>(count(result, Fate::completed)), 5 * 1000 + 5 * 2000, 0.02));
        QVERIFY(near(static_cast<double>(count(result, Fate::rejected)), 5 * 1000, 0.05));
    }

    void equal_seeds_give_equal_bytes_under_any_dispatch() {
        const auto run = [](const char* dispatch) {
            return run_experiment(with(5, {"concurrency", "hedge", "retry", "timeout"},
                                       {{"fault.failure", "20"}, {"fault.slow", "10"}, {"dispatch", dispatch}}));
        };
        const auto first = run("static");
        QCOMPARE(figure(first, "dispatch_ns"), 0.0);
        for (const char* dispatch : {"static", "virtual", "type_erased"}) {
            const auto again = run(dispatch);
            QCOMPARE(again.detail_json, first.detail_json);
            QVERIFY(again.latency_ms == first.latency_ms);
        }
    }

    void the_panel_shows_the_parameters_of_the_layers_there_are() {
        Parameters p{find_lab("service")->parameters};
        const auto index = [&](const std::string& id) { return *p.find(id); };
        const auto is_shown = [&](const char* id) { return p.is_relevant(index(id)); };
        const auto put = [&](int layer, const char* kind) {
            const auto i = index("layer." + std::to_string(layer));
            p.set(i, *parse_value(p.spec(i), kind));
        };
        constexpr std::array<std::pair<const char*, const char*>, 6> owned{{{"rate_limit", "burst"},
                                                                            {"concurrency", "limit.in_flight"},
                                                                            {"timeout", "call.timeout"},
                                                                            {"retry", "retry.budget"},
                                                                            {"breaker", "breaker.window"},
                                                                            {"hedge", "hedge.delay"}}};
        for (int layer = 1; layer <= 6; ++layer) put(layer, "none");
        for (const auto& [kind, id] : owned) QVERIFY2(!is_shown(id), id);
        for (const int layer : {1, 6})
            for (const auto& [kind, id] : owned) {
                put(layer, kind);
                for (const auto& [other, its] : owned) QCOMPARE(is_shown(its), std::string_view{its} == id);
                QCOMPARE(is_shown("queue.capacity"),
                         std::string_view{kind} == "concurrency" || std::string_view{kind} == "rate_limit");
                put(layer, "none");
            }
        put(2, "retry");
        p.set(index("variant"), 0);
        QVERIFY(!is_shown("retry.budget"));  // the textbook form has no layers
    }

    void its_state_tells_what_the_picture_needs() {
        QVERIFY(!check_specs(runs().lab().parameters));
        Run run(with(1, {"concurrency", "none", "retry", "breaker"},
                     {{"fault.failure", "100"}, {"retry.budget", "5"}, {"limit.in_flight", "1"}}),
                {});
        run.simulation()->run_until(Time{} + std::chrono::milliseconds{900});
        const auto snapshot = run.snapshot();
        const auto seen = std::dynamic_pointer_cast<const AsyncServiceState>(snapshot->state);
        QVERIFY(seen);
        using Layer = AsyncServiceState::Layer;
        QCOMPARE(seen->shells.size(), std::size_t{3});
        QVERIFY(seen->shells[0].layer == Layer::concurrency && seen->shells[1].layer == Layer::retry);
        QVERIFY(seen->shells[1].stops);
        QVERIFY(seen->shells[2].layer == Layer::breaker && seen->shells[2].stops);
        QCOMPARE(seen->shells[2].says, "open");
        QCOMPARE(seen->implementation, "steady");
        QCOMPARE(snapshot->badge.text, "BREAKER OPEN");
        QVERIFY(!snapshot->reason.empty());
        QVERIFY(snapshot->conserved());
    }
};

}  // namespace test_async_service_lab

WEIR_TEST(test_async_service_lab, TestAsyncServiceLab)
#include "test_async_service_lab.moc"
