// Does what needs no window.
#pragma once

#include <ostream>

#include "app/command_line.h"

namespace weir::app {

inline constexpr int exit_done = 0;
inline constexpr int exit_failed = 1;
inline constexpr int exit_bad_input = 2;

/// Each prints to `out` and returns the exit status; a complaint goes to `err` as one line.
int list_labs(const ListLabs& command, std::span<const labs::LabInfo> labs, std::ostream& out);
int describe_lab(const DescribeLab& command, std::span<const labs::LabInfo> labs, std::ostream& out);
int run_experiment(const RunExperiment& command, std::ostream& out, std::ostream& err);

/// "weir: MESSAGE" on one line.
void complain(std::ostream& err, const std::string& message);

}  // namespace weir::app
