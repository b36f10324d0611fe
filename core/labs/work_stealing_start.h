// Starting the work-stealing lab on an engine.
#pragma once

#include <memory>

#include "core/labs/lab.h"

namespace weir::labs {

std::unique_ptr<Lab> start_work_stealing(Executor& engine, const Parameters& parameters, Probe& probe);

}  // namespace weir::labs
