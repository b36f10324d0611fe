// Running an experiment prints its figures, writes its samples, and fails in one line.
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>
#include <sstream>

#include "app/commands.h"
#include "tests/program.h"

namespace test_commands {

using namespace weir::app;

RunExperiment a_short_run() {
    RunExperiment command;
    command.lab = weir::labs::find_lab("circuit-breaker");
    command.experiment.lab = command.lab->id;
    command.experiment.engine = weir::labs::EngineKind::virtual_time;
    command.experiment.duration_s = 5;
    command.json = true;
    return command;
}

class TestCommands : public QObject {
    Q_OBJECT

private slots:
    void equal_experiments_print_equal_bytes() {
        std::ostringstream first;
        std::ostringstream second;
        std::ostringstream err;
        QCOMPARE(run_experiment(a_short_run(), first, err), exit_done);
        QCOMPARE(run_experiment(a_short_run(), second, err), exit_done);
        QVERIFY(!first.str().empty());
        QCOMPARE(first.str(), second.str());
        auto other = a_short_run();
        other.experiment.seed += 1;
        std::ostringstream third;
        QCOMPARE(run_experiment(other, third, err), exit_done);
        QVERIFY2(third.str() != first.str(), "the seed decides");
        QCOMPARE(err.str(), std::string());
    }

    void samples_are_written_and_change_no_figure() {
        const QTemporaryDir folder;
        auto command = a_short_run();
        std::ostringstream without;
        std::ostringstream with;
        std::ostringstream err;
        QCOMPARE(run_experiment(command, without, err), exit_done);
        command.csv = folder.filePath("run.csv").toStdString();
        QCOMPARE(run_experiment(command, with, err), exit_done);
        QCOMPARE(with.str(), without.str());
        QFile csv(folder.filePath("run.csv"));
        QVERIFY(csv.open(QIODevice::ReadOnly));
        const auto lines = csv.readAll().split('\n');
        QVERIFY(lines.first().startsWith("t_s,offered,"));
        QVERIFY2(lines.size() > 10, "a sample several times a second");
    }

    void a_trace_is_written_and_changes_no_figure() {
        const QTemporaryDir folder;
        auto command = a_short_run();
        std::ostringstream without;
        std::ostringstream with;
        std::ostringstream err;
        QCOMPARE(run_experiment(command, without, err), exit_done);
        command.trace = folder.filePath("run.trace.json").toStdString();
        command.csv = folder.filePath("run.csv").toStdString();
        QCOMPARE(run_experiment(command, with, err), exit_done);
        QCOMPARE(with.str(), without.str());
        QCOMPARE(err.str(), std::string());
        const auto contents = [&] {
            QFile file(folder.filePath("run.trace.json"));
            return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        };
        const auto first = contents();
        QVERIFY(QJsonDocument::fromJson(first)["traceEvents"].toArray().size() > 1000);
        QCOMPARE(run_experiment(command, with, err), exit_done);
        QVERIFY2(contents() == first, "equal experiments give equal traces");
    }

    void a_trace_that_cannot_be_written_is_bad_input() {
        auto command = a_short_run();
        command.trace = "/nowhere/run.json";
        std::ostringstream out;
        std::ostringstream err;
        QCOMPARE(run_experiment(command, out, err), exit_bad_input);
        QVERIFY(err.str().starts_with("weir: run: --trace: expected a file that can be written, /nowhere/run.json: "));
    }

    void a_file_that_cannot_be_written_is_bad_input() {
        auto command = a_short_run();
        command.csv = "/nowhere/run.csv";
        std::ostringstream out;
        std::ostringstream err;
        QCOMPARE(run_experiment(command, out, err), exit_bad_input);
        QCOMPARE(out.str(), std::string());
        QCOMPARE(err.str(),
                 std::string("weir: run: --csv: expected a file that can be written, /nowhere/run.csv: No such file "
                             "or directory\n"));
    }

    void a_full_disk_fails_the_run() {
        auto command = a_short_run();
        command.csv = "/dev/full";
        std::ostringstream out;
        std::ostringstream err;
        QCOMPARE(run_experiment(command, out, err), exit_failed);
        QCOMPARE(err.str(), std::string("weir: run: --csv: /dev/full could not be written to its end\n"));
    }

    void what_the_engine_refuses_is_bad_input() {
        auto command = a_short_run();
        command.experiment.lab = "nobody";
        std::ostringstream out;
        std::ostringstream err;
        QCOMPARE(run_experiment(command, out, err), exit_bad_input);
        QVERIFY(err.str().starts_with("weir: run: "));
        QCOMPARE(QString::fromStdString(err.str()).count('\n'), 1);
    }
};

}  // namespace test_commands

WEIR_TEST(test_commands, TestCommands)
#include "test_commands.moc"
