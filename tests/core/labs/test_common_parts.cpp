// The parts all labs share fit together: specs are sound, plots and buttons name what is there.
#include <QTest>
#include <algorithm>
#include <set>

#include "core/labs/common.h"
#include "core/labs/history.h"
#include "core/metrics/fate.h"
#include "tests/program.h"

namespace test_common_parts {

using namespace weir::labs;

std::vector<ParameterSpec> all_parameters() {
    std::vector<ParameterSpec> all{variant_parameter("Breaker")};
    for (auto& group : {load_parameters(), concurrency_parameters(2), service_parameters(), fault_parameters()}) {
        all.insert(all.end(), group.begin(), group.end());
    }
    return all;
}

class TestCommonParts : public QObject {
    Q_OBJECT

private slots:
    void the_parameters_are_sound_and_explained() {
        const auto specs = all_parameters();
        const auto problem = check_specs(specs);
        QVERIFY2(!problem, problem.value_or("").c_str());
        for (const auto& spec : specs) {
            QVERIFY2(!spec.label.empty() && !spec.group.empty(), spec.id.c_str());
            QVERIFY2(spec.help.ends_with('.'), spec.id.c_str());
        }
    }

    void the_parameters_are_as_specified_data() {
        QTest::addColumn<QByteArray>("expected");
        QTest::addColumn<QByteArray>("initial");
        const auto row = [](const char* id, const char* expected, const char* initial) {
            QTest::newRow(id) << QByteArray(expected) << QByteArray(initial);
        };
        row("variant", "one of textbook, production", "production");
        row("load.rate", "a number from 1 to 100000 /s", "200");
        row("load.arrivals", "one of constant, poisson, bursts, closed", "poisson");
        row("load.burst", "a whole number from 1 to 1000 items", "25");
        row("load.users", "a whole number from 1 to 1000", "16");
        row("pool.workers", "a whole number from 1 to 64", "2");
        row("limit.in_flight", "a whole number from 1 to 1024", "16");
        row("queue.capacity", "a whole number from 1 to 10000", "64");
        row("service.latency", "a number from 0 to 10000 ms", "40");
        row("service.spread", "one of constant, uniform, exponential, lognormal, pareto", "lognormal");
        row("service.work", "one of io, cpu", "io");
        row("call.timeout", "a number from 0 to 60000 ms", "1000");
        row("fault.failure", "a number from 0 to 100 %", "0");
        row("fault.slow", "a number from 0 to 100 %", "0");
        row("fault.slow_factor", "a number from 1 to 100 x", "10");
        row("fault.hang", "a number from 0 to 100 %", "0");
        row("fault.crash", "a number from 0 to 100 %", "0");
        row("fault.outage", "on or off", "off");
        row("fault.spike", "on or off", "off");
    }
    void the_parameters_are_as_specified() { compare_with_row(Parameters{all_parameters()}); }

    void workers_default_to_the_cores_within_the_range() {
        QCOMPARE(concurrency_parameters(0)[0].initial, 1.0);
        QCOMPARE(concurrency_parameters(8)[0].initial, 8.0);
        QCOMPARE(concurrency_parameters(1000)[0].initial, 64.0);
    }

    void only_what_acts_on_the_arrivals_is_shown() {
        Parameters parameters(load_parameters());
        const LoadIndices load(parameters);
        const auto shown = [&](Arrivals arrivals) {
            parameters.set(load.arrivals, static_cast<double>(arrivals));
            return std::array{parameters.is_relevant(load.rate), parameters.is_relevant(load.burst),
                              parameters.is_relevant(load.users)};
        };
        QCOMPARE(shown(Arrivals::constant), (std::array{true, false, false}));
        QCOMPARE(shown(Arrivals::poisson), (std::array{true, false, false}));
        QCOMPARE(shown(Arrivals::bursts), (std::array{true, true, false}));
        QCOMPARE(shown(Arrivals::closed), (std::array{true, false, true}));  // the rate sets how long users think
    }

    void enumerators_follow_the_words() {
        Parameters parameters(all_parameters());
        const auto set = [&](std::size_t i, const char* word) {
            parameters.set(i, parse_value(parameters.spec(i), word).value());
        };
        const LoadIndices load(parameters);
        const ServiceIndices service(parameters);
        set(load.arrivals, "closed");
        set(service.spread, "exponential");
        set(*service.work, "cpu");
        QCOMPARE(choice<Arrivals>(parameters, load.arrivals), Arrivals::closed);
        QCOMPARE(choice<Spread>(parameters, service.spread), Spread::exponential);
        QCOMPARE(choice<ServiceWork>(parameters, *service.work), ServiceWork::cpu);
        QCOMPARE(choice<Variant>(parameters, parameter_index(parameters, "variant")), Variant::production);
        QCOMPARE(whole(parameters, ConcurrencyIndices(parameters).in_flight), std::size_t{16});
        QVERIFY(!is_on(parameters, FaultIndices(parameters).outage));
    }

