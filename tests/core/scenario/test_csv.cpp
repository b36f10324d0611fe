// The CSV has a column for each series and a row for each sample; what has no value is empty.
#include <QTest>
#include <sstream>

#include "core/metrics/histogram.h"
#include "core/scenario/csv.h"
#include "tests/core/scenario/fake_lab.h"
#include "tests/program.h"

namespace test_csv {

using namespace weir::labs;
using weir::scenario::CsvWriter;

Sample sample(double t_s, std::vector<std::uint64_t> totals, std::vector<double> gauges) {
    Sample result;
    result.t_s = t_s;
    result.totals = std::move(totals);
    result.gauges = std::move(gauges);
    return result;
}

QStringList lines_of(const std::ostringstream& out) { return QString::fromStdString(out.str()).split('\n'); }

class TestCsv : public QObject {
    Q_OBJECT

private slots:
    void rates_are_over_the_time_since_the_row_before() {
        const auto lab = weir::labs::testing::fake_lab();
        std::ostringstream out;
        CsvWriter csv(out, lab);
        csv.write(sample(0.5, {100, 50, 0, 0, 0, 0, 0}, {3, 7}));
        auto second = sample(1, {110, 50, 5, 0, 0, 0, 0}, {2.5, 8});
        weir::metrics::Histogram latencies;
        latencies.record(40'000'000, 4);
        second.latencies = latencies.take();
        second.phase = 1;
        csv.write(second);

        const auto lines = lines_of(out);
        QCOMPARE(lines.size(), 4);
        QCOMPARE(lines[0], QString("t_s,offered,completed,failed,rejected,timed_out,cancelled,dropped,throughput,queue,"
                                   "in_flight,latency_p50,latency_p95,latency_p99,phase"));
        QCOMPARE(lines[1], QString("0.5,200,100,0,0,0,0,0,100,3,7,,,,normal"));
        QCOMPARE(lines[2], QString("1,20,0,10,0,0,0,0,10,2.5,8,40,40,40,open"));
        QCOMPARE(lines[3], QString());
    }

    void every_row_has_as_many_cells_however_long_the_run() {
        const auto lab = weir::labs::testing::fake_lab();
        std::ostringstream out;
        CsvWriter csv(out, lab);
        for (int i = 1; i <= 100; ++i) {
            csv.write(sample(i, {static_cast<std::uint64_t>(10 * i), 0, 0, 0, 0, 0, 0}, {0, 0}));
        }
        const auto lines = lines_of(out);
        QCOMPARE(lines.size(), 102);
        for (int i = 0; i <= 100; ++i) QCOMPARE(lines[i].count(','), static_cast<qsizetype>(lab.series.size() + 1));
        QVERIFY(lines[100].startsWith("100,10,"));
    }

    void ids_that_hold_a_comma_are_quoted() {
        auto lab = weir::labs::testing::fake_lab();
        lab.series = {{"a,\"b\"", "", "", SeriesKind::gauge, Tone::neutral, 0, 0}};
        std::ostringstream out;
        const CsvWriter csv(out, lab);
        QCOMPARE(lines_of(out)[0], QString("t_s,\"a,\"\"b\"\"\",phase"));
    }
};

}  // namespace test_csv

WEIR_TEST(test_csv, TestCsv)
#include "test_csv.moc"
