// The shutdown lab: a tree of tasks that work step by step, asked to stop and given a deadline; then the next tree.
#pragma once

#include "core/labs/lab.h"

namespace weir::labs {

LabInfo shutdown_lab();

}  // namespace weir::labs
