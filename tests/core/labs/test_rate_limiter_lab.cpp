// The rate-limiter lab: its books balance on both engines in both variants, each algorithm keeps its promise and the
// textbook form does not, and parameters act while it runs.
#include <QTest>
#include <algorithm>
#include <cmath>
#include <map>
#include <ranges>
#include <string>
#include <vector>

#include "core/labs/rate_limiter_state.h"
#include "core/labs/run.h"
#include "core/runtime/frame_pool.h"
#include "lab_figures.h"
#include "lab_runs.h"
#include "tests/program.h"

namespace test_rate_limiter_lab {

using namespace weir;
using namespace weir::labs;
using lab_runs::Settings;

const lab_runs::Runs& runs() {
    static const lab_runs::Runs limiter{"rate-limiter"};
    return limiter;
}

constexpr std::size_t granted = 1 + fate_count;
constexpr double rounding_s = 0.5e-9;  // times are whole nanoseconds

/// Bursts of 20 at 200/s on average, 250/s let through, calls of 1 ms.
Experiment bursts(double duration_s, const Settings& settings = {}) {
    auto e = runs().in_virtual_time(duration_s,
                                    {{"service.latency", "1"}, {"service.spread", "constant"}, {"load.burst", "20"}});
    runs().set(e, settings);
    return e;
}

double worst_excess(const RunResult& result) {
    return lab_runs::figure(result, "worst_window/grants") - lab_runs::figure(result, "worst_window/allowed");
}
std::uint64_t granted_in(const RunResult& result) {
    return static_cast<std::uint64_t>(lab_runs::figure(result, "granted"));
}

/// When items went out, in seconds, in order.
std::vector<double> grants_of(const Experiment& e) {
    std::vector<double> grants;
    run_experiment(e, {.on_item = [&](const ItemEvent& event) {
                       if (event.kind == ItemEvent::Kind::started) grants.push_back(event.t_s);
                   }});
    return grants;
}

/// Of all windows from one grant to another, the most that went out beyond `burst + rate * length`.
double most_beyond(const std::vector<double>& grants, double burst, double rate) {
    double most = -burst;
    for (std::size_t from = 0; from < grants.size(); ++from)
        for (std::size_t to = from; to < grants.size(); ++to)
            most = std::max(most, static_cast<double>(to - from + 1) - burst - rate * (grants[to] - grants[from]));
    return most;
}

/// The most that went out in a window [t, t + length) that begins with a grant.
std::size_t most_within(const std::vector<double>& grants, double length_s) {
    std::size_t most = 0;
    for (auto from = grants.begin(); from != grants.end(); ++from) {
        const auto to = std::lower_bound(from, grants.end(), *from + length_s - rounding_s);
        most = std::max(most, static_cast<std::size_t>(to - from));
    }
    return most;
}

/// The most that went out in a window of this length that begins with a multiple of it.
std::size_t most_in_turn(const std::vector<double>& grants, double length_s) {
    std::map<long, std::size_t> windows;
    for (const double t : grants) ++windows[std::lround(std::floor((t + rounding_s) / length_s))];
    return std::ranges::max(windows | std::views::values);
}

class TestRateLimiterLab : public QObject {
    Q_OBJECT

private slots:
    void cleanup() { QCOMPARE(frame_pool::live_frames(), 0); }

    void the_books_balance_data() {
        QTest::addColumn<QString>("variant");
        QTest::addColumn<QString>("when_limited");
        QTest::addColumn<bool>("threads");
        for (const bool threads : {false, true})
            for (const char* variant : {"textbook", "production"})
                for (const char* when : {"wait", "reject"})
                    QTest::addRow("%s, %s, %s", variant, when, threads ? "threads" : "virtual time")
                        << variant << when << threads;
    }
    void the_books_balance() {
        QFETCH(QString, variant);
        QFETCH(QString, when_limited);
        QFETCH(bool, threads);
        auto e = bursts(threads ? 0.3 : 10, {{"variant", variant.toStdString()},
                                             {"when_limited", when_limited.toStdString()},
                                             {"load.rate", "2000"},
                                             {"rate", "1000"},
                                             {"fault.failure", "10"},
                                             {"fault.crash", "10"},
                                             {"fault.hang", "1"},
                                             {"call.timeout", "20"}});
        e.engine = threads ? EngineKind::threads : EngineKind::virtual_time;
        const auto result = run_experiment(e);
        QVERIFY(result.offered > 0);
        QVERIFY(lab_runs::balanced(result));
        QCOMPARE(result.unobserved_failures, 0U);
        for (const auto fate : {Fate::completed, Fate::failed, Fate::rejected})
            QVERIFY2(lab_runs::count(result, fate) > 0, std::string{id_of(fate)}.c_str());
        QCOMPARE(lab_runs::count(result, Fate::dropped), 0U);
        QVERIFY(granted_in(result) <= result.offered - lab_runs::count(result, Fate::rejected));
    }

