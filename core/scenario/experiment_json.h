// Experiments inside other JSON files. For the sources of this layer only: it brings in the JSON library.
#pragma once

#include <map>
#include <span>
#include <string>

#include "core/labs/experiment.h"
#include "core/labs/lab.h"
#include "core/scenario/json_input.h"

namespace weir::scenario {

/// Reads the object of an experiment file (experiment_file.h).
Problem read_experiment(const Parsed& root, std::span<const labs::LabInfo> labs, labs::Experiment& experiment);

/// Reads an object of parameter ids with their values into what there is already.
Problem read_parameters(const Parsed& object, const labs::LabInfo& lab, std::map<std::string, double>& parameters);

}  // namespace weir::scenario
