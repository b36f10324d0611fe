// Starting the shared-state lab on an engine.
#pragma once

#include <memory>

#include "core/labs/lab.h"

namespace weir::labs {

/// The most readers, and the most writers, there can be.
inline constexpr std::size_t shared_state_most_users = 256;

std::unique_ptr<Lab> start_shared_state(Executor& engine, const Parameters& parameters, Probe& probe);

}  // namespace weir::labs