    void each_algorithm_keeps_its_promise_data() {
        QTest::addColumn<QString>("algorithm");
        QTest::addColumn<bool>("within");  // no window holds more than burst + rate t
        QTest::newRow("token bucket") << "token_bucket" << true;
        QTest::newRow("leaky bucket") << "leaky_bucket" << true;
        QTest::newRow("sliding window") << "sliding_window" << true;
        QTest::newRow("fixed window") << "fixed_window" << false;
    }
    void each_algorithm_keeps_its_promise() {
        QFETCH(QString, algorithm);
        QFETCH(bool, within);
        const auto result = run_experiment(bursts(60, {{"algorithm", algorithm.toStdString()}}));
        QCOMPARE(worst_excess(result) <= 1e-6, within);
        QVERIFY(worst_excess(result) <= 10 + 1e-6);  // a burst more at most
        QCOMPARE(lab_runs::count(result, Fate::rejected), 0U);
    }

    void no_window_holds_more_than_its_algorithm_grants_and_some_hold_as_much_data() {
        QTest::addColumn<QString>("algorithm");
        QTest::addColumn<QString>("arrivals");
        QTest::addColumn<QString>("load");
        for (const char* algorithm : {"token_bucket", "leaky_bucket", "fixed_window", "sliding_window"}) {
            QTest::addRow("%s, overload", algorithm) << algorithm << "poisson"
                                                     << "1000";
            QTest::addRow("%s, bursts", algorithm) << algorithm << "bursts"
                                                   << "90";
            QTest::addRow("%s, at the rate", algorithm) << algorithm << "poisson"
                                                        << "100";
        }
    }
    /// Judged from outside, by when items started: burst and rate never change.
    void no_window_holds_more_than_its_algorithm_grants_and_some_hold_as_much() {
        QFETCH(QString, algorithm);
        QFETCH(QString, arrivals);
        QFETCH(QString, load);
        const auto grants = grants_of(bursts(20, {{"algorithm", algorithm.toStdString()},
                                                  {"load.arrivals", arrivals.toStdString()},
                                                  {"load.rate", load.toStdString()},
                                                  {"rate", "100"},
                                                  {"burst", "10"}}));
        QVERIFY(grants.size() > 1000);
        constexpr double window_s = 10.0 / 100;  // in which burst permits come due
        if (algorithm == "token_bucket" || algorithm == "leaky_bucket") {
            const double beyond = most_beyond(grants, algorithm == "token_bucket" ? 10 : 1, 100);
            QVERIFY2(beyond <= 1e-5 && beyond > -1, std::to_string(beyond).c_str());
        } else if (algorithm == "sliding_window") {
            QCOMPARE(most_within(grants, window_s), std::size_t{10});
        } else {
            QCOMPARE(most_in_turn(grants, window_s), std::size_t{10});
            const auto around_an_edge = most_within(grants, window_s);
            QVERIFY2(around_an_edge > 10 && around_an_edge <= 20, std::to_string(around_an_edge).c_str());
        }
    }

    /// Workers tell of them in another order than they went out.
    void real_workers_raise_no_false_alarm_data() {
        QTest::addColumn<QString>("algorithm");
        QTest::addColumn<int>("burst");
        QTest::addColumn<int>("beyond");  // permits more than burst + rate t
        QTest::newRow("token bucket, one at a time") << "token_bucket" << 1 << 0;
        QTest::newRow("token bucket") << "token_bucket" << 20 << 0;
        QTest::newRow("leaky bucket") << "leaky_bucket" << 1 << 0;
        QTest::newRow("sliding window") << "sliding_window" << 20 << 0;
        QTest::newRow("fixed window, around an edge") << "fixed_window" << 20 << 20;
    }
    void real_workers_raise_no_false_alarm() {
        QFETCH(QString, algorithm);
        QFETCH(int, burst);
        QFETCH(int, beyond);
        const auto result = run_experiment(runs().experiment(EngineKind::threads, 0.2,
                                                             {{"algorithm", algorithm.toStdString()},
                                                              {"pool.workers", "8"},
                                                              {"rate", "20000"},
                                                              {"burst", std::to_string(burst)},
                                                              {"load.rate", "60000"},
                                                              {"load.arrivals", "poisson"},
                                                              {"service.work", "cpu"},
                                                              {"service.latency", "0"}}));
        QVERIFY(lab_runs::figure(result, "granted") > 100);
        QVERIFY2(worst_excess(result) <= beyond + 1e-6, result.detail_json.c_str());
    }

