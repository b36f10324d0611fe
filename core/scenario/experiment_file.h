// Experiments as JSON files:
//
//   {"weir": 1, "lab": "circuit-breaker", "engine": "virtual", "seed": 42, "duration_s": 10,
//    "parameters": {"load.rate": 300, "variant": "textbook", "fault.outage": false},
//    "changes": [{"at_s": 5, "parameter": "fault.failure", "value": 60}]}
//
// "weir" (the version of the format) and "lab" must be there; the others default to those of labs::Experiment. A number
// stands as a number, a choice as its word, a toggle as true or false (or "on" or "off"). Reading is strict: an unknown
// or repeated key, a wrong type or a value out of range is an error; nothing is clamped or ignored.
#pragma once

#include <expected>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "core/labs/experiment.h"
#include "core/labs/lab.h"

namespace weir::scenario {

/// Reads an experiment for one of `labs`. The error is one line that begins with `name` (and for malformed JSON
/// ":line:column"), names the key and says what was expected.
std::expected<labs::Experiment, std::string> parse_experiment(std::string_view text, const std::string& name,
                                                              std::span<const labs::LabInfo> labs);

/// Reads a file of at most 16 MiB.
std::expected<labs::Experiment, std::string> read_experiment(const std::filesystem::path& file,
                                                             std::span<const labs::LabInfo> labs);

/// The text that parse_experiment reads back as the same experiment. @pre check(experiment, lab) finds nothing
std::string format_experiment(const labs::Experiment& experiment, const labs::LabInfo& lab);

/// Writes it whole or not at all: into a temporary file beside it that then takes its place.
std::expected<void, std::string> write_experiment(const std::filesystem::path& file, const labs::Experiment& experiment,
                                                  const labs::LabInfo& lab);

}  // namespace weir::scenario
