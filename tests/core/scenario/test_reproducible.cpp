// On the virtual engine an experiment determines every byte of its report, whatever its load, and a saved experiment
// gives the report of the one that was saved.
#include <QTest>

#include "core/scenario/experiment_file.h"
#include "core/scenario/report.h"
#include "tests/program.h"

namespace test_reproducible {

using namespace weir::labs;
using weir::scenario::format_experiment;
using weir::scenario::parse_experiment;
using weir::scenario::report_json;

const LabInfo& lab() { return *find_lab("circuit-breaker"); }

Experiment experiment_with(const std::string& arrivals, const std::string& work) {
    Experiment e;
    e.lab = lab().id;
    e.engine = EngineKind::virtual_time;
    e.duration_s = 5;
    const auto set = [&](const std::string& id, const std::string& value) {
        for (const auto& spec : lab().parameters)
            if (spec.id == id) e.parameters[id] = parse_value(spec, value).value();
    };
    set("load.arrivals", arrivals);
    set("load.rate", "400");
    set("service.work", work);
    set("service.latency", "5");
    set("pool.workers", "3");
    set("fault.failure", "20");
    set("fault.hang", "1");
    set("shadow.watch", "on");
    e.changes = {{1.7, "fault.outage", 1}, {2.3, "fault.outage", 0}, {3, "limit.in_flight", 4}};
    return e;
}

std::string report(const Experiment& e) { return report_json(run_experiment(e)); }

class TestReproducible : public QObject {
    Q_OBJECT

private slots:
    void equal_experiments_give_equal_bytes_data() {
        QTest::addColumn<QString>("arrivals");
        QTest::addColumn<QString>("work");
        for (const char* arrivals : {"constant", "poisson", "bursts", "closed"})
            for (const char* work : {"io", "cpu"}) QTest::addRow("%s %s", arrivals, work) << arrivals << work;
    }
    void equal_experiments_give_equal_bytes() {
        QFETCH(QString, arrivals);
        QFETCH(QString, work);
        auto e = experiment_with(arrivals.toStdString(), work.toStdString());
        const auto first = report(e);
        QCOMPARE(report(e).c_str(), first.c_str());

        const auto saved = parse_experiment(format_experiment(e, lab()), "saved.json", registry());
        QVERIFY2(saved, saved ? "" : saved.error().c_str());
        QCOMPARE(report(*saved).c_str(), first.c_str());
    }

    void another_seed_is_another_run() {
        auto e = experiment_with("poisson", "io");
        auto first = report(e);
        e.seed = 43;
        auto second = report(e);
        const std::string seed = "\"seed\": ";
        first.erase(first.find(seed), seed.size() + 2);
        second.erase(second.find(seed), seed.size() + 2);
        QVERIFY(first != second);
    }
};

}  // namespace test_reproducible

WEIR_TEST(test_reproducible, TestReproducible)
#include "test_reproducible.moc"
