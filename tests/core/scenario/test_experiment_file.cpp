// An experiment file reads back as what was written; anything else is refused in one line that names it.
#include <rapidcheck.h>

#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <fstream>
#include <limits>

#include "core/labs/text.h"
#include "core/scenario/experiment_file.h"
#include "tests/core/scenario/fake_lab.h"
#include "tests/program.h"

namespace test_experiment_file {

using namespace weir::labs;
using weir::scenario::format_experiment;
using weir::scenario::parse_experiment;
using weir::scenario::read_experiment;
using weir::scenario::write_experiment;

const std::vector<LabInfo> known_labs = weir::labs::testing::fake_labs();

double a_value(const ParameterSpec& spec) {
    switch (spec.kind) {
        case Kind::real:
            return spec.minimum + (spec.maximum - spec.minimum) * *rc::gen::inRange(0, 1'000'001) / 1e6;
        case Kind::integer:
            return *rc::gen::inRange(static_cast<int>(spec.minimum), static_cast<int>(spec.maximum) + 1);
        case Kind::choice:
            return *rc::gen::inRange(0, static_cast<int>(spec.choices.size()));
        case Kind::toggle:
            break;
    }
    return *rc::gen::inRange(0, 2);
}

Experiment an_experiment() {
    const auto& lab = *rc::gen::elementOf(known_labs);
    Experiment experiment;
    experiment.lab = lab.id;
    experiment.engine = *rc::gen::element(EngineKind::threads, EngineKind::virtual_time);
    experiment.seed = *rc::gen::arbitrary<std::uint64_t>();
    experiment.duration_s = *rc::gen::inRange(1, 1'000'000'000) / 1e3;
    for (const auto& spec : lab.parameters) {
        if (*rc::gen::arbitrary<bool>()) experiment.parameters[spec.id] = a_value(spec);
    }
    const int changes = *rc::gen::inRange(0, 10);
    double at_s = 0;
    while (static_cast<int>(experiment.changes.size()) < changes) {
        const auto& spec = *rc::gen::elementOf(lab.parameters);
        if (spec.acts == Acts::on_restart) continue;
        at_s += *rc::gen::inRange(0, 1'000'000) / 1e5;
        experiment.changes.push_back({at_s, spec.id, a_value(spec)});
    }
    return experiment;
}

std::string error_of(const std::string& text) {
    const auto experiment = parse_experiment(text, "f.json", known_labs);
    return experiment ? "accepted" : experiment.error();
}

class TestExperimentFile : public QObject {
    Q_OBJECT

private slots:
    void every_experiment_reads_back_as_itself() {
        QVERIFY(rc::check("parse(format(e)) == e, and formatting again gives the same bytes", [] {
            const auto experiment = an_experiment();
            const auto& lab = experiment.lab == known_labs[0].id ? known_labs[0] : known_labs[1];
            RC_ASSERT(check(experiment, lab).value_or("sound") == "sound");
            const auto text = format_experiment(experiment, lab);
            const auto read = parse_experiment(text, "file", known_labs);
            RC_ASSERT(error_of(text) == "accepted");
            RC_ASSERT(*read == experiment);
            RC_ASSERT(format_experiment(*read, lab) == text);
        }));
    }

    void the_least_file_takes_every_default() {
        Experiment expected;
        expected.lab = "fake-lab";
        QCOMPARE(parse_experiment(R"({"weir":1,"lab":"fake-lab"})", "f", known_labs), expected);
    }

    void values_stand_as_numbers_words_and_booleans() {
        const auto read = parse_experiment(R"({"weir":1,"lab":"fake-lab","engine":"virtual","seed":18446744073709551615,
            "duration_s":2.5,
            "parameters":{"load.rate":300,"variant":"textbook","fault.outage":true,"fault.spike":"off"},
            "changes":[{"at_s":5,"parameter":"load.rate","value":10},
                       {"at_s":1,"parameter":"load.arrivals","value":"closed"}]})",
                                           "f", known_labs);
        QVERIFY2(read, read ? "" : read.error().c_str());
        QCOMPARE(read->engine, EngineKind::virtual_time);
        QCOMPARE(read->seed, std::numeric_limits<std::uint64_t>::max());
        QCOMPARE(read->duration_s, 2.5);
        QCOMPARE(read->parameters, (std::map<std::string, double>{
                                       {"load.rate", 300}, {"variant", 0}, {"fault.outage", 1}, {"fault.spike", 0}}));
        QVERIFY2(read->changes == (std::vector<Change>{{1, "load.arrivals", 3}, {5, "load.rate", 10}}),
                 "sorted by time");
    }

