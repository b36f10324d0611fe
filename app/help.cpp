// What --help prints. The manual page, resources/weir.1, says the same at length.
#include "app/command_line.h"

namespace weir::app {

std::string help_text() {
    return R"(Weir, a laboratory for concurrency patterns.

  weir                           opens the window with a lab running
  weir FILE.json                 opens the window with that experiment
  weir list [--json]             the labs
  weir describe LAB [--json]     a lab's parameters and series
  weir describe --man            all of them, as a manual page
  weir run LAB|FILE.json         runs an experiment and prints its figures
      --engine threads|virtual   on real threads (default), or in virtual time: repeatable
      --seed N                   of everything random (default 42)
      --duration S               seconds, or such as 500ms, 2m, 1h (default 10)
      --set ID=VALUE             a parameter; may be given many times
      --at TIME:ID=VALUE         a change during the run; may be given many times
      --csv FILE                 writes the samples
      --trace FILE               writes what ran when, for Perfetto or chrome://tracing
      --json                     prints one JSON object
  weir screenshot LAB|FILE.json  draws the window into a picture; needs no display
      --out FILE.png
      --after S                  how far into the experiment (default 10)
      --theme light|dark
      --language en|de           (default en)
      --size WIDTHxHEIGHT        pixels (default 1440x900)
      --compare                  textbook and production beside each other
  weir bench-ui [LAB|FILE.json]  measures the window's frames with a busy lab
      --set ID=VALUE             a parameter of it; may be given many times
      --all                      each lab in turn, at 1000 and 100 000 items a second, in 1920x1080
      --compare                  textbook and production beside each other
      --seconds S                for how long, each (default 10)
      --size WIDTHxHEIGHT        pixels (default 1440x900)
      --json
  weir --help, weir --version

Errors are one line on standard error. Exit status: 0 done, 1 the run failed, 2 bad input or no display.
)";
}

}  // namespace weir::app