    void the_textbook_lets_more_through_than_agreed() {
        const auto result = run_experiment(bursts(60, {{"variant", "textbook"}}));
        QVERIFY(worst_excess(result) > 1);
    }

    void a_leaky_bucket_is_judged_by_one_at_a_time() {
        // Each window of its grants is worth at most one permit more than the rate; judged by `burst`, the longest that
        // holds as many as are allowed would be far from its allowance.
        const auto result = run_experiment(bursts(60, {{"algorithm", "leaky_bucket"}, {"burst", "20"}}));
        QVERIFY(worst_excess(result) <= 1e-6);
        QVERIFY(worst_excess(result) > -0.5);
    }

    void a_token_bucket_passes_bursts_and_a_leaky_bucket_flattens_them() {
        const auto token = run_experiment(bursts(60, {{"burst", "20"}}));
        const auto leaky = run_experiment(bursts(60, {{"algorithm", "leaky_bucket"}}));
        // A whole burst finds its permits: nobody waits. Evenly spaced, the last of 20 waits 19 / 250 s.
        QVERIFY(token.latency_ms.max < 1.5);
        QVERIFY(std::abs(leaky.latency_ms.max - (19.0 / 0.25 + 1)) < 1);
    }

    void an_overload_is_let_through_at_the_rate() {
        for (const char* algorithm : {"token_bucket", "leaky_bucket", "fixed_window", "sliding_window"}) {
            const auto samples =
                lab_runs::samples_of(bursts(60, {{"algorithm", algorithm}, {"load.rate", "1000"}, {"rate", "100"}}));
            const auto n = static_cast<double>(lab_runs::between(samples, granted, 10, 60));
            QVERIFY2(std::abs(n - 5000) < 0.005 * 5000, algorithm);
        }
    }

    void a_changed_rate_acts_at_once_and_frees_nothing() {
        auto e = bursts(30, {{"load.rate", "1000"}, {"rate", "100"}, {"burst", "5"}});
        runs().at(e, 10, "rate", "500");
        runs().at(e, 20, "rate", "50");
        runs().at(e, 20, "burst", "50");
        const auto samples = lab_runs::samples_of(e);
        const auto in = [&](double from, double to) {
            return static_cast<double>(lab_runs::between(samples, granted, from, to));
        };
        QVERIFY(std::abs(in(5, 10) - 500) <= 6);
        QVERIFY(std::abs(in(10, 15) - 2500) <= 6);
        QVERIFY(std::abs(in(20, 30) - 500) <= 6);
        QVERIFY(worst_excess(run_experiment(e)) <= 1e-6);
    }

    void a_full_line_rejects_and_a_shorter_one_acts_at_once() {
        auto e = bursts(20, {{"load.rate", "1000"}, {"rate", "100"}, {"queue.capacity", "30"}});
        runs().at(e, 10, "queue.capacity", "3");
        const auto samples = lab_runs::samples_of(e);
        double before = 0;
        double after = 0;
        for (const auto& s : samples) {
            if (s.t_s < 10) before = std::max(before, s.gauges[0]);
            if (s.t_s > 11) after = std::max(after, s.gauges[0]);
        }
        QVERIFY(before > 20 && before <= 30);  // some have left between a burst and the sample
        QVERIFY(after > 0 && after <= 3);
        QCOMPARE(static_cast<int>(run_experiment(e).queue.max), 30);
    }

    void equal_seeds_give_equal_figures() {
        const auto e = bursts(5, {{"load.arrivals", "poisson"}, {"fault.slow", "10"}});
        const auto a = run_experiment(e);
        const auto b = run_experiment(e);
        QCOMPARE(a.detail_json, b.detail_json);
        QCOMPARE(a.latency_ms.mean, b.latency_ms.mean);
    }

    void its_state_tells_what_the_picture_needs() {
        const auto& lab = runs().lab();
        QVERIFY(!check_specs(lab.parameters));
        Run run(bursts(1, {{"load.rate", "1000"}, {"rate", "100"}, {"burst", "5"}}), {});
        run.simulation()->run_until(Time{} + std::chrono::seconds{1});
        const auto snapshot = run.snapshot();
        const auto seen = std::dynamic_pointer_cast<const RateLimiterState>(snapshot->state);
        QVERIFY(seen);
        QVERIFY(seen->waiting > 50 && seen->waiting <= 64);
        QCOMPARE(seen->most, 5.0);
        QVERIFY(snapshot->badge.text.starts_with("LIMITING"));
        QVERIFY(!snapshot->reason.empty());
        QVERIFY(snapshot->conserved());
    }
};

}  // namespace test_rate_limiter_lab

WEIR_TEST(test_rate_limiter_lab, TestRateLimiterLab)
#include "test_rate_limiter_lab.moc"
