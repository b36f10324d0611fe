// Starting the pipeline lab on an engine.
#pragma once

#include <memory>

#include "core/labs/lab.h"

namespace weir::labs {

inline constexpr std::size_t pipeline_stages = 3;

std::unique_ptr<Lab> start_pipeline(Executor& engine, const Parameters& parameters, Probe& probe);

}  // namespace weir::labs
