// What the command line asks for, understood but not yet done: so that it can be tested without running anything.
#pragma once

#include <expected>
#include <optional>
#include <span>
#include <string>
#include <variant>

#include "core/labs/experiment.h"
#include "core/labs/lab.h"
#include "ui/entry.h"

namespace weir::app {

struct ShowHelp {};
struct ShowVersion {};

struct OpenWindow {
    std::optional<labs::Experiment> experiment;  ///< none: the window chooses
};

struct ListLabs {
    bool json = false;
};

struct DescribeLab {
    const labs::LabInfo* lab = nullptr;  ///< null: all, as a manual page
    bool json = false;
};

struct RunExperiment {
    const labs::LabInfo* lab = nullptr;
    labs::Experiment experiment;
    std::string csv;    ///< file for the samples; empty for none
    std::string trace;  ///< file for the trace; empty for none
    bool json = false;
};

using TakeScreenshot = ui::ScreenshotOptions;  ///< out ends in ".png"; 1024 to 7680 by 600 to 4320 pixels
using BenchWindow = ui::BenchOptions;

using Command =
    std::variant<ShowHelp, ShowVersion, OpenWindow, ListLabs, DescribeLab, RunExperiment, TakeScreenshot, BenchWindow>;

/// Understands the arguments after the program's name; reads the experiment file if one is named. The error is one line
/// that names the flag, id or file and what was expected; the program then exits with 2.
std::expected<Command, std::string> parse_command_line(std::span<const std::string> arguments,
                                                       std::span<const labs::LabInfo> labs);

/// What --help prints.
std::string help_text();

}  // namespace weir::app
