#include "app/commands.h"

#include <cerrno>
#include <cstring>
#include <exception>
#include <fstream>
#include <stdexcept>

#include "core/labs/runner.h"
#include "core/labs/text.h"
#include "core/scenario/csv.h"
#include "core/scenario/describe.h"
#include "core/scenario/report.h"

namespace weir::app {

namespace {

labs::RunResult run_to_csv(const RunExperiment& command, std::ofstream& file) {
    if (command.csv.empty()) return labs::run_experiment(command.experiment);
    scenario::CsvWriter csv(file, *command.lab);
    auto result = labs::run_experiment(command.experiment, [&](const labs::Sample& sample) { csv.write(sample); });
    file.close();
    return result;
}

}  // namespace

void complain(std::ostream& err, const std::string& message) { err << "weir: " << labs::one_line(message) << '\n'; }

int list_labs(const ListLabs& command, std::span<const labs::LabInfo> labs, std::ostream& out) {
    out << (command.json ? scenario::list_json(labs) : scenario::list_text(labs));
    return exit_done;
}

int describe_lab(const DescribeLab& command, std::ostream& out) {
    out << (command.json ? scenario::describe_json(*command.lab) : scenario::describe_text(*command.lab));
    return exit_done;
}

int run_experiment(const RunExperiment& command, std::ostream& out, std::ostream& err) {
    std::ofstream csv;
    if (!command.csv.empty()) {
        csv.open(command.csv, std::ios::binary | std::ios::trunc);
        if (!csv) {
            complain(err,
                     "run: --csv: expected a file that can be written, " + command.csv + ": " + std::strerror(errno));
            return exit_bad_input;
        }
    }
    try {
        const auto result = run_to_csv(command, csv);
        if (!csv) {
            complain(err, "run: --csv: " + command.csv + " could not be written to its end");
            return exit_failed;
        }
        out << (command.json ? scenario::report_json(result) : scenario::report_text(result));
        return exit_done;
    } catch (const std::invalid_argument& error) {
        complain(err, std::string("run: ") + error.what());
        return exit_bad_input;
    } catch (const std::exception& error) {
        complain(err, std::string("run: failed: ") + error.what());
        return exit_failed;
    }
}

}  // namespace weir::app
