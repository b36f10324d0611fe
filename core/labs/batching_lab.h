// The batching lab: load, a bounded queue, batches by size or time, so many of them at once, the service.
#pragma once

#include "core/labs/lab.h"

namespace weir::labs {

LabInfo batching_lab();

}  // namespace weir::labs
