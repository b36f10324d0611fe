// Each command is understood as documented; each mistake is answered by one line that names it.
#include <QTemporaryDir>
#include <QTest>
#include <fstream>

#include "app/command_line.h"
#include "tests/core/scenario/fake_lab.h"
#include "tests/program.h"

namespace test_command_line {

using namespace weir::app;
using weir::labs::Change;
using weir::labs::EngineKind;

const std::vector<weir::labs::LabInfo> known_labs = weir::labs::testing::fake_labs();

std::expected<Command, std::string> parse(const QStringList& given) {
    std::vector<std::string> arguments;
    for (const auto& one : given) arguments.push_back(one.toStdString());
    return parse_command_line(arguments, known_labs);
}

/// The command, which must be a T.
template <class T>
T parsed(const QStringList& given) {
    return std::get<T>(parse(given).value());
}

class TestCommandLine : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    QString file_;
    QString folder_png_;  // a folder named like a picture

private slots:
    void initTestCase() {
        folder_png_ = folder_.filePath("folder.png");
        QVERIFY(QDir().mkdir(folder_png_));
        file_ = folder_.filePath("e.json");
        std::ofstream(file_.toStdString()) << R"({"weir":1,"lab":"other-lab","engine":"threads","seed":5,"duration_s":3,
            "parameters":{"load.rate":300},"changes":[{"at_s":2,"parameter":"load.rate","value":10}]})";
    }

    void nothing_opens_the_window() {
        QVERIFY(!parsed<OpenWindow>({}).experiment);
        QVERIFY(!parsed<OpenWindow>({"--"}).experiment);
        QCOMPARE(parsed<OpenWindow>({file_}).experiment->lab, std::string("other-lab"));
        QCOMPARE(parsed<OpenWindow>({"--", file_}).experiment->lab, std::string("other-lab"));
    }

    void help_and_version_win_over_everything() {
        parsed<ShowHelp>({"--help"});
        parsed<ShowHelp>({"-h"});
        parsed<ShowHelp>({"run", "nonsense", "--help"});
        parsed<ShowVersion>({"--version"});
        for (const char* command : {"list", "describe", "run", "screenshot", "bench-ui"}) {
            QVERIFY2(help_text().find(std::string("weir ") + command) != std::string::npos, command);
        }
    }

    void list_and_describe() {
        QVERIFY(!parsed<ListLabs>({"list"}).json);
        QVERIFY(parsed<ListLabs>({"list", "--json"}).json);
        QVERIFY(parsed<DescribeLab>({"describe", "--man"}).lab == nullptr);
        const auto describe = parsed<DescribeLab>({"describe", "--json", "other-lab"});
        QCOMPARE(describe.lab, &known_labs[1]);
        QVERIFY(describe.json);
    }

    void run_takes_a_lab_with_its_defaults() {
        const auto command = parsed<RunExperiment>({"run", "fake-lab"});
        weir::labs::Experiment expected;
        expected.lab = "fake-lab";
        QVERIFY(command.experiment == expected);
        QCOMPARE(command.lab, &known_labs[0]);
        QVERIFY(command.csv.empty());
        QVERIFY(!command.json);
    }

    void run_takes_every_flag() {
        const auto command = parsed<RunExperiment>({"run",        "fake-lab",
                                                    "--engine",   "virtual",
                                                    "--seed",     "7",
                                                    "--duration", "1m",
                                                    "--set",      "load.rate=300",
                                                    "--set",      "variant=textbook",
                                                    "--at",       "5:load.rate=10",
                                                    "--at",       "1:fault.outage=on",
                                                    "--csv",      "out.csv",
                                                    "--trace",    "out.json",
                                                    "--json"});
        QCOMPARE(command.experiment.engine, EngineKind::virtual_time);
        QCOMPARE(command.experiment.seed, std::uint64_t{7});
        QCOMPARE(command.experiment.duration_s, 60.0);
        QVERIFY(command.experiment.parameters == (std::map<std::string, double>{{"load.rate", 300}, {"variant", 0}}));
        QVERIFY(command.experiment.changes == (std::vector<Change>{{1, "fault.outage", 1}, {5, "load.rate", 10}}));
        QCOMPARE(command.csv, std::string("out.csv"));
        QCOMPARE(command.trace, std::string("out.json"));
        QVERIFY(command.json);
    }

    void no_run_writes_over_its_experiment() {
        const auto name = folder_.filePath("./e.json");
        for (const char* flag : {"--csv", "--trace"}) {
            const auto refused = parse({"run", file_, flag, name});
            QVERIFY(!refused);
            QVERIFY(refused.error().find("expected another file than the experiment's") != std::string::npos);
        }
    }

    void flags_override_what_the_file_says() {
        const auto command =
            parsed<RunExperiment>({"run", file_, "--seed", "6", "--set", "load.rate=400", "--at", "1:load.rate=20"});
        QCOMPARE(command.lab, &known_labs[1]);
        QCOMPARE(command.experiment.seed, std::uint64_t{6});
        QCOMPARE(command.experiment.duration_s, 3.0);
        QCOMPARE(command.experiment.parameters.at("load.rate"), 400.0);
        QVERIFY(command.experiment.changes == (std::vector<Change>{{1, "load.rate", 20}, {2, "load.rate", 10}}));
    }

    void screenshot_takes_every_flag() {
        const auto plain = parsed<TakeScreenshot>({"screenshot", "fake-lab", "--out", "a.png"});
        QCOMPARE(plain.out, std::string("a.png"));
        QCOMPARE(plain.experiment.engine, EngineKind::virtual_time);
        QVERIFY(!plain.dark);
        QCOMPARE(plain.language, weir::ui::Language::english);
        QCOMPARE(plain.width, 1440);
        QCOMPARE(plain.height, 900);
        const auto full = parsed<TakeScreenshot>({"screenshot", file_, "--out", "a.png", "--after", "2.5", "--theme",
                                                  "light", "--language", "de", "--size", "1280x720"});
        QCOMPARE(full.experiment.engine, EngineKind::threads);
        QCOMPARE(full.after_s, 2.5);
        QCOMPARE(full.dark, std::optional<bool>(false));
        QCOMPARE(full.language, weir::ui::Language::german);
        QCOMPARE(full.width, 1280);
        QCOMPARE(full.height, 720);
    }

    void bench_takes_its_flags() {
        QCOMPARE(parsed<BenchWindow>({"bench-ui"}).seconds, 10.0);
        const auto command = parsed<BenchWindow>({"bench-ui", "--seconds", "3", "--json"});
        QCOMPARE(command.seconds, 3.0);
        QVERIFY(command.json);
        QVERIFY(!command.experiment);
        const auto with_lab = parsed<BenchWindow>({"bench-ui", "fake-lab", "--set", "load.rate=7"});
        QVERIFY(with_lab.experiment && with_lab.experiment->lab == "fake-lab");
        QCOMPARE(with_lab.experiment->parameters.at("load.rate"), 7.0);
        const auto all = parsed<BenchWindow>({"bench-ui", "--all", "--size", "1280x720"});
        QVERIFY(all.all_labs && all.width == 1280 && all.height == 720);
        QCOMPARE(parsed<BenchWindow>({"bench-ui", "--all"}).width, 1920);
    }

    void mistakes_are_named_data() {
        QTest::addColumn<QStringList>("given");
        QTest::addColumn<QString>("message");
        const auto row = [](const QStringList& given, const QString& message) {
            QTest::newRow(qPrintable(given.join(' '))) << given << message;
        };
        row({"lsit"},
            "expected a command (list, describe, run, screenshot, bench-ui) or an experiment file, got 'lsit' (did you "
            "mean "
            "'list'?)");
        row({"--hepl"},
            "expected a command, an experiment file, --help or --version, got '--hepl' (did you mean '--help'?)");
        row({"none.json"}, "none.json: cannot be read: No such file or directory");
        row({"none.json", "--json"}, "expected a command, an experiment file, --help or --version, got '--json'");
        row({"none.json", "more"}, "expected one experiment file, got also 'more'");
        row({"list", "more"}, "list: expected no more arguments, got 'more'");
        row({"list", "--jsn"}, "list: expected a flag (--json), got '--jsn' (did you mean '--json'?)");
        row({"describe"}, "describe: expected a lab");
        row({"describe", "fake-lob"},
            "describe: expected a lab (fake-lab, other-lab), got 'fake-lob' (did you mean 'fake-lab'?)");
        row({"describe", "fake-lab", "other-lab"}, "describe: expected only a lab, got also 'other-lab'");
        row({"run"}, "run: expected a lab or an experiment file");
        row({"run", "nothing"}, "run: expected a lab (fake-lab, other-lab), got 'nothing'; or an experiment file");
        row({"run", "none.json"}, "run: none.json: cannot be read: No such file or directory");
        row({"run", "fake-lab", "--engine", "thread"}, "run: --engine: expected threads or virtual, got 'thread'");
        row({"run", "fake-lab", "--seed", "-1"},
            "run: --seed: expected a whole number from 0 to 18446744073709551615, got '-1'");
        row({"run", "fake-lab", "--duration", "0"},
            "run: --duration: expected seconds above 0, at most 1000000 (or such as 500ms, 2m, 1h), got '0'");
        row({"run", "fake-lab", "--set", "load.rate=0"},
            "run: --set: load.rate: expected a number from 1 to 100000 /s, got '0'");
        row({"run", "fake-lab", "--set", "load.rat=1"},
            "run: --set: expected a parameter of fake-lab, got 'load.rat' (did you mean 'load.rate'?)");
        row({"run", "fake-lab", "--at", "load.rate=1"}, "run: --at: expected TIME:ID=VALUE, got 'load.rate=1'");
        row({"run", "fake-lab", "--csv", ""}, "run: --csv: expected a file name, got ''");
        row({"run", "fake-lab", "--csv", "x", "--trace", "x"},
            "run: --trace: expected another file than that of --csv, got 'x'");
        row({"run", "fake-lab", "--csv", "x", "--trace", "./y/../x"},
            "run: --trace: expected another file than that of --csv, got './y/../x'");
        row({"run", "fake-lab", "--wings", "x"},
            "run: expected a flag (--engine, --seed, --duration, --set, --at, --csv, --trace, --json), "
            "got '--wings'");
        row({"screenshot", "fake-lab"}, "screenshot: expected --out FILE.png");
        row({"screenshot", "fake-lab", "--out", "a.jpg"},
            "screenshot: --out: expected a file name that ends in .png, got 'a.jpg'");
        row({"screenshot", "fake-lab", "--out", "/nowhere/a.png"},
            "screenshot: --out: expected a file in a folder that exists, got '/nowhere/a.png'");
        row({"screenshot", "fake-lab", "--out", folder_png_},
            QString("screenshot: --out: expected a file that can be written, got '%1'").arg(folder_png_));
        row({"screenshot", "fake-lab", "--out", "a.png", "--theme", "blue"},
            "screenshot: --theme: expected light or dark, got 'blue'");
        row({"screenshot", "fake-lab", "--out", "a.png", "--language", "German"},
            "screenshot: --language: expected en or de, got 'German'");
        for (const char* size : {"", "1440", "1440x", "x900", "100x100", "1440x900x2", "99999999999x900", "1440X900"}) {
            row({"screenshot", "fake-lab", "--out", "a.png", "--size", size},
                QString("screenshot: --size: expected WIDTHxHEIGHT in pixels from 1024x600 to 7680x4320, got '%1'")
                    .arg(size));
        }
        row({"bench-ui", "fast"}, "bench-ui: expected a lab (fake-lab, other-lab), got 'fast'; or an experiment file");
        row({"run", "fake-lab", "--duration", "5", "--at", "6:load.rate=7"},
            "run: --at: expected a time within the run of 5 s, got '6:load.rate=7'");
        row({"describe", "--man", "fake-lab"}, "describe: --man: expected nothing beside it");
        row({"bench-ui", "fake-lab", "--all"}, "bench-ui: --all: expected no lab, file or --set beside it");
        row({"bench-ui", "--size", "9x9"},
            "bench-ui: --size: expected WIDTHxHEIGHT in pixels from 1024x600 to 7680x4320, got '9x9'");
        row({"bench-ui", "--set", "load.rate=7"},
            "bench-ui: --set: expected a lab or an experiment file that it is for");
        row({"bench-ui", "--seconds", "x"},
            "bench-ui: --seconds: expected seconds above 0, at most 1000000 (or such as 500ms, 2m, 1h), got 'x'");
    }
    void mistakes_are_named() {
        QFETCH(QStringList, given);
        QFETCH(QString, message);
        const auto command = parse(given);
        QVERIFY2(!command, "accepted");
        QCOMPARE(QString::fromStdString(command.error()), message);
    }
};

}  // namespace test_command_line

WEIR_TEST(test_command_line, TestCommandLine)
#include "test_command_line.moc"
