// What a finished run prints.
#pragma once

#include <string>

#include "core/labs/runner.h"

namespace weir::scenario {

/// One JSON object, ending in a newline. Equal results give equal bytes: the order of keys is fixed, a number stands as
/// the shortest text that reads back as itself.
/// @throws std::invalid_argument if detail_json is not a JSON object
std::string report_json(const labs::RunResult& result);

/// The same for people, a few lines.
std::string report_text(const labs::RunResult& result);

}  // namespace weir::scenario
