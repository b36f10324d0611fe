// The join lab: a set of tasks that wait and then compute, run beside each other and joined; then the next set.
#pragma once

#include "core/labs/lab.h"

namespace weir::labs {

LabInfo join_lab();

}  // namespace weir::labs
