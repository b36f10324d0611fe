// The pipeline lab: load, then three stages, each a bounded queue and workers that call a service of their own.
#pragma once

#include "core/labs/lab.h"

namespace weir::labs {

LabInfo pipeline_lab();

}  // namespace weir::labs
