// weir: one program for the window and the command line.
#include <cstdlib>
#include <iostream>
#include <string>
#include <variant>
#include <vector>

#include "app/command_line.h"
#include "app/commands.h"
#include "app/display.h"
#include "core/labs/lab.h"
#include "ui/entry.h"

namespace weir::app {

namespace {

/// Does each command in its own way.
class Dispatch {
public:
    Dispatch(int& argc, char** argv) : argc_(argc), argv_(argv) {}

    int operator()(const ShowHelp&) const {
        std::cout << help_text();
        return exit_done;
    }
    int operator()(const ShowVersion&) const {
        std::cout << "weir " WEIR_VERSION "\n";
        return exit_done;
    }
    int operator()(const ListLabs& command) const { return list_labs(command, labs::registry(), std::cout); }
    int operator()(const DescribeLab& command) const { return describe_lab(command, labs::registry(), std::cout); }
    int operator()(const RunExperiment& command) const { return run_experiment(command, std::cout, std::cerr); }

    int operator()(const OpenWindow& command) const {
        if (!has_display()) return exit_bad_input;
        return ui::run_window(argc_, argv_, command.experiment);
    }
    int operator()(const TakeScreenshot& command) const {
        // A picture is drawn in memory, and comes out the same whatever display there is.
        setenv("QT_QPA_PLATFORM", "offscreen", 1);
        return report(ui::take_screenshot(argc_, argv_, command));
    }
    int operator()(const BenchWindow& command) const {
        if (!has_display()) return exit_bad_input;
        return ui::bench_window(argc_, argv_, command);
    }

private:
    static bool has_display() {
        if (const auto problem = missing_display(std::getenv)) {
            complain(std::cerr, *problem);
            return false;
        }
        end_in_one_line_without_display();
        return true;
    }

    static int report(const std::expected<void, std::string>& result) {
        if (result) return exit_done;
        complain(std::cerr, "screenshot: " + result.error());
        return exit_failed;
    }

    int& argc_;
    char** argv_;
};

int run(int argc, char** argv) {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    const auto command = parse_command_line(arguments, labs::registry());
    if (!command) {
        complain(std::cerr, command.error());
        return exit_bad_input;
    }
    const int status = std::visit(Dispatch(argc, argv), *command);
    if (status == exit_done && !std::cout.flush()) {
        complain(std::cerr, "standard output could not be written to its end");
        return exit_failed;
    }
    return status;
}

}  // namespace

}  // namespace weir::app

int main(int argc, char** argv) {
    // Even a program started without its name has argc 0 arguments to look at.
    return argc < 1 ? weir::app::exit_bad_input : weir::app::run(argc, argv);
}