    void the_breakers_parameters_are_as_specified_data() {
        QTest::addColumn<QByteArray>("expected");
        QTest::addColumn<QByteArray>("initial");
        const auto row = [](const char* id, const char* expected, const char* initial) {
            QTest::newRow(id) << QByteArray{expected} << QByteArray{initial};
        };
        row("breaker.consecutive", "a whole number from 1 to 100", "5");
        row("breaker.window_type", "one of count, time", "count");
        row("breaker.window", "a whole number from 2 to 1000", "20");
        row("breaker.minimum_calls", "a whole number from 1 to 1000 calls", "10");
        row("breaker.failure_threshold", "a number from 1 to 100 %", "50");
        row("breaker.slow_threshold", "a number from 1 to 100 %", "100");
        row("breaker.slow_call", "a number from 0 to 60000 ms", "0");
        row("breaker.open_for", "a number from 0.01 to 60 s", "2");
        row("breaker.backoff", "a number from 1 to 10 x", "1");
        row("breaker.probes", "a whole number from 1 to 100 calls", "3");
        row("breaker.half_open_deadline", "a number from 0.01 to 60 s", "5");
        row("shadow.watch", "one of off, on", "off");
    }
    void the_breakers_parameters_are_as_specified() {
        compare_with_row(Parameters{find_lab("circuit-breaker")->parameters});
    }

    void plots_and_buttons_name_what_is_there() {
        const auto series = common_series();
        std::set<std::string> ids;
        for (const auto& one : series) QVERIFY2(ids.insert(one.id).second, one.id.c_str());
        const Parameters parameters(all_parameters());
        for (const auto& plot : {throughput_plot(), queue_plot(), latency_plot()}) {
            for (const auto& id : plot.series) QVERIFY2(ids.contains(id), id.c_str());
            for (const auto& limit : plot.limits) QVERIFY2(parameters.find(limit.parameter), limit.parameter.c_str());
        }
        for (const auto& action : common_actions()) {
            for (const auto& step : action.steps) {
                const auto i = parameters.find(step.parameter);
                QVERIFY2(i && !check(parameters.spec(*i), step.value), action.id.c_str());
            }
            QVERIFY2(action.steps.back().value == 0, "a button ends what it began");
        }
    }

    void goodput_stands_apart_from_throughput() {
        // Totals as in Sample::totals, in one second: throughput is 1 completed + 10 failed + 1000 timed out.
        History history;
        Sample sample;
        sample.totals.assign(1 + weir::fate_count, 0);
        history.add(sample);
        sample.t_s = 1;
        std::uint64_t n = 1;
        sample.totals[0] = 111'111;
        for (const auto fate : {weir::Fate::completed, weir::Fate::failed, weir::Fate::rejected, weir::Fate::timed_out,
                                weir::Fate::cancelled, weir::Fate::dropped}) {
            sample.totals[1 + weir::index_of(fate)] = n;
            n *= 10;
        }
        history.add(sample);
        const auto value = [&](const std::string& id) {
            for (const auto& one : common_series())
                if (one.id == id) return history.value(one, 1, 1);
            return -1.0;
        };
        QCOMPARE(value("throughput"), 1011.0);
        QCOMPARE(value("completed"), 1.0);
    }

    void fates_read_the_totals_they_are_counted_in() {
        for (const auto& one : common_series()) {
            if (one.id == "offered") QCOMPARE(one.source, std::size_t{0});
            for (const auto fate : weir::all_fates) {
                if (one.id == weir::id_of(fate)) QCOMPARE(one.source, 1 + weir::index_of(fate));
            }
        }
    }

private:
    /// The parameter that the current row is named after.
    static void compare_with_row(const Parameters& parameters) {
        QFETCH(QByteArray, expected);
        QFETCH(QByteArray, initial);
        const auto& spec = parameters.spec(parameter_index(parameters, QTest::currentDataTag()));
        QCOMPARE(expected_kind(spec).c_str(), expected.constData());
        QCOMPARE(format_value(spec, spec.initial).c_str(), initial.constData());
        const bool restarts = spec.id == "variant" || spec.id == "pool.workers";
        QCOMPARE(spec.acts == Acts::on_restart, restarts);
    }
};

}  // namespace test_common_parts

WEIR_TEST(test_common_parts, TestCommonParts)
#include "test_common_parts.moc"
