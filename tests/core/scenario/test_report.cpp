// A run's figures are all in its report, under the names and in the order that are documented.
#include <QTest>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "core/scenario/report.h"
#include "tests/program.h"

namespace test_report {

using namespace weir::labs;
using weir::scenario::report_json;
using weir::scenario::report_text;

RunResult a_result() {
    RunResult result;
    result.lab = "fake-lab";
    result.engine = EngineKind::virtual_time;
    result.seed = 18446744073709551615U;
    result.duration_s = 10;
    result.measured_s = 10.000125;
    result.offered = 2000;
    result.fates = {1500, 100, 300, 50, 30, 10};
    result.in_flight = 10;
    result.throughput_per_s = 150;
    result.latency_ms = {40.125, 39, 80.5, 121, 1000};
    result.queue = {1.5, 64};
    result.little = {9, 200, 0.045, true};
    result.unobserved_failures = 3;
    result.detail_json = R"({"state":"open","opened":2})";
    return result;
}

class TestReport : public QObject {
    Q_OBJECT

private slots:
    void the_json_object_is_as_documented() {
        QCOMPARE(report_json(a_result()).c_str(), R"({
  "lab": "fake-lab",
  "engine": "virtual",
  "seed": 18446744073709551615,
  "duration_s": 10,
  "measured_s": 10.000125,
  "offered": 2000,
  "completed": 1500,
  "failed": 100,
  "rejected": 300,
  "timed_out": 50,
  "cancelled": 30,
  "dropped": 10,
  "in_flight": 10,
  "throughput_per_s": 150,
  "latency_ms": {
    "mean": 40.125,
    "p50": 39,
    "p95": 80.5,
    "p99": 121,
    "max": 1000
  },
  "queue": {
    "mean": 1.5,
    "max": 64
  },
  "little": {
    "L": 9,
    "lambda": 200,
    "W": 0.045
  },
  "unobserved_failures": 3,
  "detail": {
    "state": "open",
    "opened": 2
  }
}
)");
    }

    void numbers_read_back_exactly() {
        auto result = a_result();
        result.throughput_per_s = 1.0 / 3;
        result.little.w_s = 1e-9 / 3;
        const auto json = nlohmann::json::parse(report_json(result));
        QCOMPARE(json["throughput_per_s"].get<double>(), result.throughput_per_s);
        QCOMPARE(json["little"]["W"].get<double>(), result.little.w_s);
        QCOMPARE(json["seed"].get<std::uint64_t>(), result.seed);
    }

    void the_text_names_every_fate() {
        const auto text = report_text(a_result());
        QVERIFY(text.starts_with("fake-lab on virtual time, seed 18446744073709551615, 10 s\n"));
        for (const auto fate : weir::all_fates) QVERIFY(text.find(weir::id_of(fate)) != std::string::npos);
        QVERIFY(text.find("completed  1500  (75 %)") != std::string::npos);
        QVERIFY(text.find("opened: 2") != std::string::npos);
    }

    void an_empty_run_has_a_report_too() {
        RunResult nothing;
        nothing.detail_json = "{}";
        QVERIFY(nlohmann::json::parse(report_json(nothing))["offered"] == 0);
        QVERIFY(report_text(nothing).find("nan") == std::string::npos);
    }

    void a_detail_that_is_no_object_is_an_error() {
        auto result = a_result();
        for (const char* detail : {"", "[1]", "{", "3"}) {
            result.detail_json = detail;
            QVERIFY_THROWS_EXCEPTION(std::invalid_argument, report_json(result));
        }
    }
};

}  // namespace test_report

WEIR_TEST(test_report, TestReport)
#include "test_report.moc"
