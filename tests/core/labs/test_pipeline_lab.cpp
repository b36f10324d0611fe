// The pipeline lab: its books on both engines and in both variants, every fault at its stage, backpressure, parameters
// that act while it runs.
#include <QTest>
#include <algorithm>
#include <cmath>

#include "core/labs/run.h"
#include "core/runtime/frame_pool.h"
#include "pipeline_runs.h"
#include "tests/program.h"

namespace test_pipeline_lab {

using namespace weir;
using namespace weir::labs;
using namespace pipeline_runs;
using lab_runs::between;
using lab_runs::count;
using lab_runs::is_chance;
using lab_runs::samples_of;
using lab_runs::total_of;

/// The gauge of a stage's queue.
double queue_of(const Sample& sample, std::size_t stage) { return sample.gauges[2 + stage - 1]; }
double utilisation_of(const Sample& sample, std::size_t stage) { return sample.gauges[2 + stages + stage - 1]; }

const Sample& sample_at(const std::vector<Sample>& samples, double t_s) {
    return *std::ranges::find_if(samples, [t_s](const Sample& s) { return s.t_s > t_s - 1e-9; });
}

/// Items in the order in which they completed.
std::vector<std::uint64_t> completions(const Experiment& e) {
    std::vector<std::uint64_t> order;
    run_experiment(e, {.on_item = [&](const ItemEvent& event) {
                       if (event.kind == ItemEvent::Kind::ended && event.fate == Fate::completed)
                           order.push_back(event.item);
                   }});
    return order;
}

class TestPipelineLab : public QObject {
    Q_OBJECT

private slots:
    void cleanup() { QCOMPARE(frame_pool::live_frames(), 0); }  // at rest no frame is left over

    // --- Books ----------------------------------------------------------------------------------------------------

    void the_books_balance_on_both_engines_and_in_both_variants_data() {
        QTest::addColumn<QByteArray>("variant");
        QTest::addColumn<bool>("threads");
        for (const char* variant : {"textbook", "production"})
            for (const bool threads : {false, true})
                QTest::addRow("%s, %s", variant, threads ? "threads" : "virtual") << QByteArray{variant} << threads;
    }
    void the_books_balance_on_both_engines_and_in_both_variants() {
        QFETCH(QByteArray, variant);
        Experiment e;
        e.lab = runs().lab().id;
        e.engine = lab_runs::fetched_engine();
        e.duration_s = 1;
        runs().set(e, {{"variant", variant.toStdString()},
                       {"load.rate", "400"},
                       {"queue.capacity", "8"},
                       {"resequence", "on"},
                       {"call.timeout", "50"},
                       {"fault.failure", "5"},
                       {"fault.slow", "5"},
                       {"fault.hang", "2"},
                       {"fault.crash", "1"}});
        runs().at(e, 0.3, "stage2.workers", "1");
        runs().at(e, 0.5, "queue.capacity", "2");
        runs().at(e, 0.7, "resequence", "off");
        runs().at(e, 0.8, "stage2.workers", "20");
        const auto result = run_experiment(e);  // fails unless every item has one fate, and none rejected had started
        std::uint64_t sum = result.in_flight;
        for (const auto n : result.fates) sum += n;
        QCOMPARE(sum, result.offered);
        QVERIFY(count(result, Fate::completed) > 0);
        QCOMPARE(result.unobserved_failures, std::uint64_t{0});
        QCOMPARE(lab_runs::count_of(result, "stages"), stages);
        for (std::size_t k = 1; k <= stages; ++k) {
            QVERIFY(figure(result, k, "utilisation") <= 1.0001);
            QVERIFY(figure(result, k, "queue_max") <= 8);
        }
    }

    void equal_seeds_give_equal_figures_and_both_variants_the_same_load() {
        Experiment e = calm(5, {{"load.arrivals", "poisson"}, {"service.spread", "lognormal"}, {"fault.crash", "1"}});
        const auto once = run_experiment(e);
        const auto again = run_experiment(e);
        QCOMPARE(again.fates, once.fates);
        QCOMPARE(again.latency_ms, once.latency_ms);
        QCOMPARE(again.detail_json, once.detail_json);
        runs().set(e, {{"variant", "textbook"}});
        QCOMPARE(run_experiment(e).offered, once.offered);
        e.seed = once.seed + 1;
        QVERIFY(run_experiment(e).offered != once.offered);
    }

