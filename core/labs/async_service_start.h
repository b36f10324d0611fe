// Starting the async-service lab on an engine.
#pragma once

#include <memory>

#include "core/labs/lab.h"

namespace weir::labs {

std::unique_ptr<Lab> start_async_service(Executor& engine, const Parameters& parameters, Probe& probe);

}  // namespace weir::labs
