// The rate-limiter lab: load, a line before the limiter, the limiter, the service.
#pragma once

#include "core/labs/lab.h"

namespace weir::labs {

LabInfo rate_limiter_lab();

}  // namespace weir::labs