    void a_closed_loop_has_no_more_items_than_users() {
        const auto e = calm(10, {{"load.arrivals", "closed"},
                                 {"load.users", "7"},
                                 {"load.rate", "10000"},
                                 {"fault.crash", "5"},
                                 {"fault.hang", "1"}});
        for (const auto& s : samples_of(e)) QVERIFY(s.gauges[1] <= 7);
        QVERIFY(count(run_experiment(e), Fate::completed) > 500);
        // What the textbook form loses does not hold up its user either.
        auto textbook = e;
        runs().set(textbook, {{"variant", "textbook"}});
        QVERIFY(count(run_experiment(textbook), Fate::rejected) > 100);
    }

    // --- Faults ---------------------------------------------------------------------------------------------------

    void each_fault_strikes_its_stage_data() {
        QTest::addColumn<QByteArray>("fault");
        QTest::addColumn<int>("fate");
        QTest::addColumn<int>("stage");
        for (int stage = 1; stage <= 3; ++stage) {
            const auto row = [stage](const char* fault, Fate fate) {
                QTest::addRow("%s at %d", fault, stage) << QByteArray{fault} << static_cast<int>(fate) << stage;
            };
            row("fault.failure", Fate::failed);
            row("fault.crash", Fate::failed);
            row("fault.hang", Fate::timed_out);
            row("fault.slow", Fate::timed_out);  // ten times 20 ms is longer than the timeout
        }
    }
    void each_fault_strikes_its_stage() {
        QFETCH(QByteArray, fault);
        QFETCH(int, fate);
        QFETCH(int, stage);
        auto e =
            calm(30, {{"call.timeout", "60"}, {fault.toStdString(), "30"}, {"fault.stage", std::to_string(stage)}});
        for (std::size_t k = 1; k <= stages; ++k) {  // workers enough for calls that time out
            const auto id = "stage" + std::to_string(k);
            runs().set(e, {{id + ".latency", "20"}, {id + ".workers", "20"}});
        }
        const auto result = run_experiment(e);
        const auto expected = static_cast<Fate>(fate);
        QVERIFY(is_chance(static_cast<double>(count(result, expected)) / static_cast<double>(result.offered), 0.3,
                          result.offered));
        QCOMPARE(count(result, expected) + count(result, Fate::completed) + result.in_flight, result.offered);
        for (std::size_t k = 1; k <= stages; ++k)
            QCOMPARE(figure(result, k, "failed") > 0, k == static_cast<std::size_t>(stage));
    }

    void faults_move_to_another_stage_while_it_runs() {
        auto e = calm(6, {{"fault.failure", "100"}, {"fault.stage", "1"}});
        runs().at(e, 3, "fault.stage", "3");
        const auto samples = samples_of(e);
        const auto failed_at = [&](std::size_t stage, double from_s, double to_s) {
            return between(samples, 1 + fate_count + stages + stage - 1, from_s, to_s);
        };
        QVERIFY(failed_at(1, 0, 3) > 290);
        QCOMPARE(failed_at(3, 0, 3), std::uint64_t{0});
        QCOMPARE(failed_at(1, 3.1, 6), std::uint64_t{0});
        QVERIFY(failed_at(3, 3.1, 6) > 280);
        QCOMPARE(failed_at(2, 0, 6), std::uint64_t{0});
    }

    void each_stage_has_its_own_luck() {
        const auto result = run_experiment(calm(60, {{"fault.failure", "30"}}));
        double reach = static_cast<double>(result.offered);
        for (std::size_t k = 1; k <= stages; ++k) {
            QVERIFY(is_chance(figure(result, k, "failed") / reach, 0.3, static_cast<std::uint64_t>(reach)));
            reach -= figure(result, k, "failed");
        }
    }

