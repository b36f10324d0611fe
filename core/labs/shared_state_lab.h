// The shared-state lab: so many readers and writers, a map, and one strategy that keeps them apart.
#pragma once

#include "core/labs/lab.h"

namespace weir::labs {

LabInfo shared_state_lab();

}  // namespace weir::labs
