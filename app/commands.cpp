#include "app/commands.h"

#include <cerrno>
#include <cstring>
#include <exception>
#include <fstream>
#include <optional>
#include <stdexcept>

#include "core/labs/run.h"
#include "core/labs/runner.h"
#include "core/labs/text.h"
#include "core/scenario/csv.h"
#include "core/scenario/describe.h"
#include "core/scenario/report.h"
#include "core/scenario/trace.h"

namespace weir::app {

namespace {

/// A file that a run writes beside its figures. Not open where none is asked for.
class Output {
public:
    Output(const char* flag, const std::string& name) : flag_{flag}, name_{name} {
        if (!wanted()) return;
        errno = 0;
        file_.open(name, std::ios::binary | std::ios::trunc);
        if (!file_) problem_ = about("expected a file that can be written, " + name_ + ": " + std::strerror(errno));
    }

    bool wanted() const { return !name_.empty(); }
    std::ostream& stream() { return file_; }
    /// Why it could not be opened, or "".
    const std::string& problem() const { return problem_; }
    std::string about(const std::string& what) const { return std::string("run: ") + flag_ + ": " + what; }

    /// Why it is not whole, or "".
    std::string close() {
        if (!wanted()) return {};
        file_.close();
        return file_ ? std::string{} : about(name_ + " could not be written to its end");
    }

private:
    const char* flag_;
    std::string name_;
    std::string problem_;
    std::ofstream file_;
};

/// What a run is watched for: the writers of the files that are asked for.
class Writers {
public:
    Writers(const RunExperiment& command, Output& csv, Output& trace) {
        if (csv.wanted()) csv_.emplace(csv.stream(), *command.lab);
        if (trace.wanted())
            trace_.emplace(trace.stream(), *command.lab, command.experiment,
                           labs::workers_of(command.experiment, *command.lab));
    }

    labs::Observer observer() {
        labs::Observer observer;
        if (csv_ || trace_)
            observer.on_sample = [this](const labs::Sample& sample) {
                if (csv_) csv_->write(sample);
                if (trace_) trace_->write(sample);
            };
        if (!trace_) return observer;
        observer.on_change = [this](const labs::AppliedChange& change) { trace_->write(change); };
        observer.on_item = [this](const labs::ItemEvent& item) { trace_->write(item); };
        observer.on_poll = [this](const PollEvent& poll) { trace_->write(poll); };
        observer.on_dropped = [this](std::uint64_t items, std::uint64_t polls) {
            trace_->finish(items, polls);
            left_out_ = items + polls;
        };
        return observer;
    }

    std::uint64_t left_out() const { return left_out_; }

private:
    std::optional<scenario::CsvWriter> csv_;
    std::optional<scenario::TraceWriter> trace_;
    std::uint64_t left_out_ = 0;
};

}  // namespace

void complain(std::ostream& err, const std::string& message) { err << "weir: " << labs::one_line(message) << '\n'; }

int list_labs(const ListLabs& command, std::span<const labs::LabInfo> labs, std::ostream& out) {
    out << (command.json ? scenario::list_json(labs) : scenario::list_text(labs));
    return exit_done;
}

int describe_lab(const DescribeLab& command, std::span<const labs::LabInfo> labs, std::ostream& out) {
    if (command.lab == nullptr)
        out << scenario::manual_page(labs);
    else
        out << (command.json ? scenario::describe_json(*command.lab) : scenario::describe_text(*command.lab));
    return exit_done;
}

int run_experiment(const RunExperiment& command, std::ostream& out, std::ostream& err) {
    Output csv{"--csv", command.csv};
    Output trace{"--trace", command.trace};
    for (const auto* output : {&csv, &trace}) {
        if (output->problem().empty()) continue;
        complain(err, output->problem());
        return exit_bad_input;
    }
    try {
        Writers writers{command, csv, trace};
        const auto result = labs::run_experiment(command.experiment, writers.observer());
        for (auto* output : {&csv, &trace}) {
            const auto problem = output->close();
            if (problem.empty()) continue;
            complain(err, problem);
            return exit_failed;
        }
        if (writers.left_out() > 0)
            complain(err, trace.about(std::to_string(writers.left_out()) + " events came too thick and are left out"));
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