    void an_outage_strikes_its_stage_while_it_lasts() {
        auto e = calm(6, {{"fault.stage", "2"}});
        runs().at(e, 2, "fault.outage", "on");
        runs().at(e, 4, "fault.outage", "off");
        const auto samples = samples_of(e);
        const auto failed = total_of(Fate::failed);
        QCOMPARE(between(samples, failed, 0, 2), std::uint64_t{0});
        QVERIFY(std::abs(static_cast<double>(between(samples, failed, 2, 4)) - 200) <= 3);
        QCOMPARE(between(samples, failed, 4.1, 6), std::uint64_t{0});
        QVERIFY(between(samples, total_of(Fate::completed), 4.1, 6) > 185);
    }

    void a_latency_spike_fills_the_queues_before_it() {
        auto e = calm(6, {{"fault.stage", "2"}, {"queue.capacity", "10"}});
        runs().at(e, 2, "fault.spike", "on");  // 5 workers of 200 ms: 25/s of 100/s
        const auto samples = samples_of(e);
        QCOMPARE(samples.back().phase, std::uint8_t{1});
        QCOMPARE(queue_of(samples.back(), 2), 10.0);
        QVERIFY(queue_of(samples.back(), 1) >= 9);
        QCOMPARE(queue_of(samples.back(), 3), 0.0);
        QCOMPARE(sample_at(samples, 1.9).phase, std::uint8_t{0});
    }

    void a_hang_without_a_timeout_jams_the_line() {
        const auto result = run_experiment(
            calm(10, {{"fault.hang", "100"}, {"fault.stage", "2"}, {"call.timeout", "0"}, {"queue.capacity", "4"}}));
        QCOMPARE(result.in_flight, std::uint64_t{4 + 2 + 4 + 5});  // queues and hands before it, and its own
        QCOMPARE(count(result, Fate::rejected) + result.in_flight, result.offered);
    }

    void a_crash_ends_the_textbook_form_and_nothing_says_so() {
        // Too fast for it, so that its queue is full.
        auto e = calm(10, {{"variant", "textbook"}, {"fault.stage", "3"}, {"queue.capacity", "20"}});
        runs().at(e, 5, "fault.crash", "100");
        const auto samples = samples_of(e);
        const auto textbook = run_experiment(e);
        QVERIFY(ended(textbook));
        QCOMPARE(samples.back().phase, std::uint8_t{2});
        QCOMPARE(count(textbook, Fate::failed), std::uint64_t{0});
        QCOMPARE(count(textbook, Fate::dropped), std::uint64_t{21});  // the queue, and the item that crashed
        QCOMPARE(between(samples, total_of(Fate::completed), 5.1, 10), std::uint64_t{0});
        QVERIFY(between(samples, total_of(Fate::rejected), 5.1, 10) >= 488);
        QCOMPARE(textbook.in_flight, std::uint64_t{0});
        runs().set(e, {{"variant", "production"}});
        const auto production = run_experiment(e);
        QVERIFY(!ended(production));
        QVERIFY(std::abs(static_cast<double>(count(production, Fate::failed)) - 500) < 5);
        QCOMPARE(count(production, Fate::dropped) + count(production, Fate::rejected), std::uint64_t{0});
    }

    // --- The pattern ----------------------------------------------------------------------------------------------

    void queues_before_the_slowest_stage_fill_and_those_after_it_stay_empty_data() {
        QTest::addColumn<int>("slowest");
        for (int k = 1; k <= 3; ++k) QTest::addRow("stage %d", k) << k;
    }
    void queues_before_the_slowest_stage_fill_and_those_after_it_stay_empty() {
        QFETCH(int, slowest);
        auto e = calm(20, {{"load.rate", "400"}, {"queue.capacity", "10"}});
        for (std::size_t k = 1; k <= stages; ++k) {
            const auto id = "stage" + std::to_string(k);
            runs().set(
                e, {{id + ".latency", k == static_cast<std::size_t>(slowest) ? "20" : "5"}, {id + ".workers", "2"}});
        }
        const auto result = run_experiment(e);
        const auto samples = samples_of(e);
        for (std::size_t k = 1; k <= stages; ++k) {
            if (k > static_cast<std::size_t>(slowest)) {
                QVERIFY(figure(result, k, "queue_mean") < 0.01);
            } else {
                QVERIFY(figure(result, k, "queue_mean") > 9);
                QCOMPARE(figure(result, k, "queue_max"), 10.0);
            }
        }
        const auto stage = static_cast<std::size_t>(slowest);
        QVERIFY(figure(result, stage, "utilisation") > 0.98);
        QVERIFY(utilisation_of(samples.back(), stage) > 99);
    }

