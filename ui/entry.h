// What the program calls: everything else of the window is behind these. Each builds its own QApplication and may be
// called once in a program.
#pragma once

#include <expected>
#include <optional>
#include <string>

#include "core/labs/experiment.h"
#include "ui/language.h"

namespace weir::ui {

/// Opens the window and returns when it is closed, with the exit status. Without an experiment it opens as it was left,
/// the first time with the first lab on real threads.
int run_window(int argc, char** argv, const std::optional<labs::Experiment>& experiment);

struct ScreenshotOptions {
    labs::Experiment experiment;
    std::string out;           ///< PNG file
    double after_s = 10;       ///< engine seconds into the experiment
    std::optional<bool> dark;  ///< none: the default theme, whatever the system has
    Language language = Language::english;
    int width = 1440;  ///< pixels of the window, at scale 1
    int height = 900;
    bool compare = false;  ///< the other variant beside it
};

/// Runs the experiment for after_s and saves what the window then shows. Remembers nothing and reads no settings, so
/// that on the virtual engine equal options give equal pictures. The error is one line that names the file.
std::expected<void, std::string> take_screenshot(int argc, char** argv, const ScreenshotOptions& options);

struct BenchOptions {
    std::optional<labs::Experiment> experiment;  ///< none: the opening lab, with more work than it can do
    bool all_labs = false;                       ///< each lab in turn, at 1000 and at 100 000 items a second
    double seconds = 10;                         ///< of real time; with all labs, of each row
    int width = 1440;                            ///< pixels of the window, at scale 1
    int height = 900;
    bool compare = false;  ///< the other variant beside each
    bool json = false;
};

/// Shows the window and prints its frames a second, frame times, memory and how long it took to the first frame, or to
/// show another lab, to standard output. Returns the exit status: 1 if a limit was missed.
int bench_window(int argc, char** argv, const BenchOptions& options);

}  // namespace weir::ui
