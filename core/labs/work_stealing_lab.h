// The work-stealing lab: batches of tasks, a pool of workers, and who takes what from whom.
#pragma once

#include "core/labs/lab.h"

namespace weir::labs {

LabInfo work_stealing_lab();

}  // namespace weir::labs