    void a_resequencer_restores_the_order_and_does_not_wait_for_what_is_gone() {
        auto e = calm(10, {{"service.spread", "exponential"},
                           {"call.timeout", "100"},
                           {"fault.failure", "5"},
                           {"fault.crash", "5"},
                           {"fault.hang", "2"},
                           {"stage2.workers", "12"}});
        QVERIFY(!std::ranges::is_sorted(completions(e)));
        runs().set(e, {{"resequence", "on"}});
        const auto order = completions(e);
        QVERIFY(std::ranges::is_sorted(order));
        QVERIFY(order.size() > 500);
        QVERIFY(run_experiment(e).in_flight < 60);
    }

    // --- Parameters while it runs ---------------------------------------------------------------------------------

    void workers_come_and_go_while_it_runs() {
        auto e = calm(8, {{"load.rate", "1000"}, {"stage2.workers", "2"}, {"stage1.workers", "20"}});
        runs().at(e, 2, "stage2.workers", "4");
        runs().at(e, 4, "stage2.workers", "1");
        runs().at(e, 6, "stage2.latency", "5");
        const auto samples = samples_of(e);
        const auto passed = [&](double from_s, double to_s) {  // by stage 2
            return static_cast<double>(between(samples, 1 + fate_count + 1, from_s, to_s)) / (to_s - from_s);
        };
        QVERIFY(std::abs(passed(0.5, 2) - 100) <= 3);
        QVERIFY(std::abs(passed(2.1, 4) - 200) <= 3);
        QVERIFY(std::abs(passed(4.1, 6) - 50) <= 3);
        QVERIFY(std::abs(passed(6.1, 8) - 200) <= 3);
    }

    void the_capacity_changes_while_it_runs() {
        auto e = calm(6, {{"load.rate", "1000"}, {"stage2.workers", "1"}, {"queue.capacity", "30"}});
        runs().at(e, 2, "queue.capacity", "50");
        runs().at(e, 4, "queue.capacity", "3");
        const auto samples = samples_of(e);
        QVERIFY(queue_of(sample_at(samples, 1.9), 2) == 30);
        QVERIFY(queue_of(sample_at(samples, 3.9), 2) == 50);
        QVERIFY(queue_of(sample_at(samples, 5.9), 2) == 3);
        QVERIFY(queue_of(sample_at(samples, 5.9), 1) <= 3);
    }

    void the_order_is_restored_from_when_it_is_asked_for() {
        auto e = calm(10, {{"service.spread", "exponential"}, {"stage2.workers", "12"}});
        runs().at(e, 5, "resequence", "on");
        const auto order = completions(e);
        QVERIFY(!std::ranges::is_sorted(order));
        // Once all has left that overtook before, what follows has entered stage 1 in the order of arrival.
        QVERIFY(std::ranges::is_sorted(order.begin() + 700, order.end()));
    }

    void the_reason_names_the_slowest_stage() {
        const auto reason = [](const Experiment& e) {
            Run run{e, {}};
            run.simulation()->run_until(Time{from_seconds(1)});
            return QString::fromStdString(run.lab().reason());
        };
        auto e = calm(1);
        QCOMPARE(reason(e),
                 QStringLiteral("stage 2 is the slowest: 5 workers at 20 ms an item let 250/s through at most"));
        runs().set(e, {{"variant", "textbook"}});
        QCOMPARE(reason(e),
                 QStringLiteral("one task does all stages in turn: 30 ms an item let 33.3/s through at most"));
        runs().set(e, {{"stage1.latency", "0"}, {"stage2.latency", "0"}, {"stage3.latency", "0"}});
        QCOMPARE(reason(e), QStringLiteral("no stage takes time"));
    }
};

}  // namespace test_pipeline_lab

WEIR_TEST(test_pipeline_lab, TestPipelineLab)
#include "test_pipeline_lab.moc"
