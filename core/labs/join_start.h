// Starting the join lab on an engine.
#pragma once

#include <memory>

#include "core/labs/lab.h"

namespace weir::labs {

/// The most tasks in one join.
inline constexpr std::size_t join_most_tasks = 256;

std::unique_ptr<Lab> start_join(Executor& engine, const Parameters& parameters, Probe& probe);

}  // namespace weir::labs
