// Starting the shutdown lab on an engine.
#pragma once

#include <cstddef>
#include <memory>

#include "core/labs/lab.h"

namespace weir::labs {

/// A tree grows no further than that, level by level.
inline constexpr std::size_t shutdown_most_tasks = 1000;

/// What the textbook form does when the deadline has come, in the order of the words of `at_deadline`.
enum class AtDeadline { wait, drop };

std::unique_ptr<Lab> start_shutdown(Executor& engine, const Parameters& parameters, Probe& probe);

}  // namespace weir::labs
