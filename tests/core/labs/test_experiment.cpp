// An experiment that cannot be run is refused before it starts, by the key that is wrong.
#include <QTest>
#include <cmath>
#include <functional>

#include "core/labs/common.h"
#include "core/labs/experiment.h"
#include "core/labs/lab.h"
#include "tests/program.h"

namespace test_experiment {

using namespace weir::labs;

LabInfo a_lab() {
    LabInfo lab;
    lab.id = "lab";
    lab.parameters = load_parameters();
    lab.parameters.push_back(variant_parameter("Lab"));
    return lab;
}

Experiment a_sound_experiment() {
    Experiment experiment;
    experiment.lab = "lab";
    experiment.parameters = {{"load.rate", 300}, {"variant", 0}};
    experiment.changes = {{1, "load.rate", 10}, {1, "load.rate", 20}, {2, "load.burst", 5}};
    return experiment;
}

/// What check() says of the sound experiment after a change to it.
std::string problem(const std::function<void(Experiment&)>& change) {
    auto experiment = a_sound_experiment();
    change(experiment);
    return check(experiment, a_lab()).value_or("sound");
}

class TestExperiment : public QObject {
    Q_OBJECT

private slots:
    void engines_have_names_that_read_back() {
        for (const auto engine : {EngineKind::threads, EngineKind::virtual_time}) {
            QCOMPARE(parse_engine(id_of(engine)), engine);
        }
        QCOMPARE(parse_engine("real").error(), std::string("expected threads or virtual, got 'real'"));
    }

    void what_is_wrong_is_named_by_its_key() {
        QCOMPARE(problem([](auto&) {}), std::string("sound"));
        QCOMPARE(problem([](auto& e) { e.lab = "other"; }), std::string("lab: expected 'lab', got 'other'"));
        QCOMPARE(problem([](auto& e) { e.duration_s = 0; }),
                 std::string("duration_s: expected seconds above 0, at most 1000000, got 0"));
        QVERIFY(problem([](auto& e) { e.duration_s = std::nan(""); }) != "sound");
        QVERIFY(problem([](auto& e) { e.duration_s = 2 * longest_run_s; }) != "sound");
        QCOMPARE(problem([](auto& e) { e.parameters["load.rat"] = 3; }),
                 std::string("parameters: expected a parameter of lab, got 'load.rat' (did you mean 'load.rate'?)"));
        QCOMPARE(problem([](auto& e) { e.parameters["load.rate"] = 0; }),
                 std::string("parameters: load.rate: expected a number from 1 to 100000 /s, got 0"));
        QCOMPARE(problem([](auto& e) { e.changes[0].value = 0; }),
                 std::string("changes: load.rate: expected a number from 1 to 100000 /s, got 0"));
        QCOMPARE(problem([](auto& e) { e.changes[0].at_s = -1; }),
                 std::string("changes: load.rate: expected a time from 0 to 1000000 s, got -1"));
        QVERIFY(problem([](auto& e) { e.changes[0].at_s = std::nan(""); }) != "sound");
        QCOMPARE(problem([](auto& e) {
                     e.changes[0] = {1, "variant", 0};
                 }),
                 std::string("changes: variant: acts by restart only and cannot change during a run"));
        QCOMPARE(problem([](auto& e) { e.changes[0].at_s = 3; }),
                 std::string("changes: expected them in the order of their times"));
    }
};

}  // namespace test_experiment

WEIR_TEST(test_experiment, TestExperiment)
#include "test_experiment.moc"
