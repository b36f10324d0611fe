// Starting the fan-out lab on an engine.
#pragma once

#include <memory>

#include "core/labs/lab.h"

namespace weir::labs {

/// Where the items come from, in the order of the words of `mode`.
enum class FanOutMode { batch, open };

std::unique_ptr<Lab> start_fan_out(Executor& engine, const Parameters& parameters, Probe& probe);

}  // namespace weir::labs