    void what_is_wrong_is_named_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("message");
        const auto row = [](const char* name, const char* text, const char* message) {
            QTest::newRow(name) << QByteArray(text) << QByteArray(message);
        };
        const auto body = [&row](const char* name, const QByteArray& rest, const char* message) {
            row(name, (R"({"weir":1,"lab":"fake-lab",)" + rest + "}").constData(), message);
        };
        row("not an object", "[1]", "f.json: expected an experiment, an object with weir and lab, got an array");
        row("no version", R"({"lab":"fake-lab"})", "f.json: weir: missing, expected 1, the version of the format");
        row("another version", R"({"weir":2,"lab":"fake-lab"})",
            "f.json: weir: expected 1, the version of the format, got '2'");
        row("no lab", R"({"weir":1})", "f.json: lab: missing, expected the id of a lab");
        row("lab of a wrong type", R"({"weir":1,"lab":3})", "f.json: lab: expected the id of a lab, got '3'");
        row("unknown lab", R"({"weir":1,"lab":"fake-lob"})",
            "f.json: lab: expected a lab (fake-lab, other-lab), got 'fake-lob' (did you mean 'fake-lab'?)");
        body("unknown key", R"("duration":3)",
             "f.json: unknown key 'duration' (did you mean 'duration_s'?), expected weir, lab, engine, seed, "
             "duration_s, "
             "parameters, changes");
        body("repeated key", R"("seed":1,"seed":2)", "f.json: key 'seed' given twice");
        body("engine", R"("engine":"thread")", "f.json: engine: expected threads or virtual, got 'thread'");
        body("engine of a wrong type", R"("engine":null)", "f.json: engine: expected threads or virtual, got 'null'");
        body("negative seed", R"("seed":-1)", "f.json: seed: expected a whole number from 0 to 2^64 - 1, got '-1'");
        body("seed as text", R"("seed":"1")", "f.json: seed: expected a whole number from 0 to 2^64 - 1, got text '1'");
        body("seed not whole", R"("seed":1.5)", "f.json: seed: expected a whole number from 0 to 2^64 - 1, got '1.5'");
        body("no duration", R"("duration_s":0)",
             "f.json: duration_s: expected seconds above 0, at most 1000000, got '0'");
        body("endless duration", R"("duration_s":1e7)",
             "f.json: duration_s: expected seconds above 0, at most 1000000, got '10000000.0'");
        body("parameters of a wrong type", R"("parameters":[])",
             "f.json: parameters: expected an object of parameter ids, got an array");
        body("unknown parameter", R"("parameters":{"load.rat":3})",
             "f.json: parameters: expected a parameter of fake-lab, got 'load.rat' (did you mean 'load.rate'?)");
        body("out of range", R"("parameters":{"load.rate":200000})",
             "f.json: parameters: load.rate: expected a number from 1 to 100000 /s, got 200000");
        body("number as text", R"("parameters":{"load.rate":"200"})",
             "f.json: parameters: load.rate: expected a number from 1 to 100000 /s, got text '200'");
        body("number as boolean", R"("parameters":{"load.rate":true})",
             "f.json: parameters: load.rate: expected a number from 1 to 100000 /s, got 'true'");
        body("not whole", R"("parameters":{"queue.capacity":1.5})",
             "f.json: parameters: queue.capacity: expected a whole number from 1 to 10000, got 1.5");
        body("choice as index", R"("parameters":{"variant":0})",
             "f.json: parameters: variant: expected one of textbook, production, got '0'");
        body("unknown word", R"("parameters":{"variant":"prodution"})",
             "f.json: parameters: variant: expected one of textbook, production, got 'prodution' (did you mean "
             "'production'?)");
        body("toggle as number", R"("parameters":{"fault.outage":1})",
             "f.json: parameters: fault.outage: expected on or off, got '1'");
        body("parameter as object", R"("parameters":{"load.rate":{}})",
             "f.json: parameters: load.rate: expected a number from 1 to 100000 /s, got an object");
        body("changes of a wrong type", R"("changes":{})", "f.json: changes: expected an array, got an object");
        body("change of a wrong type", R"("changes":[1])",
             "f.json: changes[0]: expected an object with at_s, parameter and value, got '1'");
        body("unknown key in a change", R"("changes":[{"at":1}])",
             "f.json: changes[0]: unknown key 'at' (did you mean 'at_s'?), expected at_s, parameter, value");
        body("missing key in a change", R"("changes":[{"at_s":1,"value":3}])",
             "f.json: changes[0]: parameter: missing, expected an object with at_s, parameter and value");
        body("time as text", R"("changes":[{"at_s":"1","parameter":"load.rate","value":3}])",
             "f.json: changes[0]: at_s: expected seconds, got text '1'");
        body("negative time", R"("changes":[{"at_s":-1,"parameter":"load.rate","value":3}])",
             "f.json: changes[0]: load.rate: expected a time from 0 to 1000000 s, got -1");
        body("second change", R"("changes":[{"at_s":1,"parameter":"load.rate","value":3},
                                            {"at_s":1,"parameter":"load.rate","value":0}])",
             "f.json: changes[1]: load.rate: expected a number from 1 to 100000 /s, got 0");
        body("change that needs a restart", R"("changes":[{"at_s":1,"parameter":"pool.workers","value":3}])",
             "f.json: changes[0]: pool.workers: acts by restart only and cannot change during a run");
    }
    void what_is_wrong_is_named() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, message);
        QCOMPARE(error_of(text.toStdString()).c_str(), message.constData());
    }

    void malformed_json_is_located_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("place");
        QTest::newRow("empty") << QByteArray("") << QByteArray("f.json:1:1: ");
        QTest::newRow("cut short") << QByteArray("{\"weir\":1,\n") << QByteArray("f.json:2:1: ");
        QTest::newRow("third line") << QByteArray("{\n  \"weir\": 1,\n  \"lab\" \"x\"\n}")
                                    << QByteArray("f.json:3:11: ");
        QTest::newRow("comment") << QByteArray("// no") << QByteArray("f.json:1:1: ");
        QTest::newRow("more after the end") << QByteArray("{} {}") << QByteArray("f.json:1:4: ");
        QTest::newRow("not UTF-8") << QByteArray("{\"weir\":\"\xff\"}") << QByteArray("f.json:1:10: ");
        QTest::newRow("byte 0 after it") << QByteArray("{\"weir\":1}\0", 11) << QByteArray("f.json: ");
        QTest::newRow("control character") << QByteArray("{\"a\nb\":1}") << QByteArray("f.json:1:4: ");
    }
    void malformed_json_is_located() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, place);
        const auto message = error_of(text.toStdString());
        QVERIFY2(message.starts_with(place.toStdString() + "expected well-formed JSON: "), message.c_str());
        QVERIFY2(message.find('\n') == std::string::npos, message.c_str());
    }

    void what_is_wrong_is_not_quoted_at_length() {
        for (const auto* text : {"{\"weir\":1,\"lab\":\"", "{\"weir\":1,\"duration_s\":"}) {
            const auto message = error_of(text + std::string(1'000'000, '7'));
            QVERIFY2(message.size() < 250, std::to_string(message.size()).c_str());
        }
    }

    void what_could_not_be_read_again_is_not_written() {
        Experiment experiment;
        experiment.lab = known_labs[0].id;
        experiment.duration_s = 2e6;
        const QTemporaryDir folder;
        const auto file = folder.filePath("e.json").toStdString();
        const auto written = weir::scenario::write_experiment(file, experiment, known_labs[0]);
        QCOMPARE(written.error(), file +
                                      ": cannot be written: duration_s: expected seconds above 0, at most 1000000, "
                                      "got 2000000");
        QVERIFY(!QFile::exists(QString::fromStdString(file)));
    }

    void numbers_no_double_can_hold_are_refused() {
        const auto message = error_of(R"({"weir":1,"lab":"fake-lab","duration_s":1e999})");
        QVERIFY2(message.starts_with("f.json:"), message.c_str());
        QVERIFY(message.find('\n') == std::string::npos);
    }

    void no_bytes_crash_it_and_every_complaint_is_one_line() {
        QVERIFY(rc::check("a valid file with some bytes changed", [] {
            const auto experiment = an_experiment();
            auto text =
                format_experiment(experiment, experiment.lab == known_labs[0].id ? known_labs[0] : known_labs[1]);
            for (int i = *rc::gen::inRange(1, 4); i > 0; --i) {
                text[*rc::gen::inRange<std::size_t>(0, text.size())] = *rc::gen::arbitrary<char>();
            }
            const auto read = parse_experiment(text, "f.json", known_labs);
            if (read) return;
            RC_ASSERT(read.error().starts_with("f.json:"));
            for (const char c : read.error()) RC_ASSERT(static_cast<unsigned char>(c) >= 0x20U);
        }));
    }

    void hostile_nesting_and_many_keys_are_only_refused() {
        const std::string deep(200'000, '[');
        QVERIFY(error_of(deep).starts_with("f.json:"));
        std::string many = "{";
        for (int i = 0; i < 50'000; ++i) many += "\"k" + std::to_string(i) + "\":0,";
        QVERIFY(error_of(many + "\"weir\":1}").starts_with("f.json: unknown key"));
    }

    void a_file_is_written_and_read_back() {
        const QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath("e.json").toStdString();
        Experiment experiment;
        experiment.lab = "fake-lab";
        experiment.parameters["load.rate"] = 0.1 + 0.2 + 1;
        QVERIFY(write_experiment(file, experiment, known_labs[0]));
        QCOMPARE(read_experiment(file, known_labs), experiment);
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), 1);
    }

    void what_cannot_be_read_is_named() {
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.path().toStdString();
        const auto missing = (path / "none.json");
        QCOMPARE(read_experiment(missing, known_labs).error(),
                 missing.string() + ": cannot be read: No such file or directory");
        QCOMPARE(read_experiment(path, known_labs).error(),
                 path.string() + ": expected an experiment file, found a directory");
        QCOMPARE(read_experiment("/dev/zero", known_labs).error(),
                 std::string("/dev/zero: expected an experiment file of at most 16 MiB"));
    }

    void what_cannot_be_written_is_named() {
        Experiment experiment;
        experiment.lab = "fake-lab";
        const auto written = write_experiment("/nowhere/e.json", experiment, known_labs[0]);
        QVERIFY(!written);
        QCOMPARE(written.error(), std::string("/nowhere/e.json: cannot be written: No such file or directory"));
    }
};

}  // namespace test_experiment_file

WEIR_TEST(test_experiment_file, TestExperimentFile)
#include "test_experiment_file.moc"
