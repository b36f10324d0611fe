// What labs there are and what each is made of, generated from LabInfo: `weir list` and `weir describe`.
#pragma once

#include <span>
#include <string>

#include "core/labs/lab.h"

namespace weir::scenario {

std::string list_text(std::span<const labs::LabInfo> labs);
std::string list_json(std::span<const labs::LabInfo> labs);

/// Parameters by group and series, for people.
std::string describe_text(const labs::LabInfo& lab);
/// Everything a program needs to build an experiment: parameters with kind, range and default, series, phases.
std::string describe_json(const labs::LabInfo& lab);

/// All labs with their parameters and series as the manual page weir-labs(7), in the man macros of troff.
std::string manual_page(std::span<const labs::LabInfo> labs);

}  // namespace weir::scenario
